"""What the constraints of a FET file are read against."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduling.setting import Group, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduling.fet.activities import Activities, Activity
    from scheduling.fet.grid import Grid
    from scheduling.fet.people import People
    from scheduling.fet.rooms import Rooms

CROWD = "Lessons"  # the type of a crowd


@dataclass
class School:
    """Times, people, rooms and activities of a file, without its constraints.

    A *crowd* is a resource that attends a set of activities and nothing else: what is asked of
    the times of the set is asked of it.
    """

    grid: Grid
    people: People
    rooms: Rooms
    activities: Activities
    renamed: Mapping[str, str] = field(default_factory=dict)  # kinds that once had other names
    _crowds: dict[tuple[str, ...], Resource] = field(default_factory=dict)
    _sets: dict[tuple[str, ...], Group] = field(default_factory=dict)

    @property
    def event_groups(self) -> tuple[Group, ...]:
        """The sets of activities that were asked for."""
        return tuple(self._sets.values())

    @property
    def crowds(self) -> dict[Resource, tuple[str, ...]]:
        """The crowds that were asked for, with the activities that they attend."""
        return {crowd: members for members, crowd in self._crowds.items()}

    def set_of(self, activities: Iterable[Activity], name: str = "") -> str:
        """Return the event group of some activities."""
        found = list(activities)
        members = tuple(a.id for a in found)
        if members not in self._sets:
            label = name or called(found)
            self._sets[members] = Group(f"set{len(self._sets) + 1}", label, members)
        return self._sets[members].id

    def crowd(self, activities: Iterable[Activity], name: str = "") -> str:
        """Return the crowd of some activities."""
        found = list(activities)
        members = tuple(a.id for a in found)
        if members not in self._crowds:
            label = name or called(found)
            self._crowds[members] = Resource(f"C:{len(self._crowds) + 1}", CROWD, label)
        return self._crowds[members].id


def called(activities: list[Activity]) -> str:
    """Return what people call a set of activities: the first different names."""
    names = list(dict.fromkeys(a.name for a in activities))
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
