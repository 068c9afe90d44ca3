"""What ``onebell term`` prints: how many events of what there are, and who covers how often."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from community.text import Text
from publishing.console import print_json, print_lines, some
from publishing.results import STATUS, show_written
from publishing.summary import rule_titles

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.calendars import CalendarResult

NONE_WRITTEN = Text("没有写出方案。", "No plan was written.")


def show_calendar(
    result: CalendarResult, community: Community, output: Path, *, as_json: bool, lang: Lang
) -> None:
    """Print how planning a calendar ended."""
    if as_json:
        print_json(calendar_data(result, output, lang))
        return
    print_lines([STATUS[result.report.status].to(lang)])
    if result.plan is None:
        print_lines([*some([r.to(lang) for r in result.reasons], lang), NONE_WRITTEN.to(lang)])
        return
    calendar = result.plan.calendar
    titles, counts = rule_titles(community, lang), Counter(e.rule for e in calendar.events)
    total = Text(
        f"行事历：{len(calendar.events)}次活动，代课{len(calendar.covers)}节。",
        f"Calendar: {len(calendar.events)} events, {len(calendar.covers)} lessons covered.",
    )
    print_lines([total.to(lang), *(f"  {titles.get(r, r)}: {n}" for r, n in counts.items())])
    show_written([output], as_json=False, lang=lang)


def calendar_data(result: CalendarResult, output: Path, lang: Lang) -> dict[str, Any]:
    """Return how planning a calendar ended, as data."""
    plan, report = result.plan, result.report
    return {
        "status": report.status.value,
        "objective": report.objective,
        "bound": report.bound,
        "seconds": report.seconds,
        "reasons": [r.to(lang) for r in result.reasons],
        "plan": str(output) if plan else None,
        "term": plan.calendar.term if plan else None,
        "events": len(plan.calendar.events) if plan else 0,
        "covers": len(plan.calendar.covers) if plan else 0,
        "by_rule": dict(Counter(e.rule for e in plan.calendar.events)) if plan else {},
    }
