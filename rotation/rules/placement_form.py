"""Well-formed placements: known people, schools and terms, and something to teach there.

Holds without a policy. It names what a roster written by hand may get wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.models import PlacementKind
from community.text import Text
from rotation.rules.base import Deviation, PlacementRule, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.solution import Roster
    from rotation.view import RosterView


@dataclass(frozen=True, kw_only=True)
class PlacementForm(PlacementRule):
    """A placement names what exists, leads to another school and makes sense there."""

    family: ClassVar[str] = "placement_form"

    @classmethod
    def standing(cls, base: Roster | None, price_per_move: int) -> list[Rule]:
        """Return the one rule of this family."""
        return [cls(id=cls.family, title=Text("派遣有效", "valid placements"))]

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield placements that cannot be understood first, then those that make no sense."""
        community = view.instance.community
        hosts = {s.id: s.name for s in community.schools}
        terms = {t.id: t.name for t in community.terms}
        for p, why in view.strays:
            who, host = community.called.get(p.teacher, p.teacher), hosts.get(p.host, p.host)
            start = terms.get(p.start, p.start)
            text = Text(
                f"派遣“{who}→{host}，{start}起{p.terms}个学期”无效：{why.zh}。",
                f"Placement {who} to {host} ({p.terms} terms from {start}): {why.en}.",
            )
            yield Deviation(view.instance.key(p), 1, text)
        yield from super().deviations(view)

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return what is wrong with a placement, whatever the policy says."""
        why = self.why(instance, move)
        if why is None:
            return None
        what = instance.what(move)
        return 1, Text(f"{what.zh}无效：{why[0].zh}。", f"{what.en} is not valid: {why[0].en}.")

    def why(self, instance: Setting, move: Move) -> tuple[Text, Text] | None:
        """Return why a placement makes no sense, and the same in few words of several people."""
        teacher, kind = move.teacher, move.placement.kind
        if move.host.id == move.home.id:
            return Text("接收校就是本校", "the host is the home school"), _OF_THE_HOST
        if teacher.exemption:
            reason = teacher.exemption
            said = Text(f"该教师免于交流（{reason}）", f"the teacher is exempt ({reason})")
            return said, Text("免于交流", "exempt")
        if move.leaves and self._teaches_at_home(instance, move):
            return _FIXED_AT_HOME
        if kind is PlacementKind.ITINERANT and move.minutes is None:
            return _NO_WAY
        if move.teaches and not instance.lanes(teacher, move.host.id):
            return _NO_LESSONS
        return None

    @staticmethod
    def _teaches_at_home(instance: Setting, move: Move) -> bool:
        """Return whether courses at home are fixed to a teacher in a time away."""
        community, blocks = instance.community, range(move.first, move.end)
        return move.home.id in community.fixed_teaching.get(move.teacher.id, ()) and any(
            instance.school_year(block) == community.school_year for block in blocks
        )


_OF_THE_HOST = Text("就在这所学校", "at this school already")
_FIXED_AT_HOME = (
    Text("“任课”表已定该教师本学年在本校任课", "the teacher's courses at home are fixed"),
    Text("本学年在本校的课已由“任课”表定下", "whose courses at home are fixed"),
)
_NO_WAY = (
    Text("两校之间没有登记路程", "no way between the two schools is known"),
    Text("没有登记路程", "on a way that is not known"),
)
_NO_LESSONS = (
    Text("接收校没有该教师可任教的课", "the host has no lessons that the teacher can take"),
    Text("在接收校没有可任教的课", "with nothing to teach at the host"),
)
