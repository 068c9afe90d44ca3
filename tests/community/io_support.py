"""A community with something in every table, and ways to spoil one cell of it."""

from __future__ import annotations

import csv
import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
from support import tiny_community, tiny_teacher

from community.done import Done
from community.duties import Circle, Duty
from community.errors import InputError, Problem
from community.grouped import GroupLesson
from community.models import (
    CalendarDay,
    ClassGroup,
    Community,
    CurriculumRow,
    DayKind,
    FixedLesson,
    JointLesson,
    LessonRelation,
    LoadRequest,
    PastPlacement,
    PlacementKind,
    PlacementStatus,
    PlannedPlacement,
    Room,
    RoomKind,
    RoomRequest,
    School,
    SchoolRole,
    Slot,
    SlotKind,
    Stage,
    SyncSeries,
    Teaching,
    TimeRequest,
    Travel,
    Unavailable,
)
from community.profile import resolve
from community.reading import read_community
from community.relations import Relation
from community.requests import Binding, Liking
from community.rule import Strictness
from community.tables import BY_KEY

if TYPE_CHECKING:
    from pathlib import Path

OVERRIDES: dict[str, dict[str, Any]] = {
    "home_protection": {"max_absent_share": 0.25, "subject_cover": False, "strictness": "soft"},
    "workload_norm": {"norms": {"primary": {"zh": 13, "other": 18}}},
    "exchange_share": {"kinds": ["secondment", "itinerant"], "share": 1.0, "weight": 7},
    "spread": {"strictness": "in_principle", "weight": 4},
    "daily_load": {"enabled": False},
    "first_lesson": {"earliest_junior": "08:10"},
    "itinerant_travel": {"patterns": ["2,4", "1-3"]},
    "term_exchange": {"kinds": ["secondment"], "align": "school_year"},
}


def _outside_lessons(grid: str) -> tuple[Slot, ...]:
    """Slots of a grid that are no lessons, in the afternoon."""
    rows = (5, "午餐午休", SlotKind.LUNCH, 720), (6, "课后服务", SlotKind.AFTER_SCHOOL, 930)
    return tuple(
        Slot(grid=grid, order=n, name=name, kind=kind, start=start, end=start + 90)
        for n, name, kind, start in rows
    )


def full_community() -> Community:
    """The tiny community with a teaching point P of M, and a row or two in every table."""
    tiny = tiny_community()
    return tiny.model_copy(
        update={
            "slots": (*tiny.slots, *_outside_lessons("gc"), *_outside_lessons("gm")),
            "policy": resolve("national_base", OVERRIDES),
            "schools": (
                *tiny.schools,
                School(
                    id="P",
                    name="岭上教学点",
                    role=SchoolRole.TEACHING_POINT,
                    stage=Stage.PRIMARY,
                    grid="gm",
                    parent="M",
                    locality="rural",
                    teaching_area_m2=120.5,
                    sports_area_m2=900,
                    equipment_cny=30000,
                    multimedia_rooms=0,
                ),
            ),
            "rooms": (
                *tiny.rooms,
                Room(id="CR301", school="C", name="301", kind=RoomKind.ORDINARY, seats=90),
                Room(id="MM", school="M", name="音乐室", kind=RoomKind.MUSIC, seats=40),
                Room(id="CG", school="C", name="操场", kind=RoomKind.PLAYGROUND, capacity=4),
            ),
            "classes": (
                tiny.classes[0].model_copy(update={"room": "CR301", "load": 1.05}),
                *tiny.classes[1:],
                ClassGroup(id="P12", school="P", grade=1, number=12, name="一年级(12)班", pupils=9),
            ),
            "subjects": (*tiny.subjects[:2], tiny.subjects[2].model_copy(update={"load": 0.9})),
            "curriculum": (
                *tiny.curriculum,
                CurriculumRow(grade=1, subject="zh", periods=7.5, doubles=2),
                CurriculumRow(grade=3, subject="music", periods=1, school="C"),
            ),
            "teachers": (
                *tiny.teachers,
                tiny_teacher(
                    "P1", "P", "zh", "math", exemption="哺乳期，至2026年2月", degree="college"
                ),
            ),
            "unavailable": (
                Unavailable(teacher="C1", weekday=3, slot=3, reason="=教研会"),
                Unavailable(teacher="M1", weekday=5),
                Unavailable(class_id="C41", weekday=2, slot=4),
                Unavailable(room="CL", weekday=1, school="C"),
                Unavailable(
                    **{"teacher": "M3", "weekday": 5, "strictness": Strictness.SOFT, "weight": 9}
                ),
            ),
            "history": (
                PastPlacement(
                    teacher="C4",
                    host="M",
                    kind=PlacementKind.SECONDMENT,
                    start_year=2021,
                    terms=2,
                    semester=2,
                ),
            ),
            "calendar": (
                CalendarDay(date=dt.date(2025, 10, 1), kind=DayKind.HOLIDAY, note="国庆节"),
                CalendarDay(date=dt.date(2025, 9, 28), kind=DayKind.MAKE_UP, week=5, weekday=3),
                CalendarDay(date=dt.date(2026, 1, 20), kind=DayKind.EXAM),
            ),
            "travel": (
                *tiny.travel,
                Travel(origin="M", destination="P", minutes=12, km=4.25),
                Travel(origin="P", destination="M", minutes=10),
            ),
            "sync": (
                SyncSeries(id="Y1", subject="music", host_class="C31", receiving_classes=("M31",)),
            ),
            "placements": (
                PlannedPlacement(
                    teacher="C4",
                    kind=PlacementKind.SECONDMENT,
                    host="M",
                    start="2025-2",
                    terms=2,
                    status=PlacementStatus.LOCKED,
                ),
                PlannedPlacement(
                    teacher="M2",
                    kind=PlacementKind.WORK_SHADOWING,
                    host="C",
                    start="2025-1",
                    week=10,
                    weeks=4,
                ),
            ),
            "teaching": (
                Teaching(class_id="C31", subject="zh", teacher="C1"),
                Teaching(class_id="M41", subject="zh", teacher="M1", periods=4),
                Teaching(class_id="M41", subject="zh", teacher="M3", periods=2),
                Teaching(
                    class_id="M31",
                    subject="math",
                    teacher="M2",
                    binding=Binding.WISHED,
                    weight=9,
                ),
                Teaching(class_id="M31", subject="zh", teacher="M3", binding=Binding.LAST_YEAR),
                Teaching(class_id="C31", subject="zh", teacher="C3", together=True),
            ),
            "time_requests": (
                TimeRequest(
                    subject="zh",
                    school="C",
                    liking=Liking.ONLY,
                    slots=("第一节", "2"),
                    strictness=Strictness.SOFT,
                    weight=7,
                    note="语文排在前两节",
                ),
                TimeRequest(teacher="C5", liking=Liking.NEVER, weekdays=(3,), slots=("am",)),
                TimeRequest(class_id="M41", grade=4, liking=Liking.NEVER, weekdays=(1, 5)),
            ),
            "load_requests": (
                LoadRequest(max_per_day=4, max_run=3, strictness=Strictness.SOFT),
                LoadRequest(school="M", max_gaps=2, max_gaps_per_day=1),
                LoadRequest(teacher="C1", min_per_day=0, max_days=4, free_half_days=2),
                LoadRequest(min_load=8, max_load=16, class_teacher_load=3, preparation_load=0.5),
                LoadRequest(teacher="C1", max_run=3, rest_minutes=999, free_afternoons=2),
                LoadRequest(class_id="C31", max_per_day=6),
                LoadRequest(grade=4, school="C", min_per_day=1, strictness=Strictness.SOFT),
            ),
            "relations": (
                LessonRelation(
                    relation=Relation.DAYS_APART,
                    subjects=("music",),
                    school="C",
                    number=2,
                    strictness=Strictness.SOFT,
                    weight=3,
                    note="音乐隔天上",
                ),
                LessonRelation(
                    relation=Relation.SAME_TIME, subjects=("zh",), classes=("C31", "C41")
                ),
                LessonRelation(relation=Relation.FOLLOWING, subjects=("zh", "music"), grade=4),
                LessonRelation(relation=Relation.LAST, subjects=("music",)),
                LessonRelation(
                    relation=Relation.BLOCK, subjects=("music",), classes=("C41", "M41"), number=2
                ),
                LessonRelation(
                    relation=Relation.BLOCK,
                    subjects=("math",),
                    classes=("M31",),
                    number=3,
                    times=1,
                ),
            ),
            "room_requests": (
                RoomRequest(subject="music", grade=3, school="M", rooms=("MM",)),
                RoomRequest(
                    class_id="C41",
                    rooms=("CL", "CR301"),
                    strictness=Strictness.SOFT,
                    weight=4,
                    note="四年级在新楼",
                ),
                RoomRequest(subject="math", rooms=("ML",)),
            ),
            "grouped": (
                GroupLesson(
                    **{"parallel": "F1", "classes": ("C31",), "name": "甲组", "subject": "math"},
                    **{"teacher": "C4", "kind": RoomKind.LIVE, "pupils": 20, "periods": 2},
                ),
                GroupLesson(
                    **{"parallel": "F1", "classes": ("C31",), "name": "乙组", "subject": "math"},
                    **{"room": "CR301", "periods": 2},
                ),
            ),
            "joint": (JointLesson(id="H1", subject="math", classes=("C31", "C41"), periods=2),),
            "fixed": (
                FixedLesson(name="班会", school="C", weekday=1, slot="第四节"),
                FixedLesson(name="升旗", school="M", weekday=1, slot="1", teacher="M3"),
                FixedLesson(subject="math", classes=("M31", "M41"), weekday=2, slot="2"),
                FixedLesson(name="队会", school="C", grade=3, weekday=5, slot="4"),
                FixedLesson(
                    **{"subject": "zh", "classes": ("M31",), "weekday": 2, "slot": "2"},
                    **{"strictness": Strictness.SOFT, "weight": 7, "note": "头脑清醒的一节"},
                ),
            ),
            "duties": (
                Duty(slots=("课后服务",), classes_at_once=2, max_per_week=3, max_class_teacher=1),
                Duty(
                    slots=("午管",),
                    weekdays=(1, 3, 5),
                    school="C",
                    grade=3,
                    subjects=("zh", "math"),
                    strictness=Strictness.SOFT,
                    weight=8,
                    note="主科教师看午休",
                ),
                Duty(slots=("5", "after_school"), classes=("M31",), who=Circle.CLASS_TEACHER),
            ),
            "done": (
                Done(rule="exchange_share", times=6, as_of=dt.date(2025, 6, 30)),
                Done(
                    **{"rule": "fair_turns", "school": "M", "subject": "zh", "times": 0},
                    **{"as_of": dt.date(2025, 8, 1), "note": "学期初"},
                ),
            ),
        }
    )


class Folder:
    """A community's folder whose CSV cells can be changed."""

    first_row = 2

    def __init__(self, path: Path) -> None:
        self.path = path

    def place(self, table: str) -> str:
        return BY_KEY[table].file

    def header(self, table: str, column: str) -> str:
        return column

    def put(self, table: str, row: int, column: str, value: Any) -> None:
        """Write a cell; ``row`` is the number a spreadsheet shows."""
        path = self.path / self.place(table)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        while len(rows) < row:
            rows.append([""] * len(rows[0]))
        rows[row - 1][rows[0].index(column)] = str(value)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)


class Book:
    """A community's workbook whose cells can be changed."""

    first_row = 4

    def __init__(self, path: Path, opened: openpyxl.Workbook | None = None) -> None:
        """Take a file, and what is in it where many are made of one that was opened once."""
        self.path, self.opened = path, opened

    def place(self, table: str) -> str:
        return BY_KEY[table].title

    def header(self, table: str, column: str) -> str:
        return BY_KEY[table].by_key[column].title

    def put(self, table: str, row: int, column: str, value: Any) -> None:
        """Write a cell; ``row`` is the number a spreadsheet shows."""
        book = self.opened or openpyxl.load_workbook(self.path)
        titles = [c.value for c in book[self.place(table)][1]]
        position = titles.index(self.header(table, column)) + 1
        cell = book[self.place(table)].cell(row, position)
        before, looks = cell.value, cell.number_format
        cell.value = value
        book.save(self.path)
        cell.value, cell.number_format = before, looks


def problems_of(path: Path) -> list[Problem]:
    """Return the problems with which reading ends; none is a failure of the test."""
    try:
        read_community(path)
    except InputError as error:
        for problem in error.problems:
            assert "\n" not in problem.to("zh") and problem.to("zh").endswith("。")
            assert "\n" not in problem.to("en") and problem.to("en").endswith(".")
        return error.problems
    raise AssertionError("the input was accepted")


def only_problem(path: Path) -> Problem:
    """Return the one problem with which reading ends."""
    (problem,) = problems_of(path)
    return problem
