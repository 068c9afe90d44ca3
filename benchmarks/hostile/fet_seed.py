"""A small file of FET with constraints of many kinds, and places of its lessons."""

from __future__ import annotations

PLACES = {1: ("周一", 1), 2: ("周二", 1), 3: ("周一", 2), 4: ("周二", 2), 5: ("周一", 3)}
LESSONS = (  # id, teacher, subject, students, hours
    (1, "安老师", "语文", "甲班", 1),
    (2, "安老师", "语文", "甲班", 1),
    (3, "白老师", "数学", "甲一组", 1),
    (4, "白老师", "数学", "乙班", 2),
    (5, "安老师", "语文", "乙班", 1),
)
SLOT = "<Not_Available_Time><Day>周一</Day><Hour>4</Hour></Not_Available_Time>"
ON_TIMES = (  # kind, and its fields
    ("TeacherMaxDaysPerWeek", {"Teacher_Name": "安老师", "Max_Days_Per_Week": 2}),
    ("TeachersMaxHoursDaily", {"Maximum_Hours_Daily": 3}),
    ("TeachersMinHoursDaily", {"Minimum_Hours_Daily": 1, "Allow_Empty_Days": "true"}),
    ("TeachersMaxGapsPerWeek", {"Max_Gaps": 2}),
    ("TeacherMaxHoursContinuously", {"Teacher_Name": "白老师", "Maximum_Hours_Continuously": 3}),
    ("StudentsMaxGapsPerDay", {"Max_Gaps": 1}),
    ("StudentsEarlyMaxBeginningsAtSecondHour", {"Max_Beginnings_At_Second_Hour": 5}),
    ("StudentsSetMaxSpanPerDay", {"Students": "甲班", "Max_Span": 3}),
    (
        "TeacherNotAvailableTimes",
        {"Teacher": "安老师", "Number_of_Not_Available_Times": 1, "": SLOT},
    ),
    (
        "ActivityPreferredStartingTime",
        {"Activity_Id": 1, "Preferred_Day": "周一", "Preferred_Hour": 1},
    ),
    (
        "MinDaysBetweenActivities",
        {"Number_of_Activities": 2, "Activity_Id": (1, 2), "MinDays": 1},
    ),
    ("ActivitiesNotOverlapping", {"Number_of_Activities": 2, "Activity_Id": (3, 5)}),
    ("ActivitiesSameStartingHour", {"Number_of_Activities": 2, "Activity_Id": (1, 2)}),
    ("TwoActivitiesOrdered", {"First_Activity_Id": 1, "Second_Activity_Id": 4}),
    ("TwoActivitiesConsecutive", {"First_Activity_Id": 1, "Second_Activity_Id": 3}),
    ("ActivityEndsStudentsDay", {"Activity_Id": 5}),
)
ON_ROOMS = (
    ("RoomNotAvailableTimes", {"Room": "东2", "Number_of_Not_Available_Times": 0}),
    ("SubjectPreferredRoom", {"Subject": "数学", "Room": "东2"}),
    (
        "SubjectPreferredRooms",
        {"Subject": "语文", "Number_of_Preferred_Rooms": 2, "Preferred_Room": ("东1", "东2")},
    ),
    ("StudentsSetHomeRoom", {"Students": "甲班", "Room": "东1"}),
    ("TeacherMaxBuildingChangesPerDay", {"Teacher": "安老师", "Max_Building_Changes_Per_Day": 1}),
)


def fet_text() -> str:
    """Return the file; its lessons have starts, as a timetable that FET has written."""
    starts = "".join(
        _constraint(
            "ActivityPreferredStartingTime",
            {"Activity_Id": n, "Preferred_Day": day, "Preferred_Hour": hour},
        )
        for n, (day, hour) in PLACES.items()
    )
    activities = "".join(
        f"<Activity><Teacher>{teacher}</Teacher><Subject>{subject}</Subject>"
        f"<Students>{students}</Students><Duration>{hours}</Duration>"
        f"<Total_Duration>{2 if n < 3 else hours}</Total_Duration><Id>{n}</Id>"
        f"<Activity_Group_Id>{int(n < 3)}</Activity_Group_Id><Active>true</Active></Activity>\n"
        for n, teacher, subject, students, hours in LESSONS
    )
    rooms = "".join(
        f"<Room><Name>{n}</Name><Building>{b}</Building><Capacity>50</Capacity></Room>"
        for n, b in (("东1", "东楼"), ("东2", "西楼"))
    )
    times = "".join(_constraint(*c) for c in (("BasicCompulsoryTime", {}), *ON_TIMES))
    spaces = "".join(_constraint(*c) for c in (("BasicCompulsorySpace", {}), *ON_ROOMS))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<fet version="6.8.5">
<Institution_Name>学校</Institution_Name>
<Days_List><Number_of_Days>2</Number_of_Days>{_names("Day", "周一", "周二")}</Days_List>
<Hours_List><Number_of_Hours>4</Number_of_Hours>{_names("Hour", *"1234")}</Hours_List>
<Subjects_List>{_names("Subject", "语文", "数学")}</Subjects_List>
<Activity_Tags_List></Activity_Tags_List>
<Teachers_List>{_names("Teacher", "安老师", "白老师")}</Teachers_List>
<Students_List><Year><Name>一年级</Name><Number_of_Students>60</Number_of_Students>
<Group><Name>甲班</Name><Number_of_Students>30</Number_of_Students>
<Subgroup><Name>甲一组</Name><Number_of_Students>15</Number_of_Students></Subgroup></Group>
<Group><Name>乙班</Name><Number_of_Students>30</Number_of_Students></Group></Year></Students_List>
<Activities_List>{activities}</Activities_List>
<Buildings_List>{_names("Building", "东楼", "西楼")}</Buildings_List>
<Rooms_List>{rooms}</Rooms_List>
<Time_Constraints_List>{times}{starts}</Time_Constraints_List>
<Space_Constraints_List>{spaces}</Space_Constraints_List>
</fet>
"""


def _names(tag: str, *found: str) -> str:
    return "".join(f"<{tag}><Name>{name}</Name></{tag}>" for name in found)


def _constraint(kind: str, fields: dict[str, object]) -> str:
    inside = "".join(_field(tag, value) for tag, value in fields.items())
    return (
        f"<Constraint{kind}><Weight_Percentage>100</Weight_Percentage>{inside}"
        f"<Active>true</Active></Constraint{kind}>\n"
    )


def _field(tag: str, value: object) -> str:
    if not tag:
        return str(value)
    values = value if isinstance(value, tuple) else (value,)
    return "".join(f"<{tag}>{item}</{tag}>" for item in values)
