"""Subject cover by Hall's condition: rows over placements alone, made when they are needed.

For a set of lanes, all who can teach any of them have to cover them together. All such rows say the
same as the flow of ``rotation.staffing_model``, without its many variables; few of them bind. The
search begins with those that may bind and adds what a roster breaks.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from rotation.staffing_flow import Lane, can_teach

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from community.models import Teacher
    from rotation.instance import RotationInstance
    from rotation.model import Context
    from solving.builder import Scope

LaneSet = frozenset[Lane]

SMALL = 5  # lanes of a set whose parts are worth stating too


def first_sets(instance: RotationInstance) -> set[LaneSet]:
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


def _shared(instance: RotationInstance) -> set[LaneSet]:
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
    instance = context.instance
    for lanes in sorted(sets, key=sorted):
        schools = {x.school for x in lanes}
        at_home = {
            t.id: _most(instance, t, lanes, at_home=True)
            for s in schools
            for t in instance.staff[s]
            if not lanes.isdisjoint(instance.lanes(t, s))
        }
        lack = sum(instance.needed[x] for x in lanes) - sum(at_home.values())
        stated = set()
        for block in range(instance.horizon):
            changes = _changes(context, lanes, at_home, block)
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


def _changes(
    context: Context, lanes: LaneSet, at_home: dict[str, int], block: int
) -> list[tuple[int, Any]]:
    """Return what placements change in a block: (half periods for the lanes, literal).

    ``at_home`` is what each of the schools' own staff gives when at home. The home school and the
    hosts of leaving placements exclude each other; an itinerant teacher's hosts add nothing to
    home, and count once however many they are.
    """
    instance = context.instance
    gone = ((most, context.away(t, block)) for t, most in at_home.items())
    changes = [(-most, away) for most, away in gone if not isinstance(away, int)]
    visits: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for school in sorted({x.school for x in lanes}):
        for pairs in context.arriving(block).get(school, {}).values():
            for move, literal in pairs:
                if lanes.isdisjoint(instance.lanes(move.teacher, school)):
                    continue
                if move.leaves:
                    changes.append((_most(instance, move.teacher, lanes, at_home=False), literal))
                elif move.teacher.id not in at_home:
                    visits[move.teacher.id][school].append(literal)
    for visitor, hosts in visits.items():
        teacher = instance.community.teacher_by_id[visitor]
        most = _most(instance, teacher, lanes, at_home=True)
        literals = [x for mine in hosts.values() for x in mine]
        if len(hosts) > 1:
            literals = [context.any_of(literals)]
        changes += [(most, x) for x in literals]
    return changes


def _most(instance: RotationInstance, teacher: Teacher, lanes: LaneSet, *, at_home: bool) -> int:
    """Return the half periods that a teacher can give to a set of lanes wherever they are."""
    mine = sum(instance.needed[x] for x in lanes if can_teach(teacher, x))
    return min(instance.capacity(teacher, at_home=at_home), mine)
