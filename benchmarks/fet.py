"""What is carried of FET's example files: ``python -m benchmarks.fet --data FOLDER``.

Every ``*.fet`` below the folder is read. The table has a row for each kind of constraint; the marks
are 95% of all constraints, and 200 of 236 files with every one (Debian's package ``fet-data`` has
236 such files, in ``/usr/share/doc/fet-data/examples``). Files that FET wrote with a timetable
(``*_data_and_timetable.fet``) are priced as well: our checker has to find every hard rule kept.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from community.errors import InputError
from community.rule import Cost
from scheduling.check import cost
from scheduling.fet import read
from scheduling.fet.starts import read_timetable

if TYPE_CHECKING:
    from collections.abc import Sequence

SOLVED = "_data_and_timetable"
SHARE, WHOLE = 0.95, 200 / 236


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.fet", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--files", action="store_true", help="a line for each file as well")
    chosen = parser.parse_args(words)
    paths = sorted(chosen.data.rglob("*.fet"))
    if not paths:
        print(f"{chosen.data}: no files (*.fet) there; nothing to measure", file=sys.stderr)
        return 0
    carried, lost, with_loss = Counter[str](), Counter[str](), Counter[str]()
    refused, whole, prices = [], 0, dict[str, Cost]()
    for path in paths:
        name = path.relative_to(chosen.data)
        try:
            reading = read(path)
        except InputError as error:
            refused.append(f"{name}: {error.lines('en')[0]}")
            continue
        missing = Counter(loss.kind for loss in reading.lost)
        carried += reading.carried
        lost += missing
        with_loss.update(missing.keys())
        whole += not missing
        if path.stem.endswith(SOLVED):
            prices[str(name)] = cost(reading.instance, read_timetable(path, reading))
        if chosen.files:
            told = ", ".join(f"{kind} {n}" for kind, n in missing.items()) or "every one"
            print(f"{reading.carried.total()} of {reading.count} carried: {name} ({told})")
    _print_table(carried, lost, with_loss)
    for solved, price in prices.items():
        print(f"{price} is what the timetable costs: {solved}")
    print("\n".join(refused))
    kept = sum(not price.hard for price in prices.values())
    print(f"{kept} of {len(prices)} timetables of FET keep every hard rule")
    return _print_marks(carried.total(), lost.total(), whole, len(paths), len(refused))


def _print_table(carried: Counter[str], lost: Counter[str], with_loss: Counter[str]) -> None:
    print("| constraint | carried | lost | files with a loss |\n|---|---:|---:|---:|")
    for kind in sorted({*carried, *lost}, key=lambda k: (-carried[k] - lost[k], k)):
        print(f"| {kind} | {carried[kind]} | {lost[kind]} | {with_loss[kind]} |")


def _print_marks(carried: int, lost: int, whole: int, files: int, refused: int) -> int:
    """Print what is carried of all beside the marks; return 0 when both are reached."""
    share = carried / max(1, carried + lost)
    print(f"{files - refused} of {files} files read, {whole} of them with every constraint")
    print(f"{carried} of {carried + lost} constraints carried: {share:.2%}")
    reached = share >= SHARE and whole >= WHOLE * files and not refused
    print("marks reached" if reached else "marks missed")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
