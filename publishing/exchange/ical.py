"""Calendars to subscribe to: of each class, teacher, room and school, and of the whole community.

Every lesson and duty of every date is an event of its own: holidays, make-up days and odd or even
weeks come from the community's calendar, never from a rule of recurrence. A lesson's id names
class, subject, date and slot (a duty's those who have it), so that the same lesson has the same
id in every plan; an event of the term has its id wherever it moves. Written over calendars of an
earlier plan, an event that has changed counts up its ``SEQUENCE``, and one that is gone from the
term is told as cancelled; so is a lesson to its teacher when somebody covers it. What is due by a
date fills that day, a short stay its days. Telephone numbers are left out. Source: RFC 5545.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from community.calendar import taught_days
from community.csv_files import csv_bytes
from community.errors import InputError, Problem
from community.text import Text
from publishing.exchange.dated import dated_feeds, is_held
from publishing.exchange.losses import carried, of_plan
from publishing.i18n import word
from publishing.workbook import FileNames

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from community.text import Lang
    from publishing.exchange.dated import Dated
    from publishing.exchange.losses import Losses
    from publishing.view import PlanView

ZONE = ZoneInfo("Asia/Shanghai")
MAKER = "-//Onebell//Timetables//ZH"
CARRIED = carried(
    {
        "schools": "name",
        "slots": "start end weekdays grid order",
        "rooms": "id name school",
        "classes": "id name school",
        "subjects": "name",
        "teachers": "id name",
        "terms": "name start end",
        "calendar": "date kind week weekday",
        "sync": "id subject host_class receiving_classes periods",
    }
)
KEPT = {"time", "weeks", "room", "series", "assistant", "duties", "calendar"}
_SAID = ("SUMMARY", "LOCATION", "DESCRIPTION", "DTSTART", "DTEND", "STATUS")  # what people see


def files(view: PlanView, out: Path, lang: Lang) -> tuple[dict[str, bytes], Losses]:
    """Return the calendars by path inside a folder, and what they do not tell.

    ``out`` is the folder as it is: calendars that stand in it are gone on from.

    Raises
    ------
    InputError
        When a file in the place of a calendar is none of this program's.
    """
    losses = of_plan(view, CARRIED, KEPT)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    days = taught_days(view.community, view.term.id)
    found: dict[str, bytes] = {"index.csv": b""}  # the first of the files that are listed
    index: list[tuple[str, str, str]] = []
    names = {kind: FileNames() for kind in _WORDS}
    for kind, key, name, dates in dated_feeds(view, lang):
        path = f"{kind}/{names[kind].take(key, '.ics')}"
        events = {x.uid: _event(x, now) for x in dates}
        losses.add(*_PHONES, sum(x.has_phone for x in dates))
        merged = _after(_before(out / path), events, view, now)
        found[path] = _calendar(f"{name} {view.term.name}", merged)
        index.append((path, word(_WORDS[kind], lang), name))
    for left in _left(out, found):
        name, old = _read(left)
        found[left.relative_to(out).as_posix()] = _calendar(name, _after(old, {}, view, now))
    found["index.csv"] = csv_bytes(
        [
            Text("文件", "File").to(lang),
            Text("类别", "Kind").to(lang),
            Text("名称", "Name").to(lang),
        ],
        index,
    )
    for what, held in ((_NO_LESSON, view.plan.week.lessons), (_NO_DUTY, view.plan.duties)):
        losses.add(*what, sum(not any(is_held(x, d) for d in days) for x in held))
    return found, losses


_NO_LESSON = (
    Text("课表", "timetable"),
    Text("学期里没有上课日期的课", "lessons without a date in the term"),
)
_NO_DUTY = (
    Text("值班表", "duties held"),
    Text("学期里没有上课日期的值班", "duties without a date in the term"),
)
_PHONES = (Text("日历", "calendars"), Text("写着电话号码的事项", "entries with a telephone number"))
_WORDS = {
    "classes": "class",
    "teachers": "teacher",
    "rooms": "room",
    "schools": "school",
    "community": "community",
}


def _event(x: Dated, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", x.uid)
    event.add("dtstamp", now)
    if x.is_all_day:
        event.add("dtstart", x.date)
        event.add("dtend", (x.last or x.date) + dt.timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", _at(x.date, x.start))
        event.add("dtend", _at(x.date, x.end))
    event.add("summary", x.head)
    event.add("location", x.place)
    event.add("description", "\n".join(x.lines))
    event.add("status", "CANCELLED" if x.cancelled else "CONFIRMED")
    event.add("sequence", 0)
    return event


def _at(date: dt.date, minutes: int) -> dt.datetime:
    midnight = dt.datetime(date.year, date.month, date.day, tzinfo=ZONE)
    return midnight + dt.timedelta(minutes=minutes)


def _after(
    before: dict[str, Event], events: dict[str, Event], view: PlanView, now: dt.datetime
) -> list[Event]:
    """Return the events of a calendar that takes the place of an earlier one.

    Events of other terms stay as they are.
    """
    found = []
    for uid, event in events.items():
        old = before.get(uid)
        if old is not None:
            same = all(_text(old, key) == _text(event, key) for key in _SAID)
            event["SEQUENCE"] = int(old.get("SEQUENCE", 0)) + (not same)
            if same:
                event["DTSTAMP"] = old["DTSTAMP"]
        found.append(event)
    for uid, old in before.items():
        if uid in events:
            continue
        date = _date(old)
        if view.term.start <= date <= view.term.end and old.get("STATUS") != "CANCELLED":
            old["STATUS"] = "CANCELLED"
            old["SEQUENCE"] = int(old.get("SEQUENCE", 0)) + 1
            old.DTSTAMP = now
        found.append(old)
    return found


def _date(event: Event) -> dt.date:
    """Return the date on which an event begins, of those that fill a day as well."""
    start = event.decoded("DTSTART")
    return start.date() if isinstance(start, dt.datetime) else start


def _text(event: Event, key: str) -> bytes:
    value = event.get(key, "")
    return bytes(value.to_ical()) if hasattr(value, "to_ical") else str(value).encode()


def _calendar(name: str, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


@cache
def _zone() -> Timezone:
    """Return China's one time zone: eight hours ahead, no summer time in any year of a plan."""
    standard, zone = TimezoneStandard(), Timezone()
    standard.add("dtstart", dt.datetime(1992, 1, 1))
    standard.add("tzoffsetfrom", dt.timedelta(hours=8))
    standard.add("tzoffsetto", dt.timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add("tzid", ZONE.key)
    zone.add_component(standard)
    return zone


def _left(out: Path, found: dict[str, bytes]) -> list[Path]:
    """Return the calendars of an earlier plan that nobody has anything in any more."""
    stand = (path for kind in _WORDS for path in sorted((out / kind).glob("*.ics")))
    return [path for path in stand if path.relative_to(out).as_posix() not in found]


def _before(path: Path) -> dict[str, Event]:
    return _read(path)[1] if path.exists() else {}


def _read(path: Path) -> tuple[str, dict[str, Event]]:
    """Return name and events of a calendar of this program."""
    try:
        calendar = Calendar.from_ical(path.read_bytes())
        walked = (e for e in calendar.walk("VEVENT") if isinstance(e, Event))
        events = {str(e["UID"]): e for e in walked}
        for event in events.values():
            _date(event), int(event.get("SEQUENCE", 0)), event["DTSTAMP"]
        if calendar.get("PRODID") == MAKER:
            return str(calendar.get("X-WR-CALNAME", "")), events
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):
        pass  # icalendar raises all of these on files that are no calendars
    expected = Text("应为本程序写出的日历", "expected a calendar that this program has written")
    hint = Text("换一个路径，或先移走它", "Choose another path, or move it away first")
    raise InputError([Problem(place=str(path), expected=expected, hint=hint)])
