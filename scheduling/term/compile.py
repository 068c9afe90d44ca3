"""From activities to the engine's problem: when each of them can be, and what is wished."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.base import AppliesTo
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.term.draft import Draft, time_id
from scheduling.term.wishes import (
    COVERED,
    EARLY,
    EVENLY,
    EVENLY_SPREAD,
    FEW_AT_ONCE,
    FEW_COVERS,
    MOST_PRICED,
    UNHURRIED,
    Crowd,
    crowds,
    first_week,
    sequences,
    shares,
    unhurried,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduling.instance import Instance
    from scheduling.term.activity import Activity
    from scheduling.term.families.base import Family
    from scheduling.term.frame import TermFrame

PER_DAY = Text("同一活动一天至多一次", "each activity at most once a day")
APART = Text("两次之间隔开", "some weeks between two")
POSSIBLE = Text("排在可行的时间", "at a time that can be")


def compile_term(
    frame: TermFrame, families: Sequence[Family], activities: Sequence[Activity]
) -> Instance:
    """Return the problem of a calendar.

    The objective: what is wished and not held, lessons that have to be covered, uneven spread.
    """
    places: dict[str, int] = {}
    for family in families:
        places |= family.places()
    draft = Draft(activities, places)
    _held(draft, families)
    _possible(draft)
    _unhurried(draft, frame)
    for activity in activities:
        if activity.times > 1:
            _once_a_day(draft, activity)
    for some in sequences(activities):
        _evenly(draft, some)
    _weeks_apart(draft)
    for crowd in crowds(activities):
        _crowded(draft, crowd)
    for family in families:
        family.restrict(draft, activities)
    community = frame.community
    return draft.instance(f"{community.id}:{frame.term.id}", community.travel_minutes)


def _held(draft: Draft, families: Sequence[Family]) -> None:
    """Every event gets a time; what a rule only wishes has its price."""
    by_rule: dict[str, list[Activity]] = defaultdict(list)
    for activity in draft.activities:
        by_rule[activity.rule].append(activity)
    for rule in (family.rule for family in families):
        if own := by_rule[rule.id]:
            hard = rule.strictness is Strictness.HARD
            draft.add(
                AssignTime(
                    id=rule.id,
                    title=rule.title,
                    strictness=rule.strictness,
                    weight=1 if hard else max(1, rule.weight),
                    source=rule.source,
                    applies_to=AppliesTo(events=tuple(a.id for a in own)),
                )
            )


def _possible(draft: Draft) -> None:
    """Each event is at one of its times, better at one for which few lessons are covered."""
    alike: dict[tuple[int, str], list[str]] = defaultdict(list)
    for activity in draft.activities:
        alike[0, draft.time_group(time_id(activity, o) for o in activity.options)].append(
            activity.id
        )
        most = max((o.lessons for o in activity.options), default=0)
        for level in range(1, 1 + min(MOST_PRICED, most)):
            cheap = (time_id(activity, o) for o in activity.options if o.lessons < level)
            alike[level, draft.time_group(cheap)].append(activity.id)
    for (level, times), events in alike.items():
        draft.add(
            PreferTimes(
                id=f"few_covers_{level}" if level else "possible",
                title=FEW_COVERS if level else POSSIBLE,
                strictness=Strictness.SOFT if level else Strictness.HARD,
                weight=COVERED,
                applies_to=AppliesTo(events=tuple(events)),
                time_groups=(times,),
            )
        )


def _unhurried(draft: Draft, frame: TermFrame) -> None:
    """Leave the first week of the term alone, where there is time enough."""
    early, some = first_week(frame), tuple(a.id for a in unhurried(frame, draft.activities))
    if not some:
        return
    late = draft.dates(date for date in draft.on if date not in early)
    draft.add(
        PreferTimes(
            id="unhurried",
            title=UNHURRIED,
            strictness=Strictness.SOFT,
            weight=EARLY,
            applies_to=AppliesTo(events=some),
            time_groups=(late,),
        )
    )


def _once_a_day(draft: Draft, activity: Activity) -> None:
    """Events of an activity are on different days."""
    group = AppliesTo(event_groups=(draft.group([activity]),))
    dates = sorted({o.date for o in activity.options})
    several = tuple(Spread(draft.dates([d]), 0, 1) for d in dates if len(draft.on[d]) > 1)
    draft.add(SpreadEvents(id="once_a_day", title=PER_DAY, applies_to=group, spreads=several))


def _evenly(draft: Draft, some: Sequence[Activity]) -> None:
    """Events of a sequence are evenly over the span, where no weeks lie between them."""
    if not some[0].gap_weeks:
        draft.add(
            SpreadEvents(
                id="evenly",
                title=EVENLY_SPREAD,
                strictness=Strictness.SOFT,
                weight=EVENLY,
                applies_to=AppliesTo(event_groups=(draft.group(some),)),
                spreads=tuple(Spread(draft.span(a, b), 0, most) for a, b, most in shares(some)),
            )
        )


def _weeks_apart(draft: Draft) -> None:
    """Between events of a sequence lie the weeks that the rule wants, in all its windows."""
    found: dict[tuple[str, int], list[Activity]] = defaultdict(list)
    for activity in draft.activities:
        if activity.gap_weeks:
            found[activity.sequence or activity.id, activity.gap_weeks].append(activity)
    for (_, weeks), some in found.items():
        runs = _runs(draft, sorted({o.date for a in some for o in a.options}), weeks)
        group = AppliesTo(event_groups=(draft.group(some),))
        draft.add(SpreadEvents(id="apart", title=APART, applies_to=group, spreads=runs))


def _crowded(draft: Draft, crowd: Crowd) -> None:
    """Not many activities of a crowd are on the same day."""
    draft.add(
        SpreadEvents(
            id="few_at_once",
            title=FEW_AT_ONCE,
            strictness=Strictness.SOFT,
            weight=EVENLY,
            applies_to=AppliesTo(event_groups=(draft.group(crowd.activities),)),
            spreads=tuple(Spread(draft.dates([d]), 0, crowd.most) for d in crowd.dates),
        )
    )


def _runs(draft: Draft, dates: Sequence[dt.date], weeks: int) -> tuple[Spread, ...]:
    """Return that there is one event at most in so many weeks from any date on."""
    length = dt.timedelta(weeks=weeks)
    runs = (tuple(x for x in dates if d <= x < d + length) for d in dates)
    return tuple(Spread(draft.dates(run), 0, 1) for run in dict.fromkeys(runs))
