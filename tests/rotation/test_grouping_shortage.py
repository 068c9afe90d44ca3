"""Why there is no grouping: counted where counting is enough, else a smallest set of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grouping_tiny import CORE, MEMBER, asking, county, school

from rotation.grouping.conflict import conflict
from rotation.grouping.instance import compile_grouping
from rotation.grouping.search import solve
from rotation.grouping.shortage import shortages
from scenarios.grouping import form_communities
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from community.models import Community
    from community.policy import PolicyRule

BUDGET = Budget(30.0, workers=1)


def reasons(data: Community) -> str:
    """Return the counted reasons of a county that is impossible."""
    instance = compile_grouping(data)
    assert solve(instance, BUDGET).status is Status.INFEASIBLE
    return "".join(reason.zh for reason in shortages(instance))


def row(number: int, *rules: PolicyRule) -> Community:
    """Return schools along a road, 10 minutes apart."""
    return county([school(f"S{i:02}") for i in range(number)], rules)


def test_too_few_communities_for_the_schools() -> None:
    # 9 communities of at most 4 hold 36 of 40.
    data = row(40, asking(communities=9), asking(max_schools=4))
    assert reasons(data) == "9个共同体，每个至多4所学校，至多容纳36所，应加入的有40所。"


def test_too_few_schools_for_the_communities() -> None:
    data = row(7, asking(communities=4))
    assert reasons(data) == "4个共同体，每个至少2所学校，共需8所，全县只有7所。"


def test_a_school_that_no_core_is_near() -> None:
    # E is 20 minutes from C and 30 from B, the only cores.
    schools = [school(x, CORE if x in "BC" else MEMBER) for x in "ABCDE"]
    data = county(schools, [asking(max_minutes=15)])
    told = reasons(data)
    assert told == (
        "E没有核心校可去：可作核心校的2所学校中，2所不符合“规则max_minutes”；最近的C单程20分钟。"
    )


def test_cores_that_the_table_gives_and_a_rule_refuses() -> None:
    data = county(
        [school("A", CORE, locality="rural"), school("B")], [asking(core_locality=("town",))]
    )
    assert "A在乡村，核心校应在镇区" in reasons(data)


def test_schools_that_share_too_small_a_core() -> None:
    # A at 0 minutes, B at 50: H, C, D and E are within 20 of B alone; there are 8 places in all.
    data = county(
        [school(x, CORE if x in "AB" else MEMBER) for x in "AFGHCBDE"],
        [asking(max_schools=4), asking(max_minutes=20)],
    )
    told = "5所学校只能与B在一起，每个共同体至多4所，至多容纳4所：H、C、B、D、E。"
    assert reasons(data) == told


def test_rules_that_cannot_hold_together() -> None:
    # One weak school, and two communities that mix.
    schools = [school(x, is_weak=x == "A") for x in "ABCD"]
    mixing = asking(mixed=True, contrasts=("strength",))
    data = county(schools, [asking(communities=2), mixing, asking(max_minutes=60)])
    instance = compile_grouping(data)
    assert not shortages(instance)
    named, *broken = conflict(instance, BUDGET)
    assert named.zh == "以下规则不能同时满足：“规则communities”、“规则mixed”。"
    assert len(broken) == 1
    found = form_communities(data, BUDGET)
    assert (found.best, found.reasons) == (None, (named, *broken))
