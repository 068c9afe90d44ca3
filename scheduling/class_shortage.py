"""What is impossible inside one class, by counting its lessons and the slots of its school."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.lacking import Shortage
from scheduling.week.doubles import breaks, most_blocks, most_doubles
from scheduling.wording import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import ClassGroup
    from scheduling.instance import Time
    from scheduling.week.courses import Course
    from scheduling.week.frame import Frame

Double = tuple[str, int, int]  # a subject, how many double lessons of it, and how long


def class_shortages(frame: Frame) -> Iterator[Shortage]:
    """Yield what counting proves of each class: no teacher and no room matters."""
    yield from _full_classes(frame)
    yield from _full_days(frame)
    yield from _doubles(frame)


def _full_classes(frame: Frame) -> Iterator[Shortage]:
    """Find classes with more periods than slots, in odd or in even weeks."""
    for group in frame.community.classes:
        courses = frame.courses_of[group.id]
        periods = sum(c.held for c in courses)
        periods += -(-sum(c.half for c in courses) // 2)  # two of them share a slot
        periods += frame.events_without_subject[group.id]
        slots = len(frame.usable(group))
        if periods > slots:
            name, early = frame.class_name(group), Text("", "")
            if slots < len(frame.times_of(group)):
                begin = clock(frame.opening(group))
                early = Text(f"不早于{begin}的", f" from {begin} on")
            zh = f"{name}每周有{periods}节课，但作息表{early.zh}只有{slots}节正课；"
            en = f"{name} has {periods} periods for {slots} slots{early.en}; "
            said = Text(f"{zh}请减少课时或增加节次。", f"{en}cut periods or add slots.")
            yield Shortage("class_slots", group.id, periods - slots, said)


def _full_days(frame: Frame) -> Iterator[Shortage]:
    """Find courses with more lessons than their days can hold."""
    for course in frame.wholes:
        limit = course.subject.max_per_day
        slots = Counter(t.weekday for t in frame.usable(course.group))
        most = sum(min(limit, n) for n in slots.values())
        if course.lessons > most:
            zh = f"{course.name}每周{course.lessons}次课，每天不超过{limit}次，一周最多{most}次。"
            en = f"{course.name} has {course.lessons} lessons; at most {limit} a day make "
            en += f"{most} a week."
            yield Shortage("days", course.whole, course.lessons - most, Text(zh, en))


def _doubles(frame: Frame) -> Iterator[Shortage]:
    """Find classes with more double lessons than there are slots that join; alike ones together."""
    found: dict[tuple[str, str, tuple[Double, ...], int], list[ClassGroup]] = defaultdict(list)
    for group in frame.community.classes:
        asked = [c for c in frame.courses_of[group.id] if c.own_doubles and not c.beside]
        for courses in ([c] for c in asked):
            most = _most_of_course(frame, courses[0])
            if courses[0].own_doubles > most:
                break
        else:
            courses, most = asked, _most_of_class(frame, group)
        doubles = tuple((c.subject.id, c.own_doubles, c.length) for c in courses)
        if 0 <= most < sum(n for _, n, _ in doubles):
            found[frame.bells.of(group), group.school, doubles, most].append(group)
    for (_, school, doubles, most), groups in found.items():
        yield _no_double(frame, school, doubles, most, groups)


def _most_of_course(frame: Frame, course: Course) -> int:
    """Return the doubles of a course that its days have room for, if it were the only one."""
    days: dict[int | None, list[Time]] = defaultdict(list)
    for time in frame.usable(course.group):
        days[time.weekday].append(time)
    limit, length = course.subject.max_per_day, course.length
    return sum(min(limit, most_blocks(times, length)) for times in days.values())


def _most_of_class(frame: Frame, group: ClassGroup) -> int:
    """Return the doubles that a class's week has room for beside its synchronous lessons.

    These are where the bells of the schools meet, and may leave a slot without a partner. It is -1
    when they do not even fit themselves, which is told of the series.
    """
    series = [s for c in frame.courses_of[group.id] for s in (*c.hosted, *c.received)]
    meets = {t for s in series for t in frame.meeting(s, group)}
    return most_doubles(frame.usable(group), meets, sum(s.periods for s in series))


def _no_double(
    frame: Frame, school: str, doubles: tuple[Double, ...], most: int, groups: list[ClassGroup]
) -> Shortage:
    community, count = frame.community, sum(n for _, n, _ in doubles)
    place, why = community.school_by_id[school], breaks(community, groups[0])
    named = [community.subject_by_id[s].name for s, _, _ in doubles]
    each = "、".join(
        f"{name}{n}次{f'，每次{length}节' if length > 2 else ''}"
        for name, (_, n, length) in zip(named, doubles, strict=True)
    )
    zh = f"{place.name}{'、'.join(g.name for g in groups)}每周要连堂{count}次（{each}），"
    zh += f"但最多排得下{most}次。{why.zh}请减少连堂次数，或改作息表。"
    listed = ", ".join(f"{s} {n}" + f" of {x}" * (x > 2) for s, n, x in doubles)
    en = f"{place.name} {', '.join(g.name for g in groups)}: {count} double lessons a week are "
    en += f"asked for ({listed}), at most {most} fit.{why.en} Ask for fewer doubles, or change the "
    return Shortage("doubles", groups[0].id, count - most, Text(zh, f"{en}bells."))
