"""Which stages go together: one stage, or primary and junior schools (L03)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.codes import Stage
from community.families.structure import CommunityStructureParams
from community.text import Text
from rotation.grouping.rules.base import Deviation, PairRule, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rotation.grouping.context import Context
    from rotation.grouping.setting import Setting
    from rotation.grouping.solution import Grouping

THROUGH = {Stage.PRIMARY: Text("小学", "primary"), Stage.JUNIOR: Text("初中", "junior")}


@dataclass(frozen=True, kw_only=True)
class Stages(PairRule):
    """Members share a stage with their core, unless a rule of the policy says otherwise."""

    aspect: ClassVar[str] = "stages"
    asks: ClassVar[tuple[str, ...]] = ("stages",)

    @classmethod
    def standing(cls, policy: Sequence[CommunityStructureParams]) -> list[Rule]:
        """Return the rule that holds where the policy says nothing of stages."""
        if any(p.stages for p in policy):
            return []
        title = Text("成员校与核心校同学段", "Members share a stage with their core")
        return [cls(id="same_stage", title=title, params=CommunityStructureParams(stages="same"))]

    def fault(self, instance: Setting, school: str, core: str) -> tuple[int, Text] | None:
        """Compare the stages of a member and its core."""
        here, there = instance.school(school), instance.school(core)
        if self.params.stages != "same" or here.stage.meets(there.stage):
            return None
        zh = f"{here.name}与核心校{there.name}没有相同的学段"
        return 1, self.said(zh, f"{here.name} and its core {there.name} have no stage in common")

    def deviations(self, instance: Setting, grouping: Grouping) -> Iterator[Deviation]:
        """Look at pairs; or at the stages that a whole community has."""
        yield from super().deviations(instance, grouping)
        for group in grouping.groups if self.params.stages == "across" else ():
            for stage, word in THROUGH.items():
                if not any(stage in instance.school(s).stage.parts for s in group.schools):
                    zh = f"{group.name}没有{word.zh}，应小学、初中贯通"
                    en = f"{group.name} has no {word.en} school, it should go through both stages"
                    yield Deviation(f"{group.name}/{stage}", 1, self.said(zh, en))

    def build(self, context: Context) -> None:
        """Forbid pairs; or ask for a school of each stage with each core."""
        super().build(context)
        scope = context.scope(self)
        for stage in THROUGH if self.params.stages == "across" else ():
            having = [s.id for s in context.instance.schools if stage in s.stage.parts]
            for core in context.ids:
                some = sum(context.joins(s, core) for s in having)
                scope.charge(f"{core}/{stage}", scope.below(some - context.leads(core), 0, 1), 1)
