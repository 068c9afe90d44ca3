"""Words of what is printed of the calendar of a term."""

from __future__ import annotations

from community.text import Text

CALENDARS: dict[str, Text] = {
    "data_events": Text("数据-行事历", "Data - calendar"),
    "data_covers": Text("数据-代课", "Data - covers"),
    "phase_term": Text("行事历", "Calendar"),
    "date": Text("日期", "Date"),
    "event": Text("活动", "Event"),
    "event_id": Text("活动编号", "Event ID"),
    "mode": Text("形式", "Mode"),
    "venue": Text("举办学校", "Held at"),
    "venue_id": Text("举办学校编号", "Held at, ID"),
    "people": Text("参加教师", "Teachers"),
    "people_ids": Text("参加教师编号", "Teacher IDs"),
    "event_classes": Text("参加班级", "Classes"),
    "class_ids": Text("参加班级编号", "Class IDs"),
    "note": Text("备注", "Note"),
    "activity": Text("活动项", "Activity"),
    "absent": Text("外出教师", "Teacher away"),
    "absent_id": Text("外出教师编号", "Teacher away, ID"),
    "cover": Text("代课教师", "Covered by"),
    "cover_id": Text("代课教师编号", "Covered by, ID"),
}
