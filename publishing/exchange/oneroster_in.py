"""OneRoster CSV read (1.2, and 1.1 where it is the same): orgs, terms, classes, people.

A homeroom class is a class of the community; a scheduled class is a subject of the homeroom whose
code it has, or whose title its own begins with. Pupils count for their homerooms, and are not kept.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from community.text import Text
from publishing.exchange import oneroster_layout as layout
from publishing.exchange.found import Course, Together
from publishing.exchange.names import together
from publishing.exchange.reading import decoded, lines, number, refuse, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publishing.exchange.found import Found
    from publishing.exchange.reading import Line

NEEDED = ("orgs", "users", "classes", "enrollments")
_UNDERSTOOD = {
    "orgs": "name type identifier parentSourcedId",
    "academicSessions": "title type startDate endDate parentSourcedId schoolYear",
    "courses": "title courseCode subjects subjectCodes schoolYearSourcedId orgSourcedId grades",
    "classes": "title grades courseSourcedId classCode classType schoolSourcedId termSourcedIds "
    f"subjects subjectCodes {layout.WEEKLY} {layout.JOINT}",
    "users": "enabledUser username givenName familyName identifier primaryOrgSourcedId role "
    f"orgSourcedIds {layout.NAME}",
    "roles": "userSourcedId roleType role orgSourcedId",
    "enrollments": "classSourcedId schoolSourcedId userSourcedId role primary",
}
_GONE = "tobedeleted"
Row = dict[str, str]


def read(found: Found, place: str, files: Mapping[str, bytes], encoding: str | None) -> None:
    """Add what the files of a bundle say, by name without ending, to what was found.

    Raises
    ------
    InputError
        When a needed file is missing, or one is no table of the format, with its row.
    """
    for name in NEEDED:
        if name not in files:
            expected = Text("缺少这个文件", "expected this file, it is missing")
            raise refuse(f"{place}/{name}.csv", expected)
    tables = {
        name: _rows(name, f"{place}/{name}.csv", data, encoding, found)
        for name, data in files.items()
        if name in _UNDERSTOOD
    }
    for name in sorted(set(files) - set(_UNDERSTOOD) - {"manifest"}):
        where = f"{place}/{name}.csv"
        count = len(lines(decoded(files[name], where, encoding), where)) - 1
        found.losses.add(Text(f"OneRoster “{name}”", f"OneRoster {name}"), _ROWS, max(0, count))
    _Bundle(found, tables).take()


def _rows(
    name: str, place: str, data: bytes, encoding: str | None, found: Found
) -> list[tuple[Line, Row]]:
    """Return the rows of a file by column; what stands in columns not understood is counted."""
    every = lines(decoded(data, place, encoding), place)
    header = every[0].cells if every else []
    if "sourcedId" not in header:
        expected = Text("表头应有“sourcedId”列", "expected a column sourcedId in the header row")
        raise refuse(place, expected, row=1)
    known = {"sourcedId", "status", "dateLastModified", *_UNDERSTOOD[name].split()}
    where, rows = Text(f"OneRoster “{name}”", f"OneRoster {name}"), []
    for line in every[1:]:
        if len(line.cells) != len(header):
            expected = Text(
                f"应有{len(header)}列，这里有{len(line.cells)}列",
                f"expected {len(header)} columns, there are {len(line.cells)}",
            )
            raise line.wrong("", expected)
        row = dict(zip(header, line.cells, strict=True))
        if row.get("status") == _GONE:
            found.losses.add(where, Text("标为删除的行", "rows marked as deleted"))
            continue
        for column, value in row.items():
            if value and column not in known:
                found.losses.add(where, Text(f"“{column}”", column))
        rows.append((line, dict.fromkeys(known, "") | row))
    return rows


class _Bundle:
    """The tables of a bundle on their way into what was found."""

    def __init__(self, found: Found, tables: Mapping[str, list[tuple[Line, Row]]]) -> None:
        self.found, self.tables = found, tables
        self.homes: dict[tuple[str, str], set[str]] = {}  # homerooms by school and code or title
        self.courses: dict[str, tuple[str, tuple[str, str]]] = {}  # class and subject, by sourcedId
        self.joint: dict[str, None] = {}  # as ``layout.JOINT`` has them

    def take(self) -> None:
        """Take everything over, what others refer to first."""
        self._orgs()
        self._sessions()
        self._homerooms()
        self._people()
        self._courses()

    def _of(self, name: str) -> list[Row]:
        return [row for _, row in self.tables.get(name, ())]

    def _lose(self, name: str, what: Text, count: int = 1) -> None:
        self.found.losses.add(Text(f"OneRoster “{name}”", f"OneRoster {name}"), what, count)

    def _orgs(self) -> None:
        rows = self._of("orgs")
        schools = {row["sourcedId"] for row in rows if row["type"] == "school"}
        others = [row for row in rows if row["type"] != "school"]
        if len(others) == 1:
            self.found.name = self.found.name or others[0]["name"]
            self.found.id = self.found.id or others[0]["identifier"]
        else:
            self._lose(
                "orgs", Text("学校以外的机构", "organisations other than schools"), len(others)
            )
        for row in rows:
            if row["sourcedId"] not in schools:
                continue
            parent = row["parentSourcedId"] if row["parentSourcedId"] in schools else None
            key, wish = row["sourcedId"], row["identifier"] or row["sourcedId"]
            self.found.add("schools", key, wish, row["name"], parent=parent)

    def _sessions(self) -> None:
        """Take the semesters over; their ``endDate`` is the day after, and their year the last."""
        terms = []
        for line, row in self.tables.get("academicSessions", ()):
            if row["type"] not in ("semester", "term"):
                if row["type"] != "schoolYear":
                    self._lose("academicSessions", Text("更短的时段", "shorter sessions"))
                continue
            start, end = (_date(line, row[key]) for key in ("startDate", "endDate"))
            year = whole(row["schoolYear"], 2101)
            if not year:
                expected = Text("应为四位年份", "expected a year of four digits")
                raise line.wrong(row["schoolYear"], expected)
            terms.append((start, end - dt.timedelta(days=1), year - 1, row))
        seen = Counter[int]()
        for start, end, year, row in sorted(terms, key=lambda term: term[0]):
            seen[year] += 1
            self.found.terms.append(
                {
                    **{"id": row["sourcedId"], "name": row["title"], "school_year": year},
                    **{"semester": seen[year], "start": start, "end": end},
                }
            )

    def _homerooms(self) -> None:
        schools = self.found.of("schools")
        for row in self._of("classes"):
            if row["classType"] != "homeroom":
                continue
            school = row["schoolSourcedId"] if row["schoolSourcedId"] in schools else None
            grade = whole(row["grades"].split(",")[0], 12)
            wish = row["classCode"] or row["sourcedId"]
            self.found.add(
                "classes", row["sourcedId"], wish, row["title"], school=school, grade=grade
            )
            for called in {wish, row["sourcedId"], row["title"]}:
                key = (row["schoolSourcedId"], called)
                self.homes.setdefault(key, set()).add(row["sourcedId"])

    def _people(self) -> None:
        """Take the teachers over: by their roles, in files of 1.1 by the role of the user."""
        roles: dict[str, list[Row]] = {}
        for row in self._of("roles"):
            roles.setdefault(row["userSourcedId"], []).append(row)
        schools = self.found.of("schools")
        for row in self._of("users"):
            mine = roles.get(row["sourcedId"], [])
            if "teacher" not in [r["role"] for r in mine] + [row["role"]]:
                self._lose("users", Text("教师以外的人", "people who are no teachers"))
                continue
            homes = [row["primaryOrgSourcedId"]]
            homes += [r["orgSourcedId"] for r in mine if r["roleType"] == "primary"]
            homes += row["orgSourcedIds"].split(",")[:1]
            name = row[layout.NAME] or together(row["givenName"], row["familyName"])
            self.found.add(
                *("teachers", row["sourcedId"], row["identifier"] or row["username"], name),
                school=next((home for home in homes if home in schools), None),
            )

    def _courses(self) -> None:
        """Take over who teaches what, class teachers, and the numbers of pupils."""
        classes, teachers = self.found.of("classes"), self.found.of("teachers")
        taught: dict[str, list[str]] = {}
        pupils = Counter[str]()
        for row in self._of("enrollments"):
            group, who = row["classSourcedId"], row["userSourcedId"]
            if row["role"] == "student":
                pupils[group] += group in classes
            elif row["role"] != "teacher" or who not in teachers:
                self._lose("enrollments", Text("教师和学生以外的人", "neither teachers nor pupils"))
            elif group not in classes:
                first = row["primary"] == "true"
                mine = taught.setdefault(group, [])
                mine.insert(0 if first else len(mine), who)
            elif "class_teacher_of" in teachers[who].values or row["primary"] == "false":
                self._lose("enrollments", Text("班级的其他教师", "further teachers of a class"))
            else:
                teachers[who].values["class_teacher_of"] = group
        for group, count in pupils.items():
            if count:
                classes[group].values["pupils"] = count
        courses = {row["sourcedId"]: row for row in self._of("courses")}
        for line, row in self.tables["classes"]:
            if row["classType"] != "homeroom":
                self._course(line, row, courses.get(row["courseSourcedId"], {}), taught)
        self._joint()

    def _course(
        self, line: Line, row: Row, course: Mapping[str, str], taught: Mapping[str, list[str]]
    ) -> None:
        home = self._home(row)
        if home is None:
            self._lose("classes", Text("认不出班级的课", "lessons of classes not recognised"))
            return
        code = _first(row["subjectCodes"], course.get("subjectCodes"), course.get("courseCode"))
        name = (
            _first(row["subjects"], course.get("subjects")) or course.get("title") or row["title"]
        )
        self.found.add("subjects", (code, name), code, name)
        periods = number(row[layout.WEEKLY], 60) if row[layout.WEEKLY] else None
        if row[layout.WEEKLY] and periods is None:
            expected = Text("应为0到60的周课时", "expected periods a week, 0 to 60")
            raise line.wrong(row[layout.WEEKLY], expected)
        teachers = tuple(taught.get(row["sourcedId"], ()))
        self.found.courses.append(Course(home, (code, name), teachers, periods))
        self.courses[row["sourcedId"]] = home, (code, name)
        self.joint |= dict.fromkeys(filter(None, row[layout.JOINT].split(";")))

    def _joint(self) -> None:
        """Take over which classes have lessons together; what names no such classes is lost."""
        for said in self.joint:
            ids, _, weekly = said.partition("=")
            courses = [self.courses[id] for id in ids.split(",") if id in self.courses]
            groups = tuple(dict.fromkeys(home for home, _ in courses))
            periods, alike = number(weekly, 60), {subject for _, subject in courses}
            if periods and len(groups) == len(ids.split(",")) > 1 == len(alike):
                self.found.together.append(Together(groups, alike.pop(), periods))
            else:
                self._lose("classes", Text("看不懂的合班", "joint lessons not understood"))

    def _home(self, row: Row) -> str | None:
        """Return the homeroom of a scheduled class: by its code, or by how its title begins."""
        words, school = row["title"].split(" "), row["schoolSourcedId"]
        begins = [" ".join(words[:n]) for n in range(len(words), 0, -1)]
        for wanted in (row["classCode"], *begins):
            found = self.homes.get((school, wanted), ())
            if wanted and len(found) == 1:
                return next(iter(found))
        return None


def _first(*lists: str | None) -> str:
    """Return the first word of the first list that has one."""
    return next((part.split(",")[0].strip() for part in lists if part), "")


def _date(line: Line, text: str) -> dt.date:
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        found = dt.date.min
    if not 1990 <= found.year <= 2101:
        expected = Text("应为日期，如2025-09-01", "expected a date such as 2025-09-01")
        raise line.wrong(text, expected)
    return found


_ROWS = Text("行", "rows")
