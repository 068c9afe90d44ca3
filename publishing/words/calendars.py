"""Words of what is printed of the calendar of a term."""

from __future__ import annotations

from community.text import Text

CALENDARS: dict[str, Text] = {
    "data_events": Text("数据-行事历", "Data - calendar"),
    "data_covers": Text("数据-代课", "Data - covers"),
    "data_observed": Text("数据-听课", "Data - lessons seen"),
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
    "observer": Text("听课教师", "Observer"),
    "observer_id": Text("听课教师编号", "Observer ID"),
    "cover_id": Text("代课教师编号", "Covered by, ID"),
    "data_records": Text("数据-活动登记", "Data - records"),
    "data_returns": Text("活动回执", "Events held"),
    "state": Text("状态", "State"),
    "evidence": Text("材料", "Evidence"),
    "who": Text("登记人", "Recorded by"),
    "recorded": Text("登记时间", "Recorded at"),
    "planned": Text("计划时间", "Planned for"),
    "return_date": Text("实际或改期日期", "Held on, or moved to"),
    "return_start": Text("实际或改期时间", "Held at, or moved to"),
    "return_title": Text("{school} 活动回执", "{school}: events held"),
    "return_note": Text(
        "请填“状态”（已举行、改期、取消；没有变化不填）、与计划不同的日期和时间、材料的文件名或链接"
        "（照片、记录、名单、文字，几样用分号隔开），计划外的活动写在最后，填好发回。",
        "Fill in the state (held, moved, cancelled; empty: nothing to say), date and time where "
        "they are not as planned, and file names or links of the evidence; events that were not "
        "planned go to the end. Send it back.",
    ),
}
