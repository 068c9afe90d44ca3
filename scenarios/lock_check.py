"""Whether a timetable is as its locks say. Never imports the solver."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.rule import Strictness, Violation
from community.text import Text
from scenarios.locks import LockScope, said, things
from scenarios.naming import clock, lesson_said, time_said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from community.models import Community
    from scenarios.locks import Lock, Thing
    from scheduling.timetable import ClassLesson

RULE, FAMILY = "locks", "Locks"


def lock_violations(
    community: Community, lessons: Sequence[ClassLesson], locks: Iterable[Lock]
) -> Iterator[Violation]:
    """Yield where a timetable is not as its locks say."""
    at: dict[tuple[object, ...], list[ClassLesson]] = defaultdict(list)
    for lesson in lessons:
        at[_place(lesson)].append(lesson)
    locks = [*locks]
    for lock in dict.fromkeys(lock.lesson for lock in locks):
        yield from _kept(community, lock, at[_place(lock)], lessons)
    for thing, some in things(locks).items():
        if thing[0] in (LockScope.DAY, LockScope.TEACHER):
            yield from _added(community, thing, lessons, [x.lesson for x in some])


def _place(lesson: ClassLesson) -> tuple[object, ...]:
    """Return what a lock fixes in any case: the course and its time."""
    x = lesson
    return x.class_id, x.subject, x.series, x.group, x.weekday, x.slot, x.weeks, x.periods


def _kept(
    community: Community,
    lock: ClassLesson,
    there: Sequence[ClassLesson],
    lessons: Sequence[ClassLesson],
) -> Iterator[Violation]:
    """Yield what is not as a lock says; where another room or assistant is, that is no more."""
    what = lesson_said(community, lock)
    if not there:
        now = [x for x in lessons if (x.class_id, x.subject) == (lock.class_id, lock.subject)]
        when = [time_said(community, x) for x in sorted(now)]
        zh = "、".join(t.zh for t in when) or "没有"
        en = ", ".join(t.en for t in when) or "no time"
        yield _violation(
            lock,
            f"锁定的课动了：{what.zh}应在原处，这门课现在的时间：{zh}",
            f"A locked lesson was moved: {what.en}; the course is at {en} now",
        )
        return
    if lock.teacher and all(x.teacher != lock.teacher for x in there):
        was, has = (_name(community, x.teacher) for x in (lock, there[0]))
        yield _violation(
            lock,
            f"锁定的课换了教师：{what.zh}应由{was.zh}上，现为{has.zh}",
            f"A locked lesson has another teacher: {what.en} is {was.en}'s, not {has.en}'s",
        )
    rooms = {r.id: r.name for r in community.rooms}
    for field, zh, en in (("room", "教室", "room"), ("assistant", "助教", "assistant")):
        wanted = getattr(lock, field)
        if wanted and all(getattr(x, field) != wanted for x in there):
            name = rooms.get(wanted) or _name(community, wanted).zh
            yield _violation(
                lock,
                f"锁定的课换了{zh}：{what.zh}原为{name}",
                f"A locked lesson has another {en}: {what.en} had {name}",
                Strictness.SOFT,
            )


def _added(
    community: Community,
    thing: Thing,
    lessons: Sequence[ClassLesson],
    locked: list[ClassLesson],
) -> Iterator[Violation]:
    """Yield lessons on a locked day, or of a locked person, at times that were free."""
    (scope, what), name = thing, said(community, thing)
    by_day = scope is LockScope.DAY
    known: dict[object, list[tuple[int, int]]] = defaultdict(list)  # minutes of the week
    for x in locked:
        known[x.class_id if by_day else what].append(_minutes(community, x))
    for lesson in lessons:
        if by_day:
            own = known.get(lesson.class_id) if lesson.weekday == what else None
        else:
            own = known[what] if what in (lesson.teacher, lesson.assistant) else None
        start, end = _minutes(community, lesson)
        if own and not any(start < until and begin < end for begin, until in own):
            more = lesson_said(community, lesson)
            yield _violation(
                lesson,
                f"{name.zh}已锁定，多出了{more.zh}",
                f"{name.en} is locked, and has {more.en} besides",
            )


def _minutes(community: Community, lesson: ClassLesson) -> tuple[int, int]:
    """Return when a lesson begins and ends, in minutes of the week."""
    start, end = clock(community, lesson)
    midnight = 24 * 60 * lesson.weekday
    return midnight + start, midnight + end


def _name(community: Community, teacher: str) -> Text:
    if not teacher:
        return Text("空缺", "nobody")
    return Text(*[community.called[teacher]] * 2)


def _violation(
    lesson: ClassLesson, zh: str, en: str, strictness: Strictness = Strictness.HARD
) -> Violation:
    point = f"{lesson.class_id}/{lesson.subject}@{lesson.weekday}.{lesson.slot}"
    return Violation(RULE, FAMILY, strictness, point, 1, 1, Text(f"{zh}。", f"{en}."))
