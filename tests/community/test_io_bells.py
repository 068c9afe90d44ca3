"""Bells of the stages of one school: read and written as they are, and what they cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from nine_year import JUNIOR, SLOTS, nine_year

from community.errors import InputError
from community.integrity import problems
from community.models import SlotKind, Stage, Unavailable
from community.reading import read_community
from community.requests import JointLesson
from community.writing import write_folder, write_workbook

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["folder", "book.xlsx"])
def test_bells_of_stages_are_written_and_read(tmp_path: Path, name: str) -> None:
    community = nine_year()
    assert problems(community) == []
    (write_workbook if name.endswith("x") else write_folder)(community, tmp_path / name)
    assert read_community(tmp_path / name).slots == SLOTS


def _found(*slots: object, **changes: object) -> list[str]:
    return [p.expected.zh for p in problems(nine_year(slots=slots or SLOTS, **changes))]


def _as(number: int, **changes: object) -> tuple[object, ...]:
    return tuple(s.model_copy(update=changes) if s.order == number else s for s in SLOTS)


def test_slots_that_ring_for_the_same_classes_do_not_overlap() -> None:
    # The junior lesson of 8:00-8:45 would overlap the primary one of 8:20, were it of all classes.
    found = _found(*_as(11, stage=None))
    assert any(said.startswith("应不早于08:45") for said in found)
    assert any(said.startswith("应写学段") for said in found)
    (late,) = _found(*_as(12, start=520))  # before the end of its own first lesson, 8:45
    assert late.startswith("应不早于08:45")


def test_stages_of_lessons_are_apart() -> None:
    # 九年一贯 meets 初中: of which a junior class would be is open.
    mixed = _found(*_as(11, stage=Stage.NINE_YEAR, start=400, end=440))
    assert any("互不重叠" in said for said in mixed)


def test_a_class_has_lessons_by_its_bells() -> None:
    junior = [s for s in SLOTS if s.stage is Stage.JUNIOR]
    (none,) = _found(*(s for s in SLOTS if s not in junior))
    assert none == "所在学校的作息表both应有初中的正课"


def test_classes_of_two_stages_have_no_lesson_together() -> None:
    joint = JointLesson(id="H1", subject="math", classes=("N31", "N71"))
    (apart,) = _found(joint=(joint,))
    assert apart.startswith("应为作息相同的班级")


def test_numbers_of_slots_go_on_over_the_stages() -> None:
    twice, *_ = problems(nine_year(slots=_as(12, order=3)))
    assert twice.hint is not None
    assert "接着编号" in twice.hint.zh


def test_a_name_means_the_slot_of_the_own_stage(tmp_path: Path) -> None:
    # 第二节 is slot 12 for the junior class and for J1, 3 for P1; T may mean either.
    write_folder(nine_year(), tmp_path)
    header = "teacher,weekday,slot,reason,class_id\n"
    table = tmp_path / "unavailable.csv"
    table.write_text(header + "J1,1,第二节,,\nP1,1,第二节,,\n,1,第二节,,N71\n", encoding="utf-8")
    found = read_community(tmp_path).unavailable
    assert [x.slot for x in found] == [12, 3, 12]
    assert found[2] == Unavailable(weekday=1, slot=12, class_id=JUNIOR.id)
    table.write_text(header + "T,1,第二节,,\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_community(tmp_path)
    assert "应写明是哪一个" in error.value.problems[0].expected.zh


def test_a_school_hears_the_bells_of_its_own_stages() -> None:
    # One bell grid for all schools of a county: a primary school has no junior lessons.
    community = nine_year()
    primary = community.schools[0].model_copy(update={"stage": Stage.PRIMARY})
    assert [s.order for s in community.slots_of(primary)] == [1, 2, 3, 20]
    assert [s.order for s in community.lesson_slots(JUNIOR, 1)] == [11, 12]
    lunch = next(s for s in SLOTS if s.kind is SlotKind.LUNCH)
    assert lunch in community.slots_of(JUNIOR)
