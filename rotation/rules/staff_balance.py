"""F11 balance: backbone at the core, even shares, little variation, as many arriving as leaving."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Any, ClassVar

from community.families.staff import StaffBalanceParams
from community.text import Text
from rotation.rules.base import Deviation, Rule
from rotation.variation import build_variation, variation_deviations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from rotation.axis import Block
    from rotation.context import Context, Literal
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView


@dataclass(frozen=True, kw_only=True)
class StaffBalance(Rule):
    """How the people are spread over the schools of a community at every time.

    People work where they are: who has left home for whatever purpose counts at the host, who is
    itinerant at home. Teaching points count with their centre school.

    The share of a school is its backbone present over its *usual* number of staff, that of the home
    staff: over the number present the rule would not be linear, and where exchanges are equal the
    two are the same. Shares are compared in whole percent points, rounded down.

    The coefficient of variation is that of the county's own count (``rotation.variation``): over
    pupils, in all communities of the file together, with people where they teach.
    """

    family: ClassVar[str] = "staff_balance"
    Params: ClassVar[type[BaseModel]] = StaffBalanceParams

    def most_at_core(self, instance: Setting, group: str) -> int:
        """Return how many backbone teachers may work at a community's core at once."""
        share = Fraction(str(self.params.max_core_share))
        return math.ceil(share * _backbone_of(instance, group))

    def points_above(self, spread: Fraction) -> int:
        """Return the whole percent points by which a difference of shares is above the limit."""
        return max(0, math.floor(100 * (spread - Fraction(str(self.params.max_spread)))))

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count people where they are, block by block."""
        instance, p = view.instance, self.params
        home = _at_home(instance)
        for index, block in enumerate(instance.blocks):
            present, net = Counter(home), Counter[str]()
            for move in view.active(index):
                origin, host = move.home.member, move.host.member
                if move.leaves:
                    net.update({host: 1})
                    net.subtract({origin: 1})
                    if move.teacher.is_backbone:
                        present.update({host: 1})
                        present.subtract({origin: 1})
            for group in instance.groups:
                if p.max_core_share is not None:
                    yield from self._core(instance, group, block, present)
                if p.max_spread is not None:
                    yield from self._spread(instance, group, block, present)
            if p.net_change:
                yield from self._net(instance, block, net)
        yield from variation_deviations(self, view)

    def _core(
        self, instance: Setting, group: str, block: Block, present: Counter[str]
    ) -> Iterator[Deviation]:
        core = instance.community.core_of_group[group]
        most, here = self.most_at_core(instance, group), present[core.id]
        if here > most:
            every = _backbone_of(instance, group)
            text = Text(
                f"{block.name.zh}{core.name}集中了{here}名骨干教师（全体共{every}名），最多{most}名。",
                f"{here} backbone teachers of {every} are at {core.name} in {block.name.en}; "
                f"at most {most} may be.",
            )
            yield Deviation(f"core/{group or 'all'}/{block.id}", here - most, text)

    def _spread(
        self, instance: Setting, group: str, block: Block, present: Counter[str]
    ) -> Iterator[Deviation]:
        sizes = _sizes(instance, group)
        shares = {s: Fraction(present[s], n) for s, n in sizes.items()}
        if not shares:
            return
        top, low = max(shares, key=lambda s: shares[s]), min(shares, key=lambda s: shares[s])
        above = self.points_above(shares[top] - shares[low])
        if above:
            names = {s: instance.community.school_by_id[s].name for s in (top, low)}
            told = {s: f"{present[s]}/{sizes[s]}" for s in (top, low)}
            most = f"{100 * self.params.max_spread:g}"
            text = Text(
                f"{block.name.zh}骨干教师占比：{names[top]}{told[top]}，{names[low]}{told[low]}，"
                f"相差超过{most}个百分点，多出{above}个百分点。",
                f"Share of backbone in {block.name.en}: {told[top]} at {names[top]}, {told[low]} "
                f"at {names[low]}: {above} percent points more than the {most} allowed.",
            )
            yield Deviation(f"spread/{group or 'all'}/{block.id}", above, text)

    def _net(self, instance: Setting, block: Block, net: Counter[str]) -> Iterator[Deviation]:
        for member in instance.members:
            change = net[member]
            if change:
                name = instance.community.school_by_id[member].name
                more = Text("多", "more") if change > 0 else Text("少", "fewer")
                text = Text(
                    f"{block.name.zh}{name}到校的比外出的{more.zh}{abs(change)}人，应当相等。",
                    f"{abs(change)} {more.en} arrive at {name} than leave it in {block.name.en}; "
                    "they must be equal.",
                )
                yield Deviation(f"net/{member}/{block.id}", abs(change), text)

    def build(self, context: Context) -> None:
        """State the same limits on sums of literals."""
        instance, p = context.instance, self.params
        everyone = _flows(context, backbone=False) if p.net_change else {}
        backbone = _flows(context, backbone=True)
        home = _at_home(instance)
        for index, block in enumerate(instance.blocks):
            here = {
                school: _Headcount(count, backbone[school, index]) for school, count in home.items()
            }
            for group in instance.groups:
                if p.max_core_share is not None:
                    self._build_core(context, group, block, here)
                if p.max_spread is not None:
                    self._build_spread(context, group, block, here)
            for member in instance.members if p.net_change else ():
                self._build_net(context, member, block, everyone[member, index])
        build_variation(self, context)

    def _build_core(
        self, context: Context, group: str, block: Block, here: dict[str, _Headcount]
    ) -> None:
        scope, instance = context.scope(self), context.instance
        count = here[instance.community.core_of_group[group].id]
        most = self.most_at_core(instance, group)
        upper = count.upper - most
        off = scope.above(count.expr, most, upper)
        scope.charge(f"core/{group or 'all'}/{block.id}", off, upper)

    def _build_spread(
        self, context: Context, group: str, block: Block, here: dict[str, _Headcount]
    ) -> None:
        """Let a number be above the whole percent points of every pair of schools.

        For integers d >= floor(x / y) is the same as y * (d + 1) > x.
        """
        scope, sizes = context.scope(self), _sizes(context.instance, group)
        limit = Fraction(str(self.params.max_spread))
        highest = [Fraction(here[s].upper, n) for s, n in sizes.items()]
        upper = self.points_above(max(highest, default=Fraction(0)))
        if not upper:
            return
        off = context.new_int(0, upper)
        for high, low in permutations(sizes, 2):
            gap = here[high].expr * sizes[low] - here[low].expr * sizes[high]
            area = sizes[high] * sizes[low]
            x = 100 * (limit.denominator * gap - limit.numerator * area)
            context.define(limit.denominator * area * (off + 1) >= x + 1)
        scope.charge(f"spread/{group or 'all'}/{block.id}", off, upper)

    def _build_net(self, context: Context, member: str, block: Block, flow: _Flow) -> None:
        scope = context.scope(self)
        change, upper = sum(flow.into) - sum(flow.out), max(len(flow.into), len(flow.out))
        off = scope.above(change, 0, len(flow.into)) + scope.below(change, 0, len(flow.out))
        scope.charge(f"net/{member}/{block.id}", off, upper)


@dataclass
class _Flow:
    """The candidates into a school, and out of it, in one block."""

    into: list[Literal] = field(default_factory=list)
    out: list[Literal] = field(default_factory=list)


class _Headcount:
    """How many are at a school in a block: those at home, and those who come and go."""

    def __init__(self, at_home: int, flow: _Flow) -> None:
        self.expr: Any = at_home + sum(flow.into) - sum(flow.out)
        self.upper = at_home + len(flow.into)


def _flows(context: Context, *, backbone: bool) -> dict[tuple[str, int], _Flow]:
    """Return who comes and goes at each school (with its points) in each block."""
    instance = context.instance
    found: dict[tuple[str, int], _Flow] = defaultdict(_Flow)
    for move, literal in zip(instance.candidates, context.chosen, strict=True):
        if not _counts(move, backbone):
            continue
        origin, host = move.home.member, move.host.member
        if origin == host:
            continue
        for block in range(max(move.first, 0), min(move.end, instance.horizon)):
            found[host, block].into.append(literal)
            found[origin, block].out.append(literal)
    return found


def _counts(move: Move, backbone: bool) -> bool:
    return move.leaves and (move.teacher.is_backbone or not backbone)


def _at_home(instance: Setting) -> dict[str, int]:
    """Return the backbone of the home staff of each core and member, teaching points included."""
    cores = [s.id for s in instance.community.core_of_group.values()]
    return {
        s: sum(t.is_backbone for t in instance.staff_of(s)) for s in (*cores, *instance.members)
    }


def _sizes(instance: Setting, group: str) -> dict[str, int]:
    """Return the number of home staff of each school of a community that has any."""

    def count() -> dict[str, int]:
        schools = (instance.community.core_of_group[group].id, *instance.members_of(group))
        return {s: n for s in schools if (n := len(instance.staff_of(s)))}

    return instance.remembered(("staff_balance", "sizes", group), count)


def _backbone_of(instance: Setting, group: str) -> int:
    """Return the number of backbone teachers of a community, wherever they work."""

    def count() -> int:
        staff = [t for t in instance.community.teachers if instance.group_of(t.school) == group]
        return sum(t.is_backbone for t in staff)

    return instance.remembered(("staff_balance", "backbone", group), count)
