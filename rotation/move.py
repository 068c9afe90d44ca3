"""A placement with everything that rules ask about it: who, from where to where, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community.codes import Direction
    from community.models import School, Teacher
    from rotation.solution import Placement


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
