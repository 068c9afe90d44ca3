"""staff_balance: where the backbone works, and whether as many arrive as leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from agreement import SOFTNESS, agree_on, any_rule
from rotation_tiny import (
    CORE,
    ITINERANT,
    OUT,
    SHADOWING,
    changed,
    community,
    placed,
    rule,
    run,
    school,
    teacher,
)

from community.models import SchoolRole, Subject
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.rules.base import RuleParameterError
from rotation.solution import Roster
from solving.outcome import Status

if TYPE_CHECKING:
    import random

ONE = rule("q", "rotation_quota", min=1, per="core", **OUT)


def balance(strictness: str = "hard", **params: object):
    return rule("s", "staff_balance", strictness, **params)


def backbone(count: int, home: str = "K", **more: object) -> list:
    return [teacher(f"b{home}{n}", home, is_backbone=True, **more) for n in range(count)]


def deviations(instance, *placements) -> dict[str, int]:
    found = check(instance, Roster(tuple(sorted(placements))))
    return {v.point: v.deviation for v in found if v.rule == "s"}


def test_backbone_does_not_gather_at_the_core() -> None:
    # 4 backbone teachers, 3 of them at the core; half of them, 2, may be: the quota sends one.
    people = [*backbone(3), *backbone(1, "A")]
    half = balance(max_core_share=0.5)
    assert len(run(community(people, [ONE, half])).roster.placements) == 1
    instance = compile_rotation(community(people, [ONE, half]))
    assert deviations(instance) == {"core/all/2025-1": 1}
    # 0.6 x 4 = 2.4, rounded up: 3 may be at the core.
    assert not deviations(compile_rotation(community(people, [balance(max_core_share=0.6)])))


def test_too_much_backbone_at_the_core_is_infeasible() -> None:
    # A quarter of 4 is 1; the quota lets only one of the three leave, so 2 stay.
    people = [*backbone(3), *backbone(1, "A")]
    most = rule("q", "rotation_quota", min=1, max=1, per="core", **OUT)
    quarter = {"max_core_share": 0.25}
    assert run(community(people, [most, balance(**quarter)])).report.status is Status.INFEASIBLE
    soft = balance("soft", weight=7, **quarter)
    assert run(community(people, [most, soft])).report.objective == 10 + 7


def test_people_count_where_they_are() -> None:
    # Whoever learns at the core counts there, who is itinerant counts at home.
    people = [*backbone(2), *backbone(2, "A")]
    instance = compile_rotation(community(people, [balance(max_core_share=0.5)]))
    assert deviations(instance, placed("bA0", "K", SHADOWING)) == {"core/all/2025-1": 1}
    assert not deviations(instance, placed("bA0", "K", ITINERANT))


def test_shares_of_backbone_are_alike() -> None:
    # K 2 of 4, A 0 of 4: 50 points apart. One who goes makes it 1 of 4 in both.
    people = [*backbone(2), *(teacher(f"k{n}", "K") for n in range(2))]
    people += [teacher(f"a{n}", "A") for n in range(4)]
    rules = [ONE, balance(max_spread=0.2)]
    (only,) = run(community(people, rules)).roster.placements
    assert only.teacher in ("bK0", "bK1")
    instance = compile_rotation(community(people, rules))
    assert deviations(instance) == {"spread/all/2025-1": 30}
    # Sending one who is no backbone changes nothing: shares are of the usual staff.
    assert deviations(instance, placed("k0", "A")) == {"spread/all/2025-1": 30}


def test_shares_that_cannot_be_alike_are_infeasible() -> None:
    # Nobody of K's backbone may leave: 2 of 3 against 0 of 3 is 66.6 points, 46 whole ones above.
    people = [*backbone(2, exemption="病"), teacher("k0", "K")]
    people += [teacher(f"a{n}", "A") for n in range(3)]
    rules = [ONE, balance(max_spread=0.2)]
    assert run(community(people, rules)).report.status is Status.INFEASIBLE
    soft = [ONE, balance("soft", max_spread=0.2, weight=2)]
    assert run(community(people, soft)).report.objective == 10 + 2 * 46


def test_parts_of_a_percent_point_are_not_counted() -> None:
    # 1 of 3 against 0 of 3 is 33.3 points: within a limit of 33.
    people = [*backbone(1), teacher("k0", "K"), teacher("k1", "K")]
    people += [teacher(f"a{n}", "A") for n in range(3)]
    assert not deviations(compile_rotation(community(people, [balance(max_spread=0.33)])))
    instance = compile_rotation(community(people, [balance(max_spread=0.32)]))
    assert deviations(instance) == {"spread/all/2025-1": 1}


def test_as_many_arrive_as_leave() -> None:
    both = {"kinds": ["secondment", "shadowing"]}
    ask = [
        ONE,
        rule("in", "rotation_quota", "soft", direction="member_to_core", min=1, weight=0, **both),
    ]
    people = [teacher("k", "K"), teacher("a", "A")]
    result = run(community(people, [*ask, balance(net_change=True)]))
    assert {p.teacher for p in result.roster.placements} == {"k", "a"}
    alone = community(people[:1], [*ask, balance(net_change=True)])
    assert run(alone).report.status is Status.INFEASIBLE
    instance = compile_rotation(alone)
    (found,) = [v for v in check(instance, Roster((placed("k", "A"),))) if v.is_hard]
    assert (found.point, found.deviation) == ("net/A/2025-1", 1)
    assert "A校到校的比外出的多1人" in found.sentence.zh


def test_teaching_points_count_with_their_centre() -> None:
    sites = [CORE, school("A"), school("P", SchoolRole.TEACHING_POINT, parent="A")]
    people = [teacher("k", "K"), teacher("a", "A")]
    given = community(people, [balance(net_change=True)], schools=sites)
    instance = compile_rotation(given)
    assert not deviations(instance, placed("a", "P"))
    assert not deviations(instance, placed("k", "P"), placed("a", "K", SHADOWING))
    assert deviations(instance, placed("k", "P")) == {"net/A/2025-1": 1}


def hundred(people: list, rules: list, **pupils: int):
    """Return a community of schools with so many pupils; K and A have 100 each by default."""
    sizes = pupils or {"K": 100, "A": 100}
    sites = [school(s, SchoolRole.CORE if s == "K" else SchoolRole.MEMBER) for s in sizes]
    sites = [s.model_copy(update={"pupils": sizes[s.id]}) for s in sites]
    return community(people, rules, schools=sites)


def test_the_coefficient_of_variation_is_kept() -> None:
    # 4 and 0 of 100 pupils: 2 and 2 apart, a coefficient of 1. Whoever goes makes it 3 and 1:
    # 1 from the mean of 2, 0.5. The quota asks for one; 0.4 takes two (2 and 2, 0).
    people = backbone(4)
    even = balance(max_cv_primary=0.5)
    assert len(run(hundred(people, [ONE, even])).roster.placements) == 1
    assert len(run(hundred(people, [ONE, balance(max_cv_primary=0.4)])).roster.placements) == 2
    instance = compile_rotation(hundred(people, [ONE, even]))
    assert deviations(instance) == {"variation/backbone/primary/2025-1": 50}
    assert not deviations(instance, placed("bK0", "A"))
    (found,) = [v for v in check(instance, Roster(())) if v.rule == "s"]
    assert found.sentence.zh == "2025学年第1学期小学骨干教师校际差异系数1.000，应不超过0.5。"


def test_a_variation_that_cannot_be_kept_is_infeasible_or_costs_begun_points() -> None:
    # 5 and 0: the quota lets only one go, 4 and 1: 1.5 of 2.5 is 0.6, ten points above 0.5, and
    # above 0.495 ten and a half, which count as 11.
    most = rule("q", "rotation_quota", min=1, max=1, per="core", **OUT)
    people = backbone(5)
    tight = balance(max_cv_primary=0.5)
    assert run(hundred(people, [most, tight])).report.status is Status.INFEASIBLE
    for limit, points in ((0.5, 10), (0.495, 11)):
        soft = balance("soft", max_cv_primary=limit, weight=3)
        assert run(hundred(people, [most, soft])).report.objective == 10 + 3 * points


def test_variation_is_weighted_by_pupils() -> None:
    # 3 for 300 pupils and 1 for 100 are even, whatever the numbers of staff.
    instance = compile_rotation(
        hundred([*backbone(3), *backbone(1, "A")], [balance(max_cv_primary=0)], K=300, A=100)
    )
    assert not deviations(instance)
    assert deviations(instance, placed("bK0", "A"))


def test_who_learns_at_the_core_counts_at_home() -> None:
    # One of 2 and 1: 0.5 / 1.5 is 0.333, whoever shadows; were she at the core it would be 1.
    people = [*backbone(2), *backbone(1, "A")]
    instance = compile_rotation(hundred(people, [balance(max_cv_primary=0.34)]))
    assert not deviations(instance, placed("bA0", "K", SHADOWING))
    assert deviations(instance, placed("bA0", "K")) == {"variation/backbone/primary/2025-1": 66}


def test_a_total_that_changes_is_counted() -> None:
    # Who is sent to a point of 30 pupils is no longer counted: 2 and 1 (0.333) become 1 and 1.
    sites = [school("K", SchoolRole.CORE, pupils=100), school("A", pupils=100)]
    sites.append(school("P", SchoolRole.TEACHING_POINT, parent="A", pupils=30))
    people = [*backbone(2), *backbone(1, "A", exemption="病")]
    ask = rule("n", "rotation_quota", "soft", weight=1, min=1, per="core", **OUT)
    given = community(people, [ask, balance(max_cv_primary=0)], schools=sites)
    (only,) = run(given).roster.placements
    assert only.host == "P"


def test_degrees_and_teachers_of_arts_vary_too() -> None:
    both = balance(max_cv_primary=0.5, cv_of=["above_norm", "pe_arts"])
    people = [teacher(f"k{n}", "K", "art", degree="college") for n in range(2)]
    people.append(teacher("a", "A"))  # of an unknown degree: does not count
    given = hundred(people, [both])
    given = changed(given, subjects=(*given.subjects, Subject(id="art", name="美术")))
    instance = compile_rotation(given)
    assert deviations(instance) == {
        **{f"variation/{x}/primary/2025-1": 50 for x in ("above_norm", "pe_arts")}
    }
    assert not deviations(instance, placed("k0", "A"))


def test_a_balance_without_a_limit_is_refused() -> None:
    with pytest.raises(RuleParameterError, match="one of max_core_share"):
        compile_rotation(community([], [balance()]))


@pytest.mark.parametrize("strictness", SOFTNESS)
def test_model_and_check_agree(strictness: str) -> None:
    def rules(dice: random.Random):
        limits = {
            "max_core_share": dice.choice([0, 0.3, 0.5]),
            "max_spread": dice.choice([0, 0.2, 0.333, 0.5]),
            "max_cv_primary": dice.choice([0, 0.3, 0.5, 0.777]),
        }
        some: dict[str, object]
        some = {name: limit for name, limit in limits.items() if dice.random() < 0.6}
        net = not some or dice.random() < 0.4
        some["cv_of"] = dice.choice([["backbone"], ["backbone", "pe_arts"], ["above_norm"]])
        return [any_rule(dice, "s", "staff_balance", [strictness], net_change=net, **some)]

    assert agree_on(rules, range(20), rosters=1) > 5
