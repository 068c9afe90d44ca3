"""Which rooms lessons may have: those of the kind that a subject needs, by name, or one's own.

A room by name (教室要求) is required or wished for, like all that schools ask for themselves. The
class's own room (本班教室) serves all lessons that need no other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import Field

from community.codes import RoomKind
from community.requests import Request
from community.rule import Strictness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.grouped import GroupLesson
    from community.records import ClassGroup, Room, Subject


class RoomRequest(Request):
    """In which rooms some lessons are to be: always there, or rather there than elsewhere.

    It speaks of the lessons that fit all that it names: subject, class, grade, school; at the
    schools of its rooms. Without a subject it is about lessons that need no special room.
    """

    subject: str | None = None
    class_id: str | None = None
    grade: int | None = None
    school: str | None = None
    rooms: Annotated[tuple[str, ...], Field(min_length=1)]


class Place(NamedTuple):
    """The rooms that some lessons may have, and the requests that they come from.

    ``kind`` is what a special room is for, if it is one. ``by_name``: a request that has to be kept
    says which they are. Where they are not ``certain``, lessons may be in an own room that no table
    lists.
    """

    rooms: tuple[Room, ...]
    requests: tuple[int, ...] = ()  # by their position in the table
    kind: RoomKind | None = None
    by_name: bool = False
    certain: bool = True

    def large_enough(self, pupils: int) -> tuple[Room, ...]:
        """Return those of the rooms that have seats for so many pupils."""
        return tuple(room for room in self.rooms if has_seats(room, pupils))


class Rooms:
    """The rooms of some schools, and what is asked of them."""

    def __init__(self, rooms: Iterable[Room], requests: Iterable[RoomRequest]) -> None:
        self.by_id = {room.id: room for room in rooms}
        self.requests = tuple(requests)
        self._about: dict[str | None, list[int]] = defaultdict(list)  # requests by their subject
        for n, request in enumerate(self.requests):
            self._about[request.subject].append(n)
        self.at: dict[str, list[Room]] = defaultdict(list)
        self.of_kind: dict[tuple[str, RoomKind], tuple[Room, ...]] = defaultdict(tuple)
        for room in self.by_id.values():
            self.at[room.school].append(room)
            if room.kind is not RoomKind.ORDINARY:
                self.of_kind[room.school, room.kind] += (room,)

    def live(self, school: str) -> Place:
        """Return the rooms of a school for synchronous lessons."""
        return Place(self.of_kind.get((school, RoomKind.LIVE), ()), kind=RoomKind.LIVE)

    def place(self, groups: Sequence[ClassGroup], subject: Subject) -> Place | None:
        """Return where lessons of a class, or of several together, may be.

        None: in a room of their own that no table lists, and nobody asks for another.
        """
        asked = self.asked(groups, subject)
        must = [n for n in asked if self.requests[n].strictness is Strictness.HARD]
        here = self.at.get(groups[0].school, [])
        if must:
            named = [self.requests[n].rooms for n in must]
            rooms = tuple(r for r in here if all(r.id in ids for ids in named))
            return Place(rooms, asked, by_name=True)
        special = self._special(groups[0].school, subject)
        usual = special or self.own(groups)
        wished = {id for n in asked for id in self.requests[n].rooms}
        rooms = tuple(r for r in here if r in usual or r.id in wished)
        if not rooms:
            return None
        kind = subject.room if special else None
        return Place(rooms, asked, kind, certain=bool(usual))

    def of_group(
        self, row: GroupLesson, groups: Sequence[ClassGroup], subject: Subject
    ) -> Place | None:
        """Return where a group of pupils is taught: in a room by name, of a kind, or as usual.

        A part of a class has the class's own room only where the class stays in it as a whole.
        """
        here = self.at.get(groups[0].school, [])
        if row.room:
            return Place(tuple(r for r in here if r.id == row.room), by_name=False)
        kind = row.kind or subject.room
        if row.kind or self._special(groups[0].school, subject):
            return Place(tuple(r for r in here if r.kind is kind), kind=kind)
        return None

    def own(self, groups: Sequence[ClassGroup]) -> tuple[Room, ...]:
        """Return the own room of the first class that has one with seats for all, or of any."""
        pupils = sum(group.pupils for group in groups)
        homes = [self.by_id[g.room] for g in groups if g.room in self.by_id]
        return tuple(sorted(homes, key=lambda room: not has_seats(room, pupils))[:1])

    def asked(self, groups: Sequence[ClassGroup], subject: Subject) -> tuple[int, ...]:
        """Return the positions of the requests that speak of lessons of a subject in classes."""
        ordinary = not self._special(groups[0].school, subject)
        named = [n for s in (subject.id, None)[: 1 + ordinary] for n in self._about.get(s, ())]
        return tuple(sorted(n for n in named if any(self._concerns(n, g) for g in groups)))

    def _concerns(self, number: int, group: ClassGroup) -> bool:
        """Return whether a request is about a class, whatever the subject."""
        request = self.requests[number]
        return (
            request.class_id in (None, group.id)
            and request.grade in (None, *group.grades)
            and request.school in (None, group.school)
            and any(self.by_id[r].school == group.school for r in request.rooms if r in self.by_id)
        )

    def _special(self, school: str, subject: Subject) -> tuple[Room, ...]:
        """Return the rooms of a school of the kind that a subject needs, if it needs one."""
        return self.of_kind.get((school, subject.room), ())


def has_seats(room: Room, pupils: int) -> bool:
    """Return whether a room has seats for so many pupils; one that does not say has."""
    return room.seats is None or room.seats >= pupils
