"""How many placements can be made at most: by people, and by how many a school may miss at once.

Everything here errs on the generous side, so that what it counts is proved.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx

from rotation.rules.home_school_protection import HomeSchoolProtection
from rotation.shortage_demand import hard_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.rules.base import Rule
    from rotation.shortage_demand import Demand

Node = tuple[str, Any]
SOURCE, SINK = ("source", ""), ("sink", "")


class Cap(NamedTuple):
    """How many of a school's staff, or of its backbone, may be away at once, and by which rule."""

    school: str
    backbone: bool
    staff: int
    at_once: int
    rule: Rule


@dataclass(frozen=True)
class Knot:
    """Demands that cannot all be met: ``most`` placements for ``least``."""

    demands: tuple[Demand, ...]
    least: int
    most: int
    caps: tuple[Cap, ...]
    able: frozenset[str]


class Supply:
    """What the staff of an instance can give."""

    def __init__(self, instance: RotationInstance) -> None:
        self._instance = instance

    @cached_property
    def caps(self) -> dict[Node, Cap]:
        """The tightest limit on absences of each school, and of its backbone."""
        found: dict[Node, Cap] = {}
        for rule in hard_of(self._instance, HomeSchoolProtection):
            for school, staff in self._instance.staff.items():
                own = [t for t in staff if t.is_backbone]
                caps = []
                if rule.params.max_absent_share is not None:
                    most = rule.most_absent(self._instance, school)
                    caps.append(Cap(school, False, len(staff), most, rule))
                if rule.params.min_backbone_share is not None:
                    most = len(own) - rule.least_backbone(self._instance, school)
                    caps.append(Cap(school, True, len(own), most, rule))
                for cap in caps:
                    node = ("backbone" if cap.backbone else "home", school)
                    if node not in found or cap.at_once < found[node].at_once:
                        found[node] = cap
        return found

    def knots(self, demands: Sequence[Demand]) -> list[Knot]:
        """Return the demands of one group that cannot be met together, each knot for itself."""
        graph = self._graph(demands)
        total = sum(d.least for d in demands)
        flow, (_near, far) = nx.minimum_cut(graph, SOURCE, SINK)
        if flow >= total:
            return []
        parts = nx.weakly_connected_components(graph.subgraph(far - {SINK}))
        found = [self._knot(graph, demands, part) for part in parts]
        return sorted((k for k in found if k), key=lambda k: k.demands[0].place.id)

    def _knot(self, graph: Any, demands: Sequence[Demand], part: set[Node]) -> Knot | None:
        inside = tuple(d for i, d in enumerate(demands) if ("demand", i) in part)
        least = sum(d.least for d in inside)
        crossing = [(a, b) for b in part for a in graph.predecessors(b) if a not in part]
        most = sum(graph.edges[edge]["capacity"] for edge in crossing)
        if most >= least:
            return None
        caps = tuple(self.caps[b] for _a, b in sorted(crossing) if b in self.caps)
        able = frozenset(m.teacher.id for d in inside for m in d.moves)
        return Knot(inside, least, most, caps, able)

    def _graph(self, demands: Sequence[Demand]) -> Any:
        """Return the flow network: school, its backbone, teacher, demand."""
        graph: Any = nx.DiGraph()
        graph.add_nodes_from([SOURCE, SINK])
        every: dict[Node, set[Move]] = defaultdict(set)
        for index, demand in enumerate(demands):
            graph.add_edge(("demand", index), SINK, capacity=demand.least)
            by_teacher: dict[str, list[Move]] = defaultdict(list)
            for move in demand.moves:
                by_teacher[move.teacher.id].append(move)
            for teacher, moves in by_teacher.items():
                node = ("teacher", teacher)
                graph.add_edge(node, ("demand", index), capacity=most(moves))
                every[node].update(moves)
        by_home: dict[Node, set[Move]] = defaultdict(set)
        for node, mine in every.items():
            person = next(iter(mine)).teacher
            home, backbone = ("home", person.school), ("backbone", person.school)
            above = backbone if person.is_backbone and backbone in self.caps else home
            graph.add_edge(above, node, capacity=most(mine))
            by_home[home] |= mine
            if above is backbone:
                by_home[backbone] |= mine
        for node, mine in by_home.items():
            above = SOURCE if node[0] == "home" else ("home", node[1])
            graph.add_edge(above, node, capacity=self._most_of(node, mine))
        return graph

    def _most_of(self, node: Node, moves: set[Move]) -> int:
        """Return how many of these placements a school can give under its limit."""
        cap = self.caps.get(node)
        if cap is None or any(not m.leaves for m in moves):
            return most(moves)
        stays = {(max(m.first, 0), m.end, m.teacher.id) for m in moves}
        return min(most(moves), packed([(a, b) for a, b, _who in sorted(stays)], cap.at_once))


def most(moves: Iterable[Move]) -> int:
    """Return how many of these placements can be chosen at most: disjoint ones, by teacher."""
    by_teacher: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        by_teacher[move.teacher.id].append(move)
    return sum(_disjoint(mine) for mine in by_teacher.values())


def _disjoint(moves: list[Move]) -> int:
    if any(not m.leaves for m in moves):
        return len(moves)
    return packed([(m.first, m.end) for m in moves], 1)


def packed(stays: Iterable[tuple[int, int]], at_once: int) -> int:
    """Return how many stays can be chosen so that so many overlap at most.

    In order of their starts; where too many overlap, the one that lasts longest is given up.
    """
    ends: list[int] = []  # of those that still last
    over = 0
    for first, end in sorted(stays):
        over += sum(e <= first for e in ends)
        ends = [*(e for e in ends if e > first), end]
        if len(ends) > at_once:
            ends.remove(max(ends))
    return over + len(ends)
