"""What the rule makers of a week work from: events, groups and people, prepared once."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from community.models import Stage
from community.rooms import Rooms
from community.sync import common_series, sync_limits
from scheduling.clock import most_apart
from scheduling.instance import Group
from scheduling.week.bells import Bells
from scheduling.week.closing import class_days, closed, teachers_away
from scheduling.week.course_events import make_events
from scheduling.week.courses import TEACHES, make_courses
from scheduling.week.fixed import fixed_events, fixtures, holder
from scheduling.week.grid import day_group, make_time_groups, make_times, only_group, times_meant
from scheduling.week.housing import Housing, housings
from scheduling.week.opening import opening, opening_stage
from scheduling.week.people import People, lane_of
from scheduling.week.research import research_times
from scheduling.wording import NO_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from community.families.week import SyncLessonLinkParams
    from community.models import ClassGroup, Community, SyncSeries, Teacher
    from rotation.solution import Roster
    from rotation.staffing_flow import Lane
    from scheduling.instance import Event, Time
    from scheduling.week.courses import Course
    from scheduling.week.fixed import Fixture


@dataclass(frozen=True)
class Frame:
    """A community in one term, with everything that its timetable is made of except the rules."""

    community: Community
    people: People
    term: str

    @staticmethod
    def of(community: Community, roster: Roster, term: str) -> Frame:
        """Return the frame of a term under a roster.

        Raises
        ------
        KeyError
            When the community has no such term.
        """
        return Frame(community, People.of(community, roster, community.term_by_id[term].id), term)

    @cached_property
    def times(self) -> tuple[Time, ...]:
        """All lesson slots of all schools."""
        return make_times(self.community, self.bells.at)

    @cached_property
    def time_by_id(self) -> dict[str, Time]:
        """Lesson slots by id."""
        return {t.id: t for t in self.times}

    @cached_property
    def time_groups(self) -> tuple[Group, ...]:
        """Days, half-days, and days from the first lesson that a stage may have."""
        policy = self.community.policy
        earliest = [opening(policy, stage) for stage in (Stage.PRIMARY, Stage.JUNIOR)]
        return (
            *make_time_groups(self.community, self.times, earliest),
            *class_days(self.community.classes, self.own_days, self.usable),
            *(
                Group(only_group(t.id), t.name, (t.id,), english=t.english)
                for t in self._fixed_times
            ),
        )

    @property
    def _fixed_times(self) -> Iterable[Time]:
        """The times at which a lesson of a subject is fixed."""
        return {f.time.id: f.time for f in self.fixtures if not f.is_event}.values()

    @cached_property
    def fixtures(self) -> list[Fixture]:
        """What is at a given time, class by class."""
        return list(fixtures(self.community, self.meant_for))

    @cached_property
    def times_at(self) -> dict[str, list[Time]]:
        """Times of each school."""
        found: dict[str, list[Time]] = {s.id: [] for s in self.community.schools}
        for time in self.times:
            found[time.site or ""].append(time)
        return found

    @cached_property
    def series(self) -> tuple[SyncSeries, ...]:
        """Lessons in common: live, those that a quota asks for included, or together."""
        return common_series(self.community)

    @cached_property
    def rooms(self) -> Rooms:
        """All rooms, and what is asked of them."""
        return Rooms(self.community.rooms, self.community.room_requests)

    @cached_property
    def housing(self) -> dict[str, Housing]:
        """Where the lessons of each event that books a room may be."""
        return housings(self.courses, self.rooms, self.community.class_by_id, self.link)

    @cached_property
    def events_without_subject(self) -> Counter[str]:
        """How many times of each class events take that are no lessons."""
        return Counter(f.group.id for f in self.fixtures if f.is_event)

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """All courses."""
        return make_courses(self.community, self.series)

    @cached_property
    def wholes(self) -> tuple[Course, ...]:
        """Each subject of each class as one course, also where teachers share it out."""
        found: dict[str, Course] = {}
        for x in (c for c in self.courses if not c.beside):
            before = found.get(x.whole)
            found[x.whole] = x if before is None else before.with_part(x)
        return tuple(found.values())

    @cached_property
    def course_by_id(self) -> dict[str, Course]:
        """Courses by id."""
        return {c.id: c for c in self.courses}

    @cached_property
    def courses_of(self) -> dict[str, list[Course]]:
        """Courses of each class."""
        found: dict[str, list[Course]] = {g.id: [] for g in self.community.classes}
        for course in self.courses:
            found[course.group.id].append(course)
        return found

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All events: those of courses, then those without a subject."""
        rooms = {event: house.settled for event, house in self.housing.items()}
        courses = make_events(self.courses, self.link, rooms, self.unit)
        found = (*courses, *fixed_events(self.fixtures, self.class_name, self.holder))
        bells = {g.id: self.bells.of(g) for g in self.community.classes}
        if any(bells.values()):
            return tuple(replace(e, bells=bells[e.class_id or ""]) for e in found)
        return found

    @cached_property
    def loose(self) -> list[tuple[Fixture, Event]]:
        """The events whose time is only wished for, each with a row and a class that it is for."""
        found = {e.id: e for e in self.events}
        return [(f, found[f.id]) for f in self.fixtures if f.is_loose and f.id in found]

    @cached_property
    def events_of(self) -> dict[str, list[Event]]:
        """Events of each course."""
        found: dict[str, list[Event]] = {c.id: [] for c in self.courses}
        for event in self.events:
            if event.course:
                found[event.course].append(event)
        return found

    def holder(self, fixture: Fixture) -> str:
        """Return who holds an event in this term; nobody where that one is away."""
        return holder(self.community, fixture, self.people.sites)

    def class_name(self, group: ClassGroup) -> str:
        """Return a class's name with its school's."""
        return self.community.school_by_id[group.school].name + group.name

    def grades(self, course: Course) -> tuple[int, ...]:
        """Return the grades of all pupils whom its teacher stands before, in order."""
        classes = [course.group.id, *course.classes]
        classes += [c for s in course.hosted if s.together for c in s.receiving_classes]
        known = self.community.class_by_id
        return tuple(sorted({grade for c in classes for grade in known[c].grades}))

    def taught(self, course: Course) -> list[Event]:
        """Return the events of a course that have a teacher slot."""
        return [e for e in self.events_of[course.id] if any(s.role == TEACHES for s in e.slots)]

    @cached_property
    def lanes(self) -> dict[Lane, list[Course]]:
        """Courses that need a teacher, by school, subject and stage."""
        found: dict[Lane, list[Course]] = defaultdict(list)
        for course in self.courses:
            if course.taught:
                found[lane_of(course.group, course.subject.id)].append(course)
        return dict(found)

    @cached_property
    def halves(self) -> int:
        """What a period counts where times are counted: 2 when some lessons count half, else 1."""
        return 2 if any(course.half for course in self.courses) else 1

    @cached_property
    def unit(self) -> int:
        """What one ordinary period counts in workloads."""
        return self.halves * self.community.loads.unit

    def most_periods(self, teacher: str) -> int:
        """Return the periods that a teacher's own maximum of load allows at most, in ``halves``."""
        most = self.community.teacher_by_id[teacher].max_periods
        return int(self.halves * most / self.community.loads.lightest)

    def periods_of(self, event: Event) -> int:
        """Return the periods of an event, in ``halves``."""
        return 1 if event.alternates else self.halves * event.duration

    @cached_property
    def link(self) -> SyncLessonLinkParams:
        """Limits of synchronous lessons."""
        return sync_limits(self.community)

    @property
    def link_is_hard(self) -> bool:
        """Whether the classes of a series have to meet; they do when no rule speaks of it."""
        rules = self.community.policy.of("sync_lesson_link")
        return not rules or any(r.strictness == "hard" for r in rules)

    def days(self, school: str) -> list[int]:
        """Return the weekdays on which a school has lessons."""
        return sorted({t.weekday or 1 for t in self.times_at[school]})

    @cached_property
    def bells(self) -> Bells:
        """Whose bells ring what, where a school has several."""
        return Bells(self.community)

    def times_of(self, group: ClassGroup) -> list[Time]:
        """Return the lesson slots of the bells of a class."""
        bells = self.bells.of(group)
        return [t for t in self.times_at[group.school] if t.bells == bells]

    @cached_property
    def own_days(self) -> frozenset[str]:
        """The classes that cannot have a lesson at every slot of their school."""
        rung = (g.id for g in self.community.classes if self.bells.of(g))
        return frozenset(self.closed).union(rung)

    def gap_days(
        self, school: str, people: Iterable[Teacher | ClassGroup]
    ) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """Yield people by the bells that count their gaps at a school, with days as time groups.

        The first of the three is the school, with the bells where it has several.
        """
        for bells, some in self.bells.parted(school, people).items():
            days = {t.weekday or 1 for t in self.times_at[school] if t.bells == bells}
            groups = tuple(day_group(d, school, bells) for d in sorted(days))
            yield f"{school}.{bells}" if bells else school, groups, some

    @cached_property
    def unavailable(self) -> dict[str, tuple[str, ...]]:
        """Times of a teacher's sites at which the teacher cannot teach."""
        fixed = (f for f in self.fixtures if not f.is_loose)
        held = ((self.holder(f), f.time) for f in fixed)
        return teachers_away(self.community, self.people.sites, self.times_at, held)

    @cached_property
    def closed(self) -> dict[str, tuple[str, ...]]:
        """Times at which a class or a room can have no lesson."""
        return closed(self.community, self.times_at, self.meant_for)

    def meant(self, school: str, weekdays: Sequence[int], slots: Sequence[str]) -> list[Time]:
        """Return the times of a school on some days and in some slots, or on all and in all."""
        return times_meant(self.community, self.times_at[school], (school, weekdays, slots))

    def meant_for(
        self, group: ClassGroup, weekdays: Sequence[int], slots: Sequence[str]
    ) -> list[Time]:
        """Return the times of a class on some days and in some slots, or on all and in all."""
        return times_meant(self.community, self.times_of(group), (group.school, weekdays, slots))

    def free_times(self, teacher: str, school: str, weekday: int) -> list[Time]:
        """Return the lesson slots at a school on a day at which a teacher can teach."""
        if not self.people.comes(teacher, school, weekday):
            return []
        taken = {*self.unavailable.get(teacher, ()), *self.research_times(teacher)}
        today = (t for t in self.times_at[school] if t.weekday == weekday)
        return [t for t in today if t.id not in taken]

    def research_times(self, teacher: str) -> tuple[str, ...]:
        """Return the times that hard rules keep free for the teacher's research group (F22)."""
        return self._research.get(teacher, ())

    @cached_property
    def _research(self) -> dict[str, tuple[str, ...]]:
        return research_times(self.community, self.time_groups)

    @cached_property
    def sites_a_day(self) -> int:
        """Sites at which one person may teach on one day, at most."""
        rules = self.community.policy.of("itinerant_teaching")
        limits = [r.params.get("max_sites_per_day") for r in rules if r.strictness == "hard"]
        return min((int(n) for n in limits if n is not None), default=NO_LIMIT)

    def capacity(self, teacher: str) -> int:
        """Return how many lessons a teacher can hold in the free slots of the week, at most."""
        sites = self.people.sites(teacher)
        days = {d for site in sites for d in self.days(site)}
        together = list(combinations(sites, min(len(sites), self.sites_a_day)))
        return sum(
            max(
                most_apart(t for s in some for t in self.free_times(teacher, s, d))
                for some in together
            )
            for d in days
        )

    def usable(self, group: ClassGroup) -> list[Time]:
        """Return the slots of a class that are open, and not too early for its stage (F13)."""
        earliest, closed = self.opening(group), self.closed.get(group.id, ())
        open_times = (t for t in self.times_of(group) if t.id not in closed)
        return [t for t in open_times if (t.start or 0) >= earliest]

    def meeting(self, series: SyncSeries, group: ClassGroup) -> set[str]:
        """Return the slots of a class of a series at which the bells let it meet the other end."""
        hosts = group.id == series.host_class
        others = series.receiving_classes if hosts else (series.host_class,)
        if not (self.link_is_hard or series.together):
            others = ()
        ends = [self.usable(self.community.class_by_id[c]) for c in others]
        return {
            t.id
            for t in self.usable(group)
            if all(any(self._together(t, other, series) for other in end) for end in ends)
        }

    def _together(self, one: Time, other: Time, series: SyncSeries) -> bool:
        return one.weekday == other.weekday and self.shared(one, other) >= self.least_shared(series)

    def least_shared(self, series: SyncSeries) -> int:
        """Return the minutes that the ends of a series have to be in class at once."""
        return 1 if series.together else self.link.min_overlap_minutes

    def shared(self, one: Time, other: Time) -> int:
        """Return the minutes that two lessons of a day share; negative: that lie between them."""
        return min(one.end or 0, other.end or 0) - max(one.start or 0, other.start or 0)

    def opening(self, group: ClassGroup) -> int:
        """Return the minute before which a hard rule lets no lesson of a class begin."""
        return opening(self.community.policy, opening_stage(group.grade))
