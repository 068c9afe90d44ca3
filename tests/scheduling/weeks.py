"""Weeks as tests ask for them: a first timetable and what it breaks, or the proof of none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import ended_by_the_first_timetable

from rotation.solution import Roster
from scheduling.planning import plan_week
from scheduling.week.audit import audit_week
from solving import clock
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from scheduling.planning import WeekResult
    from scheduling.timetable import WeekTimetable

TERM = "2025-1"
NOBODY = Roster()  # who goes elsewhere


def first_week(community: Community, roster: Roster = NOBODY) -> WeekResult:
    """Plan a week until its first timetable; a slow machine has time for it."""
    with ended_by_the_first_timetable() as listener:
        return plan_week(community, roster, TERM, Budget(100.0, 1, 1), listener=listener)


def first_timetable(community: Community, roster: Roster = NOBODY) -> WeekTimetable:
    """Return the first timetable of a week that can be."""
    found = first_week(community, roster)
    assert found.timetable is not None, found.shortages
    return found.timetable


def refused(community: Community, roster: Roster = NOBODY) -> WeekResult:
    """Return what is said of a week that is proved impossible.

    The proof takes moments. Before it is asked for, other teachers are tried for a share of the
    work that is allowed, so that is little.
    """
    with clock.counting_work():
        found = plan_week(community, roster, TERM, Budget(3.0, 1, 1))
    assert found.status is Status.INFEASIBLE
    assert found.timetable is None
    return found


def broken(community: Community, week: WeekTimetable) -> list[Violation]:
    """Return what hard rules a week breaks."""
    return [v for v in audit_week(community, NOBODY, week) if v.is_hard]
