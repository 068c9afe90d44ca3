"""A plan for aSc Timetables: an XML file for each school, to be imported there.

Every file holds the base data of one school, its lessons and their places in the week (cards). An
element's ``partner_id`` is its id in the community.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from community.models import WeekPattern
from community.text import WEEKDAYS, Text
from publishing.exchange.losses import carried, of_plan, other_slots
from publishing.exchange.taught import people, periods, taught
from publishing.i18n import amount, grade_name
from publishing.workbook import FileNames

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import School
    from community.text import Lang
    from publishing.exchange.losses import Losses
    from publishing.exchange.taught import Taught
    from publishing.view import PlanView
    from scheduling.timetable import ClassLesson

CARRIED = carried(
    {
        "schools": "id name grid",
        "slots": "grid order name kind start end weekdays",
        "rooms": "id school name",
        "classes": "id school name room",
        "subjects": "id name",
        "teachers": "id name school class_teacher_of",
        "curriculum": "grade subject periods doubles school",
        "teaching": "class_id subject teacher periods",
        "joint": "subject classes periods",
    }
)
KEPT = {"time", "weeks", "room"}
_GUESTS = (
    Text("教师", "teachers"),
    Text("来校教师的人事学校", "home schools of visiting teachers"),
)
_OPTIONS = "canadd,export:silent"
_WEEKS = {
    WeekPattern.ALL: ("W0", Text("每周", "every week"), "11"),
    WeekPattern.ODD: ("W1", Text("单周", "odd weeks"), "10"),
    WeekPattern.EVEN: ("W2", Text("双周", "even weeks"), "01"),
}


def files(view: PlanView, lang: Lang) -> tuple[dict[str, bytes], Losses]:
    """Return a file for each school by name, and what they do not carry."""
    losses, names = of_plan(view, CARRIED, KEPT), FileNames().of_schools(view.community, ".xml")
    other_slots(view, losses)
    found = {}
    for school in view.community.schools:
        root = _school(view, school, lang)
        ET.indent(root)
        found[names[school.id]] = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        guests = sum(t.school != school.id for t in people(view, school))
        losses.add(*_GUESTS, guests)
    return found, losses


def _school(view: PlanView, school: School, lang: Lang) -> ET.Element:
    root = ET.Element(
        "timetable",
        importtype="database",
        options="idprefix:Onebell,groupstype1,decimalseparatordot,"
        "lessonsincludeclasseswithoutstudents,handlestudentsafterlessons",
        displayname="aSc Timetables 2012 XML",
    )
    _times(root, view, school, lang)
    _base(root, view, school, lang)
    lessons = [(f"L{number}", x) for number, x in enumerate(taught(view, school), 1)]
    _table(root, "lesson", (_lesson(key, x) for key, x in lessons))
    days, numbers = _days(view, school), periods(view, school)
    _table(
        root,
        "card",
        (
            _card(key, lesson, days, numbers[lesson.slot][0])
            for key, x in lessons
            for lesson in x.lessons
        ),
    )
    return root


def _times(root: ET.Element, view: PlanView, school: School, lang: Lang) -> None:
    _table(
        root,
        "period",
        (
            {
                "period": str(number),
                "name": slot.name,
                "short": str(number),
                "starttime": _clock(slot.start),
                "endtime": _clock(slot.end),
            }
            for number, slot in periods(view, school).values()
        ),
    )
    days = _days(view, school)
    each = [_mask(day, days) for day in range(1, days + 1)]
    any_day = {"id": "D0", "name": Text("任一天", "any day").to(lang), "short": "X"}
    rows = [{**any_day, "days": ",".join(each)}]
    for number, mask in enumerate(each, 1):
        name = WEEKDAYS[number - 1].to(lang)
        rows.append({"id": f"D{number}", "name": name, "short": name, "days": mask})
    _table(root, "daysdef", rows)
    weeks = [(key, name.to(lang), mask) for key, name, mask in _WEEKS.values()]
    _table(
        root, "weeksdef", ({"id": k, "name": n, "short": n, "weeks": mask} for k, n, mask in weeks)
    )
    term = {"id": "T0", "name": view.term.name, "short": view.term.id, "terms": "1"}
    _table(root, "termsdef", [term])


def _base(root: ET.Element, view: PlanView, school: School, lang: Lang) -> None:
    community = view.community
    classes = [c for c in community.classes if c.school == school.id]
    heads = {t.class_teacher_of: t.id for t in community.teachers if t.class_teacher_of}
    _table(
        root,
        "subject",
        (_named(s.id, s.name, view.subject_short[s.id]) for s in community.subjects),
    )
    _table(root, "teacher", (_named(t.id, t.name) for t in people(view, school)))
    _table(root, "building", [{"id": school.id, "name": school.name, "partner_id": school.id}])
    rooms = [r for r in community.rooms if r.school == school.id]
    building = {"capacity": "*", "buildingid": school.id}
    _table(root, "classroom", ({**_named(r.id, r.name), **building} for r in rooms))
    grades = [(str(g), grade_name(g, lang)) for g in sorted({c.grade for c in classes})]
    _table(root, "grade", ({"grade": g, "name": name, "short": name} for g, name in grades))
    _table(
        root,
        "class",
        (
            {**_named(c.id, c.name), "teacherid": heads.get(c.id, ""), "grade": str(c.grade)}
            | {"classroomids": c.room or ""}
            for c in classes
        ),
    )
    whole = {"name": Text("全班", "whole class").to(lang), "entireclass": "1", "divisiontag": "0"}
    _table(root, "group", ({"id": _whole(c.id), "classid": c.id, **whole} for c in classes))


def _lesson(key: str, x: Taught) -> dict[str, str]:
    """Return a lesson; its periods are counted in the weeks that it is held in."""
    held = x.weekly * (1 if x.weeks is WeekPattern.ALL else 2)
    return {
        "id": key,
        "classids": ",".join(x.classes),
        "subjectid": x.subject,
        "teacherids": ",".join(x.teachers),
        "groupids": ",".join(map(_whole, x.classes)),
        "classroomids": ",".join(dict.fromkeys(y.room for y in x.lessons if y.room)),
        "periodspercard": str(x.length),
        "periodsperweek": amount(held),
        "daysdefid": "D0",
        "weeksdefid": _WEEKS[x.weeks][0],
        "termsdefid": "T0",
        "seminargroup": "",
        "capacity": "*",
        "partner_id": "",
    }


def _card(key: str, lesson: ClassLesson, days: int, period: int) -> dict[str, str]:
    return {
        "lessonid": key,
        "period": str(period),
        "days": _mask(lesson.weekday, days),
        "weeks": _WEEKS[lesson.weeks][2],
        "terms": "1",
        "classroomids": lesson.room,
    }


def _table(root: ET.Element, tag: str, rows: Iterable[dict[str, str]]) -> None:
    """Add a table; as in the program's own files, it names its columns."""
    plural = "classes" if tag == "class" else f"{tag}s"
    table = ET.SubElement(root, plural, options=_OPTIONS, columns="")
    for row in rows:
        table.set("columns", ",".join(row))
        ET.SubElement(table, tag, row)


def _named(key: str, name: str, short: str = "") -> dict[str, str]:
    return {"id": key, "name": name, "short": short or name, "partner_id": key}


def _whole(class_id: str) -> str:
    return f"{class_id}-all"


def _days(view: PlanView, school: School) -> int:
    """Return the days of a school's week: five, or up to the last one with slots or lessons."""
    slots = (day for slot in view.slots[school.id] for day in slot.weekdays)
    lessons = (x.weekday for x in view.plan.week.lessons if x.school == school.id)
    return max(5, *slots, *lessons)


def _mask(day: int, days: int) -> str:
    return "".join("1" if day == number else "0" for number in range(1, days + 1))


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
