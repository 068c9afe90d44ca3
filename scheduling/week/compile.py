"""From a community, a roster and a term to a timetabling instance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from scheduling.instance import Instance
from scheduling.rules.keep_resources import Held, KeepResources
from scheduling.rules.stay_close import Kept, StayClose
from scheduling.week.beside import beside_groups
from scheduling.week.frame import Frame
from scheduling.week.groups import TYPES, make_event_groups, make_resource_groups, make_resources
from scheduling.week.physical import physical_rules
from scheduling.week.policy import policy_rules
from scheduling.week.reading import to_solution
from scheduling.week.relations import relation_days, relation_groups
from scheduling.week.requests import request_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community
    from rotation.solution import Roster
    from scheduling.rules.base import Rule
    from scheduling.solution import Solution
    from scheduling.timetable import WeekTimetable

PRICE_PER_MOVE = 20  # of a lesson moved or given to someone else; the soft weights shipped are 1-20


def compile_week(
    community: Community,
    roster: Roster,
    term: str,
    *,
    base: WeekTimetable | None = None,
    price_per_move: int = PRICE_PER_MOVE,
) -> Instance:
    """Return the weekly problem of a term: its teachers are open slots of the courses.

    Parameters
    ----------
    base
        A timetable to stay close to. Lessons of it that no longer exist are left out.
    price_per_move
        Price of each lesson that is not where ``base`` has it, and of each period that goes to
        another teacher.

    Raises
    ------
    KeyError
        When the community has no such term.
    """
    instance = compile_frame(Frame.of(community, roster, term))
    if base is None:
        return instance
    return near(instance, to_solution(instance, community, base)[0], price_per_move)


def compile_frame(frame: Frame) -> Instance:
    """Return the weekly problem of a frame."""
    community, resources = frame.community, make_resources(frame)
    return Instance(
        id=f"{community.id}:{frame.term}",
        times=frame.times,
        time_groups=(*frame.time_groups, *relation_days(frame)),
        resource_types=TYPES,
        resource_groups=make_resource_groups(resources),
        resources=resources,
        event_groups=(
            *make_event_groups(frame),
            *relation_groups(frame),
            *beside_groups(frame),
        ),
        events=frame.events,
        rules=(*physical_rules(frame), *policy_rules(frame), *request_rules(frame)),
        travel_minutes=community.travel_minutes,
        metadata={f"site:{s.id}": s.name for s in community.schools}
        | {f"holder:{f.id}": frame.holder(f) for f in frame.fixtures if f.is_event},
    )


def near(instance: Instance, kept: Solution, price: int) -> Instance:
    """Return a weekly problem with a price on what is not as an earlier timetable has it."""
    return replace(instance, rules=(*instance.rules, *_closeness(kept, price)))


def _closeness(kept: Solution, price: int) -> Iterator[Rule]:
    lessons = [x for x in kept.lessons if x.time is not None]
    held = {(x.event, role): who for x in lessons for role, who in x.resources if role == "teacher"}
    yield StayClose(
        id="stay_close",
        title=Text("少动课", "few lessons moved"),
        strictness=Strictness.SOFT,
        weight=price,
        base=tuple(Kept(x.event, x.duration, x.time or "", x.weeks) for x in lessons),
    )
    yield KeepResources(
        id="keep_teachers",
        title=Text("少换教师", "few teachers changed"),
        strictness=Strictness.SOFT,
        weight=price,
        base=tuple(Held(event, role, who) for (event, role), who in held.items()),
    )
