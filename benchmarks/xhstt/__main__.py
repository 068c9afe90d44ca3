"""Runs the benchmark: one process for each instance and seed, then the table and the curves."""

from __future__ import annotations

import argparse
import importlib.util
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.xhstt import curves, records, table

if TYPE_CHECKING:
    from collections.abc import Sequence

SETTINGS = ("anneal", "pools", "hints", "parts", "choice")
ROOT = Path(__file__).resolve().parents[2]
INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    parser = _parser()
    chosen = parser.parse_args(words)
    archives = _archives(chosen.data)
    if not archives:
        print(f"{chosen.data}: no archives (*.xml) there; nothing to measure", file=sys.stderr)
        return 0
    unknown = sorted(set(chosen.only) - set(archives))
    if unknown:
        parser.error(f"--only: {', '.join(unknown)} not among {', '.join(archives)}")
    if chosen.without and importlib.util.find_spec("scheduling.settings") is None:
        parser.error("--without: this program has no scheduling/settings.py to switch off parts of")
    best = records.published(chosen.data / "best.tsv")
    if not chosen.table:
        if chosen.seconds is None:
            parser.error("--seconds is missing")
        try:
            _run_all(_specs(chosen, archives), chosen.out, best)
        except KeyboardInterrupt:
            print("stopped; the same command goes on from here", file=sys.stderr)
            return INTERRUPTED
    found = records.load(chosen.out)
    print(table.store(found, best, chosen.out))
    print(curves.store(found, best, chosen.out))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.xhstt", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the archives")
    parser.add_argument("--seconds", type=float, help="of each search")
    parser.add_argument("--seeds", type=int, default=1, help="1 to N, for each instance")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="of these archives")
    parser.add_argument(
        "--without", action="append", default=[], choices=SETTINGS, help="switch off a part"
    )
    parser.add_argument("--out", type=Path, default=Path("build/xhstt"))
    parser.add_argument("--table", action="store_true", help="only make table and curves again")
    return parser


def _archives(data: Path) -> dict[str, Path]:
    """Return the archives of a folder by name."""
    folder = data / "archive" if (data / "archive").is_dir() else data
    return {path.stem: path for path in sorted(folder.glob("*.xml"))}


def _specs(chosen: argparse.Namespace, archives: dict[str, Path]) -> list[records.Spec]:
    """Return what is to be run: every instance once, then the next seed."""
    return [
        records.Spec(
            name=name,
            path=str(path.resolve()),
            seed=seed,
            seconds=chosen.seconds,
            workers=chosen.workers,
            without=tuple(sorted(set(chosen.without))),
        )
        for seed in range(1, chosen.seeds + 1)
        for name, path in archives.items()
        if not chosen.only or name in chosen.only
    ]


def _run_all(specs: list[records.Spec], out: Path, best: records.Published) -> None:
    out.mkdir(parents=True, exist_ok=True)
    version = records.version()
    print(f"version {version}: {len(specs)} runs into {out}", flush=True)
    # Ended from outside, the benchmark ends the search that is running, too.
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        for number, spec in enumerate(specs, 1):
            if records.is_there(spec, out, version):
                told = "there already"
            else:
                told = table.one_line(_run(spec, out), best.get(spec.name))
            print(f"[{number}/{len(specs)}] {spec.label}: {told}", flush=True)
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(spec: records.Spec, out: Path) -> dict[str, Any]:
    """Run one search in a process of its own and return its record; a failure is one too."""
    command = [sys.executable, "-m", "benchmarks.xhstt.run", spec.to_json(), str(out.resolve())]
    limit = 3 * spec.seconds + 900  # a search that never ends must not end the benchmark
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=limit
        )
    except subprocess.TimeoutExpired:
        return records.failed(spec, out, f"still running after {limit:.0f} s")
    if done.returncode in (INTERRUPTED, -signal.SIGINT):
        raise KeyboardInterrupt
    if done.returncode:
        last = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        return records.failed(spec, out, last[-1])
    return dict(json.loads((out / spec.file_name).read_text(encoding="utf-8")))


if __name__ == "__main__":
    sys.exit(main())
