"""The sample plan with the calendar of its term: meetings, live lessons, due dates, covers.

The community's term has a week of holidays, Sunday 2025-09-28 is taught as the Friday of week 6,
and 2025-11-04, a Tuesday, has exams. S1 rings ten minutes later than S0.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from published_plan import sample, with_fields

from community.calendar import taught_days
from community.models import CalendarDay, DayKind, WeekPattern
from scheduling.term.events import Cover, DatedEvent, GuestLesson, Observed, TermCalendar

if TYPE_CHECKING:
    from community.models import Community

MAKE_UP = dt.date(2025, 9, 28)
END = dt.date(2025, 12, 12)  # a short term: each lesson of each day is in several files


def dated(community: Community) -> Community:
    """Return a community of the samples with a calendar, in a term that is shorter."""
    first, *later = community.terms
    return with_fields(
        community,
        terms=(first.model_copy(update={"end": END}), *later),
        calendar=(
            *(CalendarDay(date=dt.date(2025, 10, d), kind=DayKind.HOLIDAY) for d in range(1, 9)),
            CalendarDay(date=MAKE_UP, kind=DayKind.MAKE_UP, week=6, weekday=5),
            CalendarDay(date=dt.date(2025, 11, 4), kind=DayKind.EXAM),
        ),
    )


SAMPLE, BARE = sample(1, 4)
COMMUNITY = dated(SAMPLE)
DAYS = taught_days(COMMUNITY, "2025-1")
LESSONS = [x for x in BARE.week.lessons if x.weeks is WeekPattern.ALL and not x.series]
STAFF = [t.id for t in COMMUNITY.teachers]
DOUBLE = next(x for x in LESSONS if x.periods == 2)
LESSON = next(x for x in LESSONS if x.weekday == 5 and x.periods == 1)  # also on the Sunday


def meetings(number: int) -> list[DatedEvent]:
    """Return meetings of some teachers and a class, on days of lessons, in either school."""
    chance = Random(5)
    found = []
    for i in range(number):
        day, start = chance.choice(DAYS), 8 * 60 + 5 * chance.randrange(100)
        found.append(
            DatedEvent(
                *(day.date, start, start + 90, f"meeting:{i}", f"第{i}次教研", "core_out"),
                *("meeting", "offline", f"S{i % 2}", "zh", tuple(chance.sample(STAFF, 4))),
                classes=(chance.choice(COMMUNITY.classes).id,),
            )
        )
    return found


DUE = DatedEvent(
    *(dt.date(2025, 11, 28), 0, 0, "report:1", "教研小结", "", "report", "due"),
    people=(STAFF[0],),
    note="交张老师，电话 138-1234-5678",
)
VISIT = DatedEvent(
    *(MAKE_UP, 8 * 60, 12 * 60, "visit:1", "到校指导", "core_out", "visit", "offline", "S1"),
    people=(LESSON.teacher,),
)
COVERING = next(t for t in STAFF if t not in (LESSON.teacher, DOUBLE.teacher))
COVERS = (
    Cover(
        *(MAKE_UP, LESSON.school, LESSON.class_id, LESSON.slot, LESSON.subject),
        *(LESSON.teacher, COVERING, VISIT.id),
    ),
    Cover(  # of the double, the first period alone
        *(dt.date(2025, 9, 9), DOUBLE.school, DOUBLE.class_id, DOUBLE.slot, DOUBLE.subject),
        *(DOUBLE.teacher, COVERING, "meeting:0"),
    ),
)
SEEN = Observed(
    *(dt.date(2025, 9, 9), DOUBLE.school, DOUBLE.class_id, DOUBLE.slot, DOUBLE.subject),
    *(DOUBLE.teacher, STAFF[2], "meeting:0"),
)
GIVEN = GuestLesson(
    *(dt.date(2025, 9, 16), DOUBLE.school, DOUBLE.class_id, DOUBLE.slot, DOUBLE.subject),
    *(DOUBLE.teacher, STAFF[3], "stay:1"),
)
CALENDAR = TermCalendar(
    "2025-1", tuple(sorted([*meetings(60), DUE, VISIT])), tuple(sorted(COVERS)), (SEEN,), (GIVEN,)
)
PLAN = replace(BARE, calendar=CALENDAR)
