"""Files of a plan folder that people edited: it counts, or is refused with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from plan_on_disk import COMMUNITY, PLAN, edit, problems

from community.errors import InputError
from publishing.plan_folder import read_plan
from rotation.solution import PlacementStatus

if TYPE_CHECKING:
    from pathlib import Path


def test_an_edited_file_in_gbk_and_english_reads_too(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        columns = {"星期": "Weekday", "节数": "periods"}
        rows[0] = [columns.get(h, h) for h in rows[0]]
        day = rows[0].index("Weekday")
        for row in rows[1:]:
            row[day] = {"周一": "Mon", "周二": "2", "周三": "星期三"}.get(row[day], row[day])

    edit(folder / "timetable.csv", change, encoding="gb18030")
    assert read_plan(COMMUNITY, folder) == PLAN


def test_every_bad_cell_is_named_with_its_place(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        at = {h: i for i, h in enumerate(rows[0])}
        rows[1][at["班级编号"]] = "X9"
        rows[2][at["教师编号"]] = "王五"
        rows[3][at["星期"]] = "周八"
        rows[4][at["节次序号"]] = "4"  # the long break is no lesson slot
        rows[5][at["节数"]] = "-1"
        rows[6][at["学科编号"]] = rows[6][at["学科"]] = ""
        rows[7][at["周次"]] = "隔周"

    edit(folder / "timetable.csv", change)
    edit(folder / "roster.csv", lambda rows: rows[1].__setitem__(3, "旅游"))
    found = problems(folder)
    for expected in [
        ("roster.csv", 2, "方式", "旅游"),
        ("timetable.csv", 2, "班级编号", "X9"),
        ("timetable.csv", 3, "教师编号", "王五"),
        ("timetable.csv", 4, "星期", "周八"),
        ("timetable.csv", 5, "节次序号", "4"),
        ("timetable.csv", 6, "节数", "-1"),
        ("timetable.csv", 7, "学科", ""),
        ("timetable.csv", 8, "周次", "隔周"),
    ]:
        assert expected in found


def test_a_name_changed_without_its_id_is_refused(folder: Path) -> None:
    other = COMMUNITY.teachers[5].name

    def change(rows: list[list[str]]) -> None:
        rows[1][rows[0].index("教师")] = other

    edit(folder / "timetable.csv", change)
    with pytest.raises(InputError) as caught:
        read_plan(COMMUNITY, folder)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column, problem.value) == (2, "教师", other)
    assert "编号" in problem.to("zh")


def test_a_slot_is_spoken_of_by_its_name(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        at = {h: i for i, h in enumerate(rows[0])}
        assert (rows[1][at["节次序号"]], rows[1][at["节次"]]) == ("2", "第1节")  # 早读 is 1
        rows[1][at["节次"]] = "第2节"

    edit(folder / "timetable.csv", change)
    with pytest.raises(InputError, match="节次序号一栏是“第1节”"):
        read_plan(COMMUNITY, folder)


def test_a_clock_time_changed_without_its_slot_is_refused(folder: Path) -> None:
    edit(folder / "timetable.csv", lambda rows: rows[1].__setitem__(7, "09:59"))
    assert problems(folder) == [("timetable.csv", 2, "开始", "09:59")]


def test_an_end_that_is_not_the_slots_is_refused(folder: Path) -> None:
    edit(folder / "timetable.csv", lambda rows: rows[1].__setitem__(8, "23:00"))
    assert problems(folder) == [("timetable.csv", 2, "结束", "23:00")]


@pytest.mark.parametrize("kept", ["节次序号", "节次", "开始"])
def test_a_slot_is_known_by_number_name_or_start_alone(folder: Path, kept: str) -> None:
    def change(rows: list[list[str]]) -> None:
        for column in {"节次序号", "节次", "开始", "结束"} - {kept}:
            for row in rows[1:]:
                row[rows[0].index(column)] = ""

    edit(folder / "timetable.csv", change)
    assert read_plan(COMMUNITY, folder) == PLAN


def test_a_slot_that_is_not_said_or_has_another_name_is_refused(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        at = {h: i for i, h in enumerate(rows[0])}
        for row, name in ((rows[1], ""), (rows[2], "第12节")):
            for column in ("节次序号", "开始", "结束"):
                row[at[column]] = ""
            row[at["节次"]] = name

    edit(folder / "timetable.csv", change)
    assert problems(folder) == [
        ("timetable.csv", 2, "节次", ""),
        ("timetable.csv", 3, "节次", "第12节"),
    ]


def test_names_stand_for_ids_that_are_empty(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        for column in ("班级编号", "学科编号", "教室编号"):
            for row in rows[1:]:
                row[rows[0].index(column)] = ""

    edit(folder / "timetable.csv", change)
    assert read_plan(COMMUNITY, folder) == PLAN


def test_a_name_in_the_place_of_an_id_gets_the_id_as_a_hint(folder: Path) -> None:
    teacher = COMMUNITY.teachers[3]

    def change(rows: list[list[str]]) -> None:
        rows[1][rows[0].index("教师编号")] = teacher.name

    edit(folder / "timetable.csv", change)
    with pytest.raises(InputError) as caught:
        read_plan(COMMUNITY, folder)
    assert teacher.id in caught.value.problems[0].to("zh")


def test_a_double_past_the_end_of_the_day_is_refused(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        at = {h: i for i, h in enumerate(rows[0])}
        last = next(r for r in rows[1:] if r[at["节次序号"]] == "10")
        last[at["节数"]] = "2"

    edit(folder / "timetable.csv", change)
    assert [(p[0], p[2], p[3]) for p in problems(folder)] == [("timetable.csv", "节数", "2")]


def test_a_misnamed_column_is_refused_and_one_more_is_not(folder: Path) -> None:
    edit(folder / "roster.csv", lambda rows: [r.append("x") for r in rows])
    assert read_plan(COMMUNITY, folder) == PLAN  # all columns are there: this one is somebody's own

    def rename(rows: list[list[str]]) -> None:
        rows[0][rows[0].index("状态")] = "状况"

    edit(folder / "roster.csv", rename)
    assert problems(folder) == [
        ("roster.csv", 1, "状况", "状况"),
        ("roster.csv", 1, "x", "x"),
    ]


def test_the_workbooks_words_for_a_status_are_known(folder: Path) -> None:
    def lock(rows: list[list[str]]) -> None:
        rows[1][rows[0].index("状态")] = "已锁定"

    edit(folder / "roster.csv", lock)
    found = read_plan(COMMUNITY, folder).roster.placements
    assert sum(p.status is PlacementStatus.LOCKED for p in found) == 1
