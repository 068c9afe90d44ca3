"""What is to be held: so often, by whom, and when it can be."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 (the fields are looked at)
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scheduling.term.events import OFFLINE

if TYPE_CHECKING:
    from community.text import Text
    from scheduling.term.dates import Span


class Option(NamedTuple):
    """When an event can be: a date and minutes of the day. ``lessons`` have to be covered then.

    ``note`` is told with the event, as the last day of a week that begins on the date. ``classes``
    and ``subject`` are those of the lesson that it is, where they are not the activity's.
    """

    date: dt.date
    start: int
    end: int
    lessons: int = 0
    note: str = ""
    classes: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that a rule wants held ``times`` times in a span, always by the same people.

    Attributes
    ----------
    id
        The rule, and what tells its activities apart; events are named after it.
    options
        When it can be held; each date at most once. In lessons: each lesson that it can be, of
        those at the same time the first.
    takes
        What it takes one place of, beside its people and classes: a venue, a bus, one of the
        places of those who may be away from a school at once. ``TermFrame.places`` counts them.
    counts_for
        What it is counted by, of which the rule wants so many: the pair of schools, say.
    lessons
        Whether it is held in lessons of the week: who teaches them is where the week has them.
    crowd
        Those of the same crowd are wished evenly over the days: not many away at once.
    is_chosen
        Whether others could do, or it could be split otherwise: that it cannot be held proves
        nothing.
    sequence
        Those of the same sequence and span are one after the other: what hosts, subjects or guests
        hold in turn. Without a name an activity is one by itself.
    gap_weeks
        Weeks between two of a sequence, at least; 0: they are wished evenly over the span.
    in_person
        Whether these very people take part, and nobody of their school can come for them.
    note
        What people are told with each event: who is responsible for what.
    """

    id: str
    rule: str
    name: Text
    times: int
    span: Span
    options: tuple[Option, ...]
    people: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    mode: str = OFFLINE
    host: str = ""
    subject: str = ""
    takes: tuple[str, ...] = ()
    lessons: bool = False
    sequence: str = ""
    gap_weeks: int = 0
    in_person: bool = False
    counts_for: tuple[str, ...] = ()
    note: str = ""
    is_chosen: bool = False
    crowd: str = ""
