"""Itinerant patterns in the week: lessons at the host lie on the agreed days, by rule and plan."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tiny_week import ROSTER, TERM, tiny_plan, week_community
from two_sites import TIMES, agree, lesson_event, timetable, two_sites

from community.rule import Cost, CostFunction, Strictness
from rotation.solution import Roster
from scheduling.check import check
from scheduling.planning import plan_week
from scheduling.rules.fixed_days import FixedDays, Visit
from scheduling.week.audit import audit_week
from scheduling.week.frame import Frame
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from scheduling.timetable import WeekTimetable

BUDGET = Budget(10.0, 1, 1)
DAYS = FixedDays(id="days", visits=(Visit("T", "S", (2,)),))
A, B = lesson_event("a", "N", 2, "T"), lesson_event("b", "S", 2, "T")


def _on(*days: int) -> Roster:
    return Roster(tuple(replace(p, days=days) for p in ROSTER.placements))


def _at_m(timetable: WeekTimetable) -> list[int]:
    """Return the weekdays of the lessons that C5 holds at M."""
    mine = [x for x in timetable.lessons if x.teacher == "C5" and x.school == "M"]
    return [x.weekday for x in mine if not x.series]


def test_lessons_on_the_agreed_days() -> None:
    instance = two_sites(A, B, rules=(DAYS,))
    assert agree(instance, timetable(a="N:1.1 N:2.1", b="S:2.2 S:2.3")) == Cost()


def test_lessons_on_another_day_are_counted_and_named() -> None:
    instance = two_sites(A, B, rules=(DAYS,))
    moved = timetable(a="N:1.1 N:1.2", b="S:1.3 S:2.3")
    assert agree(instance, moved) == Cost(1, 0)
    (violation,) = check(instance, moved)
    assert violation.point == "T@S"
    assert violation.sentence.zh == "唐老师只在周二到南校走教，S1.3却排了课。"
    assert "is at 南校 on Tue only but has lessons at S1.3" in violation.sentence.en
    soft = replace(DAYS, strictness=Strictness.SOFT, weight=3)
    both = timetable(a="N:1.1 N:1.2", b="S:1.2 S:1.3")
    assert agree(two_sites(A, B, rules=(soft,)), both) == Cost(0, 6)


def test_somebody_else_is_free_on_every_day() -> None:
    other = lesson_event("b", "S", 2, "U")
    assert agree(two_sites(A, other, rules=(DAYS,)), timetable(b="S:1.1 S:1.2")).hard == 0


@pytest.mark.parametrize("seed", range(15))
def test_model_charges_what_the_check_charges(seed: int) -> None:
    rng = random.Random(seed)
    events = (A, B, lesson_event("c", rng.choice("NS"), 3, rng.choice("TU")))
    visits = tuple(
        Visit(person, site, tuple(rng.sample((1, 2, 7), rng.randint(1, 2))))
        for person, site in (("T", "N"), ("T", "S"), ("U", "S"))
        if rng.random() < 0.7
    )
    rule = FixedDays(
        id="days",
        visits=visits,
        strictness=rng.choice((Strictness.HARD, Strictness.SOFT)),
        weight=rng.randint(1, 3),
        cost_function=rng.choice(tuple(CostFunction)),
    )
    places = {
        e.id: " ".join(rng.sample([t.id for t in TIMES if t.site == e.site], e.duration))
        for e in events
    }
    agree(two_sites(*events, rules=(rule,)), timetable(**places))


def test_free_slots_are_those_of_the_pattern() -> None:
    # M has 4 lessons a day; home knows no pattern.
    frame = Frame.of(week_community(), _on(2, 4), TERM)
    assert frame.people.days == {("C5", "M"): (2, 4)}
    assert [len(frame.free_times("C5", "M", d)) for d in (1, 2, 3, 4, 5)] == [0, 4, 0, 4, 0]
    assert [len(frame.free_times("C5", "C", d)) for d in (1, 2)] == [4, 4]


def test_the_solver_keeps_to_the_pattern() -> None:
    # C5 has 3 lessons of music at M, one a day for each class: 2 days are enough. What M31 follows
    # live, C5 teaches at home.
    plan = plan_week(week_community(), _on(2, 4), TERM, BUDGET)
    assert plan.timetable is not None
    assert not any(v.is_hard for v in plan.violations)
    there = _at_m(plan.timetable)
    assert len(there) == 3
    assert set(there) == {2, 4}


@pytest.mark.parametrize("days", [(2,), (7,)])
def test_too_few_days_are_infeasible(days: tuple[int, ...]) -> None:
    # M41 has 2 lessons of music, at most one a day; on Sundays there is no school at all.
    plan = plan_week(week_community(), _on(*days), TERM, BUDGET)
    assert plan.status is Status.INFEASIBLE


def test_the_audit_finds_a_lesson_on_another_day() -> None:
    timetable = tiny_plan().timetable
    assert timetable is not None
    used = set(_at_m(timetable))
    assert not [v for v in audit_week(week_community(), _on(*used), timetable) if v.is_hard]
    missed = min(used)
    fewer = _on(*(d for d in range(1, 6) if d != missed))
    found = [v for v in audit_week(week_community(), fewer, timetable) if v.is_hard]
    assert [(v.family, v.point) for v in found] == [("FixedDays", "C5@M")]
    assert "教师C5只在" in found[0].sentence.zh


def test_a_placement_that_the_roster_cannot_place_leaves_the_days_open() -> None:
    # Unknown people have no posting; with two placements at one host all their days are open.
    ghost = replace(ROSTER.placements[0], teacher="ghost", days=(2,))
    assert not Frame.of(week_community(), Roster((ghost,)), TERM).people.days
    both = Roster((*_on(2).placements, *_on(3).placements))
    assert Frame.of(week_community(), both, TERM).people.days == {("C5", "M"): (2, 3)}
    free = Roster((*_on(2).placements, *ROSTER.placements))
    assert not Frame.of(week_community(), free, TERM).people.days
