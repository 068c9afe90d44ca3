"""In which rooms the lessons of a week may be.

A lesson books a room of the kind that its subject needs, one that is asked for by name, or the own
room of its class. Where no table lists that own room, and nothing else is asked, it books none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from community.rooms import Place
from scheduling.week.courses import half_id, joined_id, series_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from community.families.week import SyncLessonLinkParams
    from community.models import ClassGroup
    from community.rooms import Rooms
    from scheduling.week.courses import Course


class Housing(NamedTuple):
    """The rooms that an event's lessons may have at their school, and how many pupils come."""

    school: str
    place: Place
    pupils: int

    @property
    def rooms(self) -> tuple[str, ...]:
        """The rooms, also those with too few seats."""
        return tuple(room.id for room in self.place.rooms)

    @property
    def large(self) -> tuple[str, ...]:
        """Those of them with seats enough."""
        return tuple(room.id for room in self.place.large_enough(self.pupils))

    @property
    def settled(self) -> str | None:
        """The class's own room, or the one of a group, where there is no other to choose."""
        chosen = self.place.kind is not None or self.place.requests
        return None if chosen else self.rooms[0]


def housings(
    courses: Iterable[Course],
    rooms: Rooms,
    classes: Mapping[str, ClassGroup],
    link: SyncLessonLinkParams,
) -> dict[str, Housing]:
    """Return where lessons are, by event, for those that book a room."""
    found: dict[str, Housing] = {}
    for course in courses:
        for event, groups, place in _places(course, rooms, classes, link):
            if place is not None:
                pupils = _pupils(course, groups)
                found[event] = Housing(course.group.school, place, pupils)
    return found


def _pupils(course: Course, groups: Sequence[ClassGroup]) -> int:
    """Return how many pupils come: of all the classes, or of a group as far as it is known."""
    if course.row:
        return course.row.pupils or 0
    return sum(group.pupils for group in groups)


def _places(
    course: Course, rooms: Rooms, classes: Mapping[str, ClassGroup], link: SyncLessonLinkParams
) -> Iterator[tuple[str, tuple[ClassGroup, ...], Place | None]]:
    """Yield the events of a course, with the classes that come and where they may be.

    Who is beside another teacher comes to the room of the lesson.
    """
    if row := course.row:
        groups = tuple(classes[c] for c in row.classes)
        yield course.id, groups, rooms.of_group(row, groups, course.subject)
    if course.beside:
        return
    alone = (course.group,)
    own = rooms.place(alone, course.subject)
    yield course.id, alone, own
    yield joined_id(course.id), alone, own
    yield half_id(course.id), alone, own
    for series in (*course.hosted, *course.received):
        event = series_id(course.id, series.id)
        if not series.together:
            yield event, alone, _live(course.group, rooms, link)
        elif series in course.hosted:  # the others come to the room of the first
            groups = tuple(classes[c] for c in (series.host_class, *series.receiving_classes))
            yield event, groups, rooms.place(groups, course.subject)


def _live(group: ClassGroup, rooms: Rooms, link: SyncLessonLinkParams) -> Place | None:
    """Return where a class follows or shows a lesson live."""
    equipped = rooms.live(group.school)
    if link.equipped_rooms or equipped.rooms:
        return equipped
    own = rooms.own((group,))
    return Place(own) if own else None
