"""Runs the comparison: a line (JSON) for each community, then the tables."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.sequential import __doc__ as usage
from benchmarks.sequential.table import tables
from benchmarks.sequential.ways import compare
from benchmarks.xhstt.records import commit, replace_with, version
from community.county import part
from community.generate import new_community
from community.reading import read_community
from scheduling.local import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from community.models import Community

RUNS = "runs.jsonl"
MARK = "<!-- made by python -m benchmarks.sequential; what follows is written anew -->"
COMPILING_SECONDS = 600.0
EXAMPLES = (
    "songyang_pair",
    "rural_jiaolianti_pair",
    "fengjie_bundle",
    "litong_bundle",
    "zibo_alliance",
    "mountain_county",
    "libo_group",
    "county_small",
    "shouguang_district",
)


def main(words: Sequence[str] | None = None) -> int:
    words = sys.argv[1:] if words is None else list(words)
    chosen = _parser().parse_args(words)
    path = chosen.out / RUNS
    if not chosen.table:
        chosen.out.mkdir(parents=True, exist_ok=True)
        prepare.wait(COMPILING_SECONDS, lambda: False)
        _run_all(chosen, path)
    found = load(path)
    if not found:
        print(f"{path}: no runs yet", file=sys.stderr)
        return 1
    text = tables(found)
    print(text)
    if chosen.doc:
        _write(chosen.doc, found, text)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sequential",
        description=usage,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, default=Path("examples"))
    parser.add_argument("--only", nargs="*", default=EXAMPLES, metavar="EXAMPLE")
    parser.add_argument("--profile", default="libo", help="of the communities that are made")
    parser.add_argument("--size", default="small")
    parser.add_argument("--seeds", type=_range, default=range(2, 22), metavar="FROM-TO")
    parser.add_argument("--seconds", type=float, default=10.0, help="for 1,000 periods a week")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1, help="of the searches")
    parser.add_argument("--out", type=Path, default=Path("build/sequential"))
    parser.add_argument("--table", action="store_true", help="only make the tables again")
    parser.add_argument("--doc", type=Path, help="page whose tables are written anew")
    return parser


def _range(text: str) -> range:
    """Return the seeds of "2-21", of "7", or none of "0"."""
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1) if int(first) else range(0)


def _communities(
    chosen: argparse.Namespace,
) -> Iterator[tuple[str, str | None, Callable[[], Community]]]:
    """Yield name, how it was made (None: an example), and what gives each community."""
    for name in chosen.only:
        community = read_community(chosen.data / name)
        for group in community.groups if community.is_county else ():
            yield f"{name}/{group}", None, lambda c=community, g=group: part(c, g)  # type: ignore[misc]
        if not community.is_county:
            yield name, None, lambda c=community: c  # type: ignore[misc]
    for seed in chosen.seeds:
        name = f"{chosen.profile}_{chosen.size}_{seed}"
        made = f"--profile {chosen.profile} --size {chosen.size} --seed {seed}"
        yield (
            name,
            made,
            lambda s=seed: (
                new_community(  # type: ignore[misc]
                    chosen.profile, None, chosen.size, s
                ).community
            ),
        )


def _run_all(chosen: argparse.Namespace, path: Path) -> None:
    head = {
        "seconds": chosen.seconds,
        "workers": chosen.workers,
        "seed": chosen.seed,
        "version": version(),
    }
    there = [record for record in load(path) if record.items() >= head.items()]
    for name, made, give in _communities(chosen):
        if any(r["community"] == name for r in there):
            print(f"{name}: there already", flush=True)
            continue
        begun = {"community": name, "made_by": made, **head, "commit": commit()}
        begun["date"] = dt.date.today().isoformat()
        try:
            record = begun | compare(give(), chosen.seed, chosen.seconds, chosen.workers)
        except SystemExit as why:  # no roster or no staffing in the time for them
            print(why, file=sys.stderr, flush=True)
            continue
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
        told = {w: (f["sync_met"], f["unplaced"]) for w, f in record["ways"].items()}
        print(f"{name}: synchronous lessons met, periods without a place: {told}", flush=True)


def load(path: Path) -> list[dict[str, Any]]:
    """Return the last run of each community; a line that was cut off is left out."""
    found: dict[str, dict[str, Any]] = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines:
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            continue
        found[record["community"]] = record
    return list(found.values())


def _write(page: Path, found: list[dict[str, Any]], text: str) -> None:
    """Write the tables anew below the mark, with when, where and how they were measured."""
    dates = sorted({r["date"] for r in found})
    first = found[0]
    how = {key: first[key] for key in ("seconds", "workers", "seed")}
    words = " ".join(f"--{key} {value:g}" for key, value in how.items())
    when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
    told = f"{when}, a machine with {os.cpu_count()} cores, version {first['version']}:"
    command = shlex.join(["python", "-m", "benchmarks.sequential", *words.split()])
    before = page.read_text(encoding="utf-8").split(MARK)[0] if page.exists() else ""
    whole = f"{before}{MARK}\n\n{told} `{command}`\n\n{text}"
    replace_with(page, whole.encode())


if __name__ == "__main__":
    sys.exit(main())
