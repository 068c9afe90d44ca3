"""Subject cover by Hall's condition: rows over placements alone, made when they are needed.

For a set of lanes, all who can teach any of them have to cover them together. All such rows say the
same as the flow of ``rotation.staffing_model``, without its many variables; few of them bind. The
search begins with those that may bind and adds what a roster breaks.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from rotation.staffing_flow import Lane

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    """Require that all who can teach any lane of a set cover the set, for every term and set."""
    instance = context.instance
    people: dict[str, dict[str, Teacher]] = {
        school: {t.id: t for t in staff} for school, staff in instance.staff.items()
    }
    for move in instance.candidates:
        if move.teaches:
            people[move.host.id][move.teacher.id] = move.teacher
    for lanes in sorted(context.cover_sets or (), key=sorted):
        needed = sum(instance.needed[x] for x in lanes)
        able = {t: who for school in {x.school for x in lanes} for t, who in people[school].items()}
        for term in range(instance.horizon):
            supply = [_given(context, able[t], lanes, term) for t in sorted(able)]
            scope.require(sum(supply) >= needed)


def _given(context: Context, teacher: Teacher, lanes: LaneSet, term: int) -> Any:
    """Return the half periods that a teacher can give to a set of lanes in a term, at most.

    The home school and the hosts of leaving placements exclude each other; an itinerant teacher's
    hosts add nothing to home, and count once however many they are.
    """
    instance = context.instance
    at_home = lanes & set(instance.lanes(teacher, teacher.school))
    choices = [(m, x) for m, x in context.by_teacher.get(teacher.id, ()) if m.covers(term)]
    here: Any = 0
    reach = set(at_home)
    visits: dict[str, list[Any]] = defaultdict(list)
    for move, literal in choices:
        there = lanes & set(instance.lanes(teacher, move.host.id)) if move.teaches else None
        if move.leaves:
            here = here + (literal if there else 0) - (literal if at_home else 0)
        elif there:
            visits[move.host.id].append(literal)
        reach |= there or set()
    if at_home:
        here = here + 1
    elif len(visits) == 1:
        here = here + sum(next(iter(visits.values())))
    elif visits:
        anywhere = context.new_bool()
        context.define(anywhere <= sum(x for literals in visits.values() for x in literals))
        here = here + anywhere
    most = min(2 * teacher.max_periods, sum(instance.needed[x] for x in reach))
    return most * here
