"""Courses that change hands: at how many of their known times another teacher is taken already.

After a change, a course whose teacher is gone keeps its times only with a teacher who is free then.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduling.clock import moments
from scheduling.week.courses import TEACHES

if TYPE_CHECKING:
    from scheduling.setting import Setting
    from scheduling.solution import Solution


def taken(instance: Setting, before: Solution) -> dict[str, dict[str, int]]:
    """Return, for each course without its teacher, the clashes that each person would have.

    ``before`` is the known timetable in the events of ``instance``. A course is without its
    teacher when ``before`` names nobody for it. People with no clash are left out.
    """
    running: dict[str, set[int]] = defaultdict(set)
    holder: dict[str, str] = {}
    for lesson in before.lessons:
        if lesson.time is not None:
            start = instance.time_index[lesson.time]
            running[lesson.event].update(range(start, start + lesson.duration))
        holder.update((lesson.event, who) for role, who in lesson.resources if role == TEACHES)
    busy: dict[str, set[int]] = defaultdict(set)
    for event, who in holder.items():
        busy[who] |= running[event]
    roles = {e.id: {s.role for s in e.open_slots()} for e in instance.events}
    orphans = [e for e in running if e not in holder and TEACHES in roles.get(e, ())]
    together = _overlaps(instance, set().union(*(running[e] for e in orphans), *busy.values()))
    return {
        event: {
            who: clashes
            for who, positions in busy.items()
            if (clashes := sum(bool(together[p] & positions) for p in running[event]))
        }
        for event in orphans
    }


def _overlaps(instance: Setting, positions: set[int]) -> dict[int, set[int]]:
    """Return the positions that each position overlaps by the clock, itself among them."""
    found: dict[int, set[int]] = defaultdict(set)
    for moment in moments(instance, positions):
        for position in moment.running:
            found[position].update(moment.running)
    return found
