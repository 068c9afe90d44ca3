"""Each weak school finds a school that helps it inside its community (Z07, Z16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rotation.grouping.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.grouping.context import Context
    from rotation.grouping.setting import Setting
    from rotation.grouping.solution import Grouping


@dataclass(frozen=True, kw_only=True)
class Helpers(Rule):
    """A school that is not weak helps so many weak ones of its community at most."""

    aspect: ClassVar[str] = "helpers"
    asks: ClassVar[tuple[str, ...]] = ("helps",)

    def deviations(self, instance: Setting, grouping: Grouping) -> Iterator[Deviation]:
        """Count the weak schools of each community that find no helper."""
        each = self.params.helps or 0
        for group in grouping.groups:
            weak = [s for s in group.schools if instance.school(s).is_weak]
            helping = len(group.schools) - len(weak)
            if len(weak) > each * helping:
                named = instance.names(weak)
                zh = f"{group.name}有{len(weak)}所薄弱学校（{named.zh}），"
                zh += f"另外{helping}所至多帮扶{each * helping}所"
                en = f"{group.name} has {len(weak)} weak schools ({named.en}), the other "
                en += f"{helping} help {each * helping} at most"
                yield Deviation(group.name, len(weak) - each * helping, self.said(zh, en))

    def build(self, context: Context) -> None:
        """Weigh weak schools against the others with each core."""
        scope, each = context.scope(self), self.params.helps or 0
        weak = [s.id for s in context.instance.schools if s.is_weak]
        others = [s.id for s in context.instance.schools if not s.is_weak]
        for core in context.ids:
            helped = each * sum(context.joins(s, core) for s in others)
            lacking = sum(context.joins(s, core) for s in weak) - helped
            scope.charge(core, scope.above(lacking, 0, len(weak)), len(weak))
