"""折算课时: weights of lessons and other work, and the loads that a planted week has in them."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from benchmarks.planted.draw import of_pupils
from community.models import WeekPattern
from community.requests import LoadRequest
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    from benchmarks.planted.draw import Draw
    from community.models import Community

WEIGHTS = (0.8, 0.9, 1.1, 1.25)


def ask_for_weights(draw: Draw) -> None:
    """Let some subjects and classes, and work beside lessons, count as the plan allows.

    Some rows ask for the loads as they are.
    """
    for table in ("subjects", "classes"):
        rows = getattr(draw.community, table)
        for id in draw.some((row.id for row in rows), 3):
            load = draw.rng.choice(WEIGHTS)
            after = [r.model_copy(update={"load": load}) if r.id == id else r for r in rows]
            rows = after if _are_kept(draw, replaced(draw.community, **{table: after})) else rows
    school = draw.rng.choice(draw.community.schools).id
    for row in (
        LoadRequest(class_teacher_load=2),
        LoadRequest(school=school, preparation_load=0.5),
    ):
        _are_kept(draw, draw.asking(load_requests=[row]))
    found = _loads(draw, draw.community)
    stay = [t for t in draw.some(draw.stay, 4) if found[t]]
    draw.asks(
        load_requests=[
            LoadRequest(teacher=t, max_load=ceil(found[t]))
            if number % 2
            else LoadRequest(teacher=t, min_load=floor(found[t]))
            for number, t in enumerate(stay)
        ]
    )


def _are_kept(draw: Draw, community: Community) -> bool:
    """Let something count if the plan stays without fault; return whether it does.

    Whoever has more then may have as much more.
    """
    before, after = _loads(draw, draw.community), _loads(draw, community)
    more = {t.id: max(0, ceil(after[t.id] - before[t.id])) for t in community.teachers}
    teachers = [
        t.model_copy(update={"max_periods": min(40, t.max_periods + more[t.id])})
        for t in community.teachers
    ]
    return draw.keeps(replaced(community, teachers=teachers), draw.lessons)


def _loads(draw: Draw, community: Community) -> dict[str, Fraction]:
    """Return the weighted lessons of each teacher, with all that counts besides."""
    loads = community.loads
    hosts = {x.id: x.classes[0] for x in community.joint}
    hosts |= {x.id: x.host_class for x in community.sync}
    lead = {(row.name, row.subject, row.classes[0]) for row in community.grouped}
    found: dict[str, Fraction] = defaultdict(Fraction)
    parts: dict[str, set[tuple[tuple[int, ...], str]]] = defaultdict(set)
    for x in draw.lessons:
        joins = x.series and hosts.get(x.series, x.class_id) != x.class_id
        if joins or (of_pupils(x) and (x.group, x.subject, x.class_id) not in lead):
            continue
        part = x.periods if x.weeks is WeekPattern.ALL else Fraction(1, 2)
        found[x.teacher] += loads.weight(x.class_id, x.subject) * part
        parts[x.teacher].add((community.class_by_id[x.class_id].grades, x.subject))
    for t in community.teachers:
        if t.class_teacher_of and draw.stay.get(t.id):
            found[t.id] += loads.of_class.get(t.id, Fraction(0))
        more = max(0, len(parts[t.id]) - 1)
        found[t.id] += more * loads.of_preparation.get(t.id, Fraction(0))
    return found
