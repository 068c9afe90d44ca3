"""Evaluate every published solution of a folder of XHSTT archives and compare with costs.tsv.

Every archive is also written and read back, which must give the same archive.

    python benchmarks/xhstt_costs.py FOLDER

FOLDER holds ``costs.tsv`` and ``archive/*.xml``; by default the value of ONEBELL_XHSTT, else
``../shared/xhstt``. The exit code is 1 when any row differs or anything is lost.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from scheduling.xhstt import evaluate, read, write


def main(folder: Path, scratch: str) -> int:
    wanted: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    if not (folder / "costs.tsv").exists():
        print(f"{folder}: no costs.tsv there; nothing to compare", file=sys.stderr)
        return 0
    with (folder / "costs.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            key = (row["solution_group"], int(row["hard"]), int(row["soft"]))
            wanted[row["archive"]].append(key)
    right = total = whole = 0
    print("archive\tsolution_group\thard\tsoft\twanted\tsame")
    for name, rows in wanted.items():
        start = time.perf_counter()
        archive = read(folder / "archive" / f"{name}.xml")
        between = time.perf_counter()
        found = evaluate(archive)
        end = time.perf_counter()
        for key, got in zip(rows, found, strict=True):
            same = (got.group, got.hard, got.soft) == key
            right, total = right + same, total + 1
            verdict = "yes" if same else "NO"
            print(name, got.group, got.hard, got.soft, f"{key[1]}/{key[2]}", verdict, sep="\t")
        copy = Path(scratch) / "copy.xml"
        write(archive, copy)
        same = read(copy) == archive
        whole += same
        print(
            f"# {name}: read {between - start:.1f} s, evaluated {end - between:.1f} s, "
            f"{'nothing' if same else 'SOMETHING'} lost in writing"
        )
    print(f"# {right} of {total} rows reproduced, {whole} of {len(wanted)} archives read back")
    return int(right < total or whole < len(wanted))


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("ONEBELL_XHSTT")
    with tempfile.TemporaryDirectory() as scratch:
        sys.exit(main(Path(given or "../shared/xhstt"), scratch))
