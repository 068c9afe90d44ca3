"""What every calendar is wished to be: few lessons covered, evenly spread.

The model prices the same (``scheduling.term.compile``); here it is counted on the finished events.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from community.rule import Strictness, Violation
from community.text import Text
from scheduling.term.dates import ceil
from scheduling.term.events import DUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.dates import Span
    from scheduling.term.events import DatedEvent
    from scheduling.term.frame import TermFrame

FAMILY = "Calendar"
MOST_PRICED = 6  # lessons to be covered for one event; more cost no more
EVENLY, COVERED, EARLY = 2, 1, 1  # weights
LONG = dt.timedelta(weeks=6)
EVENLY_SPREAD = Text("均匀分布在各周", "evenly over the weeks")
FEW_AT_ONCE = Text("每天外出人数均匀", "few away on the same day")
FEW_COVERS = Text("少占课", "few lessons covered")
UNHURRIED = Text("开学第一周少安排", "little in the first week of the term")


def sequences(activities: Iterable[Activity]) -> list[tuple[Activity, ...]]:
    """Return the activities of each sequence and span, where that is more than one event."""
    found: dict[tuple[str, Span], list[Activity]] = defaultdict(list)
    for activity in activities:
        found[activity.sequence or activity.id, activity.span].append(activity)
    return [tuple(some) for some in found.values() if sum(a.times for a in some) > 1]


class Share(NamedTuple):
    """A part of a span, by its first and last date, and how many events it may well have."""

    first: dt.date
    last: dt.date
    most: int


def shares(some: Sequence[Activity]) -> list[Share]:
    """Return equal parts of a sequence's span: as many as it has events, none below a week.

    On which days of a week they are does not matter.
    """
    first, times = some[0].span.first, sum(a.times for a in some)
    days = (some[0].span.last - first).days + 1
    parts = min(times, max(1, round(days / 7)))
    bounds = [first + dt.timedelta(days=round(days * i / parts)) for i in range(parts + 1)]
    return [Share(a, b - dt.timedelta(days=1), ceil(times / parts)) for a, b in pairwise(bounds)]


class Crowd(NamedTuple):
    """Activities that are wished evenly over some dates: so many a day at most."""

    activities: tuple[Activity, ...]
    dates: tuple[dt.date, ...]
    most: int


def crowds(activities: Iterable[Activity]) -> Iterator[Crowd]:
    """Yield the activities of each crowd and span, and how many there would be on each day."""
    found: dict[tuple[str, Span], list[Activity]] = defaultdict(list)
    for activity in activities:
        if activity.crowd:
            found[activity.crowd, activity.span].append(activity)
    for some in found.values():
        dates = tuple(sorted({o.date for a in some for o in a.options}))
        if dates:
            yield Crowd(tuple(some), dates, ceil(sum(a.times for a in some) / len(dates)))


def unhurried(frame: TermFrame, activities: Iterable[Activity]) -> Iterator[Activity]:
    """Yield what has time enough to leave the first week of the term alone."""
    for activity in activities:
        length = activity.span.last - activity.span.first
        if activity.mode != DUE and length > LONG and activity.span.first <= frame.days[0].date:
            yield activity


def first_week(frame: TermFrame) -> set[dt.date]:
    """Return the days of lessons in the first week of the term."""
    return {d.date for d in frame.days if d.week == frame.days[0].week}


def wishes(
    frame: TermFrame, activities: Iterable[Activity], events: Iterable[DatedEvent]
) -> Iterator[Violation]:
    """Yield what finished events cost."""
    activities, early = list(activities), first_week(frame)
    found: dict[str, list[DatedEvent]] = defaultdict(list)
    for event in events:
        found[event.activity].append(event)
    for activity in activities:
        yield from _covered(activity, found[activity.id])
    for activity in unhurried(frame, activities):
        yield from _hurried(activity, [e for e in found[activity.id] if e.date in early])
    for some in sequences(activities):
        if not some[0].gap_weeks:
            yield from _uneven(some, [e for a in some for e in found[a.id]])
    for crowd in crowds(activities):
        yield from _crowded(crowd, [e for a in crowd.activities for e in found[a.id]])


def _covered(activity: Activity, held: Sequence[DatedEvent]) -> Iterator[Violation]:
    lessons = {(o.date, o.start, o.end): o.lessons for o in activity.options}
    numbers = [lessons.get((e.date, e.start, e.end), 0) for e in held]
    if off := sum(min(n, MOST_PRICED) for n in numbers):
        text = Text(
            f"{activity.name.zh}：共有{sum(numbers)}节课要请人代。",
            f"{activity.name.en}: {sum(numbers)} lessons have to be covered.",
        )
        yield _violation("few_covers", FEW_COVERS, activity, off, COVERED, text)


def _hurried(activity: Activity, held: Sequence[DatedEvent]) -> Iterator[Violation]:
    if held:
        text = Text(
            f"{activity.name.zh}排在开学第一周，以后还来得及。",
            f"{activity.name.en} is in the first week of the term; later would do.",
        )
        yield _violation("unhurried", UNHURRIED, activity, len(held), EARLY, text)


def _crowded(crowd: Crowd, held: Sequence[DatedEvent]) -> Iterator[Violation]:
    number = Counter(e.date for e in held)
    dates = [d for d in crowd.dates if number[d] > crowd.most]
    if off := sum(number[d] - crowd.most for d in dates):
        first, when = crowd.activities[0], max(dates, key=lambda d: number[d])
        text = Text(
            f"{first.name.zh}等：{when:%Y-%m-%d}有{number[when]}批，每天以{crowd.most}批为宜，"
            f"这样的日子有{len(dates)}天。",
            f"{first.name.en} and others: {number[when]} on {when}; {crowd.most} a day would do, "
            f"there are {len(dates)} such days.",
        )
        yield _violation("few_at_once", FEW_AT_ONCE, first, off, EVENLY, text)


def _uneven(some: Sequence[Activity], held: Sequence[DatedEvent]) -> Iterator[Violation]:
    parts = shares(some)
    counts = [sum(x.first <= e.date <= x.last for e in held) for x in parts]
    if off := sum(max(0, n - x.most) for n, x in zip(counts, parts, strict=True)):
        name, span, zh, en = some[0].name, some[0].span.name, "", ""
        times = sum(a.times for a in some)
        if len(some) > 1:
            zh, en = "等", " and others"
        text = Text(
            f"{name.zh}{zh}：{span.zh}的{times}次没有均匀排开。",
            f"{name.en}{en}: the {times} of {span.en} are not spread evenly.",
        )
        yield _violation("evenly", EVENLY_SPREAD, some[0], off, EVENLY, text)


def _violation(
    rule: str, title: Text, activity: Activity, off: int, weight: int, text: Text
) -> Violation:
    return Violation(
        rule, FAMILY, Strictness.SOFT, activity.id, off, weight * off, text, title=title
    )
