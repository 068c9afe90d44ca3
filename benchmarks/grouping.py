"""How long groupings take: counties of 24, 40 and 150 schools on a plane, each proved best.

``python -m benchmarks.grouping`` draws counties, forms communities, prints a line for each and a
table of all; ``--brute N`` compares small counties with the count of all groupings instead.
"""

from __future__ import annotations

import sys
import time
from math import dist
from pathlib import Path
from random import Random
from typing import Any

import click

from community.models import Community, School, SchoolRole, SlotKind, Stage, Travel
from community.policy import Policy, PolicyRule
from community.records import Slot
from community.rule import Strictness
from rotation.grouping.check import check, worth
from rotation.grouping.instance import compile_grouping
from rotation.grouping.search import solve
from solving.outcome import Budget, Status

ROOT = Path(__file__).parents[1]
LESSON = Slot(grid="G", order=1, name="第1节", kind=SlotKind.LESSON, start=500, end=540)
SIZES: dict[int, list[dict[str, Any]]] = {
    24: [{"communities": 6}, {"max_schools": 4}],
    40: [{"communities": 10}, {"min_schools": 3, "max_schools": 5}],
    150: [{"communities": 36}, {"min_schools": 3, "max_schools": 5}],
}
FURTHER: dict[str, list[dict[str, Any]]] = {
    "ways": [],
    "mixed": [{"mixed": True, "weight": 10}],
    "all": [
        {"mixed": True, "weight": 10},
        {"max_minutes": 45, "weight": 1},
        {"choice": True, "choices": 3, "weight": 3},
        {"helps": 1, "weight": 5},
        {"core_strong": True, "weight": 20},
    ],
}


def drawn(number: int, seed: int, asked: list[dict[str, Any]]) -> Community:
    """Return a county of schools on a plane of 60 by 60 minutes, with roles open."""
    rng = Random(f"{number}-{seed}")
    at = {f"S{i:02}": (rng.random() * 60, rng.random() * 60) for i in range(1, number + 1)}
    town = (30, 30)
    schools = tuple(
        School(
            id=name,
            name=f"{name}小学",
            role=SchoolRole.OPEN,
            stage=Stage.PRIMARY,
            grid="G",
            locality=_locality(dist(place, town)),
            is_weak=rng.random() < 0.35,
            pupils=rng.randint(60, 2400),
            wishes=tuple(rng.sample(sorted({*at} - {name}), rng.choice((0, 0, 3)))),
        )
        for name, place in at.items()
    )
    ways = tuple(
        Travel(
            origin=a, destination=b, minutes=int(5 + 1.2 * dist(at[a], at[b])) + rng.randint(0, 6)
        )
        for a in at
        for b in at
        if a != b
    )
    return Community(
        id=f"county-{number}-{seed}",
        name="样例县",
        school_year=2026,
        policy=Policy(profile="national_base", rules=tuple(map(_rule, asked))),
        schools=schools,
        slots=(LESSON,),
        classes=(),
        subjects=(),
        curriculum=(),
        teachers=(),
        terms=(),
        travel=ways,
    )


def _locality(way: float) -> str:
    return "urban" if way < 12 else "town" if way < 24 else "rural"


def _rule(params: dict[str, Any]) -> PolicyRule:
    own = {key: value for key, value in params.items() if key != "weight"}
    name, soft = next(iter(own)), "weight" in params
    return PolicyRule(
        id=name,
        family="community_structure",
        title_zh=name,
        title_en=name,
        strictness=Strictness.SOFT if soft else Strictness.HARD,
        weight=params.get("weight", 1),
        params=own,
    )


@click.command()
@click.option("--seeds", default=3, show_default=True, help="Counties of each kind.")
@click.option("--seconds", default=60.0, show_default=True, help="For one county.")
@click.option("--workers", default=2, show_default=True)
@click.option("--brute", type=int, help="Compare so many small counties with brute force.")
def main(seeds: int, seconds: float, workers: int, brute: int | None) -> None:
    """Print the figures of each county."""
    if brute is not None:
        _against_brute_force(brute)
        return
    click.echo("| schools | rules | seed | status | cost | minutes | bound | seconds |")
    click.echo("|---|---|---|---|---|---|---|---|")
    for number, base in SIZES.items():
        for name, further in FURTHER.items():
            for seed in range(1, seeds + 1):
                click.echo(_line(number, name, seed, [*base, *further], seconds, workers))


def _line(
    number: int, name: str, seed: int, asked: list[dict[str, Any]], seconds: float, workers: int
) -> str:
    instance, began = compile_grouping(drawn(number, seed, asked)), time.monotonic()
    found = solve(instance, Budget(seconds, workers, 1, began + seconds))
    spent = time.monotonic() - began
    cells: list[object] = [number, name, seed, found.status]
    if found.grouping:
        assert not any(v.is_hard for v in check(instance, found.grouping))
        best = worth(instance, found.grouping)
        cells += [best.rules.soft, best.minutes, found.bounds.minutes, f"{spent:.1f}"]
    return f"| {' | '.join(map(str, cells))} |"


def _against_brute_force(number: int) -> None:
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "rotation")]
    import grouping_brute_force
    import grouping_tiny

    same = 0
    for seed in range(number):
        rng = Random(f"brute-{seed}")
        instance = compile_grouping(grouping_tiny.drawn(rng, 6 + seed % 3))
        expected, found = grouping_brute_force.best(instance), solve(instance, Budget(60.0))
        value = worth(instance, found.grouping) if found.grouping else None
        wanted = Status.OPTIMAL if expected else Status.INFEASIBLE
        agrees = (value, found.status) == (expected, wanted)
        same += agrees
        click.echo(f"{seed}: {len(instance.schools)} schools, {found.status}, agrees: {agrees}")
    click.echo(f"{same} of {number} agree with the count of all groupings")


if __name__ == "__main__":
    main()
