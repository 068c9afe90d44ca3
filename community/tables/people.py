"""Tables of the staff: who they are, where they were and are to go."""

from __future__ import annotations

from community.models import PastPlacement, PlannedPlacement, Teacher
from community.tables.base import Column, Table
from community.tables.kinds import Id, PersonName, Reason, Ref, Refs, Whole, YesNo
from community.tables.missing import FROM_NAME, from_school, id_from_name
from community.tables.words import DEGREE, LESSONS, PLACEMENT, STAGE, STATUS, TERMS, WEEKS_OF_TERM
from community.tables.years import BirthYear, SchoolYear, Semester
from community.text import Text

_YES_NO = Text("是或否，空为否", "yes or no; no when empty")
_OFFICE = ("职务", "校内职务", "行政职务", "担任职务", "现任职务", "任职", "职务或岗位")

TEACHER = Column(
    "teacher",
    "教师",
    Ref("teachers"),
    Text("教师编号，或没有重名的姓名", "teacher id, or a name that only one has"),
    "T001",
    ("姓名", "教师姓名", "教师编号", "老师"),
)
KIND = Column(
    "kind",
    "类型",
    PLACEMENT,
    Text("支教、跟岗、顶岗、挂职、走教", "kind"),
    "支教",
    ("方式", "交流类型", "交流方式", "交流形式", "派出方式"),
)
HOST = Column(
    "host",
    "交流学校",
    Ref("schools"),
    Text("编号或名称", "host school"),
    "S02",
    ("接收学校", "去向", "支教学校", "派往学校", "去哪所学校", "交流去向", "受援学校"),
)

TEACHERS = Table(
    "teachers",
    "教师",
    Teacher,
    Text("每位教师一行，填人事关系所在学校", "one row a teacher, at the home school"),
    (
        Column(
            "id",
            "编号",
            Id(),
            Text("不重复，定后不改", "unique, never changed"),
            "T001",
            ("工号", "教师编号", "教工号", "职工号"),
            instead=id_from_name,
            instead_of=FROM_NAME,
        ),
        Column(
            "name",
            "姓名",
            PersonName(),
            Text("教师姓名", "name"),
            "林晓禾",
            ("教师姓名", "教师", "老师", "老师姓名"),
        ),
        Column(
            "school",
            "学校",
            Ref("schools"),
            Text("编号或名称", "home school"),
            "S01",
            ("所在学校", "单位", "任教学校", "学校名称", "工作单位"),
        ),
        Column(
            "subjects",
            "任教学科",
            Refs("subjects"),
            Text("主教学科在前", "main one first"),
            "语文",
            ("学科", "科目", "任教科目", "任课", "任课学科", "教学科目"),
        ),
        Column(
            "stage",
            "学段",
            STAGE,
            Text("小学、初中、高中、九年一贯等", "stage"),
            "小学",
            ("任教学段", "所教学段"),
            instead=from_school("stage"),
            instead_of=Text("按所在学校的学段", "that of the school"),
        ),
        Column(
            "birth_year",
            "出生年份",
            BirthYear(),
            Text("四位年份", "four digits"),
            "1986",
            ("出生年月", "出生日期", "出生年", "出生"),
        ),
        Column(
            "joined_year",
            "到校学年",
            SchoolYear(),
            Text("到本校的第一个学年", "first school year here"),
            "2015",
            ("到校年份", "到校时间", "进校时间", "来校时间", "到校年月", "进校年份", "来校年份"),
        ),
        Column("is_backbone", "骨干教师", YesNo(), _YES_NO, "是", ("骨干", "是否骨干")),
        Column("is_middle_leader", "中层干部", YesNo(), _YES_NO, "否", ("中层", "是否中层")),
        Column("is_group_head", "教研组长", YesNo(), _YES_NO, "否", ("是否教研组长",)),
        Column(
            "class_teacher_of",
            "班主任班级",
            Ref("classes"),
            Text("班级编号，或学校加班名", "class id, or school and class name"),
            "S01-302",
            ("班主任", "任班主任班级", "班主任班"),
        ),
        Column(
            "min_periods",
            "最少周课时",
            Whole(LESSONS),
            Text("空为0", "0 when empty"),
            "10",
            ("最少课时", "课时下限"),
        ),
        Column(
            "max_periods",
            "最多周课时",
            Whole(LESSONS),
            Text("空为18", "18 when empty"),
            "16",
            ("最多课时", "课时上限"),
        ),
        Column("volunteer", "自愿交流", YesNo(), _YES_NO, "否", ("自愿", "志愿交流", "愿意交流")),
        Column(
            "exemption",
            "免交流原因",
            Reason(),
            Text("写了就不派出", "reason; never sent"),
            "",
            ("不交流原因", "免于交流原因"),
        ),
        Column("low_result", "教学效果待提高", YesNo(), _YES_NO, "否"),
        Column(
            "degree",
            "学历",
            DEGREE,
            Text("算高于规定学历教师数；可不填", "counts what is above the norm; may be empty"),
            "本科",
            ("最高学历", "文化程度"),
            optional=True,
            rare=True,
        ),
    ),
    aliases=("教师", "老师", "教职工"),
    besides=dict.fromkeys(_OFFICE, "office"),
)

HISTORY = Table(
    "history",
    "交流经历",
    PastPlacement,
    Text("本计划之前开始的支教、跟岗等", "placements that began before the plan"),
    (
        TEACHER,
        HOST,
        KIND,
        Column("start_year", "起始学年", SchoolYear(), Text("四位年份", "school year"), "2021"),
        Column("terms", "学期数", Whole(TERMS), Text("共几个学期", "how many terms"), "2"),
        Column(
            "semester",
            "起始学期",
            Semester(),
            Text("1为第一学期，2为第二学期，空为1", "1 or 2; 1 when empty"),
            "1",
            optional=True,
        ),
    ),
    aliases=("交流经历", "支教经历", "交流史"),
)

PLACEMENTS = Table(
    "placements",
    "交流安排",
    PlannedPlacement,
    Text("已经提出、批准或定下的交流，排名单时保留", "placements that the roster is to keep"),
    (
        TEACHER,
        KIND,
        HOST,
        Column("start", "起始学期", Ref("terms"), Text("编号或名称", "id or name"), "2025-1"),
        Column(
            "terms",
            "学期数",
            Whole(TERMS),
            Text("整学期的交流填写", "of stays of whole terms"),
            "2",
            ("几个学期", "共几个学期", "交流学期数"),
        ),
        Column(
            "week",
            "起始周",
            Whole(WEEKS_OF_TERM),
            Text("不满一学期的交流从第几周起，空为1", "first week of a shorter stay; 1 when empty"),
        ),
        Column(
            "weeks",
            "周数",
            Whole(WEEKS_OF_TERM),
            Text("不满一学期的交流共几周", "weeks of a shorter stay"),
        ),
        Column("status", "状态", STATUS, Text("空为拟派", "proposed when empty"), "已批准"),
    ),
    optional=True,
    aliases=("交流安排", "交流名单", "交流人员", "派出名单", "派出人员", "外派"),
)
