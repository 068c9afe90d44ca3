"""The placements that the model may choose: what rules ask for, and no hard rule forbids."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from community.codes import PlacementKind, PlacementStatus
from community.rule import Strictness
from rotation.axis import Stay, weeks_of
from rotation.solution import Placement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import School, Teacher
    from rotation.move import Move
    from rotation.setting import Asker, Setting


def enumerate_candidates(instance: Setting) -> Iterator[Move]:
    """Yield every placement that a rule asks for and that no hard rule forbids, each once.

    Itinerant placements are offered only where the host lacks the teacher's subject (unless
    ``instance.anywhere``), and last as long as they may, up to the end of a school year. What is
    pinned is always offered, so that a rule against it is named; placements of the base roster as
    far as no hard rule forbids them.
    """
    filters = [r for r in instance.rules if r.strictness is Strictness.HARD]
    base = {instance.key(p): p for p in instance.base.placements} if instance.base else {}
    known = {key: p for key, p in (base | instance.pins).items() if not instance.unknown(p)}
    seen: set[str] = set()
    for move in _asked_for(instance, filters):
        key = instance.key(move.placement)
        seen.add(key)
        if key in known:
            yield replace(move, placement=known[key])
        else:
            yield move
    for key, placement in known.items():
        if key not in seen:
            move = instance.move(placement)
            if key in instance.pins or not any(rule.fault(instance, move) for rule in filters):
                yield move


def stays(instance: Setting, kind: PlacementKind) -> list[Stay]:
    """Return when placements of a kind may begin and how long they may last.

    A placement reaches beyond the plan's terms only for a stay that a track or a quota asks for.
    """
    terms = instance.community.terms
    long = instance.stays(kind)
    found: list[Stay] = []
    for start in range(len(terms)):
        inside = set(range(1, len(terms) - start + 1))
        found += [Stay(start, n) for n in sorted(inside | long)]
        found += _short_stays(instance, kind, start)
    found = [stay for stay in found if _fits(instance, kind, stay)]
    if kind is PlacementKind.ITINERANT and not instance.anywhere:
        return _whole_years(instance, found)
    return found


def _short_stays(instance: Setting, kind: PlacementKind, start: int) -> list[Stay]:
    """Return the stays of less than a semester, from block to block of a term."""
    lengths = sorted({weeks for rule in instance.asked for weeks in rule.short_stays(kind)})
    last = weeks_of(instance.community.terms[start])
    starts = [b.first_week for b in instance.blocks if b.term == start]
    return [
        Stay(start, 0, week, weeks)
        for weeks in lengths
        for week in starts
        if week + weeks - 1 <= last
    ]


def _fits(instance: Setting, kind: PlacementKind, stay: Stay) -> bool:
    """Return whether any track of a kind takes a stay; True when no rule speaks of the kind."""
    answers = [r.takes(instance, kind, stay) for r in instance.rules]
    given = [a for a in answers if a is not None]
    return any(given) if given else not stay.weeks


def _whole_years(instance: Setting, found: list[Stay]) -> list[Stay]:
    """Return the longest stays that lie in one school year, as few as cover all its terms."""
    kept: list[Stay] = []
    years = [t.school_year for t in instance.community.terms]
    for year in dict.fromkeys(years):
        at, end = years.index(year), len(years) - years[::-1].index(year)
        while at < end:
            lengths = [s.terms for s in found if s.term == at and at + s.terms <= end]
            if lengths:
                kept.append(Stay(at, max(lengths)))
            at += max(lengths, default=1)
    return kept or found


def _asked_for(instance: Setting, filters: list[Asker]) -> Iterator[Move]:
    asking = {r: [rule for rule in instance.asked if r in rule.routes()] for r in instance.routes()}
    by_kind = {kind: stays(instance, kind) for kind in sorted({kind for _, kind in asking})}
    for teacher in instance.community.teachers:
        for host in instance.community.schools:
            if host.id == teacher.school:
                continue
            direction, _member = instance.direction(teacher, host)
            for kind, when in by_kind.items():
                rules = asking.get((direction, kind))
                if not rules or not _useful(instance, teacher, host, kind):
                    continue
                for placement in placements(instance, teacher, host, kind, when):
                    move = instance.move(placement)
                    wanted = move.teaches or any(rule.wants(instance, move) for rule in rules)
                    if wanted and not any(rule.fault(instance, move) for rule in filters):
                        yield move


def placements(
    instance: Setting,
    teacher: Teacher,
    host: School,
    kind: PlacementKind,
    when: list[Stay],
) -> Iterator[Placement]:
    """Yield the placements of a teacher at a host, with each weekly pattern that is allowed."""
    patterns = instance.patterns() if kind is PlacementKind.ITINERANT else ((),)
    proposed = PlacementStatus.PROPOSED
    for stay in when:
        start = instance.community.terms[stay.term].id
        for days in patterns:
            yield Placement(
                *(teacher.id, kind, host.id, start, stay.terms, proposed),
                *(stay.week, stay.weeks, 0, days),
            )


def _useful(instance: Setting, teacher: Teacher, host: School, kind: PlacementKind) -> bool:
    """Return whether an itinerant teacher would teach what the host lacks; True for other kinds."""
    if kind is not PlacementKind.ITINERANT:
        return True
    lanes = instance.lanes(teacher, host.id)
    return bool(lanes) and (instance.anywhere or any(x in instance.lacking for x in lanes))
