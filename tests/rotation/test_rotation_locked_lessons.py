"""locked_lessons: whoever has locked lessons at home is not sent away in their term."""

from __future__ import annotations

from dataclasses import replace

from rotation_tiny import BUDGET, SECONDMENT, community, rule, school, teacher

from community.models import SchoolRole
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.rules.locked_lessons import LockedLessons
from rotation.search import solve
from rotation.solution import Placement, Roster
from solving.outcome import Status

TERM = "2025-1"


def problem(*locked: str):
    """One of two teachers of the core has to go to A; those named have locked lessons at home."""
    people = [teacher("K1", "K"), teacher("K2", "K"), teacher("A1", "A")]
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
    sites = [school("K", SchoolRole.CORE), school("A")]
    instance = compile_rotation(community(people, [quota], schools=sites, classes={"K": 1, "A": 1}))
    held = LockedLessons(id="locked_lessons", term=TERM, teachers=frozenset(locked))
    return replace(instance, rules=(*instance.rules, held))


def sent(who: str) -> Roster:
    return Roster((Placement(who, SECONDMENT, "A", TERM, 1),))


def test_somebody_else_goes():
    assert solve(problem("K1"), BUDGET).roster == sent("K2")


def test_with_lessons_of_both_locked_there_is_no_roster():
    found = solve(problem("K1", "K2"), BUDGET)
    assert (found.roster, found.report.status) == (None, Status.INFEASIBLE)


def test_the_check_names_who_is_sent_away():
    broken = [v for v in check(problem("K1"), sent("K1")) if v.is_hard]
    assert [v.rule for v in broken] == ["locked_lessons"] and "锁定" in broken[0].sentence.zh
    assert not [v for v in check(problem("K1"), sent("K2")) if v.is_hard]
