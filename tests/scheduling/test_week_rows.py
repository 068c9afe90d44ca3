"""Audits of edited timetables: every mistake is named, none ends in an error of the program."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tiny_week import ROSTER, TERM, tiny_plan, week_community

from community.models import WeekPattern
from community.requests import FixedLesson
from community.rule import Strictness
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week import compile_week, to_solution, to_timetable
from scheduling.week.audit import audit_week

if TYPE_CHECKING:
    from community.rule import Violation

COMMUNITY = week_community()


def _timetable() -> WeekTimetable:
    found = tiny_plan().timetable
    assert found is not None
    return found


def _row(**fields: object) -> ClassLesson:
    """The first row with these values."""
    for row in _timetable().lessons:
        if all(getattr(row, name) == value for name, value in fields.items()):
            return row
    raise LookupError(fields)


def _hard(*rows: ClassLesson) -> list[Violation]:
    found = audit_week(COMMUNITY, ROSTER, WeekTimetable(TERM, tuple(sorted(rows))))
    return [v for v in found if v.is_hard]


def _edited(row: ClassLesson, **changes: object) -> list[Violation]:
    """Hard violations after one row is changed; without changes, after it is deleted."""
    rows = [x for x in _timetable().lessons if x != row]
    return _hard(*rows, *([replace(row, **changes)] if changes else []))  # type: ignore[arg-type]


def _families(violations: list[Violation]) -> set[str]:
    assert all(v.sentence.zh and v.sentence.en for v in violations)
    return {v.family for v in violations}


def test_our_own_timetable_is_clean_and_complete() -> None:
    assert _hard(*_timetable().lessons) == []
    # 4 classes x 13 periods, no doubles.
    assert len(_timetable().lessons) == 52


def test_rows_and_solution_are_the_same_thing() -> None:
    instance = compile_week(COMMUNITY, ROSTER, TERM)
    solution, errors = to_solution(instance, COMMUNITY, _timetable())
    assert errors == []
    assert to_timetable(instance, solution, TERM) == _timetable()


def test_a_synchronous_lesson_moved_is_named() -> None:
    row = _row(class_id="M31", series="s1")
    day = row.weekday % 5 + 1
    assert "SyncLink" in _families(_edited(row, weekday=day))


def test_a_travelling_teacher_moved_too_close_is_named() -> None:
    # C5 gets a lesson at M right before or after one at C: 10 to 20 minutes for 25 + 10.
    mine = [r for r in _timetable().lessons if r.teacher == "C5"]
    there = next(r for r in mine if r.school == "M" and not r.series)
    here = next(r for r in mine if r.school == "C" and not r.series)
    slot = here.slot + 1 if here.slot < 4 else here.slot - 1
    found = _edited(there, weekday=here.weekday, slot=slot)
    assert "TravelTime" in _families(found)
    (travel,) = (v for v in found if v.family == "TravelTime")
    assert "余量10分钟" in travel.sentence.zh
    assert travel.source == "“原文”"


def test_a_missing_lesson_is_named() -> None:
    assert "AssignTime" in _families(_edited(_row(class_id="C31", subject="zh")))


def test_an_extra_lesson_is_named() -> None:
    row = _row(class_id="C31", subject="zh")
    found = _hard(*_timetable().lessons, replace(row, weekday=row.weekday % 5 + 1))
    assert "Structure" in _families(found)


def test_another_teacher_is_named() -> None:
    row = _row(class_id="C31", subject="zh")
    other = "C3" if row.teacher == "C1" else "C1"
    assert "PreferResources" in _families(_edited(row, teacher="M1"))
    # One of six lessons goes to a colleague who is qualified too: a course has one teacher.
    assert "AvoidSplitAssignments" in _families(_edited(row, teacher=other))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"class_id": "C99"}, "没有班级“C99”"),
        ({"subject": "chem"}, "没有“chem”课"),
        ({"teacher": "T999"}, "没有教师“T999”"),
        ({"room": "R9"}, "没有教室“R9”"),
        ({"room": "CL"}, "请清空教室一栏"),
        ({"assistant": "M1"}, "不需要辅助教师"),
        ({"slot": 9}, "本校作息表里这时没有正课"),
        ({"weekday": 7}, "本校作息表里这时没有正课"),
        ({"weeks": WeekPattern.ODD}, "没有只在单周上的课"),
        ({"series": "s9"}, "没有由该班参加的同步课堂“s9”"),
        ({"school": "M"}, "不在“M”"),
        ({"periods": 0}, "应至少为1"),
    ],
)
def test_a_senseless_row_is_named(changes: dict[str, object], words: str) -> None:
    found = _edited(_row(class_id="C31", subject="zh"), **changes)
    sentences = [v.sentence.zh for v in found if v.family == "TimetableRow"]
    assert any(words in s for s in sentences), sentences
    assert all("三年级(1)班" in s or "C99" in s for s in sentences)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"room": "CL"}, "活动不占用教室（"),
        ({"assistant": "C2"}, "活动不占用助教（教师C2）"),
        ({"series": "s9"}, "没有由该班参加的同步课堂“s9”"),
        ({"group": "A"}, "没有“A”这一组"),
    ],
)
@pytest.mark.parametrize("strictness", list(Strictness))
def test_what_an_event_has_no_use_for_is_named(
    changes: dict[str, str], words: str, strictness: Strictness
) -> None:
    """A class meeting in the fourth lesson of Fridays: required, or wished at that time."""
    meeting = FixedLesson(
        name="班会",
        classes=("C31",),
        weekday=5,
        slot="4",
        class_teacher=True,
        strictness=strictness,
    )
    community = COMMUNITY.model_copy(update={"fixed": (meeting,)})
    row = ClassLesson("C", "C31", 5, 4, "班会", "C1")
    for edited, named in ((row, False), (replace(row, **changes), True)):
        found = audit_week(community, ROSTER, WeekTimetable(TERM, (edited,)))
        told = [v.sentence.zh for v in found if v.family == "TimetableRow"]
        assert any(words in s for s in told) is named
        assert named or not told


def test_a_row_speaks_of_its_slot_by_name() -> None:
    row = _row(class_id="C31", subject="zh")
    grid = COMMUNITY.school_by_id["C"].grid
    (name,) = {s.name for s in COMMUNITY.slots if (s.grid, s.order) == (grid, row.slot)}
    found = [v for v in _edited(row, room="CL") if v.family == "TimetableRow"]
    when = f"（周{'一二三四五'[row.weekday - 1]}{name}）："
    assert [when in v.sentence.zh for v in found] == [True]


def test_the_receiving_row_names_the_host_teacher() -> None:
    row = _row(class_id="M31", series="s1")
    found = _edited(row, teacher="M1")
    assert any("主讲教师应为教师C5" in v.sentence.zh for v in found)


def test_rooms_and_assistants_of_a_synchronous_lesson() -> None:
    row = _row(class_id="M31", series="s1")
    assert "AssignResource" in _families(_edited(row, room=""))
    assert "AssignResource" in _families(_edited(row, assistant=""))
    # Whoever assists there has a lesson in the other class put at the same time.
    other = _row(class_id="M41", subject="zh")
    rest = [x for x in _timetable().lessons if x not in (row, other)]
    there = replace(other, weekday=row.weekday, slot=row.slot)
    found = _hard(*rest, there, replace(row, assistant=other.teacher))
    clashes = [v.point for v in found if v.family == "AvoidClashes"]
    assert any(point.startswith(other.teacher) for point in clashes), clashes


@pytest.mark.parametrize("seed", range(15))
def test_random_edits_never_end_in_an_error(seed: int) -> None:
    rng = random.Random(seed)
    rows = list(_timetable().lessons)
    wild = {
        "school": ["C", "X", ""],
        "class_id": ["M31", "", "C31/zh"],
        "weekday": [0, 3, 8, -1],
        "slot": [0, 2, 99],
        "subject": ["music", "", "@"],
        "teacher": ["", "CL", "C31", "M2"],
        "weeks": list(WeekPattern),
        "periods": [-1, 0, 2, 50],
        "room": ["CL", "C1", "?"],
        "series": ["s1", "s", ""],
        "assistant": ["M1", "ML", "?"],
    }
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(rows))
        name = rng.choice(list(wild))
        rows[at] = replace(rows[at], **{name: rng.choice(wild[name])})
    _families(_hard(*rows))
