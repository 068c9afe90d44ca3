"""The checker on timetables that make no sense: everything is named, nothing crashes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tiny_xhstt import event, lessons, school

from community.models import WeekPattern
from community.rule import Cost
from scheduling.check import FAMILY, check, cost, fitting
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.base import AppliesTo
from scheduling.solution import Lesson, Solution

ASSIGN = AssignTime(id="assign", applies_to=AppliesTo(event_groups=("All",)))
TINY = school(event("E1", 2, "A"), event("E2", 1, role="teacher"), rules=(ASSIGN,))


def _structure(solution: Solution) -> list[str]:
    return [str(v.sentence) for v in check(TINY, solution) if v.family == FAMILY]


def test_a_sound_timetable_has_no_errors() -> None:
    assert check(TINY, lessons("E1*2@Mo1", "E2@Mo1=B")) == []
    assert cost(TINY, lessons("E1*2@Mo1", "E2@Mo1=B")) == Cost(0, 0)


def test_what_is_left_out_is_charged_by_the_rule() -> None:
    found = check(TINY, lessons("E1@Mo1"))
    assert [(v.rule, v.point, v.deviation) for v in found] == [
        ("assign", "E1", 1),
        ("assign", "E2", 1),
    ]


@pytest.mark.parametrize(
    ("lesson", "words"),
    [
        (Lesson("E9", 1, "Mo1"), "课程“E9”不存在"),
        (Lesson("E1", 1, "Mo9"), "时间“Mo9”不存在"),
        (Lesson("E1", 0, "Mo1"), "时长为0"),
        (Lesson("E1", 3, "Mo1"), "应有2节"),
        (Lesson("E2", 1, "Mo1", (("teacher", "Z"),)), "人员或教室“Z”不存在"),
        (Lesson("E2", 1, "Mo1", (("room", "R"),)), "角色“room”不存在"),
        (Lesson("E2", 1, "Mo1", (("teacher", "R"),)), "需要Teacher，琴房却是Room"),
        (Lesson("E1", 2, "Tu3"), "没有相连的节次"),
    ],
)
def test_nonsense_is_named(lesson: Lesson, words: str) -> None:
    others = [x for x in lessons("E1*2@Mo1", "E2@Mo1=B").lessons if x.event != lesson.event]
    found = _structure(Solution((*others, lesson)))
    assert len(found) == 1
    assert words in found[0]


def test_too_many_lessons_are_counted() -> None:
    found = check(TINY, lessons("E1*2@Mo1", "E1@Tu1", "E2@Mo1=B"))
    assert [(v.family, v.point, v.deviation) for v in found] == [(FAMILY, "E1", 1)]


def test_a_given_time_and_a_given_teacher_stay() -> None:
    given = replace(event("E1", 1, "A"), time="Mo1")
    slot = replace(given.slots[0], role="teacher", type="Teacher")
    tiny = school(replace(given, slots=(slot,)), rules=(ASSIGN,))
    assert check(tiny, lessons("E1@-")) == []  # it has its time anyhow
    moved = check(tiny, lessons("E1@Mo2"))
    assert "已定为Mo1" in str(moved[0].sentence)
    replaced = check(tiny, lessons("E1@Mo1=B"))
    assert str(replaced[0].sentence) == "课E1已定为安老师，课表中却是白老师。"
    assert replaced[0].sentence.en == "课E1 is given 安老师 but has 白老师."


def test_a_lesson_of_another_school_is_out_of_place() -> None:
    tiny = school(event("E1", 1, "A", site="X"), rules=(ASSIGN,))
    times = tuple(replace(t, site="X" if t.id[:2] == "Mo" else "Y") for t in tiny.times)
    tiny = replace(tiny, times=times)
    assert check(tiny, lessons("E1@Mo1")) == []
    assert "别校" in str(check(tiny, lessons("E1@Tu1"))[0].sentence)


def test_of_a_strange_timetable_what_fits_is_taken_over() -> None:
    strange = Solution(
        (
            Lesson("E1", 1, "Mo1", (("teacher", "B"),)),  # nobody is asked for there
            Lesson("E1", 1, "Mo9"),
            Lesson("E1", 1, "Mo2"),  # one too many
            Lesson("E2", 1, "Tu1", (("teacher", "B"), ("teacher", "Z"), ("room", "R"))),
            Lesson("gone", 1, "Mo1"),
        )
    )
    taken = fitting(TINY, strange)
    assert taken == lessons("E1@Mo1", "E1@-", "E2@Tu1=B")
    assert fitting(TINY, taken) == taken
    far = Solution((Lesson("E1", 2, "Tu3"), Lesson("E2", 1, "Mo1", weeks=WeekPattern.ODD)))
    assert fitting(TINY, far) == lessons("E1*2@-", "E2@-")
