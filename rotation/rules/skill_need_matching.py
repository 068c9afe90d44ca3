"""F09 need: a teacher who is sent teaches a subject that the host school needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.families.turns import SkillNeedMatchingParams
from community.text import Text
from rotation.rules.base import PlacementRule

if TYPE_CHECKING:
    from pydantic import BaseModel

    from rotation.move import Move
    from rotation.setting import Setting


@dataclass(frozen=True, kw_only=True)
class SkillNeedMatching(PlacementRule):
    """A placed teacher has a subject of the host's need list.

    The list holds the school's weak subjects, those that its own staff cannot cover, and the
    rule's ``subjects``. A school without a list has stated no need: the rule is silent about it.
    """

    family: ClassVar[str] = "skill_need_matching"
    Params: ClassVar[type[BaseModel]] = SkillNeedMatchingParams

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return the need that the teacher does not meet."""
        if move.placement.kind not in self.params.kinds:
            return None
        need = sorted(instance.needs(move.host.id) | set(self.params.subjects))
        if not need or set(need) & set(move.teacher.subjects):
            return None
        names = "、".join(instance.subject_name(s) for s in need)
        mine = "、".join(instance.subject_name(s) for s in move.teacher.subjects)
        what = instance.what(move)
        return 1, Text(
            f"{what.zh}不合学科需求：需要{names}，该教师任教{mine}。",
            f"{what.en} does not meet the need: {names} wanted, the teacher has {mine}.",
        )
