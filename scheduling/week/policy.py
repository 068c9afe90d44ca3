"""Rules of the week that come from the policy: one function for each family."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.families import given
from community.models import SchoolRole, Stage
from community.rule import Strictness
from community.text import Text
from community.weeks import teaching_weeks
from scheduling.rules.base import AppliesTo
from scheduling.rules.common_free_time import CommonFreeTime
from scheduling.rules.limit_sites import LimitSites
from scheduling.rules.prefer_times import PreferTimes
from scheduling.rules.sync_link import Broadcast, SyncLink
from scheduling.rules.sync_quota import Reception, SyncQuota
from scheduling.rules.travel_time import TravelTime
from scheduling.week.courses import TEACHER, series_id
from scheduling.week.grid import day_group
from scheduling.week.header import header_of
from scheduling.week.loads import limit_load
from scheduling.week.opening import minute_of, opening_stage
from scheduling.week.quality import quality_rules
from scheduling.week.research import research_groups, research_subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from community.models import Teacher
    from community.policy import PolicyRule
    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame

CLOSING_WEIGHT = 3  # of the loads that a teacher's own minimum asks for


def policy_rules(frame: Frame) -> Iterator[Rule]:
    """Yield the rules of every family of the policy that speaks of the week."""
    policy = frame.community.policy
    for family, make in FAMILIES.items():
        for rule in policy.of(family):
            yield from make(frame, rule)
    if not policy.of("sync_lesson_link"):
        yield from _links(frame, None)
    yield from _minimum_loads(frame)
    yield from quality_rules(frame)


def _workload(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """Norms by stage and main subject; a margin above them at a price (F14)."""
    share = rule.params.get("class_teacher_share")
    every = frame.community.policy.of("teacher_workload")
    tables = [r.params["norms"] for r in [rule, *every] if "norms" in r.params]
    norms: dict[str, dict[str, int]] = tables[0] if tables else {}
    over = given(rule, "over_by")
    found: dict[int, list[str]] = defaultdict(list)
    for teacher in frame.community.teachers:
        norm = _norm(frame, norms, teacher)
        if norm is None or (share is not None and not teacher.class_teacher_of):
            continue
        if share is not None and teacher.id not in frame.community.loads.of_class:
            norm = int(norm * (1 - float(share)))
        found[norm].append(teacher.id)
    for norm, teachers in sorted(found.items()):
        header = header_of(rule, str(norm))
        if over:  # above the norm at a price, above the margin as the rule says
            cheap = header | {"strictness": Strictness.SOFT, "weight": 1}
            yield limit_load(frame, cheap, teachers, most=norm)
            header = header_of(rule, f"{norm}+{over}")
        yield limit_load(frame, header, teachers, most=norm + over)


def _norm(frame: Frame, norms: dict[str, dict[str, int]], teacher: Teacher) -> int | None:
    stage = teacher.stage
    if len(stage.parts) > 1:
        home = frame.community.school_by_id[teacher.school].stage
        shared = stage.parts & home.parts or stage.parts
        order = (Stage.JUNIOR, Stage.PRIMARY, Stage.SENIOR)  # the first of them that both are
        stage = next(s for s in order if s in shared)
    table = norms.get(stage.value, {})
    return table.get(teacher.subjects[0], table.get("other"))


def _itinerant(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """Travel with a buffer, and the number of sites a day and a week (F19)."""
    everybody = AppliesTo(resource_groups=(TEACHER,))
    buffer = given(rule, "buffer_minutes")
    if len(frame.community.schools) > 1:
        yield TravelTime(**header_of(rule), buffer_minutes=buffer, applies_to=everybody)
    day, week = (rule.params.get(f"max_sites_per_{window}") for window in ("day", "week"))
    if day is not None or week is not None:
        yield LimitSites(
            **header_of(rule, "sites"),
            max_per_day=None if day is None else int(day),
            max_per_week=None if week is None else int(week),
            applies_to=everybody,
        )


def _links(frame: Frame, rule: PolicyRule | None) -> Iterator[Rule]:
    """Host and receiving classes at the same clock time (F17)."""
    hosts = {s.id: series_id(c.id, s.id) for c in frame.courses for s in c.hosted if not s.together}
    receivers: dict[str, list[str]] = defaultdict(list)
    for course in frame.courses:
        for series in course.received:
            receivers[series.id].append(series_id(course.id, series.id))
    casts = tuple(Broadcast(hosts[s], tuple(receivers[s])) for s in hosts)
    if casts:
        title = Text("同步课堂同时上课", "synchronous lessons at the same time")
        header = header_of(rule) if rule else {"id": "sync_link", "title": title}
        yield SyncLink(
            **header,
            broadcasts=casts,
            min_overlap_minutes=frame.link.min_overlap_minutes,
            max_receivers=frame.link.max_receivers,
        )


def quota_rules(frame: Frame, rule: PolicyRule) -> Iterator[SyncQuota]:
    """So many synchronous lessons and subjects for each core-member pair (F16)."""
    community = frame.community
    heard: dict[str, dict[str, tuple[str, str]]] = {
        s.id: {} for s in community.schools if s.role is SchoolRole.MEMBER
    }
    for course in frame.courses:
        member = community.school_by_id[course.group.school].member
        for series in course.received:
            host = community.class_by_id[series.host_class].school
            if member in heard and host == community.core_of(member).id:
                event = series_id(course.id, series.id)
                # A series that two classes of one member receive counts once.
                heard[member].setdefault(series.id, (event, course.subject.id))
    yield SyncQuota(
        **header_of(rule),
        receptions=tuple(
            Reception(member, community.school_by_id[member].name, tuple(events.values()))
            for member, events in heard.items()
        ),
        weeks=teaching_weeks(community, rule.window),
        min_lessons=given(rule, "min_lessons"),
        min_subjects=given(rule, "min_subjects"),
    )


def _common_slots(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """Keep a half-day free for the teachers of each subject (F22).

    A teacher belongs to the research group of the first subject, in the own community of a county.
    """
    subjects = research_subjects(frame.community, rule)
    halves = [rule.params["half_day"]] if rule.params.get("half_day") else ["am", "pm"]
    days = sorted({d for s in frame.community.schools for d in frame.days(s.id)})
    if rule.params.get("weekday"):
        days = [int(rule.params["weekday"])]
    known = {g.id for g in frame.time_groups}
    options = tuple(
        group for d in days for half in halves if (group := day_group(d, None, half)) in known
    )
    for (group, subject), people in research_groups(frame.community, rule).items():
        if options:
            parts = [group] * frame.community.is_county + [subject] * (len(subjects) > 1)
            header = header_of(rule, ".".join(parts))
            yield CommonFreeTime(**header, options=options, applies_to=AppliesTo(resources=people))


def _first_lesson(frame: Frame, rule: PolicyRule) -> Iterator[Rule]:
    """No lesson of a stage starts before a time of day (F13); 初中 stands for all of 中学."""
    for stage in (Stage.PRIMARY, Stage.JUNIOR):
        limit = rule.params.get(f"earliest_{stage.value}")
        if limit is None:
            continue
        earliest = minute_of(limit)
        for school, times in frame.times_at.items():
            late = tuple(t.id for t in times if (t.start or 0) >= earliest)
            courses = tuple(
                c.id
                for c in frame.courses
                if c.group.school == school
                and stage is opening_stage(c.group.grade)
                and not c.beside
            )
            classes = {c.id for c in frame.community.classes if stage is opening_stage(c.grade)}
            loose = (e for _, e in frame.loose if e.site == school)
            events = tuple(e.id for e in loose if classes & {e.class_id, *e.classes})
            if (courses or events) and len(late) < len(times):
                yield PreferTimes(
                    **header_of(rule, f"{school}.{stage.value}"),
                    times=late,
                    applies_to=AppliesTo(events=events, event_groups=courses),
                )


def _minimum_loads(frame: Frame) -> Iterator[Rule]:
    found: dict[int, list[str]] = defaultdict(list)
    for teacher in frame.community.teachers:
        if teacher.min_periods and frame.people.sites(teacher.id):
            found[teacher.min_periods].append(teacher.id)
    for least, teachers in sorted(found.items()):
        header = {
            "id": f"min_periods_{least}",
            "title": Text("教师本人的周课时下限", "a teacher's own minimum of periods"),
            "strictness": Strictness.SOFT,
            "weight": CLOSING_WEIGHT,
        }
        yield limit_load(frame, header, teachers, least=least)


FAMILIES: dict[str, Callable[[Frame, PolicyRule], Iterator[Rule]]] = {
    "teacher_workload": _workload,
    "itinerant_teaching": _itinerant,
    "sync_lesson_link": _links,
    "sync_lesson_quota": quota_rules,
    "recurring_common_slot": _common_slots,
    "timetable_feasibility": _first_lesson,
}
"""Makers of rules by policy family."""
