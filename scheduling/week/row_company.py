"""Rows that tell of one lesson: of host and receivers, classes that meet, further teachers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.week.courses import TEACHES, course_id, series_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community
    from scheduling.instance import Event, Instance
    from scheduling.timetable import ClassLesson, WeekTimetable
    from scheduling.week.row_faults import RowFaults

Spot = tuple[str, str, int, int]  # a class, a subject, a weekday and a slot


@dataclass
class Company:
    """The rows of a timetable beside each other: whether they agree on teacher and room."""

    instance: Instance
    community: Community
    timetable: WeekTimetable
    faults: RowFaults

    def compare_hosts(self) -> None:
        """Report receiving rows that do not name the host class's teacher."""
        hosts: dict[str, set[str]] = {}
        for row in self.timetable.lessons:
            if row.series and self._hosts(row):
                hosts.setdefault(row.series, set()).add(row.teacher)
        for row in self.timetable.lessons:
            host = hosts.get(row.series)
            if host and row.teacher not in host and self._part(row) and not self._hosts(row):
                names = "、".join(sorted(self._name(t) for t in host))
                who = self._name(row.teacher) or "（空）"
                self.faults.add(
                    row,
                    Text(
                        f"主讲教师应为{names}，却写着{who}",
                        f"the host class's teacher is {names}, but {who} is given",
                    ),
                )

    def compare_rooms(self) -> None:
        """Report rows of who comes to a lesson, of a class or a teacher, but in another room."""
        for row in self._elsewhere():
            self.faults.add(
                row, Text("同堂的教师应在同一间教室", "expected the room of the lesson itself")
            )
        rooms = {
            (x.series, x.school, x.weekday, x.slot): x.room
            for x in self.timetable.lessons
            if x.series and self._hosts(x)
        }
        for row in self.timetable.lessons:
            host = rooms.get((row.series, row.school, row.weekday, row.slot))
            if host and row.room not in ("", host) and self.joins(row):
                names = [self._name(room) for room in (host, row.room)]
                self.faults.add(
                    row,
                    Text(
                        f"合班的课应在{names[0]}，却写着{names[1]}",
                        f"the classes meet in {names[0]}, but {names[1]} is given",
                    ),
                )

    def _elsewhere(self) -> Iterator[ClassLesson]:
        """Yield the rows of further teachers in another room than the lesson itself."""
        rows = self.timetable.lessons
        rooms = {_spot(x): x.room for x in rows if not x.is_beside and not x.series}
        for row in rows:
            if row.is_beside and row.room not in ("", rooms.get(_spot(row), row.room)):
                yield row

    def joins(self, row: ClassLesson) -> bool:
        """Return whether a row is of a class that joins another one of its school."""
        return bool(row.series) and row.series in self._joint and not self._hosts(row)

    @cached_property
    def _joint(self) -> set[str]:
        """Series whose classes sit together."""
        return {series.id for series in self.community.joint}

    def _part(self, row: ClassLesson) -> Event | None:
        part = series_id(course_id(row.class_id, row.subject), row.series)
        return self.instance.event_by_id.get(part)

    def _hosts(self, row: ClassLesson) -> bool:
        event = self._part(row)
        return event is not None and any(slot.role == TEACHES for slot in event.slots)

    def _name(self, teacher: str) -> str:
        resource = self.instance.resource_by_id.get(teacher)
        return resource.name or teacher if resource else teacher


def _spot(row: ClassLesson) -> Spot:
    return row.class_id, row.subject, row.weekday, row.slot
