"""Groups of pupils in what people read, in a plan's folder, and in a community's files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from support import tiny_community

from community.grouped import GroupLesson
from community.models import Room, RoomKind
from community.reading import read_community
from community.writing import write_folder, write_workbook
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

BASE = tiny_community()
FIRST = BASE.classes[0].model_copy(update={"pupils": 40})
SECOND = FIRST.model_copy(update={"id": "C32", "number": 2, "name": "三年级(2)班"})
HALL = Room(id="HALL", school="C", name="多功能厅", kind=RoomKind.ORDINARY, seats=60)
BOTH = ("C31", "C32")
ROWS = (
    GroupLesson(
        **{"parallel": "Z1", "classes": BOTH, "name": "A层", "subject": "math"},
        **{"teacher": "C2", "room": "HALL", "pupils": 50},
    ),
    GroupLesson(parallel="Z1", classes=BOTH, name="B层", subject="math", pupils=30),
)
COMMUNITY = BASE.model_copy(
    update={
        "classes": (FIRST, SECOND, *BASE.classes[2:]),
        "teachers": tuple(
            t.model_copy(update={"class_teacher_of": "C32"}) if t.id == "C3" else t
            for t in BASE.teachers
        ),
        "rooms": (HALL,),
        "grouped": ROWS,
    }
)
LESSONS = tuple(
    sorted(
        ClassLesson("C", group, 1, 1, "math", teacher, room=room, group=name)
        for group in BOTH
        for name, teacher, room in (("A层", "C2", "HALL"), ("B层", "C4", ""))
    )
)
PLAN = Plan("tiny", Roster(), WeekTimetable(BASE.terms[0].id, LESSONS))
VIEW = PlanView(PLAN, COMMUNITY)
SCHOOL = COMMUNITY.schools[0]


def test_a_class_page_has_all_groups_and_counts_them_once() -> None:
    grid = class_grid(VIEW, SECOND, "zh")
    said = [entry.text().splitlines() for entry in grid.rows[0].cells[1]]
    assert said == [["数学 A层", "教师C2", "多功能厅"], ["数学 B层", "教师C4"]]
    assert VIEW.class_periods(VIEW.by_class["C32"]) == 1


def test_teacher_and_room_have_the_group_once_with_its_classes() -> None:
    grid = teacher_grid(VIEW, COMMUNITY.teacher_by_id["C2"], SCHOOL, "zh")
    (entry,) = grid.rows[0].cells[1]
    assert entry.text().splitlines() == ["三年级(1)班、三年级(2)班 A层", "数学", "多功能厅"]
    (entry,) = room_grid(VIEW, HALL, "zh").rows[0].cells[1]
    assert entry.text().splitlines() == ["三年级(1)班、三年级(2)班 A层", "数学", "教师C2"]


def test_the_page_calendars_and_other_programs_have_them(tmp_path: Path) -> None:
    rows = [dict(zip(FIELDS, row, strict=True)) for row in page_data(VIEW, "zh")["lessons"]]
    assert [(x["group"], x["beside"]) for x in rows] == [
        *(("A层", 0), ("B层", 0), ("A层", 2), ("B层", 2))
    ]
    assert {(x.classes, x.teachers) for x in taught(VIEW, SCHOOL)} == {
        *((BOTH, ("C2",)), (BOTH, ("C4",)))
    }
    files, losses = ical_files(VIEW, tmp_path / "calendars", "zh")
    (mine,) = [data for name, data in files.items() if "C31" in name]
    (hers,) = [data for name, data in files.items() if "C2" in name and "C2." in name]
    assert mine.count(b"BEGIN:VEVENT") == 2 * hers.count(b"BEGIN:VEVENT") > 0
    assert losses is not None
    school_book(VIEW, SCHOOL, "zh")


def test_a_plan_and_a_community_come_back_as_they_were(tmp_path: Path) -> None:
    """Also where C2 has mathematics in the class as well as in a group."""
    own = ClassLesson("C", "C31", 2, 1, "math", "C2")
    plan = replace(PLAN, week=replace(PLAN.week, lessons=tuple(sorted([*LESSONS, own]))))
    write_plan(plan, COMMUNITY, tmp_path / "plan", "zh")
    doubts: list[object] = []
    again = read_plan(COMMUNITY, tmp_path / "plan", doubts)  # type: ignore[arg-type]
    assert again.week == plan.week
    assert doubts == []
    write_folder(COMMUNITY, tmp_path / "folder")
    write_workbook(COMMUNITY, tmp_path / "book.xlsx")
    for path in (tmp_path / "folder", tmp_path / "book.xlsx"):
        assert read_community(path).grouped == ROWS


def test_what_other_classes_of_the_groups_have_comes_back() -> None:
    """Both classes have 语文 on Tuesday, and the groups on Monday: both change places."""
    tuesday = [ClassLesson("C", c, 2, 1, "zh", t) for c, t in zip(BOTH, ("C1", "C3"), strict=True)]
    lessons = tuple(sorted([*PLAN.week.lessons, *tuesday]))
    plan = replace(PLAN, week=WeekTimetable(PLAN.week.term, lessons))
    found = swap(COMMUNITY, plan, "C31 周一 第1节", "周二 第1节").after.week.lessons
    assert {(x.class_id, x.weekday) for x in found if x.subject == "zh"} == {("C31", 1), ("C32", 1)}
    assert {x.weekday for x in found if x.group} == {2}


def test_all_groups_move_when_one_does() -> None:
    found = swap(COMMUNITY, PLAN, "C31 周一 第1节", "周二 第1节")
    assert {(x.class_id, x.group, x.weekday) for x in found.after.week.lessons} == {
        (group, name, 2) for group in BOTH for name in ("A层", "B层")
    }
