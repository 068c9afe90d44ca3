"""Activities of a FET file: each is one lesson, of a course that may have several."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Activity:
    """One lesson that is to be held.

    ``course`` is FET's number of the activities that were split from one; 0: it stands alone.
    ``component`` counts them from 1. ``students`` names years, groups or subgroups; ``size`` is
    how many pupils there are, where the file says so.
    """

    id: str
    subject: str
    teachers: tuple[str, ...]
    students: tuple[str, ...]
    tags: tuple[str, ...]
    duration: int
    course: str
    component: int = 1
    size: int | None = None
    is_active: bool = True

    @property
    def name(self) -> str:
        """What people call it: subject and students, else subject and teachers."""
        return " ".join([self.subject, ", ".join(self.students or self.teachers)]).strip()


@dataclass(frozen=True)
class Asked:
    """Which activities a constraint means: those that fit everything that it names."""

    teacher: str = ""
    students: str = ""
    subject: str = ""
    tag: str = ""
    duration: int | None = None
    component: int | None = None

    def means(self, activity: Activity, leaves: Mapping[str, frozenset[str]]) -> bool:
        """Return whether it means an activity; students fit when they share somebody."""
        return (
            (not self.teacher or self.teacher in activity.teachers)
            and (not self.subject or self.subject == activity.subject)
            and (not self.tag or self.tag in activity.tags)
            and (self.duration is None or self.duration == activity.duration)
            and (self.component is None or self.component == activity.component)
            and (not self.students or self._shares(activity, leaves))
        )

    def _shares(self, activity: Activity, leaves: Mapping[str, frozenset[str]]) -> bool:
        mine = leaves[self.students]
        return any(not mine.isdisjoint(leaves[name]) for name in activity.students)


@dataclass
class Activities:
    """All activities of a file by id, inactive ones too."""

    by_id: dict[str, Activity]

    @cached_property
    def active(self) -> list[Activity]:
        """Those that are to be held, in order."""
        return [a for a in self.by_id.values() if a.is_active]
