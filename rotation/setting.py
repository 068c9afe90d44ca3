"""What rotation rules speak of: a community with its terms, and who could go where."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import TYPE_CHECKING, Any, TypeVar

from community.codes import Direction, PlacementKind, PlacementStatus, SchoolRole
from community.rule import Header
from community.text import Text
from rotation.axis import HALF_MONTH, TERM_HALF_MONTHS, Axis, Block, Span, Stay
from rotation.move import Move
from rotation.pins import ongoing, planned
from rotation.teaching import Taught

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from community.models import School, Teacher
    from community.policy import Window
    from rotation.solution import MentorPair, Placement, Roster

T = TypeVar("T")


class Asker(Header):
    """What a rule asks and forbids of single placements, and what it takes off a teacher's time."""

    params: Any

    def applies(self, instance: Setting) -> bool:
        """Return whether the rule has anything to say about an instance."""
        return True

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return the directions and kinds of placement that the rule asks for."""
        return set()

    def wants(self, instance: Setting, move: Move) -> bool:
        """Return whether the rule counts a placement of one of its routes towards what it asks."""
        return True

    def takes(self, instance: Setting, kind: PlacementKind, stay: Stay) -> bool | None:
        """Return whether the rule's track takes such a placement; None when it says nothing."""
        return None

    def stay(self, kind: PlacementKind) -> int:
        """Return the stay, in terms, that the rule asks of a kind even if the plan ends earlier."""
        return 0

    def short_stays(self, kind: PlacementKind) -> set[int]:
        """Return the lengths in weeks that the rule asks of stays inside a semester."""
        return set()

    def patterns(self) -> tuple[tuple[int, ...], ...]:
        """Return the weekday patterns that the rule allows itinerant teachers."""
        return ()

    def mentor_pairs(self, instance: Setting) -> Iterator[MentorPair]:
        """Yield the pairs of mentor and mentee that the rule asks to choose from."""
        return iter(())

    def relief(self, teacher: Teacher) -> int:
        """Return the periods a week that duties at home take off a teacher's maximum."""
        return 0

    def refusal(
        self, instance: Setting, teacher: Teacher, kind: PlacementKind, ordinal: int
    ) -> Text | None:
        """Return why a teacher may not be sent anywhere with a kind in a semester, or None.

        ``ordinal`` is the semester's place in the sequence of all: 2 x school year + semester - 1.
        """
        return None

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return by how much a placement breaks the rule all by itself, and why; None if not.

        A hard rule's fault keeps the placement out of the candidates.
        """
        return None


@dataclass(frozen=True)
class Setting(Taught):
    """Who could go where over all terms of a community, as its rules see it.

    Parameters
    ----------
    community
        The community, or a county of several.
    rules
        All rules in force, the standing ones first.
    base
        The roster to stay close to, if any.
    anywhere
        Offer itinerant placements for every subject of the host. By default they are offered for
        the subjects that the host's own staff cannot cover when everybody is at home.
    askers
        Rules that say which placements are offered, when these are more than ``rules``: an
        explanation leaves rules out without taking placements away.
    """

    rules: tuple[Asker, ...] = ()
    base: Roster | None = None
    anywhere: bool = False
    askers: tuple[Asker, ...] = ()

    @property
    def asked(self) -> tuple[Asker, ...]:
        """The rules that say which placements are offered."""
        return self.askers or self.rules

    @cached_property
    def _memory(self) -> dict[Hashable, Any]:
        return {}

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what a rule has worked out about this instance once; ``key`` names rule and what.

        Rules are asked about tens of thousands of candidates, and know no instance of their own.
        """
        if key not in self._memory:
            self._memory[key] = make()
        found: T = self._memory[key]
        return found

    @cached_property
    def axis(self) -> Axis:
        """The blocks of time: the finest that a track of the policy asks for."""
        weeks = {n for r in self.asked for kind in PlacementKind for n in r.short_stays(kind)}
        return Axis(self.community, gcd(*weeks) if weeks else None)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of time of the plan's terms."""
        return self.axis.blocks

    @cached_property
    def horizon(self) -> int:
        """Number of blocks."""
        return len(self.blocks)

    @property
    def term_index(self) -> dict[str, int]:
        """Position of each term."""
        return self.axis.term_index

    @property
    @abstractmethod
    def candidates(self) -> tuple[Move, ...]:
        """All placements that the model may choose, in a stable order."""

    @cached_property
    def mentor_pairs(self) -> tuple[MentorPair, ...]:
        """All pairs of mentor and mentee that the model may choose, in a stable order."""
        pairs = (pair for rule in self.asked for pair in rule.mentor_pairs(self))
        return tuple(dict.fromkeys(pairs))

    @cached_property
    def pins(self) -> dict[str, Placement]:
        """Placements that people have spoken of already, by key: ongoing, planned, locked."""
        base = self.base.placements if self.base else ()
        locked = [p for p in base if p.status is PlacementStatus.LOCKED and not self.unknown(p)]
        return {self.key(p): p for p in (*planned(self.community), *locked)}

    @cached_property
    def reliefs(self) -> dict[str, float]:
        """Lessons a week that duties at home take off a teacher's maximum, by teacher id."""
        known = super().reliefs
        given = {
            t.id: max((known.get(t.id, 0), *(rule.relief(t) for rule in self.rules)))
            for t in self.community.teachers
        }
        return {teacher: periods for teacher, periods in given.items() if periods}

    @cached_property
    def years_served(self) -> dict[str, list[tuple[int, int]]]:
        """Finished placements by teacher: (semester ordinal of the start, and of the end)."""
        going_on = ongoing(self.community)
        found: dict[str, list[tuple[int, int]]] = {}
        for past in self.community.history:
            if past not in going_on:
                start = 2 * past.start_year + past.semester - 1
                found.setdefault(past.teacher, []).append((start, start + past.terms))
        return found

    def term_at(self, block: int) -> int:
        """Return the position of the term of a block; it counts on before and behind the plan."""
        terms, usual = len(self.community.terms), self.axis.start_of(1)
        if block < 0:
            return block // usual
        if block >= self.horizon:
            return terms + (block - self.horizon) // usual
        return self.blocks[block].term

    def ordinal(self, block: int) -> int:
        """Return a block's place in the sequence of all semesters: 2 x school year + semester - 1.

        Before the plan's first term and behind its last, semesters go on counting from there.
        """
        term, terms = self.term_at(block), self.community.terms
        near = terms[min(max(term, 0), len(terms) - 1)]
        beyond = min(term, 0) + max(0, term - len(terms) + 1)
        return 2 * near.school_year + near.semester - 1 + beyond

    def school_year(self, block: int) -> int:
        """Return the school year of a block."""
        return self.ordinal(block) // 2

    def gap(self, before: Move, after: Move) -> int:
        """Return the whole semesters between two placements of which one follows the other."""
        return (after.first - before.end) // self.axis.start_of(1)

    def spans(self, window: Window | None) -> list[Span]:
        """Return the windows of a kind that the plan's terms touch, in order (``Axis.spans``)."""
        return self.axis.spans(window)

    def unknown(self, placement: Placement) -> Text | None:
        """Return what a placement names that the community does not know, or None."""
        known = self.community
        if placement.teacher not in known.teacher_by_id:
            return Text(f"没有教师{placement.teacher}", f"there is no teacher {placement.teacher}")
        if placement.host not in known.school_by_id:
            return Text(f"没有学校{placement.host}", f"there is no school {placement.host}")
        if placement.start not in self.term_index:
            return Text(f"没有学期{placement.start}", f"there is no term {placement.start}")
        if placement.before and placement.start != known.terms[0].id:
            return Text("续任应从方案的第一学期算起", "what goes on starts with the first term")
        if placement.terms <= placement.before and placement.weeks < 1:
            return Text(f"时长为{placement.terms}个学期", f"its length is {placement.terms} terms")
        return None

    def move(self, placement: Placement) -> Move:
        """Return a placement with its teacher, schools and terms looked up."""
        teacher = self.community.teacher_by_id[placement.teacher]
        home = self.community.school_by_id[teacher.school]
        host = self.community.school_by_id[placement.host]
        direction, member = self.direction(teacher, host)
        first, end = self.axis.position(placement)
        ways = self.community.travel_minutes
        there, back = ways.get((home.id, host.id)), ways.get((host.id, home.id))
        return Move(
            placement=placement,
            teacher=teacher,
            home=home,
            host=host,
            direction=direction,
            member=member,
            first=first,
            end=end,
            half_months=self._half_months(placement),
            minutes=None if there is None or back is None else there + back,
        )

    def _half_months(self, placement: Placement) -> int:
        if placement.weeks:
            return max(1, round(placement.weeks / HALF_MONTH))
        rest = len(self.community.terms) - self.term_index[placement.start]
        return TERM_HALF_MONTHS * min(placement.terms - placement.before, rest)

    def direction(self, teacher: Teacher, host: School) -> tuple[Direction, str]:
        """Return where a placement leads, and the member school that it counts for."""
        home = self.community.school_by_id[teacher.school]
        here, there = home.member, host.member
        if here == there:
            return Direction.INSIDE_MEMBER, there
        if home.group != host.group:
            is_core = host.role is SchoolRole.CORE
            return Direction.BETWEEN_COMMUNITIES, here if is_core else there
        core = self.community.core_of(host.id).id
        if here == core:
            return Direction.CORE_TO_MEMBER, there
        if there == core:
            return Direction.MEMBER_TO_CORE, here
        return Direction.MEMBER_TO_MEMBER, there

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return the directions and kinds of placement that any rule asks for."""
        return {route for rule in self.asked for route in rule.routes()}

    def stays(self, kind: PlacementKind) -> set[int]:
        """Return the lengths in terms that rules ask of a kind even if the plan ends earlier."""
        return {rule.stay(kind) for rule in self.asked} - {0}

    def patterns(self) -> tuple[tuple[int, ...], ...]:
        """Return the weekday patterns that itinerant teachers may have; ``((),)``: any days."""
        return tuple(dict.fromkeys(days for r in self.asked for days in r.patterns())) or ((),)
