"""How soon FET's example files are complete: ``python -m benchmarks.fet_first --data FOLDER``.

Each file is solved with one worker until every required rule is kept, for so many seconds at most;
that takes a third of the time of ``fet_against``, whose soft costs need all of it. Every file is a
process of its own and a line of LOG, so that a run can go on where it ended. A file counts as
complete where the checker finds every required rule kept in the timetable written back to FET.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.fet_against import files_in, note, price, rows_of, run
from scheduling.fet.solving import solve_file
from scheduling.incumbent import HARD_WEIGHT
from solving.interrupt import interruptible
from solving.outcome import Budget

if TYPE_CHECKING:
    from solving.outcome import Progress


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.fet_first", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--log", type=Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", type=int, nargs=2, default=(0, 1), help="number and count")
    parser.add_argument("--output", type=Path, help="of one file, which DATA is then")
    chosen = parser.parse_args()
    if chosen.output is not None:
        until_complete(chosen.data, chosen.output, Budget(chosen.seconds, 1, seed=chosen.seed))
        return 0
    if chosen.log is None:
        parser.error("--log is needed")
    every = files_in(chosen.data)
    random.Random(1).shuffle(every)  # so that what is done is a sample
    number, count = chosen.part
    done = {row["file"] for row in rows_of(chosen.log)}
    for path in every[number::count]:
        name = str(path.relative_to(chosen.data))
        if name in done:
            continue
        note(chosen.log, {"file": name, **_told(path, chosen.seconds, chosen.seed)})
    rows = rows_of(chosen.log)
    seconds = [row["wall"] for row in rows if row["hard"] == 0]
    print(f"{len(seconds)} of {len(rows)} complete, after {statistics.median(seconds)} s as a rule")
    return 0


def until_complete(path: Path, output: Path, budget: Budget) -> None:
    """Solve a file until every required rule is kept, and write it with the timetable."""
    with interruptible() as interrupt:

        def hear(told: Progress) -> None:
            if told.objective is not None and told.objective < HARD_WEIGHT:
                interrupt.press()

        solve_file(path, output, budget, hear)


def _told(path: Path, seconds: int, seed: int) -> dict[str, object]:
    """Return how one file goes: the code, the time, and our price of what was written."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "solved.fet"
        words = [sys.executable, "-m", "benchmarks.fet_first", "--data", str(path)]
        words += ["--output", str(output), "--seconds", str(seconds), "--seed", str(seed)]
        return run(words, seconds) | price(path, output if output.exists() else None)


if __name__ == "__main__":
    sys.exit(main())
