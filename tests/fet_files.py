"""A small file of FET, to which tests add constraints: two days of three hours, seven lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.fet import read
from scheduling.solution import Lesson, Solution

if TYPE_CHECKING:
    from pathlib import Path

    from scheduling.fet import Reading

# id, teacher, subject, students, tags, hours. 甲班 has two parts, 乙班 none.
LESSONS = (
    (1, "安老师", "语文", "甲班", "N1", 1),
    (2, "安老师", "语文", "甲班", "N2", 1),
    (3, "白老师", "数学", "甲一组", "动", 1),
    (4, "曹老师", "数学", "甲二组", "动", 1),
    (5, "安老师", "语文", "乙班", "N3,静", 1),
    (6, "白老师", "体育", "甲班,乙班", "动", 2),
)
ROOMS = (
    ("东1", "东楼", 50, ()),
    ("东2", "东楼", 20, ()),
    ("西1", "西楼", 50, ()),
    ("合堂", "", 90, (("东1", "东2"), ("西1",))),
)
LISTS = {"Activity_Id": "Activities"}


def names(tag: str, *found: str) -> str:
    """A list of elements with names."""
    return "".join(f"<{tag}><Name>{name}</Name></{tag}>" for name in found)


def constraint(kind: str, weight: float = 100, **fields: object) -> str:
    """A constraint; a field that is a tuple stands once for each of its items, after their number.

    An item may be a day and an hour, as "周一 2": the element then has the two.
    """
    inside = "".join(_field(tag, value) for tag, value in fields.items())
    return (
        f"<Constraint{kind}><Weight_Percentage>{weight:g}</Weight_Percentage>{inside}"
        f"<Active>true</Active><Comments></Comments></Constraint{kind}>\n"
    )


def _field(tag: str, value: object) -> str:
    if isinstance(value, tuple):
        count = f"Number_of_{LISTS.get(tag, tag + 's')}"
        return f"<{count}>{len(value)}</{count}>" + "".join(_field(tag, item) for item in value)
    day, _, hour = str(value).partition(" ")
    if not hour:
        return f"<{tag}>{value}</{tag}>"
    prefix = {
        "Preferred_Starting_Time": "Preferred_Starting_",
        "Preferred_Time_Slot": "Preferred_",
        "Selected_Time_Slot": "Selected_",
    }.get(tag, "")
    return f"<{tag}><{prefix}Day>{day}</{prefix}Day><{prefix}Hour>{hour}</{prefix}Hour></{tag}>"


def text(
    times: str = "",
    rooms: str = "",
    *,
    days: tuple[str, ...] = ("周一", "周二"),
    head: str = "",
    version: str = "6.8.5",
    teachers: str = "",
) -> str:
    """A whole file with constraints on times and on rooms."""
    room_list = "".join(
        f"<Room><Name>{n}</Name><Building>{b}</Building><Capacity>{c}</Capacity>"
        f"<Virtual>{'true' if sets else 'false'}</Virtual>"
        + (
            f"<Number_of_Sets_of_Real_Rooms>{len(sets)}</Number_of_Sets_of_Real_Rooms>"
            if sets
            else ""
        )
        + "".join(
            f"<Set_of_Real_Rooms><Number_of_Real_Rooms>{len(some)}</Number_of_Real_Rooms>"
            + "".join(f"<Real_Room>{r}</Real_Room>" for r in some)
            + "</Set_of_Real_Rooms>"
            for some in sets
        )
        + "</Room>"
        for n, b, c, sets in ROOMS
    )
    activities = "".join(
        f"<Activity><Teacher>{t}</Teacher><Subject>{s}</Subject>"
        + "".join(f"<Students>{c}</Students>" for c in classes.split(","))
        + "".join(f"<Activity_Tag>{tag}</Activity_Tag>" for tag in tags.split(","))
        + f"<Duration>{hours}</Duration><Total_Duration>{hours}</Total_Duration><Id>{n}</Id>"
        f"<Activity_Group_Id>{1 if n < 3 else 0}</Activity_Group_Id>"
        "<Active>true</Active><Comments></Comments></Activity>\n"
        for n, t, s, classes, tags, hours in LESSONS
    )
    teachers = teachers or names("Teacher", "安老师", "白老师", "曹老师")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<fet version="{version}">
{head}<Institution_Name>学校</Institution_Name>
<Days_List><Number_of_Days>{len(days)}</Number_of_Days>{names("Day", *days)}</Days_List>
<Hours_List><Number_of_Hours>3</Number_of_Hours>{names("Hour", "1", "2", "3")}</Hours_List>
<Subjects_List>{names("Subject", "语文", "数学", "体育")}</Subjects_List>
<Activity_Tags_List>{names("Activity_Tag", "动", "静", "N1", "N2", "N3")}</Activity_Tags_List>
<Teachers_List>{teachers}</Teachers_List>
<Students_List><Year><Name>一年级</Name><Number_of_Students>60</Number_of_Students>
<Group><Name>甲班</Name><Number_of_Students>30</Number_of_Students>
<Subgroup><Name>甲一组</Name><Number_of_Students>15</Number_of_Students></Subgroup>
<Subgroup><Name>甲二组</Name><Number_of_Students>15</Number_of_Students></Subgroup></Group>
<Group><Name>乙班</Name><Number_of_Students>30</Number_of_Students></Group></Year></Students_List>
<Activities_List>{activities}</Activities_List>
<Buildings_List>{names("Building", "东楼", "西楼")}</Buildings_List>
<Rooms_List>{room_list}</Rooms_List>
<Time_Constraints_List>{constraint("BasicCompulsoryTime")}{times}</Time_Constraints_List>
<Space_Constraints_List>{constraint("BasicCompulsorySpace")}{rooms}</Space_Constraints_List>
</fet>
"""


def stored(folder: Path, written: str) -> Path:
    """The path of a file with this text."""
    path = folder / "school.fet"
    path.write_text(written, encoding="utf-8")
    return path


def reading(folder: Path, *parts: str, **more: object) -> Reading:
    """What is read of a file with these constraints on times and rooms."""
    return read(stored(folder, text(*parts, **more)))  # type: ignore[arg-type]


def timetable(found: Reading, *written: str) -> Solution:
    """A timetable from words such as "1@1.2" (day 1, hour 2) or "1@1.2=东1"; the rest has none."""
    at = dict(word.split("@") for word in written)
    lessons = []
    for event in found.instance.events:
        time, _, room = at.get(event.id, "").partition("=")
        rooms = (("room", f"R:{room}"),) if room else ()
        lessons.append(Lesson(event.id, event.duration, time or None, rooms))
    return Solution(tuple(lessons))
