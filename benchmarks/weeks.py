"""What annealing school by school is worth: ``python -m benchmarks.weeks --seconds S``.

For each example, one roster and one staffing; its week is then solved twice, by CP-SAT alone and
with annealing. The cost is that of the times, which the staffing does not touch.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from community.reading import read_community
from rotation.search import solve as solve_rotation
from scenarios.planning import rotation_of
from scheduling.check import cost
from scheduling.search import solve
from scheduling.settings import Settings
from scheduling.staffing import choose_teachers
from scheduling.week.compile import compile_week
from scheduling.week.frame import Frame
from solving.outcome import Budget

if TYPE_CHECKING:
    from community.models import Community
    from scheduling.instance import Instance

EXAMPLES = ("songyang_pair", "libo_group", "mountain_county", "shouguang_district")
ROSTER_SECONDS, STAFFING_SECONDS = 60.0, 20.0
HEAD = ("example", "events", "annealing", "hard", "soft", "first_s", "best_s", "seconds")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("examples"))
    parser.add_argument("--only", nargs="+", default=EXAMPLES, metavar="EXAMPLE")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    budget = Budget(chosen.seconds, chosen.workers, chosen.seed)
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|", flush=True)
    for name in chosen.only:
        instance = staffed_week(read_community(chosen.data / name), budget)
        for anneal in (False, True):
            row = (name, len(instance.events), anneal, *_solved(instance, budget, anneal=anneal))
            print("| " + " | ".join(map(str, row)) + " |", flush=True)


def staffed_week(community: Community, budget: Budget) -> Instance:
    """Return the week of the first term with its teachers chosen.

    Raises
    ------
    SystemExit
        When there is no roster or no staffing in the time for them.
    """
    term = community.terms[0].id
    roster = solve_rotation(rotation_of(community, None), budget.within(ROSTER_SECONDS)).roster
    if roster is None:
        raise SystemExit(f"{community.id}: no roster after {ROSTER_SECONDS} s")
    instance = compile_week(community, roster, term)
    frame = Frame.of(community, roster, term)
    staffing = choose_teachers(instance, frame, budget.within(STAFFING_SECONDS))
    if staffing.solution is None:
        raise SystemExit(f"{community.id}: no staffing after {STAFFING_SECONDS} s")
    return instance.with_resources(staffing.solution)


def _solved(instance: Instance, budget: Budget, *, anneal: bool) -> tuple[object, ...]:
    result = solve(instance, budget, settings=Settings(anneal=anneal))
    report = result.report
    if result.solution is None:
        return "-", "-", "-", "-", round(report.seconds, 1)
    price, told = cost(instance, result.solution), report.parameters
    best = told["best_seconds"]
    return price.hard, price.soft, told["first_seconds"], round(best, 1), round(report.seconds, 1)


if __name__ == "__main__":
    main()
