"""A placement with everything that rules ask about it: who, from where to where, and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from community.text import Text

if TYPE_CHECKING:
    from community.models import School, Teacher
    from rotation.solution import Placement


YOUNG_AGE = 35  # years: the usual bound of 青年教师


class Direction(StrEnum):
    """Between which schools a placement leads. Teaching points count with their centre school."""

    CORE_TO_MEMBER = "core_to_member"
    MEMBER_TO_CORE = "member_to_core"
    MEMBER_TO_MEMBER = "member_to_member"
    INSIDE_MEMBER = "inside_member"  # between a centre school and its teaching points
    BETWEEN_COMMUNITIES = "between_communities"  # of one county


class Category(StrEnum):
    """Standing of a teacher, as quotas name it."""

    ANY = "any"
    BACKBONE = "backbone"
    MIDDLE_LEADER = "middle_leader"
    BACKBONE_OR_LEADER = "backbone_or_leader"
    YOUNG = "young"

    def includes(self, teacher: Teacher, school_year: int) -> bool:
        """Return whether a teacher counts in a school year (only the young grow out of it)."""
        return {
            Category.ANY: True,
            Category.BACKBONE: teacher.is_backbone,
            Category.MIDDLE_LEADER: teacher.is_middle_leader,
            Category.BACKBONE_OR_LEADER: teacher.is_backbone or teacher.is_middle_leader,
            Category.YOUNG: school_year - teacher.birth_year <= YOUNG_AGE,
        }[self]

    @property
    def text(self) -> Text:
        """The category in words."""
        return _CATEGORY_TEXT[self]


_CATEGORY_TEXT = {
    Category.ANY: Text("教师", "teachers"),
    Category.BACKBONE: Text("骨干教师", "backbone teachers"),
    Category.MIDDLE_LEADER: Text("中层干部", "middle leaders"),
    Category.BACKBONE_OR_LEADER: Text("中层干部或骨干教师", "middle leaders or backbone teachers"),
    Category.YOUNG: Text("青年教师", "young teachers"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """A placement with its teacher, schools and time looked up.

    ``first`` and ``end`` are positions in the plan's blocks of time; ``end`` is exclusive and may
    lie behind the last block, ``first`` may be negative. ``half_months`` is how much of it lies in
    the plan: a semester is ten. ``member`` is the member school that the placement counts for: the
    one of host and home that is no core. ``minutes`` is the way there and back, None when the
    community knows no such way.
    """

    placement: Placement
    teacher: Teacher
    home: School
    host: School
    direction: Direction
    member: str
    first: int
    end: int
    half_months: int
    minutes: int | None

    @property
    def leaves(self) -> bool:
        """Whether the home school has to do without the teacher."""
        return self.placement.kind.leaves_home

    @property
    def teaches(self) -> bool:
        """Whether the teacher takes lessons at the host school."""
        return self.placement.kind.teaches_at_host

    @property
    def is_short(self) -> bool:
        """Whether it lasts less than a semester."""
        return self.placement.weeks > 0

    @property
    def is_ongoing(self) -> bool:
        """Whether it began before the plan."""
        return self.placement.before > 0

    def covers(self, block: int) -> bool:
        """Return whether the placement is active in a block."""
        return self.first <= block < self.end

    def meets(self, first: int, end: int) -> bool:
        """Return whether the placement is active in any block of a span."""
        return self.first < end and first < self.end

    def overlaps(self, other: Move) -> bool:
        """Return whether two placements share a block."""
        return self.meets(other.first, other.end)
