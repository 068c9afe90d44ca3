"""What the tables say between them, and nobody writes twice: class teachers, ways back, days."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from community.codes import DayKind, SlotKind
from community.errors import Note, Problem
from community.numerals import in_digits
from community.offices import take_offices
from community.sheets import row_named, seen_at
from community.tables.cells import CellError, as_word, is_empty, shown_cell
from community.tables.kinds import DASHES
from community.text import WEEKDAYS, Text, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft, Row
    from community.rows import TableReader
    from community.tables.references import References

_MADE_UP = re.compile(
    r"(?:补|补上|上|按)(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})[日号]"
    r"(?:\((?:周|星期)[1-6日天]\)|(?:周|星期)[1-6日天])?的?(?:课|课表|课程|课表上课)?"
)


def fill_in(draft: Draft, readers: dict[str, TableReader], refs: References) -> list[Note]:
    """Complete rows by what others say; return what was assumed, by the places of the tables."""
    notes = list[Note]()
    places = {key: reader.sheet.place for key, reader in readers.items()}
    if "classes" in readers and "class_teacher" in readers["classes"].header.besides:
        _class_teachers(draft, readers["classes"], refs)
    if "teachers" in readers and "office" in readers["teachers"].header.besides:
        notes += take_offices(draft, readers["teachers"], refs)
    notes += [Note(places["slots"], said) for said in _rests(draft)]
    if "teaching" in readers and "binding" in readers["teaching"].header.missing:
        count = len(draft.tables["teaching"])
        said = Text(
            f"没有“性质”一列，{count}门课都按固定，这些教师本学年不从本校派出；"
            "可以换人的，请加这一列，写“去年”或“希望”",
            f"there is no column binding: {count} courses are fixed, and whoever teaches them is "
            "not sent away this year; add it, with last_year or wished, where that may change",
        )
        notes += [Note(places["teaching"], said)] * (count > 0)
    ways = _ways_back(draft)
    if ways:
        draft.tables["travel"] += ways
        said = Text(
            f"{len(ways)}条路都只写了一个方向，返回按相同的时间和路程",
            f"{len(ways)} ways are given in one direction only: the way back takes as long",
        )
        notes.append(Note(places["travel"], said))
    for row in draft.rows("calendar", "date", "kind"):
        day = _made_up(row, draft) if row.values["kind"] == DayKind.MAKE_UP else None
        if day is not None:
            row.values.update(day)
            row.record = row.record and row.record.model_copy(update=day)
            name = WEEKDAYS[day["weekday"] - 1].zh
            said = Text(
                f"{row_named(row.number).zh}按说明读作第{day['week']}周{name}的课",
                f"{row_named(row.number).en} is, by its note, taught as week {day['week']}, "
                f"weekday {day['weekday']}",
            )
            notes.append(Note(places["calendar"], said))
    return notes


def _rests(draft: Draft) -> Iterator[Text]:
    """Let breaks and lunches begin when the lesson before them ends; yield which did not.

    The bells ring for lessons, and a rest is what lies between them. Only where all lessons of
    the grid are equally long: else the lesson may be what is wrong.
    """
    grids: dict[object, list[Row]] = defaultdict(list)
    for row in draft.rows("slots", "grid", "kind", "start", "end"):
        if "weekdays" in row.values:
            grids[row.values["grid"], row.values.get("stage")].append(row)
    for rows in grids.values():
        lessons = [r for r in rows if r.values["kind"] == SlotKind.LESSON]
        if len({r.values["end"] - r.values["start"] for r in lessons}) != 1:
            continue
        for row in rows:
            if row.values["kind"] not in (SlotKind.BREAK, SlotKind.LUNCH):
                continue
            start, end, days = (row.values[k] for k in ("start", "end", "weekdays"))
            for lesson in lessons:
                first, last = lesson.values["start"], lesson.values["end"]
                if lesson.values["weekdays"] == days and first < start < last < end:
                    own = {"start": last}
                    row.values.update(own)
                    row.record = row.record and row.record.model_copy(update=own)
                    yield Text(
                        f"{row_named(row.number).zh}写{clock(start)}开始，"
                        f"{row_named(lesson.number).zh}{clock(last)}才下课，"
                        f"按{clock(last)}开始",
                        f"{row_named(row.number).en} begins at {clock(start)}, when the lesson of "
                        f"{row_named(lesson.number).en} lasts until {clock(last)}: read as "
                        f"{clock(last)}",
                    )
                    break


def _class_teachers(draft: Draft, classes: TableReader, refs: References) -> None:
    """Give teachers the class whose row names them; note who has another one already."""
    position = classes.header.besides["class_teacher"]
    of = {row.number: row.values for row in draft.rows("classes", "id", "school")}
    rows = {row.values["id"]: row for row in draft.rows("teachers", "id")}
    for number, cells in classes.sheet.rows:
        cell = cells[position] if position < len(cells) else None
        if is_empty(cell) or number not in of or shown_cell(cell).strip() in DASHES:
            continue
        group, title = of[number]["id"], shown_cell(classes.sheet.header[position])
        try:
            refs.row = {"school": of[number]["school"]}
            teacher = rows.get(refs.find("teachers", as_word(cell)))
            if teacher is None:
                continue
            if teacher.values.get("class_teacher_of") not in (None, group):
                raise CellError(
                    Text(
                        "应与“教师”表一致，那里写着另一个班",
                        "expected the class that the teacher has",
                    )
                )
        except CellError as wrong:
            value = shown_cell(cell)
            place, seen = seen_at(classes.sheet.place, number)
            found = Problem(
                place=place,
                row=seen,
                column=title,
                value=value,
                expected=wrong.expected,
                hint=wrong.hint,
            )
            classes.problems.append(found)
            continue
        own = {"class_teacher_of": group}
        teacher.values.update(own)
        teacher.record = teacher.record and teacher.record.model_copy(update=own)


def _ways_back(draft: Draft) -> list[Row]:
    """Return the ways back where no way at all has one: then each row stands for both."""
    if not draft.complete("travel", "origin", "destination"):
        return []
    rows = draft.tables["travel"]
    there = [(r.values["origin"], r.values["destination"]) for r in rows]
    known = {*there}
    if not known or any(pair[::-1] in known for pair in there) or None in sum(there, ()):
        return []
    back = []
    for row, (origin, destination) in zip(rows, there, strict=True):
        turned = {"origin": destination, "destination": origin}
        record = row.record and row.record.model_copy(update=turned)
        back.append(replace(row, values=row.values | turned, record=record))
    return back


def _made_up(row: Row, draft: Draft) -> dict[str, int] | None:
    """Return week and weekday of the day whose lessons a make-up day says that it holds."""
    note = re.sub(r"\s", "", in_digits(row.values.get("note") or ""))
    days = [*_MADE_UP.finditer(note)]
    said = days[0] if len(days) == 1 else None
    if not said or row.values.get("week", 0) or row.values.get("weekday", 0):
        return None
    date: dt.date = row.values["date"]
    for term in draft.rows("terms", "start", "end"):
        start, end = term.values["start"], term.values["end"]
        for year in (int(said[1]),) if said[1] else (start.year, end.year):
            try:
                day = dt.date(year, int(said[2]), int(said[3]))
            except ValueError:
                continue
            if start <= day <= end and start <= date <= end:
                monday = start - dt.timedelta(days=start.weekday())
                return {"week": (day - monday).days // 7 + 1, "weekday": day.isoweekday()}
    return None
