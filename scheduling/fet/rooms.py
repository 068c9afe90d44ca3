"""Rooms of a FET file, and which of them each lesson may have.

A lesson has no room unless a constraint asks for one. A *virtual* room is several real ones at
once, each out of a set of its own; a lesson that has it gets a place for each of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduling.setting import Resource, ResourceSlot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduling.fet.activities import Activity
    from scheduling.fet.people import People

ROOM = "Room"
ROLE = "room"


@dataclass(frozen=True)
class Room:
    """A room; ``sets`` of real rooms when it is virtual; ``capacity`` in pupils."""

    name: str
    building: str = ""
    capacity: int = 30_000
    sets: tuple[tuple[str, ...], ...] = ()

    @property
    def id(self) -> str:
        """Its id as a resource."""
        return f"R:{self.name}"


@dataclass(frozen=True)
class Places:
    """The open places of a lesson: for each its role, and the rooms that it may have."""

    choices: tuple[tuple[str, tuple[str, ...]], ...]
    virtual: str | None = None


@dataclass
class Rooms:
    """The rooms of a file, and what its constraints ask for.

    ``wanted`` holds, for each activity, the sets of rooms that constraints name, with whether each
    is always kept.
    """

    by_name: dict[str, Room]
    wanted: dict[str, list[tuple[tuple[str, ...], bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    real: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of a virtual room, as given

    @property
    def resources(self) -> list[Resource]:
        """The real rooms."""
        return [
            Resource(room.id, ROOM, room.name, room.building or None)
            for room in self.by_name.values()
            if not room.sets
        ]

    def large_enough(self, names: Iterable[str], pupils: int) -> tuple[str, ...]:
        """Return those of some rooms that hold so many pupils."""
        return tuple(n for n in dict.fromkeys(names) if self.by_name[n].capacity >= pupils)

    def places(self, activity: Activity) -> Places | None:
        """Return the places of an activity's lesson; None when constraints contradict the engine.

        That is where it may have a virtual room or another one.
        """
        wanted = self.wanted.get(activity.id, ())
        if not wanted:
            return Places(())
        names = {name for rooms, _ in wanted for name in rooms}
        if not any(self.by_name[name].sets for name in names):
            return Places(((ROLE, tuple(self.by_name[n].id for n in self._kept(wanted))),))
        kept = self._kept(wanted)
        if len(kept) != 1 or not self.by_name[kept[0]].sets:
            return None
        sets = self.by_name[kept[0]].sets
        if activity.id in self.real:
            sets = tuple((name,) for name in self.real[activity.id])
        choices = [
            (ROLE if n == 1 else f"{ROLE} {n}", tuple(self.by_name[r].id for r in some))
            for n, some in enumerate(sets, 1)
        ]
        return Places(tuple(choices), kept[0])

    def slots(self, activity: Activity) -> list[ResourceSlot]:
        """Return the places of an activity's lesson; one with no choice is filled."""
        places = self.places(activity)
        certain = any(is_hard for _, is_hard in self.wanted.get(activity.id, ()))
        return [
            ResourceSlot(role, ROOM, rooms[0] if certain and len(rooms) == 1 else None)
            for role, rooms in (places.choices if places else ())
        ]

    @staticmethod
    def _kept(wanted: list[tuple[tuple[str, ...], bool]]) -> list[str]:
        """Return the rooms that all strict constraints leave; without one, all that are named."""
        strict = [set(rooms) for rooms, is_hard in wanted if is_hard]
        names = dict.fromkeys(name for rooms, _ in wanted for name in rooms)
        return [n for n in names if all(n in rooms for rooms in strict)]


def pupils(activity: Activity, people: People) -> int:
    """Return how many pupils attend an activity."""
    if activity.size is not None:
        return activity.size
    return sum(people.sizes.get(name, 0) for name in activity.students)
