"""What every calendar is wished to be: few lessons covered, evenly spread.

The model prices the same (``scheduling.term.compile``); here it is counted on the finished events.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from community.rule import Strictness, Violation
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.events import DatedEvent

FAMILY = "Calendar"
MOST_PRICED = 6  # lessons to be covered for one event; more cost no more
EVENLY, COVERED = 2, 1  # weights
EVENLY_SPREAD = Text("均匀分布在各周", "evenly over the weeks")
FEW_COVERS = Text("少占课", "few lessons covered")


def chunks(activity: Activity) -> list[tuple[dt.date, dt.date]]:
    """Return as many equal parts of an activity's span as it has events, by first and last date."""
    first, times = activity.span.first, activity.times
    days = (activity.span.last - first).days + 1
    bounds = [first + dt.timedelta(days=round(days * i / times)) for i in range(times + 1)]
    return [(a, b - dt.timedelta(days=1)) for a, b in pairwise(bounds)]


def wishes(activities: Iterable[Activity], events: Iterable[DatedEvent]) -> Iterator[Violation]:
    """Yield what finished events cost."""
    found: dict[str, list[DatedEvent]] = defaultdict(list)
    for event in events:
        found[event.activity].append(event)
    for activity in activities:
        held = found[activity.id]
        yield from _covered(activity, held)
        if activity.times > 1 and not activity.gap_weeks:
            yield from _crowded(activity, held)


def _covered(activity: Activity, held: Sequence[DatedEvent]) -> Iterator[Violation]:
    lessons = {(o.date, o.start, o.end): o.lessons for o in activity.options}
    numbers = [lessons.get((e.date, e.start, e.end), 0) for e in held]
    if off := sum(min(n, MOST_PRICED) for n in numbers):
        text = Text(
            f"{activity.name.zh}：共有{sum(numbers)}节课要请人代。",
            f"{activity.name.en}: {sum(numbers)} lessons have to be covered.",
        )
        yield _violation("few_covers", FEW_COVERS, activity, off, COVERED, text)


def _crowded(activity: Activity, held: Sequence[DatedEvent]) -> Iterator[Violation]:
    counts = [sum(a <= e.date <= b for e in held) for a, b in chunks(activity)]
    if off := sum(max(0, n - 1) for n in counts):
        name, span = activity.name, activity.span.name
        text = Text(
            f"{name.zh}：{span.zh}的{activity.times}次没有均匀排开。",
            f"{name.en}: the {activity.times} of {span.en} are not spread evenly.",
        )
        yield _violation("evenly", EVENLY_SPREAD, activity, off, EVENLY, text)


def _violation(
    rule: str, title: Text, activity: Activity, off: int, weight: int, text: Text
) -> Violation:
    return Violation(
        rule, FAMILY, Strictness.SOFT, activity.id, off, weight * off, text, title=title
    )
