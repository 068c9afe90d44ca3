"""Random tiny timetabling problems with rules of the standard's families, and their least cost."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from brute_force import Enumeration, TooManyTimetables
from tiny_xhstt import PEOPLE, TIMES, event, school

from community.rule import CostFunction, Strictness
from scheduling.check import check
from scheduling.instance import Group, ResourceSlot
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.base import AppliesTo
from scheduling.rules.registry import family
from scheduling.rules.spread_events import Spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.rule import Cost
    from scheduling.instance import Event, Instance
    from scheduling.rules.base import Rule
    from scheduling.solution import Solution

ALL = AppliesTo(event_groups=("All",))
TYPES = {"teacher": "Teacher", "helper": "Teacher", "room": "Room"}  # of open slots, by role
OPEN = (("teacher",), ("room",), ("teacher", "room"), ("teacher", "helper"))
LIMIT = 1_500  # prices that an enumeration may ask for: less than a tenth of a second


@dataclass(frozen=True, slots=True)
class Solved:
    """A problem, its least cost, and a timetable that has it: all by enumeration."""

    instance: Instance
    least: Cost
    timetable: Solution

    @property
    def is_staffed(self) -> bool:
        """Whether some event has an open slot."""
        return any(e.open_slots() for e in self.instance.events)


def solved(
    name: str, others: Sequence[str], count: int, *, staffed: float, tag: str = ""
) -> Iterator[Solved]:
    """So many problems with a rule of this family and up to two of the others.

    Draws that are not tiny enough are left out. In a sixth of the problems at least, the timetable
    is charged for the family in spite of all. ``tag`` gives other problems.
    """
    seed, free = 0, count - count // 6
    while count:
        rng, seed = random.Random(f"{tag}{name} {seed}"), seed + 1
        further = rng.sample([o for o in others if o != name], rng.randint(0, 2))
        instance = problem(rng, name, *further, staffed=staffed)
        try:
            least, timetable = Enumeration(instance, limit=LIMIT).least()
        except TooManyTimetables:
            continue
        if not any(v.cost for v in check(instance, timetable) if v.family == name):
            if not free:
                continue
            free -= 1
        count -= 1
        yield Solved(instance, least, timetable)


def problem(rng: random.Random, *names: str, staffed: float = 0.3) -> Instance:
    """Up to six events in up to five times: AssignTime, AvoidClashes and a rule of each name.

    Parameters
    ----------
    rng
        The same state gives the same problem.
    names
        Families.
    staffed
        The share of events with an open slot for a teacher.
    """
    count = rng.choice((2, 2, 3, 3, 4, 5, 6))
    times = TIMES[: rng.choice((3, 3, 4, 4, 5))]
    events = tuple(_event(rng, f"E{n}", times, count, staffed) for n in range(1, count + 1))
    tiny = school(*events)
    half = (len(times) + 1) // 2
    groups = (
        Group("Mo", "", times[:half], "Day"),
        Group("Tu", "", times[half:], "Day"),
        Group("Odd", "", times[::2]),
        Group("Never"),
    )
    some = tuple(e.id for e in rng.sample(events, rng.randint(2, min(3, count))))
    tiny = replace(
        tiny,
        times=tiny.times[: len(times)],
        time_groups=groups,
        event_groups=(*tiny.event_groups, Group("Some", "", some)),
    )
    base: list[Rule] = [
        AssignTime(id="assign", applies_to=ALL, **_header(rng, 0.75)),
        AvoidClashes(id="clash", applies_to=_people(rng), **_header(rng, 0.5)),
    ]
    if rng.random() < staffed:
        role = rng.choice(("teacher", "room"))
        base += [AssignResource(id="staff", applies_to=ALL, role=role, **_header(rng, 0.75))]
    return replace(tiny, rules=(*base, *(_rule(tiny, name, rng) for name in names)))


def _event(
    rng: random.Random, name: str, times: tuple[str, ...], count: int, staffed: float
) -> Event:
    """Short when there are many events; sometimes with a given time."""
    duration = rng.choices((1, 2, 3), (5, 4, 3) if count < 4 else (6, 3, 0))[0]
    made = event(
        name,
        duration,
        *rng.sample("AB", rng.choice((0, 1, 1, 2))),
        *("R" if rng.random() < 0.3 else ""),
        workload=rng.choice((None, None, 0, 4)),
        time=rng.choice(times[: len(times) - duration + 1]) if rng.random() < 0.15 else None,
    )
    given, load = rng.choice("BC"), rng.choice((None, None, 2))
    further = [ResourceSlot("teacher", "Teacher", given)] if rng.random() < 0.6 else []
    if rng.random() < staffed:
        roles = rng.choices(OPEN, (5, 4, 1, 1))[0]
        further = [ResourceSlot(role, TYPES[role], workload=load) for role in roles]
    return replace(made, slots=(*made.slots, *further))


def _header(rng: random.Random, hard: float) -> dict[str, Any]:
    """Strictness (hard with this probability), weight and cost function."""
    return {
        "strictness": Strictness.HARD if rng.random() < hard else Strictness.SOFT,
        "weight": rng.randint(1, 3),
        "cost_function": rng.choice(tuple(CostFunction)),
    }


def _rule(tiny: Instance, name: str, rng: random.Random) -> Rule:
    return family(name)(
        id=f"{name} {rng.random():.9f}",
        applies_to=_applies(tiny, name, rng),
        **_header(rng, 0.5),
        **parameters(tiny, name, rng),
    )


def _people(rng: random.Random) -> AppliesTo:
    everybody = tuple(p.id for p in PEOPLE)
    return rng.choice(
        (
            AppliesTo(resources=everybody),
            AppliesTo(resource_groups=("Staff",)),
            AppliesTo(resources=tuple(rng.sample("ABR", rng.randint(1, 2)))),
        )
    )


def _applies(tiny: Instance, name: str, rng: random.Random) -> AppliesTo:
    match name:
        case "OrderEvents":
            first, second = (e.id for e in rng.sample(tiny.events, 2))
            least = rng.choice((None, 0, 1, 2))
            most = rng.choice((None, least or 0, (least or 0) + 1))
            return AppliesTo(event_pairs=((first, second, least, most),))
        case "LinkEvents":
            return AppliesTo(event_groups=("Some",))
        case "KeepGaps":
            first, second = (e.id for e in rng.sample(tiny.events, 2))
            return AppliesTo(event_pairs=((first, second, rng.randint(1, 3), None),))
        case "SpreadEvents" | "AvoidSplitAssignments" | "LimitSimultaneous" | "StartTogether":
            return AppliesTo(event_groups=rng.choice((("All",), ("Some",), ("All", "Some"))))
        case (
            "AvoidClashes"
            | "AvoidUnavailableTimes"
            | "LimitIdleTimes"
            | "ClusterBusyTimes"
            | "LimitBusyTimes"
            | "LimitWorkload"
            | "LimitBusyResources"
            | "LimitBusyTogether"
            | "LimitMoves"
            | "RestBetweenMoves"
        ):
            return _people(rng)
    return rng.choice((ALL, AppliesTo(event_groups=("Some",)), AppliesTo(events=("E1", "E2"))))


def _between(rng: random.Random, most: int) -> dict[str, int]:
    minimum = rng.choice((0, rng.randint(0, most)))
    return {"minimum": minimum, "maximum": rng.randint(minimum, most)}


def parameters(tiny: Instance, name: str, rng: random.Random) -> dict[str, Any]:
    """Random parameters of a family for this instance."""
    names = [g.id for g in tiny.time_groups]
    groups = tuple(rng.sample(names, rng.randint(1, 3)))
    times = tuple(t.id for t in rng.sample(tiny.times, rng.randint(0, 2)))
    match name:
        case "SplitEvents":
            shortest, fewest = rng.randint(1, 2), rng.randint(1, 2)
            return {
                "minimum_duration": shortest,
                "maximum_duration": rng.randint(shortest, 3),
                "minimum_amount": fewest,
                "maximum_amount": rng.randint(fewest, 3),
            }
        case "DistributeSplitEvents":
            return {"duration": rng.randint(1, 3), **_between(rng, 2)}
        case "PreferTimes":
            duration = rng.choice((None, 1, 2))
            return {"time_groups": groups[:1], "times": times, "duration": duration}
        case "SpreadEvents":
            return {"spreads": tuple(Spread(g, **_between(rng, 2)) for g in groups)}
        case "AvoidUnavailableTimes":
            return {"time_groups": groups[:1], "times": times}
        case "LimitIdleTimes":
            late = {"from_start": rng.random() < 0.5}
            return {"time_groups": groups, **_between(rng, 2), **late}
        case "ClusterBusyTimes" | "LimitBusyTimes":
            return {"time_groups": groups, **_between(rng, 2)}
        case "AssignResource" | "AvoidSplitAssignments":
            return {"role": rng.choice(("teacher", "teacher", "room"))}
        case "PreferResources":
            role = rng.choice(("teacher", "teacher", "room"))
            return {"role": role, "resources": tuple(rng.sample("ABCR", rng.randint(1, 2)))}
        case "LimitWorkload":
            return _between(rng, 6)
        case "LimitSimultaneous":
            return {"time_groups": groups, **_between(rng, 2), "or_none": rng.random() < 0.5}
        case "LimitBusyTogether":
            windows = tuple(tuple(rng.sample(names, 2)) for _ in range(rng.randint(1, 3)))
            return {"windows": windows, "maximum": rng.randint(0, 2)}
        case "KeepGaps":
            return {"time_groups": groups, "in_any_order": rng.random() < 0.5}
        case "StartTogether":
            return {"time_groups": groups}
        case "LimitBusyResources":
            return {"time_groups": groups, "maximum": rng.randint(0, 2)}
        case "LimitMoves":
            where = {"sites": rng.random() < 0.5, "role": rng.choice(("teacher", "room"))}
            return {"time_groups": groups, "maximum": rng.randint(0, 2), **where}
        case "RestBetweenMoves":
            where = {"sites": rng.random() < 0.5, "role": rng.choice(("teacher", "room"))}
            return {"time_groups": groups, "minimum": rng.randint(1, 2), **where}
    return {}
