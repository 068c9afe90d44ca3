"""What schools can lead and be members: in town or country, strong (W05, B03, QY04)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.tables.words import LOCALITY
from rotation.grouping.rules.base import PairRule

if TYPE_CHECKING:
    from community.text import Text
    from rotation.grouping.setting import Setting


@dataclass(frozen=True, kw_only=True)
class KindsOfSchool(PairRule):
    """Where cores and members are, and that no weak school leads."""

    aspect: ClassVar[str] = "kinds_of_school"
    asks: ClassVar[tuple[str, ...]] = ("core_locality", "member_locality", "core_strong")

    def fault(self, instance: Setting, school: str, core: str) -> tuple[int, Text] | None:
        """Look at the school's place, and at its strength where it leads."""
        this, params = instance.school(school), self.params
        allowed = params.core_locality if school == core else params.member_locality
        if allowed and this.locality not in allowed:
            is_core = school == core
            role, word = ("核心校", "core") if is_core else ("成员校", "member")
            places = [LOCALITY.word(place) for place in allowed]
            zh = f"{this.name}在{LOCALITY.word(this.locality).zh}，"
            zh += f"{role}应在{'或'.join(p.zh for p in places)}"
            en = f"{this.name} is {LOCALITY.word(this.locality).en}, a {word} should be "
            return 1, self.said(zh, en + " or ".join(p.en for p in places))
        if school == core and params.core_strong and this.is_weak:
            zh = f"{this.name}是薄弱学校，不应作核心校"
            return 1, self.said(zh, f"{this.name} is a weak school and should not lead")
        return None
