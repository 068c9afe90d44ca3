"""How many of the schools are in a community at all (Z05, B01, SQ02)."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, ClassVar

from community.families.structure import CommunityStructureParams
from community.text import Text
from rotation.grouping.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rotation.grouping.context import Context
    from rotation.grouping.setting import Setting
    from rotation.grouping.solution import Grouping


@dataclass(frozen=True, kw_only=True)
class Coverage(Rule):
    """A share of the schools, rounded up; all of them where the policy says nothing."""

    aspect: ClassVar[str] = "coverage"
    asks: ClassVar[tuple[str, ...]] = ("coverage",)

    @classmethod
    def standing(cls, policy: Sequence[CommunityStructureParams]) -> list[Rule]:
        """Return the rule that holds where the policy gives no share."""
        if any(p.coverage is not None for p in policy):
            return []
        title = Text("每所学校加入一个共同体", "Every school is in a community")
        return [cls(id="everybody", title=title, params=CommunityStructureParams(coverage=1))]

    def least(self, instance: Setting) -> int:
        """Return the number of schools that are in a community at least."""
        return ceil((self.params.coverage or 0) * len(instance.schools) - 1e-9)

    def deviations(self, instance: Setting, grouping: Grouping) -> Iterator[Deviation]:
        """Count the schools that are in a community."""
        outside = [s.id for s in instance.schools if s.id not in grouping.group_of]
        least, inside = self.least(instance), len(instance.schools) - len(outside)
        if inside < least:
            named = instance.names(outside)
            zh = f"应有{least}所学校加入共同体，实有{inside}所，没有加入的：{named.zh}"
            en = f"{inside} schools are in a community, {least} at least; outside: {named.en}"
            yield Deviation("coverage", least - inside, self.said(zh, en))

    def build(self, context: Context) -> None:
        """Bound the number of schools outside."""
        scope, least = context.scope(self), self.least(context.instance)
        inside = len(context.ids) - sum(context.outside.values())
        scope.charge("coverage", scope.below(inside, least, least), least)
