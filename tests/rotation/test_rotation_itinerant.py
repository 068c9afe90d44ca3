"""Itinerant teaching in rosters: weekdays, sites a day, seats, kilometres; model against check."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from agreement import assert_agree, some_roster
from rotation_tiny import (
    CORE,
    COVERED,
    ITINERANT,
    TWO_SUBJECTS,
    broken,
    changed,
    community,
    placed,
    rule,
    run,
    school,
    teacher,
    terms,
)

from community.models import Community, PlannedPlacement, Travel
from community.rule import CostFunction, Violation
from rotation.check import check
from rotation.instance import RotationInstance, compile_rotation
from rotation.rules.base import RuleParameterError
from rotation.solution import Placement, Roster
from solving.outcome import Status

if TYPE_CHECKING:
    from community.policy import PolicyRule

TERM = "2025-1"
SITES = [CORE, school("A"), school("B")]
NEED = rule("p", "home_school_protection", subject_cover=True, max_absent_share=1.0)


def sites_rule(strictness: str = "hard", **params: object) -> PolicyRule:
    return rule("sites", "itinerant_teaching", strictness, **{"max_sites_per_week": 3, **params})


def lonely(count: int, *rules: PolicyRule, **more: object) -> Community:
    """A and B have a class and nobody to teach it; so many teachers at K have one and the time."""
    people = [teacher(f"t{n}", "K") for n in range(count)]
    return community(people, [NEED, *rules], schools=SITES, **more)


def visit(who: str, host: str, *days: int) -> Placement:
    return Placement(who, ITINERANT, host, TERM, 1, days=days)


def audit(given: Community | RotationInstance, *placements: Placement) -> dict[str, Violation]:
    """Return what the rule of this file says, by point."""
    instance = given if isinstance(given, RotationInstance) else compile_rotation(given)
    found = check(instance, Roster(tuple(sorted(placements))))
    return {v.point: v for v in found if v.rule == "sites"}


# --- patterns -----------------------------------------------------------------------------------


def test_itinerant_teaching_offers_each_pattern() -> None:
    # 1 teacher x 2 hosts x 2 patterns; both hosts are visited, at 3 x 10 half months each.
    given = lonely(1, sites_rule(patterns=["2,4", "1-3"]))
    assert len(compile_rotation(given).candidates) == 4
    result = run(given)
    assert result.report.objective == 60
    assert {p.days for p in result.roster.placements} <= {(2, 4), (1, 2, 3)}


@pytest.mark.parametrize("pattern", ["1-3,5", "5、1-3", "1 2 3 5", "1，2，3，5"])
def test_patterns_are_read_in_any_usual_spelling(pattern: str) -> None:
    assert compile_rotation(lonely(1, sites_rule(patterns=[pattern]))).patterns() == ((1, 2, 3, 5),)


@pytest.mark.parametrize("pattern", ["8", "Tue", "3-1", "2;4", "1-"])
def test_a_pattern_that_is_none_is_refused(pattern: str) -> None:
    with pytest.raises(RuleParameterError, match="weekdays 1 to 7, as 2,4 or 1-3"):
        compile_rotation(lonely(1, sites_rule(patterns=[pattern])))


def test_other_days_than_the_patterns_are_named() -> None:
    given = lonely(1, sites_rule(patterns=["2,4"]))
    assert not audit(given, visit("t0", "A", 2, 4))
    (found,) = audit(given, visit("t0", "A", 1, 3)).values()
    assert found.is_hard
    assert "走教日为周一、周三，应为周二、周四" in found.sentence.zh
    assert "on Mon and Wed: must be Tue and Thu" in found.sentence.en
    (open_days,) = audit(given, visit("t0", "A")).values()
    assert "走教日为不限" in open_days.sentence.zh


def test_what_stands_in_the_table_of_placements_may_leave_its_days_open() -> None:
    pin = PlannedPlacement(teacher="t0", kind=ITINERANT, host="A", start=TERM, terms=1)
    given = lonely(1, sites_rule(patterns=["2,4"]), placements=(pin,))
    assert not audit(given, visit("t0", "A"))
    result = run(given)
    assert result.report.status is Status.OPTIMAL
    assert sorted((p.host, p.days) for p in result.roster.placements) == [("A", ()), ("B", (2, 4))]


# --- sites a day --------------------------------------------------------------------------------


def test_two_hosts_on_one_day_are_too_many() -> None:
    # One teacher for both hosts, one site a day: with one pattern both fall on the same days.
    one = {"max_sites_per_day": 1}
    assert run(lonely(1, sites_rule(patterns=["2,4"], **one))).report.status is Status.INFEASIBLE
    apart = run(lonely(1, sites_rule(patterns=["2,4", "1,3,5"], **one)))
    assert {p.days for p in apart.roster.placements} == {(2, 4), (1, 3, 5)}
    found = audit(
        lonely(1, sites_rule(patterns=["2,4", "3-4"], **one)),
        *(visit("t0", "A", 2, 4), visit("t0", "B", 3, 4)),
    )
    assert list(found) == [f"t0/{TERM}.day4"]
    assert "周四要到A校、B校走教，每天最多1处" in found[f"t0/{TERM}.day4"].sentence.zh


def test_home_is_no_second_site_of_the_day_here() -> None:
    # The teacher may have lessons at home on the same day or not: the timetable counts that.
    given = lonely(1, sites_rule(patterns=["2", "4"], max_sites_per_day=1))
    assert not audit(given, visit("t0", "A", 2), visit("t0", "B", 4))


def test_sites_a_week_count_home() -> None:
    given = lonely(1, sites_rule(max_sites_per_week=2))
    assert run(given).report.status is Status.INFEASIBLE
    assert run(lonely(2, sites_rule(max_sites_per_week=2))).report.objective == 60


# --- seats --------------------------------------------------------------------------------------


def test_a_vehicle_takes_only_so_many() -> None:
    # Two classes at A and two at B, 1 period each for teachers of one period: four travellers, and
    # 2 seats on each of 2 patterns. A fifth traveller has no seat.
    def given(classes: int, seats: int) -> Community:
        people = [teacher(f"t{n}", "K", max_periods=1) for n in range(6)]
        seated = sites_rule(patterns=["2,4", "1,3"], vehicle_seats=seats)
        sizes = {"K": 0, "A": 2, "B": classes}
        return community(people, [NEED, seated], schools=SITES, classes=sizes)

    roster = run(given(2, 2)).roster
    for weekday in (1, 2, 3, 4):
        assert sum(weekday in p.days for p in roster.placements) == 2
    assert run(given(3, 2)).report.status is Status.INFEASIBLE
    assert run(given(3, 3)).report.objective == 5 * 30


def test_travellers_without_a_seat_are_named_with_their_school() -> None:
    given = lonely(3, sites_rule(patterns=["2,4", "4"], vehicle_seats=1))
    found = audit(
        given,
        *(visit("t0", "A", 4), visit("t0", "B", 4)),  # one person, one seat
        visit("t1", "A", 2, 4),
        visit("t2", "B", 2, 4),
    )
    assert {p: v.deviation for p, v in found.items()} == {
        f"K/{TERM}.day2": 1,
        f"K/{TERM}.day4": 2,
    }
    assert "周四从K校出发走教3人（教师t0、教师t1、教师t2），车辆只有1座" in (
        found[f"K/{TERM}.day4"].sentence.zh
    )


# --- kilometres ---------------------------------------------------------------------------------


def _far(given: Community) -> Community:
    """Return the community with 10.3 km to A and 9.4 km back; B has no kilometres."""
    km = {("K", "A"): 10.3, ("A", "K"): 9.4}
    ways = tuple(
        Travel(**{**w.model_dump(), "km": km.get((w.origin, w.destination), 0.0)})
        for w in given.travel
    )
    return changed(given, travel=ways)


def test_kilometres_a_week() -> None:
    # 19.7 km a day: 39.4 on two days; B counts nothing.
    for limit, status in ((39.4, Status.OPTIMAL), (39.3, Status.INFEASIBLE)):
        given = _far(lonely(1, sites_rule(patterns=["2,4"], max_km_per_week=limit)))
        assert run(given).report.status is status
    (found,) = audit(
        _far(lonely(1, sites_rule(patterns=["2,4"], max_km_per_week=38))),
        *(visit("t0", "A", 2, 4), visit("t0", "B", 2, 4)),
    ).values()
    assert (found.point, found.deviation) == (f"t0/{TERM}.km", 2)  # 1.4 km, rounded up
    assert "每周往返39.4公里，最多38公里" in found.sentence.zh


def test_kilometres_of_open_days_count_once() -> None:
    given = _far(lonely(1, sites_rule(max_km_per_week=19)))
    assert audit(given, visit("t0", "A"))[f"t0/{TERM}.km"].deviation == 1
    soft = _far(lonely(1, sites_rule("soft", max_km_per_week=19, weight=4)))
    assert run(soft).report.objective == 64  # two visits at 30, and a kilometre at 4


# --- model against check ------------------------------------------------------------------------


def _random_community(seed: int) -> Community:
    dice = random.Random(seed)
    params: dict[str, object] = {"max_sites_per_week": dice.randint(1, 3)}
    if dice.random() < 0.8:
        params["patterns"] = dice.sample(["2,4", "1-3", "4", ""], dice.randint(1, 2))
    if dice.random() < 0.6:
        params["max_sites_per_day"] = dice.randint(1, 2)
    if dice.random() < 0.5:
        params["vehicle_seats"] = 1
    if dice.random() < 0.5:
        params["max_km_per_week"] = dice.choice([0, 15.5, 40])
    made = sites_rule(dice.choice(["hard", "in_principle", "soft"]), **params, weight=3)
    made = made.model_copy(update={"cost_function": dice.choice(list(CostFunction))})
    quota = rule(
        *("q", "rotation_quota", "soft"),
        direction="core_to_member",
        kinds=["secondment", "itinerant"],
        min=1,
        per="member",
    )
    people = [teacher(f"t{n}", dice.choice("KKA")) for n in range(dice.randint(2, 4))]
    pins = tuple(
        PlannedPlacement(teacher=t.id, kind=ITINERANT, host="B", start=TERM, terms=1)
        for t in people
        if dice.random() < 0.2
    )
    time = terms(dice.randint(1, 2))
    given = community(people, [made, quota], schools=SITES, terms=time, placements=pins)
    return _far(given)


@pytest.mark.parametrize("chunk", range(2))
def test_itinerant_teaching_model_and_check_agree(chunk: int) -> None:
    hard = set()
    for seed in range(chunk, 100, 2):
        given = compile_rotation(_random_community(seed))
        instance = RotationInstance(given.community, given.rules, anywhere=True)
        roster = some_roster(random.Random(-seed), instance)
        hard.add(bool(assert_agree(instance, roster, seed).hard))
    assert hard == {True, False}


# --- a feasible and an infeasible pair ------------------------------------------------------------


def test_an_itinerant_teacher_covers_what_a_school_lacks() -> None:
    # A has nobody for math; m has 10 periods, 2 at home and 2 at A. One term costs 3 x 10.
    roads = rule("i", "itinerant_teaching", max_sites_per_week=2, buffer_minutes=10)
    people = [teacher("m", "K", "math"), teacher("z", "K", "zh"), teacher("a", "A", "zh")]
    given = community(people, [COVERED, roads], periods={"zh": 2, "math": 2})
    result = run(given)
    assert result.roster.placements == (placed("m", "A", ITINERANT),)
    assert result.report.objective == 30
    # With 4 periods of math at each of two schools and a load of 6, m cannot do both.
    tired = [teacher("m", "K", "math", max_periods=6), *people[1:]]
    short = community(tired, [COVERED, roads], periods={"zh": 2, "math": 4})
    assert run(short).report.status is Status.INFEASIBLE


def test_sites_a_week_are_bounded() -> None:
    people = [teacher("m", "K", "math zh"), teacher("a", "A"), teacher("b", "B")]

    def given(most: int):
        roads = rule("i", "itinerant_teaching", max_sites_per_week=most)
        return community(people, [COVERED, roads], schools=SITES, periods=TWO_SUBJECTS)

    assert len(run(given(3)).roster.placements) == 2
    assert run(given(2)).report.status is Status.INFEASIBLE
    both = (placed("m", "A", ITINERANT), placed("m", "B", ITINERANT))
    assert broken(compile_rotation(given(2)), *both) == {"i"}
