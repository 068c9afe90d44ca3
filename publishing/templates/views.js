/* The views: each returns [title, node]. */
const teacherLink = (i) => (i < 0 ? "" : !D.has_week ? el("b", {}, D.teachers[i].name) : el("button", { type: "button", class: "link",
  on: { click: () => go({ tab: "week", teacher: i }) } }, D.teachers[i].name));
const namesOf = (x) => [x.teacher, ...(x.company || [])].filter((i) => i >= 0).map((i) => D.teachers[i].name).join("、");
const classLink = (i, text) => el("button", { type: "button", class: "link",
  on: { click: () => go({ tab: "week", cls: i, school: D.classes[i].school, teacher: -1 }) } }, text || D.classes[i].name);
const between = D.lang === "en" ? " " : "";
const fullClass = (i) => `${D.schools[D.classes[i].school].name}${between}${D.classes[i].name}`;
const empty = (text) => el("p", { class: "card note" }, text);
const scroll = (...kids) => el("div", { class: "card scroll", tabindex: "0" }, ...kids);
const key = (kind, text) => el("span", { class: "key" }, el("i", { class: kind }), text);
const head = (...cells) => el("thead", {}, el("tr", {}, cells.map((c) => el("th", { scope: "col" }, c))));

let home = 0; /* school of the teacher who is shown */
function lessonNode(x, view) {
  const subject = D.subjects[x.subject].name;
  const mark = x.weeks ? `${D.weeks[x.weeks]}·` : "";
  const live = x.series >= 0 ? " ◎" : "";
  const lines = [];
  const title = view === "class" ? `${subject} ${x.group}`.trim() : x.label || D.classes[x.cls].name;
  if (view === "class") lines.push(teacherLink(x.teacher), ...x.company.map(teacherLink));
  else lines.push(x.host ? subject : `${subject} ${W.assistant}`);
  if (view === "teacher" && x.school !== home) lines.push(D.schools[x.school].name);
  if (x.series >= 0) {
    const others = otherEnds(x).map((y) => y.cls);
    if (x.host) lines.push(...others.map((c) => fill(W.sync_to, { classes: fullClass(c) })));
    else {
      lines.push(...others.map((c) => `← ${fullClass(c)}`));
      if (view === "class" && x.assistant >= 0) lines.push(el("span", {}, `${W.assistant} `, teacherLink(x.assistant)));
    }
  }
  if (view === "teacher" && x.company.length)
    lines.push(fill(W.together_with, { teachers: x.company.map((i) => D.teachers[i].name).join("、") }));
  if (x.periods > 1) lines.push(W.double_mark);
  if (x.room >= 0 && x.room !== D.classes[x.cls].room) lines.push(D.rooms[x.room].name);
  return el("div", { class: "lesson" }, el("b", {}, mark, view === "class" ? title : classLink(x.cls, title), live),
    lines.map((line) => el("span", { class: "line" }, line)));
}

const dutyNode = (x, view) => el("div", { class: "lesson" }, view === "class" ? el("b", {}, teacherLink(x.teacher))
  : [el("b", {}, classLink(x.cls)), view === "teacher" && x.school !== home ? el("span", { class: "line" }, D.schools[x.school].name) : null]);

const cell = (found, on, view) => el("td", { class: `${found.length ? "has" : ""} ${on.length ? "duty" : ""} ${found.some((x) => x.series >= 0) ? "live" : ""}`.trim() },
  found.map((x) => lessonNode(x, view)), on.map((x) => dutyNode(x, view)));

/* Rows of a day, breaks included; a break in which somebody is on duty has cells. */
function siteTable(day, found, on, view) {
  const rows = [...by(day, (s) => s.order).values()].sort((a, b) => a[0].start - b[0].start);
  return rows.map((slots) => {
    const time = [...new Set(slots.map((s) => span(s.start, s.end)))].join(" / ");
    if (!slots[0].lesson && !on.some((x) => slots.includes(x.slot)))
      return el("tr", { class: "pause" }, el("td", { colspan: days.length + 1 }, `${slots[0].name} ${time}`));
    return el("tr", {}, el("th", { scope: "row" }, slots[0].name, el("span", { class: "time" }, time)),
      days.map((d) => {
        const slot = slots.find((s) => s.days.includes(d));
        if (!slot) return el("td", { class: "closed" });
        return cell(found.filter((x) => x.day === d && x.slots.includes(slot)), on.filter((x) => x.day === d && x.slot === slot), view);
      }));
  });
}

/* Rows by the clock, for somebody who works under several bells. */
function clockTable(school, found, on, view) {
  const names = new Map();
  const name = (s, text) => { if (!names.has(s.start * 2000 + s.end)) names.set(s.start * 2000 + s.end, [s, text]); };
  for (const s of D.schools[school].slots) if (s.lesson) name(s, s.title);
  for (const x of on) name(x.slot, x.slot.name);
  for (const x of found) for (const s of x.slots) name(s, D.schools[x.school].name);
  const at = (x, s) => x.start === s.start && x.end === s.end;
  return [...names.entries()].sort((a, b) => a[0] - b[0]).map(([, [s, text]]) => el("tr", {},
    el("th", { scope: "row" }, text, el("span", { class: "time" }, span(s.start, s.end))),
    days.map((d) => cell(found.filter((x) => x.day === d && x.slots.some((y) => at(y, s))), on.filter((x) => x.day === d && at(x.slot, s)), view))));
}

function weekGrid(title, school, found, on, view) {
  const bells = [...by([...found, ...on], (x) => `${x.school}/${rung(x.cls).map((s) => s.order)}`).values()];
  const body = bells.length > 1 ? clockTable(school, found, on, view)
    : siteTable(bells.length ? rung(bells[0][0].cls) : D.schools[school].slots, found, on, view);
  const table = el("table", { class: "week" }, head(W.time, ...days.map((d) => D.days[d])), el("tbody", {}, body));
  return [title, el("div", { class: state.dim ? "dim" : "" }, scroll(table), legend())];
}
const legend = () => el("p", { class: "note" }, key("live", W.legend_sync), duties.length ? key("duty", W.tab_duties) : null);

function overview(schools) {
  const node = el("div", { class: state.dim ? "dim" : "" });
  const groups = schools.flatMap((i) => [...by(D.order.filter((n) => D.classes[n].school === i), (n) => String(rung(n).map((s) => s.order))).values()].map((some) => [i, some]));
  for (const [i, some] of groups) {
    const slots = days.map((d) => rung(some[0]).filter((s) => s.lesson && s.days.includes(d)).sort((a, b) => a.start - b.start));
    const last = (k, size) => (k === size - 1 ? "day-end" : "");
    const top = el("tr", {}, el("th", { rowspan: 2 }, D.schools[i].name),
      days.map((d, k) => el("th", { class: "day-end", colspan: slots[k].length || 1 }, D.days[d])));
    const second = el("tr", {}, slots.map((list) => list.map((s, k) => el("th", { class: last(k, list.length), title: `${s.name} ${span(s.start, s.end)}` }, k + 1))));
    const rows = some.map((n) => {
      const mine = ofClass.get(n) || [];
      return el("tr", {}, el("th", { scope: "row" }, classLink(n)), days.map((d, k) => slots[k].map((s, at) => {
        const found = mine.filter((x) => x.day === d && x.slots.includes(s));
        const live = found.some((x) => x.series >= 0);
        const tip = found.map((x) => `${D.subjects[x.subject].name} ${namesOf(x)} ${span(x.start, x.end)}`).join("\n");
        return el("td", { title: tip, class: `${found.length ? "has" : ""} ${live ? "live" : ""} ${last(at, slots[k].length)}`.trim() },
          found.map((x) => el("div", {}, x.weeks ? `${D.weeks[x.weeks]}·` : "", state.names ? D.subjects[x.subject].name : D.subjects[x.subject].short,
            live ? "◎" : "", state.names ? el("small", { class: "time" }, [x.teacher, ...x.company].map(teacherLink)) : null)));
      })));
    });
    if (rows.length) node.append(scroll(el("table", { class: `overview ${state.names ? "names" : ""}` }, el("thead", {}, top, second), el("tbody", {}, rows))));
  }
  node.append(el("p", { class: "note" }, key("live", W.legend_sync),
    state.names ? "" : D.subjects.filter((s) => s.short !== s.name).map((s) => `${s.short} ${s.name}`).join("　")));
  return [schools.length === 1 ? `${D.schools[schools[0]].name} ${W.whole_school}` : W.web_title, node];
}

function week() {
  if (state.teacher >= 0) {
    const t = D.teachers[state.teacher];
    home = t.school;
    const found = ofTeacher.get(state.teacher) || [];
    const load = [fill(D.weighted ? W.teacher_load_note : W.teacher_note, { periods: t.home + t.away, load: t.load, max: t.max }), t.duties].filter(Boolean).join("　");
    const on = duties.filter((x) => x.teacher === state.teacher);
    return weekGrid(`${t.name} ${W.teacher_timetable}　${D.schools[t.school].name}　${load}`, t.school, found, on, "teacher");
  }
  if (state.cls >= 0)
    return weekGrid(`${fullClass(state.cls)} ${W.class_timetable}`, D.classes[state.cls].school,
      ofClass.get(state.cls) || [], duties.filter((x) => x.cls === state.cls), "class");
  const [title, node] = overview(state.school < 0 ? D.schools.map((_, i) => i) : [state.school]);
  const on = state.school < 0 ? null : dutyTable(state.school);
  if (on) node.append(el("h3", {}, W.duty_table), on);
  return [title, node];
}

function day() {
  const today = (x) => x.day === state.day && (state.school < 0 || x.school === state.school);
  const shown = [...once, ...duties].filter(today);
  const title = `${W.tab_day}　${D.days[state.day]}`;
  if (!shown.length) return [title, empty(W.no_lessons)];
  const from = Math.floor(Math.min(...shown.map((x) => x.start)) / 60) * 60;
  const to = Math.ceil(Math.max(...shown.map((x) => x.end)) / 60) * 60;
  const what = (x) => x.slot.name || D.subjects[x.subject].name;
  const brief = (x) => (what(x).length > 5 ? D.subjects[x.subject].brief : what(x));
  const at = (m) => `${((m - from) / (to - from)) * 100}%`;
  const hours = Array.from({ length: (to - from) / 60 + 1 }, (_, i) => from + 60 * i);
  const inner = hours.slice(0, -1);
  const box = el("div", { class: "clock" }, el("div", { class: "axis" },
    inner.map((m) => el("span", { style: { left: `calc(10rem + (100% - 10rem) * ${(m - from) / (to - from)})` } }, clock(m)))));
  const rows = by(shown, (x) => x.cls);
  D.schools.forEach((s, i) => {
    const classes = D.order.filter((n) => D.classes[n].school === i && rows.has(n));
    if (!classes.length) return;
    box.append(el("div", { class: "school-name" }, s.name), ...classes.map((n) => el("div", { class: "row" },
      el("span", { class: "name" }, classLink(n)), inner.map((m) => el("span", { class: "hour", style: { left: at(m) } })),
      rows.get(n).map((x) => el("span", { class: `block ${x.series >= 0 ? "live" : ""} ${x.slot.name ? "duty" : ""} ${["", "odd", "even"][x.weeks || 0]}`,
        style: { left: at(x.start), width: `calc(${at(x.end)} - ${at(x.start)} - 1px)` },
        title: `${span(x.start, x.end)} ${what(x)} ${namesOf(x)}` },
      x.weeks ? `${D.weeks[x.weeks]}·` : "", x.slot.name ? D.teachers[x.teacher].name : brief(x), x.series >= 0 ? " ◎" : "")))));
  });
  return [title, el("div", {}, scroll(box), legend())];
}

function listTable(list, none) {
  if (!list.rows.length) return empty(none);
  const all = list.widths.reduce((a, b) => a + b, 0);
  const columns = el("colgroup", {}, list.widths.map((w) => el("col", { style: { width: `${(w / all) * 100}%` } })));
  return scroll(el("table", { class: "list" }, columns, head(...list.head), el("tbody", {},
    list.rows.map((r) => el("tr", {}, r.map((c, i) => el("td", { class: list.texts[i] ? "lines" : "" }, c)))))));
}

/* Who looks after each class of a school: a block of rows for each slot. */
function dutyTable(school) {
  const own = duties.filter((x) => x.school === school);
  if (!own.length) return null;
  const slots = [...by(own, (x) => x.slot.order).values()].sort((a, b) => a[0].start - b[0].start);
  const rows = slots.map((some) => {
    const times = [...new Set(some.map((x) => span(x.start, x.end)))].join(" / ");
    const classes = D.order.filter((n) => some.some((x) => x.cls === n));
    return [el("tr", { class: "pause" }, el("td", { colspan: days.length + 1 }, `${some[0].slot.name} ${times}`)),
      classes.map((n) => el("tr", {}, el("th", { scope: "row" }, classLink(n)),
        days.map((d) => el("td", {}, some.filter((x) => x.cls === n && x.day === d).map((x) => el("div", {}, teacherLink(x.teacher)))))))];
  });
  return scroll(el("table", { class: "week duties" }, head(W.class, ...days.map((d) => D.days[d])), el("tbody", {}, rows)));
}

function dutyView() {
  const node = el("div", {}, el("p", { class: "note" }, W.duty_sentence));
  D.schools.forEach((s, i) => {
    const table = state.school < 0 || state.school === i ? dutyTable(i) : null;
    if (table) node.append(el("h3", {}, s.name), table);
  });
  if (node.children.length === 1) return [W.duty_table, empty(W.no_duties)];
  const counts = D.lists.duty_counts;
  const rows = counts.rows.filter((r) => state.school < 0 || r[2] === D.schools[state.school].name);
  node.append(el("h3", {}, W.duty_counts), el("p", { class: "note" }, counts.note), listTable({ ...counts, rows }, W.no_duties));
  return [W.duty_table, node];
}
const sync = () => [W.sync_table, el("div", {}, el("p", { class: "note" }, D.sync.note), listTable(D.sync, W.no_sync))];

function load() {
  const own = D.teachers.map((t, i) => [t, i]).filter(([t]) => state.school < 0 || t.school === state.school);
  const ratio = (t) => t.load / Math.max(1, t.max);
  own.sort(state.sort === "name" ? ([a], [b]) => a.name.localeCompare(b.name, D.lang) : ([a], [b]) => ratio(b) - ratio(a));
  const most = Math.max(1, ...own.map(([t]) => Math.max(t.max, t.load, t.home + t.away + t.assist)));
  const pc = (n) => `${(n / most) * 100}%`;
  const rows = own.map(([t, i]) => {
    const total = t.home + t.away, over = t.load > t.max;
    const text = fill(D.weighted ? W.load_of_max : W.of_max, { n: total, load: t.load, max: t.max });
    return el("tr", {}, el("th", { scope: "row" }, teacherLink(i)), el("td", {}, D.schools[t.school].name), el("td", {}, t.subjects),
      el("td", { class: "bar-cell" }, el("div", { class: "track", role: "img", "aria-label": text },
        el("i", { style: { left: 0, width: pc(t.home) } }), el("i", { class: "away", style: { left: pc(t.home), width: pc(t.away) } }),
        over ? el("i", { class: "beyond", style: { left: pc(t.max), width: pc(t.load - t.max) } }) : null,
        el("i", { class: "assist", style: { left: pc(total), width: pc(t.assist) } }), el("span", { class: "max", style: { left: pc(t.max) } }))),
      el("td", { class: `number ${over ? "over" : ""}` }, text, over ? ` ${W.over_max}` : ""));
  });
  const keys = el("p", { class: "note" }, key("", W.at_home), key("away", W.away), key("assist", W.assisted_periods), key("max", W.max_periods));
  return [W.period_counts, el("div", { class: "loads" }, keys, scroll(el("table", {},
    head(W.teacher, W.school, W.subject, W.periods, W.total_periods), el("tbody", {}, rows))))];
}

function cost() {
  const most = Math.max(1, ...D.rules.map((r) => r.cost));
  const sentences = (r) => el("details", {}, el("summary", {}, r.title),
    el("p", { class: "note" }, r.source),
    el("ul", {}, r.sentences.map((s) => el("li", {}, s)), r.more ? el("li", { class: "note" }, fill(W.more, { n: r.more })) : null));
  const rows = D.rules.map((r) => el("tr", {}, el("td", { class: "left" }, sentences(r)),
    el("td", {}, el("span", { class: `tag ${r.hard ? "hard" : ""}` }, r.strictness)), el("td", { class: "number" }, r.count),
    el("td", { class: "number" }, r.cost), el("td", { class: "bar-cell" }, el("div", { class: "track" }, el("i", { style: { left: 0, width: `${(r.cost / most) * 100}%` } })))));
  const rules = D.rules.length ? scroll(el("table", { class: "loads" }, head(W.rule_title, W.strictness, W.count, W.cost, ""), el("tbody", {}, rows))) : empty(W.no_cost);
  return [W.tab_cost, rules];
}

const VIEWS = { week, day, sync, duties: dutyView, term: calendarView, roster, changes, people, balance, load, cost };
function draw() {
  tabs();
  filters();
  const [title, node] = VIEWS[state.tab]();
  $("view").setAttribute("aria-labelledby", `tab-${state.tab}`);
  $("view").replaceChildren(el("h2", {}, title), node);
}
window.addEventListener("hashchange", () => { readHash(); draw(); });
readHash();
facts();
draw();
