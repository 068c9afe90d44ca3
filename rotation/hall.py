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
    from community.models import Teacher
    from rotation.instance import RotationInstance
    from rotation.model import Context
    from solving.builder import Scope

LaneSet = frozenset[Lane]


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
                2 * t.max_periods for t, mine in staff if mine & tight and t.id not in movable
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
    found: set[LaneSet] = set()
    senders: dict[LaneSet, set[LaneSet]] = defaultdict(set)
    for short in instance.shortages:
        lanes = frozenset(short.lanes)
        for move in instance.candidates:
            there = lanes & set(instance.lanes(move.teacher, move.host.id)) if move.teaches else ()
            if there:
                subjects = {x.subject for x in there}
                mine = instance.lanes(move.teacher, move.home.id)
                senders[lanes].add(frozenset(x for x in mine if x.subject in subjects))
        found |= {lanes | at_home for at_home in senders[lanes]}
    for one, other in combinations(senders, 2):
        found |= {one | other | at_home for at_home in senders[one] & senders[other] if at_home}
    return found


def add_rows(context: Context, scope: Scope) -> None:
    """Require that all who can teach any lane of a set cover the set, for every block and set."""
    instance = context.instance
    for lanes in sorted(context.cover_sets or (), key=sorted):
        needed = sum(instance.needed[x] for x in lanes)
        for block in range(instance.horizon):
            scope.require(sum(_supply(context, lanes, block)) >= needed)


def _supply(context: Context, lanes: LaneSet, block: int) -> list[Any]:
    """Return the half periods that each teacher can give to a set of lanes in a block, at most.

    The home school and the hosts of leaving placements exclude each other; an itinerant teacher's
    hosts add nothing to home, and count once however many they are.
    """
    instance = context.instance
    schools = {x.school for x in lanes}
    at_home = {t.id: t for s in schools for t in instance.staff[s] if _meets(instance, t, s, lanes)}
    given: list[Any] = []
    for teacher in at_home.values():
        most = _most(instance, teacher, lanes)
        given.append(most * (1 - context.away(teacher.id, block)))
    visits: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for school in schools:
        for pairs in context.arriving(block).get(school, {}).values():
            for move, literal in pairs:
                if not _meets(instance, move.teacher, school, lanes):
                    continue
                if move.leaves:
                    given.append(_most(instance, move.teacher, lanes) * literal)
                elif move.teacher.id not in at_home:
                    visits[move.teacher.id][school].append(literal)
    for visitor, hosts in visits.items():
        most = _most(instance, instance.community.teacher_by_id[visitor], lanes)
        literals = [x for mine in hosts.values() for x in mine]
        there: Any = sum(literals)
        if len(hosts) > 1:
            there = context.new_bool()
            context.define(there <= sum(literals))
        given.append(most * there)
    return given


def _meets(instance: RotationInstance, teacher: Teacher, school: str, lanes: LaneSet) -> bool:
    return any(x in lanes for x in instance.lanes(teacher, school))


def _most(instance: RotationInstance, teacher: Teacher, lanes: LaneSet) -> int:
    """Return the half periods that a teacher can give to a set of lanes wherever they are."""
    mine = sum(instance.needed[x] for x in lanes if can_teach(teacher, x))
    return min(2 * teacher.max_periods, mine)
