"""固定课: lessons at a given time, and events that are no lessons of a subject (班会, 升旗).

An event takes the time of its classes; whoever holds it can have no lesson meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scheduling.instance import Event, ResourceSlot
from scheduling.week.courses import CLASS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from community.models import ClassGroup, Community, FixedLesson
    from scheduling.instance import Time


class Fixture(NamedTuple):
    """A row of the table for one class, and the time that it means."""

    row: FixedLesson
    group: ClassGroup
    time: Time

    @property
    def id(self) -> str:
        """Id of the event."""
        return f"{self.group.id}/{self.row.name}@{self.time.id}"


def fixtures(
    community: Community, meant: Callable[[str, Sequence[int], Sequence[str]], Sequence[Time]]
) -> Iterator[Fixture]:
    """Yield what is fixed for each class that a row is about."""
    for row in community.fixed:
        for group in community.classes:
            named = group.id in row.classes or not row.classes
            here = row.school in (None, group.school) and row.grade in (None, *group.grades)
            if named and here:
                for time in meant(group.school, (row.weekday,), (row.slot,)):
                    yield Fixture(row, group, time)


def fixed_events(found: Sequence[Fixture], class_name: Callable[[ClassGroup], str]) -> list[Event]:
    """Return the events that are no lessons of a subject."""
    return [
        Event(
            id=x.id,
            duration=1,
            name=class_name(x.group) + x.row.name,
            slots=(ResourceSlot(type=CLASS, resource=x.group.id, workload=0),),
            time=x.time.id,
            site=x.group.school,
            class_id=x.group.id,
            subject=x.row.name,
        )
        for x in found
        if not x.row.subject
    ]


def holder(community: Community, fixture: Fixture) -> str:
    """Return who holds an event: a teacher named, or the class teacher where asked; else nobody."""
    if fixture.row.class_teacher:
        return community.class_teacher.get(fixture.group.id, "")
    return fixture.row.teacher or ""
