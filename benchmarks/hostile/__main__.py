"""Runs the cases behind a guard, and reports."""

from __future__ import annotations

import argparse
import multiprocessing
import shlex
import shutil
import signal
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.hostile import __doc__ as usage
from benchmarks.hostile.cases import KINDS, make_case
from benchmarks.hostile.seeds import make_seeds
from benchmarks.hostile.trying import MEGABYTES, PATIENCE, Ending, here, memory, outside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection

    from benchmarks.hostile.seeds import Seeds

BATCH = 200  # cases that one guarded process does: what libraries keep does not add up


def main(words: Sequence[str] | None = None) -> int:
    chosen = _parser().parse_args(words)
    with tempfile.TemporaryDirectory(prefix="hostile-") as scratch:
        seeds = make_seeds(Path(scratch) / "seeds")
        endings: list[Ending] = []
        with suppress(KeyboardInterrupt):  # what was found so far is reported
            for ending in run_all(chosen, seeds, Path(scratch)):
                endings.append(ending)
                if ending.fault:
                    print(_told(ending), flush=True)
                    _keep(chosen, ending, seeds)
                elif ending.number % 100 == 0:
                    print(ending.number, file=sys.stderr, flush=True)
    print(_summary(endings))
    return int(any(e.fault for e in endings))


def run_all(chosen: argparse.Namespace, seeds: Seeds, scratch: Path) -> Iterator[Ending]:
    """Yield how each command of each case ended."""
    number, end = chosen.first, chosen.first + chosen.runs
    while number < end:
        ours, theirs = multiprocessing.Pipe()
        arguments = (theirs, number, min(number + BATCH, end), chosen, seeds, scratch)
        fork = multiprocessing.get_context("fork")
        child = fork.Process(target=_batch, args=arguments, daemon=True)
        child.start()
        theirs.close()
        begun, found = (number, ""), None
        while not isinstance(found, int):
            try:
                found = ours.recv()
            except EOFError:
                yield Ending(*begun, (), -1, PATIENCE, 0, "no end in sight, or crashed")
                found = begun[0] + 1
            if isinstance(found, Ending):
                yield found
            elif isinstance(found, tuple):
                begun = found
        number = found
        child.join()


def _batch(
    ours: Connection, first: int, end: int, chosen: argparse.Namespace, seeds: Seeds, scratch: Path
) -> None:
    """Do the cases from one number to another, or until the memory is used up.

    Sent are number and kind of each case that begins, how its commands end, and at last the number
    of the next case.
    """
    for number in range(first, end):
        case = make_case(number, chosen.seed, seeds, scratch / "case", chosen.kinds)
        ours.send((number, case.kind))
        signal.setitimer(signal.ITIMER_PROF, PATIENCE)  # its signal kills
        apart = chosen.processes and number % chosen.processes == 0
        for ending in outside(case) if apart else here(case):
            ours.send(ending)
        if memory() > MEGABYTES:
            break
    ours.send(number + 1)


def _keep(chosen: argparse.Namespace, ending: Ending, seeds: Seeds) -> None:
    """Make the case again where it can be looked at."""
    if chosen.keep:
        folder = chosen.keep / f"{chosen.seed}-{ending.number}"
        make_case(ending.number, chosen.seed, seeds, folder, chosen.kinds)
        if not (chosen.keep / "seeds").exists():
            shutil.copytree(seeds.folder, chosen.keep / "seeds")


def _told(ending: Ending) -> str:
    words = shlex.join(w if len(w) < 200 else f"{w[:200]}…" for w in ending.words)
    return f"# {ending.number} ({ending.kind}), exit code {ending.code}: {words}\n{ending.fault}"


def _summary(endings: list[Ending]) -> str:
    codes = Counter((e.kind, e.code) for e in endings)
    lines = ["", "| input | exit code | commands |", "|---|---|---|"]
    lines += [f"| {kind} | {code} | {n} |" for (kind, code), n in sorted(codes.items())]
    slow = sorted(endings, key=lambda e: -e.seconds)[:5]
    lines.append("slowest: " + ", ".join(f"{e.seconds:.1f} s ({e.number})" for e in slow))
    most = max(endings, key=lambda e: e.megabytes)
    lines.append(f"most memory: {most.megabytes:.0f} MB ({most.number})")
    faults = sum(bool(e.fault) for e in endings)
    inputs = len({e.number for e in endings})
    lines.append(f"{inputs} damaged inputs, {len(endings)} commands: {faults} findings")
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, required=True, help="damaged inputs")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS))
    parser.add_argument(
        "--processes", type=int, default=50, help="every so many-th as a process; 0: none"
    )
    parser.add_argument("--keep", type=Path, help="where inputs with findings are kept")
    return parser


if __name__ == "__main__":
    sys.exit(main())
