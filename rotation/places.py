"""Where a rule holds: at each member school, in each community, or in the whole county."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.codes import SchoolRole
from community.text import Text

if TYPE_CHECKING:
    from community.families.words import Only, Reach
    from community.models import School
    from rotation.setting import Setting


@dataclass(frozen=True, slots=True)
class Place:
    """Member schools that a rule counts together; ``member`` when it is only one."""

    id: str
    name: Text
    members: frozenset[str]
    member: str | None = None


def places(instance: Setting, per: Reach, only: Only = "any") -> list[Place]:
    """Return the places at which a rule holds, in the order of the schools.

    ``only`` leaves out the members of another sort: weak ones, rural ones, or those with teaching
    points.
    """
    schools = instance.community.school_by_id
    members = [m for m in instance.members if is_of(instance, schools[m], only)]
    if per == "member":
        return [
            Place(m, Text(schools[m].name, schools[m].name), frozenset([m]), m) for m in members
        ]
    if per == "county":
        name = Text("全部成员校", "all members")
        if instance.community.is_county:
            name = Text("全县成员校", "all members in the county")
        return [Place("all", name, frozenset(members))]
    found = []
    for group in instance.groups:
        mine = frozenset(m for m in members if instance.group_of(m) == group)
        name = Text(f"{group}全部成员校", f"all members of {group}" if group else "all members")
        found.append(Place(group or "all", name, mine))
    return found


def is_of(instance: Setting, school: School, only: Only) -> bool:
    """Return whether a school is of a sort."""
    if only == "weak":
        return school.is_weak
    if only == "rural":
        return school.locality == "rural"
    if only == "teaching_point":
        points = [s for s in instance.community.schools if s.role is SchoolRole.TEACHING_POINT]
        return any(s.member == school.id for s in points)
    return True
