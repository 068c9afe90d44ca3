"""What ``onebell whatif`` prints: the changes, what moved and for whom, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.text import Text
from publishing.comparison import (
    Names,
    duty_sentence,
    lesson_sentence,
    placement_sentence,
    variation_sentence,
)
from publishing.console import LONGEST, print_json, print_lines, print_table, some
from publishing.i18n import family_title, word
from publishing.results import plan_data, show_plan
from publishing.summary import rule_origin, rule_titles
from scenarios.compare import MoveKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.compare import Comparison, DutyMove, LessonMove
    from scenarios.whatif import WhatIfResult

MOVES = {
    MoveKind.MOVED: Text("改时间", "moved"),
    MoveKind.HANDED_OVER: Text("换教师或教室", "other teacher or room"),
    MoveKind.ADDED: Text("新增", "added"),
    MoveKind.DROPPED: Text("取消", "dropped"),
}


def show_whatif(
    result: WhatIfResult, community: Community, output: Path, *, as_json: bool, lang: Lang
) -> None:
    """Print the changes, what moved and for whom, and the cost of each rule before and after."""
    names = Names(result.community, community)
    if as_json:
        print_json(_whatif_data(result, names, output, lang))
        return
    print_lines([s.to(lang) for s in result.sentences])
    show_plan(result.planned, result.community, output, as_json=False, lang=lang)
    if result.comparison is None:
        return
    comparison = result.comparison
    if result.planned.plan and result.planned.plan.has_week:
        print_lines([_lessons_moved(comparison, lang)])
    print_lines([_placements_moved(comparison, lang)])
    print_lines(some(_placement_lines(result, names, lang), lang))
    print_lines(some(_lesson_lines(result, names, lang), lang))
    if comparison.duties or comparison.duties_before:
        print_lines([_duties_moved(comparison, lang)])
        print_lines(some(duty_lines(comparison.duties, names, lang), lang))
    _show_concerned(comparison, names, lang)
    print_lines([variation_sentence(v).to(lang) for v in comparison.variations])
    _show_cost_change(result, comparison, lang)


def _lessons_moved(comparison: Comparison, lang: Lang) -> str:
    counts = {k: comparison.count(k) for k in MoveKind}
    shown = "，".join(f"{MOVES[k].to(lang)} {n}" for k, n in counts.items())
    share = f"{comparison.moved_share:.1%}"
    return Text(
        f"原有{comparison.lessons_before}节课：{shown}；动了{share}。",
        f"Of {comparison.lessons_before} lessons: {shown}; {share} are not as they were.",
    ).to(lang)


def _placements_moved(comparison: Comparison, lang: Lang) -> str:
    gone = sum(m.kind is MoveKind.DROPPED for m in comparison.placements)
    new = len(comparison.placements) - gone
    before = comparison.placements_before
    return Text(
        f"原有{before}人次轮岗：取消 {gone}，新增 {new}。",
        f"Of {before} placements: {gone} dropped; {new} added.",
    ).to(lang)


def _duties_moved(comparison: Comparison, lang: Lang) -> str:
    before, moved = comparison.duties_before, len(comparison.duties)
    return Text(
        f"原有{before}个班次的值班：变动 {moved}。",
        f"Of {before} duties of classes: {moved} are not as they were.",
    ).to(lang)


def _placement_lines(result: WhatIfResult, names: Names, lang: Lang) -> list[str]:
    moves = result.comparison.placements if result.comparison else ()
    return [f"  {placement_sentence(m, names, result.community).to(lang)}" for m in moves]


def _lesson_lines(result: WhatIfResult, names: Names, lang: Lang) -> list[str]:
    moves = result.comparison.lessons if result.comparison else ()
    return move_lines(moves, names, lang)


def move_lines(moves: Iterable[LessonMove], names: Names, lang: Lang) -> list[str]:
    """Return a line for each lesson that is not as it was."""
    return [f"  [{MOVES[m.kind].to(lang)}] {lesson_sentence(m, names).to(lang)}" for m in moves]


def duty_lines(moves: Iterable[DutyMove], names: Names, lang: Lang) -> list[str]:
    """Return a line for each duty that is not as it was."""
    return [f"  {duty_sentence(m, names).to(lang)}" for m in moves]


def _show_concerned(comparison: Comparison, names: Names, lang: Lang) -> None:
    people = [(names.teacher(t), n) for t, n in comparison.by_person.items()]
    classes = [(names.class_group(c), n) for c, n in comparison.by_class.items()]
    for key, rows in (("teacher", people), ("class", classes)):
        if rows:
            print_table([word(key, lang), word("count", lang)], rows[:LONGEST])


def _show_cost_change(result: WhatIfResult, comparison: Comparison, lang: Lang) -> None:
    titles = rule_titles(result.community, lang)
    own = {rule: title.to(lang) for rule, title in comparison.titles.items()}
    change: dict[str, list[int]] = {}
    for end, costs in enumerate((comparison.cost_before, comparison.cost_after)):
        for rule, cost in costs.items():
            change.setdefault(rule_origin(rule, titles), [0, 0])[end] += cost
    headers = ("规则", "原代价", "现代价") if lang == "zh" else ("rule", "before", "after")
    rows = [
        (titles.get(r) or own.get(r) or family_title(r, lang), *cost)
        for r, cost in sorted(change.items())
    ]
    if rows:
        before, after = (sum(end) for end in zip(*change.values(), strict=True))
        rows.append(("合计" if lang == "zh" else "total", before, after))
        print_table(headers, rows)


def _whatif_data(result: WhatIfResult, names: Names, output: Path, lang: Lang) -> dict[str, Any]:
    data = plan_data(result.planned, output, lang)
    data["changes"] = [s.to(lang) for s in result.sentences]
    comparison = result.comparison
    if comparison is None:
        return data
    data["moved"] = {
        "lessons_before": comparison.lessons_before,
        **{k.value: comparison.count(k) for k in MoveKind},
        "share": round(comparison.moved_share, 6),
        "placements": [line.strip() for line in _placement_lines(result, names, lang)],
        "lessons": [line.strip() for line in _lesson_lines(result, names, lang)],
        "duties_before": comparison.duties_before,
        "duties": [line.strip() for line in duty_lines(comparison.duties, names, lang)],
        "by_person": comparison.by_person,
        "by_class": comparison.by_class,
    }
    data["variations"] = [
        {"stage": v.stage.value, "of": v.indicator.value, "before": v.before, "after": v.after}
        for v in comparison.variations
    ]
    data["cost_before"], data["cost_after"] = comparison.cost_before, comparison.cost_after
    return data
