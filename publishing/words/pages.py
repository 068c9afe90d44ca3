"""Titles and sentences of what is printed, and the figures of a plan."""

from __future__ import annotations

from community.text import Text

PAGES: dict[str, Text] = {
    # titles
    "class_timetable": Text("课程表", "Timetable"),
    "teacher_timetable": Text("教师课表", "Teacher timetable"),
    "room_timetable": Text("教室课表", "Room timetable"),
    "whole_school": Text("总课表", "Whole-school timetable"),
    "grade_timetable": Text("{grade}总课表", "{grade} timetable"),
    "contents": Text("目录", "Contents"),
    "summary": Text("方案概要", "Summary"),
    "sync_table": Text("同步课堂对照表", "Synchronous lessons"),
    "rotation_notice": Text("轮岗公示表", "Rotation notice"),
    "travel_plan": Text("走教行程表", "Travel plan"),
    "period_counts": Text("课时统计", "Periods taught"),
    "data_timetable": Text("数据-课表", "Data - timetable"),
    "data_locks": Text("数据-锁定", "Data - locks"),
    "data_roster": Text("数据-轮岗", "Data - roster"),
    "data_mentors": Text("数据-结对", "Data - mentors"),
    "data_costs": Text("数据-规则与代价", "Data - costs"),
    "workbook": Text("课表", "timetables"),
    "roster_book": Text("轮岗", "roster"),
    "community": Text("共同体", "Community"),
    # sentences on sheets
    "notice_sentence": Text(
        "现将本共同体教师交流轮岗安排公示如下。",
        "The following placements of teachers are hereby announced.",
    ),
    "sync_sentence": Text(
        "各端时间以本校作息为准；重叠为双方同时在课的分钟数。",
        "Times follow each school's own bells; overlap is the time both ends are in class.",
    ),
    "travel_sentence": Text(
        "到达时间已计入单程路程；课前至少预留 {buffer} 分钟。",
        "Arrival counts the way in that direction; {buffer} minutes at least remain before class.",
    ),
    "count_sentence": Text(
        "单双周课每周计半节；同步课堂只计主讲一次，助教另列；学期课时按 {weeks} 个教学周计。",
        "A lesson in odd or even weeks counts half a week; a synchronous lesson counts once, for"
        " its host teacher; assisting is listed apart; the term has {weeks} teaching weeks.",
    ),
    "weighted_sentence": Text(
        "折算课时按学科、班级的系数，加上班主任和多备课的折算；上限也按折算课时。",
        " Weighted loads count lessons by the weights of subjects and classes, with class"
        " teachership and further preparations; maxima are of these.",
    ),
    "data_note": Text(
        "可改本表后重新审核；打印的页由本表生成，只改那里不会生效。编号列已隐藏，改名称即可。",
        "Edit here, then audit again. The printed sheets are made from this one; changes made only"
        " there are refused. The columns of IDs are hidden: change names.",
    ),
    "timetable_note": Text(
        "可改本表后重新审核：改名称、星期、节次，改了的算数。课表页由本表生成，只改课表页不会生效。编号列已隐藏。",
        "Edit here, then audit again: change a name, a day or a period, what you change counts."
        " The printed sheets are made from this one; changes made only there are refused. The"
        " columns of IDs are hidden.",
    ),
    "school_note": Text(
        "可改本表后送回：改名称、星期、节次，改了的算数。班级课表页上可以整格对调课、换教师姓名；别的页由本表生成，"
        "只改那里不会生效。编号列已隐藏。",
        "Edit here, then send it back: change a name, a day or a period, what you change counts."
        " On the page of a class whole cells may change places, and a teacher's name be another;"
        " changes made only on other printed sheets are refused. The columns of IDs are hidden.",
    ),
    "school_duty_note": Text(
        "可改本表后送回：改教师、星期、时段，改了的算数。班级课表页和值班表上也可以直接改值班教师的姓名。编号列已隐藏。",
        "Edit here, then send it back: change a teacher, a day or a slot, what you change counts."
        " On the pages of classes and in the list of duties the names may be changed as well. The"
        " columns of IDs are hidden.",
    ),
    "class_teacher": Text("班主任：", "Class teacher: "),
    "own_room": Text("教室：", "Room: "),
    "elsewhere": Text("外校", "Elsewhere"),
    "class_note": Text("本周课时 {periods} 节", "{periods} periods a week"),
    "teacher_note": Text("周课时 {periods} 节（上限 {max}）", "{periods} periods (max {max})"),
    "teacher_load_note": Text(
        "周课时 {periods} 节（折算 {load}，上限 {max}）",
        "{periods} periods (a load of {load}, max {max})",
    ),
    "sync_mark": Text("同步", "Live"),
    "sync_to": Text("→ {classes}", "→ {classes}"),
    "joint_with": Text("合班 {classes}", "with {classes}"),
    "together_with": Text("同堂 {teachers}", "with {teachers}"),
    "legend_sync": Text("◎ 同步课堂", "◎ synchronous lesson"),
    "none": Text("（无）", "(none)"),
    "double_mark": Text("连堂", "double"),
    # plan figures
    "term": Text("学期", "Term"),
    "profile": Text("政策方案", "Profile"),
    "lessons": Text("周课数", "Lessons a week"),
    "placements": Text("轮岗人次", "Placements"),
    "schools": Text("学校数", "Schools"),
    "classes": Text("班级数", "Classes"),
    "teachers": Text("教师数", "Teachers"),
    "hard_cost": Text("违反刚性规则", "Hard rules broken"),
    "soft_cost": Text("柔性代价", "Soft cost"),
    "name": Text("项目", "Item"),
    "value": Text("值", "Value"),
    "backbone": Text("骨干教师", "Backbone"),
    "middle_leader": Text("中层干部", "Middle leader"),
    "ordinary": Text("教师", "Teacher"),
}
