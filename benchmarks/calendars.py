"""How long the calendar of a term takes, and how good it is: ``python -m benchmarks.calendars``.

PLANS holds a plan folder for each example, of ``onebell plan examples/NAME -o PLANS/NAME``. Each
calendar is planned from nothing, with its seeds, and checked. Told are the events, the lessons that
have to be covered, seconds, what is left between objective and bound, and broken hard rules.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from community.reading import read_community
from publishing.plan_folder import read_plan
from scenarios.calendars import with_calendar
from solving import clock
from solving.outcome import Budget

HEAD = ("example", "seed", "status", "events", "covers", "objective", "bound", "gap", "seconds")


def main() -> None:
    parser = argparse.ArgumentParser("python -m benchmarks.calendars", description=__doc__)
    parser.add_argument("plans", type=Path, metavar="PLANS")
    parser.add_argument("--data", type=Path, default=Path("examples"))
    parser.add_argument("--only", nargs="+", metavar="EXAMPLE", help="by default all in PLANS")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    chosen = parser.parse_args()
    names = chosen.only or sorted(p.parent.name for p in chosen.plans.glob("*/plan.json"))
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|", flush=True)
    for name in names:
        for seed in chosen.seeds:
            row = _row(chosen.data / name, chosen.plans / name, seed, chosen)
            print("| " + " | ".join(map(str, (name, seed, *row))) + " |", flush=True)


def _row(data: Path, folder: Path, seed: int, chosen: argparse.Namespace) -> tuple[object, ...]:
    community = read_community(data)
    plan = read_plan(community, folder)
    began = clock.now()
    found = with_calendar(community, plan, Budget(chosen.seconds, chosen.workers, seed))
    seconds, report = round(clock.now() - began, 1), found.report
    calendar = found.plan.calendar if found.plan else plan.calendar
    numbers = len(calendar.events), len(calendar.covers)
    gap = None if report.gap is None else f"{report.gap:.1%}"
    return (report.status.value, *numbers, report.objective, report.bound, gap, seconds)


if __name__ == "__main__":
    main()
