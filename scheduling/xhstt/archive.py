"""What an XHSTT file holds: instances, and groups of solutions with who made them and how."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community.rule import Cost
from scheduling.check import check, cost
from scheduling.xhstt.constraints import POINTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduling.instance import Instance
    from scheduling.solution import Solution


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What one constraint costs at one point of application.

    ``section`` is Resources, EventGroups or Events. ``cost`` may have decimals in files of others.
    """

    section: str
    point: str
    constraint: str
    cost: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The cost that a file claims for a solution; never trusted, only kept."""

    hard: str
    soft: str
    lines: tuple[ReportLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchivedSolution:
    """A solution of one instance of the archive. ``running_time`` is in seconds, as written."""

    instance: str
    solution: Solution
    description: str = ""
    running_time: str = ""
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class SolutionGroup:
    """Solutions that belong together: one contributor, one method, one date."""

    id: str
    solutions: tuple[ArchivedSolution, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Archive:
    """An XHSTT file."""

    instances: tuple[Instance, ...]
    groups: tuple[SolutionGroup, ...] = ()
    id: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)

    def instance(self, instance_id: str) -> Instance:
        """Return an instance by id; KeyError when there is none."""
        for instance in self.instances:
            if instance.id == instance_id:
                return instance
        raise KeyError(instance_id)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The cost of one solution of an archive."""

    group: str
    instance: str
    hard: int
    soft: int


def evaluate(archive: Archive) -> list[Evaluation]:
    """Return the cost of every solution, in the order of the file."""
    rows: list[Evaluation] = []
    for group in archive.groups:
        for archived in group.solutions:
            instance = archive.instance(archived.instance)
            total = cost(instance, archived.solution)
            rows.append(Evaluation(group.id, instance.id, total.hard, total.soft))
    return rows


def report(instance: Instance, solution: Solution) -> Report:
    """Return a solution's report, recomputed by the rules."""
    found = check(instance, solution)
    total = Cost.of(found)
    sections: dict[str, list[ReportLine]] = defaultdict(list)
    for v in found:
        if v.family not in POINTS:  # not a timetable of this instance: no constraint to name
            continue
        section = POINTS[v.family].report
        point = v.point.split(" < ")[0]  # a pair of events is reported at its first
        line = ReportLine(section, point, v.rule, str(v.cost), v.sentence.en)
        sections[section].append(line)
    lines = [
        line
        for section in ("Resources", "EventGroups", "Events")
        for line in sorted(sections[section], key=lambda x: x.point)
    ]
    return Report(str(total.hard), str(total.soft), tuple(lines))
