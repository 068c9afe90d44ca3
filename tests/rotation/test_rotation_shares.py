"""The table of turns, the length of a round (burden), and burdens spread evenly (fair_shares)."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction

from random_communities import random_community
from rotation_tiny import (
    BUDGET,
    CORE,
    ITINERANT,
    LEADERSHIP,
    SECONDMENT,
    changed,
    community,
    placed,
    rule,
    school,
    teacher,
    terms,
)

from community.models import PastPlacement, Travel
from rotation import fair_shares
from rotation.burden import Share, round_needs, shares
from rotation.check import cost
from rotation.instance import compile_rotation
from rotation.solution import Roster

ROUNDS = rule("rr", "rotation_fairness", round_robin=True, volunteers_first=False)
ONE_TERM = rule("one", "placement_term", kinds=["secondment"], max_terms=1)
OUT = {"direction": "core_to_member", "kinds": ["secondment"], "counts": "starts"}
EACH_TERM = rule("q", "rotation_quota", min=1, per="core", window="semester", **OUT)


def went(who: str, year: int, length: int = 1) -> tuple[PastPlacement, ...]:
    return (PastPlacement(teacher=who, host="A", kind=SECONDMENT, start_year=year, terms=length),)


# --- the length of a round, and the table of turns ----------------------------------------------


def test_a_round_takes_as_many_semesters_as_there_are_people_for_each_place() -> None:
    # LT07: 80 staff, 2 places at each of 2 members a semester: 80 / 4 = 20 semesters. 2 have gone,
    # so 78 are left: 19.5, rounded up. Asked for as active placements of 2 terms, 2 begin in each.
    sites = [CORE, school("A"), school("B")]
    people = [teacher(f"t{n}", "K") for n in range(80)]
    ask = EACH_TERM.params | {"min": 2, "per": "member"}
    starts = EACH_TERM.model_copy(update={"params": ask})
    past = went("t0", 2023) + went("t1", 2024)

    def needs(*rules: object):
        given = community(people, [*rules, ROUNDS], schools=sites, history=past, horizon=2)
        instance = compile_rotation(given)
        (found,) = round_needs(instance, next(r for r in instance.rules if r.id == "rr"))
        return found.people, found.places, found.semesters, found.left

    assert needs(starts, ONE_TERM) == (80, 4, 20, 78)
    active = starts.model_copy(update={"params": ask | {"counts": "active"}})
    years = rule("one", "placement_term", kinds=["secondment"], min_terms=2, max_terms=2)
    assert needs(active, years) == (80, 2, 40, 78)
    yearly = starts.model_copy(update={"window": None})
    assert needs(yearly, ONE_TERM) == (80, 2, 40, 78)
    monthly = community(people, [ROUNDS, ONE_TERM, starts], schools=sites)
    instance = compile_rotation(monthly)
    (need,) = round_needs(instance, instance.rules[-3], places=Fraction(3))
    assert need.semesters == 27  # 80 / 3 = 26.7


def test_the_table_of_turns() -> None:
    # 60 minutes there and back, 100 school days a semester: 6,000 a term; itinerant on 2 days a
    # week for 20 weeks: 60 x 40 = 2,400. After the plan i, a and w have gone 0, 1 and 2 times.
    past = went("a", 2023, length=2) + went("w", 2021)
    people = [
        teacher("a", "K"),
        teacher("i", "K"),
        teacher("w", "K", volunteer=True),
        teacher("z", "K", exemption="哺乳期"),
        teacher("n", "A"),
    ]
    given = community(people, [EACH_TERM, ONE_TERM, ROUNDS], history=past)
    roster = Roster((placed("w", "A"),))
    table = shares(compile_rotation(given), roster)
    assert table == [
        Share("i", "K", 0, 0, 0, 0, 0, False, "", 1),
        Share("a", "K", 1, 0, 2.0, 12_000, 0, False, "", 2),
        Share("w", "K", 1, 1, 2.0, 6_000, 6_000, True, "", 3),
        Share("z", "K", 0, 0, 0, 0, 0, False, "哺乳期", None),
    ]
    assert [x.burden for x in table] == [0, 12_000, 12_000, 0]
    days = replace(placed("i", "A", ITINERANT), days=(2, 4))
    line = next(x for x in shares(compile_rotation(given), Roster((days,))) if x.teacher == "i")
    assert (line.burden_in_plan, line.services_in_plan, line.semesters_away) == (2_400, 0, 0)
    # Without any rule of turns the table tells of all schools.
    alone = compile_rotation(community(people, [], history=past))
    assert {x.school for x in shares(alone, Roster((placed("n", "K", LEADERSHIP),)))} == {"K", "A"}
    assert [x.turn for x in shares(alone, Roster())] == [1, 2, 3, None, 1]


# --- burdens spread evenly -----------------------------------------------------------------------

LEVEL = rule("f", "rotation_fairness", "soft", volunteers_first=False, burden_weight=1)


def test_the_near_place_goes_to_who_has_borne_more() -> None:
    # One to A (60 minutes, 6,000 a term), one to B (200, 20,000). a has borne 12,000 in history, b
    # nothing: a to B and b to A is 32,000 and 6,000; a to A and b to B is 20,000 and 18,000.
    sites = [CORE, school("A"), school("B")]
    each = EACH_TERM.model_copy(update={"params": EACH_TERM.params | {"per": "member"}})
    given = community(
        [teacher("a", "K"), teacher("b", "K")],
        [each, ONE_TERM, LEVEL],
        schools=sites,
        history=went("a", 2023, length=2),
    )
    far = [w for w in given.travel if "B" not in (w.origin, w.destination)]
    far += [Travel(origin="K", destination="B", minutes=100)]
    far += [Travel(origin="B", destination="K", minutes=100)]
    instance = compile_rotation(changed(given, travel=tuple(far)))
    worse = Roster((placed("a", "B"), placed("b", "A")))
    found = fair_shares.level(instance, worse, 20, BUDGET)
    assert found.roster == Roster((placed("a", "A"), placed("b", "B")))
    assert (found.levels, found.proved) == ((20_000, 18_000), True)
    assert fair_shares.burdens(instance, instance.rules[-1], worse) == [32_000, 6_000]
    # Without time, or without a rule that asks for it, the roster stays.
    hasty = fair_shares.level(instance, worse, 20, BUDGET.within(0))
    assert hasty == fair_shares.Levelled(worse, (), False)
    plain = compile_rotation(community(list(given.teachers), [each, ONE_TERM], schools=sites))
    assert fair_shares.level(plain, worse, 20, BUDGET) == fair_shares.Levelled(worse, (), True)


def test_levels_are_those_of_enumeration() -> None:
    """Random small problems: no roster of the same cost has a smaller sorted list of burdens."""
    compared = better = 0
    for seed in itertools.count():
        if compared == 12:
            break
        dice = random.Random(seed)
        given = random_community(dice, [EACH_TERM, ONE_TERM, LEVEL], short=False)
        instance = compile_rotation(changed(given, terms=terms(2)))
        if not 4 <= len(instance.candidates) <= 10:
            continue
        placements = [m.placement for m in instance.candidates]
        rosters = [
            Roster(tuple(sorted(chosen)))
            for size in range(5)
            for chosen in itertools.combinations(placements, size)
        ]
        costs = {r: cost(instance, r) for r in rosters}
        kept = [r for r in rosters if not costs[r].hard]
        if not kept:
            continue
        compared += 1
        allowed = dice.choice(sorted({costs[r].soft for r in kept}))
        start = max((r for r in kept if costs[r].soft <= allowed), key=lambda r: costs[r].soft)
        spread = [
            fair_shares.burdens(instance, instance.rules[-1], r)
            for r in kept
            if costs[r].soft <= allowed
        ]
        found = fair_shares.level(instance, start, allowed, BUDGET)
        reached = fair_shares.burdens(instance, instance.rules[-1], found.roster)
        assert found.proved, seed
        assert reached == min(spread), seed
        assert list(found.levels) == sorted({n for n in reached if n}, reverse=True), seed
        better += reached < fair_shares.burdens(instance, instance.rules[-1], start)
    assert better


def test_a_roster_that_uncovers_lessons_is_not_returned() -> None:
    # a has borne 12,000, b nothing, but b is the only one for math at K: b's going would be fairer.
    guard = rule("p", "home_school_protection", subject_cover=True)
    people = [teacher("a", "K"), teacher("b", "K", "zh math"), teacher("c", "K", exemption="病")]
    given = community(
        [*people, teacher("n", "A", "zh math")],
        [EACH_TERM, ONE_TERM, LEVEL, guard],
        periods={"zh": 1, "math": 1},
        history=went("a", 2023, length=2),
    )
    instance, start = compile_rotation(given), Roster((placed("a", "A"),))
    assert cost(instance, start).hard == 0
    whole = fair_shares.level(instance, start, 10, BUDGET)
    assert whole == fair_shares.Levelled(start, (18_000,), True)
    partly = fair_shares.level(instance, start, 10, BUDGET, cover_sets=set())
    assert partly == fair_shares.Levelled(start, (), False)
