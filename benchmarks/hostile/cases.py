"""Case I of seed S: one damaged input, and the commands that read it."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from benchmarks.hostile.damage import (
    adjusted,
    recelled,
    rejoined,
    renumbered,
    resettled,
    reworded,
    torn,
)
from benchmarks.hostile.damage_xml import repacked, retagged
from benchmarks.hostile.words import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.hostile.seeds import Seeds

KINDS = {
    **{"folder": 6, "workbook": 5, "plan": 4, "plan book": 4, "public": 4, "fet": 4},
    **{"merge": 4, "exchange": 6, "roster": 1, "change": 2},
}
LIMIT = ("--time-limit", "0.5", "--workers", "1")
FROM_CLASS = "C-101 周一 1"
CHANGES = ("teacher-leaves {}", "class-added {} {}", "class-added C {} {} {}", "quota {} {}", "{}")


@dataclass(frozen=True)
class Case:
    """A damaged input in a folder, and command lines on it; ``output`` is where they may write."""

    number: int
    kind: str
    commands: tuple[tuple[str, ...], ...]
    output: Path


def make_case(number: int, seed: int, seeds: Seeds, folder: Path, kinds: list[str]) -> Case:
    """Write a damaged input into an empty folder; equal numbers and seeds give equal cases."""
    rng = Random(f"{seed} {number}")
    kind = rng.choices(kinds, [KINDS[k] for k in kinds])[0]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    output = folder / "out"
    language = rng.choice(((), (), ("--lang", "en")))
    make = {
        "folder": _folder,
        "workbook": _workbook,
        "plan": _plan,
        "plan book": _plan_book,
        "roster": _roster,
        "change": _change,
        "public": _public,
        "fet": _fet,
        "merge": _merge,
        "exchange": _exchange,
    }[kind]
    commands = make(seeds, folder, output, rng)
    return Case(number, kind, tuple((*c, *language) for c in commands), output)


Commands = list[tuple[str, ...]]


def _folder(seeds: Seeds, folder: Path, output: Path, rng: Random) -> Commands:
    data = folder / "community"
    shutil.copytree(seeds.community, data)
    _spoil_folder(data, seeds, rng)
    return _reads(str(data), seeds, rng)


def _workbook(seeds: Seeds, folder: Path, output: Path, rng: Random) -> Commands:
    data = folder / "社区.xlsx"
    data.write_bytes(_spoilt(seeds.workbook, seeds, rng))
    return _reads(str(data), seeds, rng)


def _reads(data: str, seeds: Seeds, rng: Random) -> Commands:
    more = rng.choice(((), (), ("--json",), ("--rules",)))
    found = [("check", data, *more)] if rng.random() < 0.8 else [("read", data)]
    if rng.random() < 0.25:
        found.append(("audit", data, str(seeds.plan)))
    return found


def _plan(seeds: Seeds, folder: Path, output: Path, rng: Random) -> Commands:
    plan = folder / "plan"
    shutil.copytree(seeds.plan, plan)
    _spoil_folder(plan, seeds, rng)
    return _plan_commands(seeds, str(plan), output, rng)


def _plan_book(seeds: Seeds, folder: Path, output: Path, rng: Random) -> Commands:
    plan = folder / "方案.xlsx"
    source = seeds.plan_book if rng.random() < 0.9 else seeds.school_book
    plan.write_bytes(_spoilt(source, seeds, rng))
    return _plan_commands(seeds, str(plan), output, rng)


def _roster(seeds: Seeds, folder: Path, output: Path, rng: Random) -> Commands:
    plan = folder / "roster.csv"
    plan.write_bytes(_spoilt(seeds.plan / "roster.csv", seeds, rng))
    return [("audit", str(seeds.community), str(plan))]


def _plan_commands(seeds: Seeds, plan: str, output: Path, rng: Random) -> Commands:
    data = str(seeds.community)
    if rng.random() < 0.7:
        return [("audit", data, plan, *rng.choice(((), ("--json",))))]
    kind = rng.choice(("web", "csv", "workbook"))
    return [("export", data, plan, "--to", kind, "-o", str(output))]


def _change(seeds: Seeds, folder: Path, output: Path, rng: Random) -> Commands:
    words = rng.choice(CHANGES)
    some = [rng.choice((*EVERYTHING, *seeds.rules, "C", "M1", "T001", "3", "min")) for _ in "abc"]
    change = words.format(*some).replace("\x00", "")
    where = (str(seeds.community), str(seeds.plan), "-o", str(output))
    if rng.random() < 0.5:
        return [("whatif", *where, "--change", change, *LIMIT)]
    what = [word.replace("\x00", "") for word in (change, *some, FROM_CLASS)]
    one, other = rng.sample(what, 2)
    options = ["--"] if one.startswith("-") or other.startswith("-") else []
    return [rng.choice((("pin", *where, *options, one), ("swap", *where, *options, one, other)))]


def _merge(seeds: Seeds, folder: Path, output: Path, rng: Random) -> Commands:
    """A school's workbook, or its lessons as CSV, to be merged; the plan may be damaged as well."""
    source = rng.choice((seeds.school_book, seeds.school_book, seeds.plan / "timetable.csv"))
    sent, plan = folder / source.name, seeds.plan
    sent.write_bytes(_spoilt(source, seeds, rng))
    if rng.random() < 0.2:
        plan = folder / "plan"
        shutil.copytree(seeds.plan, plan)
        _spoil_folder(plan, seeds, rng)
    more = rng.choice(((), (), ("--prefer", "workbook"), ("--repair", *LIMIT), ("--json",)))
    return [("merge", str(seeds.community), str(plan), str(sent), "-o", str(output), *more)]


def _exchange(seeds: Seeds, folder: Path, output: Path, rng: Random) -> Commands:
    """Files of another program, as they are or in a zip."""
    source = rng.choice(seeds.exchange)
    given = folder / source.name
    if source.is_dir():
        shutil.copytree(source, given)
        _spoil_folder(given, seeds, rng)
        if rng.random() < 0.3:
            given = _zipped(given)
            if rng.random() < 0.5:
                given.write_bytes(torn(given.read_bytes(), rng))
    else:
        given.write_bytes(_spoilt(source, seeds, rng))
    into = ("--into", str(seeds.community)) if rng.random() < 0.5 else ()
    return [("import", str(given), "-o", str(output), *into)]


def _zipped(folder: Path) -> Path:
    """Put the files of a folder into a zip beside it."""
    target = folder.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(p for p in folder.iterdir() if p.is_file()):
            archive.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
    return target


def _fet(seeds: Seeds, folder: Path, output: Path, rng: Random) -> Commands:
    data = folder / "school.fet"
    data.write_bytes(_spoilt(seeds.fet, seeds, rng))
    way = rng.random()
    if way < 0.7:
        return [("fet", "info" if way < 0.4 else "evaluate", str(data))]
    start = ("--from", str(data)) if rng.random() < 0.3 else ()
    return [("fet", "solve", str(data), "-o", f"{output}.fet", *start, *LIMIT)]


def _public(seeds: Seeds, folder: Path, output: Path, rng: Random) -> Commands:
    data = folder / "public.xml"
    data.write_bytes(_spoilt(seeds.public, seeds, rng))
    if rng.random() < 0.7:
        return [("xhstt", "evaluate", str(data))]
    start = ("--from", str(data)) if rng.random() < 0.3 else ()
    return [("xhstt", "solve", str(data), "-o", f"{output}.xml", *start, *LIMIT)]


def _spoil_folder(folder: Path, seeds: Seeds, rng: Random) -> None:
    """Damage one to three files of a folder; sometimes the folder itself."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        files = sorted(p for p in folder.iterdir() if p.is_file())
        if not files:
            return
        chosen = rng.choice([*files, *[p for p in files if p.suffix in (".toml", ".json")] * 3])
        way = rng.randrange(40)
        if way == 0:
            chosen.unlink()
        elif way == 1:
            chosen.unlink()
            chosen.mkdir()
        elif way == 2:
            chosen.rename(folder / rng.choice(("x.csv", chosen.name.upper(), f"{chosen.name}.bak")))
        elif way == 3:
            chosen.write_bytes(rng.choice(files).read_bytes())
        elif way == 4:
            (folder / f"{chosen.stem}2{chosen.suffix}").write_bytes(chosen.read_bytes())
        else:
            chosen.write_bytes(_spoilt(chosen, seeds, rng))


def _spoilt(path: Path, seeds: Seeds, rng: Random) -> bytes:
    """Return the content of a file, damaged in one to three ways that suit it."""
    table = [torn, reworded, *[recelled] * 3, *[renumbered] * 3]
    ways: dict[str, list[Callable[[bytes, Random], bytes]]] = {
        ".csv": table,
        ".txt": table,
        ".toml": [
            torn,
            *[partial(resettled, rules=seeds.rules)] * 3,
            *[partial(adjusted, rules=seeds.rules)] * 4,
        ],
        ".json": [torn, reworded, rejoined, rejoined, rejoined],
        ".xml": [retagged],
        ".fet": [retagged],
        ".xlsx": [repacked],
    }
    data = path.read_bytes()
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        data = rng.choice(ways.get(path.suffix.lower(), [torn]))(data, rng)
    return data
