"""FET and this program on FET's example files: ``python -m benchmarks.fet_against --data FOLDER``.

Each file is solved by ``fet-cl`` and by ``onebell fet solve`` with one worker, one after the other,
for so many seconds at most, and both timetables are priced by one checker: ours, which finds every
hard rule kept in the timetables that FET calls complete. Nothing else should run meanwhile, as the
limit is one of the clock; the processor time is told as well. Every file is a line of LOG once both
are done, so that a run can go on where it ended; the table is made from LOG.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from community.errors import InputError
from scheduling.check import cost
from scheduling.fet import read
from scheduling.fet.starts import read_timetable

SOLVED = "_data_and_timetable"
LATE = 20  # seconds over the limit at which a program is killed
HEAD = ("", "FET", "Onebell")


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.fet_against", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--files", type=int, help="so many of the files that are left, by chance")
    chosen = parser.parse_args()
    if shutil.which("fet-cl") is None:
        print("fet-cl is not there; nothing to compare with", file=sys.stderr)
        return 0
    every = files_in(chosen.data)
    done = {row["file"] for row in rows_of(chosen.log)}
    left = [p for p in every if str(p.relative_to(chosen.data)) not in done]
    random.Random(1).shuffle(left)
    for path in left[: chosen.files]:
        row = {"file": str(path.relative_to(chosen.data)), "seconds": chosen.seconds}
        row |= {"FET": _by_fet(path, chosen.seconds), "Onebell": _by_us(path, chosen.seconds)}
        note(chosen.log, row)
    _print_table(rows_of(chosen.log), len(every))
    return 0


def files_in(data: Path) -> list[Path]:
    """Return the files that are to be solved, not those that hold a timetable of FET's."""
    return sorted(p for p in data.rglob("*.fet") if not p.stem.endswith(SOLVED))


def note(log: Path, row: dict[str, Any]) -> None:
    """Write how one file went, for people and into the log."""
    line = json.dumps(row, ensure_ascii=False)
    with log.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    print(line, flush=True)


def rows_of(log: Path) -> list[dict[str, Any]]:
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [json.loads(line) for line in lines]


def _by_fet(path: Path, seconds: int) -> dict[str, Any]:
    """Return what FET makes of a file: its code, its processor time, and our price of it."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["fet-cl", f"--inputfile={path}", f"--outputdir={folder}", "--htmllevel=0"]
        ran = run([*words, f"--timelimitseconds={seconds}"], seconds)
        found = sorted(Path(folder).rglob(f"*{SOLVED}.fet"), key=lambda p: "highest" in str(p))
        return ran | price(path, found[0] if found else None)


def _by_us(path: Path, seconds: int) -> dict[str, Any]:
    """Return what this program makes of a file."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "solved.fet"
        words = [sys.executable, "-m", "cli", "fet", "solve", str(path), "-o", str(output)]
        ran = run([*words, "--workers", "1", "--time-limit", str(seconds)], seconds)
        return ran | price(path, output if output.exists() else None)


def run(words: list[str], seconds: int) -> dict[str, Any]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    try:
        done = subprocess.run(words, capture_output=True, timeout=seconds + LATE, check=False)
        code: int | None = done.returncode
    except subprocess.TimeoutExpired:
        code = None
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"code": code, "wall": round(wall, 1), "cpu": round(used, 1)}


def price(path: Path, found: Path | None) -> dict[str, Any]:
    """Return the price of a timetable; none where there is no timetable, or no reading of it."""
    try:
        reading = read(path)
        paid = cost(reading.instance, read_timetable(found, reading)) if found else None
    except InputError:
        paid = None
    return {"hard": paid and paid.hard, "soft": paid and paid.soft}


def _print_table(rows: list[dict[str, Any]], every: int) -> None:
    both = [r for r in rows if r["FET"]["hard"] == 0 and r["Onebell"]["hard"] == 0]
    print(f"{len(rows)} of {every} files\n| " + " | ".join(HEAD) + " |\n|---|---|---|")
    for what, is_so in {
        "complete": lambda mine, _: mine["hard"] == 0,
        "complete, the other not": lambda mine, other: mine["hard"] == 0 and other["hard"] != 0,
        "proved impossible": lambda mine, _: mine["code"] == 1 and mine["hard"] != 0,
    }.items():
        counts = (sum(is_so(r[a], r[b]) for r in rows) for a, b in _PAIRS)
        print(f"| {what} | " + " | ".join(map(str, counts)) + " |")
    cheaper = (sum(r[a]["soft"] < r[b]["soft"] for r in both) for a, b in _PAIRS)
    print("| cheaper, both complete | " + " | ".join(map(str, cheaper)) + " |")


_PAIRS = (("FET", "Onebell"), ("Onebell", "FET"))

if __name__ == "__main__":
    sys.exit(main())
