"""A school's text files of Untis (``GPU001.TXT`` …) read: base data, lessons, timetable.

A short name that only lessons use stands for something too, as in Untis. Columns and files that a
community has no place for are counted.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.models import WeekPattern
from community.rule import Strictness
from community.text import Text
from publishing.exchange import untis_layout as layout
from publishing.exchange import untis_times
from publishing.exchange.found import Bell, Course, Placed, Together, courses_of
from publishing.exchange.names import together
from publishing.exchange.reading import decoded, lines, number, whole

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from publishing.exchange.found import Found
    from publishing.exchange.reading import Line

_NEEDED = {layout.TIMETABLE: 7, layout.LESSONS: 7}  # columns that every row has
_WEEKS = {
    "": WeekPattern.ALL,
    **dict.fromkeys(("单", "单周", "odd"), WeekPattern.ODD),
    **dict.fromkeys(("双", "双周", "even"), WeekPattern.EVEN),
}
_LESSONS = Text("Untis 课程", "Untis lessons")
Row = dict[str, str]
_Place = tuple[str, str, str, str, int, int]  # number, class, subject, room, day, period


def read(
    found: Found, place: str, school: str, files: Mapping[str, bytes], encoding: str | None
) -> None:
    """Add a school to what was found.

    Parameters
    ----------
    place
        Where the files lie, as the planner sees it.
    school
        Its id and its name, unless its one department has them.
    files
        Contents by name, in capitals.
    encoding
        Of the files, where it is not to be guessed.

    Raises
    ------
    InputError
        When a file is no table of Untis, with its row.
    """
    tables = {
        name: list(_rows(name, f"{place}/{name}", data, encoding, found))
        for name, data in sorted(files.items())
        if name in layout.COLUMNS
    }
    for name in sorted(set(files) - set(layout.COLUMNS)):
        count = len(lines(decoded(files[name], f"{place}/{name}", encoding), name))
        found.losses.add(Text(f"Untis {name}", f"Untis {name}"), Text("行", "rows"), count)
    _School(found, school, tables).take()


def _rows(
    name: str, place: str, data: bytes, encoding: str | None, found: Found
) -> Iterator[tuple[Line, Row]]:
    """Yield the rows of a file by field; what stands in other columns is counted."""
    columns = layout.COLUMNS[name]
    known = {position: key for key, position in columns.items()}
    for line in lines(decoded(data, place, encoding), place):
        needed = _NEEDED.get(name, 1)
        if len(line.cells) < needed:
            expected = Text(
                f"应有至少{needed}列，这里有{len(line.cells)}列",
                f"expected at least {needed} columns, there are {len(line.cells)}",
            )
            raise line.wrong("", expected)
        for position, cell in enumerate(line.cells, 1):
            if position not in known and number(cell, 0) is None and cell:
                what = Text(f"第{position}列", f"column {position}")
                found.losses.add(layout.TITLES[name], what)
        row = {known[p]: cell for p, cell in enumerate(line.cells, 1) if p in known}
        yield line, dict.fromkeys(columns, "") | row


class _School:
    """The files of one school on their way into what was found."""

    def __init__(
        self, found: Found, school: str, tables: Mapping[str, list[tuple[Line, Row]]]
    ) -> None:
        self.found, self.tables = found, tables
        departments = self._of(layout.DEPARTMENTS)
        named = departments[0] if len(departments) == 1 else {"key": school, "name": school}
        if len(departments) > 1:
            found.losses.add(
                layout.TITLES[layout.DEPARTMENTS], Text("行", "rows"), len(departments)
            )
        self.key = named["key"]
        found.add("schools", self.key, named["key"], named["name"] or named["key"])
        self.before = len(found.lessons)
        self.people: dict[str, Hashable] = {}
        self.subjects: dict[str, Hashable] = {}

    def take(self) -> None:
        """Take everything over: base data first, then what lessons name besides."""
        for row in self._of(layout.SUBJECTS):
            self._subject(row["key"], row["name"])
        for row in self._of(layout.TEACHERS):
            self._person(row["key"], together(row["given_name"], row["name"]), row)
        for row in self._of(layout.ROOMS):
            self._room(row["key"], row["name"])
        for row in self._of(layout.CLASSES):
            group = self._class(row["key"], row["name"], row["grade"])
            if row["teacher"]:
                thing = self.found.of("teachers")[self._person(row["teacher"])]
                thing.values.setdefault("class_teacher_of", group)
        weeks = self._lessons()
        times = (row for _, row in self.tables.get(layout.TIMES, ()))
        asked = untis_times.wishes(self.found, times, self._known)
        self._timetable(weeks, max((wish.period for wish in asked), default=0))
        for wish in asked:
            untis_times.ask(self.found, self.key, wish)
        if layout.LESSONS not in self.tables:
            self.found.courses += courses_of(self.found.lessons[self.before :])

    def _of(self, name: str) -> list[Row]:
        return [row for _, row in self.tables.get(name, ()) if row.get("key") or "key" not in row]

    def _subject(self, short: str, name: str = "") -> Hashable:
        if short not in self.subjects:
            key = self.subjects[short] = (short, name)
            self.found.add("subjects", key, short, name or short)
        return self.subjects[short]

    def _person(self, short: str, name: str = "", row: Row | None = None) -> Hashable:
        """Return somebody's key; a personnel number and a name are one person in every school."""
        if short not in self.people:
            staff_number = row["number"] if row else ""
            key = (staff_number, name) if staff_number and name else (self.key, short)
            self.people[short] = key
            thing = self.found.add("teachers", key, staff_number or short, name or short)
            thing.values.setdefault("at", set()).add(self.key)
            if row and row["school"]:
                thing.values.setdefault("home", row["school"])
        return self.people[short]

    def _room(self, short: str, name: str = "") -> Hashable | None:
        if not short:
            return None
        key = (self.key, short)
        self.found.add("rooms", key, short, name or short, school=self.key)
        return key

    def _class(self, short: str, name: str = "", grade: str = "") -> Hashable:
        key = (self.key, short)
        level = whole(grade, 12)
        self.found.add("classes", key, short, name or short, school=self.key, grade=level)
        return key

    def _lessons(self) -> dict[str, tuple[WeekPattern, int]]:
        """Take the lessons over; return the weeks and the doubles of each number."""
        parts: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        weeks: dict[str, tuple[WeekPattern, int]] = {}
        for line, row in self.tables.get(layout.LESSONS, ()):
            pattern = _WEEKS.get(row["weeks"].lower())
            if pattern is None:
                self.found.losses.add(_LESSONS, Text("课程组", "lesson groups"))
            doubles = whole(row["doubles"], 40) or 0
            weeks[row["number"]] = (pattern or WeekPattern.ALL, doubles)
            if number(row["periods"], 60) is None:
                raise line.wrong(
                    row["periods"], Text("应为0到60的周课时", "expected periods a week, 0 to 60")
                )
            if row["class"] and row["subject"]:
                parts[row["number"], row["class"], row["subject"]].append(row)
            else:
                self.found.losses.add(_LESSONS, Text("没有班级的课", "lessons without a class"))
        joint = self._together(parts, weeks)
        for (lesson, group, subject), rows in parts.items():
            pattern, doubles = weeks[lesson]
            held = number(rows[0]["periods"], 60) or 0.0
            teachers = dict.fromkeys(self._person(row["teacher"]) for row in rows if row["teacher"])
            rooms = tuple(dict.fromkeys(r for x in rows for r in self._rooms(x["room"])))
            key = {"class_id": self._class(group), "subject": self._subject(subject)}
            if rooms:
                self.found.ask("room_requests", **key, rooms=rooms, strictness=Strictness.SOFT)
            self.found.courses.append(
                Course(
                    self._class(group),
                    self._subject(subject),
                    tuple(teachers),
                    held if pattern is WeekPattern.ALL else held / 2,
                    0 if (lesson, group, subject) in joint else doubles,
                )
            )
        return weeks

    def _together(
        self,
        parts: Mapping[tuple[str, str, str], list[Row]],
        weeks: Mapping[str, tuple[WeekPattern, int]],
    ) -> set[tuple[str, str, str]]:
        """Take over classes that a lesson has together, and return their parts of it.

        Those of several teachers are only held at once.
        """
        joint: set[tuple[str, str, str]] = set()
        numbers: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(dict)
        for (lesson, group, subject), rows in parts.items():
            numbers[lesson][group, subject] = [row["teacher"] for row in rows]
        for lesson, courses in numbers.items():
            groups = dict.fromkeys(group for group, _ in courses)
            alike: dict[tuple[str, str], list[str]] = defaultdict(list)
            for (group, subject), teachers in courses.items():
                alike[subject, teachers[0]].append(group)
            if len(groups) > 1 and len(alike) > 1:
                self.found.losses.add(_LESSONS, Text("同时上的课", "lessons at the same time"))
            pattern, doubles = weeks[lesson]
            for (subject, _), meeting in alike.items():
                if len(meeting) > 1:
                    joint |= {(lesson, group, subject) for group in meeting}
                    held = number(parts[lesson, meeting[0], subject][0]["periods"], 60) or 0.0
                    held /= 1 if pattern is WeekPattern.ALL else 2
                    key = tuple(map(self._class, meeting)), self._subject(subject)
                    twice = min(2 * doubles, held)
                    for periods, length in ((twice, 2), (held - twice, 1)):
                        if periods:
                            self.found.together.append(Together(*key, periods, length))
        return joint

    def _known(self, column: str, short: str) -> Hashable | None:
        """Return the key of what a short name stands for, if it is there by now."""
        names = {"teacher": self.people, "subject": self.subjects}
        if column in names:
            return names[column].get(short)
        table = {"class_id": "classes", "room": "rooms"}.get(column, "")
        there = (self.key, short) in self.found.of(table) if table else False
        return (self.key, short) if there else None

    def _rooms(self, names: str) -> list[Hashable]:
        return list(filter(None, map(self._room, names.split("~"))))

    def _timetable(self, weeks: Mapping[str, tuple[WeekPattern, int]], last: int) -> None:
        """Take the timetable over; periods of a number that follow each other make its doubles.

        The day has as many periods as the latest lesson needs, but ``last`` at least.
        """
        people: dict[_Place, list[Hashable]] = defaultdict(list)
        for line, row in self.tables.get(layout.TIMETABLE, ()):
            day, period = whole(row["day"], 7), whole(row["period"], 40)
            if not day or not period:
                wrong = row["period"] if day else row["day"]
                raise line.wrong(
                    wrong, Text("应为星期1至7、节次1至40", "expected weekday 1-7 and period 1-40")
                )
            if not row["class"] or not row["subject"]:
                what = Text("没有班级的课", "lessons without a class")
                self.found.losses.add(layout.TITLES[layout.TIMETABLE], what)
                continue
            key = (row["number"], row["class"], row["subject"], row["room"], day, period)
            people[key] += [self._person(row["teacher"])] if row["teacher"] else []
        left = {lesson: doubles for lesson, (_, doubles) in weeks.items()}
        taken: set[_Place] = set()
        for place, teachers in sorted(people.items(), key=lambda item: item[0]):
            lesson, group, subject, room, day, period = place
            after = (lesson, group, subject, room, day, period + 1)
            if place in taken:
                continue
            double = after in people and left.get(lesson, 0) > 0
            if double:
                left[lesson] -= 1
                taken.add(after)
            self.found.lessons.append(
                Placed(
                    *(self._class(group), self._subject(subject), tuple(dict.fromkeys(teachers))),
                    *(day, period, 1 + double),
                    *(weeks.get(lesson, (WeekPattern.ALL, 0))[0], self._room(room)),
                )
            )
        last = max(last, *(x.period + x.length - 1 for x in self.found.lessons[self.before :]), 0)
        for n in range(1, last + 1):
            self.found.bells.append(Bell(self.key, n, f"第{n}节"))
