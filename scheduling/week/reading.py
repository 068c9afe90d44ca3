"""From a weekly timetable, ours or one edited by hand, to a solution of the week's instance.

A row that fits nothing in the instance becomes a named violation, never an error of the program:
a lesson of an unknown class, at a time that is not in the grid, with a teacher nobody knows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from community.models import WeekPattern
from community.text import Text
from scheduling.rules.base import listed, when
from scheduling.solution import Lesson, Solution
from scheduling.week.courses import (
    ASSISTS,
    ROOM,
    TEACHER,
    TEACHES,
    USES,
    course_id,
    half_id,
    series_id,
)
from scheduling.week.grid import time_id
from scheduling.week.row_company import Company
from scheduling.week.row_faults import RowFaults
from scheduling.wording import WEEKS

if TYPE_CHECKING:
    from community.models import Community
    from community.rule import Violation
    from scheduling.instance import Event, Instance
    from scheduling.timetable import ClassLesson, WeekTimetable


def to_solution(
    instance: Instance, community: Community, timetable: WeekTimetable, *, whole: bool = True
) -> tuple[Solution, list[Violation]]:
    """Return the solution that a timetable's rows describe, and what is wrong with single rows.

    Where it is not ``whole``, a group's lesson counts by the row of any of its classes.

    Rows whose event is unknown are left out of the solution; other mistakes leave the lesson in
    (without the time, person or room that makes no sense), so that the rules see the rest of it.
    What is missing or held twice is for the rules and the structural check to say.
    """
    faults = RowFaults(community)
    company = Company(instance, community, timetable, faults)
    reader = _Reader(instance, community, company, faults)
    for row in timetable.lessons:
        reader.read(row)
    company.compare_hosts()
    company.compare_rooms()
    if whole:
        reader.compare_groups()
    reader.complete()
    return Solution(tuple(reader.lessons)), faults.found


@dataclass
class _Reader:
    instance: Instance
    community: Community
    company: Company
    faults: RowFaults
    lessons: list[Lesson] = field(default_factory=list)
    said: dict[str, Counter[str]] = field(  # rows of events, by class
        default_factory=lambda: defaultdict(Counter)
    )
    of_groups: dict[str, dict[str, Counter[ClassLesson]]] = field(  # rows by event, then class
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )

    def read(self, row: ClassLesson) -> None:
        """Add the lesson of one row."""
        event = self._event(row)
        if event is None:
            return
        if event.classes:
            same, told = replace(row, class_id=""), self.of_groups[event.id]
            told[row.class_id][same] += 1
            times = told[row.class_id][same]
            if any(rows[same] >= times for c, rows in told.items() if c != row.class_id):
                return  # the row of another class has said so
        periods = row.periods
        if periods < 1:
            self.faults.add(
                row,
                Text(f"节数为{periods}，应至少为1", f"has {periods} periods; at least 1 expected"),
            )
            periods = 1
        people = tuple(self._resources(row, event)) if event.course else ()
        if not event.course:
            self._needless(row)
        lesson = Lesson(event.id, periods, self._time(row), people, row.weeks)
        self.lessons.append(lesson)

    def _event(self, row: ClassLesson) -> Event | None:
        group = self.community.class_by_id.get(row.class_id)
        if group is None:
            known = Text(f"没有班级“{row.class_id}”", f"there is no class “{row.class_id}”")
            self.faults.add(row, known)
            return None
        if row.school != group.school:
            at = self.community.school_by_id[group.school].name
            here = f"the class is at {at}, not at {row.school}"
            self.faults.add(row, Text(f"该班属于{at}，不在“{row.school}”", here))
        course = course_id(row.class_id, row.subject)
        if events := [e for e in self._of_class(row.class_id) if _is_fixture(e, row.subject)]:
            return self._fixture(row, events)
        if event := self._groups.get((row.class_id, row.subject, row.group)):
            return event
        courses = [e.course for e in self._of_class(row.class_id) if e.subject == row.subject]
        if not courses:
            subject = self.community.subject_by_id.get(row.subject)
            name = subject.name if subject else row.subject
            self.faults.add(
                row, Text(f"该班没有“{name}”课", f"the class has no lessons of “{name}”")
            )
            return None
        part = f"{course}/{row.group or row.teacher}"
        wanted = part if part in courses else course if course in courses else courses[0]
        if row.group:
            wanted = part
        elif row.series:
            wanted = series_id(course, row.series)
        elif row.weeks is not WeekPattern.ALL:
            wanted = half_id(course)
        event = self.instance.event_by_id.get(wanted or "")
        if event is None:
            self.faults.add(row, self._no_such_part(row))
            return None
        if row.series and row.weeks is not WeekPattern.ALL:
            self.faults.add(
                row, Text("同步课堂应每周都上", "a synchronous lesson is held every week")
            )
        return event

    def _fixture(self, row: ClassLesson, events: list[Event]) -> Event | None:
        """Return the event of a row that is no lesson of a subject: the one fixed at its time.

        Another may be one that is only wished to be at some time: one that has no row yet.
        """
        time = time_id(row.school, row.weekday, row.slot)
        found = next((e for e in events if e.time == time), None)
        if found is None and (loose := [e for e in events if e.time is None]):
            said = self.said[row.class_id]
            found = min(loose, key=lambda e: (said[e.id], f"@{time}~" not in e.id))
            said[found.id] += 1
        if found is None:
            times = self.instance.times, self.instance.time_index
            where = listed(when(times[0][times[1][e.time or ""]]) for e in events)
            self.faults.add(
                row,
                Text(f"应在固定的时间：{where.zh}", f"expected at its fixed time: {where.en}"),
            )
        return found

    def complete(self) -> None:
        """Add the events at fixed times that no row names: nobody can leave them out."""
        named = {lesson.event for lesson in self.lessons}
        for event in self.instance.events:
            if event.time and _is_fixture(event, event.subject) and event.id not in named:
                self.lessons.append(Lesson(event.id, event.duration, event.time))

    def _of_class(self, class_id: str) -> list[Event]:
        return [event for event, _ in self.instance.events_of.get(class_id, [])]

    @cached_property
    def _groups(self) -> dict[tuple[str, str, str], Event]:
        """The events of groups of pupils, by class, subject and name."""
        return {
            (group, event.subject or "", event.group): event
            for event in self.instance.events
            for group in event.classes
        }

    def _no_such_part(self, row: ClassLesson) -> Text:
        if row.group:
            return Text(
                f"该班这门课没有“{row.group}”这一组", f"the course has no group “{row.group}”"
            )
        if row.series:
            return Text(
                f"没有由该班参加的同步课堂“{row.series}”",
                f"the class takes part in no synchronous series “{row.series}”",
            )
        if row.weeks is WeekPattern.ALL:
            return Text(
                "该课程没有每周都上的自授课", "the course has no lesson of its own for every week"
            )
        weeks = WEEKS[row.weeks]
        return Text(
            f"该课程没有只在{weeks.zh}上的课", f"the course has no lesson in {weeks.en} only"
        )

    def _time(self, row: ClassLesson) -> str | None:
        school = self.community.class_by_id[row.class_id].school
        time = time_id(school, row.weekday, row.slot)
        if time in self.instance.time_index:
            return time
        self.faults.add(
            row,
            Text("本校作息表里这时没有正课", "the school's bell grid has no lesson at that time"),
        )
        return None

    def _resources(self, row: ClassLesson, event: Event) -> list[tuple[str, str]]:
        """Return the row's people and room by role, without those that make no sense."""
        roles = {slot.role: slot.type for slot in event.slots if slot.role}
        receiving = bool(row.series) and TEACHES not in roles
        found: list[tuple[str, str]] = []
        for role, kind, who in (
            ("" if receiving else TEACHES, TEACHER, row.teacher),
            (USES, ROOM, row.room),
            (ASSISTS, TEACHER, row.assistant),
        ):
            if not who:
                continue
            resource = self.instance.resource_by_id.get(who)
            if resource is None or resource.type != kind:
                what = Text("教室", "room") if kind == ROOM else Text("教师", "teacher")
                self.faults.add(
                    row, Text(f"没有{what.zh}“{who}”", f"there is no {what.en} “{who}”")
                )
            elif role in roles:
                found.append((role, who))
            elif role and not (role == USES and (row.is_beside or self.company.joins(row))):
                self.faults.add(row, _not_wanted(role, resource.name or who))
        return found

    def _needless(self, row: ClassLesson) -> None:
        """Report what a row says of an event that is no lesson: it has a class and who holds it."""
        if row.series or row.group:
            self.faults.add(row, self._no_such_part(row))
        for who, zh, en in ((row.room, "教室", "room"), (row.assistant, "助教", "assistant")):
            if who:
                known = self.instance.resource_by_id.get(who)
                name = (known.name if known else "") or who
                what = f"books no {en} ({name}); clear it"
                self.faults.add(row, Text(f"活动不占用{zh}（{name}），请清空该栏", what))

    def compare_groups(self) -> None:
        """Report rows of a group that one of its classes has and another has not."""
        for event, told in self.of_groups.items():
            classes = self.instance.event_by_id[event].classes
            for row in dict.fromkeys(row for rows in told.values() for row in rows):
                most = max(rows[row] for rows in told.values())
                for group in (c for c in classes if told[c][row] < most):
                    self.faults.add(
                        replace(row, class_id=group),
                        Text(
                            "几个班一起上的，各班的行应写得一样，这里少一行",
                            "what several classes have has the same row for each: one is missing",
                        ),
                    )


def _is_fixture(event: Event, name: str | None) -> bool:
    """Return whether an event is no lesson of a subject, and has this name."""
    return event.course is None and event.subject == name


def _not_wanted(role: str, name: str) -> Text:
    if role == USES:
        return Text(
            f"这节课在本班教室上，不占用{name}，请清空教室一栏",
            f"this lesson is held in the class's own room and books none; clear {name}",
        )
    zh = f"这节课不需要辅助教师（{name}），请清空该栏"
    return Text(zh, f"this lesson needs no assistant; clear {name}")
