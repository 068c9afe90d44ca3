"""Locked lessons: whoever has to hold them at home is not sent away in their term.

Holds without a policy, where a timetable is planned around lessons that people have locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from rotation.rules.base import PlacementRule, TermRule

if TYPE_CHECKING:
    from rotation.move import Move
    from rotation.setting import Setting


@dataclass(frozen=True, kw_only=True)
class LockedLessons(TermRule, PlacementRule):
    """In one term, some teachers do not leave their home schools, but for short stays."""

    family: ClassVar[str] = "locked_lessons"

    teachers: frozenset[str] = frozenset()

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return that a placement takes a teacher away from locked lessons."""
        if move.teacher.id not in self.teachers or not move.leaves:
            return None
        if not self.holds(instance, move):
            return None
        what, term = instance.what(move), instance.community.term_by_id[self.term].name
        return 1, Text(
            f"{what.zh}：该教师{term}在本校有锁定的课。",
            f"{what.en}: the teacher has locked lessons at home in {term}.",
        )
