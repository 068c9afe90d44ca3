"""What ``onebell group`` prints: the communities, why, what was given up, and what is proved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.integrity import problems
from community.text import Text
from publishing.audit_results import violation_line
from publishing.console import print_json, print_lines, print_table, some
from publishing.results import MORE_TIME, STATUS
from publishing.summary import rule_titles
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from rotation.grouping.search import Bounds
    from rotation.grouping.solution import Group
    from scenarios.grouping import Grouped, Judged

HEADERS = (
    Text("共同体", "community"),
    Text("核心校", "core"),
    Text("成员校（到核心校单程分钟）", "members (minutes to the core)"),
    Text("学校数", "schools"),
)
ORDER = Text(
    "先比规则代价，再比未加入的学校数、路程，最后比志愿。",
    "Compared by cost of rules, then schools outside, then minutes, then wishes.",
)
KEPT = Text("没有违反规则，也没有放弃什么。", "No rule is broken, nothing is given up.")
NOT_YET = Text("接着轮岗、排课以前，数据还缺：", "Before rosters and weeks, the data still lack:")


def show_grouped(
    found: Grouped, made: Community | None, output: Path, *, as_json: bool, lang: Lang
) -> None:
    """Print how forming communities ended."""
    status = found.result.status
    if as_json:
        best = _data(found.best, lang) if found.best else {}
        bounds = found.result.bounds._asdict()
        print_json(
            {"status": status, **best, "bounds": bounds}
            | {"reasons": [r.to(lang) for r in found.reasons]}
            | {"written": str(output) if made else None}
        )
        return
    print_lines([STATUS[status].to(lang)])
    if found.best is None or made is None:
        print_lines([f"  {reason.to(lang)}" for reason in found.reasons])
        if status is Status.UNKNOWN:
            print_lines([MORE_TIME.to(lang)])
        return
    _show(found.best, lang, found.result.bounds)
    lacking = problems(made)
    if lacking:
        print_lines([NOT_YET.to(lang), *some([p.to(lang) for p in lacking], lang)])
    print_lines([Text(f"已写出: {output}", f"written: {output}").to(lang)])


def show_checked(found: Judged, *, as_json: bool, lang: Lang) -> None:
    """Print what the checker says of a grouping."""
    if as_json:
        print_json(_data(found, lang))
    else:
        _show(found, lang)


def _show(found: Judged, lang: Lang, bounds: Bounds | None = None) -> None:
    name, between = found.instance.name, Text("、", ", ").to(lang)
    rows = [
        (g.name, between.join(map(name, g.cores)), between.join(_members(found, g)), len(g.schools))
        for g in found.grouping.groups
    ]
    print_table([h.to(lang) for h in HEADERS], rows)
    print_lines([line.to(lang) for g in found.grouping.groups for line in _why(found, g)])
    titles = rule_titles(found.instance.county, lang)
    broken = [violation_line(v, titles, lang) for v in found.violations]
    print_lines([KEPT.to(lang)] if not broken else some(broken, lang))
    if found.outside:
        named = Text("、", ", ").to(lang).join(s.name for s in found.outside)
        zh = f"没有加入共同体的学校，不写进分好的县：{named}"
        told = Text(zh, f"Schools in no community, which are left out of the county: {named}")
        print_lines([told.to(lang)])
    cost = found.worth.rules
    rules = [_rules(found, bounds).to(lang)] if cost.hard or cost.soft else []
    print_lines([*rules, _worth(found, bounds).to(lang), ORDER.to(lang)])


def _members(found: Judged, group: Group) -> Iterator[str]:
    for school in group.members:
        minutes = found.instance.longer(school, group.cores[0]) if group.cores else None
        yield f"{found.instance.name(school)}（{'–' if minutes is None else minutes}）"


def _why(found: Judged, group: Group) -> Iterator[Text]:
    """Yield for each member how near its core is, what it wished, and what the table gives."""
    instance, cores = found.instance, [c for g in found.grouping.groups for c in g.cores]
    for member in group.members if group.cores else ():
        school, core = instance.school(member), group.cores[0]
        own = instance.longer(member, core)
        ways = ((instance.longer(member, c), instance.name(c)) for c in cores)
        minutes, nearest = min(((w, n) for w, n in ways if w is not None), default=(None, ""))
        said = [] if own is None else [Text(f"单程{own}分钟", f"{own} minutes")]
        if own is not None and minutes == own:
            said.append(Text("最近的核心校", "the nearest core"))
        elif minutes is not None:
            said.append(
                Text(f"最近的是{nearest}（{minutes}分钟）", f"{nearest} is nearer ({minutes})")
            )
        if core in school.wishes:
            place = school.wishes.index(core) + 1
            said.append(Text(f"第{place}志愿", f"choice {place}"))
        elif school.wishes:
            said.append(Text("不在志愿中", "not among its choices"))
        if school.group:
            said.append(Text("表里写定", "given by the table"))
        yield Text(
            f"  {school.name}→{instance.name(core)}：{'，'.join(s.zh for s in said)}",
            f"  {school.name} → {instance.name(core)}: {', '.join(s.en for s in said)}",
        )


def _rules(found: Judged, bounds: Bounds | None) -> Text:
    """Return how many hard rules are broken, and what it costs that the others are."""
    hard, soft = sum(v.is_hard for v in found.violations), found.worth.rules.soft
    zh, en = [f"违反刚性规则{hard}处"] * bool(hard), [f"hard rules broken: {hard}"] * bool(hard)
    if soft:
        bound = None if bounds is None else _shown(bounds.rules)
        zh.append(f"柔性规则的代价{soft}" + f"（下界{bound}）" * (bound is not None))
        en.append(f"cost of wishes {soft}" + f" (bound {bound})" * (bound is not None))
    return Text(f"{'；'.join(zh)}。", f"{'; '.join(en)}.".capitalize())


def _worth(found: Judged, bounds: Bounds | None) -> Text:
    worth = found.worth
    zh = "" if bounds is None else f"（下界{_shown(bounds.minutes)}）"
    en = "" if bounds is None else f" (bound {_shown(bounds.minutes)})"
    return Text(
        f"未加入{worth.outside}所；往返路程共{worth.minutes}分钟，薄弱学校加倍计{zh}；"
        f"志愿落差{worth.places}。",
        f"{worth.outside} schools outside; {worth.minutes} minutes there and back, of weak schools "
        f"twice{en}; wishes missed by {worth.places}.",
    )


def _shown(bound: int | None) -> str:
    return "–" if bound is None else str(bound)


def _data(found: Judged, lang: Lang) -> dict[str, Any]:
    worth = found.worth
    return {
        "groups": [
            {"name": g.name, "cores": g.cores, "points": g.points}
            | {
                "members": {
                    s: found.instance.longer(s, g.cores[0]) if g.cores else None for s in g.members
                }
            }
            for g in found.grouping.groups
        ],
        "outside": [s.id for s in found.outside],
        "worth": {"hard": worth.rules.hard, "soft": worth.rules.soft, "outside": worth.outside}
        | {"minutes": worth.minutes, "places": worth.places},
        "violations": [
            {"rule": v.rule, "point": v.point, "hard": v.is_hard, "cost": v.cost}
            | {"sentence": v.sentence.to(lang)}
            for v in found.violations
        ],
    }
