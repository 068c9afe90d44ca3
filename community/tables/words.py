"""Words for the codes of the data: the Chinese word that is written first, then others."""

from __future__ import annotations

from community.codes import (
    DayKind,
    PlacementKind,
    PlacementStatus,
    RoomKind,
    SchoolRole,
    SlotKind,
    Stage,
    WeekPattern,
)
from community.requests import Binding, Liking
from community.rule import Strictness
from community.tables.kinds import Choice

ROLE = Choice(
    {
        SchoolRole.CORE.value: ("核心校", "总校", "主体学校", "领衔学校", "支援学校"),
        SchoolRole.MEMBER.value: ("成员校", "分校", "受援学校", "受援校", "参与学校"),
        SchoolRole.TEACHING_POINT.value: ("教学点",),
    }
)
STAGE = Choice(
    {
        Stage.PRIMARY.value: ("小学",),
        Stage.JUNIOR.value: ("初中",),
        Stage.NINE_YEAR.value: ("九年一贯", "九年一贯制", "九年一贯制学校"),
    }
)
LOCALITY = Choice({"urban": ("城区",), "town": ("镇区", "乡镇"), "rural": ("乡村", "农村")})
SLOT = Choice(
    {
        SlotKind.LESSON.value: ("正课",),
        SlotKind.MORNING_READING.value: ("早读", "晨读"),
        SlotKind.BREAK.value: ("大课间", "课间"),
        SlotKind.LUNCH.value: ("午休", "午餐"),
        SlotKind.AFTER_SCHOOL.value: ("课后服务", "延时服务"),
        SlotKind.EVENING.value: ("晚自习",),
    }
)
ROOM = Choice(
    {
        RoomKind.ORDINARY.value: ("普通教室", "普通"),
        RoomKind.LIVE.value: ("录播教室", "同步教室", "专递课堂教室"),
        RoomKind.MUSIC.value: ("音乐教室",),
        RoomKind.ART.value: ("美术教室",),
        RoomKind.LAB.value: ("实验室",),
        RoomKind.COMPUTER.value: ("计算机教室", "机房", "微机室"),
        RoomKind.PLAYGROUND.value: ("操场", "运动场"),
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
        DayKind.HOLIDAY.value: ("放假", "假期", "节假日"),
        DayKind.MAKE_UP.value: ("调休", "调休上课", "补课"),
        DayKind.EXAM.value: ("考试",),
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
LIKING = Choice(
    {Liking.ONLY.value: ("只排", "只能排"), Liking.NEVER.value: ("不排", "不能排", "禁排")}
)
