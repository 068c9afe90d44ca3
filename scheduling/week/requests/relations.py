"""课程关系: lessons at once, on other days, one after the other, apart, at an end of the day."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from community.relations import Relation
from community.rule import Strictness
from community.text import Text
from scheduling.rules.adjoin_lessons import AdjoinLessons
from scheduling.rules.base import AppliesTo
from scheduling.rules.distribute_split_events import DistributeSplitEvents
from scheduling.rules.end_day import EndDay
from scheduling.rules.limit_subjects import LimitSubjects
from scheduling.rules.link_events import LinkEvents
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.week.courses import CLASS
from scheduling.week.grid import day_group
from scheduling.week.relations import days_in_a_row, related, windows
from scheduling.week.requests.times import header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from community.models import LessonRelation
    from scheduling.rules.base import Rule
    from scheduling.week.frame import Frame
    from scheduling.week.relations import Related


def relation_rules(frame: Frame) -> Iterator[Rule]:
    """Yield the rules of each row at each school."""
    for one in related(frame):
        yield from MAKERS[one.row.relation](frame, one)
    for number, row in enumerate(frame.community.relations, 1):
        if row.relation is Relation.BLOCK and row.strictness is not Strictness.HARD:
            yield from _blocks(frame, row, number)


def title(frame: Frame, row: LessonRelation) -> Text:
    """Return the row in words: 体育、音乐不在同一天."""
    names = [frame.community.subject_by_id[s].name for s in row.subjects]
    zh, en = TITLES[row.relation]
    first, last, every = names[0], names[-1], "、".join(names)
    filled = {"first": first, "last": last, "n": row.number or 1}
    return Text(zh.format(all=every, **filled), en.format(all=", ".join(names), **filled))


def _header(frame: Frame, one: Related, suffix: str = "") -> dict[str, Any]:
    return header(one.row, one.id + suffix, title(frame, one.row))


def _blocks(frame: Frame, row: LessonRelation, number: int) -> Iterator[Rule]:
    """Wish for the double lessons that the splitting of a course leaves open."""
    found: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for course in (c for c in frame.courses if c.block is row):
        for event, doubles in course.in_doubles.items():
            found[course.group.school, doubles, course.length].append(event)
    for (school, doubles, length), events in found.items():
        yield DistributeSplitEvents(
            **header(row, f"relation_{number}.{school}.{doubles}", title(frame, row)),
            duration=length,
            minimum=doubles,
            maximum=doubles,
            applies_to=AppliesTo(events=tuple(events)),
        )


def _same_time(frame: Frame, one: Related) -> Iterator[Rule]:
    if len(one.courses) > 1:
        yield LinkEvents(**_header(frame, one), applies_to=AppliesTo(event_groups=(one.id,)))


def _other_days(frame: Frame, one: Related) -> Iterator[Rule]:
    if groups := tuple(map(one.of_class, one.by_class)):
        yield LimitSubjects(
            **_header(frame, one),
            time_groups=_days(frame, one),
            applies_to=AppliesTo(event_groups=groups),
        )


def _adjoining(frame: Frame, one: Related) -> Iterator[Rule]:
    """Ask it of each lesson of the subject of which the class has fewer; of the first, if any.

    A lesson of odd or even weeks is half a one.
    """
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for group, (first, second) in one.by_class.items():
        many = [c.lessons - 0.5 * c.half for c in (first, second)]
        fewer = (first, second) if many[0] <= many[1] else (second, first)
        alike[fewer[0].subject.id, fewer[1].subject.id].append(one.of_class(group))
    either = one.row.relation is Relation.ADJOINING
    for (subject, other), groups in alike.items():
        is_first = subject == one.row.subjects[0]
        yield AdjoinLessons(
            **_header(frame, one, f".{subject}"),
            subject=subject,
            other=other,
            before=either or not is_first,
            after=either or is_first,
            applies_to=AppliesTo(event_groups=tuple(groups)),
        )


def _days_apart(frame: Frame, one: Related) -> Iterator[Rule]:
    """Let one lesson at the most start in so many days in a row."""
    apart = one.row.number or 1
    firsts = windows(frame, one.school, apart)
    yield SpreadEvents(
        **_header(frame, one),
        spreads=tuple(Spread(days_in_a_row(one.school, f, apart), 0, 1) for f in firsts),
        applies_to=AppliesTo(event_groups=tuple(c.whole for c in one.courses)),
    )


def _end_day(frame: Frame, one: Related) -> Iterator[Rule]:
    yield EndDay(
        **_header(frame, one),
        time_groups=_days(frame, one),
        people=CLASS,
        begins=one.row.relation is Relation.FIRST,
        applies_to=AppliesTo(event_groups=tuple(c.whole for c in one.courses)),
    )


def _days(frame: Frame, one: Related) -> tuple[str, ...]:
    return tuple(day_group(d, one.school) for d in frame.days(one.school))


MAKERS: dict[Relation, Callable[[Frame, Related], Iterator[Rule]]] = {
    Relation.SAME_TIME: _same_time,
    Relation.OTHER_DAYS: _other_days,
    Relation.FOLLOWING: _adjoining,
    Relation.ADJOINING: _adjoining,
    Relation.DAYS_APART: _days_apart,
    Relation.LAST: _end_day,
    Relation.FIRST: _end_day,
}

TITLES = {
    Relation.SAME_TIME: ("{all}同时上课", "{all} at the same time"),
    Relation.OTHER_DAYS: ("{all}不在同一天", "{all} on different days"),
    Relation.FOLLOWING: ("{first}之后紧接{last}", "{last} directly after {first}"),
    Relation.ADJOINING: ("{first}与{last}相连", "{first} and {last} side by side"),
    Relation.DAYS_APART: ("{all}每次课至少相隔{n}天", "{all} at least {n} days apart"),
    Relation.BLOCK: ("{all}每次连上{n}节", "{all}: {n} periods at a stretch"),
    Relation.LAST: ("{all}是当天最后的课", "{all} at the end of the day"),
    Relation.FIRST: ("{all}是当天最先的课", "{all} at the beginning of the day"),
}
