"""Lessons with several teachers in what people read, and in what other programs do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support import tiny_community

from community.models import Room, RoomKind
from community.reading import read_community
from community.requests import Binding, Teaching
from community.writing import write_folder, write_workbook
from publishing.assignments import contradictions
from publishing.exchange.ical import files as ical_files
from publishing.exchange.taught import taught
from publishing.grids import class_grid, room_grid, teacher_grid
from publishing.page_data import FIELDS, page_data
from publishing.plan_folder import read_plan, write_plan
from publishing.view import PlanView
from publishing.workbook import school_book
from rotation.solution import Roster
from scenarios.plan import Plan
from scenarios.swapping import swap
from scheduling.timetable import ClassLesson, WeekTimetable

if TYPE_CHECKING:
    from pathlib import Path

HALL = Room(id="HALL", school="C", name="多功能厅", kind=RoomKind.ORDINARY)
ROW = Teaching(class_id="C31", subject="zh", teacher="C3", periods=1, together=True)
COMMUNITY = tiny_community().model_copy(update={"rooms": (HALL,), "teaching": (ROW,)})
LESSONS = (
    ClassLesson("C", "C31", 1, 1, "zh", "C1", room="HALL", group="&"),
    ClassLesson("C", "C31", 1, 1, "zh", "C3", room="HALL", group="&1"),
    ClassLesson("C", "C31", 1, 2, "zh", "C1"),
)
PLAN = Plan("tiny", Roster(), WeekTimetable(COMMUNITY.terms[0].id, LESSONS))
VIEW = PlanView(PLAN, COMMUNITY)
SCHOOL = COMMUNITY.schools[0]


def _first(grid: object) -> list[str]:
    (entry,) = grid.rows[0].cells[1]  # type: ignore[attr-defined]
    return entry.text().splitlines()


def test_all_teachers_are_told_and_the_lesson_counts_once() -> None:
    grid = class_grid(VIEW, COMMUNITY.classes[0], "zh")
    assert _first(grid) == ["语文", "教师C1、教师C3", "多功能厅"]
    assert "2" in grid.note
    assert len(VIEW.by_class["C31"]) == 2
    room = room_grid(VIEW, HALL, "zh")
    assert _first(room) == ["三年级(1)班", "语文", "教师C1、教师C3"]


def test_each_teacher_reads_who_else_is_there() -> None:
    people = COMMUNITY.teacher_by_id
    first, other = (teacher_grid(VIEW, people[t], SCHOOL, "zh") for t in ("C1", "C3"))
    assert _first(first) == ["三年级(1)班", "语文", "同堂 教师C3", "多功能厅"]
    assert _first(other) == ["三年级(1)班", "语文", "同堂 教师C1", "多功能厅"]


def test_the_page_and_other_programs_know_both() -> None:
    rows = [dict(zip(FIELDS, row, strict=True)) for row in page_data(VIEW, "zh")["lessons"]]
    assert [(x["teacher"], x["beside"], x["company"]) for x in rows] == [
        *((0, 0, [2]), (2, 1, [0]), (0, 0, []))
    ]
    known = {x.teachers for x in taught(VIEW, SCHOOL)}
    assert known == {("C1", "C3"), ("C1",)}
    school_book(VIEW, SCHOOL, "zh")


def test_calendars_of_both_have_it(tmp_path: Path) -> None:
    files, _losses = ical_files(VIEW, tmp_path / "calendars", "zh")
    with_music = {name for name, data in files.items() if "语文".encode() in data}
    assert {"C1", "C3"} <= {t for t in ("C1", "C2", "C3") if any(t in n for n in with_music)}


def test_a_plan_comes_back_as_it_was(tmp_path: Path) -> None:
    write_plan(PLAN, COMMUNITY, tmp_path / "plan", "zh")
    again = read_plan(COMMUNITY, tmp_path / "plan")
    assert again.week == PLAN.week
    doubts: list[object] = []
    read_plan(COMMUNITY, tmp_path / "plan", doubts)  # type: ignore[arg-type]
    assert doubts == []
    assert contradictions([], PlanView(again, COMMUNITY))  # all rows are missing
    alone = Plan("tiny", Roster(), WeekTimetable(PLAN.week.term, LESSONS[2:]))
    write_plan(alone, COMMUNITY, tmp_path / "alone", "zh")
    header = (tmp_path / "alone" / "timetable.csv").read_text("utf-8-sig").splitlines()[0]
    assert "组别" not in header  # the column of groups is only there where it is used


def test_a_community_comes_back_as_it_was(tmp_path: Path) -> None:
    wished = ROW.model_copy(update={"binding": Binding.WISHED, "weight": 3})
    community = COMMUNITY.model_copy(update={"teaching": (wished,)})
    write_folder(community, tmp_path / "folder")
    write_workbook(community, tmp_path / "book.xlsx")
    for path in (tmp_path / "folder", tmp_path / "book.xlsx"):
        assert read_community(path).teaching == (wished,)


def test_both_move_when_the_lesson_does() -> None:
    found = swap(COMMUNITY, PLAN, "C31 周一 第1节", "周二 第1节")
    moved = {(x.teacher, x.weekday) for x in found.after.week.lessons if x.group}
    assert moved == {("C1", 2), ("C3", 2)}
