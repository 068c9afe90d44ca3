"""An XML file of aSc Timetables read: one school's base data, lessons and cards.

Files of its versions from 2008 on are understood. Attributes and tables that a community has no
place for are counted.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from community.models import WeekPattern
from community.text import Text
from publishing.exchange.found import Bell, Course, Placed, Together
from publishing.exchange.reading import (
    MAX_ROWS,
    attributes,
    clock,
    decoded,
    element,
    number,
    refuse,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from publishing.exchange.found import Found

_UNDERSTOOD = {
    "period": "period name short starttime endtime",
    "daysdef": "id name short days",
    "day": "day name short",
    "weeksdef": "id name short weeks",
    "termsdef": "id name short terms",
    "subject": "id name short partner_id",
    "teacher": "id name short partner_id firstname lastname",
    "building": "id name partner_id",
    "classroom": "id name short partner_id buildingid",
    "grade": "grade name short",
    "class": "id name short partner_id teacherid grade classroomids",
    "group": "id name classid entireclass divisiontag",
    "lesson": "id classids subjectid teacherids groupids periodspercard durationperiods "
    "periodsperweek daysdefid weeksdefid termsdefid classroomids",
    "classsubject": "classid subjectid teacherid periodsperweek",
    "card": "lessonid period days day weeks terms classroomids",
}
_NEEDED = ("teachers", "classes", "subjects")
_NOTHING = ("", "*", "0")
_MASKS = {"10": WeekPattern.ODD, "01": WeekPattern.EVEN}
_LESSONS = Text("aSc 课程", "aSc lessons")
_CARDS = Text("aSc 课表", "aSc cards")
_CYCLES = Text("两周以上一轮的周次", "weeks of longer cycles")
Rows = dict[str, list[dict[str, str]]]


def read(found: Found, place: str, school: str, data: bytes, encoding: str | None) -> None:
    """Add the school of a file to what was found; the file's name is the school's, if it has none.

    Raises
    ------
    InputError
        When the file is no XML, or none of aSc.
    """
    root = element(decoded(data, place, encoding), place)
    if root.tag != "timetable":
        expected = Text(
            "应为aSc的XML，最外层是“timetable”", "expected XML of aSc with the root timetable"
        )
        raise refuse(place, expected, value=str(root.tag))
    missing = [name for name in _NEEDED if root.find(name) is None]
    if missing:
        expected = Text(f"缺少“{'、'.join(missing)}”", f"expected {', '.join(missing)}, missing")
        raise refuse(place, expected)
    rows: Rows = {}
    for table in root:
        for item in table:
            rows.setdefault(str(item.tag), []).append(dict(attributes(item)))
    day_from = 1 if "daynumbering1" in root.get("options", "") else 0
    _count(rows, found)
    _School(found, place, school, rows, day_from).take()


def _count(rows: Rows, found: Found) -> None:
    """Count the tables and attributes that are not understood."""
    for tag, items in rows.items():
        where = Text(f"aSc “{tag}”", f"aSc {tag}")
        if tag not in _UNDERSTOOD:
            found.losses.add(where, Text("行", "rows"), len(items))
            continue
        known = _UNDERSTOOD[tag].split()
        for key, value in chain.from_iterable(item.items() for item in items):
            if key not in known and value not in _NOTHING:
                found.losses.add(where, Text(f"“{key}”", key))


class _School:
    """The tables of one file on their way into what was found."""

    def __init__(self, found: Found, place: str, school: str, rows: Rows, day_from: int) -> None:
        self.found, self.place, self.rows, self.day_from = found, place, rows, day_from
        named = [row for row in rows.get("building", ()) if row.get("partner_id")]
        if len(named) == 1:
            self.key, name = named[0]["partner_id"], named[0].get("name") or school
        else:
            self.key, name = school, school
            if rows.get("building"):
                found.losses.add(
                    Text("aSc 校舍", "aSc buildings"), Text("行", "rows"), len(rows["building"])
                )
        found.add("schools", self.key, self.key, name)
        self.keys: dict[str, dict[str, Hashable]] = {
            tag: {} for tag in ("subject", "teacher", "class", "classroom")
        }

    def take(self) -> None:
        """Take over the base data, then the lessons and their places."""
        for row in self.rows.get("period", ()):
            self._bell(row)
        for row in self.rows.get("subject", ()):
            self._named("subject", row, (_wish(row), row.get("name")))
        for row in self.rows.get("teacher", ()):
            person = self._named("teacher", row, self._person(row))
            self.found.of("teachers")[person].values.setdefault("at", set()).add(self.key)
        for row in self.rows.get("classroom", ()):
            self._named("classroom", row, (self.key, row.get("id")), school=self.key)
        for row in self.rows.get("class", ()):
            level = whole(row.get("grade", ""), 12)
            place = (self.key, row.get("id"))
            group = self._named("class", row, place, school=self.key, grade=level)
            head = self._known("teacher", row.get("teacherid", ""))
            for who in head:
                self.found.of("teachers")[who].values.setdefault("class_teacher_of", group)
            homes = tuple(self._known("classroom", row.get("classroomids", "")))
            if len(homes) == 1:
                self.found.of("classes")[group].values["room"] = homes[0]
            elif homes:
                self.found.ask("room_requests", class_id=group, rooms=homes)
        self._lessons()

    def _named(self, tag: str, row: Mapping[str, str], key: Hashable, **values: object) -> Hashable:
        self.keys[tag][row.get("id", "")] = key
        name = row.get("name") or f"{row.get('lastname', '')}{row.get('firstname', '')}"
        tables = {"class": "classes", "classroom": "rooms"}
        self.found.add(
            tables.get(tag, f"{tag}s"), key, _wish(row), name or row.get("short", ""), **values
        )
        return key

    def _person(self, row: Mapping[str, str]) -> Hashable:
        """Return somebody's key: an id of a partner's system is one person in every school."""
        if row.get("partner_id"):
            return (row["partner_id"], row.get("name"))
        return (self.key, row.get("id"))

    def _known(self, tag: str, ids: str) -> list[Hashable]:
        """Return the keys that a list of ids stands for; ids of nothing are counted."""
        found = []
        for wanted in filter(None, (part.strip() for part in ids.split(","))):
            if wanted in self.keys[tag]:
                found.append(self.keys[tag][wanted])
            elif wanted != "*":
                what = Text("指向没有的编号", "ids of nothing")
                self.found.losses.add(Text(f"aSc “{tag}”", f"aSc {tag}"), what)
        return list(dict.fromkeys(found))

    def _bell(self, row: Mapping[str, str]) -> None:
        n = whole(row.get("period", ""), 40)
        if n is None:
            raise self._wrong("period", row.get("period", ""))
        start, end = (clock(row.get(key, "")) for key in ("starttime", "endtime"))
        self.found.bells.append(Bell(self.key, n, row.get("name") or str(n), start, end))

    def _wrong(self, key: str, value: str) -> Exception:
        expected = Text(f"“{key}”应为0到40之间的数", f"expected a number from 0 to 40 as {key}")
        return refuse(self.place, expected, value=value)

    def _bound(self, lessons: int) -> None:
        """Refuse lessons of classes without end: every lesson can name every class."""
        if lessons > MAX_ROWS:
            most = Text(f"应不超过{MAX_ROWS}节课", f"expected at most {MAX_ROWS} lessons")
            raise refuse(self.place, most)

    def _lessons(self) -> None:
        """Take over what is taught; a part of a class has no lessons of its own here."""
        weeks = {row.get("id"): row.get("weeks", "") for row in self.rows.get("weeksdef", ())}
        parts = {
            row.get("id")
            for row in self.rows.get("group", ())
            if row.get("entireclass") not in (None, "", "1")
        }
        lessons: dict[str, tuple[dict[str, str], list[Hashable], list[Hashable]]] = {}
        for row in self.rows.get("lesson", ()):
            groups, subjects = row.get("groupids", "").split(","), row.get("subjectid", "")
            if parts.intersection(groups):
                self.found.losses.add(_LESSONS, Text("分组的课", "lessons of groups"))
                continue
            classes, taught = (
                self._known("class", row.get("classids", "")),
                self._known("subject", subjects),
            )
            if not classes or not taught:
                self.found.losses.add(_LESSONS, Text("没有班级的课", "lessons without a class"))
                continue
            lessons[row.get("id", "")] = (row, classes, taught)
            self._course(row, classes, taught[0], weeks.get(row.get("weeksdefid"), ""))
            self._housed(row, classes, taught[0])
        for row in self.rows.get("classsubject", ()):
            classes = self._known("class", row.get("classid", ""))
            for subject in self._known("subject", row.get("subjectid", "")):
                self._course({**row, "teacherids": row.get("teacherid", "")}, classes, subject, "")
        self._cards(lessons)

    def _course(
        self, row: Mapping[str, str], classes: list[Hashable], subject: Hashable, weeks: str
    ) -> None:
        held = number(row.get("periodsperweek", ""), 40)
        length = _length(row)
        if held is None:
            raise self._wrong("periodsperweek", row.get("periodsperweek", ""))
        if length is None:
            raise self._wrong("periodspercard", row.get("periodspercard", ""))
        if weeks in _MASKS:
            held /= 2
        elif _longer(weeks):
            self.found.losses.add(_LESSONS, _CYCLES)
        teachers = tuple(self._known("teacher", row.get("teacherids", "")))
        doubles = int(held // 2) if length == 2 and len(classes) == 1 else 0
        blocks = (length,) * int(held // length) if length > 2 and len(classes) == 1 else ()
        self._bound(len(self.found.courses) + len(classes))
        for group in classes:
            self.found.courses.append(Course(group, subject, teachers, held, doubles, blocks))
        if len(classes) > 1:
            self.found.together.append(Together(tuple(classes), subject, held, length))

    def _housed(self, row: Mapping[str, str], classes: list[Hashable], subject: Hashable) -> None:
        """Ask for the rooms that a lesson may have; one's own room is asked for already."""
        rooms = self._known("classroom", row.get("classroomids", ""))
        for group in classes:
            if rooms and rooms != [self.found.of("classes")[group].values.get("room")]:
                self.found.ask("room_requests", subject=subject, class_id=group, rooms=tuple(rooms))

    def _cards(
        self, lessons: Mapping[str, tuple[dict[str, str], list[Hashable], list[Hashable]]]
    ) -> None:
        for row in self.rows.get("card", ()):
            lesson, classes, taught = lessons.get(row.get("lessonid", ""), ({}, [], []))
            days, n = self._days(row), whole(row.get("period", ""), 40)
            if n is None:
                raise self._wrong("period", row.get("period", ""))
            if not lesson or len(days) != 1:
                self.found.losses.add(
                    _CARDS, Text("没有班级或日子的课", "cards without class or day")
                )
                continue
            if _longer(row.get("weeks", "")):
                self.found.losses.add(_CARDS, _CYCLES)
            if "0" in row.get("terms", ""):
                self.found.losses.add(
                    _CARDS, Text("只在部分学期的课", "lessons of some terms only")
                )
            rooms = self._known("classroom", row.get("classroomids", ""))
            self.found.losses.add(
                _CARDS, Text("第二间教室", "second rooms"), max(0, len(rooms) - 1)
            )
            teachers = tuple(self._known("teacher", lesson.get("teacherids", "")))
            self._bound(len(self.found.lessons) + len(classes))
            for group in classes:
                self.found.lessons.append(
                    Placed(
                        *(group, taught[0], teachers, days[0], n, _length(lesson) or 1),
                        _MASKS.get(row.get("weeks", ""), WeekPattern.ALL),
                        next(iter(rooms), None),
                    )
                )

    def _days(self, row: Mapping[str, str]) -> list[int]:
        """Return the weekdays of a card: from a mask, or in older files from a number."""
        if "days" in row:
            return [n for n, sign in enumerate(row["days"].split(",")[0], 1) if sign == "1"]
        day = whole(row.get("day", ""), 7)
        return [] if day is None else [day + 1 - self.day_from]


def _wish(row: Mapping[str, str]) -> str:
    return row.get("partner_id") or row.get("id", "")


def _longer(weeks: str) -> bool:
    """Return whether masks of weeks speak of more than two, and not of all."""
    return any(len(mask) > 2 and "0" in mask for mask in weeks.split(","))


def _length(row: Mapping[str, str]) -> int | None:
    return whole(row.get("periodspercard") or row.get("durationperiods") or "1", 40)
