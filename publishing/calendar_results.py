"""What ``onebell term`` prints: how many events of what there are, and who covers how often."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from community.text import Text
from publishing.console import print_json, print_lines, some
from publishing.results import STATUS, plan_data, show_plan, show_written
from publishing.summary import rule_titles
from scheduling.term.records import as_recorded
from solving.outcome import Status

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community
    from community.text import Lang
    from scenarios.calendars import CalendarResult
    from scenarios.plan import Plan, PlanResult
    from scheduling.term.events import DatedEvent

NOT_BESIDE = Text(
    "写出的方案没有行事历：在这份课表旁已证排不出。请换一份课表（另一个 --seed）或改政策的数字，"
    "再用 onebell term 排：",
    "The plan was written without a calendar: beside this timetable it is proved impossible. Try "
    "another timetable (--seed) or other numbers of the policy, then onebell term:",
)
NOT_IN_TIME = Text(
    "写出的方案没有行事历：时间内没有排出，也没有证明排不出。请多给时间，用 onebell term 接着排。",
    "The plan was written without a calendar: none was found in time, and nothing is proved. Go on "
    "with onebell term, and more time.",
)
LOST = Text(
    "有的次数已不可能完成（已证明）；其余的尽量排上了：",
    "Some of it can no longer be met (proved); the rest is planned as far as can be:",
)
_CHANGED = {
    "kept": Text("不动", "kept "),
    "moved": Text("改期", "moved "),
    "new": Text("新排", "new "),
    "gone": Text("不再举行", "left out "),
}
NONE_WRITTEN = Text("没有写出方案。", "No plan was written.")


def show_calendar(
    result: CalendarResult,
    community: Community,
    base: Plan,
    output: Path,
    *,
    as_json: bool,
    lang: Lang,
) -> None:
    """Print how planning a calendar ended, and what became of the events that there were."""
    if as_json:
        print_json(calendar_data(result, base, output, lang))
        return
    reasons = some([r.to(lang) for r in result.reasons], lang)
    if result.plan is None:
        print_lines([STATUS[result.report.status].to(lang), *reasons, NONE_WRITTEN.to(lang)])
        return
    print_lines([LOST.to(lang), *reasons] if reasons else [STATUS[result.report.status].to(lang)])
    print_lines(_counted(result.plan, community, lang))
    if base.has_calendar and (moves := _changes(base, result.plan)):
        named = (f"{_CHANGED[key].to(lang)}{len(rows)}" for key, rows in moves.items())
        print_lines(["，".join(named) if lang == "zh" else ", ".join(named)])
        print_lines(some([f"  {_move(*m)}" for m in moves.get("moved", ())], lang))
    print_lines(some([n.to(lang) for n in result.notes], lang))
    show_written([output], as_json=False, lang=lang)


def show_dated(
    result: PlanResult,
    dated: CalendarResult | None,
    community: Community,
    output: Path,
    *,
    as_json: bool,
    lang: Lang,
) -> None:
    """Print how planning ended, and the calendar beside the plan where one was asked for."""
    if as_json:
        print_json(dated_data(result, dated, output, lang))
        return
    show_plan(result, community, output, as_json=False, lang=lang)
    if dated is None:
        return
    if dated.plan:
        print_lines(_counted(dated.plan, community, lang))
        return
    how = NOT_BESIDE if dated.report.status is Status.INFEASIBLE else NOT_IN_TIME
    print_lines([how.to(lang), *some([r.to(lang) for r in dated.reasons], lang)])


def dated_data(
    result: PlanResult, dated: CalendarResult | None, output: Path, lang: Lang
) -> dict[str, Any]:
    """Return for programs how planning ended, and the calendar where one was asked for."""
    calendar = {"calendar": calendar_data(dated, None, output, lang)} if dated else {}
    return plan_data(result, output, lang) | calendar


def _counted(plan: Plan, community: Community, lang: Lang) -> list[str]:
    """Return lines that count the events of a calendar, in all and for each rule."""
    calendar = plan.calendar
    titles, counts = rule_titles(community, lang), Counter(e.rule for e in calendar.events)
    total = Text(
        f"行事历：{len(calendar.events)}次活动，代课{len(calendar.covers)}节。",
        f"Calendar: {len(calendar.events)} events, {len(calendar.covers)} lessons covered.",
    )
    given = len(calendar.guests)
    guests = Text(
        f"短期来校的教师上课{given}节，任课教师随堂。",
        f"Guests on short stays give {given} lessons.",
    )
    found = [total, guests] if given else [total]
    by_rule = (f"  {titles.get(r, r)}: {n}" for r, n in counts.items())
    return [*(x.to(lang) for x in found), *by_rule]


def _changes(
    base: Plan, plan: Plan
) -> dict[str, list[tuple[DatedEvent | None, DatedEvent | None]]]:
    """Return the events before and after planning: kept, moved, new and left out."""
    before = {e.id: e for e in as_recorded(base.calendar, base.records).events}
    after = {e.id: e for e in plan.calendar.events}
    found: dict[str, list[tuple[DatedEvent | None, DatedEvent | None]]] = {}
    for id in sorted({*before, *after}, key=lambda i: after.get(i) or before[i]):
        was, now = before.get(id), after.get(id)
        same = was and now and (was.date, was.start) == (now.date, now.start)
        key = "kept" if same else "gone" if not now else "moved" if was else "new"
        found.setdefault(key, []).append((was, now))
    return found


def _move(was: DatedEvent | None, now: DatedEvent | None) -> str:
    assert was is not None
    assert now is not None
    return f"{now.name}: {was.date:%Y-%m-%d} → {now.date:%Y-%m-%d}"


def calendar_data(
    result: CalendarResult, base: Plan | None, output: Path, lang: Lang
) -> dict[str, Any]:
    """Return how planning a calendar ended, as data."""
    plan, report = result.plan, result.report
    return {
        "status": report.status.value,
        "objective": report.objective,
        "bound": report.bound,
        "seconds": report.seconds,
        "reasons": [r.to(lang) for r in result.reasons],
        "notes": [n.to(lang) for n in result.notes],
        "plan": str(output) if plan else None,
        "term": plan.calendar.term if plan else None,
        "events": len(plan.calendar.events) if plan else 0,
        "covers": len(plan.calendar.covers) if plan else 0,
        "guests": len(plan.calendar.guests) if plan else 0,
        "changes": {k: len(rows) for k, rows in _changes(base, plan).items()}
        if base and plan
        else {},
        "by_rule": dict(Counter(e.rule for e in plan.calendar.events)) if plan else {},
    }
