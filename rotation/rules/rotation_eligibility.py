"""F06 eligibility: who may be sent, by years in the school, years to retirement, and where to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.codes import Direction
from community.families.turns import RotationEligibilityParams
from community.models import PlacementKind, Stage
from community.text import Text
from rotation.rules.base import PlacementRule

if TYPE_CHECKING:
    from pydantic import BaseModel

    from community.models import Teacher
    from community.standing import Category
    from rotation.move import Move
    from rotation.setting import Setting

STAGE_TEXT = {
    Stage.PRIMARY: Text("小学", "primary"),
    Stage.JUNIOR: Text("初中", "junior secondary"),
    Stage.NINE_YEAR: Text("九年一贯", "nine-year"),
    Stage.SENIOR: Text("高中", "senior secondary"),
    Stage.SECONDARY: Text("完全中学", "secondary"),
    Stage.TWELVE_YEAR: Text("十二年一贯", "twelve-year"),
}


@dataclass(frozen=True, kw_only=True)
class RotationEligibility(PlacementRule):
    """Only teachers who meet the conditions are placed; exempt teachers never are."""

    family: ClassVar[str] = "rotation_eligibility"
    Params: ClassVar[type[BaseModel]] = RotationEligibilityParams

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return why the teacher is not eligible at the start of the placement."""
        ordinal = instance.ordinal(move.first)
        why = self.refusal(instance, move.teacher, move.placement.kind, ordinal)
        why = why or self._way(move, ordinal // 2)
        if why is None:
            return None
        what = instance.what(move)
        return 1, Text(f"{what.zh}不符合条件：{why.zh}。", f"{what.en}: {why.en}.")

    def refusal(
        self, instance: Setting, teacher: Teacher, kind: PlacementKind, ordinal: int
    ) -> Text | None:
        """Return the objection to a teacher, or that nobody else teaches the subject at home."""
        year, semester = ordinal // 2, ordinal % 2 + 1
        if kind not in self.params.kinds or not self._speaks_of(teacher, year):
            return None
        why = self.objection(teacher, year, semester)
        if why is None and self.params.sole_teacher_stays and kind.leaves_home:
            return self._sole(instance, teacher)
        return why

    def objection(self, teacher: Teacher, school_year: int, semester: int = 1) -> Text | None:
        """Return why a teacher may not be sent in a semester of a school year, or None."""
        params: Any = self.params
        if not self._speaks_of(teacher, school_year):
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
        terms = 2 * served + semester - 1
        if terms < params.min_terms_in_school:
            return Text(
                f"在本校任职{terms}个学期，未满{params.min_terms_in_school}个学期",
                f"{terms} semesters in the school, {params.min_terms_in_school} required",
            )
        left = params.retirement_age - (school_year - teacher.birth_year)
        if params.exclude_years_to_retirement and left <= params.exclude_years_to_retirement:
            return Text(
                f"距退休{max(left, 0)}年，须多于{params.exclude_years_to_retirement}年",
                f"{max(left, 0)} years to retirement, "
                f"more than {params.exclude_years_to_retirement} required",
            )
        return None

    def _speaks_of(self, teacher: Teacher, school_year: int) -> bool:
        categories: tuple[Category, ...] = self.params.categories
        return not categories or any(c.includes(teacher, school_year) for c in categories)

    def _sole(self, instance: Setting, teacher: Teacher) -> Text | None:
        """Return the subjects of which a teacher is the only one at home, or None."""
        alone = instance.remembered(("sole_teachers",), lambda: _sole_teachers(instance))
        subjects = alone.get(teacher.id)
        if not subjects:
            return None
        names = [instance.subject_name(s) for s in subjects]
        return Text(
            f"本校{'、'.join(names)}只有这1名教师",
            f"the only teacher of {', '.join(names)} at home",
        )

    def _way(self, move: Move, year: int) -> Text | None:
        """Return what is against the host, or None."""
        params, teacher, host = self.params, move.teacher, move.host
        if move.placement.kind not in params.kinds or not self._speaks_of(teacher, year):
            return None
        if not params.cross_stage and not teacher.stage.meets(host.stage):
            mine, theirs = STAGE_TEXT[teacher.stage], STAGE_TEXT[host.stage]
            return Text(
                f"不跨学段：教师属{mine.zh}，{host.name}是{theirs.zh}",
                f"a {mine.en} teacher, and {host.name} is {theirs.en}",
            )
        if params.scope == "group" and move.direction is Direction.BETWEEN_COMMUNITIES:
            return Text(
                f"超出本共同体（从{move.home.group}到{host.group}）",
                f"outside the own community (from {move.home.group} to {host.group})",
            )
        return None


def _sole_teachers(instance: Setting) -> dict[str, tuple[str, ...]]:
    """Return the subjects that only one person at a school can teach there, by teacher."""
    found: dict[str, list[str]] = {}
    for school, staff in instance.staff.items():
        for lane in instance.lanes_at[school]:
            able = [t.id for t in staff if lane in instance.lanes(t, school)]
            if len(able) == 1:
                found.setdefault(able[0], []).append(lane.subject)
    return {teacher: tuple(dict.fromkeys(subjects)) for teacher, subjects in found.items()}
