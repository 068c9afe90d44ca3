"""Words of the compliance report."""

from __future__ import annotations

from community.text import Text

REPORTS: dict[str, Text] = {
    "report": Text("合规报告", "Compliance report"),
    "report_rules": Text("逐条对照", "Rule by rule"),
    "report_missing": Text("缺材料的活动", "Evidence missing"),
    "report_events": Text("活动登记", "Events"),
    "report_sentence": Text(
        "截至{date}，{rules}条规则：做到{good}条，按计划进行{going}条，希望而未全做到{part}条，不足或不符{bad}条，"
        "只作资料{carried}条。次数是本学期的。",
        "As of {date}, {rules} rules: {good} kept, {going} on the way, {part} wishes in part, "
        "{bad} short or broken, {carried} data only. Numbers are those of this term.",
    ),
    "missing_sentence": Text(
        "已举行而材料没有齐的活动；材料放在各校，这里只记名称。",
        "Events that were held, with evidence missing; the things themselves stay at the schools.",
    ),
    "events_sentence": Text(
        "本学期全部活动及其材料。", "All events of the term and their evidence."
    ),
    "as_of": Text("截至", "as of"),
    "counted_of": Text("对象", "Of"),
    "wanted": Text("应有", "Wanted"),
    "held_times": Text("已举行", "Held"),
    "planned_times": Text("待举行", "Planned"),
    "bare": Text("缺材料", "Bare"),
    "next_due": Text("下次日期", "Next"),
    "standing": Text("结论", "Standing"),
    "source_words": Text("政策原文", "Words of the plan"),
    "part_dated": Text("按次数、按日期的要求", "What is counted and dated"),
    "part_undated": Text("轮岗与课表的要求", "Roster and timetable"),
    "part_carried": Text(
        "只作资料的要求（本程序不排不查）", "Data only (neither planned nor checked)"
    ),
    "progress": Text("进度", "Progress"),
    "lacking": Text("缺什么", "Missing"),
    "file_by": Text("应交日期", "Due"),
    "online": Text("线上", "online"),
    "overdue": Text("过期未登记", "not recorded"),
    "to_come": Text("待举行", "to come"),
    "points": Text("（{n}处）", " ({n})"),
    "more_points": Text("另有{n}处", "{n} more"),
    "verdict_done": Text("已完成", "done"),
    "verdict_on_the_way": Text("按计划进行", "on the way"),
    "verdict_overdue": Text("过期未登记", "not recorded"),
    "verdict_short": Text("不足", "short"),
    "verdict_kept": Text("做到", "kept"),
    "verdict_in_part": Text("未全做到", "in part"),
    "verdict_broken": Text("不符", "broken"),
    "verdict_carried": Text("只作资料", "data only"),
    "count_good": Text("做到或完成 {n}条", "{n} kept or done"),
    "count_going": Text("按计划进行 {n}条", "{n} on the way"),
    "count_part": Text("希望而未全做到 {n}条", "{n} wishes in part"),
    "count_bad": Text("不足或不符 {n}条", "{n} short or broken"),
    "count_carried": Text("只作资料 {n}条", "{n} data only"),
    "count_missing": Text("缺材料 {n}次", "{n} without evidence"),
    "count_overdue": Text("过期未登记 {n}次", "{n} not recorded"),
}
