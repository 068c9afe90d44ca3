"""How good weeks are, with the roster and the teachers given: ``python -m benchmarks.weeks``.

PLANS holds a plan folder for each example, of ``onebell plan examples/NAME -o PLANS/NAME``: its
roster and who teaches what are kept, its times, rooms and assistants are left out. The week is
solved anew for each seed, and priced by the checker with rooms and assistants; the bound is for
this roster and these teachers. As nothing but plan folders is shared, this file measures an older
checkout as well when it is copied there.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from community.reading import read_community
from publishing.plan_folder import read_plan
from scheduling.check import cost
from scheduling.search import solve
from scheduling.settings import Settings
from scheduling.solution import Lesson, Solution
from scheduling.week.compile import compile_week
from scheduling.week.courses import TEACHES
from solving.outcome import Budget

if TYPE_CHECKING:
    from scheduling.instance import Instance

HEAD = ("example", "events", "seed", "hard", "soft", "bound", "gap", "first_s", "best_s", "seconds")


def main() -> None:
    parser = argparse.ArgumentParser("python -m benchmarks.weeks", description=__doc__)
    parser.add_argument("plans", type=Path, metavar="PLANS")
    parser.add_argument("--data", type=Path, default=Path("examples"))
    parser.add_argument("--only", nargs="+", metavar="EXAMPLE", help="by default all in PLANS")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--alone", action="store_true", help="CP-SAT alone, without annealing")
    chosen = parser.parse_args()
    names = chosen.only or sorted(p.parent.name for p in chosen.plans.glob("*/plan.json"))
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|", flush=True)
    for name in names:
        instance = staffed_week(chosen.data / name, chosen.plans / name)
        for seed in chosen.seeds:
            budget = Budget(chosen.seconds, chosen.workers, seed)
            found = _solved(instance, budget, Settings(anneal=not chosen.alone))
            row = (name, len(instance.events), seed, *found)
            print("| " + " | ".join(map(str, row)) + " |", flush=True)


def staffed_week(folder: Path, plan_folder: Path) -> Instance:
    """Return the week of a plan, with its teachers and nothing else of its timetable."""
    community = read_community(folder)
    plan = read_plan(community, plan_folder)
    instance = compile_week(community, plan.roster, plan.week.term)
    rows = sorted(plan.week.lessons, key=lambda x: not x.series)  # one's own lessons count last
    teachers = {f"{x.class_id}/{x.subject}": x.teacher for x in rows}
    lessons = [
        Lesson(e.id, e.duration, e.time, ((TEACHES, teachers[e.course or ""]),))
        for e in instance.events
        if any(slot.role == TEACHES for slot in e.open_slots())
    ]
    return instance.with_resources(Solution(tuple(lessons)))


def _solved(instance: Instance, budget: Budget, settings: Settings) -> tuple[object, ...]:
    result = solve(instance, budget, settings=settings)
    report = result.report
    if result.solution is None:
        return *"-" * 6, round(report.seconds, 1)
    price, told = cost(instance, result.solution), report.parameters
    gap = "-" if report.gap is None or price.hard else f"{report.gap:.1%}"
    seconds = (told["first_seconds"], told["best_seconds"], report.seconds)
    return price.hard, price.soft, report.bound, gap, *(s and round(s, 1) for s in seconds)


if __name__ == "__main__":
    main()
