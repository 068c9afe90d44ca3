"""The public archives: every published cost, and nothing lost in reading and writing.

Their folder is named by ONEBELL_XHSTT, or lies at ../shared/xhstt next to the checkout.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from defusedxml.ElementTree import parse

from scheduling.xhstt import ArchivedSolution, SolutionGroup, evaluate, read, report, write

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

BESIDE = Path(__file__).parents[3] / "shared" / "xhstt"
FOLDER = Path(os.environ.get("ONEBELL_XHSTT") or BESIDE)
COSTS = FOLDER / "costs.tsv"
FILES = sorted((FOLDER / "archive").glob("*.xml"))

LARGE = 1_300_000  # bytes; benchmarks/xhstt_costs.py reads back the larger ones too

needs_archive = pytest.mark.skipif(
    not COSTS.exists() or not FILES, reason=f"no XHSTT archives in {FOLDER} (set ONEBELL_XHSTT)"
)


def _costs() -> dict[str, list[tuple[str, int, int]]]:
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    if COSTS.exists():
        with COSTS.open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                key = (row["solution_group"], int(row["hard"]), int(row["soft"]))
                found[row["archive"]].append(key)
    return found


def _facts(root: Element) -> Counter[tuple[str, str, str]]:
    """Everything that a file says: (path, attributes, text) of each element, with its number.

    Left out is what reads the same when it is missing: empty elements, and the duration of a
    sub-event (the whole event by default).
    """
    found: Counter[tuple[str, str, str]] = Counter()

    def visit(element: Element, path: str) -> None:
        path = f"{path}/{element.tag}"
        text = (element.text or "").strip()
        if (element.attrib or text) and not path.endswith("/Solution/Events/Event/Duration"):
            found[path, str(sorted(element.attrib.items())), text] += 1
        for child in element:
            visit(child, path)

    visit(root, "")
    return found


@needs_archive
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_xhstt_archive(path: Path, tmp_path: Path) -> None:
    archive = read(path)
    rows = [(e.group, e.hard, e.soft) for e in evaluate(archive)]
    assert rows == _costs()[path.stem]
    if path.stat().st_size < LARGE:
        copy = tmp_path / path.name
        write(archive, copy)
        assert read(copy) == archive
        assert _facts(parse(copy).getroot()) == _facts(parse(path).getroot())


@needs_archive
def test_xhstt_archive_is_covered() -> None:
    """All 74 rows belong to files that are there."""
    costs = _costs()
    assert set(costs) == {p.stem for p in FILES}
    assert sum(map(len, costs.values())) == 74


@needs_archive
def test_xhstt_report_is_the_evaluation(tmp_path: Path) -> None:
    """A solution written with its report: the total is the evaluation, and its lines add up."""
    archive = read(FOLDER / "archive" / "BR-SM-00.xml")
    instance, group = archive.instances[0], archive.groups[0]
    solution = group.solutions[0].solution
    mine = report(instance, solution)
    assert (mine.hard, mine.soft) == ("0", "121")
    assert sum(int(line.cost) for line in mine.lines) == 121
    ours = SolutionGroup(
        "Onebell",
        (ArchivedSolution(instance.id, solution, running_time="1.5", report=mine),),
        {"Contributor": "Onebell", "Date": "2025-09-01", "Description": "A copy"},
    )
    path = tmp_path / "with report.xml"
    write(replace(archive, groups=(*archive.groups, ours)), path)
    back = read(path)
    assert back.groups[-1] == ours
    assert evaluate(back)[-1].soft == 121
    assert re.search(r"<ObjectiveValue>121<", path.read_text(encoding="utf-8"))
