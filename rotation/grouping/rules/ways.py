"""A member and its core have a way between them, there and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from rotation.grouping.rules.base import PairRule, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.families.structure import CommunityStructureParams
    from rotation.grouping.setting import Setting


@dataclass(frozen=True, kw_only=True)
class Ways(PairRule):
    """Whom no row of the table of ways joins, nobody sends teachers between."""

    aspect: ClassVar[str] = "ways"

    @classmethod
    def standing(cls, policy: Sequence[CommunityStructureParams]) -> list[Rule]:
        """Return the rule."""
        title = Text("成员校与核心校之间有路程", "A way between member and core")
        return [cls(id="ways", title=title)]

    def fault(self, instance: Setting, school: str, core: str) -> tuple[int, Text] | None:
        """Look the way up."""
        if school == core or instance.minutes(school, core) is not None:
            return None
        here, there = instance.name(school), instance.name(core)
        zh = f"“路程”表里没有{here}与核心校{there}之间往返的两行"
        return 1, self.said(zh, f"no way there and back joins {here} and its core {there}")
