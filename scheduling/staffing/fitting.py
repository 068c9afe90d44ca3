"""Whether courses fit the times at which their teacher is free: counting, before any search.

Everything is read from the instance's hard rules, so each number is a proof: no timetable holds
more. A course that a teacher cannot hold is taken from the teacher's choices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.model import narrowed
from scheduling.staffing.attendance import Attendance
from scheduling.staffing.forms import make_forms
from scheduling.week.courses import TEACHES
from solving.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduling.instance import Instance
    from scheduling.staffing.forms import Form, Held
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame


class Fitting:
    """What the teachers of a week can hold of its courses.

    ``domains`` are those that the hard rules leave, without the teachers who cannot hold a course;
    ``qualified`` and ``takers`` are the teachers of each course with and without them.
    """

    def __init__(self, instance: Instance, frame: Frame) -> None:
        self.frame = frame
        self.domains = narrowed(instance, Builder())
        self.attendance = Attendance(instance, self.domains)
        self.forms: dict[str, Form] = make_forms(instance, frame, self.domains)
        self._held: dict[tuple[str, int, int], Held] = {}
        self.qualified: dict[str, tuple[str, ...]] = {}
        self.takers: dict[str, tuple[str, ...]] = {}
        for course in frame.courses:
            if course.id in self.forms:
                self._leave(course)

    def _leave(self, course: Course) -> None:
        """Leave a course to those who can hold it."""
        events = self.frame.taught(course)
        self.qualified[course.id] = self.domains.candidates(events[0], TEACHES)
        found = [t for t in self.qualified[course.id] if self.held(t, course).is_enough]
        self.takers[course.id] = tuple(found)
        for event in events:
            self.domains.keep_resources(event.id, TEACHES, found)

    def held(self, teacher: str, course: Course) -> Held:
        """Return what a teacher can hold of a course in the week."""
        free = self.attendance.free(teacher) & self.attendance.sites[course.group.school]
        days, most = self.attendance.days.values(), self.attendance.days_a_week(teacher)
        key = course.id, free, most
        if key not in self._held:
            self._held[key] = self.forms[course.id].held(free, days, most)
        return self._held[key]

    def lessons(self, teacher: str, course: Course, day: int) -> int:
        """Return how many lessons of a course a teacher can hold on a day."""
        free = self.attendance.free(teacher) & self.attendance.days[day]
        return self.forms[course.id].today(free)[0]

    def running(self, teacher: str, courses: Iterable[str]) -> int:
        """Return the times at which a teacher can have one of several courses of a class."""
        running = 0
        for course in courses:
            running |= self.forms[course].running(self.attendance.free(teacher))
        return running
