"use strict";
/* State, tabs and filters. All text goes in as text nodes, never as markup. */
const D = JSON.parse(document.getElementById("data").textContent);
const W = D.words;
const $ = (id) => document.getElementById(id);
const el = (tag, props, ...kids) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === false || value === "") continue;
    if (key === "class") node.className = value;
    else if (key === "on") for (const [type, f] of Object.entries(value)) node.addEventListener(type, f);
    else if (key === "style") Object.assign(node.style, value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  for (const kid of kids.flat(Infinity)) if (kid !== null && kid !== undefined && kid !== "")
    node.append(kid.nodeType ? kid : String(kid));
  return node;
};
const clock = (m) => `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;
const span = (a, b) => `${clock(a)}–${clock(b)}`;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const by = (items, key) => {
  const found = new Map();
  for (const item of items) {
    const k = key(item);
    if (!found.has(k)) found.set(k, []);
    found.get(k).push(item);
  }
  return found;
};

/* The slots that ring for a class, where the stages of its school have bells of their own. */
const rung = (cls) => D.schools[D.classes[cls].school].slots.filter((s) => !s.stages.length || s.stages.includes(D.classes[cls].stage));

/* Lessons come as arrays; the order of their fields is D.fields. */
const lessons = D.lessons.map((row) => {
  const x = Object.fromEntries(D.fields.map((name, i) => [name, row[i]]));
  x.school = D.classes[x.cls].school;
  const day = rung(x.cls).filter((s) => s.lesson && s.days.includes(x.day));
  const at = day.findIndex((s) => s.order === x.slot);
  x.slots = day.slice(at, at + x.periods);
  x.start = x.slots[0].start;
  x.end = x.slots[x.slots.length - 1].end;
  return x;
}).sort((a, b) => a.weeks - b.weeks); /* of two in a slot, that of odd weeks first */
/* beside: 1 a further teacher of a lesson, 2 a group's lesson that stands with another class, too */
const once = lessons.filter((x) => x.beside !== 1);
const ofClass = by(once, (x) => x.cls);
const inRoom = (x) => (x.host ? x.teacher : x.assistant); /* the adult in the room */
const ofTeacher = by(lessons.filter((x) => x.beside !== 2 && inRoom(x) >= 0), inRoom);
const ends = by(lessons.filter((x) => x.series >= 0), (x) => `${x.series}/${x.day}`);
const otherEnds = (x) => (x.series < 0 ? [] : ends.get(`${x.series}/${x.day}`)
  .filter((y) => y !== x && y.host !== x.host && y.start < x.end && x.start < y.end));

/* Who looks after a class in a slot that is no lesson. */
const duties = D.duties.map(([cls, day, order, teacher]) => {
  const school = D.classes[cls].school;
  const slot = D.schools[school].slots.find((s) => s.order === order && s.days.includes(day));
  return { cls, day, teacher, school, slot, start: slot.start, end: slot.end };
});
const days = [...new Set([1, 2, 3, 4, 5, ...[...lessons, ...duties].map((x) => x.day)])].sort();

const TABS = D.has_week ? ["week", "day", "sync", "duties", "term", "roster", "changes", "people", "balance", "load", "cost"]
  .filter((name) => (name !== "duties" || duties.length) && (name !== "term" || D.calendar)) : ["roster", "changes", "people", "balance", "cost"];
const state = { tab: TABS[0], school: 0, cls: -1, teacher: -1, day: 1, dim: false, names: false, sort: "load",
  site: -1, kind: -1, topic: -1, month: 0, family: -1, list: false };

function readHash() {
  for (const part of location.hash.slice(1).split("&")) {
    const [key, value] = part.split("=");
    if (!(key in state) || value === undefined) continue;
    if (typeof state[key] === "number") state[key] = Number.parseInt(value, 10) || 0;
    else if (typeof state[key] === "boolean") state[key] = value === "1";
    else state[key] = value;
  }
  const within = (n, size, low) => (n >= low && n < size ? n : low);
  state.school = within(state.school, D.schools.length, -1);
  state.cls = within(state.cls, D.classes.length, -1);
  state.teacher = within(state.teacher, D.teachers.length, -1);
  if (!days.includes(state.day)) state.day = days[0];
  state.site = within(state.site, D.schools.length, -1);
  state.kind = within(state.kind, D.kinds.length, -1);
  state.topic = within(state.topic, D.subjects.length, -1);
  state.month = within(state.month, months.length, -1);
  state.family = within(state.family, C ? C.kinds.length : 0, -1);
  if (!TABS.includes(state.tab)) [state.tab] = TABS;
}

function go(change) {
  Object.assign(state, change);
  const parts = Object.entries(state).map(([k, v]) => `${k}=${v === true ? 1 : v === false ? 0 : v}`);
  history.replaceState(null, "", `#${parts.join("&")}`);
  draw();
}

function tabs() {
  const list = TABS.map((name) => el("button", {
    role: "tab", type: "button", id: `tab-${name}`, "aria-controls": "view",
    "aria-selected": state.tab === name ? "true" : "false", tabindex: state.tab === name ? "0" : "-1",
    on: { click: () => go({ tab: name }) },
  }, W[`tab_${name}`]));
  $("tabs").replaceChildren(...list);
  const strip = $("tabs").parentElement; /* a phone shows a part of it */
  strip.scrollLeft = $(`tab-${state.tab}`).offsetLeft - strip.clientWidth / 3;
}

$("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = (TABS.indexOf(state.tab) + step + TABS.length) % TABS.length;
  go({ tab: TABS[next] });
  $(`tab-${TABS[next]}`).focus();
});

function choice(label, value, options, change) {
  const select = el("select", { on: { change: (e) => change(Number.parseInt(e.target.value, 10)) } },
    options.map(([v, text]) => el("option", { value: String(v), selected: v === value }, text)));
  return el("label", {}, label, select);
}

function check(label, key) {
  const box = el("input", { type: "checkbox", checked: state[key],
    on: { change: (e) => go({ [key]: e.target.checked }) } });
  return el("label", { class: "check" }, box, label);
}

function schoolChoice(all) {
  const options = D.schools.map((s, i) => [i, s.name]);
  if (all) options.unshift([-1, W.all_schools]);
  return choice(W.school, state.school, options, (v) => go({ school: v, cls: -1, teacher: -1 }));
}

function classChoice() {
  const own = D.order.map((i) => [i, D.classes[i]]).filter(([, c]) => state.school < 0 || c.school === state.school);
  const name = (c) => (state.school < 0 ? `${D.schools[c.school].name}${between}${c.name}` : c.name);
  return choice(W.class, state.cls, [[-1, W.all_classes], ...own.map(([i, c]) => [i, name(c)])],
    (v) => go({ cls: v, teacher: -1 }));
}

/* One box to type a name in: faster than a list of hundreds. */
function teacherSearch() {
  const label = (i) => `${D.teachers[i].name} · ${D.schools[D.teachers[i].school].name}`;
  const find = (text) => {
    const t = text.trim().toLowerCase();
    return D.teachers.findIndex((x, i) => t && (label(i).toLowerCase() === t || x.name.toLowerCase() === t));
  };
  const box = el("input", { type: "text", list: "teachers", placeholder: W.any_teacher, autocomplete: "off",
    value: state.teacher < 0 ? "" : label(state.teacher),
    on: { change: (e) => { const found = find(e.target.value); if (found >= 0 || !e.target.value) go({ teacher: found }); } } });
  const list = el("datalist", { id: "teachers" }, D.teachers.map((t, i) => el("option", { value: label(i) })));
  return [el("label", {}, W.find_teacher, box), list];
}

function filters() {
  const button = (text, click) => el("button", { type: "button", class: "button", on: { click } }, text);
  const printing = button(W.print, () => window.print());
  const reset = button(W.reset, () => go({ school: 0, cls: -1, teacher: -1, dim: false, site: -1, kind: -1, topic: -1, family: -1 }));
  const week = () => [schoolChoice(true), classChoice(), ...teacherSearch(), check(W.only_sync, "dim"),
    state.teacher < 0 && state.cls < 0 ? check(W.show_teachers, "names") : null, reset, printing];
  const day = () => [schoolChoice(true), el("span", { class: "days", role: "group", "aria-label": W.weekday },
    days.map((d) => el("button", { type: "button", class: "button",
      "aria-pressed": d === state.day ? "true" : "false", on: { click: () => go({ day: d }) } }, D.days[d]))),
  printing];
  const load = () => [schoolChoice(true), el("label", {}, W.sort_by, el("select",
    { on: { change: (e) => go({ sort: e.target.value }) } },
    ["load", "name"].map((k) => el("option", { value: k, selected: state.sort === k }, W[`by_${k}`])))), printing];
  const roster = () => [...rosterFilters(), reset, printing];
  const site = () => [siteChoice(), printing];
  const term = () => calendarFilters(reset, printing);
  const made = { week, day, term, duties: () => [schoolChoice(true), printing], load, roster, changes: site, people: site, balance: site }[state.tab];
  $("filters").replaceChildren(...(made ? made() : [printing]).filter(Boolean));
}
$("filters").addEventListener("submit", (event) => event.preventDefault());

function facts() {
  const hard = D.hard ? ["bad", fill(W.hard_broken, { n: D.hard })] : ["good", `✓ ${W.hard_ok}`];
  const items = [hard, ...D.facts.map(([name, value]) => ["", `${name} ${value}`])];
  $("facts").replaceChildren(...items.map(([kind, text]) => el("li", { class: kind }, text)));
}
