"""Checks a weekly timetable, ours or one edited by hand, against everything the week asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.check import check
from scheduling.week.compile import compile_week
from scheduling.week.reading import to_solution

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from rotation.solution import Roster
    from scheduling.instance import Instance
    from scheduling.timetable import WeekTimetable


def audit_week(community: Community, roster: Roster, timetable: WeekTimetable) -> list[Violation]:
    """Return everything that is wrong with a timetable under a roster: rows first, then rules.

    Raises
    ------
    KeyError
        When the timetable's term is not one of the community's.
    """
    return audit_rows(compile_week(community, roster, timetable.term), community, timetable)


def audit_rows(
    instance: Instance, community: Community, timetable: WeekTimetable
) -> list[Violation]:
    """Return everything that is wrong with a timetable of a weekly problem."""
    solution, rows = to_solution(instance, community, timetable)
    return [*rows, *check(instance, solution)]
