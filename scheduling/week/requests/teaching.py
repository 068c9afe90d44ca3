"""任课: who teaches a course, where that is fixed, wished for, or known from last year.

The table is about the school year of the community: in the next one its classes are others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.requests import Binding
from community.rule import Strictness
from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_resources import PreferResources
from scheduling.timetable import JOINED
from scheduling.week.courses import TEACHES, course_id
from scheduling.week.people import lane_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.requests import Teaching
    from scheduling.rules.base import Rule
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame

TITLES = {
    Binding.FIXED: Text("任课已定", "the teacher is fixed"),
    Binding.WISHED: Text("希望的任课", "the teacher is wished for"),
    Binding.LAST_YEAR: Text("跟班：由去年的教师接着教", "the class keeps last year's teacher"),
}


def teaching_rules(frame: Frame) -> Iterator[Rule]:
    """Yield a rule for each row that names the teacher of a course the class has.

    A wish for somebody who is not at the school in this term is nobody's fault, and left out.
    """
    community = frame.community
    if community.term_by_id[frame.term].school_year != community.school_year:
        return
    for number, row in enumerate(community.teaching, 1):
        course = _course(frame, row)
        if course is None:
            continue
        fixed = row.binding == Binding.FIXED
        if fixed or row.teacher in frame.people.qualified(lane_of(course.group, row.subject)):
            yield PreferResources(
                id=f"teaching_{number}",
                title=TITLES[row.binding],
                strictness=Strictness.HARD if fixed else Strictness.SOFT,
                weight=row.weight,
                role=TEACHES,
                resources=(row.teacher,),
                applies_to=AppliesTo(events=tuple(e.id for e in frame.taught(course))),
            )


def _course(frame: Frame, row: Teaching) -> Course | None:
    """Return the course, or the part of it, that a row is about; None where there is none."""
    whole, courses = course_id(row.class_id, row.subject), frame.course_by_id
    if row.together:
        beside = frame.community.together[row.class_id, row.subject]
        return courses.get(f"{whole}/{JOINED}{beside.index(row) + 1}")
    return courses.get(f"{whole}/{row.teacher}", courses.get(whole))
