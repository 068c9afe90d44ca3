"""Two plans side by side, on rows that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace

from community.models import PlacementKind
from community.rule import Strictness, Violation
from community.text import Text
from rotation.solution import Placement, Roster
from scenarios.compare import MoveKind, compare
from scenarios.plan import Plan
from scheduling.timetable import ClassLesson, WeekTimetable


def lesson(weekday: int, slot: int, subject: str = "zh", teacher: str = "T1", **more):
    return ClassLesson("S", "S-301", weekday, slot, subject, teacher, **more)


def plan(*lessons: ClassLesson, placements=(), cost: int = 0) -> Plan:
    violation = Violation("r", "f", Strictness.SOFT, "p", cost, cost, Text("", ""))
    week = WeekTimetable("t1", tuple(sorted(lessons)))
    return Plan("c", Roster(tuple(placements)), week, violations=(violation,) if cost else ())


def kinds(before: Plan, after: Plan) -> list[str]:
    return [m.kind.value for m in compare(before, after).lessons]


def test_equal_plans_have_no_moves():
    one = plan(lesson(1, 1), lesson(2, 1))
    assert compare(one, one).lessons == ()
    assert compare(one, one).moved_share == 0.0


def test_a_lesson_at_another_time_is_moved():
    before, after = plan(lesson(1, 1), lesson(2, 1)), plan(lesson(1, 1), lesson(3, 2))
    (move,) = compare(before, after).lessons
    assert move.kind is MoveKind.MOVED
    assert (move.before, move.after) == (lesson(2, 1), lesson(3, 2))
    assert compare(before, after).moved_share == 0.5


def test_another_teacher_at_the_same_time_is_handed_over():
    before, after = plan(lesson(1, 1)), plan(lesson(1, 1, teacher="T2"))
    (move,) = compare(before, after).lessons
    assert move.kind is MoveKind.HANDED_OVER
    assert move.people == ("T1", "T2")
    assert compare(before, after).by_person == {"T1": 1, "T2": 1}


def test_lessons_without_a_counterpart_are_added_or_dropped():
    assert kinds(plan(lesson(1, 1)), plan(lesson(1, 1), lesson(2, 2))) == ["added"]
    assert kinds(plan(lesson(1, 1), lesson(2, 2)), plan(lesson(1, 1))) == ["dropped"]


def test_two_subjects_that_trade_places_are_two_moves():
    before = plan(lesson(1, 1, "zh"), lesson(1, 2, "math"))
    after = plan(lesson(1, 2, "zh"), lesson(1, 1, "math"))
    assert kinds(before, after) == ["moved", "moved"]
    assert compare(before, after).by_class == {"S-301": 2}


def test_placements_that_differ():
    here = Placement("T1", PlacementKind.SECONDMENT, "M", "t1", 2)
    there = replace(here, teacher="T2")
    moves = compare(plan(placements=[here]), plan(placements=[there])).placements
    assert [(m.kind.value, m.placement.teacher) for m in moves] == [
        ("dropped", "T1"),
        ("added", "T2"),
    ]


def test_cost_by_rule():
    found = compare(plan(cost=3), plan(cost=5))
    assert (found.cost_before, found.cost_after) == ({"r": 3}, {"r": 5})
