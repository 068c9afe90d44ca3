"""Subject cover by Hall's condition: rows over placements alone, made when they are needed.

For a set of lanes, all who can teach any of them have to cover them together. All such rows say the
same as the flow of ``rotation.staffing_model``, without its many variables; few of them bind. The
search begins with those that may bind and adds what a roster breaks.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from rotation.staffing_flow import can_teach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from community.models import Teacher
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.staffing_flow import Lane, LaneSet
    from solving.builder import Scope

SMALL = 5  # lanes of a set whose parts are worth stating too


def first_sets(instance: Setting) -> set[LaneSet]:
    """Return the sets of lanes that placements may leave uncovered, as far as is easily seen."""
    found = {frozenset(short.lanes) for short in instance.shortages}
    movable = {m.teacher.id for m in instance.candidates if m.leaves}
    for school, lanes in instance.lanes_at.items():
        staff = [(t, frozenset(instance.lanes(t, school))) for t in instance.staff[school]]
        for lane in lanes:
            able = [mine for _t, mine in staff if lane in mine]
            tight = frozenset(x for x in lanes if _depends(x, able, staff))
            staying = sum(
                instance.capacity(t) for t, mine in staff if mine & tight and t.id not in movable
            )
            if staying < sum(instance.needed[x] for x in tight):
                found.add(tight)
    return found | _shared(instance)


def _depends(lane: Lane, able: list[LaneSet], staff: list[tuple[Teacher, LaneSet]]) -> bool:
    """Return whether nobody outside a group of people can teach a lane, and someone inside can."""
    inside = sum(lane in mine for mine in able)
    return inside > 0 and inside == sum(lane in mine for _t, mine in staff)


def _shared(instance: Setting) -> set[LaneSet]:
    """Return each shortage together with its subject at a school that may send somebody."""
    visitors: dict[str, dict[str, Teacher]] = defaultdict(dict)
    for move in instance.candidates:
        if move.teaches:
            visitors[move.host.id][move.teacher.id] = move.teacher
    found: set[LaneSet] = set()
    for short in instance.shortages:
        lanes = frozenset(short.lanes)
        for host in sorted({x.school for x in lanes}):
            for teacher in visitors[host].values():
                subjects = {x.subject for x in lanes.intersection(instance.lanes(teacher, host))}
                mine = instance.lanes(teacher, teacher.school)
                found.add(lanes.union(x for x in mine if x.subject in subjects))
    return found


def neighbours(lanes: LaneSet) -> Iterator[LaneSet]:
    """Yield an uncovered set and, of a small one, its parts: visitors shift from one to another."""
    yield lanes
    if len(lanes) <= SMALL:
        for size in range(2, len(lanes)):
            yield from map(frozenset, combinations(sorted(lanes), size))


def add_rows(context: Context, scope: Scope, sets: Iterable[LaneSet]) -> None:
    """Require that all who can teach any lane of a set cover the set, for every block and set."""
    for lanes in sorted(sets, key=sorted):
        able = _Able.of(context, lanes)
        lack = sum(context.instance.needed[x] for x in lanes) - sum(able.at_home.values())
        stated = set()
        for block in range(context.instance.horizon):
            changes = able.changes(context, block)
            key = tuple((a, x.index) for a, x in changes)
            if key in stated:  # nothing begins or ends between these blocks
                continue
            stated.add(key)
            scope.require(sum(a * x for a, x in changes) >= lack)
            for row in _rounded(changes, lack):
                scope.require(row)


def _rounded(changes: list[tuple[int, Any]], lack: int) -> Iterator[Any]:
    """Yield what follows from a row because people come whole (mixed-integer rounding).

    The row is sum(a x) >= b over whole numbers x >= 0. For any d, with r = b mod d, each a counts
    r for every whole d in it and the rest of it up to r, and the sum reaches r times b / d rounded
    up. The solver finds such cuts one by one; the relaxation is much tighter with them from the
    start.
    """
    for d in sorted({abs(a) for a, _x in changes if a}):
        rest = lack % d
        if rest:
            row = [(a // d * rest + min(a % d, rest)) * x for a, x in changes]
            yield sum(row) >= rest * -(-lack // d)


@dataclass(frozen=True, slots=True)
class _Able:
    """Who can teach any lane of a set, with the units that they can give to it.

    ``at_home`` is the schools' own staff. The home school and the hosts of leaving placements
    (``sent``) exclude each other; an itinerant teacher's hosts (``visits``, by teacher and host)
    add nothing to home, and count once however many they are.
    """

    at_home: dict[str, int]
    sent: list[tuple[Move, int, Any]]
    visits: dict[str, tuple[int, dict[str, list[tuple[Move, Any]]]]]

    @classmethod
    def of(cls, context: Context, lanes: LaneSet) -> _Able:
        instance = context.instance
        schools = sorted({x.school for x in lanes})
        at_home = {
            t.id: _most(instance, t, lanes, at_home=True)
            for s in schools
            for t in instance.staff[s]
            if not lanes.isdisjoint(instance.lanes(t, s))
        }
        sent: list[tuple[Move, int, Any]] = []
        visits: dict[str, tuple[int, dict[str, list[tuple[Move, Any]]]]] = {}
        for school in schools:
            for who, pairs in context.teaching_at.get(school, {}).items():
                teacher = instance.community.teacher_by_id[who]
                if lanes.isdisjoint(instance.lanes(teacher, school)):
                    continue
                most = _most(instance, teacher, lanes, at_home=False)
                sent += [(m, most, x) for m, x in pairs if m.leaves]
                staying = [(m, x) for m, x in pairs if not m.leaves]
                if staying and who not in at_home:
                    most = _most(instance, teacher, lanes, at_home=True)
                    visits.setdefault(who, (most, {}))[1][school] = staying
        return cls(at_home, sent, visits)

    def changes(self, context: Context, block: int) -> list[tuple[int, Any]]:
        """Return what placements change in a block: (units for the lanes, literal)."""
        gone = ((most, context.away(t, block)) for t, most in self.at_home.items())
        found = [(-most, away) for most, away in gone if not isinstance(away, int)]
        found += [(most, x) for m, most, x in self.sent if m.covers(block)]
        for most, hosts in self.visits.values():
            now = [[x for m, x in pairs if m.covers(block)] for pairs in hosts.values()]
            now = [literals for literals in now if literals]
            literals = [x for mine in now for x in mine]
            if len(now) > 1:
                literals = [context.any_of(literals)]
            found += [(most, x) for x in literals]
        return found


def _most(instance: Setting, teacher: Teacher, lanes: LaneSet, *, at_home: bool) -> int:
    """Return the units that a teacher can give to a set of lanes wherever they are."""
    mine = sum(instance.needed[x] for x in lanes if can_teach(teacher, x))
    return min(instance.capacity(teacher, at_home=at_home), mine)
