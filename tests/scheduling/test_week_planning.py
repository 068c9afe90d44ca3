"""The week end to end on the tiny community, and what it says when there is none."""

from __future__ import annotations

from tiny_week import LINK, ROSTER, TERM, TRAVEL, policy_rule, tiny_plan, week_community

from community.models import Unavailable
from rotation.solution import Roster
from scheduling.planning import plan_week
from scheduling.week.audit import audit_week
from solving.outcome import Budget, Status

BUDGET = Budget(10.0, 1, 1)


def test_a_plan_breaks_no_hard_rule() -> None:
    plan = tiny_plan()
    assert plan.status is Status.FEASIBLE
    assert plan.timetable is not None
    assert not any(v.is_hard for v in plan.violations)
    assert set(plan.reports) == {"staffing", "week"}
    assert list(plan.timetable.lessons) == sorted(plan.timetable.lessons)


def test_a_shortage_is_an_answer_at_once() -> None:
    plan = plan_week(week_community(), Roster(), TERM, BUDGET)
    assert plan.status is Status.INFEASIBLE
    assert plan.timetable is None
    # M has 4 periods of music, one of them synchronous, and nobody to teach the other 3.
    assert [s.lack for s in plan.shortages] == [3]


def test_classes_that_cannot_be_placed_are_infeasible() -> None:
    # No lesson may begin before 11:00: one slot a day remains for 13 periods. Counting says so.
    late = policy_rule("first", "timetable_feasibility", earliest_primary="11:00")
    plan = plan_week(week_community(late), ROSTER, TERM, BUDGET)
    assert plan.status is Status.INFEASIBLE
    assert {s.kind for s in plan.shortages} >= {"class_slots"}


def test_rules_that_cannot_hold_together_are_proved_by_search_and_named() -> None:
    # C5 is there on two days: 7 lessons for 8 slots. Music is held once a day, and C41 and M41 have
    # two: both days are at both schools, and with the way that leaves 3 slots a day. 7 > 6.
    away = tuple(Unavailable(teacher="C5", weekday=d) for d in (3, 4, 5))
    plan = plan_week(week_community(unavailable=away), ROSTER, TERM, BUDGET)
    assert plan.status is Status.INFEASIBLE
    assert plan.timetable is None
    (reason,) = plan.shortages
    assert (reason.kind, reason.point) == ("rules", "C/music+M/music")
    assert "“教师不能上课的时间”（教师C5）、“同一学科每天不超过1节”" in reason.sentence.zh


def test_a_common_half_day_takes_slots_away() -> None:
    # Music teachers meet every morning, and there is no afternoon: C5 has no slot at all.
    rules = tuple(
        policy_rule(f"meet{d}", "recurring_common_slot", subject="music", weekday=d, half_day="am")
        for d in (1, 2, 3, 4, 5)
    )
    plan = plan_week(week_community(TRAVEL, LINK, *rules), ROSTER, TERM, BUDGET)
    assert plan.status is Status.INFEASIBLE
    assert {s.kind for s in plan.shortages} == {"staff", "teacher_slots"}


def test_unavailable_times_are_kept() -> None:
    free = tuple(Unavailable(teacher="C5", weekday=d) for d in (1, 2))
    community = week_community(unavailable=free)
    plan = plan_week(community, ROSTER, TERM, BUDGET)
    assert plan.timetable is not None
    mine = [x for x in plan.timetable.lessons if x.teacher == "C5"]
    assert mine
    assert {x.weekday for x in mine} <= {3, 4, 5}


def test_planning_from_a_base_moves_little() -> None:
    base = tiny_plan().timetable
    assert base is not None
    busy = next(x for x in base.lessons if x.teacher == "C2")
    taken = (Unavailable(teacher="C2", weekday=busy.weekday, slot=busy.slot),)
    community = week_community(unavailable=taken)
    broken = [v for v in audit_week(community, ROSTER, base) if v.is_hard]
    assert [v.family for v in broken] == ["AvoidUnavailableTimes"]
    plan = plan_week(community, ROSTER, TERM, BUDGET, base=base)
    assert plan.timetable is not None
    assert not any(v.is_hard for v in plan.violations)
    new, _ = plan.timetable.diff(base)
    # The one lesson has to go elsewhere; with it at most the lessons that make room.
    assert 1 <= len(new) <= 4
