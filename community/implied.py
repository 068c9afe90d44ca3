"""What the tables say between them, and nobody writes twice: ways back, the day that is made up."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from community.codes import DayKind
from community.errors import Note
from community.names import plain
from community.text import WEEKDAYS, Text

if TYPE_CHECKING:
    from community.draft import Draft, Row

_MADE_UP = re.compile(
    r"(?:补|补上|上|按)(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})[日号]"
    r"(?:\((?:周|星期)[一二三四五六日天]\)|(?:周|星期)[一二三四五六日天])?的?(?:课|课表|课程|课表上课)?"
)


def fill_in(draft: Draft, places: dict[str, str]) -> list[Note]:
    """Complete rows by what others say; return what was assumed, by the places of the tables."""
    notes = []
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
                f"第{row.number}行按说明读作第{day['week']}周{name}的课",
                f"row {row.number} is, by its note, taught as week {day['week']}, "
                f"weekday {day['weekday']}",
            )
            notes.append(Note(places["calendar"], said))
    return notes


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
    note = re.sub(r"\s", "", plain(row.values.get("note") or ""))
    said = _MADE_UP.fullmatch(note)
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
