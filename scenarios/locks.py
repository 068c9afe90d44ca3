"""What planners freeze: lessons that stay as they are, and how it is told when they do not.

A lock is one lesson as it has to stay. What a planner freezes is a lesson, or all lessons of a
class, a school, a weekday or a person: those are so many locks of one scope.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from community.sync import common_series
from community.text import WEEKDAYS, Text
from scenarios.naming import class_said, lesson_said
from scheduling.timetable import ClassLesson
from scheduling.week.freezing import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.models import Community


Thing: TypeAlias = "tuple[LockScope, object]"  # what was frozen, by its id


class LockScope(StrEnum):
    """By what a lesson was frozen: alone, or with all that its class, day, … has."""

    LESSON = "lesson"
    CLASS = "class"
    SCHOOL = "school"
    DAY = "day"
    TEACHER = "teacher"
    ASSISTANT = "assistant"  # a person, who assists in this lesson


@dataclass(frozen=True, order=True)
class Lock:
    """A lesson that stays as it is; nobody in it, or no room, leaves these open.

    What is frozen for one run is not ``lasting``: it is not written with the plan.
    """

    lesson: ClassLesson
    scope: LockScope = LockScope.LESSON
    lasting: bool = True

    @property
    def thing(self) -> Thing:
        """What was frozen: scope and id, for a person the same whether teaching or assisting."""
        x = self.lesson
        if self.scope is LockScope.ASSISTANT:
            return LockScope.TEACHER, x.assistant
        of = {
            LockScope.LESSON: x,
            LockScope.CLASS: x.class_id,
            LockScope.SCHOOL: x.school,
            LockScope.DAY: x.weekday,
            LockScope.TEACHER: x.teacher,
        }
        return self.scope, of[self.scope]


def things(locks: Iterable[Lock]) -> dict[Thing, list[Lock]]:
    """Return the locks of each thing that was frozen, in their order."""
    found: dict[Thing, list[Lock]] = defaultdict(list)
    for lock in locks:
        found[lock.thing].append(lock)
    return found


def frozen(community: Community, locks: Sequence[Lock]) -> list[Frozen]:
    """Return what is frozen as the week's problem takes it, what lasts first."""
    lasting, once = (things(x for x in locks if x.lasting is last) for last in (True, False))
    found = []
    for thing, some in (*lasting.items(), *once.items()):
        (scope, what), name = thing, said(community, thing)
        word = Text("锁定", "locked") if some[0].lasting else Text("冻结", "frozen")
        part = Frozen(
            Text(f"{word.zh}：{name.zh}", f"{word.en}: {name.en}"),
            tuple(dict.fromkeys(lock.lesson for lock in some)),
            weekday=what if scope is LockScope.DAY and isinstance(what, int) else None,
            teacher=str(what) if scope is LockScope.TEACHER else "",
        )
        found.append(part)
    return found


def said(community: Community, thing: Thing) -> Text:
    """Return in words what was frozen."""
    scope, what = thing
    if isinstance(what, ClassLesson):
        return lesson_said(community, what)
    if isinstance(what, int):
        return WEEKDAYS[what - 1]
    names = {
        LockScope.SCHOOL: lambda: community.school_by_id[str(what)].name,
        LockScope.CLASS: lambda: class_said(community, str(what)),
        LockScope.TEACHER: lambda: community.called[str(what)],
    }
    name = names[scope]()
    return Text(name, name)


def carried_locks(locks: Iterable[Lock], community: Community) -> tuple[Lock, ...]:
    """Return the locks that a changed community can still hold.

    Those of classes that are gone fall away; where a person or room is gone, the time stays, and
    so it does, with a teacher of the school alone, where a class has it in common no more.
    """
    people, rooms = {"", *community.teacher_by_id}, {r.id for r in community.rooms}
    series = {"", *(s.id for s in common_series(community))}
    found = list[Lock]()
    for lock in locks:
        x = lock.lesson
        if x.class_id in community.class_by_id:
            teacher, assistant = (who if who in people else "" for who in (x.teacher, x.assistant))
            room = x.room if x.room in rooms else ""
            if x.series not in series:
                x = replace(x, series="")
                here = teacher and community.teacher_by_id[teacher].school == x.school
                teacher, assistant = teacher if here else "", ""
            lesson = replace(x, teacher=teacher, assistant=assistant, room=room)
            held = {LockScope.TEACHER: teacher, LockScope.ASSISTANT: assistant}
            scope = lock.scope if held.get(lock.scope, x.class_id) else LockScope.LESSON
            found.append(replace(lock, lesson=lesson, scope=scope))
    return tuple(found)


def unlocked(locks: Sequence[Lock], named: Iterable[Lock]) -> tuple[Lock, ...]:
    """Return what stays locked when things are given free.

    What was locked as such a thing goes as a whole. Of any other thing the lessons that are named
    go, and the rest of it stays locked lesson by lesson.
    """
    left = things(locks)
    for thing, some in things(named).items():
        if thing in left:
            del left[thing]
            continue
        free = {lock.lesson for lock in some}
        for other, kept in left.items():
            rest = [lock for lock in kept if lock.lesson not in free]
            if len(rest) < len(kept):
                left[other] = [replace(lock, scope=LockScope.LESSON) for lock in rest]
    return tuple(sorted({lock for some in left.values() for lock in some}))
