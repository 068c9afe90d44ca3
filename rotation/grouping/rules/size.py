"""How many schools a community has (Z02, L01, B03, SQ01), with its core or without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from rotation.grouping.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.grouping.context import Context
    from rotation.grouping.setting import Setting
    from rotation.grouping.solution import Grouping


@dataclass(frozen=True, kw_only=True)
class Size(Rule):
    """At least, and at most, so many schools. Teaching points are not counted."""

    aspect: ClassVar[str] = "size"
    asks: ClassVar[tuple[str, ...]] = ("min_schools", "max_schools")

    @property
    def least(self) -> int:
        """The schools of a community at least, its core counted."""
        return (self.params.min_schools or 0) + (not self.params.counts_core)

    @property
    def most(self) -> int | None:
        """The schools of a community at most, its core counted; None for any number."""
        most = self.params.max_schools
        return None if most is None else most + (not self.params.counts_core)

    def deviations(self, instance: Setting, grouping: Grouping) -> Iterator[Deviation]:
        """Count the schools of each community."""
        own = self.params.counts_core
        word = Text("所学校", "schools") if own else Text("所成员校", "members")
        for group in grouping.groups:
            number = len(group.schools)
            shown = number - (not own)
            if number < self.least:
                low = self.params.min_schools
                zh = f"{group.name}应不少于{low}{word.zh}，实有{shown}所"
                en = f"{group.name} has {shown} {word.en}, {low} at least"
                yield Deviation(group.name, self.least - number, self.said(zh, en))
            if self.most is not None and number > self.most:
                high = self.params.max_schools
                zh = f"{group.name}应不超过{high}{word.zh}，实有{shown}所"
                en = f"{group.name} has {shown} {word.en}, {high} at most"
                yield Deviation(group.name, number - self.most, self.said(zh, en))

    def build(self, context: Context) -> None:
        """Bound the schools with each core; without its core there are none."""
        scope, everybody = context.scope(self), len(context.ids)
        for core in context.ids:
            number = sum(context.joins(s, core) for s in context.ids)
            leads = context.leads(core)
            off = scope.below(number - self.least * leads, 0, self.least)
            most = self.least
            if self.most is not None:
                most = max(most, everybody - self.most)
                off += scope.above(number - self.most * leads, 0, everybody - self.most)
            scope.charge(core, off, most)
