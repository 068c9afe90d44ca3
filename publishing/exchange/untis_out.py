"""A plan for Untis: a folder of its text files (``GPU001.TXT`` …) for each school.

The short name of everything is its id in the community, which is unique. A lesson has one number;
where two people stand for it, or several classes have it together, it has a row for each.
Two-period lessons are doubles of their number. The files are UTF-8; Untis asks for the encoding
when it imports them.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from community.models import WeekPattern
from publishing.exchange import untis_layout as layout
from publishing.exchange.losses import carried, of_plan
from publishing.exchange.taught import blocked, people, periods, taught
from publishing.i18n import amount
from publishing.workbook import FileNames

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeAlias

    from community.models import School
    from publishing.exchange.losses import Losses
    from publishing.exchange.taught import Taught
    from publishing.view import PlanView

    Row: TypeAlias = Mapping[str, str | int]

CARRIED = carried(
    {
        "schools": "id name",
        "rooms": "id school name",
        "classes": "id school name",
        "subjects": "id name",
        "teachers": "id name school class_teacher_of",
        "curriculum": "grade subject periods doubles school",
        "teaching": "class_id subject teacher periods",
        "joint": "subject classes periods",
        "unavailable": "teacher weekday slot class_id room school",
    }
)
KEPT = {"time", "weeks", "room"}
WEEKS = {WeekPattern.ALL: "", WeekPattern.ODD: "单周", WeekPattern.EVEN: "双周"}


def files(view: PlanView) -> tuple[dict[str, bytes], Losses]:
    """Return the files by path (a folder for each school), and what they do not carry."""
    names, found = FileNames().of_schools(view.community, ""), {}
    for school in view.community.schools:
        for name, rows in _school(view, school).items():
            found[f"{names[school.id]}/{name}"] = _written(name, rows)
    return found, of_plan(view, CARRIED, KEPT)


def _school(view: PlanView, school: School) -> dict[str, Iterable[Row]]:
    """Return the rows of each file of a school."""
    community = view.community
    lessons = _numbered(taught(view, school))
    heads = {t.class_teacher_of: t.id for t in community.teachers if t.class_teacher_of}
    department = {"department": school.id}
    classes = [c for c in community.classes if c.school == school.id]
    rooms = [r for r in community.rooms if r.school == school.id]
    return {
        layout.TIMETABLE: _timetable(view, school, lessons),
        layout.LESSONS: _lessons(lessons),
        layout.CLASSES: (
            {"key": c.id, "name": c.name, "grade": str(c.grade), "teacher": heads.get(c.id, "")}
            | department
            for c in classes
        ),
        layout.TEACHERS: (
            {"key": t.id, "name": t.name, "number": t.id, "school": t.school}
            for t in people(view, school)
        ),
        layout.ROOMS: ({"key": r.id, "name": r.name} | department for r in rooms),
        layout.SUBJECTS: ({"key": s.id, "name": s.name} for s in community.subjects),
        layout.DEPARTMENTS: [{"key": school.id, "name": school.name}],
        layout.TIMES: _blocked(view, school),
    }


def _numbered(courses: list[Taught]) -> list[tuple[int, Taught]]:
    """Return the lessons with their numbers: those that differ in length alone share one."""
    numbers: dict[tuple[object, ...], int] = {}
    return [
        (numbers.setdefault((x.classes, x.subject, x.teachers, x.weeks), len(numbers) + 1), x)
        for x in courses
    ]


def _lessons(lessons: list[tuple[int, Taught]]) -> Iterator[Row]:
    """Yield a row for each number and person; the class's periods stand in the first one alone."""
    together: dict[int, list[Taught]] = {}
    for number, x in lessons:
        together.setdefault(number, []).append(x)
    for number, parts in together.items():
        first = parts[0]
        held = sum(x.weekly for x in parts) * (1 if first.weeks is WeekPattern.ALL else 2)
        doubles = sum(len(x.lessons) for x in parts if x.length == 2)
        rooms = dict.fromkeys(y.room for x in parts for y in x.lessons if y.room)
        rows = product(first.classes, first.teachers or ("",))
        for position, (group, who) in enumerate(rows):
            yield {
                "number": number,
                "periods": amount(held),
                "class_periods": 0 if position % max(1, len(first.teachers)) else amount(held),
                "teacher_periods": amount(held),
                "class": group,
                "teacher": who,
                "subject": first.subject,
                "room": next(iter(rooms), ""),
                "weeks": WEEKS[first.weeks],
                "doubles": doubles or "",
                "most_doubles": doubles or "",
            }


def _timetable(view: PlanView, school: School, lessons: list[tuple[int, Taught]]) -> Iterator[Row]:
    numbers = periods(view, school)
    for number, x in lessons:
        for lesson in x.lessons:
            for slot in view.covered(lesson):
                for group, who in product(x.classes, x.teachers or ("",)):
                    yield {
                        **{"number": number, "class": group, "teacher": who},
                        **{"subject": x.subject, "room": lesson.room, "day": lesson.weekday},
                        "period": numbers[slot.order][0],
                    }


def _blocked(view: PlanView, school: School) -> Iterator[Row]:
    """Yield the periods at which somebody, a class or a room can have nothing at a school."""
    for (column, key), cells in blocked(view, school).items():
        for day, period in cells:
            row: Row = {"kind": layout.KINDS[column], "who": key, "day": day, "period": period}
            yield {**row, "wish": -3}


def _written(name: str, rows: Iterable[Row]) -> bytes:
    """Return a file: texts in quotes, numbers bare, empty fields empty, as Untis writes them."""
    columns, lines = layout.COLUMNS[name], []
    for row in rows:
        cells = [""] * layout.WIDTHS[name]
        for key, value in row.items():
            bare = key in layout.NUMBERS[name] or value == ""
            cells[columns[key] - 1] = str(value) if bare else _quoted(str(value))
        lines.append(",".join(cells) + "\r\n")
    return "".join(lines).encode()


def _quoted(text: str) -> str:
    doubled = " ".join(text.split()).replace('"', '""')
    return f'"{doubled}"'
