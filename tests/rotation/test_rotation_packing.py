"""Undivided courses in the model: the rows let every roster through whose courses can be dealt."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest
from random_rosters import Rosters
from rotation_tiny import community, rule, school, teacher

from community.models import SchoolRole
from community.rule import Strictness
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.model import build_model
from rotation.packing import Packing, limits
from rotation.rules.home_school_protection import shortages_of
from rotation.view import RosterView
from solving import solver
from solving.outcome import Budget, Status

BUDGET = Budget(seconds=10, workers=1, seed=1)


@pytest.mark.parametrize("seed", range(30))
def test_limits_hold_for_whatever_one_person_can_teach(seed):
    dice = random.Random(seed)
    sizes = sorted(dice.sample(range(1, 9), 3))
    capacity = dice.randint(sizes[0], 20)
    usable = [s for s in sizes if s <= capacity]
    known = list(limits(usable, capacity))
    counts = [range(capacity // s + 1) for s in usable]
    for taken in product(*counts):
        load = dict(zip(usable, taken, strict=True))
        if sum(s * n for s, n in load.items()) <= capacity:
            for weights, most in known:
                assert sum(weights[s] * n for s, n in load.items()) <= most


def _possible(instance, roster):
    """Return whether the model with the packing of every school lets a roster through."""
    strict = [
        replace(r, strictness=Strictness.HARD) if r.family == "whole_courses" else r
        for r in instance.rules
    ]
    context = build_model(replace(instance, rules=tuple(strict)), cover_sets=set())
    for site in instance.community.schools:
        Packing(site.id).state(context)
    for move, literal in zip(instance.candidates, context.chosen, strict=True):
        there = any(instance.key(p) == instance.key(move.placement) for p in roster.placements)
        context.define(literal == int(there))
    status = solver.solve(context.builder.model, BUDGET).status
    assert status is not Status.UNKNOWN
    return status is not Status.INFEASIBLE


def _given(people, classes, periods, horizon=1):
    quota = rule(
        "q",
        "rotation_quota",
        direction="core_to_member",
        kinds=["secondment"],
        min=0,
        max=2,
        per="member",
    )
    cover = rule("p", "home_school_protection")
    sites = [school("K", SchoolRole.CORE), school("A")]
    return compile_rotation(
        community(
            people, [quota, cover], schools=sites, classes=classes, periods=periods, horizon=horizon
        )
    )


@pytest.mark.parametrize(("teachers", "fits"), [(2, False), (3, True)])
def test_teachers_of_ten_hold_one_course_of_six_each(teachers, fits):
    # 3 courses of 6 are 18 periods, and two teachers of 10 have 20; but none can take two courses.
    people = [teacher(f"k{i}", "K", max_periods=10) for i in range(teachers)]
    people.append(teacher("a", "A"))
    instance = _given(people, {"K": 3, "A": 1}, {"zh": 6})
    at_home = next(r for r in Rosters(instance) if not r.placements)
    assert _possible(instance, at_home) is fits


def test_the_rows_let_every_roster_through_that_can_be_staffed():
    whole = cut = 0
    for seed in range(250):
        dice = random.Random(seed)
        subjects = ["zh", "zh math", "zh math", "zh math"]
        people = [
            teacher(f"{s}{i}", s, dice.choice(subjects), max_periods=dice.choice([5, 6, 7, 8]))
            for s in "KA"
            for i in range(dice.randint(2, 3))
        ]
        classes = {"K": dice.randint(1, 2), "A": dice.randint(1, 2)}
        periods = {"zh": dice.choice([3, 4, 5]), "math": dice.choice([3, 4])}
        instance = _given(people, classes, periods)
        for roster in list(Rosters(instance))[:12]:
            view = RosterView(instance, roster)
            if any(shortages_of(view, term) for term in range(instance.horizon)):
                continue  # periods are lacking already, and that is said first
            divided = any(v.family == "whole_courses" for v in check(instance, roster))
            possible = _possible(instance, roster)
            assert possible or divided, (seed, roster)
            whole += possible and not divided
            cut += not possible
    assert whole > 50
    assert cut > 5
