"""A school whose stages have bells of their own, in what people print, subscribe to and edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nine_year import JUNIOR, PRIMARY, SCHOOL, TERM, nine_year

from community.models import Unavailable
from publishing.exchange.fet_out import files as fet_files
from publishing.exchange.ical import files as ical_files
from publishing.exchange.taught import blocked
from publishing.grids import class_grid, room_grid, teacher_grid
from publishing.page_data import page_data
from publishing.plan_folder import read_plan, write_plan
from publishing.view import PlanView
from publishing.workbook import community_book, school_book
from rotation.solution import Roster
from scenarios.plan import Plan
from scenarios.spots import Spots
from scenarios.swapping import swap
from scheduling.timetable import ClassLesson, WeekTimetable

if TYPE_CHECKING:
    from pathlib import Path

    from publishing.grids import Grid

# The only week of ``nine_year``: Chinese in slots 3 and 11, mathematics in 1 and 12.
LESSONS = tuple(
    sorted(
        ClassLesson("N", group, day, slot, subject, teacher)
        for group, slot, subject, teacher in (
            *(("N31", 1, "math", "P1"), ("N31", 3, "zh", "T")),
            *(("N71", 11, "zh", "T"), ("N71", 12, "math", "J1")),
        )
        for day in (1, 2)
    )
)
COMMUNITY = nine_year()
PLAN = Plan("tiny", Roster(), WeekTimetable(TERM, LESSONS))
VIEW = PlanView(PLAN, COMMUNITY)


def _rows(grid: Grid) -> list[tuple[str, str]]:
    return [(row.name, row.time) for row in grid.rows]


def test_a_class_page_has_the_bells_of_its_stage() -> None:
    lunch = ("午餐", "11:40–12:20")
    assert _rows(class_grid(VIEW, PRIMARY, "zh")) == [
        *(("第一节", "08:20–09:00"), ("大课间", "09:00–09:10"), ("第二节", "09:10–09:50"), lunch)
    ]
    grid = class_grid(VIEW, JUNIOR, "zh")
    assert _rows(grid) == [("第一节", "08:00–08:45"), ("第二节", "08:55–09:40"), lunch]
    assert grid.rows[0].cells[1][0].text() == "语文\n教师T"


def test_a_teacher_of_both_stages_has_lessons_by_the_clock() -> None:
    grid = teacher_grid(VIEW, COMMUNITY.teacher_by_id["T"], SCHOOL, "zh")
    assert _rows(grid) == [
        *(("初中第一节", "08:00–08:45"), ("小学第一节", "08:20–09:00")),
        *(("初中第二节", "08:55–09:40"), ("小学第二节", "09:10–09:50")),
    ]
    assert [[e.head for e in row.cells[1]] for row in grid.rows] == [
        *(["七年级(1)班"], [], [], ["三年级(1)班"])
    ]
    one = teacher_grid(VIEW, COMMUNITY.teacher_by_id["J1"], SCHOOL, "zh")
    assert _rows(one) == _rows(class_grid(VIEW, JUNIOR, "zh"))
    empty = room_grid(VIEW, COMMUNITY.rooms[0], "zh")
    assert {name for name, _ in _rows(empty)} == {"第一节", "第二节", "大课间", "午餐"}


def test_each_stage_has_a_page_of_its_own_for_the_whole_school() -> None:
    names = school_book(VIEW, SCHOOL, "zh").sheetnames
    assert {"总课表（小学）", "总课表（初中）"} < set(names)
    book = community_book(VIEW, "zh")
    sheet = book["河口九年制学校（初中）"]
    said = [str(c.value or "") for row in sheet.iter_rows() for c in row]
    assert any("08:00" in text for text in said)
    assert not any("08:20" in text for text in said)


def test_the_web_page_knows_whose_bells_they_are() -> None:
    data = page_data(VIEW, "zh")
    slots = {s["order"]: (s["title"], s["stages"]) for s in data["schools"][0]["slots"]}
    assert slots[1] == ("小学第一节", ["小学"])
    assert slots[11] == ("初中第一节", ["初中"])
    assert slots[20] == ("午餐", [])
    assert [c["stage"] for c in data["classes"]] == ["小学", "初中"]


def test_calendars_tell_the_right_clock(tmp_path: Path) -> None:
    files, _ = ical_files(VIEW, tmp_path, "zh")
    (hers,) = [data for name, data in files.items() if name.endswith("T.ics")]
    starts = {line[-6:-2] for line in hers.splitlines() if line.startswith(b"DTSTART;")}
    assert starts == {b"0800", b"0910"}


def test_a_plan_is_written_read_and_edited_by_the_own_bells(tmp_path: Path) -> None:
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    assert read_plan(COMMUNITY, tmp_path / "plan").week == PLAN.week
    assert Spots(COMMUNITY, LESSONS).lesson("七年级(1)班 周一 第二节").slot == 12
    assert Spots(COMMUNITY, LESSONS).lesson("三年级(1)班 周一 2").slot == 3
    # The junior class exchanges its two lessons of Monday: T would then teach at 8:55 and 9:10.
    late = swap(COMMUNITY, PLAN, "七年级(1)班 周一 第一节", "七年级(1)班 周一 第二节")
    assert {(v.rule, v.point) for v in late.broken} == {("no_clash", "T")}


def test_other_programs_are_told_what_they_cannot_know() -> None:
    away = Unavailable(teacher="T", weekday=1, slot=3)  # 9:10-9:50 overlaps 8:55-9:40
    view = PlanView(PLAN, nine_year(unavailable=(away,)))
    # Periods are numbered 1 and 2 for slots 1 and 3, 3 and 4 for slots 11 and 12.
    assert blocked(view, SCHOOL) == {
        ("teacher", "T"): [(1, 2), (1, 4)],
        ("class_id", "N31"): [(d, n) for n in (3, 4) for d in (1, 2)],
        ("class_id", "N71"): [(d, n) for n in (1, 2) for d in (1, 2)],
    }
    _, losses = fet_files(view, "zh")
    lost = {loss.what.zh: loss.count for loss in losses.found()}
    # 8:20 with 8:00 and 8:55; 9:10 with 8:55.
    assert lost["两个学段在钟点上重叠的节次"] == 3
