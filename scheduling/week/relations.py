"""课程关系: the courses that a relation is about, and the groups in which rules speak of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from community.relations import Relation
from scheduling.instance import Group
from scheduling.week.courses import course_id
from scheduling.week.grid import day_group
from scheduling.week.groups import course_events
from scheduling.wording import day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import LessonRelation
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame


class Related(NamedTuple):
    """A row of the table at one school, with its courses there, whole ones.

    They are class by class, in the order of the row's subjects; a class may lack some.
    """

    row: LessonRelation
    number: int
    school: str
    courses: tuple[Course, ...]

    @property
    def id(self) -> str:
        """Id of its rule, and the beginning of those of its groups."""
        return f"relation_{self.number}.{self.school}"

    @property
    def by_class(self) -> dict[str, list[Course]]:
        """The courses of each class that has two of them at least."""
        found: dict[str, list[Course]] = defaultdict(list)
        for course in self.courses:
            found[course.group.id].append(course)
        return {group: courses for group, courses in found.items() if len(courses) > 1}

    def of_class(self, group: str) -> str:
        """Return the id of the event group of a class's courses."""
        return f"{self.id}.{group}"


def related(frame: Frame) -> Iterator[Related]:
    """Yield each row at each school at which it is about any course.

    Blocks are left out: they are how a course is split (``Community.blocks``).
    """
    wholes = {course.whole: course for course in frame.wholes}
    rows = enumerate(frame.community.relations, 1)
    for number, row in ((n, r) for n, r in rows if r.relation is not Relation.BLOCK):
        found: dict[str, list[Course]] = defaultdict(list)
        for group in frame.community.classes:
            if row.is_about(group):
                for subject in _subjects(row, group.id):
                    if course := wholes.get(course_id(group.id, subject)):
                        found[group.school].append(course)
        for school, courses in found.items():
            yield Related(row, number, school, tuple(courses))


def _subjects(row: LessonRelation, group: str) -> tuple[str, ...]:
    """Return the subjects of a class that are meant."""
    if row.relation is Relation.SAME_TIME:
        return tuple(subject for _, subject in row.links((group,)))
    return row.subjects


IN_CLASS = (Relation.OTHER_DAYS, Relation.FOLLOWING, Relation.ADJOINING)  # between its subjects


def relation_groups(frame: Frame) -> Iterator[Group]:
    """Yield the event groups that relations speak of, besides courses."""
    members = course_events(frame)
    for one in related(frame):
        if one.row.relation is Relation.SAME_TIME:
            subjects = "、".join(dict.fromkeys(c.subject.name for c in one.courses))
            classes = "、".join(c.group.name for c in one.courses)
            school = frame.community.school_by_id[one.school].name
            own = tuple(c.whole for c in one.courses if c.own)  # lessons in common are tied already
            yield Group(one.id, f"{school}{classes}的{subjects}", own)
        elif one.row.relation in IN_CLASS:
            for group, courses in one.by_class.items():
                subjects = "、".join(c.subject.name for c in courses)
                name = frame.class_name(courses[0].group) + subjects
                events = tuple(e for c in courses for e in members[c.whole])
                yield Group(one.of_class(group), name, events)


def days_in_a_row(school: str, first: int, apart: int) -> str:
    """Return the id of the time group of so many days of a school from one on."""
    return day_group(first, school) if apart == 1 else f"{school}:days{first}+{apart}"


def windows(frame: Frame, school: str, apart: int) -> dict[int, list[int]]:
    """Return by the first of them so many days in a row, those with lessons at the school."""
    days = frame.days(school)
    firsts = range(days[0], max(days[0], days[-1] - apart + 1) + 1)
    found = {f: [d for d in days if f <= d < f + apart] for f in firsts}
    return {first: some for first, some in found.items() if some}


def relation_days(frame: Frame) -> Iterator[Group]:
    """Yield the time groups of days in a row in which there is one lesson at the most."""
    spaced = (one for one in related(frame) if one.row.relation is Relation.DAYS_APART)
    for school, apart in dict.fromkeys((one.school, one.row.number or 1) for one in spaced):
        for first, days in windows(frame, school, apart).items() if apart > 1 else ():
            times = tuple(t.id for t in frame.times_at[school] if t.weekday in days)
            ends = [*dict.fromkeys((day(days[0]), day(days[-1])))]
            zh, en = "至".join(d.zh for d in ends), " to ".join(d.en for d in ends)
            yield Group(days_in_a_row(school, first, apart), zh, times, english=en)
