"""F06 eligibility: who may be sent, by years in the school and years to retirement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, Field

from community.models import PlacementKind
from community.text import Text
from rotation.move import Category
from rotation.rules.base import STRICT, PlacementRule

if TYPE_CHECKING:
    from community.models import Teacher
    from rotation.instance import RotationInstance
    from rotation.move import Move


class Params(BaseModel):
    """``categories``: whom the rule speaks of (everybody when empty). Years are school years."""

    model_config = STRICT

    kinds: tuple[PlacementKind, ...] = Field(min_length=1)
    min_years_in_school: int = Field(default=0, ge=0, le=50)
    exclude_years_to_retirement: int = Field(default=0, ge=0, le=50)
    retirement_age: int = Field(default=60, ge=40, le=80)
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RotationEligibility(PlacementRule):
    """Only teachers who meet the conditions are placed; exempt teachers never are."""

    family: ClassVar[str] = "rotation_eligibility"
    Params: ClassVar[type[BaseModel]] = Params

    def fault(self, instance: RotationInstance, move: Move) -> tuple[int, Text] | None:
        """Return why the teacher is not eligible at the start of the placement."""
        if move.placement.kind not in self.params.kinds:
            return None
        why = self.objection(move.teacher, instance.school_year(move.first))
        if why is None:
            return None
        what = instance.what(move)
        return 1, Text(f"{what.zh}不符合条件：{why.zh}。", f"{what.en}: {why.en}.")

    def objection(self, teacher: Teacher, school_year: int) -> Text | None:
        """Return why a teacher may not be sent in a school year, or None."""
        params: Any = self.params
        if params.categories and not any(
            c.includes(teacher, school_year) for c in params.categories
        ):
            return None
        if teacher.exemption:
            reason = teacher.exemption
            return Text(f"免于交流（{reason}）", f"exempt ({reason})")
        served = school_year - teacher.joined_year
        if served < params.min_years_in_school:
            return Text(
                f"在本校任教{served}年，未满{params.min_years_in_school}年",
                f"{served} years in the school, {params.min_years_in_school} required",
            )
        left = params.retirement_age - (school_year - teacher.birth_year)
        if params.exclude_years_to_retirement and left <= params.exclude_years_to_retirement:
            return Text(
                f"距退休{max(left, 0)}年，须多于{params.exclude_years_to_retirement}年",
                f"{max(left, 0)} years to retirement, "
                f"more than {params.exclude_years_to_retirement} required",
            )
        return None
