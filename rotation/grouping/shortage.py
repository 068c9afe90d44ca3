"""Why there is no grouping, by counting: each reason alone is a proof, with its numbers."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import networkx as nx

from community.codes import SchoolRole, Stage
from community.rule import Strictness
from community.text import Text
from rotation.grouping.rules.base import PairRule
from rotation.grouping.rules.coverage import Coverage
from rotation.grouping.rules.number import Number
from rotation.grouping.rules.size import Size
from rotation.grouping.rules.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import School
    from rotation.grouping.instance import GroupingInstance
    from rotation.grouping.rules.base import Rule
    from rotation.grouping.rules.number import Count

R = TypeVar("R", bound="Rule")


def shortages(instance: GroupingInstance) -> list[Text]:
    """Return what no grouping can keep, by its hard rules and the table of schools."""
    found = _Counted(instance)
    reasons = [*found.misplaced(), *found.alone()]
    return reasons or [*found.numbers()] or [*found.crowded()]


class _Counted:
    """What the hard rules of an instance leave open, pair by pair."""

    def __init__(self, instance: GroupingInstance) -> None:
        self.instance = instance
        self.hard = [r for r in instance.rules if r.strictness is Strictness.HARD]
        self.inside = max((r.least(instance) for r in self._of(Coverage)), default=0)
        self.least = max((2, *(r.least for r in self._of(Size))))
        most = [r.most for r in self._of(Size) if r.most is not None]
        self.most = min(most, default=len(instance.schools))

    def _of(self, sort: type[R]) -> list[R]:
        return [r for r in self.hard if isinstance(r, sort)]

    @property
    def everybody(self) -> bool:
        """Whether no school may be outside."""
        return self.inside == len(self.instance.schools)

    def broken(self, school: str, core: str) -> tuple[Rule, Text] | None:
        """Return the first hard rule that a school with a core breaks, and why."""
        for rule in self.hard:
            fault = rule.fault(self.instance, school, core) if isinstance(rule, PairRule) else None
            if fault:
                return rule, fault[1]
        return None

    @cached_property
    def leaders(self) -> list[School]:
        """The schools that can be cores."""
        open_ones = (s for s in self.instance.schools if s.role is not SchoolRole.MEMBER)
        return [s for s in open_ones if not self.broken(s.id, s.id)]

    def hosts(self, school: School) -> list[str]:
        """Return the cores that a school can be with, or itself."""
        return [
            c.id
            for c in self.leaders
            if c is school
            or (school.role is not SchoolRole.CORE and not self.broken(school.id, c.id))
        ]

    def misplaced(self) -> Iterator[Text]:
        """Yield cores of the table that cannot be one; that nobody can is told alone."""
        for school in self.instance.schools:
            found = self.broken(school.id, school.id)
            if found and school.role is SchoolRole.CORE:
                yield found[1]
        if not self.leaders:
            yield Text("没有一所学校可以作核心校。", "There is no school that can be a core.")

    def alone(self) -> Iterator[Text]:
        """Yield schools that no core is for, with what keeps them from each."""
        for school in self.instance.schools if self.everybody and self.leaders else ():
            if self.hosts(school):
                continue
            why = Counter[Text]()
            for core in self.leaders:
                found = self.broken(school.id, core.id)
                if found:
                    why[found[0].name] += 1
            zh = "；".join(f"{n}所不符合“{rule.zh}”" for rule, n in why.items())
            en = "; ".join(f"{n} break “{rule.en}”" for rule, n in why.items())
            near = self._nearest(school)
            number = len(self.leaders)
            yield Text(
                f"{school.name}没有核心校可去：可作核心校的{number}所学校中，{zh}{near.zh}。",
                f"{school.name} has no core: of {number} schools that can lead, {en}{near.en}.",
            )

    def _nearest(self, school: School) -> Text:
        ways = [
            (self.instance.longer(school.id, c.id), c.name) for c in self.leaders if c != school
        ]
        known = [(minutes, name) for minutes, name in ways if minutes is not None]
        if not known:
            return Text("", "")
        minutes, name = min(known)
        return Text(f"；最近的{name}单程{minutes}分钟", f"; {name}, the nearest, is {minutes} away")

    def numbers(self) -> Iterator[Text]:
        """Yield numbers of communities that do not fit the schools."""
        for rule in self._of(Number):
            for count in rule.counted():
                yield from self._number(count)
        fixed = sum(s.role is SchoolRole.CORE for s in self.instance.schools)
        every = len(self.instance.schools)
        if fixed * self.least > every:
            yield Text(
                f"“学校”表里写定{fixed}所核心校，每个共同体至少{self.least}所学校，"
                f"共需{fixed * self.least}所，全县只有{every}所。",
                f"The table gives {fixed} cores; with at least {self.least} schools each that is "
                f"{fixed * self.least}, and there are {every}.",
            )

    def _number(self, count: Count) -> Iterator[Text]:
        number, word, schools = count.number, count.word, self.instance.schools
        own = [s for s in schools if count.counts(s)]
        must = self._must(count)
        if number * self.most < must:
            yield Text(
                f"{number}个{word.zh}，每个至多{self.most}所学校，至多容纳{number * self.most}所，"
                f"应加入的有{must}所。",
                f"{number} {word.en} of at most {self.most} schools hold {number * self.most}, and "
                f"{must} have to be in one.",
            )
        if number * self.least > len(schools):
            yield Text(
                f"{number}个{word.zh}，每个至少{self.least}所学校，共需{number * self.least}所，"
                f"全县只有{len(schools)}所。",
                f"{number} {word.en} of at least {self.least} schools need "
                f"{number * self.least}, and there are {len(schools)}.",
            )
        able = sum(count.counts(s) for s in self.leaders)
        if able < number:
            yield Text(
                f"{word.zh}应有{number}个，可以作其核心校的学校只有{able}所。",
                f"{number} {word.en} are expected, and {able} schools can lead one.",
            )
        fixed = sum(s.role is SchoolRole.CORE for s in own)
        if fixed > number:
            yield Text(
                f"{word.zh}应有{number}个，“学校”表里已写定{fixed}所核心校。",
                f"{number} {word.en} are expected, and the table gives {fixed} cores.",
            )

    def _must(self, count: Count) -> int:
        """Return how many schools have to be in the communities that are counted."""
        if count.stage is None:
            return self.inside
        same = any(r.params.stages == "same" for r in self._of(Stages))
        only = [s for s in self.instance.schools if s.stage.parts == {Stage(count.stage)}]
        return len(only) if same and self.everybody else 0

    def crowded(self) -> Iterator[Text]:
        """Yield schools that have to share too few cores: the cut of a flow."""
        if not self.everybody:
            return
        graph: nx.DiGraph[str] = nx.DiGraph()
        for school in self.instance.schools:
            graph.add_edge("", f"s{school.id}", capacity=1)
            for core in self.hosts(school):
                graph.add_edge(f"s{school.id}", f"c{core}")  # never the cut
                graph.add_edge(f"c{core}", "t", capacity=self.most)
        flow, (near, _far) = nx.minimum_cut(graph, "", "t")
        if flow >= len(self.instance.schools):
            return
        stuck = [s for s in self.instance.schools if f"s{s.id}" in near]
        cores = sorted({c for s in stuck for c in self.hosts(s)})
        room = len(cores) * self.most
        named, where = self.instance.names([s.id for s in stuck]), self.instance.names(cores)
        yield Text(
            f"{len(stuck)}所学校只能与{where.zh}在一起，每个共同体至多{self.most}所，至多容纳{room}所：{named.zh}。",
            f"{len(stuck)} schools can only be with {where.en}, which hold {room} at {self.most} "
            f"each: {named.en}.",
        )
