"""Teachers and students of a FET file as resources.

Sets of students overlap: a year has groups, a group subgroups, and one subgroup may be in several
groups. What cannot be in two places at once is a subgroup (or a group or year without parts).
Subgroups that attend the same lessons have one timetable, and are one resource.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduling.setting import Resource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduling.fet.activities import Activity
    from scheduling.fet.grid import Cell

TEACHER, STUDENTS = "Teacher", "Students"


@dataclass
class People:
    """Who is there.

    Attributes
    ----------
    teachers
        Names, with the days on which one may teach mornings and afternoons (None: any).
    leaves
        For each set of students, those of its parts that have no parts themselves.
    sizes
        Pupils of each set of students; 0 where the file does not say.
    """

    teachers: dict[str, int | None]
    leaves: dict[str, frozenset[str]]
    sizes: dict[str, int] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)
    away: dict[str, frozenset[Cell]] = field(default_factory=dict)
    _of_leaf: dict[str, str] = field(default_factory=dict)
    _teaching: dict[str, str] = field(default_factory=dict)
    _attending: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by activity

    def attend(self, activities: Iterable[Activity]) -> None:
        """Make the resources, now that it is known who attends what."""
        held: dict[str, list[str]] = defaultdict(list)
        teaching: set[str] = set()
        for activity in activities:
            teaching.update(activity.teachers)
            for leaf in self.leaves_of(activity):
                held[leaf].append(activity.id)
        for name in self.teachers:
            self.resources.append(Resource(f"T:{name}", TEACHER, name))
            if name in teaching:
                self._teaching[name] = f"T:{name}"
        alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name in self.leaves:
            if name in held:
                alike[tuple(held[name])].append(name)
        whole = {parts: name for name, parts in reversed(self.leaves.items())}
        for parts in alike.values():
            resource = Resource(f"S:{parts[0]}", STUDENTS, whole.get(frozenset(parts), parts[0]))
            self.resources.append(resource)
            self._of_leaf.update(dict.fromkeys(parts, resource.id))

    def leaves_of(self, activity: Activity) -> list[str]:
        """Return the smallest parts of all students of an activity, each once."""
        parts = (leaf for name in activity.students for leaf in sorted(self.leaves[name]))
        return list(dict.fromkeys(parts))

    def of(self, activity: Activity) -> tuple[str, ...]:
        """Return the resources that attend an active activity."""
        if activity.id not in self._attending:
            teachers = [self._teaching[name] for name in activity.teachers]
            students = [self._of_leaf[leaf] for leaf in self.leaves_of(activity)]
            self._attending[activity.id] = tuple(dict.fromkeys(teachers + students))
        return self._attending[activity.id]

    def teacher(self, name: str) -> tuple[str, ...]:
        """Return the resource of a teacher; nobody when there are no lessons to teach."""
        return (self._teaching[name],) if name in self._teaching else ()

    def students(self, name: str) -> tuple[str, ...]:
        """Return the resources of a set of students, those who have lessons."""
        found = (self._of_leaf.get(leaf) for leaf in sorted(self.leaves[name]))
        return tuple(dict.fromkeys(x for x in found if x is not None))

    def all_teachers(self) -> tuple[str, ...]:
        """Return the resources of all teachers who teach."""
        return tuple(self._teaching.values())

    def all_students(self) -> tuple[str, ...]:
        """Return the resources of all students who have lessons."""
        return tuple(dict.fromkeys(self._of_leaf.values()))

    def by_absence(self, who: Iterable[str]) -> dict[frozenset[Cell], list[str]]:
        """Return people by the cells at which they are not available: no gaps for them."""
        found: dict[frozenset[Cell], list[str]] = defaultdict(list)
        for resource in who:
            found[self.away.get(resource, frozenset())].append(resource)
        return found
