"""Rooms in what a school reads: its own one once at the head, any other at each lesson."""

from __future__ import annotations

from support import tiny_community

from community.models import JointLesson, Room, RoomKind
from publishing.grids import class_grid, room_grid
from publishing.page_data import page_data
from publishing.view import PlanView
from publishing.workbook import school_book
from rotation.solution import Roster
from scenarios.plan import Plan
from scheduling.timetable import ClassLesson, WeekTimetable

BASE = tiny_community()
HALL = Room(id="HALL", school="C", name="多功能厅", kind=RoomKind.ORDINARY)
OWN = Room(id="R301", school="C", name="301", kind=RoomKind.ORDINARY)
COMMUNITY = BASE.model_copy(
    update={
        "rooms": (HALL, OWN),
        "classes": (BASE.classes[0].model_copy(update={"room": "R301"}), *BASE.classes[1:]),
        "joint": (JointLesson(id="H1", subject="music", classes=("C31", "C41")),),
    }
)
LESSONS = (
    ClassLesson("C", "C31", 1, 1, "zh", "C1", room="R301"),
    ClassLesson("C", "C31", 1, 2, "music", "C5", room="HALL", series="H1"),
    ClassLesson("C", "C41", 1, 2, "music", "C5", room="HALL", series="H1"),
)
VIEW = PlanView(Plan("tiny", Roster(), WeekTimetable(BASE.terms[0].id, LESSONS)), COMMUNITY)


def test_a_class_page_names_its_own_room_once() -> None:
    grid = class_grid(VIEW, COMMUNITY.classes[0], "zh")
    assert grid.note.endswith("教室：301")
    first, second = (row.cells[1][0].text() for row in grid.rows[:2])
    assert "301" not in first
    assert second.splitlines()[-1] == "多功能厅"


def test_a_room_page_has_a_joint_lesson_once() -> None:
    (entry,) = room_grid(VIEW, HALL, "zh").rows[1].cells[1]
    assert entry.text().splitlines() == ["三年级(1)班", "音乐", "教师C5", "合班 四年级(1)班"]


def test_a_class_alone_in_its_room_has_one_page() -> None:
    book = school_book(VIEW, COMMUNITY.schools[0], "zh")
    assert "多功能厅" in book.sheetnames
    assert "301" not in book.sheetnames


def test_the_page_knows_own_rooms() -> None:
    data = page_data(VIEW, "zh")
    assert [c["room"] for c in data["classes"]] == [1, -1, -1, -1]
    assert [r["name"] for r in data["rooms"]] == ["多功能厅", "301"]
