/* The calendar of the term: months with a row for each week, a list, who covers whose lessons, and what guests teach. */
const C = D.calendar;
const fields = (names, rows) => rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
const held = C ? fields(C.event_fields, C.events) : [];
const covers = C ? fields(C.cover_fields, C.covers) : [];
const guests = C ? fields(C.guest_fields, C.guests) : [];
const special = new Map(C ? C.special.map(([day, kind, text]) => [day, { kind, text }]) : []);
const T0 = C ? Date.parse(C.start) : 0; /* midnight, without any zone */
const dateOf = (n) => new Date(T0 + n * 864e5);
const isoOf = (n) => dateOf(n).toISOString().slice(0, 10);
const weekdayOf = (n) => dateOf(n).getUTCDay() || 7;
const monday = C ? 1 - weekdayOf(0) : 0; /* of the first week */
const weekOf = (n) => Math.floor((n - monday) / 7) + 1;
const months = [...new Set(Array.from({ length: C ? C.days : 0 }, (_, n) => isoOf(n).slice(0, 7)))];
const monthName = (m) => fill(W.month_name, { year: m.slice(0, 4), month: Number(m.slice(5)) });

const concerns = (x) => (state.teacher < 0 ? state.school < 0 || x.schools.includes(state.school) : x.people.includes(state.teacher))
  && (state.family < 0 || x.kind === state.family);
const lessonConcerns = (x, ...people) => (state.teacher < 0 ? state.school < 0 || x.school === state.school : people.includes(state.teacher));
const inMonth = (x) => state.month < 0 || isoOf(x.day).startsWith(months[state.month]);

function calendarFilters(reset, printing) {
  const step = (text, by, label) => el("button", { type: "button", class: "button", "aria-label": label,
    disabled: state.month < 0 || !months[state.month + by], on: { click: () => go({ month: state.month + by }) } }, text);
  const used = [...new Set(held.map((x) => x.kind))].sort((a, b) => a - b);
  return [schoolChoice(true), ...teacherSearch(),
    choice(W.event_kind, state.family, [[-1, W.all_events], ...used.map((k) => [k, C.kinds[k]])], (v) => go({ family: v })),
    el("span", { class: "months" }, step("‹", -1, W.month_before),
      choice(W.month, state.month, [[-1, W.whole_term], ...months.map((m, i) => [i, monthName(m)])], (v) => go({ month: v })),
      step("›", 1, W.month_after)), check(W.as_list, "list"), reset, printing];
}

const placeOf = (x) => (x.mode === 1 ? W.online : x.host < 0 ? "" : D.schools[x.host].name);
const DUTY = -2; /* the subject of a duty that is covered */
const STAY = 3; /* a day of a short stay: its start and end are days */
const hoursOf = (x) => (x.mode === STAY ? fill(W.until_day, { date: isoOf(x.end) }) : x.mode === 2 ? W.due : span(x.start, x.end));
const peopleOf = (x) => [...x.people.map((i) => D.teachers[i].name), ...x.classes.map(fullClass)].join("、");

function chip(x) {
  const time = x.mode >= 2 ? "" : `${clock(x.start)} `;
  const name = x.mode === STAY ? `${peopleOf(x)} ${x.name}` : x.name;
  return el("details", { class: `chip e${x.kind % 8}` }, el("summary", {}, el("span", { class: "at" }, time), name),
    [`${hoursOf(x)} ${placeOf(x)}`, peopleOf(x), x.note].filter(Boolean).map((line) => el("span", { class: "line" }, line)));
}

const MOST = 6; /* chips that a day shows at once */
function dayCell(n, month, found) {
  if (n < 0 || n >= C.days || !isoOf(n).startsWith(month)) return el("td", { class: "out" });
  const day = special.get(n), kind = day ? day.kind : weekdayOf(n) > 5 ? "free" : "";
  const more = found.slice(MOST);
  return el("td", { class: `day ${kind}` }, el("div", { class: "date" }, el("b", {}, dateOf(n).getUTCDate()), day ? el("span", { class: "mark" }, day.text) : null),
    found.slice(0, MOST).map(chip),
    more.length ? el("details", { class: "rest" }, el("summary", {}, fill(W.more_events, { n: more.length })), more.map(chip)) : null);
}

function monthTable(month, shown) {
  const first = Math.round((Date.parse(`${month}-01`) - T0) / 864e5);
  const rows = [];
  for (let n = first - weekdayOf(first) + 1; n < C.days && isoOf(n) < `${month}-32`; n += 7) {
    const week = Array.from({ length: 7 }, (_, i) => n + i);
    if (!week.some((d) => d >= 0 && d < C.days && isoOf(d).startsWith(month))) continue;
    rows.push(el("tr", {}, el("th", { scope: "row" }, fill(W.week_number, { n: weekOf(n) })),
      week.map((d) => dayCell(d, month, shown.get(d) || []))));
  }
  return el("section", { class: "month" }, el("h3", {}, monthName(month)), el("div", { class: "card scroll", tabindex: "0" },
    el("table", { class: "calendar" }, head(W.term_week, ...[1, 2, 3, 4, 5, 6, 7].map((d) => D.days[d])), el("tbody", {}, rows))));
}

const dayCells = (n) => [weekOf(n), isoOf(n), D.days[weekdayOf(n)]].map((text) => el("td", {}, text));

function eventList(found) {
  return scroll(el("table", { class: "events" }, head(W.term_week, W.date, W.weekday, W.hours, W.event, W.place, W.taking_part, W.note),
    el("tbody", {}, found.map((x) => el("tr", {}, dayCells(x.day), el("td", {}, hoursOf(x)),
      el("td", { class: "left" }, el("i", { class: `dot e${x.kind % 8}` }), x.name), el("td", {}, placeOf(x)),
      el("td", { class: "left" }, peopleOf(x)), el("td", { class: "left" }, x.note))))));
}

function lessonList(found, one, other, why, people) {
  return scroll(el("table", { class: "events" }, head(W.term_week, W.date, W.weekday, W.slot_name, W.school, W.class, W.subject, one, other, why),
    el("tbody", {}, found.map((x) => el("tr", {}, dayCells(x.day), el("td", {}, `${x.slot} ${span(x.start, x.end)}`), el("td", {}, D.schools[x.school].name),
      el("td", {}, classLink(x.cls)), el("td", {}, x.subject === DUTY ? W.phase_duties : x.subject < 0 ? "" : D.subjects[x.subject].name),
      people(x).map((i) => el("td", {}, teacherLink(i))), el("td", { class: "left" }, x.why))))));
}
const coverList = (found) => lessonList(found, W.absent, W.cover, W.why_absent, (x) => [x.absent, x.cover]);
const guestList = (found) => lessonList(found, W.guest, W.sits_in, W.why_here, (x) => [x.guest, x.teacher]);

function calendarView() {
  const found = held.filter((x) => concerns(x) && inMonth(x));
  const away = covers.filter((x) => lessonConcerns(x, x.absent, x.cover) && inMonth(x));
  const given = guests.filter((x) => lessonConcerns(x, x.guest, x.teacher) && inMonth(x));
  const stays = found.filter((x) => x.mode === STAY).length; /* days of stays are no events */
  const node = el("div", { class: "term" });
  const kinds = [...new Set(found.map((x) => x.kind))].sort((a, b) => a - b);
  node.append(el("p", { class: "note" }, kinds.map((k) => key(`e${k % 8}`, C.kinds[k]))));
  const listed = found.filter((x, i) => x.mode !== STAY || !found.slice(0, i).some((y) => y.mode === STAY && y.start === x.start && y.people[0] === x.people[0]));
  if (state.list) node.append(listed.length ? eventList(listed) : empty(W.no_events));
  else {
    const shown = by(found, (x) => x.day);
    node.append(...(state.month < 0 ? months : [months[state.month]]).map((m) => monthTable(m, shown)));
  }
  node.append(el("h3", {}, W.term_covers), away.length ? coverList(away) : empty(W.no_covers));
  if (given.length) node.append(el("h3", {}, W.term_guests), guestList(given));
  const who = state.teacher < 0 ? state.school < 0 ? "" : D.schools[state.school].name : D.teachers[state.teacher].name;
  return [[W.term_events, who, fill(W.events_counted, { n: found.length - stays, covers: away.length })].filter(Boolean).join("　"), node];
}
