"""kept_placements: what is locked, approved, proposed or going on already."""

from __future__ import annotations

import random

import pytest
from agreement import assert_agree, some_roster
from random_communities import asked, random_community
from rotation_tiny import (
    BUDGET,
    OUT,
    SECONDMENT,
    SHADOWING,
    broken,
    changed,
    community,
    core_staff,
    placed,
    rule,
    run,
    school,
    teacher,
)

from community.models import PastPlacement, PlacementStatus, PlannedPlacement, SchoolRole
from rotation.check import check, cost
from rotation.instance import compile_rotation
from rotation.rules.kept_placements import PRICES
from rotation.search import solve
from rotation.solution import Placement, Roster
from solving.outcome import Status

ONE = rule("q", "rotation_quota", min=1, per="core", **OUT)
LOCKED, APPROVED = PlacementStatus.LOCKED, PlacementStatus.APPROVED
PROPOSED = PlacementStatus.PROPOSED


def planned(who: str, status: PlacementStatus, length: int = 1, **more: object):
    return PlannedPlacement(
        teacher=who,
        kind=SECONDMENT,
        **{"host": "A", "start": "2025-1", **more},
        terms=length,
        status=status,
    )


def went(who: str, terms: int, start: int = 2024, **more: object) -> PastPlacement:
    return PastPlacement(
        **{"teacher": who, "host": "A", "kind": SECONDMENT, **more}, start_year=start, terms=terms
    )


# --- locked -------------------------------------------------------------------------------------


def test_what_is_locked_stays() -> None:
    # One must go; t1 is locked, for two terms, though t0 could go for one at half the price.
    given = community(core_staff(2), [ONE], placements=(planned("t1", LOCKED, 2),), horizon=2)
    result = run(given)
    (only,) = result.roster.placements
    assert (only.teacher, only.terms, only.status) == ("t1", 2, LOCKED)
    assert result.report.objective == 20


def test_what_is_locked_stays_though_no_rule_asks_for_it() -> None:
    given = community(core_staff(1), [], placements=(planned("t0", LOCKED),))
    assert len(run(given).roster.placements) == 1


def test_a_locked_placement_of_the_base_stays() -> None:
    locked = Placement("t1", SECONDMENT, "A", "2025-1", 1, LOCKED)
    base = Roster((locked,))
    given = community(core_staff(2), [ONE])
    kept = solve(compile_rotation(given, base=base, price_per_move=0), BUDGET)
    assert kept.roster == base


def test_what_is_locked_against_a_rule_is_infeasible() -> None:
    # t0 has been in the school for 3 years of 6, and is locked all the same.
    six = rule("e", "rotation_eligibility", kinds=["secondment"], min_years_in_school=6)
    people = [teacher("t0", "K", joined_year=2022), teacher("t1", "K")]
    given = community(people, [ONE, six], placements=(planned("t0", LOCKED),))
    assert run(given).report.status is Status.INFEASIBLE
    # Whichever way it is planned by hand, the audit names what is broken.
    instance = compile_rotation(given)
    assert broken(instance, placed("t0", "A")) == {"e"}
    without = Roster((placed("t1", "A"),))
    (found,) = [v for v in check(instance, without) if v.is_hard]
    assert (found.rule, found.family) == ("locked_placements", "kept_placements")
    assert "已锁定的安排没有了：K校教师t0到A校支教" in found.sentence.zh


def test_what_is_locked_against_a_quota_is_infeasible() -> None:
    most = rule("q", "rotation_quota", max=1, per="core", **OUT)
    both = tuple(planned(t, LOCKED) for t in ("t0", "t1"))
    given = community(core_staff(2), [most], placements=both)
    assert run(given).report.status is Status.INFEASIBLE
    assert run(changed(given, placements=both[:1])).roster is not None


def test_a_locked_placement_of_somebody_who_has_left_is_gone() -> None:
    rows = (planned("gone", LOCKED), planned("t0", LOCKED, host="nowhere"))
    given = community(core_staff(1), [ONE], placements=rows, history=(went("gone", 4),))
    assert [p.teacher for p in run(given).roster.placements] == ["t0"]


# --- approved and proposed ----------------------------------------------------------------------


@pytest.mark.parametrize("status", [APPROVED, PROPOSED])
def test_what_is_approved_or_proposed_has_its_price(status: PlacementStatus) -> None:
    given = community(core_staff(2), [ONE], placements=(planned("t1", status),))
    result = run(given)
    (only,) = result.roster.placements
    assert (only.teacher, only.status) == ("t1", status)
    assert result.report.objective == 10
    # Sending t0 instead costs the dropped one; sending both costs a second term.
    instance = compile_rotation(given)
    assert cost(instance, Roster((placed("t0", "A"),))).soft == 10 + PRICES[status]
    assert cost(instance, Roster((placed("t0", "A"), placed("t1", "A")))).soft == 20


@pytest.mark.parametrize(("status", "kept"), [(APPROVED, True), (PROPOSED, False)])
def test_an_approved_placement_stands_above_most_rules(status: PlacementStatus, kept: bool) -> None:
    # A rule charges 100 for sending t1: less than an approved placement, more than a proposed one.
    fair = rule(
        "e", "rotation_eligibility", "soft", kinds=["secondment"], weight=100, min_years_in_school=6
    )
    people = [teacher("t0", "K"), teacher("t1", "K", joined_year=2024)]
    given = community(people, [ONE, fair], placements=(planned("t1", status),))
    (only,) = run(given).roster.placements
    assert (only.teacher == "t1") is kept


# --- what goes on from before the plan ----------------------------------------------------------


def test_what_goes_on_is_in_the_roster() -> None:
    # Sent in 2024-1 for 4 terms: 2 of them lie in the plan.
    given = community(core_staff(1), [], horizon=3, history=(went("t0", 4),))
    (only,) = run(given).roster.placements
    assert (only.start, only.before, only.terms, only.status) == ("2025-1", 2, 4, LOCKED)
    move = compile_rotation(given).move(only)
    assert (move.first, move.end) == (-2, 2)


def test_what_has_ended_does_not_go_on() -> None:
    given = community(core_staff(1), [], history=(went("t0", 2),))
    assert run(given).roster == Roster()


def test_what_goes_on_counts_as_active_but_not_as_a_start() -> None:
    history = (went("t0", 4),)
    active = rule("q", "rotation_quota", min=1, per="core", counts="active", **OUT)
    result = run(community(core_staff(2), [active], horizon=2, history=history))
    assert [p.teacher for p in result.roster.placements] == ["t0"]
    starts = rule("q", "rotation_quota", min=1, per="core", counts="starts", **OUT)
    result = run(community(core_staff(2), [starts], horizon=2, history=history))
    assert [p.teacher for p in result.roster.placements] == ["t0", "t1"]
    # Nobody else is there to start.
    alone = community(core_staff(1), [starts], horizon=2, history=history)
    assert run(alone).report.status is Status.INFEASIBLE


def test_what_goes_on_keeps_its_teacher() -> None:
    # t0 is away until the end of 2025-1; only the quota of 2025-2 can have t0.
    sites = [school("K", SchoolRole.CORE), school("A"), school("B")]
    each = rule("q", "rotation_quota", min=1, per="member", window="semester", **OUT)
    given = community(core_staff(1), [each], schools=sites, horizon=2, history=(went("t0", 3),))
    assert run(given).report.status is Status.INFEASIBLE
    instance = compile_rotation(given)
    (going_on,) = instance.pins.values()
    assert "one_place" in broken(instance, going_on, placed("t0", "B"))
    assert "one_place" not in broken(instance, going_on, placed("t0", "B", start="2025-2"))
    # With two more for B, and one for A from 2025-2 on, all is well.
    more = changed(given, teachers=(*given.teachers, teacher("t1", "K"), teacher("t2", "K")))
    assert going_on in run(more).roster.placements


def test_what_goes_on_was_judged_when_it_began() -> None:
    # Too new in the school, no such track, no such subject: none of it is held against it now.
    rules = [
        rule("e", "rotation_eligibility", kinds=["secondment"], min_years_in_school=6),
        rule("t", "placement_term", kinds=["secondment"], min_terms=1, max_terms=1),
        rule("n", "skill_need_matching", kinds=["secondment"], subjects=["math"]),
    ]
    people = [teacher("t0", "K", joined_year=2024)]
    given = community(people, rules, horizon=2, history=(went("t0", 4),))
    assert len(run(given).roster.placements) == 1


def test_a_roster_without_what_goes_on_is_named() -> None:
    given = community(core_staff(1), [], horizon=2, history=(went("t0", 4),))
    (found,) = check(compile_rotation(given), Roster())
    assert (found.rule, found.is_hard) == ("locked_placements", True)
    assert "已任2个学期，2025学年第1学期起还有2个学期" in found.sentence.zh


# --- model and check ----------------------------------------------------------------------------


def test_the_model_charges_what_the_check_finds() -> None:
    dropped = 0
    for seed in range(30):
        dice = random.Random(f"pins{seed}")
        given = random_community(dice, asked(), short=False)
        rows = []
        for person in given.teachers:
            hosts = [s.id for s in given.schools if s.id != person.school]
            if dice.random() < 0.5:
                kind = dice.choice([SECONDMENT, SHADOWING])
                status = dice.choice(list(PlacementStatus))
                rows.append(
                    planned(person.id, status, host=dice.choice(hosts)).model_copy(
                        update={"kind": kind}
                    )
                )
        instance = compile_rotation(changed(given, placements=tuple(rows)))
        roster = some_roster(dice, instance)
        assert_agree(instance, roster, seed)
        dropped += any(v.family == "kept_placements" for v in check(instance, roster))
    assert dropped
