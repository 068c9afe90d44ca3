"""Days of classes in audits of hand-made timetables: no gaps, and of much the same length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import tiny_community
from tiny_week import TERM, policy_rule

from community.models import Unavailable
from community.policy import Policy
from community.rule import Strictness, Violation
from rotation.solution import Roster
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.audit import audit_week

if TYPE_CHECKING:
    from community.models import Community
    from community.policy import PolicyRule

# 13 lessons in 20 slots: a short Wednesday and Thursday, and nothing on Friday.
DAYS = (("zh", "zh", "math", "music"), ("zh", "zh", "math", "music"), ("zh", "math", "math"))
DAYS = (*DAYS, ("zh", "math"))
TEACHERS = {"zh": "C1", "math": "C2", "music": "C5"}


COMPACT = policy_rule("class_days", "timetable_quality", aspect="class_days")


def _community(rule: PolicyRule = COMPACT, *away: Unavailable) -> Community:
    """One class of the tiny community, which asks for nothing but one rule about its days."""
    base = tiny_community()
    return base.model_copy(
        update={
            "policy": Policy(profile="national_base", rules=(rule,)),
            "schools": base.schools[:1],
            "classes": base.classes[:1],
            "teachers": tuple(t for t in base.teachers if t.id in TEACHERS.values()),
            "rooms": (),
            "travel": (),
            "unavailable": away,
        }
    )


def _audit(community: Community | None = None, **moved: int) -> list[Violation]:
    """Audit the week by hand, with some lessons (``"d3_3": 4``, day and slot) at other slots."""
    lessons = [
        ClassLesson("C", "C31", d, moved.get(f"d{d}_{slot}", slot), subject, TEACHERS[subject])
        for d, day in enumerate(DAYS, 1)
        for slot, subject in enumerate(day, 1)
    ]
    week = WeekTimetable(TERM, tuple(sorted(lessons)))
    return audit_week(community or _community(), Roster(), week)


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


def _even(most: int) -> PolicyRule:
    return policy_rule("even", "timetable_quality", hard=False, aspect="even_days", max=most)


def test_days_a_lesson_from_even_are_no_fault() -> None:
    # 13 lessons on five days are 2 or 3 a day, so 1 to 4 with one to spare; no day, no minimum.
    assert _audit(_community(_even(1))) == []


def test_a_long_day_costs_what_it_is_over() -> None:
    # 2 or 3 a day and nothing to spare: Monday and Tuesday have 4.
    (found,) = _audit(_community(_even(0)))
    assert (found.deviation, found.strictness) == (2, Strictness.SOFT)
    assert "周一有4节课、周二有4节课（应为2–3节）" in found.sentence.zh


def test_a_short_day_is_full_and_the_others_have_the_rest() -> None:
    # Wednesday has one slot, so the other four days have 3 each, of 13 lessons. One is over on
    # Monday and on Tuesday, one lacking on Thursday. The lessons on Wednesday break another rule.
    away = (Unavailable(class_id="C31", weekday=3, slot=slot) for slot in (2, 3, 4))
    found = [v for v in _audit(_community(_even(0), *away)) if v.rule.startswith("even")]
    assert [v.deviation for v in found] == [3]
