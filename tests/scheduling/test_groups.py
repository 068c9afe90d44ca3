"""Groups of a class and of several (分组、走班): planned, audited, counted and refused.

Classes C31 and C41 (grade 3 here) have 13 lessons each (zh 6, math 5, music 2) in 20 slots.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from support import tiny_community, tiny_teacher
from weeks import TERM, broken, first_timetable

from community.grouped import GroupLesson
from community.integrity import problems
from community.models import CurriculumRow, Room, RoomKind, Subject, Unavailable
from community.policy import Policy
from community.sync import periods_beside, taught_periods
from rotation.solution import Roster
from scheduling.shortage import shortages

if TYPE_CHECKING:
    from community.models import Community
    from scheduling.timetable import WeekTimetable

BOTH = ("C31", "C32")


def _row(parallel: str, name: str, subject: str, **more: Any) -> GroupLesson:
    given = {"parallel": parallel, "name": name, "subject": subject, "classes": ("C31",)}
    return GroupLesson.model_validate(given | more)


def _community(*rows: GroupLesson, **more: Any) -> Community:
    """Two classes of grade 3 with 40 pupils each; two teachers of each main subject."""
    base = tiny_community()
    staff = tuple(t for t in base.teachers if t.school == "C")
    first = base.classes[0].model_copy(update={"pupils": 40})
    second = first.model_copy(update={"id": "C32", "number": 2, "name": "三年级(2)班"})
    heads = {"C1": "C31", "C3": "C32"}
    staff = tuple(t.model_copy(update={"class_teacher_of": heads.get(t.id)}) for t in staff)
    update = {
        "policy": Policy(profile="national_base"),
        "schools": base.schools[:1],
        "classes": (first, second),
        "teachers": staff,
        "rooms": (
            Room(id="A1", school="C", name="阶梯教室", kind=RoomKind.ORDINARY, seats=60),
            Room(id="A2", school="C", name="小教室", kind=RoomKind.ORDINARY, seats=20),
            Room(id="PC", school="C", name="机房", kind=RoomKind.COMPUTER, seats=45),
        ),
        "travel": (),
        "grouped": rows,
    }
    return base.model_copy(update=update | more)


def _planned(community: Community) -> WeekTimetable:
    assert problems(community) == []
    return first_timetable(community)


SWAPPING = (  # half the class has music, half mathematics, and the other way round
    _row("F1", "甲组", "music", kind="computer", pupils=20),
    _row("F1", "乙组", "math", room="A2", pupils=20),
    _row("F2", "甲组", "math", room="A2", pupils=20),
    _row("F2", "乙组", "music", kind="computer", pupils=20),
)


def test_groups_that_swap_have_what_the_class_has() -> None:
    """A pupil has one music and one mathematics in groups; the class 1 and 4 as a whole."""
    community = _community(*SWAPPING)
    assert taught_periods(community)["C31", "math"] == 4
    assert Counter(s for _, s, n in periods_beside(community)) == {"music": 2, "math": 2}
    week = _planned(community)
    mine = [x for x in week.lessons if x.class_id == "C31"]
    held = {(x.weekday, x.slot): x for x in mine}
    assert len(held) == 13  # slots of the class's week
    for group in ("甲组", "乙组"):
        seen = Counter(x.subject for x in mine if x.group in ("", group))
        assert seen == {"zh": 6, "math": 5, "music": 2}
    for one in (x for x in mine if x.group):
        other = next(
            x
            for x in mine
            if x.group and x != one and (x.weekday, x.slot) == (one.weekday, one.slot)
        )
        assert one.teacher != other.teacher
    assert {x.room for x in mine if x.group} == {"A2", "PC"}
    assert broken(community, week) == []


MOVING = tuple(  # two classes, three levels of mathematics
    _row("Z1", name, "math", classes=BOTH, periods=2, room=room, pupils=pupils)
    for name, room, pupils in (("A层", "A1", 40), ("B层", "A2", 20), ("C层", "PC", 20))
)
THIRD = tiny_teacher("C6", "C", "math")


def _moving(**more: Any) -> Community:
    base = _community(*MOVING)
    return base.model_copy(update={"teachers": (*base.teachers, THIRD)} | more)


def test_classes_move_to_groups_at_the_same_times() -> None:
    """Two lessons of three teachers at once; each class has its other three as a class."""
    community = _moving()
    assert taught_periods(community)["C32", "math"] == 3
    week = _planned(community)
    grouped = [x for x in week.lessons if x.group]
    assert len(grouped) == 2 * 3 * 2  # lessons, groups, classes
    times = {(x.weekday, x.slot) for x in grouped}
    assert len(times) == 2
    for time in times:
        here = [x for x in grouped if (x.weekday, x.slot) == time]
        assert len({x.teacher for x in here}) == 3
        assert {x.room for x in here} == {"A1", "A2", "PC"}
    for group in BOTH:
        mine = {(x.weekday, x.slot) for x in week.lessons if x.class_id == group}
        assert len(mine) == 13
    assert broken(community, week) == []


def test_edits_of_groups_are_told() -> None:
    """One class's row moved alone; a group moved with both classes; a teacher changed in one."""
    community = _moving()
    week = _planned(community)
    one = next(x for x in week.lessons if x.group == "B层")
    free = {(x.weekday, x.slot) for x in week.lessons}
    day, slot = next((d, s) for d in range(1, 6) for s in range(1, 5) if (d, s) not in free)

    def edited(**change: Any) -> list[str]:
        rows = [x for x in week.lessons if x != one]
        now = replace(week, lessons=tuple(sorted([*rows, replace(one, **change)])))
        return [v.rule for v in broken(community, now)]

    assert "timetable_rows" in edited(weekday=day, slot=slot)
    assert "timetable_rows" in edited(teacher="C1")
    both = [x for x in week.lessons if (x.group, x.weekday, x.slot) == ("B层", *_time(one))]
    rest = [x for x in week.lessons if x not in both]
    moved = [replace(x, weekday=day, slot=slot) for x in both]
    now = replace(week, lessons=tuple(sorted([*rest, *moved])))
    assert [(v.rule, v.deviation) for v in broken(community, now)] == [("groups", 2)]


def _time(lesson: Any) -> tuple[int, int]:
    return lesson.weekday, lesson.slot


def test_fewer_teachers_than_groups_are_counted() -> None:
    """Two teachers of mathematics for three groups."""
    found = shortages(_community(*MOVING), Roster(), TERM)
    (told,) = [s for s in found if "同时" in s.sentence.zh]
    assert "3处要同时上课，能上的教师只有2名" in told.sentence.zh


def test_fewer_rooms_than_groups_are_counted() -> None:
    """One computer room for two groups."""
    rows = tuple(
        _row("F1", name, "math", kind="computer", periods=1, pupils=20) for name in ("甲", "乙")
    )
    (told,) = shortages(_community(*rows), Roster(), TERM)
    assert "其中2处只能用1间教室（机房）" in told.sentence.zh


def test_too_few_common_times_are_counted() -> None:
    """C2 is there on Mondays and Tuesdays, C4 on Wednesdays; two lessons at once."""
    away = [Unavailable(teacher="C2", weekday=d) for d in (3, 4, 5)]
    away += [Unavailable(teacher="C4", weekday=d) for d in (1, 2, 4, 5)]
    rows = (
        _row("F1", "甲", "math", teacher="C2", periods=2, pupils=20),
        _row("F1", "乙", "math", teacher="C4", periods=2, pupils=20),
    )
    found = shortages(_community(*rows, unavailable=tuple(away)), Roster(), TERM)
    assert any("都有空的时间只有0节" in s.sentence.zh for s in found)


ONE = _row("F1", "甲", "math", pupils=20)
TWO = _row("F1", "乙", "math", pupils=20)
REFUSED = [
    ((ONE,), "编号", "两组以上"),
    ((ONE, TWO.model_copy(update={"periods": 2})), "班级", "一样"),
    ((ONE, TWO.model_copy(update={"name": "甲"})), "组名", "不同名"),
    ((ONE, TWO.model_copy(update={"pupils": 21})), "人数", "合计应不超过"),
    (
        tuple(r.model_copy(update={"teacher": "C2"}) for r in (ONE, TWO)),
        "教师",
        "不同的教师",
    ),
    ((ONE.model_copy(update={"teacher": "C5"}), TWO), "教师", "能教"),
    (tuple(r.model_copy(update={"room": "A1"}) for r in (ONE, TWO)), "教室", "不同的教室"),
    ((ONE.model_copy(update={"room": "A2", "pupils": 30}), TWO), "教室", "坐得下30人"),
    ((ONE.model_copy(update={"kind": RoomKind.ART}), TWO), "教室要求", "本校有的"),
    (tuple(r.model_copy(update={"periods": 6}) for r in (ONE, TWO)), "周节数", "只有5节"),
    ((ONE, TWO.model_copy(update={"subject": "music"})), "学科", "周节数应相同"),
]


@pytest.mark.parametrize(("rows", "column", "words"), REFUSED)
def test_what_makes_no_sense_is_refused(
    rows: tuple[GroupLesson, ...], column: str, words: str
) -> None:
    found = problems(_community(*rows))
    assert found[0].column == column
    assert any(words in p.expected.zh for p in found)


def test_a_subject_that_some_pupils_choose_is_all_in_groups() -> None:
    """Some choose music, others science, two periods each, at the same times."""
    base = _community(
        _row("X", "音乐组", "music", periods=2, pupils=20),
        _row("X", "科学组", "science", periods=2, pupils=20),
    )
    community = base.model_copy(
        update={
            "subjects": (*base.subjects, Subject(id="science", name="科学")),
            "curriculum": (
                *base.curriculum,
                CurriculumRow(grade=3, subject="science", periods=2),
            ),
            "teachers": (*base.teachers, tiny_teacher("C7", "C", "science")),
        }
    )
    week = _planned(community)
    # 13 slots although the curriculum names 15 periods: two of them are at the same times.
    mine = [x for x in week.lessons if x.class_id == "C31"]
    assert len({(x.weekday, x.slot) for x in mine}) == 13
    assert broken(community, week) == []
