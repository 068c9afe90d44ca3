"""固定课: a lesson of a subject is where it is fixed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.week.courses import course_id
from scheduling.week.grid import only_group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame


def fixed_rules(frame: Frame) -> Iterator[Rule]:
    """Yield a rule for each time at which courses have to have a lesson."""
    found: dict[str, list[str]] = defaultdict(list)
    known = {course.whole for course in frame.courses}
    for fixture in frame.fixtures:
        course = course_id(fixture.group.id, fixture.row.subject or "")
        if course in known:
            found[fixture.time.id].append(course)
    for time, courses in found.items():
        yield SpreadEvents(
            id=f"fixed_{time}",
            title=Text("固定课", "a lesson at a fixed time"),
            spreads=(Spread(only_group(time), 1, 1),),
            applies_to=AppliesTo(event_groups=tuple(dict.fromkeys(courses))),
        )
