"""Schools choose each other (Z06): members a core, and cores whom they want."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from rotation.grouping.rules.base import PairRule

if TYPE_CHECKING:
    from community.models import School
    from rotation.grouping.setting import Setting


@dataclass(frozen=True, kw_only=True)
class Choice(PairRule):
    """A member gets one of its first choices, and no core one that it has not asked for."""

    aspect: ClassVar[str] = "choice"
    asks: ClassVar[tuple[str, ...]] = ("choice",)

    def fault(self, instance: Setting, school: str, core: str) -> tuple[int, Text] | None:
        """Return how far down its list a member gets, and 1 more where the core asks for others."""
        if school == core:
            return None
        here, there = instance.school(school), instance.school(core)
        place = here.wishes.index(core) if core in here.wishes else len(here.wishes)
        beyond = max(0, place + 1 - self.params.choices) if here.wishes else 0
        unasked = bool(there.wishes) and school not in there.wishes
        if not beyond + unasked:
            return None
        said = [_place(here, there, place)] if beyond else []
        if unasked:
            zh = f"核心校{there.name}的志愿中没有{here.name}"
            said.append(Text(zh, f"{there.name} has not asked for {here.name}"))
        whole = self.said("；".join(s.zh for s in said), "; ".join(s.en for s in said))
        return beyond + unasked, whole


def _place(here: School, there: School, place: int) -> Text:
    """Return at which place of a member's list its core stands."""
    if place == len(here.wishes):
        zh = f"{here.name}的志愿中没有其核心校{there.name}"
        return Text(zh, f"{here.name} has not asked for its core {there.name}")
    zh = f"{here.name}的核心校{there.name}是其第{place + 1}志愿"
    return Text(zh, f"{there.name} is choice {place + 1} of {here.name}")
