"""The nearest timetable: what is missing in it, and what stands in the way of each lesson."""

from __future__ import annotations

from dataclasses import replace

from tiny_week import ROSTER, TERM, tiny_plan, week_community

from community.models import Unavailable
from community.text import Text
from scheduling import planning
from scheduling.check import cost
from scheduling.planning import plan_week
from scheduling.rooms import Lack
from scheduling.solution import Solution
from scheduling.staffing import choose_teachers
from scheduling.staffing.blame import blamed
from scheduling.week import nearest as module
from scheduling.week.compile import compile_week
from scheduling.week.frame import Frame
from scheduling.week.nearest import Nearest
from scheduling.week.reading import to_solution
from solving.outcome import Budget, Status


def _without(event: str, **changes: object) -> Nearest:
    """The tiny plan without one of an event's lessons; its teachers are settled."""
    community = week_community(**changes)
    instance = compile_week(community, ROSTER, TERM)
    timetable = tiny_plan().timetable
    assert timetable is not None
    solution, _ = to_solution(instance, community, timetable)
    first = next(x for x in solution.lessons if x.event == event)
    staffed = instance.with_resources(solution)
    lessons = tuple(replace(x, time=None) if x is first else x for x in solution.lessons)
    return Nearest(staffed, Solution(lessons), 1)


def test_a_lesson_without_a_time_is_named_with_class_teacher_and_what_is_in_the_way() -> None:
    nearest = _without("C31/music")
    (trouble,) = nearest.troubles()
    assert trouble.rule == "assign_time"
    assert (trouble.class_name, trouble.teacher) == ("中心小学三年级(1)班", "教师C5")
    zh, en = trouble.sentence.zh, trouble.sentence.en
    assert zh.startswith("中心小学三年级(1)班音乐共1节，有1节没有排上时间。本班空着的课位：周")
    assert "Free slots of the class: Mon" in en
    # 20 slots and 13 lessons, one of them waiting: 8 are free.
    assert "等8处" in zh
    assert len(nearest.timetable(week_community(), TERM).lessons) == 13 * 4 - 1


def test_who_is_away_taken_or_too_far_is_told_of_each_free_slot(monkeypatch) -> None:
    monkeypatch.setattr(module, "NAMED", 20)
    away = (Unavailable(teacher="C5", weekday=1),)
    troubles = _without("C31/music", unavailable=away).troubles()
    clauses = next(t.sentence.zh for t in troubles if t.rule == "assign_time")
    for words in ("教师C5不能上课", "教师C5在上", "路上来不及", "会违反规则："):
        assert words in clauses, clauses


def test_without_time_it_is_only_said_that_other_rules_are_in_the_way(monkeypatch) -> None:
    monkeypatch.setattr(module, "NAMED", 20)
    (trouble,) = _without("C31/music").troubles(seconds=0.0)
    assert "与其他规则相抵" in trouble.sentence.zh


def test_a_lesson_without_a_room_has_its_hour() -> None:
    nearest = _without("C31/music")
    lesson = next(x for x in nearest.solution.lessons if "@s1" in x.event and x.resources)
    said = nearest.instance.event_by_id[lesson.event].name
    lack = Lack(lesson.event, "room", lesson.time or "", Text("没有教室", "no room"))
    troubles = replace(nearest, lacks=(lack,)).troubles()
    (room,) = [t for t in troubles if t.rule == "assign_room"]
    assert room.class_name and room.class_name in said
    assert room.when.zh.startswith("周")


def test_a_week_that_is_not_found_in_time_has_the_nearest_timetable(monkeypatch) -> None:
    near = _without("C31/music")
    real = planning.solve

    def unfinished(instance, budget, **more):
        found = real(instance, budget, **more)
        report = replace(found.report, status=Status.UNKNOWN, interrupted=True)
        price = cost(near.instance, near.solution)
        return replace(found, report=report, solution=near.solution, cost=price)

    monkeypatch.setattr(planning, "solve", unfinished)
    week = plan_week(week_community(), ROSTER, TERM, Budget(10.0, 1, 1))
    assert (week.status, week.timetable) == (Status.UNKNOWN, None)
    assert week.nearest is not None
    assert week.nearest.solution == near.solution


def test_courses_that_have_no_staffing_are_named_with_their_teachers() -> None:
    # C5 is there on two days, see test_week_planning; languages and maths are no part of it.
    away = tuple(Unavailable(teacher="C5", weekday=d) for d in (3, 4, 5))
    community = week_community(unavailable=away)
    frame = Frame.of(community, ROSTER, TERM)
    instance = compile_week(community, ROSTER, TERM)
    staffing = choose_teachers(instance, frame, Budget(10.0, 1, 1))
    assert (staffing.report.status, staffing.shortages) == (Status.INFEASIBLE, ())
    reason = blamed(instance, frame, staffing.clashes, Budget(10.0, 1, 1))
    assert reason is not None
    assert (reason.kind, reason.point) == ("staff", "C/music+M/music")
    assert "能教的只有教师C5" in reason.sentence.zh
    assert blamed(compile_week(week_community(), ROSTER, TERM), frame, (), Budget(5.0, 1)) is None
