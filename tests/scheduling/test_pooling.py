"""Pools in place of open slots: what they allow, and what the checker says to it."""

from __future__ import annotations

from dataclasses import replace

from open_slots import RULES, STAFF
from random_problems import solved
from tiny_xhstt import event, lessons, school

from community.rule import Strictness
from scheduling.check import cost
from scheduling.pooling import POOL, bare, is_exact, pooled
from scheduling.pools import unions
from scheduling.rules.avoid_unavailable_times import AvoidUnavailableTimes
from scheduling.rules.base import AppliesTo
from scheduling.rules.limit_workload import LimitWorkload
from scheduling.solution import Lesson, Solution

OPEN = tuple(event(f"E{n}", role="teacher") for n in (1, 2, 3))


def with_absences(problem, solution):
    """The solution with the events of the pooled problem that have their time given."""
    known = {x.event for x in solution.lessons}
    more = [Lesson(e.id, 1, e.time) for e in problem.events if e.id not in known and e.time]
    return Solution((*solution.lessons, *more))


def excess(instance, *written):
    problem = pooled(instance)
    return cost(problem, with_absences(problem, lessons(*written))).hard


def test_a_pool_holds_as_many_lessons_as_it_has_members():
    instance = school(*OPEN, rules=RULES)
    assert excess(instance, "E1@Mo1", "E2@Mo1", "E3@Mo2") == 0
    assert excess(instance, "E1@Mo1", "E2@Mo1", "E3@Mo1") == 1  # three lessons, A and B


def test_who_is_given_or_away_is_not_there_for_others():
    given = school(*OPEN[:2], event("G", 1, "A"), rules=RULES)
    assert excess(given, "E1@Mo1", "E2@Mo1", "G@Mo2") == 0
    assert excess(given, "E1@Mo1", "E2@Mo1", "G@Mo1") == 1  # only B is left for two
    elsewhere = school(*OPEN[:2], event("G", 1, "C"), rules=RULES)
    assert excess(elsewhere, "E1@Mo1", "E2@Mo1", "G@Mo1") == 0  # C is not in the pool
    away = AvoidUnavailableTimes(
        id="away", applies_to=AppliesTo(resources=("B",)), times=("Mo1", "Tu1")
    )
    absent = school(*OPEN[:2], rules=(*RULES, away))
    assert excess(absent, "E1@Mo1", "E2@Mo2") == 0
    assert excess(absent, "E1@Mo1", "E2@Mo1") == 1


def wished(who, weight, *times):
    """A wish that somebody be free."""
    meant = AppliesTo(resources=(who,))
    soft = {"strictness": Strictness.SOFT, "weight": weight}
    return AvoidUnavailableTimes(id=f"wish {who}", times=times, applies_to=meant, **soft)


def test_lessons_beyond_those_whom_nobody_wishes_free_cost_what_the_wishes_cost():
    rules = (*RULES, wished("A", 3, "Mo1"), wished("B", 5, "Mo1", "Mo2"))
    instance = school(*OPEN, rules=rules)
    problem = pooled(instance)

    def soft(*written):
        return cost(problem, with_absences(problem, lessons(*written))).soft

    assert soft("E1@Mo1", "E2@Mo2", "E3@Tu1") == 3  # A on Mo1, A on Mo2
    assert soft("E1@Mo1", "E2@Mo1", "E3@Tu1") == 3 + 5
    assert soft("E1@Mo2", "E2@Mo2", "E3@Tu1") == 5
    assert soft("E1@Mo2", "E2@Tu1", "E3@Tu1") == 0
    assert not is_exact(instance)
    assert is_exact(school(*OPEN, rules=(*RULES, wished("C", 3, "Mo1"))))  # C fills none


def test_without_open_slots_that_have_to_be_filled_there_are_no_pools():
    assert pooled(school(event("E1", 1, "A"), rules=RULES)) is None
    assert pooled(school(*OPEN, rules=RULES[:2])) is None  # nobody has to come


def test_times_say_all_but_the_names_where_only_the_choice_is_ruled_on():
    instance = school(*OPEN, rules=RULES)
    assert is_exact(instance)
    load = LimitWorkload(id="load", applies_to=STAFF, maximum=2)
    assert not is_exact(replace(instance, rules=(*RULES, load)))


def test_a_timetable_that_breaks_no_hard_rule_breaks_none_with_pools():
    compared = 0
    others = ("PreferResources", "SpreadEvents", "AvoidClashes")
    for found in solved("AssignResource", others, 60, staffed=1.0, tag="pools "):
        problem = pooled(found.instance)
        if problem is None or found.least.hard:
            continue
        times = Solution(tuple(replace(x, resources=()) for x in found.timetable.lessons))
        whole = with_absences(problem, times)
        assert cost(problem, whole).hard == 0
        assert all(s.resource or s.type != POOL for e in problem.events for s in e.slots)
        assert bare(found.instance, whole) == times
        compared += 1
    assert compared > 10


def test_pools_that_overlap_in_a_chain_have_a_union_for_each_part():
    """Two lessons in A or B and two in B or C are four in three rooms, whatever is in C or D."""
    chain = [frozenset(pool) for pool in ("AB", "BC", "CD", "E", "EF", "G")]
    # E lies inside EF; AB and CD have no room in common.
    assert [*unions(chain)] == [frozenset("ABCD")]
    every = {"".join(sorted(union)) for union in unions(chain, every=True)}
    assert every == {"ABC", "BCD", "ABCD"}
    many = [frozenset(pool) for pool in ("AB", "BC", "CD", "DE", "EF")]
    assert [*unions(many, every=True)] == [frozenset("ABCDEF")]
