"""How fast the engine is at full size: ``python -m benchmarks.engine --seconds 120``.

Prints, for a district with a planted timetable: size, seconds to build the model and to the first
timetable, cost over time, bound, and memory. With ``--community`` the week of a real folder is
measured end to end instead.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from benchmarks.district import District
from community.reading import read_community
from scenarios.planning import make_plan
from scheduling.check import cost
from scheduling.search import solve
from solving.outcome import Budget, Progress


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=11)
    parser.add_argument("--classes", type=int, default=180)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--community", type=Path, help="folder of a community")
    chosen = parser.parse_args()
    budget = Budget(chosen.seconds, chosen.workers, chosen.seed)
    if chosen.community:
        result = make_plan(read_community(chosen.community), budget, listener=_Curve())
        for phase, report in result.reports.items():
            print(f"{phase}: {report.status} {report.objective} (bound {report.bound})")
            print(f"  {report.seconds:.1f} s  {report.parameters}")
    else:
        _district(chosen.schools, chosen.classes, budget)
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


def _district(schools: int, classes: int, budget: Budget) -> None:
    instance, planted = District(schools=schools, classes=classes, seed=budget.seed).make()
    teachers = sum(r.type == "Teacher" for r in instance.resources)
    lessons = sum(e.duration for e in instance.events)
    print(f"{schools} schools, {classes} classes, {teachers} teachers, {lessons} lessons")
    print(f"planted timetable: soft {cost(instance, planted).soft}")
    result = solve(instance, budget, listener=_Curve())
    print(f"{result.report.status}: cost {result.cost}, bound {result.report.bound}")
    for figure, value in result.report.parameters.items():
        print(f"  {figure}: {value}")


class _Curve:
    """Prints seconds since the start, phase, objective and bound.

    At most every three seconds, but always each phase's start and its first solution.
    """

    def __init__(self) -> None:
        self.began = self.last = time.monotonic()
        self.seen: set[tuple[str, bool]] = set()

    def __call__(self, event: Progress) -> None:
        now = time.monotonic()
        kind = event.phase, event.objective is not None
        if kind not in self.seen or now - self.last > 3:
            self.seen.add(kind)
            self.last = now
            print(
                f"{now - self.began:8.1f}  {event.phase:12}  {event.objective}  {event.bound}",
                flush=True,
            )


if __name__ == "__main__":
    main()
