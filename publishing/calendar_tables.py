"""The tables of a term calendar: its events, who covers whose lessons, what visitors see.

And which lessons guests give who are there for some weeks.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field

from community.models import Minutes, Record
from community.tables.base import Table
from community.tables.kinds import FreeText, Refs, Spoken, Verbatim, Whole
from community.tables.times import Clock, Date
from community.text import Text
from publishing.plan_tables import column, known, shown
from publishing.words import WORDS

MODES = {
    "offline": ("线下", "face to face"),
    "online": ("线上", "网络", "online"),
    "due": ("到期", "due"),
}


class EventRow(Record):
    """An event on a date. Without an id it is a new one."""

    date: dt.date
    start: Minutes
    end: Minutes
    event_id: str = ""
    event: str
    mode: str = "offline"
    venue_id: str = ""
    venue: str = ""
    subject_id: str = ""
    subject: str = ""
    people_ids: tuple[str, ...] = ()
    people: str = ""
    class_ids: tuple[str, ...] = ()
    classes: str = ""
    note: str = ""
    rule: str = ""
    activity: str = ""


class LessonRow(Record):
    """A lesson on a date, and the event, or short stay, for which it is told.

    ``slot`` is the order in the bell grid; empty: its name counts.
    """

    date: dt.date
    school_id: str = ""
    school: str = ""
    class_id: str
    class_name: str = ""
    slot: Annotated[int, Field(ge=1, le=40)] | None = None
    slot_name: str = ""
    subject_id: str = ""
    subject: str = ""
    event_id: str = ""


class CoverRow(LessonRow):
    """A lesson, or a duty (without a subject), on a date that somebody else looks after."""

    absent_id: str
    absent: str = ""
    cover_id: str
    cover: str = ""


class ObservedRow(LessonRow):
    """A lesson on a date that a visitor sees."""

    teacher_id: str
    teacher: str = ""
    observer_id: str
    observer: str = ""


class GuestRow(LessonRow):
    """A lesson on a date that a guest gives."""

    teacher_id: str
    teacher: str = ""
    guest_id: str
    guest: str = ""


EVENTS = Table(
    "events",
    WORDS["data_events"].zh,
    EventRow,
    Text("每次活动一行", "one row an event"),
    (
        column("date", Date()),
        column("start", Clock()),
        column("end", Clock()),
        column("event", FreeText()),
        column("mode", Spoken(MODES), optional=True),
        *known("schools", "venue_id", "venue", optional=True),
        *known("subjects", "subject_id", "subject", optional=True),
        column("people_ids", Refs("teachers"), optional=True),
        shown("people", names="people_ids"),
        column("class_ids", Refs("classes"), optional=True),
        shown("classes", "event_classes", "class_ids"),
        column("note", FreeText(), optional=True),
        column("event_id", Verbatim(), optional=True),
        column("rule", Verbatim(), optional=True),
        column("activity", Verbatim(), optional=True),
    ),
    exact=True,
)
_LESSON = (
    column("date", Date()),
    *known("schools", "school_id", "school", optional=True),
    *known("classes", "class_id", "class_name", "class"),
    column("slot", Whole()),
    shown("slot_name"),
)
_SUBJECT = known("subjects", "subject_id", "subject")
COVERS = Table(
    "covers",
    WORDS["data_covers"].zh,
    CoverRow,
    Text("每节代课、每班代值班一行", "one row a lesson, or a duty with a class, that is covered"),
    (
        *_LESSON,
        *known("subjects", "subject_id", "subject", optional=True),
        *known("teachers", "absent_id", "absent"),
        *known("teachers", "cover_id", "cover"),
        column("event_id", Verbatim(), optional=True),
    ),
    exact=True,
)
OBSERVED = Table(
    "observed",
    WORDS["data_observed"].zh,
    ObservedRow,
    Text("每人听的每节课一行", "one row a lesson that somebody sees"),
    (
        *_LESSON,
        *_SUBJECT,
        *known("teachers", "teacher_id", "teacher"),
        *known("teachers", "observer_id", "observer"),
        column("event_id", Verbatim(), optional=True),
    ),
    exact=True,
)
GUESTS = Table(
    "guests",
    WORDS["data_guests"].zh,
    GuestRow,
    Text("短期来校教师上的每节课一行", "one row a lesson that a guest gives"),
    (
        *_LESSON,
        *_SUBJECT,
        *known("teachers", "teacher_id", "teacher"),
        *known("teachers", "guest_id", "guest"),
        column("event_id", Verbatim(), optional=True),
    ),
    exact=True,
)
CALENDAR = (EVENTS, COVERS, OBSERVED, GUESTS)
# What the sheets of a workbook do not show.
CALENDAR_CODES = {
    *(c.names for t in CALENDAR for c in t.columns if c.names),
    *("event_id", "activity"),
}
