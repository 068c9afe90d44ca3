"""The grouping: which schools form which community. Never imports the solver."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from community.codes import SchoolRole

if TYPE_CHECKING:
    from community.models import Community, School


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """One community: the ids of its core (one, if it is right), of its members and points."""

    name: str
    cores: tuple[str, ...]
    members: tuple[str, ...] = ()
    points: tuple[str, ...] = ()

    @property
    def schools(self) -> tuple[str, ...]:
        """Its core and members; teaching points are not counted."""
        return (*self.cores, *self.members)


@dataclass(frozen=True)
class Grouping:
    """The communities of a county, by name. A school in none of them is outside."""

    groups: tuple[Group, ...]

    @staticmethod
    def of(county: Community) -> Grouping:
        """Return the grouping that the table of schools of a county says."""
        found: dict[str, list[School]] = {}
        for school in county.schools:
            if school.group:
                found.setdefault(school.group, []).append(school)
        return Grouping(tuple(_group(name, schools) for name, schools in sorted(found.items())))

    @cached_property
    def group_of(self) -> dict[str, Group]:
        """The community of each school and teaching point that is in one."""
        return {s: g for g in self.groups for s in (*g.schools, *g.points)}

    @cached_property
    def core_of(self) -> dict[str, str]:
        """The core of each member, by the member's id."""
        return {s: g.cores[0] for g in self.groups if g.cores for s in g.members}


def _group(name: str, schools: list[School]) -> Group:
    cores = (s.id for s in schools if s.role is SchoolRole.CORE)
    points = (s.id for s in schools if s.role is SchoolRole.TEACHING_POINT)
    others = (SchoolRole.MEMBER, SchoolRole.OPEN)
    members = (s.id for s in schools if s.role in others)
    return Group(name, tuple(cores), tuple(members), tuple(points))
