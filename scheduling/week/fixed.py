"""固定课: lessons at a given time, and events that are no lessons of a subject (班会, 升旗).

An event takes the time of its classes; whoever holds it can have no lesson meanwhile. Where its
time is only wished for, it may be at another: classes have it together, but where each class
teacher holds one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from scheduling.instance import Event, ResourceSlot
from scheduling.week.courses import CLASS, TEACHER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from community.models import ClassGroup, Community, FixedLesson
    from scheduling.instance import Time


class Fixture(NamedTuple):
    """A row of the table (``number``, from 1) for one class, and the time that it means."""

    number: int
    row: FixedLesson
    group: ClassGroup
    time: Time

    @property
    def is_event(self) -> bool:
        """Whether it is no lesson of a subject."""
        return not self.row.subject

    @property
    def is_loose(self) -> bool:
        """Whether it is an event that may be at another time."""
        return self.is_event and self.row.is_wish

    @property
    def id(self) -> str:
        """Id of the event."""
        wish = f"~{self.number}" if self.row.is_wish else ""
        return f"{self.group.id}/{self.row.name}@{self.time.id}{wish}"


def fixtures(
    community: Community,
    meant: Callable[[ClassGroup, Sequence[int], Sequence[str]], Sequence[Time]],
) -> Iterator[Fixture]:
    """Yield what is fixed for each class that a row is about."""
    for number, row in enumerate(community.fixed, 1):
        for group in community.classes:
            named = group.id in row.classes or not row.classes
            here = row.school in (None, group.school) and row.grade in (None, *group.grades)
            if named and here:
                for time in meant(group, (row.weekday,), (row.slot,)):
                    yield Fixture(number, row, group, time)


def fixed_events(
    found: Sequence[Fixture],
    class_name: Callable[[ClassGroup], str],
    holder: Callable[[Fixture], str],
) -> list[Event]:
    """Return the events that are no lessons of a subject."""
    return [_event(some, class_name, holder) for some in _together(found)]


def _together(found: Sequence[Fixture]) -> Iterable[list[Fixture]]:
    """Return what is one event: of each class, or of all that a row wishes one for.

    These are classes of one school that hear the same bells.
    """
    events: dict[tuple[object, ...], list[Fixture]] = defaultdict(list)
    for x in (x for x in found if x.is_event):
        joint = x.is_loose and not x.row.class_teacher
        events[(x.number, x.group.school, x.time.bells) if joint else (x.id,)].append(x)
    return events.values()


def _event(
    some: list[Fixture],
    class_name: Callable[[ClassGroup], str],
    holder: Callable[[Fixture], str],
) -> Event:
    """Return an event of some classes; whoever holds one that may move comes along."""
    first, classes = some[0], tuple(x.group.id for x in some)
    name = class_name(first.group) + (f"等{len(some)}个班" if len(some) > 1 else "")
    who = holder(first) if first.is_loose else ""
    slots = [ResourceSlot(type=CLASS, resource=c, workload=0) for c in classes]
    slots += [ResourceSlot(type=TEACHER, resource=who, workload=0)] if who else []
    return Event(
        id=first.id,
        duration=1,
        name=name + first.row.name,
        slots=tuple(slots),
        time=None if first.is_loose else first.time.id,
        site=first.group.school,
        class_id=first.group.id,
        subject=first.row.name,
        classes=classes if len(some) > 1 else (),
    )


def holder(community: Community, fixture: Fixture, sites: Callable[[str], tuple[str, ...]]) -> str:
    """Return who holds an event: a teacher named, or the class teacher where asked; else nobody.

    Whoever teaches only elsewhere (``sites``), as one who is sent away, holds none here.
    """
    who = fixture.row.teacher or ""
    if fixture.row.class_teacher:
        who = community.class_teacher.get(fixture.group.id, "")
    return who if who and fixture.group.school in sites(who) else ""
