"""How long the calendar of a term takes, and how good it is: ``python -m benchmarks.calendars``.

PLANS holds a plan folder for each example, of ``onebell plan examples/NAME -o PLANS/NAME``. Each
calendar is planned from nothing, with its seeds, and checked. Told are the events, the lessons that
have to be covered, seconds, and what is left between objective and bound. ``--many`` asks of
``shouguang_district`` more than any office would: online research of each subject three times a
week, visits twice a month to each member, a contest of each member a month and so on, which is
1,072 events.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from community.profile import resolve
from community.reading import read_community
from publishing.plan_folder import read_plan
from scenarios.calendars import with_calendar
from scenarios.changes.base import replaced
from solving import clock
from solving.outcome import Budget

MANY_OF = "shouguang_district"
MANY: dict[str, dict[str, Any]] = {
    "prep_group": {"window": "week", "min": 3},
    "project": {"window": "week", "min": 3},
    "principal_visits": {"window": "month", "min": 2},
    "joint_meetings": {"window": "month", "min": 2},
    "contests": {"window": "month", "per": "member"},
    "charity": {"min": 16, "per": "member"},
    "open_day": {"min": 16, "per": "member"},
    "training": {"min": 20},
    "arts_sports": {"per": "member", "min": 4},
}
HEAD = ("example", "seed", "status", "events", "covers", "objective", "bound", "gap", "seconds")


def main() -> None:
    parser = argparse.ArgumentParser("python -m benchmarks.calendars", description=__doc__)
    parser.add_argument("plans", type=Path, metavar="PLANS")
    parser.add_argument("--data", type=Path, default=Path("examples"))
    parser.add_argument("--only", nargs="+", metavar="EXAMPLE", help="by default all in PLANS")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--many", action="store_true", help="1,072 events of one example instead")
    chosen = parser.parse_args()
    names = (
        [MANY_OF]
        if chosen.many
        else chosen.only or sorted(p.parent.name for p in chosen.plans.glob("*/plan.json"))
    )
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|", flush=True)
    for name in names:
        for seed in chosen.seeds:
            row = _row(chosen.data / name, chosen.plans / name, seed, chosen)
            print("| " + " | ".join(map(str, (name, seed, *row))) + " |", flush=True)


def _row(data: Path, folder: Path, seed: int, chosen: argparse.Namespace) -> tuple[object, ...]:
    community = read_community(data)
    if chosen.many:
        policy = community.policy
        asked = resolve(policy.profile, {**policy.overrides, **MANY})
        community = replaced(community, policy=asked)
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
