"""Words of what is printed of duties."""

from __future__ import annotations

from community.text import WEEKDAYS, Text

DUTIES: dict[str, Text] = {
    "data_duties": Text("数据-值班", "Data - duties"),
    "phase_duties": Text("值班", "Duties"),
    "tab_duties": Text("值班", "Duties"),
    "no_duties": Text("没有值班。", "No duties."),
    "duty_table": Text("值班表", "Duties"),
    "duty_counts": Text("值班统计", "Duties held"),
    "duty_slot": Text("时段", "Slot"),
    "duty_times": Text("每周次数", "Duties a week"),
    "duty_hours": Text("每周小时", "Hours a week"),
    "duty_own": Text("其中看本班", "With own classes"),
    "duty_kinds": Text("各时段次数", "By slot"),
    **{f"on_{number}": name for number, name in enumerate(WEEKDAYS, 1)},
    "duty_sentence": Text(
        "正课以外各时段由谁看管各班。",
        "Who looks after each class outside its lessons.",
    ),
    "duty_count_sentence": Text(
        "同时看管几个班算一次；小时按作息表的起止时间计；看本班指任教或担任班主任的班。",
        "Several classes at once are one duty; hours are those of the bell grid; an own class is "
        "one that the teacher teaches or heads.",
    ),
    "duty_note": Text("值班 {times} 次、{hours} 小时", "{times} duties, {hours} hours"),
}
