"""What days of classes are like: without gaps, and of much the same length."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import ceil, floor
from typing import TYPE_CHECKING

from community.rule import Strictness
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_busy_times import LimitBusyTimes
from scheduling.rules.limit_idle_times import LimitIdleTimes
from scheduling.week.closing import class_day
from scheduling.week.grid import day_group, open_group
from scheduling.week.header import header_of, most_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from community.models import ClassGroup
    from community.policy import PolicyRule
    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame


def compact_days(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """No gaps in the days of classes; free slots at their end, which is never more than a wish.

    Days begin with the first slot that the stage of a class may have. How many lessons a day has
    is for ``even_days`` to say.
    """
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for group, _load in _with_free_slots(frame):
        if group.id in frame.own_days:
            groups = [class_day(group.id, d) for d in frame.days(group.school)]
            yield _compact(frame, rule, group.id, groups, [group.id])
            yield _compact(frame, rule, f"{group.id}.end", groups, [group.id], from_start=True)
        else:
            found[group.school][frame.opening(group)].append(group.id)
    for school, openings in found.items():
        days = frame.days(school)
        everybody = [c for classes in openings.values() for c in classes]
        yield _compact(frame, rule, school, [day_group(d, school) for d in days], everybody)
        for earliest, classes in openings.items():
            groups = [open_group(d, school, earliest) for d in days]
            suffix = f"{school}.end{earliest}"
            yield _compact(frame, rule, suffix, groups, classes, from_start=True)


def _compact(
    frame: Frame,
    rule: PolicyRule,
    suffix: str,
    groups: list[str],
    classes: list[str],
    *,
    from_start: bool = False,
) -> Rule:
    """Return the rule that classes have no free times in their days, or none before the last."""
    header, known = header_of(rule, suffix), {g.id for g in frame.time_groups}
    if from_start and rule.strictness is not Strictness.SOFT:
        header["strictness"] = Strictness.IN_PRINCIPLE
    return LimitIdleTimes(
        **header,
        time_groups=tuple(g for g in groups if g in known),
        from_start=from_start,
        applies_to=AppliesTo(resources=tuple(classes)),
    )


def even_days(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """On each day of a class about as many lessons as on the others, as far as it has slots."""
    alike: dict[tuple[int, int, tuple[str, ...]], list[str]] = defaultdict(list)
    slack = most_of(rule)
    for group, lessons in _with_free_slots(frame):
        slots = Counter(t.weekday or 1 for t in frame.usable(group))
        found: dict[tuple[int, int], list[str]] = defaultdict(list)
        for weekday, (fewest, most) in _shares(slots, lessons).items():
            if fewest - slack > 1 or most + slack < slots[weekday]:
                limits = max(0, fewest - slack), most + slack
                found[limits].append(day_group(weekday, group.school))
        for (least, most), named in found.items():
            alike[least, most, tuple(named)].append(group.id)
    for number, ((least, most, days), classes) in enumerate(alike.items()):
        yield LimitBusyTimes(
            **header_of(rule, str(number)),
            time_groups=days,
            minimum=least,
            maximum=most,
            applies_to=AppliesTo(resources=tuple(classes)),
        )


def _shares(slots: Mapping[int, int], lessons: float) -> dict[int, tuple[int, int]]:
    """Return the fewest and most lessons of each day when they are dealt out as evenly as can be.

    A day with fewer slots than an even share is full; the others have the rest.
    """

    def dealt(level: int) -> int:
        return sum(min(n, level) for n in slots.values())

    level = max(x for x in range(max(slots.values()) + 1) if dealt(x) <= floor(lessons))
    upper = level if dealt(level) >= ceil(lessons) else level + 1
    return {day: (min(n, level), min(n, upper)) for day, n in slots.items()}


def _with_free_slots(frame: Frame) -> Iterator[tuple[ClassGroup, float]]:
    """Yield classes that have more slots than lessons, with these: one of two weeks is a half."""
    load: dict[str, float] = defaultdict(float, frame.events_without_subject)
    for course in frame.courses:
        load[course.group.id] += course.held + 0.5 * course.half
    for group in frame.community.classes:
        if 0 < load[group.id] < len(frame.usable(group)):
            yield group, load[group.id]
