"""Tables of what schools ask for themselves. A school that asks for nothing leaves them out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.records import Unavailable
from community.requests import FixedLesson, JointLesson, LoadRequest, Teaching, TimeRequest
from community.tables.base import Column, Table
from community.tables.cells import as_word
from community.tables.kinds import (
    FreeText,
    Id,
    Kind,
    Minutes,
    Number,
    Ref,
    Refs,
    Whole,
    YesNo,
    listed,
)
from community.tables.missing import FROM_ORDER, id_from_order
from community.tables.people import TEACHER
from community.tables.times import OneWeekday, SlotOrder, Weekdays
from community.tables.words import BINDING, DAYS, HALF_DAYS, LESSONS, LIKING, MINUTES, REQUIRED
from community.tables.years import Grade
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.tables.cells import Cell
    from community.tables.references import References
    from community.text import Lang

HALVES = {"am": "上午", "pm": "下午"}


class Slots(Kind):
    """Slots of a day by their names or orders, or a half of the day: 第一节、第二节, 3, 上午."""

    def parse(self, cell: Cell, refs: References) -> tuple[str, ...]:
        """Return them in order, the halves as am and pm."""
        codes = {word: code for code, word in HALVES.items()}
        return tuple(dict.fromkeys(codes.get(w, w) for w in listed(as_word(cell))))

    def format(self, value: tuple[str, ...], lang: Lang) -> str:
        """Return them with 、 (``;`` in files) between them."""
        words = [HALVES.get(v, v) if lang == "zh" else v for v in value]
        return ("、" if lang == "zh" else ";").join(words)


class OneSlot(Kind):
    """A slot of a day by its name or order."""

    def parse(self, cell: Cell, refs: References) -> str:
        """Return the text as a word."""
        return as_word(cell)


def strictness(example: str) -> tuple[Column, ...]:
    """Return the columns of every request: whether it is required, its weight, a note."""
    return (
        *_wish(example),
        Column("note", "说明", FreeText(), Text("可不填", "may be empty"), "", ("备注", "原因")),
    )


def _wish(example: str) -> tuple[Column, Column]:
    """Return whether a row is required, and its weight."""
    return (
        Column(
            "strictness",
            "要求",
            REQUIRED,
            Text("必须或希望，空为必须", "hard or soft; hard when empty"),
            example,
        ),
        Column(
            "weight",
            "权重",
            Whole(),
            Text("希望有多重要，1至1000，空为5", "of a wish, 1 to 1000; 5 when empty"),
        ),
    )


def _later(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns that older files lack, and files of those who need none."""
    return tuple(replace(column, optional=True, rare=True) for column in columns)


_SUBJECT = Text("代码或名称", "id or name")
_CLASS = Text("编号，或学校加班名", "id, or school and class name")
_SCHOOL = Text("编号或名称", "id or name")
_TEACHER = Text("教师编号，或没有重名的姓名", "teacher id, or a name that only one has")

TEACHING = Table(
    "teaching",
    "任课",
    Teaching,
    Text(
        "已经定下或希望的任课，以及去年的任课；没有写的由程序安排",
        "who teaches what, where that is fixed, wished for, or known from last year",
    ),
    (
        Column("class_id", "班级", Ref("classes"), _CLASS, "S01-302", ("class",)),
        Column("subject", "学科", Ref("subjects"), _SUBJECT, "语文"),
        TEACHER,
        Column(
            "binding",
            "性质",
            BINDING,
            Text(
                "固定、希望或去年（去年由谁任教），空为固定",
                "fixed, wished or last_year; fixed when empty",
            ),
            "固定",
        ),
        Column(
            "periods",
            "节数",
            Whole(LESSONS),
            Text(
                "几位教师先后分上一门课时，各写一行和每周节数；空为全部",
                "where several share a course: a row and the weekly periods of each",
            ),
        ),
        Column(
            "weight",
            "权重",
            Whole(),
            Text("希望有多重要，空为5", "of a wish; 5 when empty"),
        ),
        Column(
            "together",
            "同堂",
            YesNo(),
            Text(
                "是：与这门课的教师一起上（双师），节数空为每节；空为否",
                "yes: in the lessons beside the teacher of the course, all of them or so many",
            ),
            aliases=("双师", "协同"),
            optional=True,
        ),
    ),
    optional=True,
    across=("subject", "teacher"),
)

TIMES = Table(
    "time_requests",
    "时段要求",
    TimeRequest,
    Text(
        "某学科、班级、年级、学校的课，或某位教师的课，只排或不排在哪些时段",
        "when lessons of a subject, class, grade, school or teacher are to be, or never",
    ),
    (
        Column("subject", "学科", Ref("subjects"), _SUBJECT, "体育"),
        Column("class_id", "班级", Ref("classes"), _CLASS, "", ("class",)),
        Column("grade", "年级", Grade(), Text("空为各年级", "every grade when empty"), ""),
        Column("school", "学校", Ref("schools"), _SCHOOL, "S01"),
        Column("teacher", "教师", Ref("teachers"), _TEACHER, ""),
        Column("liking", "排或不排", LIKING, Text("只排或不排", "only or never"), "不排"),
        Column("weekdays", "星期", Weekdays(), Text("空为每天", "every day when empty"), "1-5"),
        Column(
            "slots",
            "时段",
            Slots(),
            Text(
                "时段名称、序号、上午或下午，空为全天", "names, orders, am or pm; all day if empty"
            ),
            "第一节",
        ),
        *strictness("希望"),
    ),
    optional=True,
)

LOADS = Table(
    "load_requests",
    "教师课时要求",
    LoadRequest,
    Text(
        "每位教师一周的课怎样分布；不写教师的一行是全校或所有教师的要求，写了教师的优先",
        "how the lessons of a teacher lie in the week; rows without a teacher are for all",
    ),
    (
        Column("teacher", "教师", Ref("teachers"), Text("空为所有教师", "all when empty"), "T001"),
        Column(
            "school",
            "学校",
            Ref("schools"),
            Text(
                "空为所有学校；与教师同写时，只管这位教师在该校的课",
                "all when empty; with a teacher: of the lessons there alone",
            ),
            "",
        ),
        Column(
            "min_per_day",
            "每天最少",
            Whole(LESSONS),
            Text("有课的日子至少几节", "lessons a day"),
            "2",
        ),
        Column(
            "max_per_day", "每天最多", Whole(LESSONS), Text("每天至多几节", "lessons a day"), "4"
        ),
        Column("max_days", "最多天数", Whole(DAYS), Text("每周至多几天有课", "days a week"), ""),
        Column(
            "max_gaps_per_day",
            "每天空堂",
            Whole(LESSONS),
            Text("每天至多几节空堂", "gaps a day"),
            "",
        ),
        Column("max_gaps", "每周空堂", Whole(LESSONS), Text("每周至多几节空堂", "gaps a week"), ""),
        Column(
            "max_run", "最多连上", Whole(LESSONS), Text("至多连上几节", "lessons in a row"), "3"
        ),
        Column(
            "free_half_days",
            "空半天",
            Whole(HALF_DAYS),
            Text("每周至少几个半天没有课", "half-days without lessons"),
            "",
        ),
        Column(
            "min_load",
            "每周最少",
            Whole(LESSONS),
            Text("每周至少几课时（折算后）", "weighted lessons a week"),
            optional=True,
        ),
        Column(
            "max_load",
            "每周最多",
            Whole(LESSONS),
            Text("每周至多几课时（折算后）", "weighted lessons a week"),
            optional=True,
        ),
        Column(
            "class_teacher_load",
            "班主任折算",
            Number(LESSONS),
            Text(
                "班主任工作折合几课时，空为0", "lessons that class teachership counts; 0 if empty"
            ),
            optional=True,
        ),
        Column(
            "preparation_load",
            "多备课折算",
            Number(LESSONS),
            Text(
                "教一个年级的一门课是一头；第二头起每头折合几课时，空为0",
                "lessons that each subject of a grade beyond the first counts; 0 if empty",
            ),
            optional=True,
        ),
        Column(
            "free_afternoons",
            "空下午",
            Whole(("下午",)),
            Text("每周至少几个下午没有课", "afternoons without lessons"),
            "",
            optional=True,
        ),
        Column(
            "rest_minutes",
            "休息分钟数",
            Minutes(MINUTES),
            Text(
                "“最多连上”中满多少分钟算休息，空为午休或超过25分钟的课间，999为午休前后也连着算",
                "of a rest that ends a row of lessons, lunch or not; 999: none does",
            ),
            "",
            optional=True,
        ),
        Column(
            "class_id",
            "班级",
            Ref("classes"),
            Text("写了就是班级的课，不写教师", "then it is about the lessons of a class"),
            "",
            ("class",),
            optional=True,
        ),
        Column(
            "grade",
            "年级",
            Grade(),
            Text("写了就是这个年级各班的课", "then it is about the classes of a grade"),
            "",
            optional=True,
        ),
        *strictness("希望"),
    ),
    optional=True,
)

FIXED = Table(
    "fixed",
    "固定课",
    FixedLesson,
    Text(
        "时间已定的课，或没有教师的活动（班会、升旗）；不写班级的是全校或全年级的",
        "lessons at a given time, or events without a subject; for all of a school or grade",
    ),
    (
        Column(
            "name",
            "名称",
            FreeText(),
            Text("活动的名称", "of an event"),
            "班会",
            ("活动", "活动名称"),
        ),
        Column("subject", "学科", Ref("subjects"), Text("是哪门课；活动不填", "none for an event")),
        Column(
            "classes", "班级", Refs("classes"), Text("用、分隔；空为全部", "separated by ;"), ""
        ),
        Column("school", "学校", Ref("schools"), _SCHOOL, "S01"),
        Column("grade", "年级", Grade(), Text("空为各年级", "every grade when empty"), ""),
        Column("weekday", "星期", OneWeekday(), Text("1至7", "1 to 7"), "1"),
        Column(
            "slot",
            "时段",
            OneSlot(),
            Text("时段名称或序号", "its name or order"),
            "第七节",
            ("节次",),
        ),
        Column(
            "teacher",
            "教师",
            Ref("teachers"),
            Text("主持活动的教师，可不填", "who holds an event; may be empty"),
        ),
        Column(
            "class_teacher",
            "班主任主持",
            YesNo(),
            Text("是：由各班班主任主持；空为否", "yes: held by each class teacher; no when empty"),
            "是",
        ),
        *_later(strictness("")),
    ),
    optional=True,
    aliases=("固定活动", "固定课", "全校活动"),
)

JOINT = Table(
    "joint",
    "合班",
    JointLesson,
    Text(
        "同校几个班由一位教师一起上的课（合班、复式），计入各班的周课时",
        "lessons that classes of a school have together, among the periods of each",
    ),
    (
        Column(
            "id",
            "编号",
            Id(),
            Text("不重复", "unique"),
            "H01",
            instead=id_from_order("H", "joint"),
            instead_of=FROM_ORDER,
        ),
        Column("subject", "学科", Ref("subjects"), _SUBJECT, "体育"),
        Column(
            "classes",
            "班级",
            Refs("classes"),
            Text("用、分隔；由第一个班的教师上", "separated by ;, the first one leads"),
            "S01-301、S01-302",
        ),
        Column(
            "periods",
            "周节数",
            Whole(LESSONS),
            Text("每周几节，空为1", "a week; 1 when empty"),
            "1",
        ),
    ),
    optional=True,
)

UNAVAILABLE = Table(
    "unavailable",
    "不可排课",
    Unavailable,
    Text("教师、班级或教室不能上课的时间", "when a teacher, class or room cannot have a lesson"),
    (
        TEACHER,
        Column("weekday", "星期", OneWeekday(), Text("1至7", "1 to 7"), "3"),
        Column(
            "slot",
            "时段序号",
            SlotOrder(),
            Text("“作息”表的序号或名称，空为全天", "its number or name; all day when empty"),
            "1",
            ("时段", "节次", "第几节"),
        ),
        Column(
            "reason", "原因", FreeText(), Text("可不填", "may be empty"), "教研会", ("备注", "事由")
        ),
        Column("class_id", "班级", Ref("classes"), _CLASS, "", ("class",), optional=True),
        Column("room", "教室", Ref("rooms"), Text("教室编号", "room id"), "", optional=True),
        Column(
            "school",
            "学校",
            Ref("schools"),
            Text("按哪所学校的作息；空为教师本校", "whose bells; the home school's when empty"),
            "",
            optional=True,
        ),
        *_later(_wish("")),
    ),
    aliases=("不排课", "不能排课", "不可排课", "不能上课"),
)
