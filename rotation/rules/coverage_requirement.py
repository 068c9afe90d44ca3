"""F08 coverage: at every time, every member school has so many teachers from the core."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.codes import Direction
from community.families.turns import CoverageRequirementParams
from community.text import Text
from rotation.places import places
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from community.models import PlacementKind
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView


@dataclass(frozen=True, slots=True)
class Point:
    """A member in a block of time; for a weak subject also the school that is weak in it."""

    member: str
    block: int
    school: str = ""
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class CoverageRequirement(Rule):
    """Each member, or each of its weak subjects, is covered in each block of time."""

    family: ClassVar[str] = "coverage_requirement"
    Params: ClassVar[type[BaseModel]] = CoverageRequirementParams

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return the way from the core to the members."""
        return {(Direction.CORE_TO_MEMBER, kind) for kind in self.params.kinds}

    def wants(self, instance: Setting, move: Move) -> bool:
        """Return whether the placement covers any point."""
        known = instance.remembered((self.id, "known"), lambda: set(self.points(instance)))
        return any(point in known for point in self._covered(instance, move))

    def points(self, instance: Setting) -> list[Point]:
        """Return the points of application."""
        return instance.remembered((self.id, "points"), lambda: self._points(instance))

    def _points(self, instance: Setting) -> list[Point]:
        members = [p.id for p in places(instance, "member", self.params.only)]
        blocks = range(instance.horizon)
        if self.params.per == "member":
            return [Point(m, block) for m in members for block in blocks]
        return [
            Point(m, block, school.id, subject)
            for m in members
            for school in instance.community.schools
            if school.member == m
            for subject in school.weak_subjects
            if any(lane.subject == subject for lane in instance.lanes_at[school.id])
            for block in blocks
        ]

    def covers(self, instance: Setting, point: Point, move: Move) -> bool:
        """Return whether a placement counts at a point."""
        if not self.counts(instance, point.member, point.block, move):
            return False
        if not point.subject:
            return True
        lanes = instance.lanes(move.teacher, point.school)
        able = move.teaches and any(lane.subject == point.subject for lane in lanes)
        return able and move.host.id == point.school

    def counts(self, instance: Setting, member: str, block: int, move: Move) -> bool:
        """Return whether a placement covers a member in a block of time."""
        return (
            move.member == member
            and move.direction is Direction.CORE_TO_MEMBER
            and move.placement.kind in self.params.kinds
            and move.covers(block)
            and self.params.category.includes(move.teacher, instance.school_year(block))
        )

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count the placements that cover each point."""
        instance, least = view.instance, self.params.min
        for point in self.points(instance):
            moves = [m for m in view.moves if self.covers(instance, point, m)]
            if len(moves) < least:
                text = self._text(instance, point, moves)
                yield Deviation(self.point_id(instance, point), least - len(moves), text)

    def build(self, context: Context) -> None:
        """Bound the sum of the literals that cover each point."""
        scope, instance, least = context.scope(self), context.instance, self.params.min
        found: dict[Point, list[Any]] = defaultdict(list)
        for move, literal in zip(instance.candidates, context.chosen, strict=True):
            if (move.direction, move.placement.kind) in self.routes():
                for point in self._covered(instance, move):
                    found[point].append(literal)
        for point in self.points(instance):
            off = scope.below(sum(found[point]), least, least)
            scope.charge(self.point_id(instance, point), off, least)

    def _covered(self, instance: Setting, move: Move) -> Iterator[Point]:
        """Yield the points that a placement of the rule's routes covers."""
        subjects: list[tuple[str, str]] = [("", "")]
        if self.params.per == "weak_subject":
            lanes = instance.lanes(move.teacher, move.host.id) if move.teaches else ()
            weak = {x.subject for x in lanes} & set(move.host.weak_subjects)
            subjects = [(move.host.id, subject) for subject in sorted(weak)]
        for block in range(max(move.first, 0), min(move.end, instance.horizon)):
            if self.params.category.includes(move.teacher, instance.school_year(block)):
                for school, subject in subjects:
                    yield Point(move.member, block, school, subject)

    def point_id(self, instance: Setting, point: Point) -> str:
        """Return the stable name of a point: where, perhaps the subject, and the block."""
        where = f"{point.school}/{point.subject}" if point.subject else point.member
        return f"{where}/{instance.blocks[point.block].id}"

    def _text(self, instance: Setting, point: Point, moves: list[Move]) -> Text:
        category, when = self.params.category.text, instance.blocks[point.block].name
        school = instance.community.school_by_id[point.school or point.member].name
        least, count = self.params.min, len(moves)
        people = [instance.called(m.teacher) for m in moves]
        who = f"（{'、'.join(people)}）" if people else ""
        names = f" ({', '.join(people)})" if people else ""
        if not point.subject:
            return Text(
                f"“{self.title.zh}”：{when.zh}{school}应有核心校{category.zh}"
                f"不少于{least}人，实有{count}人{who}。",
                f"“{self.title.en}”, {when.en}: {school} needs at least {least} "
                f"{category.en} from the core and has {count}{names}.",
            )
        subject = instance.subject_name(point.subject)
        return Text(
            f"“{self.title.zh}”：{when.zh}{school}薄弱学科{subject}应有能任教的核心校{category.zh}"
            f"不少于{least}人，实有{count}人{who}。",
            f"“{self.title.en}”, {when.en}: {school} needs at least {least} {category.en} from the "
            f"core for its weak subject {subject} and has {count}{names}.",
        )
