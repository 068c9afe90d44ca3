"""Who is taken at the known times of a course that has lost its teacher."""

from __future__ import annotations

from planned import community, plan

from scenarios.changes.registry import apply_changes, parse_changes
from scenarios.whatif import carried
from scheduling.staffing.handover import taken
from scheduling.week import compile_week, to_solution


def test_clashes_are_counted_for_the_courses_without_a_teacher_only():
    changed, _ = apply_changes(community(), parse_changes(["teacher-leaves M3"]))
    base = carried(plan(), changed)
    instance = compile_week(changed, base.roster, base.week.term)
    solution, _ = to_solution(instance, changed, base.week)
    found = taken(instance, solution)
    lost = {f"{x.class_id}/{x.subject}" for x in plan().week.lessons if x.teacher == "M3"}
    assert set(found) == lost
    for course, people in found.items():
        times = {
            (x.weekday, x.slot)
            for x in plan().week.lessons
            if f"{x.class_id}/{x.subject}" == course
        }
        # Inside one school the same slot is the same time: count by hand for M1.
        own = {(x.weekday, x.slot) for x in plan().week.lessons if x.teacher == "M1"}
        assert people.get("M1", 0) == len(times & own)


def test_nobody_is_taken_when_everybody_stays():
    instance = compile_week(community(), plan().roster, plan().week.term)
    solution, _ = to_solution(instance, community(), plan().week)
    assert taken(instance, solution) == {}
