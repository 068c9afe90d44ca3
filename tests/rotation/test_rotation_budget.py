"""budget_and_allowance: what placements cost, and a fund that they keep within or do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from agreement import SOFTNESS, agree_on, any_rule
from rotation_tiny import (
    ITINERANT,
    OUT,
    SECONDMENT,
    changed,
    community,
    placed,
    rule,
    run,
    school,
    stay,
    teacher,
    terms,
)

from community.models import PastPlacement, SchoolRole, Travel
from community.policy import Window
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.rules.base import RuleParameterError
from rotation.solution import Placement, Roster
from solving.outcome import Status

if TYPE_CHECKING:
    import random

TWO = rule("q", "rotation_quota", min=2, per="core", **OUT)
# 10 km each way, once a week for 20 weeks at 2 yuan: 800. 5 months at 300 yuan: 1500.
RATES = {"cny_per_km": 2.0, "cny_per_month": 300.0}
TERM_CNY = 2300


def fund(cny: int | None = None, strictness: str = "hard", **more: object):
    given = {"fund_cny": cny} if cny is not None else {}
    return rule("b", "budget_and_allowance", strictness, **{**RATES, **given, **more})


def given(rules: list, *, staff: int = 2, **more: object):
    """Return a core with some staff, and a member 10 km away."""
    made = community([teacher(f"t{n}", "K") for n in range(staff)], rules, **more)
    ways = [(w.origin, w.destination) for w in made.travel]
    roads = tuple(Travel(origin=a, destination=b, minutes=20, km=10) for a, b in ways)
    return changed(made, travel=roads)


def test_a_fund_that_just_suffices() -> None:
    # Two placements of one semester: 2 x 2300 = 4600.
    result = run(given([TWO, fund(2 * TERM_CNY)]))
    assert result.report.status is Status.OPTIMAL
    assert len(result.roster.placements) == 2


def test_a_fund_that_is_one_yuan_short_is_infeasible() -> None:
    poor = given([TWO, fund(2 * TERM_CNY - 1)])
    assert run(poor).report.status is Status.INFEASIBLE
    instance = compile_rotation(poor)
    (found,) = check(instance, Roster((placed("t0", "A"), placed("t1", "A"))))[:1]
    assert (found.rule, found.deviation) == ("b", 1)
    assert "共需4600元，经费4599元，超出1元" in found.sentence.zh


@pytest.mark.parametrize(
    ("cny", "thousands"),
    [(4600, 0), (4599, 1), (3600, 1), (3599, 2), (0, 5)],  # begun thousands of 4600 - fund
)
def test_a_soft_fund_is_paid_for_by_the_thousand(cny: int, thousands: int) -> None:
    # Two semesters of placements cost 2 x 10; each thousand above the fund costs 7.
    result = run(given([TWO, fund(cny, "soft", weight=7)]))
    assert result.report.objective == 20 + 7 * thousands


def test_the_least_fund_stands_in_for_the_fund() -> None:
    assert run(given([TWO, fund(min_cny=4600)])).roster is not None
    assert run(given([TWO, fund(min_cny=4000)])).report.status is Status.INFEASIBLE
    assert run(given([TWO, fund(4600, min_cny=1)])).roster is not None


def test_without_a_fund_or_rates_there_is_nothing_to_check() -> None:
    silent = [fund(), rule("r", "budget_and_allowance", min_cny=300_000, allowance="host")]
    kept = {r.id for r in compile_rotation(given([TWO, *silent])).rules}
    assert not kept & {"b", "r"}


def cny_of(instance: Any) -> Any:
    """Return what the fund's rule says of a placement in a span."""
    return next(r for r in instance.rules if r.family == "budget_and_allowance").cny


def test_what_a_placement_costs() -> None:
    instance = compile_rotation(given([TWO, fund(9999)], horizon=3))
    (first, second) = instance.spans(Window.SCHOOL_YEAR)  # two semesters, and one

    def cny(placement: Placement) -> list[int]:
        move = instance.move(placement)
        return [cny_of(instance)(instance, move, span) for span in (first, second)]

    assert cny(placed("t0", "A")) == [TERM_CNY, 0]
    # Three terms lie in the plan; the fourth of the placement is not counted.
    assert cny(placed("t0", "A", length=4)) == [2 * TERM_CNY, TERM_CNY]
    # Two weekdays: two journeys a week, 20 x 2 x 20 km x 2 yuan = 1600, and 1500 for 5 months.
    roads = Placement("t0", ITINERANT, "A", "2025-1", 1, days=(2, 4))
    assert cny(roads) == [3100, 0]
    assert cny(placed("t0", "A", ITINERANT)) == [TERM_CNY, 0]


def test_half_a_month_costs_half_a_month() -> None:
    # 2 weeks x 20 km x 2 yuan = 80, and 0.5 x 300 = 150.
    track = rule("t", "placement_term", kinds=["secondment"], min_days=10, max_days=10)
    one = rule("q", "rotation_quota", min=1, per="core", **OUT)
    instance = compile_rotation(given([one, track, fund(230)]))
    (span,) = instance.spans(None)
    short = stay("t0", "A", SECONDMENT, 1, 2)
    assert cny_of(instance)(instance, instance.move(short), span) == 230
    (only,) = run(given([one, track, fund(230)])).roster.placements
    assert only.weeks == 2
    assert run(given([one, track, fund(229)])).report.status is Status.INFEASIBLE


@pytest.mark.parametrize(
    ("per_km", "yuan"),
    # 20 weeks x 20 km = 400 km.
    [(0.00124, 0), (0.00125, 1), (0.00374, 1), (0.00375, 2)],  # 0.496, 0.5, 1.496, 1.5
)
def test_yuan_are_rounded_half_up(per_km: float, yuan: int) -> None:
    rates = {"cny_per_km": per_km, "cny_per_month": 0}
    instance = compile_rotation(given([fund(1, **rates)]))
    (span,) = instance.spans(None)
    assert cny_of(instance)(instance, instance.move(placed("t0", "A")), span) == yuan


def test_calendar_years_divide_a_placement() -> None:
    # 2025-1 is paid in 2025, 2025-2 in 2026: 2300 in each, where a school year sees 4600.
    track = {"min_terms": 2, "max_terms": 2, "align": "school_year"}
    year = rule("y", "placement_term", kinds=["secondment"], **track)
    one = rule("q", "rotation_quota", min=1, per="core", **OUT)
    by_calendar = fund(TERM_CNY, window="calendar_year")
    assert run(given([one, year, by_calendar], terms=terms(2))).roster is not None
    by_school_year = fund(TERM_CNY)
    result = run(given([one, year, by_school_year], terms=terms(2)))
    assert result.report.status is Status.INFEASIBLE


def test_what_goes_on_is_paid_from_the_fund() -> None:
    # t0 went for 4 terms in 2024-1: 2 of them lie in the plan, 4600 in the school year 2025.
    past = (PastPlacement(teacher="t0", host="A", kind=SECONDMENT, start_year=2024, terms=4),)
    assert run(given([fund(4600)], horizon=2, history=past)).roster is not None
    poor = given([fund(4599)], horizon=2, history=past)
    assert run(poor).report.status is Status.INFEASIBLE


def test_each_community_of_a_county_has_its_fund() -> None:
    sites = [
        school(f"{s}{g}", r, group=g)
        for g in "甲乙"
        for s, r in (("K", SchoolRole.CORE), ("A", SchoolRole.MEMBER))
    ]
    people = [teacher("t0", "K甲"), teacher("t1", "K乙")]
    one = rule("q", "rotation_quota", min=1, per="core", **OUT)
    made = community(people, [one, fund(1500, cny_per_km=0)], schools=sites)
    assert len(run(made).roster.placements) == 2  # 1500 each, from a fund of 1500 each
    instance = compile_rotation(made)
    two = Roster((placed("t0", "A甲", length=1), placed("t0", "A甲", ITINERANT)))
    found = [v for v in check(instance, two) if v.rule == "b"]
    assert [(v.point, v.deviation) for v in found] == [("甲/2025-1", 2)]  # 3000 - 1500


def test_windows_shorter_than_a_year_are_refused() -> None:
    with pytest.raises(RuleParameterError, match="school_year or calendar_year"):
        compile_rotation(given([fund(1, window="semester")]))


@pytest.mark.parametrize("strictness", SOFTNESS)
def test_model_and_check_agree(strictness: str) -> None:
    def rules(dice: random.Random):
        budget = any_rule(
            *(dice, "b", "budget_and_allowance", [strictness]),
            fund_cny=dice.choice([0, 1000, 5000, 20_000]),
            cny_per_km=dice.choice([0.5, 1.25]),
            cny_per_month=dice.choice([0, 33.3, 500]),
            window=dice.choice(["school_year", "calendar_year"]),
        )
        return [budget]

    assert agree_on(rules, range(20), rosters=1) > 5
