"""service_credit: the ledger of service, and those who lack the threshold going first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from agreement import SOFTNESS, agree_on, any_rule, assert_agree
from rotation_tiny import (
    BUDGET,
    CORE,
    ITINERANT,
    LEADERSHIP,
    OUT,
    SECONDMENT,
    SHADOWING,
    community,
    core_staff,
    placed,
    rule,
    run,
    school,
    stay,
    teacher,
)

from community.models import PastPlacement
from rotation.check import check, cost
from rotation.credit import EARLIER, ledger
from rotation.instance import compile_rotation
from rotation.rules.base import RuleParameterError
from rotation.search import solve
from rotation.solution import Roster

if TYPE_CHECKING:
    import random

ONE = rule("q", "rotation_quota", min=1, per="core", **OUT)


def credit(strictness: str = "soft", **params: object):
    return rule("c", "service_credit", strictness, **params)


def served(who: str, terms: int, start: int = 2020, **more: object) -> PastPlacement:
    return PastPlacement(
        **{"teacher": who, "host": "A", "kind": SECONDMENT, "start_year": start, **more},
        terms=terms,
    )


# --- the ledger ---------------------------------------------------------------------------------


def test_the_ledger_adds_history_and_plan() -> None:
    # t0: 4 semesters before, 2 in the plan, 3 years: reached with the second term.
    # t1: 2 in the plan only, 1 year. t2 has served nowhere. t3 had the 3 years before.
    history = (served("t0", 4), served("t3", 6))
    rules = [ONE, credit(years=3, priority=True)]
    given = community(core_staff(4), rules, horizon=2, history=history)
    roster = Roster((placed("t0", "A", length=2), placed("t1", "A", length=2)))
    found = {c.teacher: c for c in ledger(compile_rotation(given), roster)}
    assert set(found) == {"t0", "t1", "t3"}
    t0 = found["t0"]
    assert (t0.before, t0.planned, t0.years, t0.threshold) == (4, 2.0, 3.0, 3)
    assert (t0.reached, t0.when.zh, t0.priority) == (True, "2025学年第2学期", True)
    assert (found["t1"].years, found["t1"].reached, found["t1"].priority) == (1.0, False, False)
    assert (found["t3"].years, found["t3"].when) == (3.0, EARLIER)


def test_a_ratio_shortens_or_lengthens_the_way() -> None:
    # A semester counts half: 4 semesters are 2 years, times 0.5 is 1.
    roster = Roster((placed("t0", "A", length=4),))
    for ratio, years in ((0.5, 1.0), (1.5, 3.0)):
        rules = [ONE, credit(years=1.25, credit_ratio=ratio)]
        (only,) = ledger(compile_rotation(community(core_staff(1), rules, horizon=4)), roster)
        assert (only.years, only.reached) == (years, years >= 1.25)


def test_only_some_kinds_and_hosts_count() -> None:
    sites = [CORE, school("A", locality="rural"), school("B", is_weak=True)]
    rules = [
        credit(only="rural").model_copy(update={"id": "rural"}),
        credit(only="weak", kinds=["leadership"]).model_copy(update={"id": "weak"}),
        credit().model_copy(update={"id": "any"}),
        credit(kinds=["itinerant"]).model_copy(update={"id": "roads"}),
    ]
    given = community(core_staff(4), rules, schools=sites, history=(served("t3", 1, host="B"),))
    roster = Roster(
        (placed("t0", "A"), placed("t1", "B", LEADERSHIP), placed("t2", "A", ITINERANT))
    )
    found = {(c.rule, c.teacher) for c in ledger(compile_rotation(given), roster)}
    assert {t for r, t in found if r == "rural"} == {"t0"}
    assert {t for r, t in found if r == "weak"} == {"t1"}
    assert {t for r, t in found if r == "any"} == {"t0", "t1", "t3"}  # those who leave home
    assert {t for r, t in found if r == "roads"} == {"t2"}


def test_a_semester_on_the_road_counts_once() -> None:
    sites = [CORE, school("A"), school("B")]
    rules = [credit(kinds=["itinerant"])]
    roster = Roster((placed("t0", "A", ITINERANT), placed("t0", "B", ITINERANT)))
    (only,) = ledger(compile_rotation(community(core_staff(1), rules, schools=sites)), roster)
    assert (only.planned, only.years) == (1.0, 0.5)


def test_half_a_month_and_what_goes_on_are_counted() -> None:
    # t0 began in 2024-2 for 3 semesters: 1 before the plan, 2 in it. t1: half a month, 1/10.
    track = rule("t", "placement_term", kinds=["shadowing"], min_days=10, max_days=10)
    back = rule(
        "in", "rotation_quota", "soft", direction="member_to_core", kinds=["shadowing"], min=1
    )
    past = served("t0", 3, 2024, semester=2)
    people = [*core_staff(1), teacher("t1", "A")]
    given = community(people, [track, back, credit()], horizon=2, history=(past,))
    instance = compile_rotation(given)
    (going_on,) = instance.pins.values()
    roster = Roster((going_on, stay("t1", "K", SHADOWING, 3, 2)))
    found = {c.teacher: c for c in ledger(instance, roster)}
    assert (found["t0"].before, found["t0"].planned, found["t0"].years) == (1, 2.0, 1.5)
    assert (found["t1"].before, found["t1"].planned, found["t1"].years) == (0, 0.1, 0.05)
    assert found["t1"].threshold is None
    assert not found["t1"].reached


def test_without_turns_the_rule_costs_nothing() -> None:
    for rules in ([credit(years=3)], [credit("hard", priority=True)]):
        assert "c" not in {r.id for r in compile_rotation(community([], rules)).rules}


# --- those who lack it go first -----------------------------------------------------------------


FIRST = credit(years=1, need_first=True, weight=7)


def test_who_lacks_the_threshold_goes_first() -> None:
    # t0 has a year, t1 has none. A placement costs 10, sending t0 while t1 stays 7 more.
    given = community(core_staff(2), [ONE, FIRST], history=(served("t0", 2),))
    result = run(given)
    assert [p.teacher for p in result.roster.placements] == ["t1"]
    assert result.report.objective == 10
    instance = compile_rotation(given)
    assert cost(instance, Roster((placed("t0", "A"),))).soft == 17
    (found,) = [v for v in check(instance, Roster((placed("t0", "A"),))) if v.rule == "c"]
    assert "教师t0任教已满1年仍被派出，而未满1年的教师t1留在本校" in found.sentence.zh


def test_nobody_is_passed_over_when_all_in_need_go() -> None:
    # Two must go: t1, who lacks it, and then t0 at no further price.
    two = rule("q", "rotation_quota", min=2, per="core", **OUT)
    given = community(core_staff(2), [two, FIRST], history=(served("t0", 2),))
    assert run(given).report.objective == 20
    # With a third who lacks it, both of them go; sending t0 for one of them costs 7.
    three = community(core_staff(3), [two, FIRST], history=(served("t0", 2),))
    assert {p.teacher for p in run(three).roster.placements} == {"t1", "t2"}
    mixed = Roster((placed("t0", "A"), placed("t1", "A")))
    assert cost(compile_rotation(three), mixed).soft == 27


def test_service_in_the_plan_counts_before_the_next_placement() -> None:
    # One of two goes for a year, and one for the year after. The same one again has the year by
    # then and costs 7; taking turns costs the two years only.
    each = rule("q", "rotation_quota", min=1, per="core", **OUT)
    track = {"min_terms": 2, "max_terms": 2, "align": "school_year"}
    year = rule("y", "placement_term", kinds=["secondment"], **track)
    given = community(core_staff(2), [each, year, FIRST], horizon=4)
    again = Roster((placed("t0", "A", length=2), placed("t0", "A", start="2026-1", length=2)))
    instance = compile_rotation(given)
    assert cost(instance, again).soft == 40 + 7
    assert_agree(instance, again)
    turns = Roster((placed("t0", "A", length=2), placed("t1", "A", start="2026-1", length=2)))
    assert cost(instance, turns).soft == 40
    assert solve(instance, BUDGET).report.objective == 40


def test_turns_need_a_threshold_and_are_never_hard() -> None:
    with pytest.raises(RuleParameterError, match="set years"):
        compile_rotation(community([], [credit(need_first=True)]))
    with pytest.raises(RuleParameterError, match="soft or in_principle"):
        compile_rotation(community([], [credit("hard", years=1, need_first=True)]))


def test_model_and_check_agree() -> None:
    def rules(dice: random.Random):
        first = any_rule(
            *(dice, "c", "service_credit", SOFTNESS[1:]),
            years=dice.choice([0.1, 0.5, 1]),
            credit_ratio=dice.choice([1, 0.5, 1.5]),
            only=dice.choice(["any", "any", "rural", "weak"]),
            need_first=True,
        )
        return [first]

    assert agree_on(rules, range(20)) > 5
