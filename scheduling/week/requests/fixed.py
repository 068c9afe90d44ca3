"""固定课: a lesson of a subject is where it is fixed, or wished to be; so is a wished event."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.week.courses import course_id
from scheduling.week.grid import only_group
from scheduling.week.requests.times import header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame

TITLE = Text("固定课", "a lesson at a fixed time")


def fixed_rules(frame: Frame) -> Iterator[Rule]:
    """Yield a rule for each time at which courses have to have a lesson, or are wished to."""
    required: dict[str, list[str]] = defaultdict(list)
    wished: dict[tuple[int, str], list[str]] = defaultdict(list)
    known = {course.whole for course in frame.courses}
    for fixture in frame.fixtures:
        course = course_id(fixture.group.id, fixture.row.subject or "")
        if course in known and fixture.row.is_wish:
            wished[fixture.number, fixture.time.id].append(course)
        elif course in known:
            required[fixture.time.id].append(course)
    for time, courses in required.items():
        yield _fixed({"id": f"fixed_{time}", "title": TITLE}, time, courses)
    rows = frame.community.fixed
    for (number, time), courses in wished.items():
        yield _fixed(header(rows[number - 1], f"fixed_wish_{number}_{time}", TITLE), time, courses)
    yield from _events(frame)


def _events(frame: Frame) -> Iterator[Rule]:
    """Yield a rule for each time at which events are wished to be."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for fixture, event in frame.loose:
        found[fixture.number, fixture.time.id].append(event.id)
    for (number, time), events in found.items():
        row = frame.community.fixed[number - 1]
        yield PreferTimes(
            **header(row, f"fixed_wish_{number}_{time}", Text(row.name, row.name)),
            times=(time,),
            applies_to=AppliesTo(events=tuple(events)),
        )


def _fixed(header: dict[str, Any], time: str, courses: Iterable[str]) -> SpreadEvents:
    return SpreadEvents(
        **header,
        spreads=(Spread(only_group(time), 1, 1),),
        applies_to=AppliesTo(event_groups=tuple(dict.fromkeys(courses))),
    )
