"""The tiny community with a week made by hand, and terms of a few weeks, for rules of the calendar.

On every day class C31 has zh in the first lesson and maths in the second, C41 the other way
round; the third and the fourth are free but for what ``WEEK`` says. M31 and M41 are as C31 and
C41, without music. So at C three of five teachers are free in each of the first two lessons, at M
two of four; on Wednesdays the core has music in the third and the fourth lesson.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from support import tiny_community

from community.families import families
from community.models import PlacementKind
from community.policy import Policy, PolicyRule, Window
from community.rule import Strictness
from rotation.solution import Placement, Roster
from scheduling.term.check import check_calendar
from scheduling.term.frame import TermFrame
from scheduling.term.planning import TermResult, plan_term
from scheduling.timetable import ClassLesson, WeekTimetable
from solving.outcome import Budget

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from community.models import Community
    from scheduling.term.events import TermCalendar

TERM = "2025-1"
FIRST = dt.date(2025, 9, 1)  # a Monday
SUBJECTS = {"z": "zh", "m": "math", "u": "music"}
WEEK = {  # lessons of Monday to Friday, four a day
    "C31": "zm.. zmz. zm.u zm.. zm.u",
    "C41": "mz.. mzz. mzu. mz.. mzu.",
    "M31": "zm.. zmz. zm.. zm.. zm..",
    "M41": "mz.. mzz. mz.. mz.. mz..",
}
ROSTERS = {"itinerant": Roster((Placement("C5", PlacementKind.ITINERANT, "M", TERM, 1),))}
TEACHERS = {  # of each class, by subject
    "C31": {"zh": "C1", "math": "C2", "music": "C5"},
    "C41": {"zh": "C3", "math": "C4", "music": "C5"},
    "M31": {"zh": "M1", "math": "M2"},
    "M41": {"zh": "M3", "math": "M4"},
}


def term_rule(
    id: str,
    family: str,
    window: str | None = "semester",
    *,
    hard: bool = True,
    weight: int = 1,
    **params: Any,
) -> PolicyRule:
    """A rule of the calendar with a source of its own; its parameters are read as from a policy."""
    return PolicyRule(
        id=id,
        family=family,
        title_zh=f"规则{id}",
        title_en=f"rule {id}",
        strictness=Strictness.HARD if hard else Strictness.SOFT,
        weight=weight,
        window=Window(window) if window else None,
        params=families()[family].model_validate(params).model_dump(exclude_unset=True),
        rows=("X01",),
        quote="原文",
    )


def tiny_week(
    week: Mapping[str, str] = WEEK, teachers: Mapping[str, Mapping[str, str]] = TEACHERS
) -> WeekTimetable:
    """The timetable of a week that is written down as ``WEEK`` is."""
    return WeekTimetable(
        TERM,
        tuple(
            sorted(
                ClassLesson(
                    class_id[0],
                    class_id,
                    weekday,
                    slot,
                    SUBJECTS[x],
                    teachers[class_id][SUBJECTS[x]],
                )
                for class_id, days in week.items()
                for weekday, lessons in enumerate(days.split(), 1)
                for slot, x in enumerate(lessons, 1)
                if x != "."
            )
        ),
    )


def term_community(*rules: PolicyRule, weeks: int = 4, **changes: Any) -> Community:
    """The tiny community in a term of so many weeks from the 1st of September on."""
    community = tiny_community()
    last = FIRST + dt.timedelta(days=7 * weeks - 3)  # a Friday
    first, second = community.terms
    policy = Policy(profile="national_base", rules=rules)
    terms = (first.model_copy(update={"end": last}), second)
    return community.model_copy(update={"policy": policy, "terms": terms, **changes})


def tiny_frame(
    *rules: PolicyRule,
    weeks: int = 4,
    week: WeekTimetable | None = None,
    roster: Roster | None = None,
    done: Mapping[str, int] | None = None,
    **changes: Any,
) -> TermFrame:
    """What a calendar of the tiny community works from."""
    community = term_community(*rules, weeks=weeks, **changes)
    return TermFrame(community, roster or Roster(), week or tiny_week(), done or {})


def planned(frame: TermFrame, seconds: float = 60.0) -> TermResult:
    """A calendar from one worker and a fixed seed."""
    return plan_term(frame, Budget(seconds, workers=1, seed=1))


def broken(frame: TermFrame, calendar: TermCalendar) -> Sequence[str]:
    """The sentences of the hard rules that a calendar breaks."""
    return [v.sentence.zh for v in check_calendar(frame, calendar) if v.is_hard]
