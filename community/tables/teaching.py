"""Tables of what is taught, by whom, and when in the year."""

from __future__ import annotations

from community.models import (
    CalendarDay,
    CurriculumRow,
    PastPlacement,
    PlannedPlacement,
    Subject,
    SyncSeries,
    Teacher,
    Term,
)
from community.tables.base import Column, Table
from community.tables.kinds import (
    FreeText,
    Grade,
    Id,
    Number,
    Ref,
    Refs,
    SchoolYear,
    Whole,
    YesNo,
)
from community.tables.times import Date, OneWeekday
from community.tables.words import DAY, PLACEMENT, ROOM, STAGE, STATUS
from community.text import Text

_YES_NO = Text("是或否，空为否", "yes or no; no when empty")

SUBJECTS = Table(
    "subjects",
    "学科",
    Subject,
    Text("每门学科一行", "one row a subject"),
    (
        Column(
            "id", "代码", Id(), Text("如zh、math、en", "such as zh, math, en"), "music", ("编号",)
        ),
        Column("name", "名称", FreeText(), Text("学科名称", "name"), "音乐", ("学科",)),
        Column("room", "教室要求", ROOM, Text("空为普通教室", "ordinary when empty"), "音乐教室"),
        Column("prefer_morning", "宜排上午", YesNo(), _YES_NO, "否"),
        Column("max_per_day", "每日上限", Whole(), Text("一班一天最多几节", "lessons a day"), "1"),
    ),
)

CURRICULUM = Table(
    "curriculum",
    "课程计划",
    CurriculumRow,
    Text("每年级每学科一行；某校不同时另写一行并填学校", "one row a grade and subject"),
    (
        Column("grade", "年级", Grade(), Text("1至9", "1 to 9"), "3"),
        Column("subject", "学科", Ref("subjects"), Text("代码或名称", "subject"), "音乐"),
        Column(
            "periods",
            "周课时",
            Number(),
            Text("2.5表示单双周隔周多一节", "2.5: one lesson every other week"),
            "2",
        ),
        Column("doubles", "连堂数", Whole(), Text("其中两节连上的次数", "double lessons"), "0"),
        Column("school", "学校", Ref("schools"), Text("空为所有学校", "everywhere when empty")),
    ),
)

TEACHERS = Table(
    "teachers",
    "教师",
    Teacher,
    Text("每位教师一行，填人事关系所在学校", "one row a teacher, at the home school"),
    (
        Column(
            "id", "编号", Id(), Text("不重复，定后不改", "unique, never changed"), "T001", ("工号",)
        ),
        Column("name", "姓名", FreeText(), Text("教师姓名", "name"), "林晓禾"),
        Column("school", "学校", Ref("schools"), Text("编号或名称", "home school"), "S01"),
        Column(
            "subjects", "任教学科", Refs("subjects"), Text("主教学科在前", "main one first"), "语文"
        ),
        Column("stage", "学段", STAGE, Text("小学、初中或九年一贯", "stage"), "小学"),
        Column("birth_year", "出生年份", Whole(), Text("四位年份", "four digits"), "1986"),
        Column(
            "joined_year",
            "到校学年",
            SchoolYear(),
            Text("到本校的第一个学年", "first school year here"),
            "2015",
        ),
        Column("is_backbone", "骨干教师", YesNo(), _YES_NO, "是"),
        Column("is_middle_leader", "中层干部", YesNo(), _YES_NO, "否"),
        Column("is_group_head", "教研组长", YesNo(), _YES_NO, "否"),
        Column(
            "class_teacher_of",
            "班主任班级",
            Ref("classes"),
            Text("班级编号，或学校加班名", "class id, or school and class name"),
            "S01-302",
            ("班主任",),
        ),
        Column("min_periods", "最少周课时", Whole(), Text("空为0", "0 when empty"), "10"),
        Column("max_periods", "最多周课时", Whole(), Text("空为18", "18 when empty"), "16"),
        Column("volunteer", "自愿交流", YesNo(), _YES_NO, "否"),
        Column(
            "exemption", "免交流原因", FreeText(), Text("写了就不派出", "reason; never sent"), ""
        ),
        Column("low_result", "教学效果待提高", YesNo(), _YES_NO, "否"),
    ),
)

HISTORY = Table(
    "history",
    "交流经历",
    PastPlacement,
    Text("本计划之前开始的支教、跟岗等", "placements that began before the plan"),
    (
        Column("teacher", "教师", Ref("teachers"), Text("教师编号", "teacher id"), "T001"),
        Column("host", "交流学校", Ref("schools"), Text("编号或名称", "host school"), "S02"),
        Column("kind", "类型", PLACEMENT, Text("支教、跟岗、顶岗、挂职、走教", "kind"), "支教"),
        Column("start_year", "起始学年", SchoolYear(), Text("四位年份", "school year"), "2021"),
        Column("terms", "学期数", Whole(), Text("共几个学期", "how many terms"), "2"),
        Column(
            "semester",
            "起始学期",
            Whole(),
            Text("1为第一学期，2为第二学期，空为1", "1 or 2; 1 when empty"),
            "1",
            optional=True,
        ),
    ),
)

PLACEMENTS = Table(
    "placements",
    "交流安排",
    PlannedPlacement,
    Text("已经提出、批准或定下的交流，排名单时保留", "placements that the roster is to keep"),
    (
        Column("teacher", "教师", Ref("teachers"), Text("教师编号", "teacher id"), "T001"),
        Column("kind", "类型", PLACEMENT, Text("支教、跟岗、顶岗、挂职、走教", "kind"), "支教"),
        Column("host", "交流学校", Ref("schools"), Text("编号或名称", "host school"), "S02"),
        Column("start", "起始学期", Ref("terms"), Text("编号或名称", "id or name"), "2025-1"),
        Column(
            "terms", "学期数", Whole(), Text("整学期的交流填写", "of stays of whole terms"), "2"
        ),
        Column(
            "week",
            "起始周",
            Whole(),
            Text("不满一学期的交流从第几周起，空为1", "first week of a shorter stay; 1 when empty"),
        ),
        Column("weeks", "周数", Whole(), Text("不满一学期的交流共几周", "weeks of a shorter stay")),
        Column("status", "状态", STATUS, Text("空为拟派", "proposed when empty"), "已批准"),
    ),
    optional=True,
)

TERMS = Table(
    "terms",
    "学期",
    Term,
    Text("按时间先后，每学期一行，周次不能重叠", "one row a term, in order, weeks apart"),
    (
        Column("id", "编号", Id(), Text("不重复", "unique"), "2025-1"),
        Column("name", "名称", FreeText(), Text("学期名称", "name"), "2025学年第一学期"),
        Column(
            "school_year", "学年", SchoolYear(), Text("学年开始的年份", "its first year"), "2025"
        ),
        Column("semester", "学期", Whole(), Text("1为第一学期，2为第二学期", "1 or 2"), "1"),
        Column("start", "开始日期", Date(), Text("第一周的第一天", "first day"), "2025-09-01"),
        Column("end", "结束日期", Date(), Text("最后一天", "last day"), "2026-01-23"),
    ),
)

CALENDAR = Table(
    "calendar",
    "校历",
    CalendarDay,
    Text("放假、调休和考试的日子；调休写明按第几周星期几上课", "holidays, make-up and exam days"),
    (
        Column("date", "日期", Date(), Text("一天一行", "one day a row"), "2025-09-28"),
        Column("kind", "类型", DAY, Text("放假、调休或考试", "kind"), "调休"),
        Column("week", "按第几周", Whole(), Text("仅调休填写", "make-up days only"), "5"),
        Column("weekday", "按星期几", OneWeekday(), Text("仅调休填写", "make-up days only"), "3"),
        Column("note", "说明", FreeText(), Text("可不填", "may be empty"), "国庆调休", ("备注",)),
    ),
)

SYNC = Table(
    "sync",
    "同步课堂",
    SyncSeries,
    Text("每组同步课一行：主讲班级与接收班级", "one row a series of synchronous lessons"),
    (
        Column("id", "编号", Id(), Text("不重复", "unique"), "Y01"),
        Column("subject", "学科", Ref("subjects"), Text("代码或名称", "subject"), "音乐"),
        Column(
            "host_class", "主讲班级", Ref("classes"), Text("编号，或学校加班名", "host"), "S01-302"
        ),
        Column(
            "receiving_classes",
            "接收班级",
            Refs("classes"),
            Text("用、分隔", "separated by ;"),
            "S02-301",
        ),
        Column("periods", "周节数", Whole(), Text("每周几节", "lessons a week"), "1"),
    ),
)
