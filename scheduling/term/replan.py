"""Planning the rest of a term: what was held stays and counts, the rest moves as little as can be.

What stays is an activity of its own, held once, at its only time: so the families see it, and
count it, as any other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from scheduling.rules.stay_close import Kept, StayClose
from scheduling.term.activity import Option
from scheduling.term.covering import covers
from scheduling.term.draft import time_id
from scheduling.term.events import TermCalendar
from scheduling.term.records import as_recorded

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from community.calendar import TaughtDay
    from scheduling.instance import Instance
    from scheduling.term.absences import Missed
    from scheduling.term.activity import Activity
    from scheduling.term.events import DatedEvent
    from scheduling.term.families.base import Family
    from scheduling.term.frame import TermFrame

PRICE_PER_MOVE = 20  # next to an uneven week or a lesson that has to be covered
PRICE_OF_LOST = 1_000  # an event that is not held, where not all of them can be
STAYS = ":stays:"
STAY = Text("尽量不动已排的活动", "events stay where they are")


def remaining(frame: TermFrame, activities: Iterable[Activity]) -> list[Activity]:
    """Return what stays, each by itself, and what is still to be held of each activity."""
    found: list[Activity] = []
    busy: set[tuple[dt.date, str]] = set()
    activities = list(activities)
    staying: dict[str, list[dt.date]] = defaultdict(list)
    for activity in activities:
        of = activity.sequence or activity.id
        staying[of] += [e.date for e in frame.past.of.get(activity.id, ())]
    for activity in activities:
        stay = frame.past.of.get(activity.id, ())
        found += [_staying(frame, activity, n, event, busy) for n, event in enumerate(stay)]
        held = sum(e.date in activity.span for e in stay)
        options = frame.past.left(activity.id, activity.options)
        if activity.gap_weeks:
            dates = staying[activity.sequence or activity.id]
            options = tuple(o for o in options if _is_apart(activity, o.date, dates))
        if activity.times > held:
            times = activity.times - held
            found.append(_from(frame, replace(activity, times=times, options=options)))
    return found


def _staying(
    frame: TermFrame,
    activity: Activity,
    number: int,
    event: DatedEvent,
    busy: set[tuple[dt.date, str]],
) -> Activity:
    """Return an event that stays. Nothing is in its way: it has been, or people decided so.

    What is to come is in the way of others, of nobody who is ``busy`` with such a thing that day:
    people, classes, and the places that it takes.
    """
    who: list[str] = []
    if frame.past.since is not None and event.date >= frame.past.since:
        taken = (*activity.people, *activity.classes, *activity.takes)
        who = [w for w in taken if (event.date, w) not in busy]
        busy |= {(event.date, w) for w in who}
    one = replace(
        activity,
        id=f"{activity.id}{STAYS}{number}",
        times=1,
        options=(Option(event.date, event.start, event.end),),
        people=tuple(w for w in activity.people if w in who),
        classes=tuple(w for w in activity.classes if w in who),
        takes=tuple(w for w in activity.takes if w in who),
        sequence="",
        gap_weeks=0,
    )
    return _from(frame, one)


def _from(frame: TermFrame, activity: Activity) -> Activity:
    """Return an activity whose span begins where the rest of the term does."""
    since = frame.past.since
    if since is None or not activity.span.first < since <= activity.span.last:
        return activity
    return replace(activity, span=activity.span._replace(first=since))


def _is_apart(activity: Activity, date: dt.date, dates: Iterable[dt.date]) -> bool:
    return all(abs((date - other).days) >= 7 * activity.gap_weeks for other in dates)


def as_wishes(families: Iterable[Family]) -> list[Family]:
    """Return families that want as much as can be, where not all of it can."""
    found = []
    for family in families:
        rule = family.rule
        if rule.strictness is Strictness.HARD:
            wish = {"strictness": Strictness.SOFT, "weight": PRICE_OF_LOST}
            rule = rule.model_copy(update=wish)
        found.append(type(family)(family.frame, family.sessions, rule))
    return found


def staying_close(frame: TermFrame, instance: Instance, activities: Sequence[Activity]) -> Instance:
    """Return a problem in which it costs something to move an event that has a date."""
    if frame.past.since is None:
        return instance
    planned: dict[str, set[tuple[dt.date, int, int]]] = defaultdict(set)
    for event in frame.past.open:
        planned[event.activity].add((event.date, event.start, event.end))
    kept = tuple(
        Kept(a.id, 1, time_id(a, o))
        for a in activities
        for o in a.options
        if (o.date, o.start, o.end) in planned[a.id]
    )
    if not kept:
        return instance
    rule = StayClose(
        id="stay",
        title=STAY,
        strictness=Strictness.SOFT,
        weight=PRICE_PER_MOVE,
        base=kept,
    )
    return replace(instance, rules=(*instance.rules, rule))


def named(frame: TermFrame, events: Iterable[DatedEvent]) -> tuple[DatedEvent, ...]:
    """Return events under the ids that they had: one that moves keeps its own, a new one gets one.

    Those that stay are as they were.
    """
    past = frame.past
    before: dict[str, list[DatedEvent]] = defaultdict(list)
    for event in past.open:
        before[event.activity].append(event)
    fresh: dict[str, list[DatedEvent]] = defaultdict(list)
    for event in events:
        if STAYS not in event.activity:
            fresh[event.activity].append(event)
    if past.since is None:
        return tuple(events)
    found = list(past.fixed)
    for activity, rows in fresh.items():
        last = max((_number(t.event.id, activity) for t in past.events), default=0)
        found += _renamed(rows, before[activity], activity, last)
    return tuple(sorted(found))


def _renamed(
    rows: Sequence[DatedEvent], before: Sequence[DatedEvent], activity: str, last: int
) -> list[DatedEvent]:
    at = {(e.date, e.start): e.id for e in before}
    ids = [at.pop((e.date, e.start), "") for e in rows]
    moved = sorted(at.values(), key=lambda i: next(e for e in before if e.id == i))
    found = []
    for event, known in zip(rows, ids, strict=True):
        if not known:
            known = moved.pop(0) if moved else ""
        if not known:
            last += 1
            known = f"{activity}:{last}"
        found.append(replace(event, id=known))
    return found


def _number(event: str, activity: str) -> int:
    head, _, tail = event.rpartition(":")
    return int(tail) if head == activity and tail.isdecimal() else 0


def covered(frame: TermFrame, events: Sequence[DatedEvent]) -> tuple[TermCalendar, set[str]]:
    """Return a calendar, and the ids of events that leave a lesson without anybody.

    Who covers what stays as it was on days that have not changed. What people decided is not given
    up for want of somebody: the audit tells that.
    """
    past = frame.past
    before = as_recorded(past.calendar, past.records).covers
    stay = [c for c in before if past.since and c.date < past.since]
    rest = [e for e in events if not past.since or e.date >= past.since]
    new, lacking = covers(frame, rest, before)
    if past.since:  # those on short stays miss lessons on days that are over, too
        new = tuple(c for c in new if c.date >= past.since)
        lacking = [(day, row) for day, row in lacking if day.date >= past.since]
    calendar = TermCalendar(frame.term.id, tuple(events), tuple(sorted([*stay, *new])))
    moved = {id for day, row in lacking for id in _in_the_way(frame, events, day, row)}
    return calendar, moved - past.settled


def _in_the_way(
    frame: TermFrame, events: Iterable[DatedEvent], day: TaughtDay, row: Missed
) -> set[str]:
    """Return the events for which nobody has a lesson: a short stay stays, so all of its day."""
    if row.event not in frame.stays.by_id:
        return {row.event}
    return {e.id for e in events if e.date == day.date and e.people}


def as_seen(frame: TermFrame, calendar: TermCalendar) -> TermCalendar:
    """Return a calendar in which visitors saw before the date what they were to see."""
    since = frame.past.since
    if since is None:
        return calendar
    there = {(e.id, e.date) for e in calendar.events}
    before = (x for x in frame.past.calendar.observed if x.date < since)
    seen = (x for x in before if (x.event, x.date) in there)
    to_see = (x for x in calendar.observed if x.date >= since)
    return replace(calendar, observed=tuple(sorted([*seen, *to_see])))
