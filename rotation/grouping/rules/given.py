"""What the table of schools says already: roles, and communities that schools belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.codes import SchoolRole
from community.text import Text
from rotation.grouping.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.families.structure import CommunityStructureParams
    from rotation.grouping.context import Context
    from rotation.grouping.setting import Setting
    from rotation.grouping.solution import Grouping

CORE, MEMBER = SchoolRole.CORE, SchoolRole.MEMBER


@dataclass(frozen=True, kw_only=True)
class Given(Rule):
    """A core stays a core, a member a member; who is named for a community is in that one."""

    aspect: ClassVar[str] = "given"

    @classmethod
    def standing(cls, policy: Sequence[CommunityStructureParams]) -> list[Rule]:
        """Return the rule."""
        title = Text(
            "“学校”表里写定的类型和所属共同体", "Roles and communities that the table gives"
        )
        return [cls(id="given", title=title)]

    def deviations(self, instance: Setting, grouping: Grouping) -> Iterator[Deviation]:
        """Look at each school that has a role or a community already."""
        cores = {core for group in grouping.groups for core in group.cores}
        for school in instance.schools:
            if school.role is CORE and school.id not in cores:
                zh, en = f"{school.name}应为核心校", f"{school.name} should be a core"
                yield Deviation(school.id, 1, self.said(zh, en))
            if school.role is MEMBER and school.id in cores:
                zh = f"{school.name}应为成员校，不能作核心校"
                yield Deviation(school.id, 1, self.said(zh, f"{school.name} should be no core"))
        for name, schools in instance.given.items():
            for one in schools:
                group = grouping.group_of.get(one)
                if group is None or group.name != name:
                    here = instance.name(one)
                    zh, en = f"{here}应在{name}", f"{here} should be in {name}"
                    yield Deviation(f"{one}/{name}", 1, self.said(zh, en))

    def build(self, context: Context) -> None:
        """Fix the roles; keep together who has one name, and apart who has another."""
        scope, instance = context.scope(self), context.instance
        for school in instance.schools:
            leads = context.leads(school.id)
            if school.role is CORE:
                scope.charge(school.id, scope.below(leads, 1, 1), 1)
            if school.role is MEMBER:
                context.forbid_or_charge(self, school.id, leads, 1)
        named = [*instance.given.values()]
        for schools in named:
            for one in schools:
                context.forbid_or_charge(self, one, context.outside[one], 1)
            for core in context.ids:
                first = context.joins(schools[0], core)
                for other in schools[1:]:
                    apart = scope.above(first - context.joins(other, core), 0, 1)
                    scope.charge(f"{other}@{core}", apart, 1)
        for core in context.ids if len(named) > 1 else ():
            firsts = [context.joins(schools[0], core) for schools in named]
            scope.charge(f"@{core}", scope.at_most_one(firsts), len(firsts) - 1)
