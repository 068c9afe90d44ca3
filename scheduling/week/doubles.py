"""How many double lessons the bells of a week have room for, and what keeps lessons apart."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.clock import MAX_JOIN_MINUTES
from scheduling.week.grid import DAYS, Pause, pause
from scheduling.wording import day

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from community.models import ClassGroup, Community
    from scheduling.instance import Time


def most_doubles(times: Iterable[Time], single_at: Container[str] = (), singles: int = 0) -> int:
    """Return how many double lessons fit into slots beside single lessons; -1 if these do not.

    ``times`` are in the order of the week. The single lessons lie at slots of ``single_at``, where
    they leave most room.
    """
    best = {(0, False): 0}  # by single lessons so far, and whether the last slot waits for a half
    for time in times:
        found: dict[tuple[int, bool], int] = {}
        for (placed, waits), doubles in best.items():
            ways = [((placed, time.joins_next), doubles)]
            if waits:
                ways.append(((placed, False), doubles + 1))
            if placed < singles and time.id in single_at:
                ways.append(((placed + 1, False), doubles))
            for state, count in ways:
                found[state] = max(count, found.get(state, 0))
        best = found
    return max((n for (placed, _), n in best.items() if placed == singles), default=-1)


def most_blocks(times: Iterable[Time], length: int) -> int:
    """Return how many lessons of so many periods fit into slots, in the order of the week."""
    found = run = 0
    for time in times:
        run += 1
        if run == length:
            found, run = found + 1, 0
        elif not time.joins_next:
            run = 0
    return found


def breaks(community: Community, group: ClassGroup) -> Text:
    """Return which slots of a class that follow each other do not join, and why, by weekday."""
    place = community.school_by_id[group.school]
    slots = {d: lessons for d in DAYS if (lessons := community.lesson_slots(group, d))}
    found: dict[tuple[str, str, Pause], list[int]] = defaultdict(list)
    for weekday, lessons in slots.items():
        for pair in pairwise(lessons):
            rest = pause(community, place, weekday, pair)
            if not rest.joins:
                found[pair[0].name, pair[1].name, rest].append(weekday)
    zh, en = [], []
    for (before, then, rest), days in found.items():
        when = [] if days == list(slots) else [day(d) for d in days]
        why = Text(f"休息{rest.minutes}分钟", f"{rest.minutes} min")
        if rest.lunch:
            why = Text("隔午休", "lunch")
        zh.append(f"{'、'.join(d.zh for d in when)}{before}与{then}（{why.zh}）")
        en.append(f"{before}, {then}{''.join(f' {d.en}' for d in when)} ({why.en})")
    if not found:
        return Text("", "")
    return Text(
        f"隔午休或休息超过{MAX_JOIN_MINUTES}分钟的两节不能连：{'，'.join(zh)}。",
        f" Lessons do not join over lunch or a break of more than {MAX_JOIN_MINUTES} minutes: "
        f"{'; '.join(en)}.",
    )
