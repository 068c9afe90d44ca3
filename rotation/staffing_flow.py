"""Can the lessons be taught? A flow of teachers' periods to the periods that classes need.

Loads are counted in units: halves of a lesson, because a lesson of odd weeks only counts half a
period a week, and finer ones where lessons differ in what they count (``community.loads``).
A *lane* is what one kind of teacher teaches: one subject of one stage at one school.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx

from community.models import Stage
from community.sync import periods_beside, taught_periods

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from community.models import Community, Teacher

KEPT = 10_000  # knots of which it is remembered what they lack


class Lane(NamedTuple):
    """One subject of one stage (primary, junior or senior) at one school."""

    school: str
    stage: Stage
    subject: str


LaneSet = frozenset[Lane]
Courses = dict[Lane, Counter[int]]  # number of courses by load, in units a week


def unit_of(community: Community) -> int:
    """Return the units of an ordinary lesson a week."""
    return 2 * community.loads.unit


def courses(community: Community) -> Courses:
    """Return the courses of each lane.

    Every class and subject is one, but for those shared out; so is what each further teacher has.
    """
    found: dict[Lane, Counter[int]] = defaultdict(Counter)
    unit, weights = unit_of(community), community.loads.weights

    def lane(class_id: str, subject: str) -> Lane:
        group = community.class_by_id[class_id]
        return Lane(group.school, Stage.of(group.grade), subject)

    for (class_id, subject), periods in taught_periods(community).items():
        parts = community.shares.get((class_id, subject), {}).values() or (periods,)
        lesson = unit * weights[class_id, subject]
        found[lane(class_id, subject)].update(round(lesson * part) for part in parts)
    for class_id, subject, periods in periods_beside(community):
        lesson = unit * weights[class_id, subject]
        found[lane(class_id, subject)][round(lesson * periods)] += 1
    return dict(found)


def demand(sizes: Counter[int]) -> int:
    """Return the load of all courses of a lane."""
    return sum(size * count for size, count in sizes.items())


def can_teach(teacher: Teacher, lane: Lane) -> bool:
    """Return whether a teacher is qualified for a lane, wherever it is."""
    return lane.stage in teacher.stage.parts and lane.subject in teacher.subjects


@dataclass(frozen=True, slots=True)
class Shortage:
    """Lanes that cannot all be taught, in units: a violator of Hall's condition.

    ``supply`` is all that the teachers of any of these lanes can give, even if they teach nothing
    else, so ``lack`` is proved by counting.
    """

    lanes: tuple[Lane, ...]
    demand: int
    supply: int
    unit: int

    @property
    def lack(self) -> int:
        """Missing lessons a week, rounded up."""
        return -(-(self.demand - self.supply) // self.unit)

    @property
    def needed(self) -> float:
        """Lessons a week that have to be taught."""
        return round(self.demand / self.unit, 2)

    @property
    def available(self) -> float:
        """Lessons a week that teachers can give."""
        return round(self.supply / self.unit, 2)


Supply = dict[frozenset[Lane], int]  # units that can go to any lane of the set


def supply_of(
    teachers: Iterable[tuple[Teacher, Iterable[Lane]]], capacity: Callable[[Teacher], int]
) -> Supply:
    """Return the supply of teachers who can each teach some lanes.

    ``capacity`` gives the units a week of each; what duties at home take off depends on
    where a teacher is (``Taught.capacity``).
    """
    found: Supply = defaultdict(int)
    for teacher, lanes in teachers:
        mine = frozenset(lanes)
        if mine:
            found[mine] += capacity(teacher)
    return dict(found)


def shortages(needed: Mapping[Lane, int], supply: Supply, unit: int) -> list[Shortage]:
    """Return the smallest groups of lanes that cannot be taught, one for each knot of lanes."""
    found: list[Shortage] = []
    for lanes in components(needed, supply):
        sources = {s: n for s, n in supply.items() if s <= lanes}
        if len(lanes) == 1:
            (lane,) = lanes
            have = sum(sources.values())
            if have < needed[lane]:
                found.append(Shortage((lane,), needed[lane], have, unit))
        else:
            wanted = tuple((lane, needed[lane]) for lane in sorted(lanes))
            found.extend(_violators(wanted, tuple(sources.items()), unit))
    return sorted(found, key=lambda s: s.lanes)


def components(lanes: Iterable[Lane], sets: Iterable[frozenset[Lane]]) -> list[set[Lane]]:
    """Return the lanes in groups that no teacher connects with each other, in order."""
    graph: Any = nx.Graph()
    graph.add_nodes_from(lanes)
    for members in sets:
        nx.add_path(graph, sorted(members))
    return sorted(nx.connected_components(graph), key=min)


@lru_cache(maxsize=KEPT)
def _violators(
    wanted: tuple[tuple[Lane, int], ...],
    sources: tuple[tuple[frozenset[Lane], int], ...],
    unit: int,
) -> tuple[Shortage, ...]:
    """Return the violators of one knot; few knots change from block to block, or from roster on."""
    needed, supply = dict(wanted), dict(sources)
    graph: Any = nx.DiGraph()
    for lane, periods in needed.items():
        graph.add_edge(("lane", lane), "sink", capacity=periods)
    for lanes, periods in supply.items():
        graph.add_edge("source", ("supply", lanes), capacity=periods)
        for lane in lanes:
            graph.add_edge(("supply", lanes), ("lane", lane))
    if not supply:
        return tuple(Shortage((lane,), periods, 0, unit) for lane, periods in wanted)
    flow: dict[Any, dict[Any, int]] = nx.maximum_flow(graph, "source", "sink")[1]
    open_lanes = [x for x in needed if flow["lane", x].get("sink", 0) < needed[x]]
    found: list[Shortage] = []
    seen: set[Lane] = set()
    for lane in open_lanes:
        if lane not in seen:
            violator = _reach_back(lane, supply, flow)
            seen |= violator
            have = sum(n for lanes, n in supply.items() if lanes & violator)
            total = sum(needed[x] for x in violator)
            found.append(Shortage(tuple(sorted(violator)), total, have, unit))
    return tuple(found)


def _reach_back(lane: Lane, supply: Supply, flow: dict[Any, dict[Any, int]]) -> set[Lane]:
    """Return the lanes whose teachers would have to give way for one more lesson of a lane."""
    reached, queue = {lane}, [lane]
    while queue:
        current = queue.pop()
        for lanes in supply:
            if current not in lanes:
                continue
            given = flow.get(("supply", lanes), {})
            for other in lanes:
                if other not in reached and given.get(("lane", other), 0) > 0:
                    reached.add(other)
                    queue.append(other)
    return reached
