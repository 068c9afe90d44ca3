"""A file of FET as a school of a community: who, what, where, when; the rest is counted."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import fet_files
import pytest
from fet_files import constraint, stored, text

from community.errors import InputError
from publishing.importing import import_files

if TYPE_CHECKING:
    from pathlib import Path

CLASSES = {"甲班": "三年级(1)班", "乙班": "三年级(2)班"}


def written(times: str = "", rooms: str = "") -> str:
    """The small file of FET, with names of classes that a community can have."""
    found = text(times, rooms)
    for name, usual in CLASSES.items():
        found = found.replace(name, usual)
    return found


def rows(folder: Path, table: str, *columns: str) -> list[tuple[str, ...]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return sorted(tuple(row[c] for c in columns) for row in csv.DictReader(file))


def brought(path: Path, times: str = "", rooms: str = "") -> tuple[Path, dict[str, int]]:
    imported = import_files([stored(path, written(times, rooms))], path / "in")
    return path / "in", {f"{x.where.zh} {x.what.zh}": x.count for x in imported.lost}


def test_the_lists_become_a_school(tmp_path: Path) -> None:
    out, lost = brought(tmp_path, constraint("BreakTimes", Break_Time=("周二 3",)))
    assert rows(out, "schools", "name") == [("学校",)]
    assert rows(out, "classes", "name", "pupils") == [(n, "30") for n in sorted(CLASSES.values())]
    assert rows(out, "slots", "order", "name", "weekdays") == [
        ("1", "1", "1;2"),
        ("2", "2", "1;2"),
        ("3", "3", "1"),  # nobody has lessons in a break
    ]
    assert rows(out, "rooms", "name", "seats") == [("东1", "50"), ("东2", "20"), ("西1", "50")]
    assert rows(out, "teaching", "class_id", "subject", "teacher") == [
        ("C001", "体育", "白老师"),
        ("C001", "语文", "安老师"),
        ("C002", "体育", "白老师"),
        ("C002", "语文", "安老师"),
    ]
    assert rows(out, "joint", "subject", "classes", "periods") == [("体育", "C001;C002", "2")]
    assert lost == {
        "FET 教室 几间合成的教室": 1,
        "FET 课程 分组的课": 2,
        "课程计划 同年级各班不同的周课时": 2,  # 语文 twice in one class, once in the other
    }


TIMES = {
    "TeacherNotAvailableTimes": dict(Teacher="安老师", Not_Available_Time=("周一 1", "周二 3")),
    "StudentsSetNotAvailableTimes": dict(Students="一年级", Not_Available_Time=("周二 3",)),
    "TeachersMaxDaysPerWeek": dict(Max_Days_Per_Week=2),
    "TeacherMaxDaysPerWeek": dict(Teacher_Name="安老师", Max_Days_Per_Week=3),
    "TeacherMaxGapsPerWeek": dict(Teacher_Name="安老师", Max_Gaps=1),
    "TeachersMinHoursDaily": dict(Minimum_Hours_Daily=2, Allow_Empty_Days="true"),
    "ActivityPreferredStartingTime": dict(
        Activity_Id=5, Preferred_Day="周一", Preferred_Hour="2", Permanently_Locked="true"
    ),
    "MinDaysBetweenActivities": dict(Consecutive_If_Same_Day="true", Activity_Id=(1, 2), MinDays=1),
    "ActivitiesEndStudentsDay": dict(
        Teacher_Name="", Students_Name="", Subject_Name="语文", Activity_Tag_Name=""
    ),
    "StudentsMaxGapsPerWeek": dict(Max_Gaps=0),
}


def test_what_the_file_asks_becomes_rows(tmp_path: Path) -> None:
    slots = constraint(
        "ActivitiesPreferredTimeSlots",
        95,
        **dict(Teacher_Name="", Students_Name="", Subject_Name="语文", Activity_Tag_Name=""),
        Preferred_Time_Slot=("周一 1", "周一 2", "周二 1"),
    )
    times = slots + "".join(constraint(kind, **fields) for kind, fields in TIMES.items())
    housed = constraint("SubjectPreferredRooms", 95, Subject="语文", Preferred_Room=("东1", "西1"))
    housed += constraint("StudentsSetHomeRoom", Students="三年级(1)班", Room="东1")
    housed += constraint("RoomNotAvailableTimes", Room="东2", Not_Available_Time=("周一 2",))
    out, lost = brought(tmp_path, times, housed)
    assert rows(out, "unavailable", "teacher", "class_id", "room", "weekday", "slot") == [
        ("", "", "东2", "1", "2"),
        ("", "C001", "", "2", "3"),
        ("", "C002", "", "2", "3"),
        ("安老师", "", "", "1", "1"),
        ("安老师", "", "", "2", "3"),
    ]
    limits = ("min_per_day", "max_days", "max_gaps", "strictness")
    school = rows(out, "schools", "id")[0][0]
    assert rows(out, "load_requests", "teacher", "school", *limits) == [
        ("", school, "2", "2", "", ""),
        ("安老师", "", "", "2", "1", ""),  # what is asked of all is narrower
    ]
    assert rows(out, "fixed", "subject", "classes", "weekday", "slot") == [
        ("语文", "C002", "1", "2")
    ]
    said = ("relation", "subjects", "classes", "number", "strictness")
    assert rows(out, "relations", *said) == [
        ("block", "体育", "C001;C002", "2", ""),  # the joint lesson is a double
        ("days_apart", "语文", "C001", "1", ""),
        ("last", "语文", "C001;C002", "", ""),
    ]
    said = ("subject", "liking", "weekdays", "slots", "strictness", "weight")
    assert rows(out, "time_requests", *said) == [
        ("语文", "never", "1", "3", "soft", "5"),
        ("语文", "never", "2", "2;3", "soft", "5"),
    ]
    assert rows(out, "room_requests", "subject", "rooms", "strictness") == [
        ("语文", "东1;西1", "soft")
    ]
    assert rows(out, "classes", "id", "room") == [("C001", "东1"), ("C002", "")]
    assert {k: n for k, n in lost.items() if k.startswith("FET 约束")} == {
        "FET 约束 全体学生：每周最多空堂": 1
    }


# Three lessons of Chinese in each class, by two teachers; two of sports together.
BY_ONE = (
    *((n, "安老师", "语文", "甲班", "动", 1) for n in (1, 2, 3)),
    *((n, "曹老师", "语文", "乙班", "动", 1) for n in (4, 5, 6)),
    *((n, "白老师", "体育", "甲班,乙班", "动", 1) for n in (7, 8)),
)


def apart(*pair: int, weight: float = 95) -> str:
    return constraint("MinDaysBetweenActivities", weight, Activity_Id=pair, MinDays=2)


def housed(*lessons: int, room: str) -> str:
    return "".join(constraint("ActivityPreferredRoom", Activity_Id=n, Room=room) for n in lessons)


def test_what_is_asked_of_single_lessons_becomes_rows_about_courses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fet_files, "LESSONS", BY_ONE)
    # Two of the three pairs of one class, all of the other's, and those whom the classes share.
    times = apart(1, 2) + apart(2, 3) + apart(4, 5) + apart(4, 6) + apart(5, 6) + apart(7, 8)
    times += "".join(
        constraint("ActivitiesSameStartingTime", Activity_Id=pair)
        for pair in ((1, 5), (2, 4), (3, 6))
    )
    rooms = housed(1, 2, room="东1") + housed(3, 4, 5, 6, room="西1")
    rooms += "".join(
        constraint("ActivityPreferredRooms", 95, Activity_Id=n, Preferred_Room=("东1", "西1"))
        for n in (7, 8)
    )
    out, lost = brought(tmp_path, times, rooms)
    said = ("relation", "subjects", "classes", "number", "strictness")
    assert rows(out, "relations", *said) == [
        ("days_apart", "体育", "C001", "2", "soft"),
        ("days_apart", "语文", "C002", "2", "soft"),
        ("same_time", "语文", "C001;C002", "", ""),
    ]
    assert rows(out, "room_requests", "subject", "class_id", "rooms", "strictness") == [
        ("体育", "", "东1;西1", "soft"),
        ("语文", "C002", "西1", ""),
    ]
    assert {k: n for k, n in lost.items() if k.startswith("FET 约束")} == {
        "FET 约束 几节课相隔的天数": 2,
        "FET 约束 一节课的教室": 3,  # lessons of one course in two rooms
    }


def test_lessons_at_once_that_are_no_courses_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fet_files, "LESSONS", BY_ONE)
    pairs = ((1, 4), (2, 5))  # not all lessons
    times = "".join(constraint("ActivitiesSameStartingTime", Activity_Id=p) for p in pairs)
    times += constraint("ActivitiesSameStartingTime", 50, Activity_Id=(3, 6))  # no wish
    out, lost = brought(tmp_path, times)
    assert rows(out, "relations", "relation") == []
    assert sum(n for k, n in lost.items() if k.startswith("FET 约束")) == 3


def test_two_files_of_one_institution_share_its_people(tmp_path: Path) -> None:
    asked = constraint("TeachersMaxDaysPerWeek", Max_Days_Per_Week=2)
    asked += constraint("TeacherMaxGapsPerWeek", Teacher_Name="安老师", Max_Gaps=1)
    for name in ("早班", "晚班"):
        stored(tmp_path, written(asked)).rename(tmp_path / f"{name}.fet")
    import_files([tmp_path / "早班.fet", tmp_path / "晚班.fet"], tmp_path / "in")
    out = tmp_path / "in"
    assert rows(out, "teachers", "id", "school") == [
        (t, "") for t in ("安老师", "曹老师", "白老师")
    ]
    assert rows(out, "schools", "name") == [("学校",), ("学校 晚班",)]
    # Each file is about its own school; what is asked of all at home is not of a week at two.
    said = ("teacher", "school", "max_days", "max_gaps")
    assert rows(out, "load_requests", *said) == [
        ("", "早班", "2", ""),
        ("", "晚班", "2", ""),
        ("安老师", "", "7", ""),
        ("安老师", "早班", "2", "1"),
        ("安老师", "晚班", "2", "1"),
        ("白老师", "", "7", ""),
        ("白老师", "早班", "2", ""),
        ("白老师", "晚班", "2", ""),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        "<fet>",
        "<timetable/>",
        written().replace("<Teacher>安老师</Teacher>", "<Teacher>某人</Teacher>"),
        written(constraint("TeachersMaxDaysPerWeek", Max_Days_Per_Week="many")),
        text(days=tuple(f"第{n}天" for n in range(8))),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, bad: str) -> None:
    with pytest.raises(InputError) as error:
        import_files([stored(tmp_path, bad)], tmp_path / "in")
    assert error.value.problems[0].place == "school.fet"
    assert not (tmp_path / "in").exists()
