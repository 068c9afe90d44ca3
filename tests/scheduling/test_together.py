"""Lessons with several teachers at once (双师): planned, audited, counted and refused.

The week is of one class, C31: 13 lessons (zh 6, math 5, music 2) in 20 slots, as in
``test_requests``; C1 and C3 can teach Chinese.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from support import tiny_community, tiny_teacher
from weeks import TERM, broken, first_timetable, refused

from community.integrity import problems
from community.models import Unavailable
from community.policy import Policy
from community.requests import Binding, LoadRequest, Teaching
from community.sync import periods_beside
from rotation.solution import Roster
from scheduling.shortage import shortages
from scheduling.week.audit import audit_week

if TYPE_CHECKING:
    from community.models import Community


def _row(teacher: str, periods: int | None = None, **more: object) -> Teaching:
    given = {"class_id": "C31", "subject": "zh", "teacher": teacher, "together": True}
    return Teaching.model_validate(given | {"periods": periods} | more)


def _community(*rows: Teaching, **more: object) -> Community:
    """One class; two teachers of Chinese, one of each other subject, with 14 periods at most."""
    base = tiny_community()
    staff = tuple(t for t in base.teachers if t.id in ("C1", "C2", "C5"))
    update = {
        "policy": Policy(profile="national_base"),
        "schools": base.schools[:1],
        "classes": base.classes[:1],
        "teachers": (*staff, tiny_teacher("C3", "C", "zh")),
        "rooms": (),
        "travel": (),
        "teaching": rows,
    }
    return base.model_copy(update=update | more)


def test_a_further_teacher_is_in_every_lesson() -> None:
    """Six lessons of Chinese: C1 and C3 are in each, and have six periods each."""
    community = _community(_row("C3"))
    assert [*periods_beside(community)] == [("C31", "zh", 6)]
    week = first_timetable(community)
    zh = [x for x in week.lessons if x.subject == "zh"]
    at = {t: {(x.weekday, x.slot) for x in zh if x.teacher == t} for t in ("C1", "C3")}
    assert at["C1"] == at["C3"]
    assert Counter((x.teacher, x.group) for x in zh) == {("C1", ""): 6, ("C3", "&1"): 6}
    assert broken(community, week) == []


def test_a_further_teacher_is_in_some_lessons() -> None:
    """C3 comes to two of the six lessons, on the one day on which C3 is there."""
    away = tuple(Unavailable(teacher="C3", weekday=d) for d in (1, 2, 4, 5))
    community = _community(_row("C3", 2), unavailable=away)
    week = first_timetable(community)
    zh = [x for x in week.lessons if x.subject == "zh"]
    assert Counter((x.teacher, x.group) for x in zh) == {
        **{("C1", ""): 4, ("C1", "&"): 2, ("C3", "&1"): 2}
    }
    assert {x.weekday for x in zh if x.teacher == "C3"} == {3}
    assert broken(community, week) == []


def test_lessons_apart_are_told() -> None:
    """One of C3's lessons an hour later: at two times only one of them is there."""
    community = _community(_row("C3"))
    week = first_timetable(community)
    one = next(x for x in week.lessons if x.group)
    free = {x.slot for x in week.lessons if x.weekday == one.weekday}
    slot = min({1, 2, 3, 4} - free)
    moved = replace(week, lessons=(*(x for x in week.lessons if x != one), replace(one, slot=slot)))
    found = [(v.rule, v.deviation) for v in broken(community, moved)]
    assert found == [("together", 2)]
    gone = replace(week, lessons=tuple(x for x in week.lessons if x != one))
    assert "assign_time" in {v.rule for v in broken(community, gone)}


def test_a_wish_for_a_further_teacher_has_its_price() -> None:
    """C3 is wished for beside C1; with C1 beside C3 all six lessons are with somebody else."""
    wished = _row("C3", binding=Binding.WISHED, weight=3)
    community = _community(wished)
    week = first_timetable(community)
    other = {"C1": "C3", "C3": "C1"}
    zh = {x.group: x.teacher for x in week.lessons if x.subject == "zh"}
    price = {v.rule: v.cost for v in audit_week(community, Roster(), week)}
    turned = replace(
        week,
        lessons=tuple(
            replace(x, teacher=other[x.teacher]) if x.subject == "zh" else x for x in week.lessons
        ),
    )
    after = {v.rule: v.cost for v in audit_week(community, Roster(), turned)}
    costs = {price.get("teaching_1", 0), after.get("teaching_1", 0)}
    assert set(zh.values()) == {"C1", "C3"}
    assert costs == {0, 6 * 3}


def test_too_few_teachers_are_counted() -> None:
    """Nobody but C1 can teach Chinese: two places at once are one teacher too many for one."""
    staff = tuple(t for t in _community().teachers if t.id != "C3")
    found = shortages(_community(_row("C1"), teachers=staff), Roster(), TERM)
    (told,) = [s for s in found if "同时" in s.sentence.zh]
    assert "有2处要同时上课，能上的教师只有1名" in told.sentence.zh


def test_too_few_common_times_are_counted() -> None:
    """C1 and C3 are both there on Thursdays alone, at 4 times; there are 6 lessons."""
    away = [Unavailable(teacher="C1", weekday=d) for d in (1, 2, 3)]
    away += [Unavailable(teacher="C3", weekday=5)]
    fixed = Teaching(class_id="C31", subject="zh", teacher="C1")
    closed = tuple(Unavailable(teacher="C3", weekday=d) for d in (1, 2, 3))
    community = _community(fixed, _row("C3"), unavailable=(*away, *closed))
    (told,) = shortages(community, Roster(), TERM)
    assert "6节要几位教师同时上" in told.sentence.zh
    assert told.lack == 2


def test_load_requests_count_lessons_together() -> None:
    community = _community(_row("C3"), load_requests=(LoadRequest(teacher="C3", max_days=2),))
    refused(community)  # six lessons, two a day, on two days


REFUSED = [
    ((_row("C3"), _row("C3", binding=Binding.WISHED)), "teacher"),
    ((_row("C1"), Teaching(class_id="C31", subject="zh", teacher="C1")), "teacher"),
    ((_row("C3", binding=Binding.LAST_YEAR),), "binding"),
    ((_row("C3", 7),), "periods"),
    ((_row("C3", 2), _row("C1", 3)), "periods"),
]


def test_what_makes_no_sense_is_refused() -> None:
    for rows, column in REFUSED:
        found = problems(_community(*rows))
        names = {"teacher": "教师", "binding": "性质", "periods": "节数"}
        assert [p.column for p in found] == [names[column]], rows
    assert problems(_community(_row("C3"))) == []
    assert problems(_community(_row("C3", 2))) == []
