"""A plan of every term: a folder with a plan folder for each of them, of one roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from publishing.commands import bars, exit_code
from publishing.console import print_json, print_lines
from publishing.plan_folder import write_best
from publishing.results import plan_data, show_plan
from publishing.roster_results import show_draft
from publishing.target import ready
from publishing.workbook import FileNames
from scenarios.compare import compare
from scenarios.rotating import drafted
from scenarios.terms import make_plans

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.plan import Plan, PlanResult
    from solving.outcome import Budget

MISSING = Text("没有排：第一学期还没有方案。", "Not planned: the first term has no plan.")


def plan_terms(
    community: Community,
    base: Plan | None,
    output: Path,
    budget: Budget,
    *,
    as_json: bool,
    lang: Lang,
) -> int:
    """Plan all terms, write each to a folder of its own and print it; return the exit code."""
    names = FileNames()
    folders = {t.id: output / names.take(t.id, "") for t in community.terms}
    for folder in folders.values():
        ready(folder)
    show_draft(drafted(community, base), community, as_json=as_json, lang=lang)
    with bars(budget, lang, as_json) as listener:
        found = make_plans(community, budget, base=base, listener=listener)
    found = {t: write_best(r, community, folders[t], lang) for t, r in found.items()}
    if as_json:
        print_json({term: plan_data(r, folders[term], lang) for term, r in found.items()})
    else:
        _show(found, community, folders, lang)
    codes = {exit_code(r.status, r.interrupted) for r in found.values()}
    return max(codes)


def _show(
    found: dict[str, PlanResult], community: Community, folders: dict[str, Path], lang: Lang
) -> None:
    before: Plan | None = None
    for term in community.terms:
        print_lines([f"\n{term.name}"])
        result = found.get(term.id)
        if result is None:
            print_lines([MISSING.to(lang)])
            continue
        show_plan(result, community, folders[term.id], as_json=False, lang=lang)
        if result.plan and before:
            share = compare(before, result.plan).moved_share
            moved = Text(
                f"与前一张课表相比，动了{share:.1%}的课。",
                f"{share:.1%} of the lessons differ from the timetable before.",
            )
            print_lines([moved.to(lang)])
        before = result.plan or before
