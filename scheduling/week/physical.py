"""Rules of the physical world: they hold in every community, whatever its policy says."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.rooms import has_seats
from community.rule import Strictness
from community.text import Text
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.assign_time import AssignTime
from scheduling.rules.avoid_clashes import AvoidClashes
from scheduling.rules.avoid_split_assignments import AvoidSplitAssignments
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.enough_seats import EnoughSeats
from scheduling.rules.fixed_days import FixedDays, Visit
from scheduling.rules.prefer_resources import PreferResources
from scheduling.rules.split_events import SplitEvents
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.rules.travel_time import TravelTime
from scheduling.week.courses import ASSISTS, TEACHER, TEACHES, USES
from scheduling.week.grid import day_group
from scheduling.week.groups import ALL_EVENTS, EVERYBODY
from scheduling.week.loads import limit_load
from scheduling.week.on_duty import duty_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import RoomKind
    from scheduling.instance import Event
    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame

HARD = Strictness.HARD
OF_KIND = Text("在本校该类教室上课", "a room of the kind at the school")
OF_SCHOOL = Text("在本校可用的教室上课", "a room of the school that may be had")
EVERY_EVENT = AppliesTo(event_groups=(ALL_EVENTS,))


def physical_rules(frame: Frame) -> Iterator[Rule]:
    """Yield the rules in the order in which a planner reads them."""
    timed = Text("每节课都有时间", "a time for every lesson")
    yield AssignTime(id="assign_time", title=timed, applies_to=EVERY_EVENT)
    yield from _splitting(frame)
    yield AvoidClashes(
        id="no_clash",
        title=Text("同一时间只在一处", "nobody in two places at once"),
        applies_to=AppliesTo(resource_groups=EVERYBODY),
    )
    yield from _unavailable(frame)
    yield from duty_rules(frame)
    if frame.people.days:
        visits = tuple(Visit(t, site, days) for (t, site), days in frame.people.days.items())
        agreed = Text("走教在约定的日子", "itinerant teachers on the days agreed")
        yield FixedDays(id="itinerant_days", title=agreed, visits=visits)
    policy = frame.community.policy.of("itinerant_teaching")
    if len(frame.community.schools) > 1 and all(r.strictness is not HARD for r in policy):
        yield TravelTime(
            id="travel_time",
            title=Text("路上的时间", "time for the way"),
            applies_to=AppliesTo(resource_groups=(TEACHER,)),
        )
    yield from _staffing(frame)
    yield from _rooms(frame)
    yield from _assistants(frame)
    yield from _daily_maximum(frame)


def _splitting(frame: Frame) -> Iterator[Rule]:
    """Single lessons, and the double lessons that are asked for; a wish leaves others open."""
    single: list[str] = []
    doubled: dict[tuple[int, int, int, bool], list[str]] = defaultdict(list)
    for course in frame.courses:
        in_doubles = course.in_doubles
        for event in frame.events_of[course.id]:
            if doubles := in_doubles.get(event.id):
                kind = event.duration, doubles, course.length, course.wished
                doubled[kind].append(event.id)
            else:
                single.append(event.id)
    longest = max((e.duration for e in frame.events), default=1)
    yield SplitEvents(
        id="single_lessons",
        title=Text("单节授课", "single lessons"),
        maximum_duration=1,
        maximum_amount=longest,
        applies_to=AppliesTo(events=tuple(single)),
    )
    for (periods, doubles, length, wished), events in sorted(doubled.items()):
        where, lessons = AppliesTo(events=tuple(events)), periods - (length - 1) * doubles
        what, many = f"{periods}_{doubles}", Text(f"连排{doubles}次", f"{doubles} doubles")
        if length > 2:
            what = f"{what}_{length}"
            many = Text(f"{length}节连排{doubles}次", f"{doubles} times {length} at a stretch")
        if wished:
            what = f"{what}_wished"
            many = Text(f"至多{many.zh}", f"at most {many.en}")
        yield SplitEvents(
            id=f"split_{what}",
            title=Text(f"{periods}节中{many.zh}", f"{many.en} in {periods} periods"),
            maximum_duration=length,
            minimum_amount=lessons,
            maximum_amount=periods if wished else lessons,
            applies_to=where,
        )
        yield DistributeSplitEvents(
            id=f"doubles_{what}",
            title=many,
            duration=length,
            minimum=0 if wished else doubles,
            maximum=doubles,
            applies_to=where,
        )
        for shorter in range(2, length):
            yield DistributeSplitEvents(
                id=f"doubles_{what}.{shorter}",
                title=many,
                duration=shorter,
                maximum=0,
                applies_to=where,
            )


def _unavailable(frame: Frame) -> Iterator[Rule]:
    for teacher, times in frame.unavailable.items():
        yield AvoidUnavailableTimes(
            id=f"unavailable_{teacher}",
            title=Text("教师不能上课的时间", "times when a teacher is not there"),
            times=times,
            applies_to=AppliesTo(resources=(teacher,)),
        )
    for closed, times in frame.closed.items():
        yield AvoidUnavailableTimes(
            id=f"closed_{closed}",
            title=Text("班级、教室不能上课的时间", "times when a class or a room is closed"),
            times=times,
            applies_to=AppliesTo(resources=(closed,)),
        )


def _staffing(frame: Frame) -> Iterator[Rule]:
    taught = Text("每门课都有教师", "a teacher for every course")
    yield AssignResource(id="assign_teacher", title=taught, role=TEACHES, applies_to=EVERY_EVENT)
    for lane, courses in sorted(frame.lanes.items()):
        yield PreferResources(
            id=f"qualified_{lane.school}_{lane.subject}_{lane.stage.value}",
            title=Text("由在本校任教、能教该学科的教师担任", "taught by whoever is there and can"),
            role=TEACHES,
            resources=frame.people.qualified(lane),
            applies_to=AppliesTo(events=tuple(e.id for c in courses for e in frame.taught(c))),
        )
    yield AvoidSplitAssignments(
        id="one_teacher",
        title=Text("一班一科由一位教师任教", "one teacher for each course"),
        role=TEACHES,
        applies_to=AppliesTo(event_groups=tuple(c.id for c in frame.courses if frame.taught(c))),
    )
    limits: dict[int, list[str]] = defaultdict(list)
    for teacher in frame.community.teachers:
        limits[teacher.max_periods].append(teacher.id)
    title = Text("教师本人的周课时上限", "a teacher's own maximum of periods")
    for most, teachers in sorted(limits.items()):
        yield limit_load(frame, {"id": f"max_periods_{most}", "title": title}, teachers, most=most)


def _rooms(frame: Frame) -> Iterator[Rule]:
    """Lessons that choose a room: whether they need one, which they may have, seats for all."""
    booked = {e.id: frame.housing[e.id] for e in frame.events if _chooses(e, USES)}
    certain = tuple(event for event, house in booked.items() if house.place.certain)
    if certain:
        special = Text("专用教室", "special rooms")
        where = EVERY_EVENT if len(certain) == len(booked) else AppliesTo(events=certain)
        yield AssignResource(id="assign_room", title=special, role=USES, applies_to=where)
    pools: dict[tuple[str, RoomKind | None, tuple[str, ...]], list[str]] = defaultdict(list)
    crowds: dict[int, list[str]] = defaultdict(list)
    for event, house in booked.items():
        if not house.place.by_name:  # these requests are rules themselves
            pools[house.school, house.place.kind, house.rooms].append(event)
        if house.large != house.rooms:
            crowds[house.pupils].append(event)
    by_name = 0
    for (school, kind, rooms), events in pools.items():
        usual = kind and rooms == tuple(r.id for r in frame.rooms.of_kind.get((school, kind), ()))
        by_name += not usual
        yield PreferResources(
            id=f"room_{school}_{kind.value}" if kind and usual else f"rooms_{by_name}",
            title=OF_KIND if usual else OF_SCHOOL,
            role=USES,
            resources=rooms,
            applies_to=AppliesTo(events=tuple(events)),
        )
    for pupils, events in sorted(crowds.items()):
        yield EnoughSeats(
            id=f"seats_{pupils}",
            title=Text("教室坐得下", "seats for all pupils"),
            role=USES,
            resources=tuple(r.id for r in frame.community.rooms if has_seats(r, pupils)),
            seats=tuple((r.id, r.seats) for r in frame.community.rooms if r.seats),
            pupils=pupils,
            applies_to=AppliesTo(events=tuple(events)),
        )


def _assistants(frame: Frame) -> Iterator[Rule]:
    assisted: dict[str, list[str]] = defaultdict(list)
    for event in frame.events:
        if _chooses(event, ASSISTS):
            assisted[event.site or ""].append(event.id)
    if assisted:
        helped = Text("接收班有辅助教师", "an assistant in every receiving class")
        yield AssignResource(
            id="assign_assistant", title=helped, role=ASSISTS, applies_to=EVERY_EVENT
        )
    for school, events in assisted.items():
        yield PreferResources(
            id=f"assistant_{school}",
            title=Text("辅助教师是本校教师", "assistants are teachers of the school"),
            role=ASSISTS,
            resources=frame.people.local(school),
            applies_to=AppliesTo(events=tuple(events)),
        )


def _chooses(event: Event, role: str) -> bool:
    return any(slot.role == role for slot in event.open_slots())


def _daily_maximum(frame: Frame) -> Iterator[Rule]:
    """So many lessons of a subject a day at most (``Subject.max_per_day``)."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for course in frame.wholes:
        if course.most_lessons > course.subject.max_per_day:
            found[course.group.school, course.subject.max_per_day].append(course.id)
    for (school, most), courses in found.items():
        yield SpreadEvents(
            id=f"max_per_day_{school}_{most}",
            title=Text(f"同一学科每天不超过{most}节", f"at most {most} periods of a subject a day"),
            spreads=tuple(Spread(day_group(d, school), 0, most) for d in frame.days(school)),
            applies_to=AppliesTo(event_groups=tuple(courses)),
        )
