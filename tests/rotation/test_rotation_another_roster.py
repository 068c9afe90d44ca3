"""The cut after a roster whose lessons could not be staffed: another one, or the proof of none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rotation_tiny import BUDGET, SECONDMENT, community, rule, school, teacher

from community.models import SchoolRole
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.rules.another_roster import AnotherRoster
from rotation.rules.one_more_teacher import OneMoreTeacher
from rotation.search import solve
from rotation.solution import Placement, Roster
from solving.outcome import Status

TERM = "2025-1"


def problem(staff_of_core: int, *refused: str, teachers=frozenset(), more=()):
    """One teacher of the core has to go to A; the rosters that send ``refused`` are cut off.

    ``more`` are pairs of a teacher and a school of which one has to hold.
    """
    people = [teacher(f"K{n}", "K") for n in range(1, staff_of_core + 1)] + [teacher("A1", "A")]
    quota = rule(
        "out",
        "rotation_quota",
        direction="core_to_member",
        kinds=["secondment"],
        min=1,
        max=1,
        per="community",
        window="semester",
    )
    sites = [school("K", SchoolRole.CORE), school("A"), school("B")]
    instance = compile_rotation(community(people, [quota], schools=sites, classes={"K": 1, "A": 1}))
    cuts = tuple(
        AnotherRoster(id=f"cut_{who}", refused=sent(who), term=TERM, teachers=teachers)
        for who in refused
    )
    if more:
        cuts += (OneMoreTeacher(id="more", term=TERM, places=frozenset(more)),)
    return replace(instance, rules=(*instance.rules, *cuts))


def sent(who: str) -> Roster:
    return Roster((Placement(who, SECONDMENT, "A", TERM, 1),))


def test_the_other_teacher_goes():
    found = solve(problem(2, "K1"), BUDGET)
    assert found.roster == sent("K2")


def test_when_every_roster_is_cut_off_there_is_none():
    found = solve(problem(2, "K1", "K2"), BUDGET)
    assert (found.roster, found.report.status) == (None, Status.INFEASIBLE)


def test_the_check_names_the_refused_roster_only():
    instance = problem(2, "K1")
    broken = [v.rule for v in check(instance, sent("K1")) if v.is_hard]
    assert broken == ["cut_K1"]
    assert [v for v in check(instance, sent("K2")) if v.is_hard] == []


def test_only_the_placements_of_the_people_meant_are_compared():
    # A1 goes nowhere in any roster: as to A1 every roster is like the refused one.
    one = problem(2, "K1", teachers=frozenset({"A1"}))
    assert [v.rule for v in check(one, sent("K2")) if v.is_hard] == ["cut_K1"]
    assert solve(one, BUDGET).report.status is Status.INFEASIBLE
    # With K2 the refused roster, K2 at home differs from it and K2 sent does not.
    other = problem(2, "K2", teachers=frozenset({"K2"}))
    assert [v for v in check(other, sent("K1")) if v.is_hard] == []
    assert solve(other, BUDGET).roster == sent("K1")


@pytest.mark.parametrize(
    ("more", "may_go"),
    [
        ({("K1", "K")}, {"K2"}),
        ({("K1", "A")}, {"K1"}),
        ({("K1", "K"), ("K2", "A")}, {"K2"}),
        ({("K1", "B")}, set()),
        ({("K1", "B"), ("A1", "A")}, {"K1", "K2"}),  # A1 is at A in any case
    ],
)
def test_one_more_teacher_is_there(more, may_go):
    instance = problem(2, more=more)
    kept = {who for who in ("K1", "K2") if not any(v.is_hard for v in check(instance, sent(who)))}
    assert kept == may_go
    found = solve(instance, BUDGET).roster
    assert found in map(sent, may_go) if may_go else found is None
