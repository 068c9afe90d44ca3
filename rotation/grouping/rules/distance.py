"""How far a member may be from its core (QY04, Z04)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rotation.grouping.rules.base import PairRule

if TYPE_CHECKING:
    from community.text import Text
    from rotation.grouping.setting import Setting


@dataclass(frozen=True, kw_only=True)
class Distance(PairRule):
    """The longer of the ways there and back takes so many minutes at most."""

    aspect: ClassVar[str] = "distance"
    asks: ClassVar[tuple[str, ...]] = ("max_minutes",)

    def fault(self, instance: Setting, school: str, core: str) -> tuple[int, Text] | None:
        """Return the minutes beyond."""
        most, minutes = self.params.max_minutes or 0, instance.longer(school, core)
        if school == core or minutes is None or minutes <= most:
            return None
        here, there = instance.name(school), instance.name(core)
        zh = f"{here}到核心校{there}单程{minutes}分钟，应不超过{most}分钟"
        en = f"{here} is {minutes} minutes from its core {there}, {most} at most"
        return minutes - most, self.said(zh, en)
