"""The words of the web page."""

from __future__ import annotations

from community.text import Text

WEB: dict[str, Text] = {
    # the web page
    "web_title": Text("一张课表", "One timetable"),
    "tab_week": Text("课表", "Timetable"),
    "tab_day": Text("同一时刻", "By the clock"),
    "tab_sync": Text("同步课堂", "Synchronous"),
    "web_roster_title": Text("轮岗名单", "Roster"),
    "tab_roster": Text("轮岗安排", "Placements"),
    "tab_changes": Text("各校进出", "Come and go"),
    "tab_people": Text("经历与公平", "Service and turns"),
    "all_kinds": Text("全部方式", "All kinds"),
    "all_subjects": Text("全部学科", "All subjects"),
    "people_away": Text("{n} 人", "{n} people"),
    "week_mark": Text("{n}周", "w{n}"),
    "since_before": Text("方案之前已开始", "began before the plan"),
    "goes_onward": Text("方案之后继续", "goes on behind the plan"),
    "tab_load": Text("工作量", "Load"),
    "tab_cost": Text("规则", "Rules"),
    "all_schools": Text("全部学校", "All schools"),
    "all_classes": Text("全校班级", "All classes"),
    "any_teacher": Text("输入姓名", "name"),
    "filters": Text("筛选", "Filters"),
    "find_teacher": Text("查找教师", "Find teacher"),
    "only_sync": Text("突出同步课堂", "Highlight synchronous"),
    "show_teachers": Text("显示教师", "Show teachers"),
    "print": Text("打印", "Print"),
    "reset": Text("清除筛选", "Clear filters"),
    "sort_by": Text("排序", "Sort by"),
    "by_load": Text("负荷", "load"),
    "by_name": Text("姓名", "name"),
    "no_lessons": Text("没有课程。", "No lessons."),
    "no_placements": Text("本方案没有轮岗安排。", "This plan has no placements."),
    "no_sync": Text("本方案没有同步课堂。", "This plan has no synchronous lessons."),
    "no_cost": Text("所有规则均已满足。", "Every rule is kept."),
    "hard_ok": Text("刚性规则全部满足", "No hard rule is broken"),
    "hard_broken": Text("有 {n} 处违反刚性规则", "{n} breaches of hard rules"),
    "of_max": Text("{n} / {max} 节", "{n} of {max}"),
    "at_home": Text("本校", "home school"),
    "away": Text("外校", "other schools"),
    "over_max": Text("超出上限", "over the maximum"),
    "under_max": Text("未满", "room left"),
    "more": Text("其余 {n} 条从略", "{n} more"),
    "skip": Text("跳到内容", "Skip to content"),
    "no_script": Text(
        "本页需要启用浏览器脚本；数据全部在页内，不连接网络。",
        "This page needs scripts; all data are inside the page, nothing is fetched.",
    ),
}
