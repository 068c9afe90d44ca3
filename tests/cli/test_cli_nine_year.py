"""A nine-year school through the commands: bells on a sheet for each stage, slots by the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from cli_support import onebell
from nine_year import SCHOOL, SLOTS, TERM, nine_year
from openpyxl import load_workbook

from community.duty_slots import duty_slots
from community.models import School, SchoolRole, SlotKind, Stage
from community.reading import read_community
from community.text import clock
from community.writing import write_folder, write_workbook
from rotation.solution import Roster
from scheduling.week.frame import Frame

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "teacher,weekday,slot,reason,class_id,strictness\n"


def told(tmp_path: Path, *rows: str) -> Any:
    """Run ``check`` on the school with these rows of 不可排课; its week has no slot to spare."""
    write_folder(nine_year(), tmp_path)
    (tmp_path / "unavailable.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return onebell("check", tmp_path)


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("小学第二节", 3),
        ("初中第2节", 12),
        ("初中部第二节", 12),
        ("9:10", 3),
        ("8:55-9:40", 12),
        ("上午8:00至8:45", 11),
        ("12", 12),
    ],
)
def test_a_teacher_of_both_stages_says_which_lesson(tmp_path: Path, said: str, order: int) -> None:
    result = told(tmp_path, f"T,1,{said},,,soft")
    assert result.exit_code == 0, result.output
    assert [row.slot for row in read_community(tmp_path).unavailable] == [order]


def test_what_could_be_either_is_told_with_both_lessons(tmp_path: Path) -> None:
    result = told(tmp_path, "T,1,第二节,,,", "T,1,8:30,,,", "P1,1,初中第二节,,,")
    assert result.exit_code == 2
    both, none, other = result.stderr.splitlines()
    assert "小学第二节（09:10）、初中第二节（08:55）" in both and "学段加名称" in both
    assert "“8:30”" in none and "小学第一节（08:20）" in none
    assert "初中第二节" in other and "应为所在学校作息表中的" in other  # P1 has no junior lessons


SAID = [("初中第二节", ["N:2.12"]), ("8:55-9:40", ["N:2.12"]), ("第二节", ["N:2.3", "N:2.12"])]


@pytest.mark.parametrize(("said", "times"), [*SAID, ("9:10", ["N:2.3"])])
def test_requests_say_slots_by_stage_or_clock_too(
    tmp_path: Path, said: str, times: list[str]
) -> None:
    """T teaches in both stages: 时段要求 about T without a stage is about the lessons of both."""
    write_folder(nine_year(), tmp_path)
    rows = f"teacher,liking,weekdays,slots,strictness\nT,never,2,{said},soft\n"
    (tmp_path / "time_requests.csv").write_text(rows, encoding="utf-8")
    assert onebell("check", tmp_path).exit_code == 0
    data = read_community(tmp_path)
    (row,) = data.time_requests
    frame = Frame.of(data, Roster(), TERM)
    assert [t.id for t in frame.meant("N", row.weekdays, row.slots)] == times


@pytest.mark.parametrize(
    ("said", "orders"), [("初中第二节", [12]), ("8:55", [12]), ("第二节", [3, 12])]
)
def test_what_is_fixed_is_said_by_stage_or_clock_too(
    tmp_path: Path, said: str, orders: list[int]
) -> None:
    """T holds the meeting, of whichever class has such a slot."""
    write_folder(nine_year(), tmp_path)
    rows = f"name,school,weekday,slot,teacher,strictness\n班会,N,2,{said},T,soft\n"
    (tmp_path / "fixed.csv").write_text(rows, encoding="utf-8")
    frame = Frame.of(read_community(tmp_path), Roster(), TERM)
    assert sorted(int(f.time.id.split(".")[1]) for f in frame.fixtures) == orders


@pytest.mark.parametrize("said", ["小学大课间", "9:00-9:10", "9:00", "2"])
def test_duties_are_said_by_stage_or_clock_too(tmp_path: Path, said: str) -> None:
    write_folder(nine_year(), tmp_path)
    (tmp_path / "duties.csv").write_text(f"slots,weekdays\n{said},1\n", encoding="utf-8")
    data = read_community(tmp_path)
    found = [[s.order for _day, s in duty_slots(data, data.duties[0], c)] for c in data.classes]
    assert found == [[2], []]  # the junior class has no such break


def book(tmp_path: Path, *, numbers: bool) -> Path:
    """Write the workbook with the bells of each stage on a sheet of its own, without 学段."""
    path = tmp_path / "book.xlsx"
    write_workbook(nine_year(), path)
    made = load_workbook(path)
    del made["作息"]
    (grid,) = [c.column for c in made["学校"][1] if c.value == "作息表"]
    made["学校"].delete_cols(grid)
    for stage, title in ((Stage.PRIMARY, "小学作息"), (Stage.JUNIOR, "初中部作息时间表")):
        sheet = made.create_sheet(title)
        sheet.append([*(["序号"] * numbers), "节次", "时间", "星期"])
        own = [s for s in SLOTS if s.stage in (stage, None)]
        for number, slot in enumerate(sorted(own, key=lambda s: s.start), 1):
            when = f"{clock(slot.start)}-{clock(slot.end)}"
            sheet.append([*([number] * numbers), slot.name, when, "1、2"])
    made.save(path)
    return path


@pytest.mark.parametrize("numbers", [False, True])
def test_bells_of_each_stage_on_a_sheet_are_one_table(tmp_path: Path, numbers: bool) -> None:
    """Primary has two lessons, a break and lunch: 1 to 4; the junior slots are 5 to 7."""
    path = book(tmp_path, numbers=numbers)
    result = onebell("read", path)
    assert result.exit_code == 0, result.output
    assert "初中部作息时间表：按工作表的名称或标题，是初中的铃" in result.output
    assert ("序号接着前一张编，是5至7" in result.output) == numbers
    community = read_community(path)
    assert [s.order for s in community.slots] == [1, 2, 3, 4, 5, 6, 7]
    lessons = [
        (s.stage, s.start, s.end)
        for s in sorted(community.slots, key=lambda s: s.order)
        if s.kind is SlotKind.LESSON
    ]
    assert lessons == [(s.stage, s.start, s.end) for s in SLOTS if s.kind is SlotKind.LESSON]


def test_a_school_that_is_called_by_its_stage_keeps_its_bells(tmp_path: Path) -> None:
    """Of a primary and a junior school, and a third with a sheet of its own, each has its own."""
    path = tmp_path / "book.xlsx"
    point = School(
        id="P",
        name="白杨教学点",
        role=SchoolRole.TEACHING_POINT,
        stage=Stage.PRIMARY,
        grid="both",
        parent="S",
    )
    schools = (
        SCHOOL.model_copy(update={"id": "S", "name": "河口小学", "stage": Stage.PRIMARY}),
        SCHOOL.model_copy(
            update={"id": "J", "name": "河口初中", "stage": Stage.JUNIOR, "role": SchoolRole.MEMBER}
        ),
        point,
    )
    fields = {"schools": schools, "classes": (), "teachers": (), "rooms": ()}
    write_workbook(nine_year(**fields), path)
    made = load_workbook(path)
    del made["作息"]
    (grid,) = [c.column for c in made["学校"][1] if c.value == "作息表"]
    made["学校"].delete_cols(grid)
    for title in ("小学作息", "初中作息", "白杨作息"):
        sheet = made.create_sheet(title)
        sheet.append(["节次", "时间"])
        sheet.append(["第一节", "8:20-9:00"])
    made.save(path)
    result = onebell("read", path)
    for title, name in (("小学", "河口小学"), ("初中", "河口初中"), ("白杨", "白杨教学点")):
        assert f"{title}作息：按工作表的名称或标题，是{name}的。" in result.output
