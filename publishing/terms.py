"""A plan of every term: a folder with a plan folder for each of them, of one roster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.text import Text
from publishing.calendar_results import dated_data, show_dated
from publishing.commands import NO_TIME, bars, exit_code
from publishing.console import print_json, print_lines
from publishing.plan_folder import write_best
from publishing.roster_results import show_draft
from publishing.target import ready
from publishing.workbook import FileNames
from scenarios.compare import compare
from scenarios.dating import make_dated_terms
from scenarios.rotating import drafted
from scenarios.terms import make_plans

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.calendars import CalendarResult
    from scenarios.plan import Plan, PlanResult
    from solving.outcome import Budget

    Ended = dict[str, tuple[PlanResult, CalendarResult | None]]  # by term

MISSING = Text("没有排：第一学期还没有方案。", "Not planned: the first term has no plan.")


def plan_terms(
    community: Community,
    base: Plan | None,
    output: Path,
    budget: Budget,
    *,
    calendar: bool,
    as_json: bool,
    lang: Lang,
) -> int:
    """Plan all terms, write each to a folder of its own and print it; return the exit code.

    ``calendar``: each with the calendar of its term.
    """
    names = FileNames()
    folders = {t.id: output / names.take(t.id, "") for t in community.terms}
    for folder in folders.values():
        ready(folder)
    show_draft(drafted(community, base), community, as_json=as_json, lang=lang)
    with bars(budget, lang, as_json) as listener:
        found: Ended
        if calendar:
            found = make_dated_terms(community, budget, base=base, listener=listener)
        else:
            plans = make_plans(community, budget, base=base, listener=listener)
            found = {term: (result, None) for term, result in plans.items()}
    found = {t: (write_best(r, community, folders[t], lang), d) for t, (r, d) in found.items()}
    if as_json:
        print_json({t: dated_data(r, d, folders[t], lang) for t, (r, d) in found.items()})
    else:
        _show(found, community, folders, lang)
    return max(_code(*ended) for ended in found.values())


def _code(result: PlanResult, dated: CalendarResult | None) -> int:
    undated = dated is not None and dated.plan is None
    return exit_code(result.status, result.interrupted) or (NO_TIME if undated else 0)


def _show(found: Ended, community: Community, folders: dict[str, Path], lang: Lang) -> None:
    before: Plan | None = None
    for term in community.terms:
        print_lines([f"\n{term.name}"])
        if term.id not in found:
            print_lines([MISSING.to(lang)])
            continue
        result, dated = found[term.id]
        show_dated(result, dated, community, folders[term.id], as_json=False, lang=lang)
        if result.plan and before:
            share = compare(before, result.plan).moved_share
            moved = Text(
                f"与前一张课表相比，动了{share:.1%}的课。",
                f"{share:.1%} of the lessons differ from the timetable before.",
            )
            print_lines([moved.to(lang)])
        before = result.plan or before
