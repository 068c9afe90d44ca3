"""The placements that the model may choose: what rules ask for, and no hard rule forbids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import PlacementKind
from community.rule import Strictness
from rotation.solution import Placement, PlacementStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import School, Teacher
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.rules.base import Rule

Block = tuple[int, int]  # first term, number of terms


def enumerate_candidates(instance: RotationInstance) -> Iterator[Move]:
    """Yield every placement that a rule asks for and that no hard rule forbids, each once.

    Itinerant placements are offered only where the host lacks the teacher's subject (unless
    ``instance.anywhere``), and last as long as they may, up to the end of a school year. The
    placements of the base roster are offered too, as far as no hard rule forbids them.
    """
    base = {instance.key(p): p for p in instance.base.placements} if instance.base else {}
    status = {key: p.status for key, p in base.items()}
    seen: set[str] = set()
    for move in _asked_for(instance, status):
        seen.add(instance.key(move.placement))
        yield move
    filters = hard_rules(instance)
    for key, placement in base.items():
        if key not in seen and not instance.unknown(placement):
            move = instance.move(placement)
            if not any(rule.fault(instance, move) for rule in filters):
                yield move


def hard_rules(instance: RotationInstance) -> list[Rule]:
    """Return the rules whose faults keep a placement out."""
    return [r for r in instance.rules if r.strictness is Strictness.HARD]


def blocks(instance: RotationInstance, kind: PlacementKind) -> list[Block]:
    """Return when placements of a kind may begin and how long they may last.

    A placement reaches beyond the plan's terms only for a stay that a track or a quota asks for.
    """
    stays = instance.stays(kind)
    found: list[Block] = []
    for start in range(instance.horizon):
        inside = set(range(1, instance.horizon - start + 1))
        lengths = sorted(inside | stays)
        found += [(start, n) for n in lengths if _fits(instance, kind, start, n)]
    if kind is PlacementKind.ITINERANT and not instance.anywhere:
        return _whole_years(instance, found)
    return found


def _fits(instance: RotationInstance, kind: PlacementKind, start: int, terms: int) -> bool:
    """Return whether any track of a kind takes a block; True when no rule speaks of the kind."""
    answers = [r.takes(instance, kind, start, terms) for r in instance.rules]
    given = [a for a in answers if a is not None]
    return any(given) if given else True


def _whole_years(instance: RotationInstance, found: list[Block]) -> list[Block]:
    """Return the longest blocks that lie in one school year, as few as cover all its terms."""
    kept: list[Block] = []
    for span in instance.spans(None):
        at = span.first
        while at < span.end:
            lengths = [n for start, n in found if start == at and at + n <= span.end]
            if lengths:
                kept.append((at, max(lengths)))
            at += max(lengths, default=1)
    return kept or found


def _asked_for(
    instance: RotationInstance, status: dict[str, PlacementStatus]
) -> Iterator[Move]:
    routes = instance.routes()
    by_kind = {kind: blocks(instance, kind) for kind in sorted({kind for _, kind in routes})}
    filters = hard_rules(instance)
    for teacher in instance.community.teachers:
        for host in instance.community.schools:
            if host.id == teacher.school:
                continue
            direction, _member = instance.direction(teacher, host)
            for kind, when in by_kind.items():
                if (direction, kind) not in routes or not _useful(instance, teacher, host, kind):
                    continue
                for start, terms in when:
                    term = instance.community.terms[start].id
                    placement = Placement(teacher.id, kind, host.id, term, terms)
                    given = status.get(instance.key(placement), PlacementStatus.PROPOSED)
                    move = instance.move(
                        Placement(teacher.id, kind, host.id, term, terms, given)
                    )
                    if _wanted(instance, move) and not any(
                        rule.fault(instance, move) for rule in filters
                    ):
                        yield move


def _wanted(instance: RotationInstance, move: Move) -> bool:
    """Return whether a placement can do any good: teach at the host, or count for a rule."""
    return move.teaches or any(r.wants(instance, move) for r in instance.askers or instance.rules)


def _useful(
    instance: RotationInstance, teacher: Teacher, host: School, kind: PlacementKind
) -> bool:
    """Return whether an itinerant teacher would teach what the host lacks; True for other kinds."""
    if kind is not PlacementKind.ITINERANT:
        return True
    lanes = instance.lanes(teacher, host.id)
    return bool(lanes) and (instance.anywhere or any(x in instance.lacking for x in lanes))
