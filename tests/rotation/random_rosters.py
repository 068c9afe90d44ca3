"""Random tiny rotation problems of every family, and all their rosters, for enumeration."""

from __future__ import annotations

import itertools
import math
import random
from typing import TYPE_CHECKING

from rotation_tiny import community, rule, school, teacher, terms

from community.models import (
    Community,
    PastPlacement,
    PlacementKind,
    PlacementStatus,
    PlannedPlacement,
    SchoolRole,
    Term,
)
from community.rule import CostFunction
from rotation.instance import RotationInstance, compile_rotation
from rotation.solution import MentorPair, Placement, Roster
from rotation.view import RosterView

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from community.policy import PolicyRule

SOFTNESS = ["hard", "in_principle", "soft"]
COSTS = [*CostFunction, CostFunction.LINEAR]
CATEGORIES = ["any", "any", "backbone", "middle_leader", "backbone_or_leader", "young"]
LARGEST = 500  # rosters to enumerate
HALF_MONTHS = 6  # weeks of the short term in which half months are planned: three blocks


def instances(count: int, first_seed: int = 0) -> Iterator[tuple[int, RotationInstance, Rosters]]:
    """Yield random instances that have candidates, and not too many rosters to enumerate."""
    seed = first_seed
    while count:
        seed += 1
        instance = compile_rotation(_community(seed))
        if 0 < len(instance.candidates) <= 24 and len(instance.mentor_pairs) <= 4:
            rosters = Rosters(instance)
            if rosters.number <= LARGEST:
                count -= 1
                yield seed, instance, rosters


class Rosters:
    """Every roster of an instance in which nobody is in two places at once."""

    def __init__(self, instance: RotationInstance) -> None:
        by_teacher: dict[str, list[Placement]] = {}
        for move in instance.candidates:
            by_teacher.setdefault(move.teacher.id, []).append(move.placement)
        self.choices: list[list[tuple[Placement, ...]]] = []
        for mine in by_teacher.values():
            sets: list[tuple[Placement, ...]] = [()]
            for placement in mine:
                grown = [(*chosen, placement) for chosen in sets]
                sets += [chosen for chosen in grown if not _clashes(instance, chosen)]
            self.choices.append(sets)
        pairs = instance.mentor_pairs
        self.pairs: list[tuple[MentorPair, ...]] = [
            chosen
            for size in range(len(pairs) + 1)
            for chosen in itertools.combinations(pairs, size)
        ]

    @property
    def number(self) -> int:
        """How many rosters there are."""
        return math.prod(len(sets) for sets in self.choices) * len(self.pairs)

    def __iter__(self) -> Iterator[Roster]:
        for parts in itertools.product(*self.choices):
            placements = tuple(sorted(itertools.chain.from_iterable(parts)))
            for pairs in self.pairs:
                yield Roster(placements, tuple(sorted(pairs)))


def _clashes(instance: RotationInstance, chosen: tuple[Placement, ...]) -> bool:
    one_place = next(r for r in instance.rules if r.family == "one_place")
    return any(one_place.deviations(RosterView(instance, Roster(chosen))))


def _community(seed: int) -> Community:
    dice = random.Random(seed)
    short = dice.random() < 0.3
    sites = [school("K", SchoolRole.CORE)] + [
        school(
            s,
            is_weak=dice.random() < 0.5,
            weak_subjects=("math",) * dice.randint(0, 1),
            locality=dice.choice(["town", "rural"]),
        )
        for s in "AB"[: dice.randint(1, 2)]
    ]
    homes = [s.id for s in sites]
    people = [
        teacher(
            f"t{n}",
            dice.choice(["K", "K", "A", homes[-1]]),
            dice.choice(["zh", "math", "zh math"]),
            is_backbone=dice.random() < 0.5,
            is_middle_leader=dice.random() < 0.3,
            is_group_head=dice.random() < 0.2,
            volunteer=dice.random() < 0.4,
            low_result=dice.random() < 0.3,
            joined_year=dice.choice([2010, 2021]),
            birth_year=dice.choice([1967, 1985, 1994]),
            exemption="照顾家庭" if dice.random() < 0.1 else "",
            max_periods=dice.choice([4, 6, 8]),
        )
        for n in range(dice.randint(3, 8))
    ]
    time = _short_term() if short else terms(dice.randint(1, 3), dice.randint(1, 2))
    history = [
        PastPlacement(
            teacher=t.id,
            host=dice.choice([h for h in homes if h != t.school]),
            kind=dice.choice([PlacementKind.SECONDMENT, PlacementKind.SHADOWING]),
            start_year=dice.choice([2022, 2023, 2024]),
            semester=dice.randint(1, 2),
            terms=dice.randint(1, 3),
        )
        for t in people
        if dice.random() < 0.25
    ]
    pins = [
        PlannedPlacement(
            teacher=t.id,
            kind=PlacementKind.SECONDMENT,
            host=dice.choice([h for h in homes if h != t.school]),
            start=time[0].id,
            terms=0 if short else 1,
            weeks=2 if short else 0,
            status=dice.choice(list(PlacementStatus)),
        )
        for t in dice.sample(people, 1)
        if dice.random() < 0.15
    ]
    return community(
        people,
        _policy(dice, short),
        schools=sites,
        classes={s.id: dice.randint(0, 2) for s in sites},
        periods={"zh": dice.choice([2, 3]), "math": dice.choice([1, 2.5])},
        terms=time,
        history=tuple(history),
        placements=tuple(pins),
    )


def _short_term() -> tuple[Term, ...]:
    whole = terms(1)[0]
    end: dt.date = whole.start.fromordinal(whole.start.toordinal() + 7 * HALF_MONTHS - 3)
    return (whole.model_copy(update={"start": whole.start, "end": end}),)


def _policy(dice: random.Random, short: bool) -> list[PolicyRule]:
    made = [_quota(dice, n, short) for n in range(dice.randint(1, 2))]
    made.append(_track(dice, short))
    made.append(rule("burden", "rotation_cost", "soft", minutes_weight=0.1))
    if dice.random() < 0.6:
        made.append(_protection(dice))
    makers = (_exchange, _eligible, _fair, _cover, _need, _sites, _mentors, _fund, _credit)
    return made + [make(dice) for make in (*makers, _balance) if dice.random() < 0.3]


def _rule(dice: random.Random, id: str, family: str, hard: float, **params: object) -> PolicyRule:
    strictness = "hard" if dice.random() < hard else dice.choice(SOFTNESS[1:])
    made = rule(id, family, strictness, weight=dice.randint(1, 40), **params)
    return made.model_copy(update={"cost_function": dice.choice(COSTS)})


def _quota(dice: random.Random, number: int, short: bool) -> PolicyRule:
    out = dice.random() < 0.6
    kinds = ["secondment"] if out else ["shadowing", "work_shadowing"][: dice.randint(1, 2)]
    windows = ["semester", "school_year"] + ["month"] * short
    params: dict[str, object] = {
        "direction": "core_to_member" if out else "member_to_core",
        "kinds": kinds,
        "category": dice.choice(CATEGORIES),
        "per": dice.choice(["member", "core", "community", "county"]),
        "only": dice.choice(["any", "any", "weak", "rural"]),
        "counts": dice.choice(["active", "starts"]),
        "window": dice.choice(windows),
        "need_subject": dice.random() < 0.2,
    }
    if dice.random() < 0.4:
        params |= {
            "share": dice.choice([0.2, 0.34, 0.5]),
            "base": dice.choice(["fte", "eligible", "exchanged", "eligible_backbone"]),
            "rounding": dice.choice(["up", "nearest", "down"]),
        }
    else:
        params["min"] = dice.randint(0, 1)
        if dice.random() < 0.4:
            params["max"] = dice.randint(1, 2)
    return _rule(dice, f"quota{number}", "rotation_quota", 0.5, **params)


def _track(dice: random.Random, short: bool) -> PolicyRule:
    kinds = ["secondment", "shadowing", "work_shadowing"]
    if short:
        days = {"min_days": 10, "max_days": dice.choice([10, 20]), "align": "block"}
        return rule("track", "placement_term", kinds=kinds, gap_terms=dice.randint(0, 1), **days)
    return _rule(
        *(dice, "track", "placement_term", 0.6),
        kinds=kinds,
        min_terms=dice.randint(1, 2),
        max_terms=dice.randint(2, 3),
        align=dice.choice(["semester", "school_year"]),
        gap_terms=dice.randint(0, 2),
    )


def _protection(dice: random.Random) -> PolicyRule:
    return rule(
        "protect",
        "home_school_protection",
        max_absent_share=0.5,
        subject_cover=True,
        min_backbone_share=dice.choice([0, 0.5]),
        class_teacher_periods=0,
        group_head_periods=dice.choice([0, 2]),
    )


def _exchange(dice: random.Random) -> PolicyRule:
    return _rule(
        *(dice, "exchange", "reciprocal_exchange", 0.4),
        per=dice.choice(["member", "community"]),
        out_kinds=["secondment"],
        in_kinds=["shadowing"],
        tolerance=dice.randint(0, 1),
        window=dice.choice(["semester", "school_year"]),
        by_category=dice.random() < 0.3,
        paired=dice.random() < 0.3,
    )


def _eligible(dice: random.Random) -> PolicyRule:
    return _rule(
        *(dice, "eligible", "rotation_eligibility", 0.5),
        kinds=["secondment", "work_shadowing"],
        min_years_in_school=6,
        exclude_years_to_retirement=5,
        sole_teacher_stays=dice.random() < 0.3,
    )


def _fair(dice: random.Random) -> PolicyRule:
    if dice.random() < 0.3:
        return rule(
            *("rounds", "rotation_fairness", dice.choice(["hard", "soft"])),
            volunteers_first=False,
            recent_years=0,
            round_robin=True,
            pool=dice.choice(["any", "backbone"]),
            kinds=["secondment"],
        )
    return rule(
        *("fair", "rotation_fairness", "soft"),
        volunteers_first=True,
        recent_years=dice.randint(0, 3),
        weight=dice.randint(1, 40),
    )


def _cover(dice: random.Random) -> PolicyRule:
    return _rule(
        *(dice, "cover", "coverage_requirement", 0.3),
        category=dice.choice(["any", "backbone"]),
        min=1,
        per=dice.choice(["member", "weak_subject"]),
        kinds=["secondment"],
    )


def _need(dice: random.Random) -> PolicyRule:
    return _rule(dice, "need", "skill_need_matching", 0.4, kinds=["secondment", "itinerant"])


def _sites(dice: random.Random) -> PolicyRule:
    patterns = dice.choice([[], ["2,4"], ["1-2", "4"]])
    return rule(
        *("sites", "itinerant_teaching"),
        max_sites_per_week=dice.randint(1, 3),
        max_sites_per_day=dice.randint(1, 2),
        patterns=patterns,
        **({"vehicle_seats": 1} if patterns and dice.random() < 0.5 else {}),
    )


def _mentors(dice: random.Random) -> PolicyRule:
    return _rule(
        *(dice, "mentors", "mentor_matching", 0.3),
        mentors="backbone",
        mentees=dice.choice(["low_result", "any", "young", "arrivals"]),
        capacity=1,
        lifetime_terms=2,
        min_mentees_per_school=dice.randint(0, 1),
    )


def _fund(dice: random.Random) -> PolicyRule:
    return _rule(
        *(dice, "fund", "budget_and_allowance", 0.5),
        fund_cny=dice.choice([1000, 4000, 9000]),
        cny_per_month=dice.choice([300, 1000]),
        window="school_year",
    )


def _credit(dice: random.Random) -> PolicyRule:
    return rule(
        *("credit", "service_credit", "soft"),
        years=dice.choice([0.5, 1]),
        kinds=["secondment"],
        need_first=True,
        weight=dice.randint(1, 40),
    )


def _balance(dice: random.Random) -> PolicyRule:
    params = dice.choice([{"max_core_share": 0.5}, {"max_spread": 0.4}, {"net_change": True}])
    return _rule(dice, "balance", "staff_balance", 0.4, **params)
