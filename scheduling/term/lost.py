"""Which of the quotas can no longer be met, and since when: counted, so it is proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.families.base import Family, Need
    from scheduling.term.frame import TermFrame


def lost(
    frame: TermFrame, families: Sequence[Family], activities: Sequence[Activity]
) -> tuple[Text, ...]:
    """Return a sentence for each hard need that all dates that are left are too few for."""
    found = []
    for family in families:
        if family.rule.strictness is not Strictness.HARD:
            continue
        for need in family.needs(activities):
            if any(a.is_chosen for a in need.activities):
                continue  # others could do
            held, rest = _reach(frame, need, frame.past.since)
            if held + rest < need.least:
                found.append(_sentence(frame, need, held, rest))
    return tuple(dict.fromkeys(found))


def _sentence(frame: TermFrame, need: Need, held: int, rest: int) -> Text:
    since = next(_too_late(frame, need), frame.past.since)
    name, span = need.name, need.span.name
    return Text(
        f"{name.zh}：{span.zh}应有{need.least}次，已举行{held}次，余下排得下的日子只有{rest}天，"
        f"至多{held + rest}次，已不可能完成；自{since:%Y-%m-%d}起，余下的日子全用上也不够。",
        f"{name.en}: {need.least} wanted in {span.en}, {held} held and {rest} dates left, "
        f"{held + rest} at most; out of reach since {since}, when too few dates were left.",
    )


def _too_late(frame: TermFrame, need: Need) -> Iterator[dt.date]:
    """Yield the dates from which on too few were left, whatever had been done with them."""
    for day in frame.days:
        if frame.past.since and day.date < frame.past.since:
            held, rest = _reach(frame, need, day.date, foreseen=False)
            if held + rest < need.least:
                yield day.date


def _reach(
    frame: TermFrame, need: Need, date: dt.date | None, *, foreseen: bool = True
) -> tuple[int, int]:
    """Return how often something is held before a date, and on how many dates it still can be.

    Each activity is held once a day at most. ``foreseen``: what was cancelled, or decided, later
    is known.
    """
    held = rest = 0
    for activity in need.activities:
        done = {e.id: e.date for e in frame.past.of.get(activity.id, ()) if e.date in need.span}
        held += sum(foreseen or date is None or d < date for d in done.values())
        options = {o.date for o in activity.options if o.date in need.span}
        if date is not None:
            options = {d for d in options if d >= date}
        if foreseen:
            options -= {*done.values(), *frame.past.off.get(activity.id, ())}
        rest += len(options)
    return held, rest
