"""What solving a file of the public format prints: how it ended, and what is still broken."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from community.text import Text
from publishing.console import print_json, print_lines, some
from publishing.results import STATUS, show_written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from community.rule import Violation
    from community.text import Lang
    from scheduling.fet.solving import Solved as FetSolved
    from scheduling.xhstt.solving import Solved


def show_solved(
    solved: Solved | FetSolved,
    output: Path,
    *,
    as_json: bool,
    lang: Lang,
    names: Mapping[str, Text] | None = None,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Print status, cost and file; of a timetable that breaks hard rules, which and how badly.

    ``names`` are what people call the rules, by id; otherwise it is family and id. ``more`` is
    what JSON has besides.
    """
    result = solved.result
    if as_json:
        print_json(_data(solved, output, lang) | dict(more or {}))
        return
    print_lines([STATUS[result.report.status].to(lang)])
    if result.cost is None:
        early = Text("已中断：还没有课表。", "Interrupted: there is no timetable yet.")
        nothing = Text("没有写出课表。", "No timetable was written.")
        print_lines([(early if result.report.interrupted else nothing).to(lang)])
        return
    print_lines([f"Onebell\t{result.cost.hard}\t{result.cost.soft}"])
    if solved.broken:
        head = Text(
            f"写出的是目前最接近的课表，仍违反刚性规则（代价{result.cost.hard}）：",
            f"The nearest timetable was written; it breaks hard rules (cost {result.cost.hard}):",
        )
        print_lines([head.to(lang), *some(_worst_lines(solved.broken, lang, names or {}), lang)])
    if result.report.interrupted:
        stopped = Text("已中断：写出的是目前最好的课表。", "Interrupted: this is the best so far.")
        print_lines([stopped.to(lang)])
    show_written([output], as_json=False, lang=lang)


def _worst_lines(broken: Sequence[Violation], lang: Lang, names: Mapping[str, Text]) -> list[str]:
    """Return a line for each broken rule, the dearest first, with its worst point in a sentence."""
    lines = []
    for points in _by_rule(broken):
        cost, worst = sum(v.cost for v in points), points[0]
        places = "1 place" if len(points) == 1 else f"{len(points)} places"
        many = Text(f"代价{cost}，{len(points)}处", f"cost {cost}, {places}")
        known = names.get(worst.rule)
        name = known.to(lang) if known else f"{worst.family} {worst.rule}"
        which = f"{name} ({many.to(lang)})"
        lines.append(f"  {which}: {worst.sentence.to(lang)}")
    return lines


def _by_rule(broken: Sequence[Violation]) -> list[list[Violation]]:
    """Return the violations of each rule, the dearest rule and in it the dearest point first."""
    found: dict[str, list[Violation]] = defaultdict(list)
    for violation in sorted(broken, key=lambda v: -v.cost):
        found[violation.rule].append(violation)
    return sorted(found.values(), key=lambda points: -sum(v.cost for v in points))


def _data(solved: Solved | FetSolved, output: Path, lang: Lang) -> dict[str, Any]:
    result, cost = solved.result, solved.result.cost
    return {
        "status": result.report.status.value,
        "interrupted": result.report.interrupted,
        **({"hard": cost.hard, "soft": cost.soft} if cost else {}),
        "bound": result.report.bound,
        "seconds": result.report.seconds,
        "written": str(output) if result.solution else None,
        "broken": [
            {
                "rule": points[0].rule,
                "family": points[0].family,
                "cost": sum(v.cost for v in points),
                "sentences": [v.sentence.to(lang) for v in points],
            }
            for points in _by_rule(solved.broken)
        ],
    }
