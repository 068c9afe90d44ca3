"""What is frozen stays, the rest is planned around it; what cannot be says so by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from planned import community, plan
from support import ended_by_the_first_timetable

from community.errors import InputError
from community.models import PlacementKind, Unavailable
from rotation.solution import Placement, Roster
from scenarios.changes.base import replaced
from scenarios.lock_check import lock_violations
from scenarios.locks import Lock, LockScope, carried_locks, said, things
from scenarios.meant import Meant
from scenarios.plan import locks_for
from scenarios.planning import make_plan
from scenarios.term_locks import locks_in, not_meant
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.models import Community
    from scenarios.plan import PlanResult
    from scheduling.timetable import ClassLesson

BUDGET = Budget(seconds=60, workers=1, seed=1)  # they end by their first timetable


def locks_of(*words: str, data: Community | None = None, lasting: bool = False) -> tuple[Lock, ...]:
    found = Meant(data or community(), plan().week.lessons)
    return found.locks(words, lasting=lasting)


def planned(data: Community, locks: tuple[Lock, ...]) -> PlanResult:
    with ended_by_the_first_timetable() as listener:
        return make_plan(data, BUDGET, base=replace(plan(), locks=locks), listener=listener)


def lesson(teacher: str = "C1", number: int = 0) -> ClassLesson:
    return sorted(x for x in plan().week.lessons if x.teacher == teacher)[number]


def without(*lessons: ClassLesson) -> Community:
    """The community in which the teachers of some lessons cannot be there then."""
    rows = [Unavailable(teacher=x.teacher, weekday=x.weekday, slot=x.slot) for x in lessons]
    return replaced(community(), unavailable=tuple(rows))


def where(x: ClassLesson) -> str:
    return f"{x.class_id} 周{'一二三四五'[x.weekday - 1]} 第{x.slot}节"


def test_what_is_frozen_stays_and_the_rest_moves_around_it() -> None:
    """A lesson of C1 has to go elsewhere; everything in the other classes stays where it is."""
    off = lesson()
    classes = [g.id for g in community().classes if g.id != off.class_id]
    locks = locks_of(*classes)
    found = planned(without(off), locks)
    assert found.plan is not None
    now = {*found.plan.week.lessons}
    assert off not in now and {lock.lesson for lock in locks} <= now
    assert found.plan.locks == ()  # a freeze of one run does not last
    assert any("没有动" in note.zh for note in found.notes)


def test_a_lock_counts_where_the_plan_says_otherwise() -> None:
    taken = {(x.weekday, x.slot) for x in plan().week.lessons if x.class_id == "C31"}
    free = next((d, s) for d in range(1, 6) for s in range(1, 5) if (d, s) not in taken)
    lock = Lock(replace(lesson(), class_id="C31", weekday=free[0], slot=free[1]))
    lock = replace(lock, lesson=replace(lock.lesson, subject="zh"))
    found = planned(community(), (lock,))
    assert found.plan is not None and lock.lesson in found.plan.week.lessons
    assert found.plan.locks == (lock,)


@pytest.mark.parametrize("words", ["day", "lesson", "C", "class", "教师 C1"])
def test_a_freeze_that_makes_a_plan_impossible_is_named(words: str) -> None:
    off = lesson()
    day = f"周{'一二三四五'[off.weekday - 1]}"
    text = {"day": day, "lesson": where(off), "class": off.class_id}.get(words, words)
    locks = locks_of(text)
    found = make_plan(without(off), BUDGET, base=replace(plan(), locks=locks))
    assert found.status is Status.INFEASIBLE and found.plan is None
    told = "".join(reason.zh for reason in found.reasons)
    name = said(community(), locks[0].thing).zh
    assert f"冻结：{name}" in told and off.teacher in told


def test_two_locks_that_exclude_each_other_are_both_named() -> None:
    zh, math = (
        next(x for x in plan().week.lessons if (x.class_id, x.subject) == ("C31", s))
        for s in ("zh", "math")
    )
    locks = Lock(zh), Lock(replace(math, weekday=zh.weekday, slot=zh.slot))
    found = make_plan(community(), BUDGET, base=replace(plan(), locks=locks))
    assert found.status is Status.INFEASIBLE
    for lock in locks:
        assert f"“锁定：{said(community(), lock.thing).zh}”" in found.reasons[0].zh


def test_a_lock_of_a_course_that_is_gone_is_bad_input() -> None:
    lock = Lock(replace(lesson(), series="s9"))
    with pytest.raises(InputError, match="s9"):
        make_plan(community(), BUDGET, base=replace(plan(), locks=(lock,)))


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        *(("C", LockScope.SCHOOL), ("中心小学", LockScope.SCHOOL), ("学校 C", LockScope.SCHOOL)),
        *(("中心小学三1班", LockScope.CLASS), ("C31", LockScope.CLASS), ("M 3.1", LockScope.CLASS)),
        *(("教师C5", LockScope.TEACHER), ("老师 C5", LockScope.TEACHER)),
        *(("星期三", LockScope.DAY), ("周3", LockScope.DAY), ("wednesday", LockScope.DAY)),
    ],
)
def test_planners_name_it_as_they_do(text: str, scope: LockScope) -> None:
    locks = locks_of(text)
    (thing,) = things(locks)
    assert thing[0] is scope and len({lock.lesson for lock in locks}) == len(locks)


@pytest.mark.parametrize(
    "text", ["{c} {d} 第{s}节", "{c}{d}第{s}节", "{c} {d} {s}", "{c} {d} 第{s}节 {n}"]
)
def test_a_lesson_is_named_by_class_weekday_and_slot(text: str) -> None:
    x = lesson()
    name = community().subject_by_id[x.subject].name
    day = f"星期{'一二三四五'[x.weekday - 1]}"
    (lock,) = locks_of(text.format(c=x.class_id, d=day, s=x.slot, n=name))
    assert lock == Lock(x, LockScope.LESSON, lasting=False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *(("教师C6", "教师C5"), ("三1班", "中心小学（C31）、东山小学（M31）"), ("周六", "没有课")),
        *(("C31 周三", "应为学校、班级"), ("C31 周三 第9节", "第1节"), ("", "应为学校、班级")),
        *(("C31 周三 第1节 单周", "没有这样的课"), ("东山 周三 第1节", "班级")),
    ],
)
def test_what_names_nothing_is_told_with_what_there_is(text: str, told: str) -> None:
    with pytest.raises(InputError) as wrong:
        locks_of(text, "C31")
    (problem,) = wrong.value.problems
    assert problem.place == "" and told in problem.to("zh")


def test_locks_count_in_their_own_term() -> None:
    lasting, once = Lock(lesson()), Lock(lesson(), lasting=False)
    held = replace(plan(), locks=(lasting, once))
    assert locks_for(held, held.week.term) == (lasting, once)
    assert locks_for(held, "2025-2") == (once,)


def test_two_people_of_one_name_are_told_apart() -> None:
    people = [
        t.model_copy(update={"name": "张三"}) if t.id in ("C1", "M1") else t
        for t in community().teachers
    ]
    data = replaced(community(), teachers=tuple(people))
    with pytest.raises(InputError) as wrong:
        locks_of("张三", data=data)
    told = wrong.value.problems[0].to("zh")
    assert "C1" in told and "M1" in told
    (thing,) = things(locks_of("M1", data=data))
    assert said(data, thing).zh == "张三（东山小学）"


def violations(lessons: list[ClassLesson], *locks: Lock) -> list[tuple[bool, str]]:
    found = lock_violations(community(), lessons, locks)
    return [(v.is_hard, v.sentence.zh) for v in found]


def test_the_audit_says_what_of_a_lock_is_not_kept() -> None:
    every, x = [*plan().week.lessons], lesson()
    rest = [y for y in every if y != x]
    assert violations(every, Lock(x)) == []
    ((hard, told),) = violations([*rest, replace(x, slot=x.slot % 4 + 1)], Lock(x))
    assert hard and "动了" in told
    ((hard, told),) = violations([*rest, replace(x, teacher="C3")], Lock(x))
    assert hard and "教师C3" in told
    ((hard, told),) = violations([*rest, replace(x, room="")], Lock(replace(x, room="CL")))
    assert not hard and "录播教室" in told
    assert violations([*rest, replace(x, teacher="C3")], Lock(replace(x, teacher=""))) == []


def test_a_locked_day_and_a_locked_person_get_nothing_besides() -> None:
    every = [*plan().week.lessons]
    taken = {(y.class_id, y.weekday, y.slot) for y in every}
    busy = {(y.weekday, y.slot) for y in every if y.teacher == "C5"}
    x, free = next(
        (y, slot)
        for y in every
        for slot in range(1, 5)
        if y.teacher == "C5"
        and (y.class_id, y.weekday, slot) not in taken
        and (y.weekday, slot) not in busy
    )
    for scope in (LockScope.DAY, LockScope.TEACHER):
        locks = [Lock(y, scope) for y in every if Lock(y, scope).thing == Lock(x, scope).thing]
        ((hard, told),) = violations([*every, replace(x, slot=free)], *locks)
        assert hard and "已锁定，多出了" in told


def test_locks_of_those_who_are_gone_fall_away_or_keep_the_time() -> None:
    x, y = lesson("C5"), lesson("M1")
    classes = tuple(g for g in community().classes if g.id != y.class_id)
    people = tuple(t for t in community().teachers if t.id != "C5")
    changed = replaced(community(), classes=classes, teachers=people)
    (kept,) = carried_locks([Lock(x, LockScope.TEACHER), Lock(y)], changed)
    assert kept == Lock(replace(x, teacher=""), LockScope.LESSON)


def sent(who: str, term: str) -> Roster:
    return Roster((Placement(who, PlacementKind.SECONDMENT, "M", term, 1),))


def test_locks_of_another_term_keep_what_can_be_meant() -> None:
    """C1 is at M in the second term: of the locked lesson at C only the time stays."""
    x, y = lesson("C1"), lesson("C2")
    locks = (Lock(x, LockScope.TEACHER), Lock(y))
    assert locks_in(community(), Roster(), "2025-2", locks) == (tuple(sorted(locks)), ())
    found, (told,) = locks_in(community(), sent("C1", "2025-2"), "2025-2", locks)
    assert {*found} == {Lock(replace(x, teacher="")), Lock(y)}
    assert told.zh == "教师C1这学期不在中心小学：锁定的1节课只锁定了时间。"
    assert locks_in(community(), sent("C1", "2025-2"), "2025-1", locks)[1] == ()
    beside = Lock(replace(x, group="&1"))  # of a second teacher there is nothing but the name
    assert locks_in(community(), sent("C1", "2025-2"), "2025-2", [beside])[0] == ()


def test_locks_that_do_not_count_are_told() -> None:
    held = replace(plan(), locks=(Lock(lesson()), Lock(lesson("C2"), lasting=False)))
    assert not_meant(community(), held, held.week.term) == ()
    (told,) = not_meant(community(), held, "2025-2")
    assert "锁定的1节课是" in told.zh
