"""What is impossible before any search: counting, with the numbers that prove it.

Every shortage here is a proof: no staffing and no timetable can make up for it. Nothing is said
about what is merely tight.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text
from rotation import staffing_flow
from scheduling.beside_shortage import beside_shortages
from scheduling.class_shortage import class_shortages
from scheduling.clock import most_apart
from scheduling.lacking import Shortage
from scheduling.relation_shortage import relation_shortages
from scheduling.room_shortage import room_shortages
from scheduling.series_shortage import series_shortages
from scheduling.week.frame import Frame
from scheduling.week.grid import DAYS
from scheduling.week.loads import always
from scheduling.week.people import People
from scheduling.week.policy import quota_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import Community
    from rotation.solution import Roster
    from rotation.staffing_flow import Lane

__all__ = ["OF_THE_ROSTER", "Shortage", "absences", "shortages", "undivided"]

# What other placements can mend.
OF_THE_ROSTER = frozenset({"staff", "teacher_slots", "preparations", "assistant"})


def shortages(community: Community, roster: Roster, term: str) -> list[Shortage]:
    """Return every shortage that counting proves, in a stable order.

    Raises
    ------
    KeyError
        When the community has no such term.
    """
    return counted(Frame.of(community, roster, term))


def counted(frame: Frame) -> list[Shortage]:
    """Return every shortage that counting proves in a frame, in a stable order."""
    return [
        *class_shortages(frame),
        *_staff(frame),
        *_lone_teachers(frame),
        *room_shortages(frame),
        *series_shortages(frame),
        *_quotas(frame),
        *relation_shortages(frame),
        *beside_shortages(frame),
    ]


def absences(community: Community, term: str) -> Iterator[Shortage]:
    """Yield subjects of schools that nobody is free to teach, even with everybody at every school.

    No roster can mend it. Subjects that lack teachers at any time are left to the roster.
    """
    frame = Frame(community, People.everywhere(community), term)
    for lane, courses in frame.lanes.items():
        teachers = [community.teacher_by_id[t] for t in frame.people.qualified(lane)]
        if not any(t.id in frame.unavailable for t in teachers):
            continue
        most = {t.id: frame.most_periods(t.id) // frame.halves for t in teachers}
        free = sum(
            min(most[t.id], sum(most_apart(frame.free_times(t.id, lane.school, d)) for d in DAYS))
            for t in teachers
        )
        needed = sum(c.taught for c in courses)
        if free < needed <= sum(most.values()):
            name, count, lack = _lane_name(frame, lane), len(teachers), needed - free
            zh = f"{name.zh}每周{needed:g}节：各校能教的{count}名教师除去不能上课的时间，"
            zh += f"在该校最多上{free}节，怎样轮岗都缺{lack:g}节。请核对教师不能上课的时间。"
            en = f"{name.en} has {needed:g} periods: the {count} teachers of all schools can give "
            en += f"{free} there at the times when they can teach, whatever the roster. Check "
            en += "their unavailable times."
            point = f"{lane.school}/{lane.subject}"
            yield Shortage("absence", point, -int(-lack // 1), Text(zh, en))


def _staff(frame: Frame) -> Iterator[Shortage]:
    """Find subjects that need more than all of their teachers can give (Hall's condition)."""
    unit = staffing_flow.unit_of(frame.community)
    needed = {lane: int(sum(unit * c.load for c in cs)) for lane, cs in frame.lanes.items()}
    lanes_of: dict[str, list[Lane]] = defaultdict(list)
    for lane in needed:
        for teacher in frame.people.qualified(lane):
            lanes_of[teacher].append(lane)
    supply: dict[frozenset[Lane], int] = defaultdict(int)
    for teacher, lanes in lanes_of.items():
        supply[frozenset(lanes)] += int(unit * _most(frame, teacher))
    for found in staffing_flow.shortages(needed, supply, unit):
        teachers = {t for lane in found.lanes for t in frame.people.qualified(lane)}
        names = [_lane_name(frame, lane) for lane in found.lanes]
        have, want = found.available, found.needed
        zh = f"{'、'.join(n.zh for n in names)}每周缺{found.lack}节："
        note = frame.community.loads.note
        zh += f"{len(teachers)}名教师共可上{have:g}节，需要{want:g}节{note.zh}。"
        en = f"{', '.join(n.en for n in names)} lacks {found.lack} periods: "
        en += f"{len(teachers)} teachers with {have:g} periods for {want:g}{note.en}."
        point = "+".join(f"{x.school}/{x.subject}" for x in found.lanes)
        yield Shortage("staff", point, found.lack, Text(zh, en))


def undivided(frame: Frame, lanes: tuple[Lane, ...]) -> Shortage:
    """Return the shortage of lanes whose courses do not fit their teachers without a split."""
    names = [_lane_name(frame, lane) for lane in lanes]
    sizes = sorted((float(c.load) for lane in lanes for c in frame.lanes[lane]), reverse=True)
    teachers = dict.fromkeys(t for lane in lanes for t in frame.people.qualified(lane))
    loads = sorted((_most(frame, t) for t in teachers), reverse=True)
    most = [f"{float(n):g}" for n in loads]
    courses = "+".join(f"{n:g}" for n in sizes)
    zh = f"{'、'.join(n.zh for n in names)}：各班课时{courses}，"
    zh += f"一班一科不拆分，无法排给周课时上限为{'、'.join(most)}的{len(loads)}名教师。"
    en = f"{', '.join(n.en for n in names)}: courses of {courses} periods, each with one teacher, "
    en += f"do not fit {len(loads)} teachers who may have {', '.join(most)}."
    point = "+".join(f"{x.school}/{x.subject}" for x in lanes)
    return Shortage("staff", point, 0, Text(zh, en))


def _lane_name(frame: Frame, lane: Lane) -> Text:
    school = frame.community.school_by_id[lane.school].name
    subject = frame.community.subject_by_id[lane.subject]
    return Text(f"{school}{subject.name}", f"{subject.name} at {school}")


def _most(frame: Frame, teacher: str) -> Fraction:
    """Return the load of lessons that a teacher can have: by the maximum, and by time."""
    loads = frame.community.loads
    by_load = max(Fraction(0), loads.most[teacher] - always(frame, teacher))
    return min(by_load, loads.heaviest * frame.capacity(teacher))


def _lone_teachers(frame: Frame) -> Iterator[Shortage]:
    """Find teachers who alone can take more lessons than they have free slots, or may prepare."""
    fixed: dict[str, list[Lane]] = defaultdict(list)
    for lane in frame.lanes:
        qualified = frame.people.qualified(lane)
        if len(qualified) == 1:
            fixed[qualified[0]].append(lane)
    for teacher, lanes in sorted(fixed.items()):
        courses = [course for lane in lanes for course in frame.lanes[lane]]
        yield from _prepared(frame, teacher, lanes)
        periods, free = sum(c.taught for c in courses), frame.capacity(teacher)
        if periods > free:
            name = frame.community.called[teacher]
            zh = f"{name}是唯一能教这些课的教师：{periods:g}节课，但只有{free}节可用时间。"
            en = f"Only {name} can teach these courses: {periods:g} lessons in {free} free slots."
            lack = -int(-(periods - free) // 1)
            yield Shortage("teacher_slots", teacher, lack, Text(zh, en), tuple(lanes))


def _prepared(frame: Frame, teacher: str, lanes: list[Lane]) -> Iterator[Shortage]:
    """Find what preparations beyond the first put on top of what a teacher may have.

    Lessons alone are counted with those of all teachers.
    """
    loads, courses = frame.community.loads, [c for lane in lanes for c in frame.lanes[lane]]
    number = len({(c.group.grades, c.subject.id) for c in courses})
    more = loads.of_preparation.get(teacher, Fraction(0)) * (number - 1)
    load, most = sum(c.load for c in courses) + always(frame, teacher), loads.most[teacher]
    if load <= most < load + more:
        name, total = frame.community.called[teacher], f"{float(load + more):g}"
        zh = f"{name}是唯一能教这些课的教师：共备{number}头课，折算课时{total}，上限{most}。"
        en = f"Only {name} can teach these courses: with {number} preparations a load of {total}, "
        en += f"at most {most} is allowed."
        lack = -int(-(load + more - most) // 1)
        yield Shortage("preparations", teacher, lack, Text(zh, en), tuple(lanes))


def _quotas(frame: Frame) -> Iterator[Shortage]:
    """Find pairs that cannot reach their quota with all series that there are."""
    duration = {e.id: e.duration for e in frame.events}
    for policy in frame.community.policy.of("sync_lesson_quota"):
        if policy.strictness is not Strictness.HARD:
            continue
        for rule in quota_rules(frame, policy):
            for pair in rule.receptions:
                lessons = rule.weeks * sum(duration[e] for e, _ in pair.events)
                subjects = len({s for _, s in pair.events})
                if lessons < rule.min_lessons or subjects < rule.min_subjects:
                    zh = f"{pair.name}的同步课堂只能开到{lessons}节、{subjects}门学科；"
                    zh += f"要求不少于{rule.min_lessons}节、{rule.min_subjects}门。"
                    en = f"{pair.name} can have {lessons} synchronous lessons in {subjects} "
                    en += f"subjects; {rule.min_lessons} in {rule.min_subjects} are required."
                    lack = max(rule.min_lessons - lessons, rule.min_subjects - subjects)
                    yield Shortage("sync_quota", pair.member, lack, Text(zh, en))
