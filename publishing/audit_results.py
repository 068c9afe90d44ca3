"""What ``onebell audit`` prints: first what an edit changed, then everything, nothing left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.rule import Cost
from community.text import Text
from publishing.console import print_json, print_lines
from publishing.i18n import enum_word
from publishing.plan_head import cost_by_rule
from publishing.results import show_class_teachers, show_cost_table
from publishing.summary import rule_title, rule_titles
from publishing.words import WORDS
from scenarios.compare import changed_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.errors import Problem
    from community.models import Community
    from community.rule import Violation
    from community.text import Lang
    from scenarios.plan import Plan


def show_audit(
    plan: Plan,
    community: Community,
    *,
    before: Sequence[Violation] | None = None,
    contradictions: Sequence[Problem] = (),
    as_json: bool,
    lang: Lang,
) -> None:
    """Print what contradicts itself, what is broken, and what of it was not so ``before``.

    Parameters
    ----------
    plan
        The plan with the violations that the audit found.
    before
        The violations that the plan was published with; None when it never was.
    contradictions
        Cells of its other tables that do not say what the timetable says.
    """
    if as_json:
        data = audit_data(plan, before, lang)
        print_json(data | {"contradictions": [p.to(lang) for p in contradictions]})
        return
    _show(_CONTRADICTIONS, [p.to(lang) for p in contradictions], lang)
    titles = rule_titles(community, lang)
    soft = show_changes(plan, before, titles, lang)
    old = len(soft) < sum(not v.is_hard for v in plan.violations)
    _show(_OLD_SOFT if old else _SOFT, [violation_line(v, titles, lang) for v in soft], lang)
    show_cost_table(plan, community, lang)
    show_class_teachers(plan, community, lang, every=True)


def show_changes(
    plan: Plan, before: Sequence[Violation] | None, titles: dict[str, str], lang: Lang
) -> list[Violation]:
    """Print whether hard rules are kept, what is new, what is gone, and what was broken before.

    Return the other violations: soft ones of before.
    """
    new, gone = _changed(plan, before)
    _show_verdict(plan, lang)
    _show(_NEW, [violation_line(v, titles, lang) for v in new], lang)
    _show(_GONE, [violation_line(v, titles, lang) for v in gone], lang)
    fresh = {*new}
    rest = [v for v in plan.violations if v not in fresh]
    hard = [violation_line(v, titles, lang) for v in rest if v.is_hard]
    _show(_OLD_HARD if new else _HARD, hard, lang)
    return [v for v in rest if not v.is_hard]


def _show(head: Text, lines: Sequence[str], lang: Lang) -> None:
    if lines:
        print_lines([head.to(lang).format(len(lines)), *lines])


def _show_verdict(plan: Plan, lang: Lang) -> None:
    hard, soft = plan.hard_violations, Cost.of(list(plan.violations)).soft
    waiting = sum(v.deviation for v in hard if v.family == "AssignTime")
    if waiting:
        unfinished = Text(
            f"课表没有排完：还有{waiting}节课没有时间，不能下发。",
            f"The timetable is not finished: {waiting} periods have no time.",
        )
        print_lines([unfinished.to(lang)])
    verdict = Text(f"违反刚性规则{len(hard)}处", f"{len(hard)} hard rules broken")
    kept = verdict if hard else WORDS["hard_ok"]
    line = Text(f"{kept.zh}；柔性代价{soft}。", f"{kept.en}; soft cost {soft}.")
    print_lines([line.to(lang)])


def _changed(
    plan: Plan, before: Sequence[Violation] | None
) -> tuple[Sequence[Violation], Sequence[Violation]]:
    return ((), ()) if before is None else changed_points(before, plan.violations)


def audit_data(plan: Plan, before: Sequence[Violation] | None, lang: Lang) -> dict[str, Any]:
    """Return what an audit found, as data."""
    cost = Cost.of(list(plan.violations))
    new, gone = _changed(plan, before)
    return {
        "hard_violations": len(plan.hard_violations),
        "hard_cost": cost.hard,
        "soft_cost": cost.soft,
        "cost_by_rule": cost_by_rule(plan.violations),
        "violations": [_violation_data(v, lang) for v in plan.violations],
        "new": [_violation_data(v, lang) for v in new],
        "gone": [_violation_data(v, lang) for v in gone],
    }


def violation_line(violation: Violation, titles: dict[str, str], lang: Lang) -> str:
    """Return a broken point with strictness and cost, title and source of its rule."""
    kind, said = enum_word(violation.strictness, lang), violation.sentence.to(lang)
    title = rule_title(violation, titles, lang)
    head = "" if title in said else f"{title}{'：' if lang == 'zh' else ': '}"
    source = f"〔{violation.source}〕" if violation.source else ""
    return f"  [{kind} {violation.cost}] {head}{said}{source}"


def _violation_data(violation: Violation, lang: Lang) -> dict[str, Any]:
    return {
        "rule": violation.rule,
        "family": violation.family,
        "strictness": violation.strictness.value,
        "point": violation.point,
        "deviation": violation.deviation,
        "cost": violation.cost,
        "sentence": violation.sentence.to(lang),
        "source": violation.source,
    }


_CONTRADICTIONS = Text(
    "方案的几张表互相矛盾{}处（以课表为准）：",
    "Tables of the plan contradict each other in {} places (the timetable counts):",
)
_NEW = Text("改动以后新出现的{}处：", "New with what was changed, {}:")
_GONE = Text("改动以后不再有的{}处：", "No more with what was changed, {}:")
_HARD = Text("违反刚性规则的{}处：", "Broken hard rules, {}:")
_OLD_HARD = Text("此前已违反刚性规则的{}处：", "Hard rules broken before, {}:")
_SOFT = Text("柔性代价{}处：", "Soft costs, {}:")
_OLD_SOFT = Text("此前已有的柔性代价{}处：", "Soft costs of before, {}:")
