"""Why the others do not count: who could be thought of, and which rule is in the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.text import Text
from rotation.candidates import placements, stays
from rotation.instance import hard_rules
from rotation.rules.asked_placement import AskedPlacement
from rotation.rules.placement_form import PlacementForm
from rotation.shortage_demand import hard_of
from rotation.trials import FIXED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.models import School, Teacher
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.rules.base import Rule
    from rotation.shortage_demand import Demand


@dataclass(frozen=True)
class KeptBack:
    """The people who would count if no rule kept them back: how many by reason, and the rules.

    ``besides`` is the teacher whom a question leaves out.
    """

    reasons: Counter[Text]
    rules: tuple[Rule, ...]
    besides: Teacher | None


def kept_back(
    instance: RotationInstance, demands: Sequence[Demand], able: frozenset[str]
) -> KeptBack:
    """Return why everybody else of the right standing does not count for some demands."""
    filters, asked = hard_rules(instance), hard_of(instance, AskedPlacement)
    reasons: Counter[Text] = Counter()
    rules: dict[str, Rule] = {}
    besides = None
    judged = set(able)
    for move in _imagined(instance, demands, judged):
        broken = next((r for r in filters if r.fault(instance, move)), None)
        if broken is not None:
            judged.add(move.teacher.id)
            reasons[_reason(instance, broken, move)] += 1
            if broken.family not in FIXED:
                rules[broken.id] = broken
        elif any(a.forbids(move) for a in asked):
            judged.add(move.teacher.id)
            besides = move.teacher
    return KeptBack(reasons, tuple(rules.values()), besides)


def _imagined(
    instance: RotationInstance, demands: Sequence[Demand], judged: set[str]
) -> Iterator[Move]:
    """Yield placements that would count, of people who are not judged yet."""
    routes = {route for d in demands for route in d.routes}
    members = {m for d in demands for m in d.place.members}
    when = {kind: stays(instance, kind) for kind in sorted({kind for _, kind in routes})}
    for staff, host in _ways(instance):
        direction, member = instance.direction(staff[0], host)
        kinds = [kind for kind in when if (direction, kind) in routes and member in members]
        for teacher in staff if kinds else ():
            for kind in kinds:
                for placement in placements(instance, teacher, host, kind, when[kind]):
                    if teacher.id in judged:
                        break
                    move = instance.move(placement)
                    if any(d.counts(move) for d in demands):
                        yield move


def _ways(instance: RotationInstance) -> Iterator[tuple[tuple[Teacher, ...], School]]:
    for school, staff in instance.staff.items():
        for host in instance.community.schools:
            if staff and host.id != school:
                yield staff, host


def _reason(instance: RotationInstance, broken: Rule, move: Move) -> Text:
    if move.teacher.exemption:
        return Text("免于交流", "exempt")
    found = broken.why(instance, move) if isinstance(broken, PlacementForm) else None
    if found is not None:
        return found[1]
    return Text(f"不符合“{broken.title.zh}”", f"kept back by “{broken.title.en}”")
