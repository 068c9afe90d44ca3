"""CP-SAT against enumeration on random tiny instances: finds mismatches of check and model."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from random_rosters import Rosters
from rotation_tiny import BUDGET, community, rule, school, teacher, terms

from community.models import Community, PastPlacement, PlacementKind, SchoolRole
from rotation import search
from rotation.check import check
from rotation.instance import RotationInstance, compile_rotation
from rotation.model import build_model
from rotation.rules.whole_courses import WholeCourses
from rotation.solution import Roster
from rotation.view import RosterView
from solving import solver
from solving.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.policy import PolicyRule

KINDS = {
    "core_to_member": ["secondment"],
    "member_to_core": ["shadowing", "work_shadowing"],
}
SOFTNESS = ["hard", "hard", "in_principle", "soft"]
LARGEST = 400  # rosters to enumerate
MOST = 40  # placements to enumerate them from


def _quota(dice: random.Random, number: int) -> PolicyRule:
    direction = dice.choice(list(KINDS))
    params: dict[str, object] = {
        "direction": direction,
        "kinds": KINDS[direction][: dice.randint(1, 2)],
        "category": dice.choice(["any", "any", "backbone", "backbone_or_leader"]),
        "per": dice.choice(["member", "core", "community"]),
        "counts": dice.choice(["active", "starts"]),
        "window": dice.choice(["semester", "school_year"]),
        "weight": dice.randint(1, 40),
    }
    if dice.random() < 0.3:
        params |= {
            "share": dice.choice([0.2, 0.34, 0.5]),
            "base": dice.choice(["fte", "eligible", "exchanged", "eligible_backbone"]),
        }
    else:
        params["min"] = dice.randint(0, 1)
        if dice.random() < 0.4:
            params["max"] = dice.randint(1, 2)
    return rule(f"quota{number}", "rotation_quota", dice.choice(SOFTNESS), **params)


def _policy(dice: random.Random) -> list[PolicyRule]:
    rules = [_quota(dice, n) for n in range(dice.randint(1, 2))]
    maybe = [
        rule(
            "exchange",
            "reciprocal_exchange",
            dice.choice(SOFTNESS),
            out_kinds=["secondment"],
            in_kinds=["shadowing"],
            tolerance=dice.randint(0, 1),
            window=dice.choice(["semester", "school_year"]),
            weight=dice.randint(1, 40),
        ),
        rule(
            "track",
            "placement_term",
            dice.choice(SOFTNESS),
            kinds=["secondment", "shadowing"],
            min_terms=dice.randint(1, 2),
            max_terms=2,
            align=dice.choice(["semester", "school_year"]),
            gap_terms=dice.randint(0, 2),
            weight=dice.randint(1, 40),
        ),
        rule(
            "eligible",
            "rotation_eligibility",
            dice.choice(SOFTNESS),
            kinds=["secondment", "work_shadowing"],
            min_years_in_school=6,
            exclude_years_to_retirement=5,
            weight=dice.randint(1, 40),
        ),
        rule(
            "fair",
            "rotation_fairness",
            "soft",
            volunteers_first=True,
            recent_years=dice.randint(0, 3),
            weight=dice.randint(1, 40),
        ),
        rule(
            "cover",
            "coverage_requirement",
            dice.choice(SOFTNESS),
            category="any",
            min=1,
            kinds=["secondment"],
            weight=dice.randint(1, 40),
        ),
        rule(
            "need",
            "skill_need_matching",
            dice.choice(SOFTNESS),
            kinds=["secondment", "itinerant"],
            weight=dice.randint(1, 40),
        ),
        rule("protect", "home_school_protection", max_absent_share=0.5, subject_cover=True),
        rule("burden", "rotation_cost", "soft", minutes_weight=0.1),
        rule("sites", "itinerant_teaching", max_sites_per_week=dice.randint(1, 3)),
    ]
    return rules + [r for r in maybe if dice.random() < 0.55]


def _community(seed: int) -> Community:
    dice = random.Random(seed)
    schools = [school("K", SchoolRole.CORE)] + [
        school(s, is_weak=dice.random() < 0.5, weak_subjects=("math",) * dice.randint(0, 1))
        for s in "AB"[: dice.randint(1, 2)]
    ]
    horizon = dice.randint(1, 2)
    people = [
        teacher(
            f"t{n}",
            dice.choice(["K", "K", "A", schools[-1].id]),
            dice.choice(["zh", "math", "zh math"]),
            is_backbone=dice.random() < 0.5,
            is_middle_leader=dice.random() < 0.3,
            volunteer=dice.random() < 0.4,
            joined_year=dice.choice([2010, 2021]),
            birth_year=dice.choice([1967, 1985]),
            exemption="照顾家庭" if dice.random() < 0.1 else "",
            max_periods=dice.choice([4, 6, 8]),
        )
        for n in range(dice.randint(3, 5))
    ]
    history = [
        PastPlacement(
            teacher=t.id, host="A", kind=PlacementKind.SECONDMENT, start_year=2023, terms=2
        )
        for t in people
        if dice.random() < 0.3
    ]
    return community(
        people,
        _policy(dice),
        schools=schools,
        classes={s.id: dice.randint(0, 2) for s in schools},
        periods={"zh": dice.choice([2, 3]), "math": dice.choice([1, 2.5])},
        terms=terms(horizon, dice.randint(1, 2)),
        history=tuple(history),
    )


def _best(instance: RotationInstance, rosters: Rosters) -> tuple[int | None, int | None]:
    """Return the least cost of rosters that keep the rules: without whole courses, and with them.

    A roster that could be the best is also staffed by trying everything.
    """
    bare: int | None = None
    best: int | None = None
    guarded = any(r.family == "home_school_protection" for r in instance.rules)
    for roster in rosters:
        violations = check(instance, roster)
        if any(v.is_hard for v in violations):
            continue
        divided = [v for v in violations if v.family == WholeCourses.family]
        total, price = sum(v.cost for v in violations), sum(v.cost for v in divided)
        if best is None or total - price < best:
            view, terms_here = RosterView(instance, roster), range(instance.horizon)
            failing = [t for t in terms_here if guarded and not _staffs(instance, view, t)]
            assert [v.point for v in divided] == [instance.blocks[t].id for t in failing]
        bare = total - price if bare is None else min(total - price, bare)
        best = total if best is None else min(total, best)
    return bare, best


def _staffs(instance: RotationInstance, view: RosterView, term: int) -> bool:
    """Return whether each course can be given to one teacher, by trying everything."""
    teachers = instance.community.teacher_by_id
    free = {t: 2 * teachers[t].max_periods for t in teachers}
    sites = view.sites(term)
    todo = [
        (size, [t for t in sites if any(x == lane for s in sites[t] for x in at(t, s))])
        for at in [lambda t, s: instance.lanes(teachers[t], s)]
        for lane, sizes in instance.courses.items()
        for size in sizes.elements()
    ]

    def place(number: int) -> bool:
        if number == len(todo):
            return True
        size, able = todo[number]
        for teacher_id in able:
            if free[teacher_id] >= size:
                free[teacher_id] -= size
                if place(number + 1):
                    return True
                free[teacher_id] += size
        return False

    return place(0)


def _instances(count: int) -> Iterator[tuple[int, RotationInstance, Rosters]]:
    """Yield random instances that have candidates, and not too many rosters to enumerate."""
    seed = 0
    while count:
        seed += 1
        dice, given = random.Random(-seed), _community(seed)
        instance = compile_rotation(given)
        if instance.candidates and dice.random() < 0.3:
            picked = dice.sample(instance.candidates, min(2, len(instance.candidates)))
            base = Roster(tuple(sorted(m.placement for m in picked)))
            instance = compile_rotation(given, base=base, price_per_move=dice.randint(5, 60))
        if 0 < len(instance.candidates) <= 30:
            rosters = Rosters(instance)
            if rosters.number <= LARGEST:
                count -= 1
                yield seed, instance, rosters


@pytest.mark.parametrize("chunk", range(4))
def test_the_optimum_is_that_of_enumeration(chunk: int) -> None:
    """30 instances in each of 4 chunks, so that workers can share them."""
    answers: set[Status] = set()
    for seed, instance, rosters in itertools.islice(_instances(120), chunk, None, 4):
        context = build_model(instance)
        context.builder.minimize()
        outcome = solver.solve(context.builder.model, BUDGET)
        answers.add(outcome.status)
        bare, best = _best(instance, rosters)
        found = search.solve(instance, BUDGET)
        wide = replace(instance, anywhere=True)
        everywhere = Rosters(wide) if len(wide.candidates) <= MOST else None
        if everywhere and everywhere.number <= 2 * LARGEST:
            best = _best(wide, everywhere)[1]
            assert (found.report.status is Status.OPTIMAL) is (best is not None), seed
            assert found.report.objective == best, seed
        elif best is not None:
            assert found.report.objective <= best, seed
        if bare is None:
            assert outcome.status is Status.INFEASIBLE, seed
        else:
            assert outcome.status is Status.OPTIMAL, seed
            assert round(outcome.report.objective or 0) == bare, seed
            made = check(instance, context.roster(outcome))
            assert not any(v.is_hard for v in made), seed
            assert sum(v.cost for v in made if v.family != WholeCourses.family) == bare, seed
    assert answers == {Status.OPTIMAL, Status.INFEASIBLE}
