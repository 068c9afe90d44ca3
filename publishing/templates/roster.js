/* The roster: a bar for each placement over the blocks of all terms, and the lists beside it. */
const blocks = D.terms.reduce((n, t) => n + t.weeks.length, 0);
const share = (n) => `${(n / blocks) * 100}%`;
const edges = D.terms.reduce((all, t) => [...all, all[all.length - 1] + t.weeks.length], [0]);

const chosen = (p) => (state.site < 0 || p.home === state.site || p.host === state.site)
  && (state.kind < 0 || p.kind === state.kind)
  && (state.topic < 0 || p.subjects.includes(state.topic));

function rosterFilters() {
  const used = (of) => new Set(D.placements.flatMap(of));
  const options = (items, seen) => items.map((x, i) => [i, x.name || x]).filter(([i]) => seen.has(i));
  const pick = (label, name, all, list) => choice(label, state[name], [[-1, all], ...list], (v) => go({ [name]: v }));
  return [siteChoice(),
    pick(W.kind, "kind", W.all_kinds, options(D.kinds, used((p) => [p.kind]))),
    pick(W.subject, "topic", W.all_subjects, options(D.subjects, used((p) => p.subjects)))];
}

function siteChoice() {
  return choice(W.school, state.site, [[-1, W.all_schools], ...D.schools.map((s, i) => [i, s.name])], (v) => go({ site: v }));
}

/* Bars that share a block stand one under the other. */
function lanes(mine) {
  const found = [];
  for (const p of [...mine].sort((a, b) => a.first - b.first || a.end - b.end)) {
    const free = found.find((lane) => lane[lane.length - 1].end <= p.first);
    if (free) free.push(p);
    else found.push([p]);
  }
  return found;
}

const mark = (kind) => D.kinds[kind].slice(0, 1);
const firm = (p) => ["", "✓", "●"][p.status];

const isSmall = (p) => (p.end - p.first) / blocks < 0.09;

function bar(p) {
  const host = D.schools[p.host].name;
  const small = isSmall(p);
  const tip = [`${D.teachers[p.teacher].name} ${D.schools[p.home].name} → ${host}`, D.kinds[p.kind], p.days,
    p.when, p.length, D.statuses[p.status]].filter(Boolean).join("\n");
  const text = small ? mark(p.kind) : `${p.since ? "◁ " : ""}${D.kinds[p.kind]} → ${host}${p.days ? ` ${p.days}` : ""} ${firm(p)}${p.onward ? " ▷" : ""}`;
  return el("span", { class: `bar k${p.kind} ${p.since ? "since" : ""} ${p.onward ? "onward" : ""} ${small ? "small" : ""}`.trim(),
    role: "img", tabindex: "0", title: tip, "aria-label": tip,
    style: { left: share(p.first), width: `calc(${share(p.end - p.first)} - 2px)` } }, text);
}

function timeAxis() {
  return el("div", { class: "axis" }, D.terms.map((t, i) => el("div", { class: "term", style: { left: share(edges[i]), width: share(t.weeks.length) } },
    el("b", {}, t.name),
    t.weeks.length > 1 ? el("span", { class: "weeks" }, t.weeks.map((w, k) => (k % (t.weeks.length > 6 ? 2 : 1) || k + 2 > t.weeks.length ? null : el("i", { style: { left: `${(k / t.weeks.length) * 100}%` } }, fill(W.week_mark, { n: w }))))) : null)));
}

const lines = () => D.terms.flatMap((t, i) => t.weeks.map((_, k) => el("span", {
  class: k ? "half" : "edge", style: { left: share(edges[i] + k) } })));

function ganttRow(mine) {
  const stacked = lanes(mine);
  const t = D.teachers[mine[0].teacher];
  return el("div", { class: "line" }, el("div", { class: "who" }, teacherLink(mine[0].teacher),
    el("span", { class: "time" }, `${t.subjects} · ${mine[0].note}`)),
  el("div", { class: "track", style: { minHeight: `${2.1 * stacked.length}rem` } }, lines(),
    stacked.map((lane, i) => lane.map((p, k) => {
      const nodes = [bar(p), beside(p, lane[k + 1])].filter(Boolean);
      for (const node of nodes) node.style.top = `${2.1 * i + 0.2}rem`;
      return nodes;
    }))));
}

/* What does not fit into a short bar stands beside it, where there is room. */
function beside(p, next) {
  const room = ((next ? next.first : blocks) - p.end) / blocks;
  if (!isSmall(p) || room < 0.16) return null;
  return el("span", { class: "beside", style: { left: share(p.end) } }, `${D.kinds[p.kind]} → ${D.schools[p.host].name} ${firm(p)}`);
}

function ganttLegend(shown) {
  const kinds = [...new Set(shown.map((p) => p.kind))].sort();
  const sign = (text, label) => el("span", { class: "key" }, el("span", { class: "sign" }, text), label);
  return el("p", { class: "note keys" },
    kinds.map((k) => el("span", { class: "key" }, el("span", { class: `bar small k${k}` }, mark(k)), D.kinds[k])),
    ["", "✓", "●"].map((text, i) => (text && shown.some((p) => p.status === i) ? sign(text, D.statuses[i]) : null)),
    shown.some((p) => p.since) ? sign("◁", W.since_before) : null,
    shown.some((p) => p.onward) ? sign("▷", W.goes_onward) : null);
}

function roster() {
  if (!D.placements.length) return [W.tab_roster, empty(W.no_placements)];
  const shown = D.placements.filter(chosen);
  const chart = el("div", { class: `gantt ${blocks > D.terms.length ? "fine" : ""}` }, el("div", { class: "line head" }, el("div", { class: "who" }, W.teacher), timeAxis()));
  const schools = by(shown, (p) => p.home);
  D.schools.forEach((s, i) => {
    if (!schools.has(i)) return;
    chart.append(el("div", { class: "group" }, `${s.name}　${fill(W.people_away, { n: new Set(schools.get(i).map((p) => p.teacher)).size })}`),
      ...[...by(schools.get(i), (p) => p.teacher).values()].map(ganttRow));
  });
  const notice = D.lists.rotation_notice;
  const rows = notice.rows.filter((_, i) => chosen(D.placements[i]));
  return [W.tab_roster, el("div", {}, shown.length ? [scroll(chart), ganttLegend(shown)] : empty(W.no_placements),
    el("h3", {}, W.rotation_notice), el("p", { class: "note" }, notice.note), listTable({ ...notice, rows }, W.no_placements))];
}

/* Rows that name the chosen school in a cell of their own. */
function ofSite(list) {
  const name = state.site < 0 ? "" : D.schools[state.site].name;
  return { ...list, rows: name ? list.rows.filter((r) => r.includes(name)) : list.rows };
}

function rosterList(key) {
  return [el("h3", {}, W[key]), el("p", { class: "note" }, D.lists[key].note), listTable(ofSite(D.lists[key]), W.none)];
}
const changes = () => [W.school_changes, el("div", {}, rosterList("school_changes").slice(1),
  "class_teachers" in D.lists ? rosterList("class_teachers") : null)];
const people = () => [W.tab_people, el("div", {}, ["service_record", "fairness", "mentor_pairs", "budget"]
  .filter((key) => key in D.lists).map(rosterList))];
