"""What relations between lessons make impossible, by counting days, slots and teachers."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.relations import Relation, most_spaced
from community.rule import Strictness
from community.text import Text
from scheduling.lacking import Shortage
from scheduling.week.doubles import most_doubles
from scheduling.week.people import lane_of
from scheduling.week.relations import related

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame
    from scheduling.week.relations import Related

ENDS = {Relation.LAST: Text("最后", "last"), Relation.FIRST: Text("最先", "first")}


def relation_shortages(frame: Frame) -> Iterator[Shortage]:
    """Yield what counting proves of relations that are required."""
    hard = [one for one in related(frame) if one.row.strictness is Strictness.HARD]
    for one in hard:
        if one.row.relation is Relation.SAME_TIME:
            yield from _same_time(frame, one)
        elif one.row.relation is Relation.OTHER_DAYS:
            yield from _other_days(frame, one)
        elif one.row.relation in (Relation.FOLLOWING, Relation.ADJOINING):
            yield from _side_by_side(frame, one)
        elif one.row.relation is Relation.DAYS_APART:
            yield from _days_apart(frame, one)
    for relation in ENDS:
        yield from _ends(frame, [one for one in hard if one.row.relation is relation])


def _days(frame: Frame, course: Course) -> set[int]:
    """Return the weekdays on which a course's class can have lessons."""
    return {t.weekday or 1 for t in frame.usable(course.group)}


def _same_time(frame: Frame, one: Related) -> Iterator[Shortage]:
    """Find lessons at once that are not alike, or lack slots, or teachers."""
    courses = one.courses
    if len(courses) < 2:
        return
    names = "、".join(c.name for c in courses)
    own = sorted({c.own for c in courses})
    if len(own) > 1:
        numbers = "、".join(str(n) for n in own)
        zh = f"{names}要同时上课，但除同步课、合班外各有{numbers}节，节数不同。"
        en = f"{names} are to be at the same time, but have {numbers} lessons of their own."
        yield Shortage("relation", one.id, own[-1] - own[0], Text(zh, en))
    slots = set.intersection(*({t.id for t in frame.usable(c.group)} for c in courses))
    if own[0] > len(slots):
        zh = f"{names}每周要同时上{own[0]}节课，但各班都能上课的时间只有{len(slots)}节。"
        en = f"{names} are to be at the same time in {own[0]} slots; {len(slots)} are open to all."
        yield Shortage("relation", one.id, own[0] - len(slots), Text(zh, en))
    lanes = dict.fromkeys(lane_of(c.group, c.subject.id) for c in courses if c.own)
    teachers = {t for lane in lanes for t in frame.people.qualified(lane)}
    needed = sum(c.own > 0 for c in courses)
    if len(teachers) < needed:
        zh = f"{names}要同时上课，需要{needed}名教师，能教的只有{len(teachers)}名。"
        en = f"{names} are to be at the same time: that takes {needed} teachers, there are "
        point = "+".join(f"{lane.school}/{lane.subject}" for lane in lanes)
        lack = needed - len(teachers)
        yield Shortage("staff", point, lack, Text(zh, f"{en}{len(teachers)}."))


def _too_few(courses: Sequence[Course], needed: int, most: int, text: Text) -> Iterator[Shortage]:
    """Yield that courses take more than there is; the text has places for names and numbers."""
    if needed > most:
        said = ("、".join(c.name for c in courses), needed, most)
        told = Text(text.zh.format(*said), text.en.format(*said))
        yield Shortage("relation", courses[0].whole, needed - most, told)


def _other_days(frame: Frame, one: Related) -> Iterator[Shortage]:
    """Find classes without days enough for subjects that share none.

    Odd and even weeks together have each half period once, so the days of both are counted.
    """
    text = Text(
        "{}不在同一天，至少需要{}天，但一周只有{}天可以上课。",
        "{} on different days take {} days at least; there are {}.",
    )
    for courses in one.by_class.values():
        both = sum(
            -(-lessons // c.subject.max_per_day)
            for c in courses
            for lessons in (c.lessons, c.lessons - c.half)
        )
        yield from _too_few(courses, -(-both // 2), len(_days(frame, courses[0])), text)


def _side_by_side(frame: Frame, one: Related) -> Iterator[Shortage]:
    """Find classes without slots enough that join; one lesson may stand between two others."""
    text = Text(
        "{}每周要前后相接{}次，作息表上相接的时段最多排得下{}次。",
        "{} are to adjoin {} times a week; the bells have room for {}.",
    )
    either = one.row.relation is Relation.ADJOINING
    for courses in one.by_class.values():
        # The two half periods may share a slot, so only what is proved is said.
        needed = min(c.lessons for c in courses) - all(c.half for c in courses)
        most = most_doubles(frame.usable(courses[0].group)) * (2 if either else 1)
        yield from _too_few(courses, needed, most, text)


def _days_apart(frame: Frame, one: Related) -> Iterator[Shortage]:
    """Find courses with more lessons than fit into a week so many days apart."""
    apart = one.row.number or 1
    text = Text(
        f"{{}}每周{{}}次课，每次至少相隔{apart}天，一周最多排得下{{}}次。",
        f"{{}} has {{}} lessons; {{}} fit into a week at least {apart} days apart.",
    )
    for course in one.courses:
        most = most_spaced(_days(frame, course), apart)
        yield from _too_few([course], course.lessons, most, text)


def _ends(frame: Frame, found: list[Related]) -> Iterator[Shortage]:
    """Find classes with more lessons for one end of the day than days."""
    ends: dict[str, dict[str, Course]] = defaultdict(dict)
    for one in found:
        for course in one.courses:
            ends[course.group.id][course.whole] = course
    for courses in ends.values():
        some, end = list(courses.values()), ENDS[found[0].row.relation]
        # Two half periods may share a slot, so only what is proved is said.
        lessons = sum(c.lessons for c in some) - sum(c.half for c in some) // 2
        text = Text(
            f"{{}}都要排在当天{end.zh}，每周共{{}}次，但一周只有{{}}天可以上课。",
            f"{{}} are to be {end.en} of the day, {{}} times a week of {{}} days.",
        )
        yield from _too_few(some, lessons, len(_days(frame, some[0])), text)
