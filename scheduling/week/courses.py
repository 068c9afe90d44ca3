"""Courses of a week: what each class has of each subject."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from community.grouped import standing
from community.rule import Strictness
from scheduling.timetable import JOINED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from community.grouped import GroupLesson, Parallel
    from community.models import ClassGroup, Community, LessonRelation, Subject, SyncSeries

TEACHER, CLASS, ROOM = "Teacher", "Class", "Room"  # resource types
TEACHES, USES, ASSISTS = "teacher", "room", "assistant"  # roles


@dataclass(frozen=True, slots=True)
class Course:
    """One subject of one class, in whole periods a week and perhaps half a period.

    Where several teachers share it out, each ``part``, named by its teacher, is a course. So is the
    part of a teacher who is ``beside`` another one: its lessons hold no class, and are at the times
    of the event ``beside`` names. So is each group of pupils (``row``); the lessons of the first of
    those at the same times, which they name as well, hold the ``classes``.
    """

    group: ClassGroup
    subject: Subject
    name: str  # with the school's
    periods: int  # whole periods every week, synchronous ones included
    doubles: int = 0  # among its own lessons
    length: int = 2  # of its double lessons; 3 or 4 where they are longer
    block: LessonRelation | None = None  # the row that asks for them, if not the curriculum
    half: bool = False  # and one of odd or even weeks
    hosted: tuple[SyncSeries, ...] = ()
    received: tuple[SyncSeries, ...] = ()
    weight: Fraction = Fraction(1)  # what a lesson counts in loads
    part: str = ""
    together: int = 0  # of its own periods, those with further teachers, where some are without
    beside: str = ""
    row: GroupLesson | None = None
    classes: tuple[str, ...] = ()
    in_groups: int = 0  # whole periods that pupils have in groups, at times that count for it
    chosen: int = 0  # and at times that count for another subject, which other pupils have
    stands: bool = False  # a group's lessons, at times that count for its subject

    @property
    def whole(self) -> str:
        """Id of the whole course, and of its event group."""
        return course_id(self.group.id, self.subject.id)

    @property
    def id(self) -> str:
        """Id of the course, of its event group, and of the event of its own lessons."""
        return f"{self.whole}/{self.part}" if self.part else self.whole

    def with_part(self, other: Course) -> Course:
        """Return this part and another one as one course."""
        periods, doubles = self.periods + other.periods, self.doubles + other.doubles
        return replace(self, periods=periods, doubles=doubles, part="")

    @property
    def synchronous(self) -> int:
        """Whole periods in common with other classes."""
        return sum(s.periods for s in (*self.hosted, *self.received))

    @property
    def own(self) -> int:
        """Whole periods of the class's own lessons; more synchronous ones are a shortage."""
        return max(0, self.periods - self.synchronous - self.in_groups - self.chosen)

    @property
    def wished(self) -> bool:
        """Whether double lessons are no more than a wish: then the lessons may all be single."""
        return self.block is not None and self.block.strictness is not Strictness.HARD

    @property
    def own_doubles(self) -> int:
        """Double lessons that own lessons must have; what these cannot hold is a shortage."""
        return 0 if self.wished else self.doubles

    def doubles_of(self, series: SyncSeries) -> int:
        """Return the double lessons of a series; lessons that are no joint ones are single."""
        return series.periods // self.length if self.block and series.together else 0

    @property
    def in_doubles(self) -> dict[str, int]:
        """Events that have double lessons, and how many, where these are wished for too."""
        found = {self.id: self.doubles}
        for series in (*self.hosted, *self.received):
            found[series_id(self.id, series.id)] = self.doubles_of(series)
        return {event: doubles for event, doubles in found.items() if doubles}

    @property
    def most_lessons(self) -> int:
        """Lessons a week, half a period being one; as many as there may be."""
        if self.wished:
            return self.own + self.synchronous + self.in_groups + self.half
        return self.lessons

    @property
    def lessons(self) -> int:
        """Lessons a week, a double lesson being one and half a period one; as few as may be."""
        saved = (self.length - 1) * sum(self.in_doubles.values())
        return self.own + self.synchronous + self.in_groups + self.half - saved

    @property
    def held(self) -> int:
        """Whole periods of the class's week that it takes; none, where others hold the class."""
        return 0 if self.beside else self.own + self.synchronous + self.in_groups

    @property
    def taught(self) -> float:
        """Periods a week that a teacher of this class's own has to teach."""
        return self.own + sum(s.periods for s in self.hosted) + 0.5 * self.half

    @property
    def load(self) -> Fraction:
        """What it counts in the load of whoever teaches it."""
        return self.weight * Fraction(self.taught)


def course_id(group: str, subject: str) -> str:
    """Return the id of a course."""
    return f"{group}/{subject}"


def joined_id(course: str) -> str:
    """Return the id of the event of the lessons with further teachers, where not all have them."""
    return f"{course}/{JOINED}"


def half_id(course: str) -> str:
    """Return the id of the event of a lesson in odd or in even weeks."""
    return f"{course}~half"


def series_id(course: str, series: str) -> str:
    """Return the id of the event of a class's part of a synchronous series."""
    return f"{course}@{series}"


def make_courses(community: Community, broadcasts: Iterable[SyncSeries]) -> tuple[Course, ...]:
    """Return the courses of all classes, in the order of classes and subjects."""
    hosted: dict[tuple[str, str], list[SyncSeries]] = defaultdict(list)
    received: dict[tuple[str, str], list[SyncSeries]] = defaultdict(list)
    for series in broadcasts:
        hosted[series.host_class, series.subject].append(series)
        for receiver in dict.fromkeys(series.receiving_classes):
            received[receiver, series.subject].append(series)
    found: list[Course] = []
    stands = {group: standing(divided) for group, divided in community.divisions.items()}
    in_groups: Counter[tuple[str, str]] = Counter()
    for one in community.parallels:
        in_groups.update({(c, stands[c][one.id]): one.periods for c in one.classes})
    for (class_id, subject_id), periods in community.demand.items():
        group, subject = community.class_by_id[class_id], community.subject_by_id[subject_id]
        course = Course(
            group=group,
            subject=subject,
            name=community.school_by_id[group.school].name + group.name + subject.name,
            periods=int(periods),
            half=periods % 1 > 0,
            doubles=community.doubles[class_id, subject_id],
            hosted=tuple(hosted[class_id, subject_id]),
            received=tuple(received[class_id, subject_id]),
            weight=community.loads.weights[class_id, subject_id],
            in_groups=in_groups[class_id, subject_id],
            chosen=community.in_groups[class_id, subject_id] - in_groups[class_id, subject_id],
        )
        if row := community.blocks.get((class_id, subject_id)):
            course = _in_blocks(course, row)
        found += _beside(_shared_out(course, community), community)
    for one in community.parallels:
        found += _in_groups(one, community, stands[one.classes[0]][one.id])
    return tuple(found)


def _in_blocks(course: Course, row: LessonRelation) -> Course:
    """Return a course with the blocks of a row: in joint lessons all they hold, then in its own."""
    found = replace(course, block=row, length=row.number or 2, doubles=0)
    most = found.own // found.length
    if row.times is not None:
        most = max(0, min(most, row.times - sum(found.in_doubles.values())))
    return replace(found, doubles=most)


def _in_groups(parallel: Parallel, community: Community, stands: str) -> Iterator[Course]:
    """Yield the courses of groups that are taught at the same times, the one that stands first."""
    groups = [community.class_by_id[c] for c in parallel.classes]
    school = community.school_by_id[groups[0].school]
    named = groups[0].name + (f"等{len(groups)}个班" if len(groups) > 1 else "")
    first = next(row for row in parallel.rows if row.subject == stands)
    lead = f"{course_id(groups[0].id, first.subject)}/{first.name}"
    for row in (first, *(r for r in parallel.rows if r is not first)):
        subject = community.subject_by_id[row.subject]
        yield Course(
            group=groups[0],
            subject=subject,
            name=f"{school.name}{named}{subject.name}（{row.name}）",
            periods=row.periods,
            part=row.name,
            beside=lead,
            row=row,
            weight=community.loads.weights[groups[0].id, subject.id],
            classes=parallel.classes if row is first else (),
            stands=row is first or row.subject == stands,
        )


def _shared_out(course: Course, community: Community) -> Iterator[Course]:
    """Yield the parts of a course that teachers share, the larger ones with its doubles; or it."""
    shares = community.shares.get((course.group.id, course.subject.id))
    if not shares:
        yield course
        return
    left = course.doubles
    for teacher, periods in sorted(shares.items(), key=lambda share: (-share[1], share[0])):
        doubles = min(left, periods // course.length)
        left -= doubles
        who = community.called[teacher]
        yield replace(
            course,
            name=f"{course.name}（{who}）",
            periods=periods,
            doubles=doubles,
            part=teacher,
        )


def _beside(courses: Iterable[Course], community: Community) -> Iterator[Course]:
    """Yield courses, each followed by the parts of those who are beside its teacher."""
    for course in courses:
        rows = community.together.get((course.group.id, course.subject.id), ())
        periods = (rows[0].periods or course.own) if rows else 0
        some = periods if periods < course.own else 0
        yield replace(course, together=some)
        for number, _ in enumerate(rows, 1):
            yield replace(
                course,
                name=f"{course.name}（同堂）",
                periods=periods,
                doubles=0 if some else course.doubles,
                half=False,
                hosted=(),
                received=(),
                part=f"{JOINED}{number}",
                beside=joined_id(course.id) if some else course.id,
            )
