"""Tables of the year: its terms, and the days unlike the others."""

from __future__ import annotations

from community.models import CalendarDay, Term
from community.tables.base import Column, Table
from community.tables.kinds import FreeText, Id, Whole
from community.tables.missing import FROM_NAME, id_from_name, term_name
from community.tables.times import Date, Days, OneWeekday
from community.tables.words import DAY, WEEKS_OF_TERM
from community.tables.years import SchoolYear, Semester
from community.text import Text

TERMS = Table(
    "terms",
    "学期",
    Term,
    Text("按时间先后，每学期一行，周次不能重叠", "one row a term, in order, weeks apart"),
    (
        Column(
            "id",
            "编号",
            Id(),
            Text("不重复", "unique"),
            "2025-1",
            ("学期编号",),
            instead=id_from_name,
            instead_of=FROM_NAME,
        ),
        Column(
            "name",
            "名称",
            FreeText(),
            Text("学期名称", "name"),
            "2025学年第一学期",
            ("学期名称",),
            instead=term_name,
            instead_of=Text("按学年和学期", "the year and semester"),
        ),
        Column(
            "school_year", "学年", SchoolYear(), Text("学年开始的年份", "its first year"), "2025"
        ),
        Column("semester", "学期", Semester(), Text("1为第一学期，2为第二学期", "1 or 2"), "1"),
        Column(
            "start",
            "开始日期",
            Date(),
            Text("第一周的第一天", "first day"),
            "2025-09-01",
            ("开始", "开学日期", "开学时间", "开学"),
        ),
        Column(
            "end",
            "结束日期",
            Date(),
            Text("最后一天", "last day"),
            "2026-01-23",
            ("结束", "放假", "放假日期", "放假时间"),
        ),
    ),
    aliases=("学期",),
    spans={"起止日期": ("start", "end"), "起止时间": ("start", "end"), "时间": ("start", "end")},
)

CALENDAR = Table(
    "calendar",
    "校历",
    CalendarDay,
    Text("放假、调休和考试的日子；调休写明按第几周星期几上课", "holidays, make-up and exam days"),
    (
        Column(
            "date",
            "日期",
            Days(),
            Text("一天一行，也可写10月1日-10月7日", "a day, or 2025.10.1-10.7"),
            "2025-09-28",
            ("时间", "放假时间"),
        ),
        Column("kind", "类型", DAY, Text("放假、调休或考试", "kind"), "调休", ("事项", "安排")),
        Column(
            "week", "按第几周", Whole(WEEKS_OF_TERM), Text("仅调休填写", "make-up days only"), "5"
        ),
        Column("weekday", "按星期几", OneWeekday(), Text("仅调休填写", "make-up days only"), "3"),
        Column(
            "note",
            "说明",
            FreeText(),
            Text("可不填", "may be empty"),
            "国庆调休",
            ("备注", "事由", "名称"),
        ),
    ),
    aliases=("校历", "放假", "节假日", "假期"),
)
