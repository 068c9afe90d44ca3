"""Lessons that are beside others, at the same times: those of a further teacher (双师)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from community.requests import Binding
from community.text import Text
from scheduling.instance import Group
from scheduling.rules.base import AppliesTo
from scheduling.rules.link_events import LinkEvents
from scheduling.timetable import JOINED
from scheduling.week.people import lane_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.rules.base import Rule
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame


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
    def name(self) -> str:
        """What they are called."""
        return f"{self.courses[0].name}的同堂教师"


def at_once(frame: Frame) -> list[AtOnce]:
    """Return what is held at the same times."""
    found: dict[str, list[Course]] = {}
    for course in frame.courses:
        if course.beside:
            event = next(e for e in frame.events if e.id == course.beside)
            found.setdefault(event.id, [frame.course_by_id[event.course or ""]]).append(course)
    return [AtOnce(event, tuple(courses)) for event, courses in found.items()]


def beside_groups(frame: Frame) -> Iterator[Group]:
    """Yield the events that are held at the same times."""
    for one in at_once(frame):
        yield Group(one.id, one.name, (one.event, *(c.id for c in one.courses[1:])))


def beside_rules(frame: Frame) -> Iterator[Rule]:
    """Yield the rule that ties these events."""
    if groups := tuple(one.id for one in at_once(frame)):
        title = Text("同堂的教师同时上课", "teachers in a lesson together")
        yield LinkEvents(id="together", title=title, applies_to=AppliesTo(event_groups=groups))


def fixed_teacher(frame: Frame, course: Course) -> str:
    """Return who has to teach a course or a part of it; empty where that is open."""
    key = course.group.id, course.subject.id
    community = frame.community
    if community.term_by_id[frame.term].school_year != community.school_year:
        return ""
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
