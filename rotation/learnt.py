"""What rounds have learnt: it holds for every roster of the community, so others begin with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rotation.knots import Posts
    from rotation.solution import Roster
    from rotation.staffing_flow import LaneSet


@dataclass
class Learnt:
    """What rosters have turned out to lack, and the last roster.

    Lessons and people stay as they are when a roster is refused or a rule is made hard. So what had
    to be stated then can be stated from the start, whoever may be sent.
    """

    sets: set[LaneSet] = field(default_factory=set)  # that rosters may leave uncovered
    packed: set[str] = field(default_factory=set)  # schools whose packing is stated
    knots: dict[Posts, None] = field(default_factory=dict)  # that have been cut off
    roster: Roster | None = None  # whatever it lacks: a hint
