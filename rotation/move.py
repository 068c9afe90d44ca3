"""A placement with everything that rules ask about it: who, from where to where, and when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from community.text import Text

if TYPE_CHECKING:
    from community.models import School, Teacher
    from rotation.solution import Placement


class Direction(StrEnum):
    """Between which schools a placement leads. Teaching points count with their centre school."""

    CORE_TO_MEMBER = "core_to_member"
    MEMBER_TO_CORE = "member_to_core"
    MEMBER_TO_MEMBER = "member_to_member"
    INSIDE_MEMBER = "inside_member"  # between a centre school and its teaching points


class Category(StrEnum):
    """Standing of a teacher, as quotas name it."""

    ANY = "any"
    BACKBONE = "backbone"
    MIDDLE_LEADER = "middle_leader"
    BACKBONE_OR_LEADER = "backbone_or_leader"

    def includes(self, teacher: Teacher) -> bool:
        """Return whether a teacher counts."""
        return {
            Category.ANY: True,
            Category.BACKBONE: teacher.is_backbone,
            Category.MIDDLE_LEADER: teacher.is_middle_leader,
            Category.BACKBONE_OR_LEADER: teacher.is_backbone or teacher.is_middle_leader,
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
}


@dataclass(frozen=True, slots=True)
class Move:
    """A placement with its teacher, schools and terms looked up.

    ``first`` and ``end`` are positions in the community's terms; ``end`` is exclusive and may lie
    behind the last term of the plan. ``member`` is the member school that the placement counts
    for: the one of host and home that is not the core. ``minutes`` is the way there and back, None
    when the community knows no such way.
    """

    placement: Placement
    teacher: Teacher
    home: School
    host: School
    direction: Direction
    member: str
    first: int
    end: int
    minutes: int | None

    @property
    def leaves(self) -> bool:
        """Whether the home school has to do without the teacher."""
        return self.placement.kind.leaves_home

    @property
    def teaches(self) -> bool:
        """Whether the teacher takes lessons at the host school."""
        return self.placement.kind.teaches_at_host

    def covers(self, term: int) -> bool:
        """Return whether the placement is active in a term."""
        return self.first <= term < self.end

    def meets(self, first: int, end: int) -> bool:
        """Return whether the placement is active in any term of a span."""
        return self.first < end and first < self.end

    def overlaps(self, other: Move) -> bool:
        """Return whether two placements share a term."""
        return self.meets(other.first, other.end)

    def terms_within(self, horizon: int) -> int:
        """Return the number of terms of the plan in which the placement is active."""
        return min(self.end, horizon) - self.first
