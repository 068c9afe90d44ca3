"""What is held in turn, in the rest of a term: what one has no dates for any more, others hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.families.base import Family
    from scheduling.term.frame import TermFrame


def shared_anew(
    frame: TermFrame, families: Iterable[Family], activities: Sequence[Activity]
) -> list[Activity]:
    """Return activities, those that are alike held in all as often as before, as far as they can.

    That not all of these can be held proves nothing: they could be shared out otherwise.
    """
    found = {a.id: a for a in activities}
    for family in families:
        for some in family.alike([a for a in activities if a.rule == family.rule.id]):
            if len(some) > 1:
                found.update((a.id, a) for a in _shared(frame, some))
    return [*found.values()]


def _shared(frame: TermFrame, some: Sequence[Activity]) -> Iterator[Activity]:
    held = [sum(e.date in a.span for e in frame.past.of.get(a.id, ())) for a in some]
    room = [len({o.date for o in frame.past.left(a.id, a.options)}) for a in some]
    times = [max(0, a.times - n) for a, n in zip(some, held, strict=True)]
    wanted = max(0, sum(a.times for a in some) - sum(held))
    new = [min(n, dates) for n, dates in zip(times, room, strict=True)]
    every = range(len(some))
    while sum(new) > wanted:  # one has been held oftener than its turn
        new[max(every, key=lambda i: new[i] - room[i])] -= 1
    while sum(new) < wanted and new != room:
        new[max(every, key=lambda i: room[i] - new[i])] += 1
    if sum(new) < wanted:
        new = times  # not all of them can be held, and whose turn it is stays
    for a, n, left in zip(some, held, new, strict=True):
        yield replace(a, times=n + left, is_chosen=True)
