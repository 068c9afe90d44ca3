"""What a community is: one core and at least one member; teaching points go with their centre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from rotation.grouping.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.families.structure import CommunityStructureParams
    from rotation.grouping.context import Context
    from rotation.grouping.setting import Setting
    from rotation.grouping.solution import Grouping


@dataclass(frozen=True, kw_only=True)
class OneCore(Rule):
    """Each community has one core and a member, each point is in that of its centre."""

    aspect: ClassVar[str] = "one_core"

    @classmethod
    def standing(cls, policy: Sequence[CommunityStructureParams]) -> list[Rule]:
        """Return the rule."""
        title = Text(
            "每个共同体一所核心校，至少一所成员校", "One core and at least one member each"
        )
        return [cls(id="one_core", title=title)]

    def deviations(self, instance: Setting, grouping: Grouping) -> Iterator[Deviation]:
        """Count the cores and members of each community; look where the points are."""
        if not grouping.groups:
            zh, en = "应至少有一个共同体", "there should be one community at least"
            yield Deviation("communities", 1, self.said(zh, en))
        for group in grouping.groups:
            cores, name = len(group.cores), group.name
            if cores != 1:
                named = instance.names(group.cores)
                zh = f"{name}应恰好有一所核心校，实有{cores}所" + (
                    f"（{named.zh}）" if cores else ""
                )
                en = f"{name} needs exactly one core and has {cores}"
                en += f" ({named.en})" if cores else ""
                yield Deviation(name, abs(cores - 1), self.said(zh, en))
            if len(group.schools) < 2:
                zh = f"{name}应至少有一所成员校，实有0所"
                en = f"{name} needs at least one member and has none"
                yield Deviation(f"{name}/members", 1, self.said(zh, en))
        for centre, points in instance.points.items():
            for point in points:
                if grouping.group_of.get(point) != grouping.group_of.get(centre):
                    here, there = instance.name(point), instance.name(centre)
                    zh = f"教学点{here}应与所属中心校{there}同在一个共同体"
                    en = f"{here} should be in the community of its centre {there}"
                    yield Deviation(point, 1, self.said(zh, en))

    def build(self, context: Context) -> None:
        """State it as what the literals mean: it is never relaxed."""
        for school in context.ids:
            some = [context.joins(school, core) for core in context.ids]
            context.define(sum(some) + context.outside[school] == 1)
        context.define(sum(context.leads(core) for core in context.ids) >= 1)
        for core in context.ids:
            others = [context.joins(s, core) for s in context.ids if s != core]
            for literal in others:
                context.define(literal <= context.leads(core))
            context.define(sum(others) >= context.leads(core))
