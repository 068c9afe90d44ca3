"""Days of classes in audits of hand-made timetables: no gaps, however long the days are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import tiny_community
from tiny_week import TERM, policy_rule

from community.policy import Policy
from community.rule import Strictness, Violation
from rotation.solution import Roster
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.audit import audit_week

if TYPE_CHECKING:
    from community.models import Community

# 13 lessons in 20 slots: a short Wednesday and Thursday, and nothing on Friday.
DAYS = (("zh", "zh", "math", "music"), ("zh", "zh", "math", "music"), ("zh", "math", "math"))
DAYS = (*DAYS, ("zh", "math"))
TEACHERS = {"zh": "C1", "math": "C2", "music": "C5"}


def _community() -> Community:
    """One class of the tiny community, which asks for nothing but days without gaps."""
    rule = policy_rule("class_days", "timetable_quality", aspect="class_days")
    base = tiny_community()
    return base.model_copy(
        update={
            "policy": Policy(profile="national_base", rules=(rule,)),
            "schools": base.schools[:1],
            "classes": base.classes[:1],
            "teachers": tuple(t for t in base.teachers if t.id in TEACHERS.values()),
            "rooms": (),
            "travel": (),
        }
    )


def _audit(**moved: int) -> list[Violation]:
    """Audit the week by hand, with some lessons (``"d3_3": 4``, day and slot) at other slots."""
    lessons = [
        ClassLesson("C", "C31", d, moved.get(f"d{d}_{slot}", slot), subject, TEACHERS[subject])
        for d, day in enumerate(DAYS, 1)
        for slot, subject in enumerate(day, 1)
    ]
    return audit_week(_community(), Roster(), WeekTimetable(TERM, tuple(sorted(lessons))))


def test_days_of_different_length_are_no_fault() -> None:
    assert _audit() == []


def test_a_gap_breaks_the_hard_rule() -> None:
    hard = [v for v in _audit(d3_3=4) if v.is_hard]
    assert [(v.rule, v.deviation) for v in hard] == [("class_days.C", 1)]
    assert "周三1节" in hard[0].sentence.zh


def test_a_day_that_begins_late_costs_and_is_no_hard_violation() -> None:
    (found,) = _audit(d4_1=2, d4_2=3)
    assert found.strictness is Strictness.IN_PRINCIPLE
    assert "周四1节" in found.sentence.zh
