"""Words for the codes of the data: the Chinese word that is written first, then others."""

from __future__ import annotations

from community.codes import (
    DayKind,
    Degree,
    PlacementKind,
    PlacementStatus,
    RoomKind,
    SchoolRole,
    SlotKind,
    Stage,
    WeekPattern,
)
from community.duties import Circle
from community.requests import Binding, Liking
from community.rule import Strictness
from community.tables.kinds import Choice, Named

LESSONS = ("节", "课时", "节/周", "节课")  # units behind a number, as those below
DAYS = ("天", "日")
HALF_DAYS = ("个半天", "半天")
TERMS = ("学期", "个学期", "个")
WEEKS_OF_TERM = ("周",)
TIMES = ("次",)
MINUTES = ("分钟", "分", "min")

HOLIDAYS = (
    *("元旦", "元旦节", "春节", "清明", "清明节", "五一", "劳动节", "五一劳动节", "端午", "端午节"),
    *("中秋", "中秋节", "国庆", "国庆节", "中秋国庆", "国庆中秋", "寒假", "暑假", "秋假", "春假"),
)

ROLE = Choice(
    {
        SchoolRole.CORE.value: (
            "核心校",
            "总校",
            "主体学校",
            "领衔学校",
            "支援学校",
            "牵头校",
            "龙头校",
            "集团校",
        ),
        SchoolRole.MEMBER.value: (
            "成员校",
            "分校",
            "受援学校",
            "受援校",
            "参与学校",
            "中心校",
            "协作校",
        ),
        SchoolRole.TEACHING_POINT.value: ("教学点", "村小", "村小学"),
        SchoolRole.OPEN.value: ("待定", "未定"),
    }
)
STAGE = Choice(
    {
        Stage.PRIMARY.value: ("小学", "完小", "完全小学"),
        Stage.JUNIOR.value: ("初中", "初级中学"),
        Stage.NINE_YEAR.value: ("九年一贯", "九年一贯制", "九年一贯制学校"),
        Stage.SENIOR.value: ("高中", "普通高中", "高级中学"),
        Stage.SECONDARY.value: ("完全中学", "完中"),
        Stage.TWELVE_YEAR.value: ("十二年一贯", "十二年一贯制", "十二年一贯制学校"),
    }
)
DEGREE = Named(
    {
        Degree.LOWER.value: ("高中阶段以下", "高中以下", "初中"),
        Degree.UPPER_SECONDARY.value: ("高中阶段", "中师", "中专", "高中", "中等师范", "职高"),
        Degree.COLLEGE.value: ("专科", "大专", "高专"),
        Degree.BACHELOR.value: ("本科", "学士", "专升本"),
        Degree.POSTGRADUATE.value: ("研究生", "硕士", "博士"),
    }
)
LOCALITY = Choice(
    {
        "urban": ("城区", "县城", "城市", "市区", "城镇"),
        "town": ("镇区", "乡镇", "集镇", "镇"),
        "rural": ("乡村", "农村", "村"),
    }
)
SLOT = Choice(
    {
        SlotKind.LESSON.value: ("正课", "上课", "课"),
        SlotKind.MORNING_READING.value: ("早读", "晨读", "早自习", "晨诵"),
        SlotKind.BREAK.value: ("大课间", "课间", "课间操"),
        SlotKind.LUNCH.value: ("午休", "午餐", "午饭", "午间", "中午", "午管", "午托"),
        SlotKind.AFTER_SCHOOL.value: ("课后服务", "延时服务", "课后延时", "课后托管"),
        SlotKind.EVENING.value: ("晚自习", "晚修"),
    }
)
ROOM = Choice(
    {
        RoomKind.ORDINARY.value: ("普通教室", "普通", "教室"),
        RoomKind.LIVE.value: (
            "录播教室",
            "同步教室",
            "专递课堂教室",
            "录播室",
            "同步课堂教室",
            "专递教室",
        ),
        RoomKind.MUSIC.value: ("音乐教室", "音乐室"),
        RoomKind.ART.value: ("美术教室", "美术室"),
        RoomKind.LAB.value: ("实验室", "科学实验室", "科学教室"),
        RoomKind.COMPUTER.value: (
            "计算机教室",
            "机房",
            "微机室",
            "电脑室",
            "电脑教室",
            "信息教室",
            "计算机室",
        ),
        RoomKind.PLAYGROUND.value: ("操场", "运动场", "体育场"),
    }
)
PLACEMENT = Choice(
    {
        PlacementKind.SECONDMENT.value: ("支教",),
        PlacementKind.SHADOWING.value: ("跟岗",),
        PlacementKind.WORK_SHADOWING.value: ("顶岗", "work-shadowing"),
        PlacementKind.LEADERSHIP.value: ("挂职", "leadership post"),
        PlacementKind.ITINERANT.value: ("走教",),
    }
)
STATUS = Choice(
    {
        PlacementStatus.PROPOSED.value: ("拟派", "拟定", "拟安排", "建议"),
        PlacementStatus.APPROVED.value: ("已批准", "批准", "已审批"),
        PlacementStatus.LOCKED.value: ("锁定", "已锁定", "已确定"),
    }
)
WEEKS = Choice(
    {
        WeekPattern.ALL.value: ("全", "每周"),
        WeekPattern.ODD.value: ("单", "单周"),
        WeekPattern.EVEN.value: ("双", "双周"),
    }
)
STRICTNESS = Choice(
    {
        Strictness.HARD.value: ("刚性",),
        Strictness.IN_PRINCIPLE.value: ("原则上", "in principle"),
        Strictness.SOFT.value: ("柔性",),
    }
)
DAY = Choice(
    {
        DayKind.HOLIDAY.value: (
            "放假",
            "假期",
            "节假日",
            "假日",
            "休息",
            *HOLIDAYS,
            *(f"{h}放假" for h in HOLIDAYS),
        ),
        DayKind.MAKE_UP.value: ("调休", "调休上课", "补课", "补班", "调课"),
        DayKind.EXAM.value: ("考试", "期中考试", "期末考试"),
    }
)
REQUIRED = Choice(
    {
        Strictness.HARD.value: ("必须", "刚性", "要求"),
        Strictness.SOFT.value: ("希望", "弹性", "尽量"),
    }
)
BINDING = Choice(
    {
        Binding.FIXED.value: ("固定", "已定"),
        Binding.WISHED.value: ("希望",),
        Binding.LAST_YEAR.value: ("去年", "上学年", "去年任课"),
    }
)
CIRCLE = Choice(
    {
        Circle.CLASS_TEACHER.value: ("班主任", "class teacher"),
        Circle.OF_CLASS.value: ("任课教师", "本班任课教师", "teacher of the class"),
        Circle.ANYONE.value: ("本校教师", "全校教师", "不限"),
    }
)
LIKING = Choice(
    {
        Liking.ONLY.value: ("只排", "只能排", "只", "排"),
        Liking.NEVER.value: ("不排", "不能排", "禁排", "不"),
    }
)
