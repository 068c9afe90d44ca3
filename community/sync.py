"""Synchronous lesson series in force, and what they leave for local teachers to teach.

The planner's table comes first. Where it gives a member school less than the policy's quota of
synchronous lessons (F16 of the catalogue), further series are derived from the data alone, so that
every part of the program sees the same ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from community.families import given
from community.families.week import SyncLessonLinkParams
from community.models import RoomKind, SchoolRole, SyncSeries
from community.rooms import has_seats
from community.rule import Strictness
from community.weeks import teaching_weeks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from community.models import ClassGroup, Community, Room
    from community.policy import PolicyRule

# Subjects that small schools lack teachers for, scarcest first (N34, N36, N38 of the catalogue).
SCARCE = ("music", "art", "en", "science", "psych", "it", "calligraphy", "labour", "moral", "pe")
ANY_NUMBER = 1_000_000


def sync_limits(community: Community) -> SyncLessonLinkParams:
    """Return the limits of the policy's first ``sync_lesson_link`` rule.

    Where no such rule is in force, only what makes a lesson a common one is left: a common time.
    """
    for rule in community.policy.of("sync_lesson_link"):
        return SyncLessonLinkParams.model_validate(rule.params)
    return SyncLessonLinkParams(max_receivers=ANY_NUMBER, assistant=False, equipped_rooms=False)


def sync_series(community: Community) -> tuple[SyncSeries, ...]:
    """Return the series of the planner's table, and those that the quota needs on top.

    Derived series are named ``sync_<subject>_<host class>``. They prefer the weak subjects of the
    member school, then the scarce ones; a series serves several members when they have a class of
    the grade that takes the subject.
    """
    quotas = community.policy.of("sync_lesson_quota")
    if not quotas:
        return community.sync
    return (*community.sync, *_Derivation(community, quotas).series())


def joint_series(community: Community) -> tuple[SyncSeries, ...]:
    """Return joint lessons as series, of which nothing is broadcast."""
    return tuple(
        SyncSeries(
            id=row.id,
            subject=row.subject,
            host_class=row.classes[0],
            receiving_classes=row.classes[1:],
            periods=row.periods,
            together=True,
        )
        for row in community.joint
    )


def common_series(community: Community) -> tuple[SyncSeries, ...]:
    """Return all series of lessons that classes have in common: live, or together in one room."""
    return (*sync_series(community), *joint_series(community))


def taught_periods(community: Community) -> dict[tuple[str, str], float]:
    """Return weekly periods by (class, subject) that a teacher of the class's own has to teach.

    A receiving class is taught its synchronous periods by the host class's teacher, so these need
    no teacher of its own (only an assistant), nor do joint ones, nor what its pupils have in
    groups. Source: F17 of the catalogue.
    """
    periods = dict(community.demand)
    for series in common_series(community):
        for group in series.receiving_classes:
            key = (group, series.subject)
            periods[key] = max(0.0, periods.get(key, 0.0) - series.periods)
    for key, divided in community.in_groups.items():
        periods[key] = max(0.0, periods.get(key, 0.0) - divided)
    return {key: p for key, p in periods.items() if p > 0}


def periods_beside(community: Community) -> Iterator[tuple[str, str, float]]:
    """Yield class, subject and weekly periods of each teacher beside a course's, or of a group."""
    for course, rows in community.together.items():
        for row in rows if course in community.demand else ():
            yield *course, row.periods or int(community.demand[course])
    for lesson in community.grouped:
        yield lesson.classes[0], lesson.subject, lesson.periods


def overlapping_slots(
    community: Community, host: ClassGroup, receiver: ClassGroup, minutes: int
) -> int:
    """Return how many pairs of lesson slots of two classes overlap by at least so many minutes."""
    return sum(
        min(a.end, b.end) - max(a.start, b.start) >= minutes
        for day in range(1, 8)
        for a in community.lesson_slots(host, day)
        for b in community.lesson_slots(receiver, day)
    )


class _Derivation:
    """Finds the series that a quota still needs, in one deterministic order."""

    def __init__(self, community: Community, quotas: list[PolicyRule]) -> None:
        self.community = community
        self.quotas = quotas
        self.limits = sync_limits(community)
        self.live: dict[str, list[Room]] = defaultdict(list)
        for room in community.rooms:
            if room.kind is RoomKind.LIVE:
                self.live[room.school].append(room)
        self.used: Counter[tuple[str, str]] = Counter()  # synchronous periods of a course
        self.hosting: Counter[str] = Counter()  # synchronous periods that a class hosts
        self.subjects: dict[str, dict[str, int]] = defaultdict(dict)  # member: subject: periods
        for series in (*community.sync, *joint_series(community)):
            self._count(series)

    def series(self) -> list[SyncSeries]:
        """Return the series to add."""
        found: list[SyncSeries] = []
        while (lacking := self._lacking()) and (made := self._next(lacking)):
            self._count(made)
            found.append(made)
        return found

    def _count(self, series: SyncSeries) -> None:
        self.hosting[series.host_class] += series.periods
        self.used[series.host_class, series.subject] += series.periods
        groups = self.community.class_by_id
        host = groups[series.host_class].school
        for group in series.receiving_classes:
            self.used[group, series.subject] += series.periods
            member = self.community.school_by_id[groups[group].school].member
            if host == self._core_of(member):
                taken = self.subjects[member]
                taken[series.subject] = taken.get(series.subject, 0) + series.periods

    def _lacking(self) -> list[str]:
        """Return the members that have less than a quota asks, in the order of the schools."""
        found = []
        for school in self.community.schools:
            if school.role is SchoolRole.MEMBER and any(self._short(school.id)):
                found.append(school.id)
        return found

    def _short(self, member: str) -> tuple[bool, bool]:
        """Return whether a quota lacks subjects, and whether it lacks lessons."""
        taken = self.subjects[member]
        subjects = lessons = False
        for rule in self.quotas:
            weeks = teaching_weeks(self.community, rule.window)
            subjects |= len(taken) < given(rule, "min_subjects")
            lessons |= weeks * sum(taken.values()) < given(rule, "min_lessons")
        return subjects, lessons

    def _next(self, lacking: list[str]) -> SyncSeries | None:
        """Return one more series for the first member that can have one, shared if possible."""
        for member in lacking:
            for subject in self._order(member):
                for group in self._receivers(member, subject):
                    host = self._host(group, subject)
                    if host:
                        core = self._core_of(member)
                        others = [m for m in lacking if m != member and self._core_of(m) == core]
                        return self._shared(host, subject, group, others)
        return None

    def _order(self, member: str) -> list[str]:
        """Return the subjects that help the member, weak and scarce ones first.

        Only when lessons are still lacking does a subject come again that the member has.
        """
        school = self.community.school_by_id[member]
        known = [s.id for s in self.community.subjects]
        every = dict.fromkeys([*school.weak_subjects, *SCARCE, *known])
        taken = self.subjects[member]
        again = [s for s in every if s in taken] if self._short(member)[1] else []
        return [s for s in every if s in known and s not in taken] + again

    def _receivers(self, member: str, subject: str) -> list[ClassGroup]:
        """Return the member's classes that can receive the subject; its points' classes last."""
        classes = [
            c
            for c in self.community.classes
            if self.community.school_by_id[c.school].member == member and self._has_room(c)
        ]
        classes = [c for c in classes if self._left(c.id, subject) >= 1]
        return sorted(
            classes, key=lambda c: (c.school != member, self._received(c.id), c.grade, c.number)
        )

    def _host(self, receiver: ClassGroup, subject: str) -> str | None:
        """Return the core's class of the same grade that hosts least."""
        core = self._core_of(receiver.school)
        fitting = [
            c
            for c in self.community.classes
            if c.school == core and c.grade == receiver.grade and self._left(c.id, subject) >= 1
            if self._has_room(c)
        ]
        fitting.sort(key=lambda c: (self.hosting[c.id], c.number))
        return next((c.id for c in fitting if self._meet(c, receiver)), None)

    def _shared(
        self, host: str, subject: str, first: ClassGroup, others: Iterable[str]
    ) -> SyncSeries:
        """Return the series, with one class each of further members up to the cap."""
        receiving, hosting = [first], self.community.class_by_id[host]
        for member in others:
            if len(receiving) >= self.limits.max_receivers:
                break
            if subject in self.subjects[member]:
                continue
            same = [c for c in self._receivers(member, subject) if c.grade == first.grade]
            if same and self._meet(hosting, same[0]):
                receiving.append(same[0])
        return SyncSeries(
            id=self._name(subject, host),
            subject=subject,
            host_class=host,
            receiving_classes=tuple(c.id for c in receiving),
        )

    def _name(self, subject: str, host: str) -> str:
        plain = f"sync_{subject}_{host}"
        count = self.used[host, subject]
        return plain if not count else f"{plain}_{count + 1}"

    def _left(self, group: str, subject: str) -> float:
        """Return the periods of a course that are not synchronous yet, nor part of long lessons.

        What several teachers teach together is no lesson in common.
        """
        course = (group, subject)
        if course in self.community.together:
            return 0.0
        periods, row = self.community.demand.get(course, 0.0), self.community.blocks.get(course)
        long = 2 * self.community.doubles.get(course, 0)
        if row and row.strictness is Strictness.HARD:
            length = row.number or 2
            long = length * (row.times or int(periods) // length)
        return periods - long - self.community.in_groups[course] - self.used[course]

    def _received(self, group: str) -> int:
        return sum(n for (c, _), n in self.used.items() if c == group)

    def _has_room(self, group: ClassGroup) -> bool:
        here = self.live.get(group.school)
        if not here:
            return not self.limits.equipped_rooms
        return any(has_seats(room, group.pupils) for room in here)

    def _meet(self, host: ClassGroup, receiver: ClassGroup) -> bool:
        minutes = self.limits.min_overlap_minutes
        return overlapping_slots(self.community, host, receiver, minutes) > 0

    def _core_of(self, school: str) -> str:
        return self.community.core_of(school).id
