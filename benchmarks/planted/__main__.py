"""Counts how many are planned, and tells what became of the others."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections import Counter
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.planted import __doc__ as usage
from benchmarks.planted.measuring import measured
from community.profile import profile_names

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> int:
    chosen = _parser().parse_args()
    rows = _read(chosen.out)
    done = {(row["profile"], row["seed"]) for row in rows}
    wanted = islice(((s, p) for s in count(chosen.first) for p in chosen.profiles), chosen.count)
    until = time.monotonic() + 60 * chosen.minutes
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    for seed, profile in wanted:
        if (profile, seed) in done or time.monotonic() > until:
            continue
        rows.append(measured(profile, seed, chosen.effort))
        with chosen.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(rows[-1], ensure_ascii=False) + "\n")
        print(rows[-1], file=sys.stderr, flush=True)
    print("\n".join(_summary(rows)))
    return int(any(row["ended"] != "planned" for row in rows))


def _read(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def _summary(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield "| profile | planned | units of work (most) | CPU seconds (most) |\n|---|---|---|---|"
    for profile in sorted({row["profile"] for row in rows}):
        here = [row for row in rows if row["profile"] == profile]
        well = [row for row in here if row["ended"] == "planned"]
        work, cpu = ([row[key] for row in well] or [math.nan] for key in ("work", "cpu"))
        figures = (f"{median(x):.0f} ({max(x):.0f})" for x in (work, cpu))
        yield f"| `{profile}` | {len(well)} of {len(here)} | {' | '.join(figures)} |"
    ends = Counter(row["ended"] for row in rows)
    yield f"\n{len(rows)} communities: " + ", ".join(f"{n} {how}" for how, n in ends.items())
    for row in rows:
        if row["ended"] != "planned":
            yield f"\n- {row['profile']} {row['seed']}, {row['ended']}: {' '.join(row['said'])}"


def _parser() -> argparse.ArgumentParser:
    style = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "python -m benchmarks.planted", description=usage, formatter_class=style
    )
    parser.add_argument("--out", type=Path, required=True, help="file with a line for each run")
    parser.add_argument("--count", type=int, default=104)
    parser.add_argument("--profiles", nargs="+", default=list(profile_names()))
    parser.add_argument("--first", type=int, default=2001, help="the first seed")
    parser.add_argument("--effort", type=float, default=100, help="units of work for each")
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin none after these")
    return parser


if __name__ == "__main__":
    sys.exit(main())
