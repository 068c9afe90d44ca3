"""What ``onebell rotate`` prints: the roster in figures, its cost, and what follows from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from community.models import PlacementKind
from community.rule import Strictness
from community.text import Text
from publishing.audit_results import violation_line
from publishing.balance_lists import balance_data
from publishing.comparison import Names, placement_sentence
from publishing.console import print_json, print_lines, print_table, some
from publishing.i18n import enum_word, word
from publishing.results import plan_data, show_plan
from publishing.summary import rule_titles
from rotation.loads import loads
from scenarios.audit import rotation_of
from scenarios.compare import MoveKind, placement_moves

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.plan import Plan, PlanResult


def show_draft(draft: Plan | None, community: Community, *, as_json: bool, lang: Lang) -> None:
    """Print what a roster that is gone on from breaks, in principle as well, as a summary."""
    if draft is None or as_json:
        return
    hard, count = draft.hard_violations, len(draft.roster.placements)
    fine = Text(
        f"读入{count}人次，没有违反刚性规则。",
        f"{count} placements read, no hard rule is broken.",
    )
    off = Text(
        f"读入{count}人次，违反刚性规则{len(hard)}处：",
        f"{count} placements read, {len(hard)} hard rules broken:",
    )
    print_lines([(off if hard else fine).to(lang)])
    told = [*hard, *(v for v in draft.violations if v.strictness is Strictness.IN_PRINCIPLE)]
    titles = rule_titles(community, lang)
    print_lines(some([violation_line(v, titles, lang) for v in told], lang))


def show_roster(
    result: PlanResult,
    community: Community,
    output: Path,
    draft: Plan | None,
    *,
    as_json: bool,
    lang: Lang,
) -> None:
    """Print how planning the roster ended."""
    if as_json:
        print_json(_roster_data(result, community, output, draft, lang))
        return
    if result.plan is not None:
        kinds = _by_kind(result.plan)
        rows = [(enum_word(k, lang), *numbers) for k, numbers in kinds.items()]
        headers = [word(k, lang) for k in ("kind", "placements", "teachers")]
        print_table(headers, rows)
        if draft is not None:
            print_lines(some(_moved(draft, result.plan, community, lang), lang))
    print_lines([text.to(lang) for text in _loads(community)])
    show_plan(result, community, output, as_json=False, lang=lang)


def _by_kind(plan: Plan) -> dict[PlacementKind, tuple[int, int]]:
    """Return the placements and the people of each kind that the roster has."""
    placements = plan.roster.placements
    counts = Counter(p.kind for p in placements)
    return {
        kind: (counts[kind], len({p.teacher for p in placements if p.kind is kind}))
        for kind in PlacementKind
        if counts[kind]
    }


def _moved(draft: Plan, plan: Plan, community: Community, lang: Lang) -> list[str]:
    """Return how many of a draft's placements are kept, and those that are not."""
    moves = placement_moves(draft.roster, plan.roster)
    gone = [m for m in moves if m.kind is MoveKind.DROPPED]
    kept, added = len(draft.roster.placements) - len(gone), len(moves) - len(gone)
    head = Text(
        f"读入的安排：保留{kept}，取消{len(gone)}；新增{added}。",
        f"Of the placements read {kept} are kept and {len(gone)} dropped; {added} are new.",
    )
    names = Names(community, community)
    lines = (f"  {placement_sentence(m, names, community).to(lang)}" for m in gone)
    return [head.to(lang), *lines]


def _loads(community: Community) -> tuple[Text, ...]:
    """Return what the numbers of the community ask of people, in sentences."""
    return tuple(load.sentence for load in loads(rotation_of(community)))


def _roster_data(
    result: PlanResult, community: Community, output: Path, draft: Plan | None, lang: Lang
) -> dict[str, Any]:
    data = plan_data(result, output, lang) | balance_data(result.best, community, lang)
    report = result.reports["rotation"]
    data |= {"bound": report.bound, "gap": report.gap, "by_kind": {}}
    data["loads"] = [text.to(lang) for text in _loads(community)]
    data["notes"] = [n.to(lang) for n in result.notes]
    if result.plan is not None:
        data["by_kind"] = {k.value: n for k, (n, _people) in _by_kind(result.plan).items()}
    if draft is not None:
        moves = placement_moves(draft.roster, result.plan.roster) if result.plan else ()
        data["from"] = {
            "placements": len(draft.roster.placements),
            "hard_violations": len(draft.hard_violations),
            "dropped": sum(m.kind is MoveKind.DROPPED for m in moves),
            "added": sum(m.kind is MoveKind.ADDED for m in moves),
        }
    return data
