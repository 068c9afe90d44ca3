/* Balanced development: how far schools differ, and what each has, before the roster and after. */
function balanceBar(value, most, mark, off, text, first) {
  const pc = (n) => `${(n / most) * 100}%`;
  return el("div", { class: "track thin", role: "img", "aria-label": text },
    el("i", { class: first ? "before" : off ? "beyond" : "", style: { left: 0, width: pc(value || 0) } }),
    el("span", { class: "max", style: { left: pc(mark) } }));
}

function balanceRow(title, times, values, most, mark, off) {
  return times.map((when, k) => {
    const value = values[k], text = value === null ? W.not_given : String(value), bad = value !== null && off(value);
    return el("tr", {}, k ? null : el("th", { scope: "row", rowspan: times.length }, title), el("td", { class: "left" }, when),
      el("td", { class: "bar-cell" }, balanceBar(value, most, mark, bad, `${title} ${when} ${text}`, !k)),
      el("td", { class: `number ${bad ? "over" : ""}` }, text, bad ? " ▽" : ""));
  });
}

const balanceTable = (title, unit, rows) => scroll(el("table", {}, head(title, W.when, unit, ""), el("tbody", {}, rows)));

function balance() {
  const node = el("div", { class: "loads balance" });
  node.append(el("p", { class: "note" }, key("before", W.before_roster), key("", W.after_roster), key("beyond", W.off_standard), key("max", W.the_standard)));
  for (const s of D.balance) {
    const several = s.indicators.filter((x) => s.schools.length > 1 && x.variation.every((v) => v !== null));
    const widest = Math.max(s.limit * 1.2, ...several.flatMap((x) => x.variation));
    if (several.length) node.append(el("h3", {}, `${s.stage} ${W.variation}（≤${s.limit}）`),
      balanceTable(W.indicator, W.variation, several.map((x) => balanceRow(x.name, s.times, x.variation, widest, s.limit, (v) => v > s.limit))));
    for (const x of s.indicators) {
      const rows = s.schools.map((school, i) => [school, x.levels[i]]).filter(([school]) => state.site < 0 || school === state.site);
      const most = Math.max(x.standard * 1.2, ...x.levels.flat());
      if (rows.length) node.append(el("h3", {}, `${s.stage} ${x.name}（${x.unit}，${W.the_standard} ${x.standard}）`),
        balanceTable(W.school, x.unit, rows.map(([school, levels]) => balanceRow(D.schools[school].name, s.times, levels, most, x.standard, (v) => v < x.standard))));
    }
  }
  const list = D.lists.balance;
  node.append(el("h3", {}, W.balance), el("p", { class: "note" }, list.note), listTable(state.site < 0 ? list : ofSite(list), W.none));
  return [W.tab_balance, node];
}
