"""Lessons that are beside others, at the same times: of a further teacher, of groups of pupils."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from community.requests import Binding
from community.text import Text
from scheduling.instance import Group
from scheduling.rules.base import AppliesTo
from scheduling.rules.link_events import LinkEvents
from scheduling.rules.prefer_resources import PreferResources
from scheduling.timetable import JOINED
from scheduling.week.courses import TEACHES
from scheduling.week.people import lane_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.rules.base import Rule
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame


TITLES = (
    ("together", Text("同堂的教师同时上课", "teachers in a lesson together")),
    ("groups", Text("同编号的各组同时上课", "groups of one number at the same times")),
)


class AtOnce(NamedTuple):
    """Lessons that are held at the same times: an event, and those of the courses beside it."""

    event: str
    courses: tuple[Course, ...]  # the event's own first

    @property
    def id(self) -> str:
        """Id of the event group."""
        return f"beside:{self.event}"

    @property
    def periods(self) -> int:
        """At how many times of a week they are held."""
        return self.courses[-1].own

    @property
    def of_groups(self) -> bool:
        """Whether they are those of groups of pupils."""
        return self.courses[0].row is not None

    @property
    def name(self) -> str:
        """What they are called."""
        name, number = self.courses[0].name, len(self.courses)
        return f"{name}等{number}组" if self.of_groups else f"{name}的同堂教师"

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes whose pupils are there."""
        return self.courses[0].classes or (self.courses[0].group.id,)


def at_once(frame: Frame) -> list[AtOnce]:
    """Return what is held at the same times."""
    main = {e.id: e.course or "" for e in frame.events}
    found: dict[str, list[Course]] = {}
    for course in frame.courses:
        if course.beside not in ("", course.id):
            first = [frame.course_by_id[main[course.beside]]]
            found.setdefault(course.beside, first).append(course)
    return [AtOnce(event, tuple(courses)) for event, courses in found.items()]


def beside_groups(frame: Frame) -> Iterator[Group]:
    """Yield the events that are held at the same times."""
    for one in at_once(frame):
        yield Group(one.id, one.name, (one.event, *(c.id for c in one.courses[1:])))


def beside_rules(frame: Frame) -> Iterator[Rule]:
    """Yield the rules that tie these events, and that give groups their teachers."""
    found = at_once(frame)
    for of_groups, (id, title) in enumerate(TITLES):
        if groups := tuple(one.id for one in found if one.of_groups == of_groups):
            yield LinkEvents(id=id, title=title, applies_to=AppliesTo(event_groups=groups))
    for number, course in enumerate((c for c in frame.courses if c.row), 1):
        if course.row and course.row.teacher and fixed_teacher(frame, course):
            yield PreferResources(
                id=f"group_{number}",
                title=Text("分组的教师已定", "the teacher of a group is fixed"),
                role=TEACHES,
                resources=(course.row.teacher,),
                applies_to=AppliesTo(events=(course.id,)),
            )


def fixed_teacher(frame: Frame, course: Course) -> str:
    """Return who has to teach a course or a part of it; empty where that is open."""
    key = course.group.id, course.subject.id
    community = frame.community
    if community.term_by_id[frame.term].school_year != community.school_year:
        return ""
    if course.row:
        return course.row.teacher or ""
    together = community.together.get(key, ())
    for row in community.teaching:
        if (row.class_id, row.subject) == key and row.binding is Binding.FIXED:
            number = together.index(row) + 1 if row.together else 0
            if course.part == (f"{JOINED}{number}" if number else ""):
                return row.teacher
    return ""


def takers(frame: Frame, course: Course) -> tuple[str, ...]:
    """Return who may teach a course: whoever is fixed, or all who can."""
    fixed = fixed_teacher(frame, course)
    return (fixed,) if fixed else frame.people.qualified(lane_of(course.group, course.subject.id))
