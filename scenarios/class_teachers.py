"""Who takes over a class when its class teacher (班主任) is sent to another school."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import networkx as nx

from community.sync import sync_series
from community.text import Text
from scheduling.duties.presence import Presence, Span
from scheduling.week.people import People

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from community.models import Community
    from rotation.solution import Placement, Posting, Roster
    from scenarios.plan import Plan


@dataclass(frozen=True, slots=True)
class Handover:
    """A class that its class teacher leaves, and who takes it over.

    ``successor`` is "" where nobody can be named, as all who could have a class of their own.
    ``periods`` are the successor's in the class, a week. In a term without a timetable somebody is
    only proposed: ``subject`` is what the successor can teach there.
    """

    class_id: str
    placement: Placement
    successor: str = ""
    periods: int = 0
    subject: str = ""


def handovers(community: Community, plan: Plan) -> list[Handover]:
    """Return the classes that lose their class teachers, in the order of the classes.

    Of each, the first placement counts. In the term of the timetable, whoever has most lessons in
    the class takes it over, in others whoever could have most of one subject; each takes one
    class: of as many classes as possible, then lessons.
    """
    leaving = _leaving(community, plan.roster)
    now: Sequence[Placement] = ()
    if plan.has_week:
        now = plan.roster.active(community, plan.week.term)
    taught = _offers(community, plan, {c for c, p in leaving.items() if p in now})
    chosen = _chosen(taught)
    later = {c: p for c, p in leaving.items() if p not in now}
    able = _able(community, plan.roster, later)
    proposed = _chosen({pair: periods for pair, (periods, _) in able.items()})
    found = []
    for group in community.classes:
        if group.id in later:
            successor = proposed.get(group.id, "")
            subject = able[group.id, successor][1] if successor else ""
            found.append(Handover(group.id, later[group.id], successor, subject=subject))
        elif group.id in leaving:
            successor = chosen.get(group.id, "")
            periods = taught[group.id, successor]
            found.append(Handover(group.id, leaving[group.id], successor, periods))
    return found


def _chosen(offers: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Return who takes over which class, given the periods of each (class, teacher)."""
    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    for (class_id, teacher), periods in sorted(offers.items()):
        graph.add_edge(("class", class_id), ("teacher", teacher), weight=periods)
    pairs = (sorted(pair) for pair in nx.max_weight_matching(graph, maxcardinality=True))
    return {group: teacher for (_, group), (_, teacher) in pairs}


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
    taken = _taken(community, postings)
    busy, meetings = _busy(community, plan, classes), _meetings(community)
    # In a receiving class the teacher is on the screen.
    seen = {(s.id, c) for s in sync_series(community) for c in s.receiving_classes}
    for lesson in plan.week.lessons:
        here = lesson.class_id in classes and (lesson.series, lesson.class_id) not in seen
        if lesson.subject in meetings:
            continue
        if here and lesson.teacher and lesson.teacher not in taken:
            found[lesson.class_id, lesson.teacher] += lesson.periods
    free = Counter({pair: n for pair, n in found.items() if not busy(*pair)})
    without = classes - {group for group, _teacher in free}
    return free + Counter({pair: n for pair, n in found.items() if pair[0] in without})


def with_heads(community: Community, plan: Plan) -> Plan:
    """Return a plan in which whoever takes a class over holds its meetings (班会), too.

    A meeting has nobody where its class teacher is away, and who takes over is in class elsewhere.
    """
    meetings = _meetings(community)
    left = {x.class_id for x in plan.week.lessons if x.subject in meetings and not x.teacher}
    if not left:
        return plan
    found, busy = heads(community, plan), _busy(community, plan, left)
    after = {c: who for c in left if (who := found.get(c, "")) and not busy(c, who)}
    lessons = (
        replace(x, teacher=after.get(x.class_id, ""))
        if x.subject in meetings and not x.teacher
        else x
        for x in plan.week.lessons
    )
    return replace(plan, week=replace(plan.week, lessons=tuple(sorted(lessons))))


def _meetings(community: Community) -> set[str]:
    """Return the names of the events that class teachers hold."""
    return {row.name for row in community.fixed if row.class_teacher and not row.subject}


def _busy(community: Community, plan: Plan, left: set[str]) -> Callable[[str, str], bool]:
    """Return what says whether a teacher is in class, or not there, while a class meets.

    ``left`` are classes that their class teachers leave: whoever holds their meetings now does not
    count as busy with them.
    """
    meetings, week = _meetings(community), plan.week
    held = [x for x in week.lessons if x.class_id in left and x.subject in meetings]
    rest = replace(week, lessons=tuple(x for x in week.lessons if x not in {*held}))
    people = People.of(community, plan.roster, week.term)
    at = Presence(community, people, rest)
    met: dict[str, list[Span]] = defaultdict(list)
    for x in held:
        met[x.class_id] += at.spans(x)

    def busy(class_id: str, teacher: str) -> bool:
        return any(at.hindrance(teacher, span) for span in met[class_id])

    return busy


def _able(
    community: Community, roster: Roster, leaving: Mapping[str, Placement]
) -> dict[tuple[str, str], tuple[int, str]]:
    """Return who could teach each class in the term in which it is left: periods, and the subject.

    Each (class, teacher) has the subject with most periods; those of the own staff go before
    visitors with as many.
    """
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for class_id, placement in leaving.items():
        group = community.class_by_id[class_id]
        postings = roster.postings(community, placement.start)
        taken = _taken(community, postings)
        for teacher in community.teachers:
            here = group.school in postings[teacher.id].sites and teacher.id not in taken
            if not here or not teacher.stage.covers(group.grade):
                continue
            periods = {s: community.demand.get((class_id, s), 0) for s in teacher.subjects}
            subject = max(teacher.subjects, key=lambda s: periods[s])
            if periods[subject]:
                rank = int(4 * periods[subject]) + (teacher.school == group.school)
                found[class_id, teacher.id] = rank, subject
    return found


def _taken(community: Community, postings: Mapping[str, Posting]) -> set[str]:
    """Return the teachers who are at home and have a class there."""
    return {
        t.id for t in community.teachers if t.class_teacher_of and t.school in postings[t.id].sites
    }


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
    if handover.subject:
        subject = community.subject_by_id[handover.subject].name
        zh += f"可由{after}接任班主任（能教该班{subject}，没有别的班）；排出课表后按任课确定。"
        en += f"{after} could take over (can teach {subject} there, has no other class); with a "
        en += "timetable whoever teaches the class does."
        return Text(zh, en)
    zh += f"由{after}接任班主任（每周在该班{handover.periods}节课）。"
    en += f"{after} ({handover.periods} periods a week there) takes over."
    return Text(zh, en)
