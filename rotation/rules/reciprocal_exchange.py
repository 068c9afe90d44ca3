"""F04 reciprocal exchange: a member sends to the core as many as the core sends to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import networkx as nx

from community.codes import Direction
from community.families.quotas import ReciprocalExchangeParams
from community.standing import Category
from community.text import Text
from rotation.places import Place, places
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pydantic import BaseModel

    from community.models import PlacementKind
    from rotation.axis import Span
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView
    from solving.builder import Scope

Skills = frozenset[str]
CATEGORIES = (Category.BACKBONE, Category.MIDDLE_LEADER)


@dataclass(frozen=True, kw_only=True)
class ReciprocalExchange(Rule):
    """Placements that are active in the window are as many one way as the other."""

    family: ClassVar[str] = "reciprocal_exchange"
    Params: ClassVar[type[BaseModel]] = ReciprocalExchangeParams

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return both directions."""
        out = {(Direction.CORE_TO_MEMBER, k) for k in self.params.out_kinds}
        return out | {(Direction.MEMBER_TO_CORE, k) for k in self.params.in_kinds}

    def points(self, instance: Setting) -> list[tuple[Place, Span]]:
        """Return the members, or communities, and windows at which the numbers agree."""
        found = places(instance, self.params.per)
        return [(place, span) for place in found for span in instance.spans(self.window)]

    def goes_out(self, member: str | None, span: Span, move: Move) -> bool:
        """Return whether a placement counts as sent by the core to a member (None: to any)."""
        return self._sent(move) and _counts(None if member is None else {member}, span, move)

    def comes_in(self, member: str | None, span: Span, move: Move) -> bool:
        """Return whether a placement counts as sent by a member (None: by any) to the core."""
        return self._received(move) and _counts(None if member is None else {member}, span, move)

    def _sent(self, move: Move) -> bool:
        fits = move.direction is Direction.CORE_TO_MEMBER
        return fits and move.placement.kind in self.params.out_kinds

    def _received(self, move: Move) -> bool:
        fits = move.direction is Direction.MEMBER_TO_CORE
        return fits and move.placement.kind in self.params.in_kinds

    @property
    def _categories(self) -> tuple[Category, ...]:
        """The categories whose numbers agree; everybody first."""
        return (Category.ANY, *CATEGORIES) if self.params.by_category else (Category.ANY,)

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Compare the two numbers at each point, then look for people nobody stands in for."""
        instance = view.instance
        for place, span in self.points(instance):
            here = [m for m in view.moves if _counts(place.members, span, m)]
            for category in self._categories:
                able = [m for m in here if category.includes(m.teacher, 0)]
                out, back = sum(map(self._sent, able)), sum(map(self._received, able))
                off = abs(out - back) - self.params.tolerance
                if off > 0:
                    text = self._text(category, place, span, (out, back))
                    yield Deviation(_point(instance, category, place, span), off, text)
        if self.params.paired:
            for member in instance.members:
                yield from self._unfilled(view, member)

    def _unfilled(self, view: RosterView, member: str) -> Iterator[Deviation]:
        """Match those who leave with those sent, in each block."""
        instance = view.instance
        mine = [m for m in view.moves if m.member == member]
        for index, block in enumerate(instance.blocks):
            gone = [m for m in mine if m.covers(index) and m.leaves and self._received(m)]
            sent = [m for m in mine if m.covers(index) and m.teaches and self._sent(m)]
            left = _unmatched(gone, sent)
            if left:
                name = instance.community.school_by_id[member].name
                who = [(instance.called(m.teacher), self._skills(instance, m)) for m in left]
                text = Text(
                    f"“{self.title.zh}”：{block.name.zh}{name}有{len(gone)}人到核心校，"
                    f"其中{len(left)}人无同学科教师顶岗："
                    f"{'、'.join(f'{n}（{what}）' for n, what in who)}；核心校派来{len(sent)}人。",
                    f"“{self.title.en}”, {block.name.en}: {len(gone)} of {name} are at the core, "
                    f"{len(left)} without a stand-in of their subject: "
                    f"{', '.join(f'{n} ({what})' for n, what in who)}; "
                    f"the core has sent {len(sent)}.",
                )
                yield Deviation(f"{member}/{block.id}/paired", len(left), text)

    @staticmethod
    def _skills(instance: Setting, move: Move) -> str:
        return "、".join(instance.subject_name(s) for s in move.teacher.subjects)

    def build(self, context: Context) -> None:
        """Bound the differences on both sides, and state the flow of stand-ins."""
        scope, instance = context.scope(self), context.instance
        for place, span in self.points(instance):
            for category in self._categories:
                out = context.picks(partial(self._goes, category, span), place.members)
                back = context.picks(partial(self._comes, category, span), place.members)
                difference, tolerance = sum(out) - sum(back), self.params.tolerance
                off = scope.above(difference, tolerance, len(out) - tolerance)
                off += scope.below(difference, -tolerance, len(back) - tolerance)
                point = _point(instance, category, place, span)
                scope.charge(point, off, max(len(out), len(back)))
        if self.params.paired:
            for member in instance.members:
                self._build_paired(context, scope, member)

    def _goes(self, category: Category, span: Span, move: Move) -> bool:
        return self.goes_out(None, span, move) and category.includes(move.teacher, 0)

    def _comes(self, category: Category, span: Span, move: Move) -> bool:
        return self.comes_in(None, span, move) and category.includes(move.teacher, 0)

    def _build_paired(self, context: Context, scope: Scope, member: str) -> None:
        """Let those who leave be stood in for, subject by subject, in each block.

        Blocks in which the same candidates are active lack the same.
        """
        instance = context.instance
        known: dict[tuple[int, ...], Any] = {}
        choices = context.by_member.get(member, ())
        leaving = [i for i, (m, _x) in enumerate(choices) if m.leaves and self._received(m)]
        sending = [i for i, (m, _x) in enumerate(choices) if m.teaches and self._sent(m)]
        for index, block in enumerate(instance.blocks):
            gone = [i for i in leaving if choices[i][0].covers(index)]
            sent = [i for i in sending if choices[i][0].covers(index)]
            if gone:
                key = (*gone, -1, *sent)
                if key not in known:
                    subjects = _telling([choices[i][0] for i in (*gone, *sent)])
                    needed = _by_subject(context, [choices[i] for i in gone], subjects)
                    given = _by_subject(context, [choices[i] for i in sent], subjects)
                    known[key] = sum(
                        scope.below(sum(given.get(s, [])) - sum(parts), 0, len(gone))
                        for s, parts in needed.items()
                    )
                scope.charge(f"{member}/{block.id}/paired", known[key], len(gone))

    def _text(self, category: Category, place: Place, span: Span, numbers: tuple[int, int]) -> Text:
        (out, back), may, name = numbers, self.params.tolerance, place.name
        who = Text("", "")
        if category is not Category.ANY:
            who = Text(category.text.zh, f" {category.text.en}")
        return Text(
            f"“{self.title.zh}”：{span.name.zh}核心校派往{name.zh}{who.zh}{out}人，"
            f"{name.zh}派往核心校{who.zh}{back}人，"
            f"{f'相差不得超过{may}人' if may else '应当相等'}。",
            f"“{self.title.en}”, {span.name.en}: the core sends {out}{who.en} to {name.en}, "
            f"which sends {back}; "
            f"{f'they may differ by {may}' if may else 'they must be equal'}.",
        )


def _counts(members: Collection[str] | None, span: Span, move: Move) -> bool:
    return (members is None or move.member in members) and move.meets(span.first, span.end)


def _point(instance: Setting, category: Category, place: Place, span: Span) -> str:
    point = f"{place.id}/{instance.blocks[span.first].id}"
    return point if category is Category.ANY else f"{point}/{category}"


def _unmatched(gone: list[Move], sent: list[Move]) -> list[Move]:
    """Return those who leave and stay without a stand-in in a greatest matching by subject."""
    graph: Any = nx.Graph()
    tops = [("gone", i) for i in range(len(gone))]
    graph.add_nodes_from(tops)
    for i, leaver in enumerate(gone):
        for j, visitor in enumerate(sent):
            if set(leaver.teacher.subjects) & set(visitor.teacher.subjects):
                graph.add_edge(("gone", i), ("sent", j))
    matched = nx.bipartite.hopcroft_karp_matching(graph, top_nodes=tops)
    return [leaver for i, leaver in enumerate(gone) if ("gone", i) not in matched]


def _telling(moves: list[Move]) -> set[str]:
    """Return the subjects that tell who can stand in for whom.

    The others are had only by people who all share some other subject.
    """
    having: dict[str, set[Skills]] = defaultdict(set)
    for skills in {frozenset(m.teacher.subjects) for m in moves}:
        for subject in skills:
            having[subject].add(skills)
    return {
        s
        for s, mine in having.items()
        if not any(mine < more or (mine == more and t < s) for t, more in having.items())
    }


def _by_subject(
    context: Context, choices: list[tuple[Move, Any]], subjects: set[str]
) -> dict[str, list[Any]]:
    """Return how many of some people count for each subject; each counts for one of the own."""
    by_skills: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for move, literal in choices:
        by_skills[tuple(sorted(set(move.teacher.subjects) & subjects))].append(literal)
    found: dict[str, list[Any]] = defaultdict(list)
    for skills, literals in by_skills.items():
        parts = [sum(literals)]
        if len(skills) > 1:
            parts = [context.new_int(0, len(literals)) for _ in skills]
            context.define(sum(parts) == sum(literals))
        for subject, part in zip(skills, parts, strict=True):
            found[subject].append(part)
    return found
