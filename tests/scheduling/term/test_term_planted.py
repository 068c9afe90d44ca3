"""Terms with a calendar that was there before the rules: never called impossible."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest
from test_term_held import SERIES, live_week
from tiny_term import broken, planned, term_rule, tiny_frame

from scheduling.term.check import CalendarCheck
from scheduling.term.covering import covers
from scheduling.term.events import DatedEvent, TermCalendar
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from community.policy import PolicyRule
    from scheduling.term.activity import Activity

TRIES = 40
SEEDS = int(os.environ.get("PLANTED_CALENDARS", "12"))  # more of them: docs/benchmarks.md


def drawn(rng: random.Random) -> list[PolicyRule]:
    """Some rules of every family, with numbers that are drawn."""
    when = rng.choice((None, "start", "mid", "end"))
    return rng.sample(
        [
            term_rule("live", "sync_lesson_quota", min_lessons=rng.randint(1, 9)),
            term_rule(
                "due",
                "milestone_deadline",
                due=("09-12", "09-26"),
                shares=(rng.choice((0.2, 0.4)), 1.0),
                counts=("sync_lesson_quota", "plan"),
            ),
            term_rule("q", "research_meeting_quota", min=rng.randint(1, 4), max=4, when=when),
            term_rule("l", "leadership_meeting_quota", "month", min=rng.randint(1, 3)),
            term_rule("v", "leadership_meeting_quota", per="member", what="visit", weekday=2),
            term_rule(
                "a",
                "activity_calendar",
                activities=("charity", "open_week"),
                min=rng.randint(1, 2),
                gap_weeks=rng.choice((None, 1)),
            ),
            term_rule("x", "student_exchange", min=rng.randint(1, 2), seats=40, both_ways=True),
            term_rule("t", "joint_assessment", min=rng.randint(1, 2), when=when),
            term_rule("p", "phase_precedence", phases=("plan", "run")),
            term_rule("b", "shared_resource_booking", resources=("library",), min=3),
            term_rule("e", "evidence_log", items=("text",), times=2),
        ],
        rng.randint(2, 5),
    )


def planted(check: CalendarCheck, rng: random.Random) -> TermCalendar | None:
    """A calendar that keeps the rules, each event where it breaks nothing yet; None: none found."""
    placed: list[DatedEvent] = []
    takes = {a.id: a.takes for a in check.activities}
    for activity in check.activities:
        options = rng.sample(activity.options, len(activity.options))
        for number in range(activity.times):
            for option in options:
                event = _event(activity, number, *option[:3])
                if _fits(takes, activity, event, placed):
                    placed.append(event)
                    break
            else:
                return None
    events = tuple(sorted(placed))
    covered, left = covers(check.frame, events)
    calendar = TermCalendar(check.frame.term.id, events, covered)
    return None if left or any(v.is_hard for v in check.violations(calendar)) else calendar


def _event(activity: Activity, number: int, date: object, start: int, end: int) -> DatedEvent:
    return DatedEvent(
        date,  # type: ignore[arg-type]
        start,
        end,
        f"{activity.id}:{number}",
        activity.name.zh,
        activity.rule,
        activity.id,
        activity.mode,
        activity.host,
        activity.subject,
        activity.people,
        activity.classes,
    )


def _fits(
    takes: Mapping[str, tuple[str, ...]],
    activity: Activity,
    event: DatedEvent,
    placed: list[DatedEvent],
) -> bool:
    """Return whether an event is in no other one's way, with an hour for every way."""
    busy = {*event.people, *event.classes, *activity.takes}
    for other in placed:
        days = abs((event.date - other.date).days)
        if other.activity == activity.id and days < max(1, 7 * activity.gap_weeks):
            return False
        theirs = {*other.people, *other.classes, *takes[other.activity]}
        near = event.start < other.end + 60 and other.start < event.end + 60
        if days == 0 and near and busy & theirs:
            return False
    return True


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_planted_calendar_is_never_called_impossible(seed: int) -> None:
    rng = random.Random(seed)
    frame = tiny_frame(*drawn(rng), week=live_week(), sync=SERIES)
    check = CalendarCheck(frame)
    if any(planted(check, rng) for _ in range(TRIES)):
        found = planned(frame)
        assert found.report.status is not Status.INFEASIBLE, found.reasons
        assert found.calendar is not None
        assert not broken(frame, found.calendar)
