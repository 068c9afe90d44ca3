"""How often ``plan`` ends well, n of n: real processes of ``onebell plan``, then ``onebell audit``.

A run ends well when both exit with 0; every community here has a plan. Its figures are one line of
JSON in OUT, and a run that is there is not done again: stop with Ctrl-C and go on with the same
words. Runs come in an order drawn once, so that what --minutes leaves undone leaves a sample.

samples    every profile (size small) x 10 seeds that nothing was tuned on, each planned with 1
           worker 60 s, 2 workers 60 s, 2 workers 20 s: 750 runs, about 11 hours
calendars  every profile (size small) x 10 seeds, planned from quota to date with --calendar, 1
           worker 40 s: 250 runs, about 3 hours
examples   the nine examples x 3 seeds x 1 and 2 workers, 120 s (shouguang_district 300 s; each
           community of county_small by itself): 60 runs, about 2 1/2 hours
runs       every combination of --communities, --seeds, --workers and --seconds; a community is a
           folder, or PROFILE:SIZE:SEED for what ``onebell new`` makes of that
table      only show what is in OUT

    python -m benchmarks.rates samples --out build/samples.jsonl --minutes 30
    python -m benchmarks.rates examples --out build/cold.jsonl --cold --only songyang libo
    python -m benchmarks.rates runs --out build/a.jsonl --communities libo:small:7 --seconds 20 60
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from itertools import groupby, product
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from community.profile import profile_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
NOT_COPIED = shutil.ignore_patterns("__pycache__", ".*", "build", "tests", "docs", "*.egg-info")
UNSEEN = range(9001, 9011)
SETTINGS = ((1, 60.0), (2, 60.0), (2, 20.0))  # workers, seconds
COUNTY, LARGE = "county_small", "shouguang_district"
COMPILED_SECONDS = 180.0  # at most, until nothing compiles any more after a cold run
HEAD = (
    *("community", "workers", "s", "cold", "ended well", "first timetable, s (latest)"),
    *("soft cost", "roster gap", "week gap", "longest, s"),
)


@dataclass(frozen=True, order=True)
class Run:
    """One call of ``plan``; ``seed`` is that of the search."""

    community: str
    group: str = ""
    workers: int = 2
    seconds: float = 60.0
    cold: bool = False
    seed: int = 1
    calendar: bool = False

    @property
    def kind(self) -> tuple[str, int, float, bool]:
        """What runs are counted by: everything but seeds."""
        name = self.community.rpartition(":")[0] or Path(self.community).name
        return f"{name} {self.group}".strip(), self.workers, self.seconds, self.cold


def samples() -> Iterator[Run]:
    for profile, seed, (workers, seconds) in product(profile_names(), UNSEEN, SETTINGS):
        yield Run(f"{profile}:small:{seed}", "", workers, seconds)


def calendars() -> Iterator[Run]:
    for profile, seed in product(profile_names(), UNSEEN):
        yield Run(f"{profile}:small:{seed}", "", 1, 40.0, calendar=True)


def examples() -> Iterator[Run]:
    folders = sorted(p.parent for p in (ROOT / "examples").glob("*/schools.csv"))
    for folder, seed, workers in product(folders, (1, 2, 3), (1, 2)):
        for group in _groups(folder) if folder.name == COUNTY else [""]:
            seconds = 300.0 if folder.name == LARGE else 120.0
            yield Run(str(folder.relative_to(ROOT)), group, workers, seconds, seed=seed)


SETS = {"samples": samples, "calendars": calendars, "examples": examples}


def _groups(folder: Path) -> list[str]:
    with (folder / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
        return sorted({row["group"] for row in csv.DictReader(file)})


def main() -> None:
    chosen = _chosen()
    rows = _read(chosen.out)
    if chosen.what != "table":
        rows += _measured(_wanted(chosen), rows, chosen)
    print("\n".join(table(rows)))


def _chosen() -> argparse.Namespace:
    style = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "python -m benchmarks.rates", description=__doc__, formatter_class=style
    )
    parser.add_argument("what", choices=[*SETS, "runs", "table"])
    parser.add_argument("--out", type=Path, required=True, help="file with a line for each run")
    parser.add_argument(
        "--minutes", type=float, default=math.inf, help="begin no run that may end after these"
    )
    parser.add_argument("--only", nargs="+", default=[""], help="words in names of communities")
    parser.add_argument(
        "--cold", action="store_true", help="nothing compiled: from a fresh copy of the sources"
    )
    parser.add_argument(
        "--sources", type=Path, default=ROOT, help="another checkout of onebell to run"
    )
    parser.add_argument("--communities", nargs="+", default=[])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1], help="of the search")
    parser.add_argument("--workers", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--seconds", nargs="+", type=float, default=[60.0])
    return parser.parse_args()


def _wanted(chosen: argparse.Namespace) -> list[Run]:
    if chosen.what == "runs":
        wishes = product(chosen.communities, [""], chosen.workers, chosen.seconds)
        runs = [Run(*wish, seed=seed) for wish in wishes for seed in chosen.seeds]
    else:
        runs = list(SETS[chosen.what]())
    runs = [replace(r, cold=chosen.cold) for r in runs if any(w in str(r) for w in chosen.only)]
    random.Random(1).shuffle(runs)
    return runs


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _measured(
    runs: Sequence[Run], rows: Sequence[dict[str, Any]], chosen: argparse.Namespace
) -> list[dict[str, Any]]:
    """Do what is not done yet, in time; note each run in the file when it has ended."""
    done = {Run(**row["run"]) for row in rows}
    left = [run for run in runs if run not in done]
    until, new = time.monotonic() + 60 * chosen.minutes, []
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    for number, run in enumerate(left, start=1):
        if time.monotonic() + run.seconds > until:
            break
        new.append(measure(run, chosen.sources.resolve()))
        with chosen.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(new[-1], ensure_ascii=False) + "\n")
        print(f"{number} of {len(left)}: {new[-1]}", file=sys.stderr, flush=True)
    return new


def measure(run: Run, sources: Path) -> dict[str, Any]:
    """Return the figures of one run: exit codes, costs, bounds, seconds."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        place = Path(name)
        root = copied(sources, place / "sources") if run.cold else sources
        given, plan = _given(run, root, place), place / "plan"
        group = ["--group", run.group] if run.group else []
        limits = ["--time-limit", run.seconds, "--workers", run.workers, "--seed", run.seed]
        limits += ["--calendar"] if run.calendar else []
        began = time.monotonic()
        planned = onebell(root, "plan", given, "-o", plan, *limits, *group, "--lang", "en")
        seconds = time.monotonic() - began
        row: dict[str, Any] = {"run": asdict(run), "plan": planned.returncode, "audit": None}
        row["seconds"] = round(seconds, 1)
        if planned.returncode:
            row["said"] = (planned.stderr + planned.stdout)[-600:]
        else:
            row["audit"] = onebell(root, "audit", given, plan, *group).returncode
            row |= _figures(json.loads((plan / "plan.json").read_text("utf-8")), seconds)
        if run.cold:
            _let_it_compile(root)
        return row


def copied(sources: Path, target: Path) -> Path:
    """Copy the program to where nothing is compiled; return the folder.

    Files have the time of the copy: machine code kept anywhere else is not for them.
    """
    plain = shutil.copyfile
    return Path(shutil.copytree(sources, target, ignore=NOT_COPIED, copy_function=plain))


def onebell(root: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a command of the program in a folder, as a process of its own."""
    own = {"PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "cli", *map(str, words)]
    return subprocess.run(
        command, cwd=root, env=os.environ | own, capture_output=True, text=True, check=False
    )


def _given(run: Run, root: Path, place: Path) -> Path:
    """Return the folder of the community of a run; make what is a sample."""
    if ":" not in run.community:
        return (ROOT / run.community).resolve()
    profile, size, seed = run.community.split(":")
    words = ["--profile", profile, "--size", size, "--seed", seed]
    onebell(root, "new", place / "community", *words).check_returncode()
    return place / "community"


def _figures(head: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Return the figures of a plan's ``plan.json``.

    The bound of a week is for the roster and the teachers that it was given, so there is none for
    both together. The first timetable's second is counted back from the end of the command.
    """
    phases = {p["phase"]: p for p in head["phases"]}
    week, first = phases["week"], phases["week"]["parameters"].get("first_seconds")
    found = {"hard": head["hard_cost"], "soft": head["soft_cost"]}
    for name, phase in (("roster", phases["rotation"]), ("week", week)):
        found |= {f"{name}_{what}": phase[what] for what in ("objective", "bound", "gap")}
    if first is not None:
        found["first_s"] = round(seconds - week["seconds"] + first, 1)
    return found


def _let_it_compile(root: Path) -> None:
    """Wait for the process that compiles, which outlives the command: it would slow the next."""
    from scheduling.local.prepare import MARK, POLL_SECONDS

    until = time.monotonic() + COMPILED_SECONDS
    while not any(root.rglob(MARK)) and time.monotonic() < until:
        time.sleep(POLL_SECONDS)


def table(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Return the lines of a table in Markdown, and what did not end well."""
    known = sorted(((Run(**row["run"]), row) for row in rows), key=lambda pair: pair[0])
    known.sort(key=lambda pair: pair[0].kind)
    yield "| " + " | ".join(HEAD) + " |"
    yield "|---" * len(HEAD) + "|"
    for kind, group in groupby(known, key=lambda pair: pair[0].kind):
        yield "| " + " | ".join(_cells(kind, [row for _run, row in group])) + " |"
    well = sum(_is_well(row) for _run, row in known)
    yield f"\n{well} of {len(known)} ended well."
    for run, row in known:
        if not _is_well(row):
            yield f"\n- {run}: plan {row['plan']}, audit {row['audit']}: {row.get('said', '')}"


def _is_well(row: dict[str, Any]) -> bool:
    return row["plan"] == 0 and row["audit"] == 0


def _cells(kind: tuple[str, int, float, bool], rows: list[dict[str, Any]]) -> Iterator[str]:
    name, workers, seconds, cold = kind
    yield from (f"`{name}`", str(workers), f"{seconds:g}", "yes" if cold else "no")
    yield f"{sum(map(_is_well, rows))} of {len(rows)}"

    def values(key: str) -> list[float]:
        return [row[key] for row in rows if row.get(key) is not None]

    first, soft = values("first_s"), values("soft")
    yield f"{median(first):.0f} ({max(first):.0f})" if first else "–"
    yield f"{min(soft):g} to {max(soft):g}" if soft else "–"
    for key in ("roster_gap", "week_gap"):
        yield f"{median(values(key)):.1%}" if values(key) else "–"
    yield f"{max(values('seconds')):.0f}"


if __name__ == "__main__":
    main()
