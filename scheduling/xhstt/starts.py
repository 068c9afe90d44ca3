"""The solution to go on from: the best in a file that is one of the instance to be solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.errors import InputError, Problem
from community.text import Text
from scheduling.check import cost
from scheduling.xhstt.elements import Element, Findings, parse
from scheduling.xhstt.reader import check_root
from scheduling.xhstt.solutions import SolutionReader

if TYPE_CHECKING:
    from pathlib import Path

    from scheduling.instance import Instance
    from scheduling.solution import Solution


def read_start(path: Path, instance: Instance) -> Solution:
    """Return the cheapest solution of an instance in a file, the last one of several.

    Each solution is held against the instance given, whatever instances the file itself has. Those
    of other instances, and those that do not fit, are passed over when there is one that does.

    Raises
    ------
    InputError
        When the file cannot be read, or no solution in it fits: with every reason, by line.
    """
    findings = Findings(path.name)
    fitting: list[Solution] = []
    unfit: list[Problem] = []

    def on_solution(element: Element) -> None:
        own = Findings(path.name)
        found = _of(element, instance, own)
        if found is not None and not own.problems:
            fitting.append(found)
        unfit.extend(own.problems)

    consumers = {
        "Instances/Instance": _pass_over,
        "SolutionGroups/SolutionGroup/Solution": on_solution,
        "SolutionGroups/SolutionGroup": _pass_over,
    }
    check_root(parse(path, findings, consumers), findings)
    findings.raise_any()
    if fitting:
        return min(reversed(fitting), key=lambda x: _rank(x, instance))
    if not unfit:
        expected = Text(
            f"应至少有一个实例“{instance.id}”的解（Solution）",
            f'expected at least one Solution of the instance "{instance.id}"',
        )
        unfit.append(Problem(place=path.name, expected=expected))
    raise InputError(unfit)


def _of(element: Element, instance: Instance, findings: Findings) -> Solution | None:
    if element.attributes.get("Reference", "").strip() != instance.id:
        findings.add(
            element,
            Text(f"应为实例“{instance.id}”的解", f'expected a solution of "{instance.id}"'),
            Text("这是另一个实例的解，请换一个文件", "It is of another one; give another file"),
        )
        return None
    found = SolutionReader(findings, {instance.id: instance}).read(element)
    return found.solution if found is not None else None


def _pass_over(_element: Element) -> None:
    """Forget a branch that is of no use here."""


def _rank(solution: Solution, instance: Instance) -> tuple[int, int]:
    price = cost(instance, solution)
    return price.hard, price.soft
