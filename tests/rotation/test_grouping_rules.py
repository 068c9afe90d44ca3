"""Each requirement on communities, once kept and once impossible; and no aspect without a pair."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from grouping_tiny import CORE, MEMBER, asking, county, school

from community.codes import SchoolRole, Stage
from rotation.grouping.check import check, worth
from rotation.grouping.instance import compile_grouping
from rotation.grouping.rules import aspects
from rotation.grouping.search import solve
from rotation.grouping.solution import Group, Grouping
from scenarios.changes.base import replaced
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.models import Community, School
    from community.policy import PolicyRule

BUDGET = Budget(30.0, workers=1)
A, B, C, D = "ABCD"
FOUR = [school(x) for x in "ABCD"]


@dataclass(frozen=True)
class Pair:
    """A county that keeps a rule, with what its best grouping is, and one that cannot."""

    possible: Community
    cores: str
    minutes: int  # there and back, of all members
    impossible: Community


def led(*rules: PolicyRule) -> Community:
    """Return cores A and B and members C and D, 10 minutes apart on a road."""
    schools = [school(A, CORE), school(B, CORE), school(C, MEMBER), school(D, MEMBER)]
    return county(schools, rules)


def of(*schools: School) -> Community:
    return county(schools)


WEAK = school(A, CORE, is_weak=True), school(B, CORE), *(school(x, MEMBER) for x in "CD")
PAIRS = {
    # C joins B (10), D joins B (20), A would have nobody: C or D goes to A, 20 more: 2 x (20 + 20).
    "one_core": Pair(led(), "AB", 80, of(school(A, CORE), school(B, CORE), school(C, MEMBER))),
    # C is given to A although B is nearer: 2 x (20 + 20).
    "given": Pair(
        of(school(A, CORE, group="东"), school(B, CORE), school(C, group="东"), school(D, MEMBER)),
        "AB",
        80,
        of(school(A, MEMBER), school(B, MEMBER)),
    ),
    "ways": Pair(
        led(), "AB", 80, replaced(led(), travel=[w for w in led().travel if D not in w.origin])
    ),
    "distance": Pair(led(asking(max_minutes=20)), "AB", 80, led(asking(max_minutes=19))),
    "stages": Pair(
        of(
            *(school(x, CORE, stage=s) for x, s in ((A, Stage.PRIMARY), (B, Stage.JUNIOR))),
            school(C, MEMBER, stage=Stage.PRIMARY),
            school(D, MEMBER, stage=Stage.NINE_YEAR),
        ),
        "AB",
        80,
        of(school(A, CORE), school(B, MEMBER, stage=Stage.JUNIOR)),
    ),
    # Only A and D are in town: B joins A, C joins D.
    "kinds_of_school": Pair(
        county(
            [s.model_copy(update={"locality": "rural" if s.id in "BC" else "town"}) for s in FOUR],
            [asking(core_locality=("town",))],
        ),
        "AD",
        40,
        county(FOUR, [asking(core_locality=("urban",))]),
    ),
    # One community of four on a road: B or C leads, 10 + 10 + 20 minutes away.
    "number": Pair(
        county(FOUR, [asking(communities=1)]), "B", 80, county(FOUR, [asking(communities=3)])
    ),
    "size": Pair(
        county(FOUR, [asking(min_schools=3)]),
        "B",
        80,
        county(FOUR, [asking(max_schools=2), asking(communities=1)]),
    ),
    # One of four may stay outside; nobody does, since more are better.
    "coverage": Pair(
        led(asking(coverage=0.75)),
        "AB",
        80,
        county(
            [school(A, CORE), school(B, CORE), *(school(x, MEMBER) for x in "CDE")],
            [asking(coverage=0.9), asking(max_schools=1, counts_core=False)],
        ),
    ),
    # A is weak, and so is D: D may not join A, so C does, which is nearer to B.
    "mixture": Pair(
        county(
            [*WEAK[:3], school(D, MEMBER, is_weak=True)],
            [asking(mixed=True, contrasts=("strength",))],
        ),
        "AB",
        2 * 20 + 2 * 2 * 20,
        county(
            [
                school(A, CORE),
                school(B, CORE),
                school(C, CORE, is_weak=True),
                *(school(x, MEMBER) for x in "DEF"),
            ],
            [asking(mixed=True, contrasts=("strength",)), asking(max_schools=2)],
        ),
    ),
    "helpers": Pair(
        county([*WEAK[:3], school(D, MEMBER, is_weak=True)], [asking(helps=1)]),
        "AB",
        120,
        county([school(A, CORE, is_weak=True), school(B, MEMBER)], [asking(helps=0)]),
    ),
    # D wishes A, 30 minutes away, so C joins B, 10 away.
    "choice": Pair(
        county(
            [school(A, CORE), school(B, CORE), school(C, MEMBER), school(D, MEMBER, wishes=(A,))],
            [asking(choice=True)],
        ),
        "AB",
        80,
        county(
            [school(A, CORE), school(B, CORE), *(school(x, MEMBER, wishes=(A,)) for x in "CD")],
            [asking(choice=True)],
        ),
    ),
}


@pytest.mark.parametrize("aspect", PAIRS)
def test_a_county_that_can_keep_it(aspect: str) -> None:
    pair = PAIRS[aspect]
    instance = compile_grouping(pair.possible)
    found = solve(instance, BUDGET)
    assert found.status is Status.OPTIMAL
    assert found.grouping
    assert not check(instance, found.grouping)
    cores = {group.cores[0] for group in found.grouping.groups}
    assert worth(instance, found.grouping).minutes == pair.minutes
    assert len(cores) == len(pair.cores)


@pytest.mark.parametrize("aspect", PAIRS)
def test_a_county_that_cannot(aspect: str) -> None:
    found = solve(compile_grouping(PAIRS[aspect].impossible), BUDGET)
    assert (found.status, found.grouping) == (Status.INFEASIBLE, None)


def test_every_requirement_has_its_pair_and_its_line() -> None:
    page = Path(__file__).parents[2] / "docs" / "rules.md"
    assert PAIRS.keys() == aspects().keys()
    assert all(f"`{aspect}.py`" in page.read_text("utf-8") for aspect in aspects())


def test_points_go_with_their_centre_and_are_not_counted() -> None:
    point = school("P", SchoolRole.TEACHING_POINT, parent=B)
    data = county([school(A), school(B), point], [asking(max_schools=2)])
    found = solve(compile_grouping(data), BUDGET)
    assert found.grouping
    assert found.grouping.groups[0].points == ("P",)


def test_a_community_keeps_the_name_that_the_table_gives() -> None:
    found = solve(compile_grouping(of(school(A), school(B, group="城东"))), BUDGET)
    assert found.grouping
    assert [g.name for g in found.grouping.groups] == ["城东"]


EDITS = {
    "one_core": Grouping((Group("东", (A, B), (C, D)),)),
    "given": Grouping((Group("东", (A,), (B, C, D)),)),
    "everybody": Grouping((Group("东", (A,), (C,)), Group("西", (B,)))),
    "same_stage": Grouping((Group("东", (A,), (D,)), Group("西", (B,), (C,)))),
    "communities": Grouping((Group("东", (A,), (C,)), Group("西", (D,), (B,)))),
}


@pytest.mark.parametrize("rule", EDITS)
def test_what_an_edit_breaks_is_named(rule: str) -> None:
    schools = [school(A, CORE), school(B, CORE), school(C, MEMBER)]
    schools.append(school(D, MEMBER, stage=Stage.JUNIOR))
    asked = asking(communities=1) if rule == "communities" else asking(communities=2)
    broken = check(compile_grouping(county(schools, [asked])), EDITS[rule])
    assert rule in {v.rule for v in broken if v.is_hard}
    assert all(v.sentence.zh.startswith("“") and v.sentence.en for v in broken)


def test_sentences_name_some_of_many_schools() -> None:
    schools = [school(A, CORE), school(B), *(school(f"S{i:02}") for i in range(14))]
    found = check(compile_grouping(county(schools)), Grouping((Group("东", (A,), (B,)),)))
    (told,) = (v.sentence for v in found if v.rule == "everybody")
    assert told.zh.endswith("没有加入的：" + "、".join(f"S{i:02}" for i in range(12)) + "等14所。")
    assert told.en.endswith("S11 and 2 more.")
