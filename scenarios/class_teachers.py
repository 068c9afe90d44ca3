"""Who takes over a class when its class teacher (班主任) is sent to another school."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from community.sync import sync_series
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community
    from rotation.solution import Placement, Roster
    from scenarios.plan import Plan


@dataclass(frozen=True, slots=True)
class Handover:
    """A class that its class teacher leaves, and who takes it over.

    ``successor`` is "" where nobody can be named: in a term without a timetable, or where all who
    teach the class have one of their own. ``periods`` are the successor's in the class, a week.
    """

    class_id: str
    placement: Placement
    successor: str = ""
    periods: int = 0


def handovers(community: Community, plan: Plan) -> list[Handover]:
    """Return the classes that lose their class teachers, in the order of the classes.

    Of each, the first placement counts. In the term of the timetable, whoever has most lessons in
    the class takes it over, each one class: of as many classes as possible, then lessons.
    """
    leaving = _leaving(community, plan.roster)
    now: Sequence[Placement] = ()
    if plan.has_week:
        now = plan.roster.active(community, plan.week.term)
    offers = _offers(community, plan, {c for c, p in leaving.items() if p in now})
    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    for (class_id, teacher), periods in sorted(offers.items()):
        graph.add_edge(("class", class_id), ("teacher", teacher), weight=periods)
    chosen = dict(sorted(pair) for pair in nx.max_weight_matching(graph, maxcardinality=True))
    found = []
    for group in community.classes:
        if group.id in leaving:
            successor = chosen.get(("class", group.id), ("", ""))[1]
            periods = offers[group.id, successor]
            found.append(Handover(group.id, leaving[group.id], successor, periods))
    return found


def heads(community: Community, plan: Plan) -> dict[str, str]:
    """Return the class teacher of each class in the term of a timetable, successors included."""
    now = plan.roster.active(community, plan.week.term)
    found = dict(community.class_teacher)
    for x in handovers(community, plan):
        if x.placement in now:
            found[x.class_id] = x.successor
    return {group: who for group, who in found.items() if who}


def _leaving(community: Community, roster: Roster) -> dict[str, Placement]:
    """Return the first placement that takes the class teacher of a class away for a term."""
    order = {t.id: i for i, t in enumerate(community.terms)}
    found: dict[str, Placement] = {}
    for p in sorted(roster.placements, key=lambda p: order[p.start]):
        group = community.teacher_by_id[p.teacher].class_teacher_of
        if group and p.kind.leaves_home and p.terms:
            found.setdefault(group, p)
    return found


def _offers(community: Community, plan: Plan, classes: set[str]) -> Counter[tuple[str, str]]:
    """Return the periods a week of each possible successor in each class that is left."""
    found: Counter[tuple[str, str]] = Counter()
    if not classes:
        return found
    postings = plan.roster.postings(community, plan.week.term)
    taken = {
        t.id for t in community.teachers if t.class_teacher_of and t.school in postings[t.id].sites
    }
    # In a receiving class the teacher is on the screen.
    seen = {(s.id, c) for s in sync_series(community) for c in s.receiving_classes}
    for lesson in plan.week.lessons:
        here = lesson.class_id in classes and (lesson.series, lesson.class_id) not in seen
        if here and lesson.teacher and lesson.teacher not in taken:
            found[lesson.class_id, lesson.teacher] += lesson.periods
    return found


def sentence(community: Community, handover: Handover) -> Text:
    """Say which class needs another class teacher, why, and who it could be."""
    group = community.class_by_id[handover.class_id]
    name = f"{community.school_by_id[group.school].name}{group.name}"
    called = community.called
    left = called[handover.placement.teacher]
    host = community.school_by_id[handover.placement.host].name
    term = community.term_by_id[handover.placement.start].name
    zh = f"{name}的班主任{left}自{term}起去{host}，"
    en = f"{name}: its class teacher {left} goes to {host} from {term}; "
    if not handover.successor:
        return Text(f"{zh}要另定班主任。", f"{en}another one is to be named.")
    after = called[handover.successor]
    zh += f"由{after}接任班主任（每周在该班{handover.periods}节课）。"
    en += f"{after} ({handover.periods} periods a week there) takes over."
    return Text(zh, en)
