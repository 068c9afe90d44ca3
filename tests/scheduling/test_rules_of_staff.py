"""Class teachers keep their class, courses keep their teacher; and the standard's staff rules."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from two_sites import lesson_event, two_sites

from community.rule import Cost, Strictness
from community.text import Text
from scheduling.check import check, cost
from scheduling.model import build
from scheduling.rules.assign_resource import AssignResource
from scheduling.rules.base import AppliesTo, Rule
from scheduling.rules.counted_load import Beside, Counting
from scheduling.rules.even_loads import Colleagues, EvenLoads
from scheduling.rules.keep_resources import Held, KeepResources
from scheduling.rules.limit_parts import LimitParts
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.rules.own_class import OwnClass, Wish
from scheduling.rules.parts import Part, Parts
from scheduling.rules.prefer_resources import PreferResources
from scheduling.solution import Lesson, Solution
from solving.builder import Builder
from solving.outcome import Budget, Status
from solving.solver import solve

COURSES = (
    lesson_event("a", "N", 2, role="teacher"),
    lesson_event("b", "N", 1, role="teacher"),
)
OWN = OwnClass(id="own", wishes=(Wish("T", "teacher", ("a", "b")),))
KEEP = KeepResources(
    id="keep",
    strictness=Strictness.SOFT,
    weight=5,
    base=(Held("a", "teacher", "T"), Held("gone", "teacher", "U"), Held("b", "teacher", "left")),
)
PARTS = LimitParts(
    id="grades",
    strictness=Strictness.SOFT,
    weight=5,
    parts=Parts(
        "teacher",
        (
            Part(Text("一年级", "grade 1"), ("a",)),
            Part(Text("三年级", "grade 3"), ("b",)),
        ),
    ),
    applies_to=AppliesTo(resources=("T", "U")),
)

COUNTED = Counting(besides=(Beside("T", 1, 2), Beside("U", 0, 1)))
EVEN = EvenLoads(
    id="even",
    strictness=Strictness.SOFT,
    weight=2,
    groups=(Colleagues("both", Text("两位教师", "both"), ("T", "U")),),
    maximum=1,
    counting=COUNTED,
)
LOADS = LimitWorkload(
    id="loads",
    strictness=Strictness.SOFT,
    weight=5,
    minimum=1,
    maximum=3,
    counting=replace(COUNTED, parts=PARTS.parts, step=2),
    applies_to=AppliesTo(resources=("T", "U")),
)


def _staffed(a: str | None, b: str | None) -> Solution:
    return Solution(
        tuple(
            Lesson(e.id, e.duration, None, (("teacher", who),) if who else ())
            for e, who in zip(COURSES, (a, b), strict=True)
        )
    )


def test_own_class_has_one_of_its_subjects() -> None:
    assert cost(two_sites(*COURSES, rules=(OWN,)), _staffed("U", "T")) == Cost()


def test_own_class_without_its_teacher_is_named() -> None:
    (violation,) = check(two_sites(*COURSES, rules=(OWN,)), _staffed("U", "U"))
    assert violation.point == "T"
    assert "唐老师" in violation.sentence.zh


def test_keep_resources_charges_periods_that_change_hands() -> None:
    # a has 2 periods at 5 each; b's former teacher is no longer known, "gone" no longer a course.
    instance = two_sites(*COURSES, rules=(KEEP,))
    assert cost(instance, _staffed("U", "U")) == Cost(0, 10)


def test_keep_resources_of_those_who_stay() -> None:
    assert cost(two_sites(*COURSES, rules=(KEEP,)), _staffed("T", "U")) == Cost()


def test_limit_parts_charges_each_grade_beyond() -> None:
    # T has a lesson of grade 1 and one of grade 3: one grade too many, at 5.
    (violation,) = check(two_sites(*COURSES, rules=(PARTS,)), _staffed("T", "T"))
    assert (violation.point, violation.cost) == ("T", 5)
    assert "任教2个年级（一年级、三年级），应不超过1个" in violation.sentence.zh
    assert cost(two_sites(*COURSES, rules=(PARTS,)), _staffed("T", "U")) == Cost()


def test_a_lesson_of_several_grades_is_of_each_of_them() -> None:
    # a is of grades 1 and 3, b of grade 3: T has two grades with a alone, and no more with both.
    both = Parts("teacher", (PARTS.parts.all[0], Part(Text("三年级", "grade 3"), ("a", "b"))))
    tiny = two_sites(*COURSES, rules=(replace(PARTS, parts=both),))
    assert [cost(tiny, _staffed(*who)) for who in ("TT", "TU", "UT")] == [Cost(0, 5)] * 3
    (violation,) = check(tiny, _staffed("T", "U"))
    assert "任教2个年级（一年级、三年级）" in violation.sentence.zh
    most = replace(PARTS, parts=both, strictness=Strictness.HARD)
    assert _best(ASSIGN, most)[0] is Status.INFEASIBLE
    assert _best(ASSIGN, replace(most, maximum=2))[0] is Status.OPTIMAL


def test_even_loads_charge_the_gap_between_colleagues() -> None:
    # T has 3 periods and 1 beside them, U has none: 3 beyond a gap of 1, at 2.
    (violation,) = check(two_sites(*COURSES, rules=(EVEN,)), _staffed("T", "T"))
    assert (violation.point, violation.cost) == ("both", 6)
    assert "两位教师的工作量相差4：唐老师 4（授课3、班主任1）" in violation.sentence.zh
    # 2 + 1 against 1: 1 beyond.
    assert cost(two_sites(*COURSES, rules=(EVEN,)), _staffed("T", "U")) == Cost(0, 2)
    assert cost(two_sites(*COURSES, rules=(EVEN,)), _staffed("U", "T")) == Cost()


def test_even_loads_may_be_required() -> None:
    must = replace(EVEN, strictness=Strictness.HARD, maximum=0)
    assert _best(ASSIGN, must)[1] == {"a": "U", "b": "T"}  # 1 + 1 and 2
    without = replace(must, counting=Counting())
    assert _best(ASSIGN, without)[0] is Status.INFEASIBLE


def test_limit_workload_counts_preparations_beyond_the_first() -> None:
    # T with both: 3 periods, 1 for the class and 2 for the second grade are 6, in steps of 2.
    violation, lack = check(two_sites(*COURSES, rules=(LOADS,)), _staffed("T", "T"))
    assert (violation.point, violation.cost) == ("T", 2 * 5)
    assert (lack.point, lack.cost) == ("U", 5)  # nothing, of 1
    assert "6（授课3、班主任1、多备课2）" in violation.sentence.zh


@pytest.mark.parametrize("rule", [OWN, KEEP, PARTS, EVEN, LOADS], ids=lambda r: r.family)
@pytest.mark.parametrize("pair", list(product("TU", repeat=2)), ids="".join)
def test_model_charges_what_the_check_charges(rule: Rule, pair: tuple[str, str]) -> None:
    instance = two_sites(*COURSES, rules=(rule,))
    builder = Builder(relaxed=True)
    context = build(instance, builder, times=False, resources=True)
    for event, who in zip("ab", pair, strict=True):
        builder.model.add(context.chosen(event, "teacher", who) == 1)
    builder.minimize()
    outcome = solve(builder.model, Budget(5.0, 1, 1))
    price = cost(instance, _staffed(*pair))
    assert outcome.value(sum(t.cost for t in builder.terms)) == price.hard + price.soft


def _best(*rules: Rule) -> tuple[Status, dict[str, str]]:
    builder = Builder()
    context = build(two_sites(*COURSES, rules=rules), builder, times=False, resources=True)
    builder.minimize()
    outcome = solve(builder.model, Budget(5.0, 1, 1))
    assert outcome.status is not Status.UNKNOWN
    if not outcome.status.has_solution:
        return outcome.status, {}
    found = context.solution(outcome.value).lessons
    return outcome.status, {x.event: dict(x.resources)["teacher"] for x in found if x.resources}


EVERY = AppliesTo(events=("a", "b"))
ASSIGN = AssignResource(id="assign", role="teacher", applies_to=EVERY)


def test_loads_within_limits() -> None:
    # T and U have 2 and 1 periods: T takes a, so U takes b.
    limits = tuple(
        LimitWorkload(id=who, maximum=most, applies_to=AppliesTo(resources=(who,)))
        for who, most in (("T", 2), ("U", 1))
    )
    assert _best(ASSIGN, *limits)[1] == {"a": "T", "b": "U"}


def test_loads_above_limits_are_impossible() -> None:
    limit = LimitWorkload(id="most", maximum=1, applies_to=AppliesTo(resources=("T", "U")))
    assert _best(ASSIGN, limit)[0] is Status.INFEASIBLE


def test_limit_parts_may_be_required() -> None:
    # U may have one period, b; T, who has to take a (2), takes b as well unless one grade is all.
    light = LimitWorkload(id="U", maximum=1, applies_to=AppliesTo(resources=("U",)))
    must = replace(PARTS, strictness=Strictness.HARD)
    assert _best(ASSIGN, light, must)[1] == {"a": "T", "b": "U"}
    gone = PreferResources(id="T", role="teacher", resources=("T",), applies_to=EVERY)
    assert _best(ASSIGN, gone, must)[0] is Status.INFEASIBLE


def test_only_preferred_resources_are_chosen() -> None:
    prefer = PreferResources(id="only", role="teacher", resources=("U",), applies_to=EVERY)
    assert _best(ASSIGN, prefer)[1] == {"a": "U", "b": "U"}
