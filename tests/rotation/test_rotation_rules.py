"""The smaller families, the rules that every roster keeps, and what every violation tells."""

from __future__ import annotations

import pytest
from rotation_tiny import (
    BUDGET,
    CORE,
    COVERED,
    ITINERANT,
    LEADERSHIP,
    OUT,
    QUOTA,
    TWO_SUBJECTS,
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

from community.models import Travel
from rotation.check import check, cost
from rotation.instance import compile_rotation
from rotation.search import solve
from rotation.solution import Roster
from solving.outcome import Budget, Status

# --- skill_need_matching --------------------------------------------------------------------------


NEED = rule("n", "skill_need_matching", kinds=["secondment"])


def test_who_is_sent_has_a_weak_subject_of_the_host() -> None:
    sites = [CORE, school("A", weak_subjects=("math",))]
    people = [teacher("z", "K", "zh"), teacher("m", "K", "math")]
    people += [teacher("a", "A", "zh math")]
    given = community(people, [QUOTA, NEED], schools=sites, periods=TWO_SUBJECTS)
    assert [p.teacher for p in run(given).roster.placements] == ["m"]
    without = community([people[0], people[2]], [QUOTA, NEED], schools=sites, periods=TWO_SUBJECTS)
    assert run(without).report.status is Status.INFEASIBLE


def test_a_subject_that_the_host_lacks_is_a_need() -> None:
    people = [teacher("z", "K", "zh"), teacher("m", "K", "math"), teacher("a", "A", "zh")]
    given = community(people, [QUOTA, NEED], periods=TWO_SUBJECTS)
    assert [p.teacher for p in run(given).roster.placements] == ["m"]
    assert broken(compile_rotation(given), placed("z", "A")) == {"n"}


def test_a_host_without_needs_takes_anybody() -> None:
    given = community([teacher("z", "K"), teacher("a", "A")], [QUOTA, NEED])
    assert run(given).roster is not None


# --- staff_pool_policy ----------------------------------------------------------------------------


def test_the_pool_bounds_directions() -> None:
    closed = rule("s", "staff_pool_policy", pool="none")
    assert run(community(core_staff(1), [QUOTA, closed])).report.status is Status.INFEASIBLE
    assert broken(
        compile_rotation(community(core_staff(1), [QUOTA, closed])), placed("t0", "A")
    ) == {"s"}
    open_ = rule("s", "staff_pool_policy", pool="secondment")
    assert run(community(core_staff(1), [QUOTA, open_])).roster is not None


def test_a_free_pool_places_members_staff_as_well() -> None:
    # K has nobody left for its class; b of B fills the gap only when the pool is free.
    sites = [CORE, school("A"), school("B")]
    people = [teacher("k", "K"), teacher("b1", "B"), teacher("b2", "B"), teacher("a", "A")]
    people[1:2] = [teacher("b1", "B")]
    free = rule("s", "staff_pool_policy", pool="free")
    tight = [rule("q", "rotation_quota", min=1, per="core", **OUT), COVERED]
    assert run(community(people, tight, schools=sites)).report.status is Status.INFEASIBLE
    assert run(community(people, [*tight, free], schools=sites)).roster is not None


# --- rotation_cost, few_placements, stay_close ----------------------------------------------------


def test_the_nearer_teacher_goes() -> None:
    # Ways there and back: 60 minutes to A, 200 to B. 0.1 a minute: 6 or 20, and 10 for the term.
    sites = [CORE, school("A"), school("B")]
    any_member = rule("q", "rotation_quota", min=1, per="community", **OUT)
    burden = rule("m", "rotation_cost", "soft", minutes_weight=0.1)
    given = community(core_staff(1), [any_member, burden], schools=sites)
    far = [w for w in given.travel if "B" not in (w.origin, w.destination)]
    far += [Travel(origin="K", destination="B", minutes=110)]
    far += [Travel(origin="B", destination="K", minutes=90)]
    given = changed(given, travel=tuple(far))
    result = run(given)
    assert [p.host for p in result.roster.placements] == ["A"]
    assert result.report.objective == 16
    assert cost(compile_rotation(given), Roster((placed("t0", "B"),))).soft == 30


def test_nobody_moves_without_need() -> None:
    # A quota of at most one asks for nothing.
    lax = rule("q", "rotation_quota", min=0, max=1, per="core", **OUT)
    result = run(community(core_staff(2), [lax]))
    assert result.roster == Roster(())
    assert result.report.objective == 0


def test_a_change_moves_as_few_as_possible() -> None:
    # t1 is known to go. Without a price either may go; with it t1 stays the choice, and when t1
    # leaves the community the roster pays only for the new placement.
    known = Roster((placed("t1", "A"),))
    given = community(core_staff(2), [QUOTA])
    kept = solve(compile_rotation(given, base=known, price_per_move=100), BUDGET)
    assert kept.roster == known
    assert kept.report.objective == 10
    smaller = changed(given, teachers=given.teachers[:1])
    after = solve(compile_rotation(smaller, base=known, price_per_move=100), BUDGET)
    assert [p.teacher for p in after.roster.placements] == ["t0"]
    assert after.report.objective == 110
    # In the unchanged community swapping costs twice: one dropped, one new.
    instance = compile_rotation(given, base=known, price_per_move=100)
    assert cost(instance, Roster((placed("t0", "A"),))).soft == 210


# --- one_place, placement_form --------------------------------------------------------------------


def test_nobody_is_sent_to_two_places_at_once() -> None:
    sites = [CORE, school("A"), school("B")]
    each = community(core_staff(1), [QUOTA], schools=sites)
    assert run(each).report.status is Status.INFEASIBLE
    assert broken(compile_rotation(each), placed("t0", "A"), placed("t0", "B")) == {"one_place"}
    # In different terms of a school year one person can do both.
    longer = community(core_staff(1), [QUOTA], schools=sites, horizon=2)
    assert run(longer).roster is not None


def test_who_is_away_is_not_itinerant_as_well() -> None:
    roads = rule("i", "itinerant_teaching", max_sites_per_week=3)
    sites = [CORE, school("A"), school("B")]
    instance = compile_rotation(community(core_staff(1), [roads], schools=sites))
    both = (placed("t0", "A"), placed("t0", "B", ITINERANT))
    assert broken(instance, *both) == {"one_place"}


@pytest.mark.parametrize(
    ("placement", "words"),
    [
        (placed("nobody", "A"), "没有教师nobody"),
        (placed("t0", "nowhere"), "没有学校nowhere"),
        (placed("t0", "A", start="2031-1"), "没有学期2031-1"),
        (placed("t0", "A", length=0), "时长为0个学期"),
        (placed("t0", "K"), "接收校就是本校"),
        (placed("ill", "A", LEADERSHIP), "免于交流（病）"),
        (placed("math", "A"), "没有该教师可任教的课"),
    ],
)
def test_a_malformed_placement_is_named(placement, words: str) -> None:
    people = [teacher("t0", "K"), teacher("ill", "K", exemption="病"), teacher("math", "K", "math")]
    instance = compile_rotation(community(people, []))
    found = [v for v in check(instance, Roster((placement,))) if v.is_hard]
    assert [v.rule for v in found] == ["placement_form"]
    assert words in found[0].sentence.zh


def test_an_itinerant_teacher_needs_a_way() -> None:
    roads = rule("i", "itinerant_teaching")
    given = changed(community(core_staff(1), [roads]), travel=())
    assert broken(compile_rotation(given), placed("t0", "A", ITINERANT)) == {"placement_form"}


# --- what every violation tells -------------------------------------------------------------------


def test_a_violation_tells_rule_source_point_and_numbers() -> None:
    instance = compile_rotation(community(core_staff(1), [QUOTA]))
    (found,) = check(instance, Roster())
    assert (found.rule, found.family, found.deviation) == ("q", "rotation_quota", 1)
    assert found.point == "A/2025-1"
    assert found.source == "“原文”"
    assert found.sentence.zh == "“规则q”：2025学年核心校派往A校的教师应不少于1人，实有0人（无）。"


def test_a_disabled_rule_is_silent() -> None:
    off = QUOTA.model_copy(update={"enabled": False})
    assert run(community(core_staff(1), [off])).roster == Roster(())


def test_the_result_can_be_repeated() -> None:
    given = community(core_staff(4), [QUOTA], horizon=2)
    first, second = run(given), run(given)
    assert first.roster == second.roster
    assert first.report.objective == second.report.objective
    assert first.report.parameters["random_seed"] == 1


# --- the search -----------------------------------------------------------------------------------


def test_an_instance_without_candidates_is_answered():
    result = run(community([teacher("k", "K")], []))
    assert (result.report.status, result.report.objective) == (Status.OPTIMAL, 0)
    gone = Roster((placed("k", "A"),))
    instance = compile_rotation(
        community([teacher("k", "K", exemption="病")], []), base=gone, price_per_move=5
    )
    result = solve(instance, BUDGET)  # the known placement cannot be kept, and that has its price
    assert (result.report.status, result.report.objective) == (Status.OPTIMAL, 5)
    assert cost(instance, result.roster).soft == 5


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers(workers):
    given = community([teacher("k", "K")], [QUOTA])
    assert solve(compile_rotation(given), Budget(10, workers)).report.status is Status.OPTIMAL
