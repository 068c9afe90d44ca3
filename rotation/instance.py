"""The rotation problem of a community, frozen and fully prepared for the model and the check."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from community import sync
from community.policy import Window
from community.text import Text
from rotation import staffing_flow
from rotation.candidates import enumerate_candidates
from rotation.move import Direction, Move
from rotation.rules import rules_of

if TYPE_CHECKING:
    from community.models import Community, PlacementKind, School, Teacher
    from rotation.rules.base import Rule
    from rotation.solution import Placement, Roster
    from rotation.staffing_flow import Lane, Shortage

PRICE_PER_MOVE = 200  # of a changed placement, against the soft weights of the shipped profiles


@dataclass(frozen=True, slots=True)
class Span:
    """A named window of time: the terms from ``first`` up to, not including, ``end``."""

    name: Text
    first: int
    end: int


@dataclass(frozen=True)
class RotationInstance:
    """Who could go where under which rules, over all terms of a community.

    Parameters
    ----------
    community
        The community; its terms are the blocks of time.
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

    community: Community
    rules: tuple[Rule, ...] = ()
    base: Roster | None = None
    anywhere: bool = False
    askers: tuple[Rule, ...] = ()

    @cached_property
    def horizon(self) -> int:
        """Number of terms."""
        return len(self.community.terms)

    @cached_property
    def term_index(self) -> dict[str, int]:
        """Position of each term."""
        return {t.id: i for i, t in enumerate(self.community.terms)}

    @cached_property
    def candidates(self) -> tuple[Move, ...]:
        """All placements that the model may choose, in a stable order."""
        return tuple(enumerate_candidates(self))

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Ids of the member schools that rules speak of: every group except the core's."""
        groups = dict.fromkeys(self.member_of(s) for s in self.community.schools)
        return tuple(g for g in groups if g != self.community.core.id)

    @cached_property
    def staff(self) -> dict[str, tuple[Teacher, ...]]:
        """Home staff of each school."""
        found: dict[str, list[Teacher]] = {s.id: [] for s in self.community.schools}
        for teacher in self.community.teachers:
            found[teacher.school].append(teacher)
        return {school: tuple(teachers) for school, teachers in found.items()}

    def staff_of(self, member: str) -> list[Teacher]:
        """Return the home staff of a member school and of its teaching points."""
        return [
            t
            for t in self.community.teachers
            if self.member_of(self.community.school_by_id[t.school]) == member
        ]

    def member_of(self, school: School) -> str:
        """Return the school that a school counts with: a teaching point with its centre."""
        return sync.member_of(self.community, school.id)

    @cached_property
    def courses(self) -> staffing_flow.Courses:
        """The courses of each lane that local teachers have to teach."""
        return staffing_flow.courses(self.community)

    @cached_property
    def needed(self) -> dict[Lane, int]:
        """Half periods a week of each lane."""
        return {lane: staffing_flow.demand(sizes) for lane, sizes in self.courses.items()}

    @cached_property
    def lanes_at(self) -> dict[str, tuple[Lane, ...]]:
        """The lanes of each school."""
        found: dict[str, list[Lane]] = {s.id: [] for s in self.community.schools}
        for lane in sorted(self.needed):
            found[lane.school].append(lane)
        return {school: tuple(lanes) for school, lanes in found.items()}

    @cached_property
    def _lanes_by_skill(self) -> dict[tuple[object, ...], tuple[Lane, ...]]:
        return {}

    def lanes(self, teacher: Teacher, school: str) -> tuple[Lane, ...]:
        """Return what a teacher can teach at a school."""
        key = (teacher.stage, teacher.subjects, school)
        if key not in self._lanes_by_skill:
            mine = [x for x in self.lanes_at[school] if staffing_flow.can_teach(teacher, x)]
            self._lanes_by_skill[key] = tuple(mine)
        return self._lanes_by_skill[key]

    @cached_property
    def shortages(self) -> tuple[Shortage, ...]:
        """What the schools' own staff cannot cover, even with everybody at home."""
        supply = staffing_flow.supply_of(
            (t, self.lanes(t, t.school)) for t in self.community.teachers
        )
        return tuple(staffing_flow.shortages(self.needed, supply))

    @cached_property
    def lacking(self) -> frozenset[Lane]:
        """Lanes that the schools' own staff cannot cover, even with everybody at home."""
        return frozenset(lane for short in self.shortages for lane in short.lanes)

    @cached_property
    def years_served(self) -> dict[str, list[tuple[int, int]]]:
        """Earlier placements by teacher: (term ordinal of the start, and of the end)."""
        found: dict[str, list[tuple[int, int]]] = {}
        for past in self.community.history:
            start = 2 * past.start_year
            found.setdefault(past.teacher, []).append((start, start + past.terms))
        return found

    def ordinal(self, term: int) -> int:
        """Return a term's place in the sequence of all semesters: 2 x school year + semester - 1.

        A position behind the last term goes on counting from there.
        """
        last = self.community.terms[min(term, self.horizon - 1)]
        beyond = max(0, term - self.horizon + 1)
        return 2 * last.school_year + last.semester - 1 + beyond

    def spans(self, window: Window | None) -> list[Span]:
        """Return the windows of a kind that the plan's terms touch, in order.

        Raises
        ------
        ValueError
            For a window that is finer than a term.
        """
        terms = self.community.terms
        if window is Window.SEMESTER:
            return [Span(Text(t.name, t.name), i, i + 1) for i, t in enumerate(terms)]
        if window in (None, Window.SCHOOL_YEAR):
            years = [t.school_year for t in terms]
        elif window is Window.CALENDAR_YEAR:
            years = [t.start.year for t in terms]
        else:
            raise ValueError(f"a roster counts in terms, not in windows of one {window}")
        unit = Text("年", "year") if window is Window.CALENDAR_YEAR else Text("学年", "school year")
        return [
            Span(
                Text(f"{year}{unit.zh}", f"{unit.en} {year}"),
                years.index(year),
                len(years) - years[::-1].index(year),
            )
            for year in dict.fromkeys(years)
        ]

    def unknown(self, placement: Placement) -> Text | None:
        """Return what a placement names that the community does not know, or None."""
        known = self.community
        if placement.teacher not in known.teacher_by_id:
            return Text(f"没有教师{placement.teacher}", f"there is no teacher {placement.teacher}")
        if placement.host not in known.school_by_id:
            return Text(f"没有学校{placement.host}", f"there is no school {placement.host}")
        if placement.start not in self.term_index:
            return Text(f"没有学期{placement.start}", f"there is no term {placement.start}")
        if placement.terms < 1:
            return Text(f"时长为{placement.terms}个学期", f"its length is {placement.terms} terms")
        return None

    def move(self, placement: Placement) -> Move:
        """Return a placement with its teacher, schools and terms looked up."""
        teacher = self.community.teacher_by_id[placement.teacher]
        home = self.community.school_by_id[teacher.school]
        host = self.community.school_by_id[placement.host]
        direction, member = self.direction(teacher, host)
        first = self.term_index[placement.start]
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
            end=first + placement.terms,
            minutes=None if there is None or back is None else there + back,
        )

    def direction(self, teacher: Teacher, host: School) -> tuple[Direction, str]:
        """Return where a placement leads, and the member school that it counts for."""
        home = self.community.school_by_id[teacher.school]
        core, here, there = self.community.core.id, self.member_of(home), self.member_of(host)
        if here == there:
            return Direction.INSIDE_MEMBER, there
        if here == core:
            return Direction.CORE_TO_MEMBER, there
        if there == core:
            return Direction.MEMBER_TO_CORE, here
        return Direction.MEMBER_TO_MEMBER, there

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return the directions and kinds of placement that any rule asks for."""
        return {route for rule in self.askers or self.rules for route in rule.routes()}

    def stays(self, kind: PlacementKind) -> set[int]:
        """Return the lengths in terms that rules ask of a kind even if the plan ends earlier."""
        return {rule.stay(kind) for rule in self.askers or self.rules} - {0}

    def key(self, placement: Placement) -> str:
        """Return the stable name of a placement."""
        p = placement
        return f"{p.teacher}/{p.kind}/{p.host}/{p.start}+{p.terms}"

    def who(self, teacher: Teacher) -> Text:
        """Return a teacher's name with the home school, which tells namesakes apart."""
        home = self.community.school_by_id[teacher.school].name
        return Text(f"{home}{teacher.name}", f"{teacher.name} ({teacher.id}, {home})")

    def subject_name(self, subject: str) -> str:
        """Return the name of a subject."""
        found = self.community.subject_by_id.get(subject)
        return found.name if found else subject

    def what(self, move: Move) -> Text:
        """Return a placement in words: who, how, where, when, for how long."""
        who, p = self.who(move.teacher), move.placement
        term = self.community.term_by_id[p.start].name
        kind = KIND_TEXT[p.kind.value]
        return Text(
            f"{who.zh}到{move.host.name}{kind.zh}（{term}起{p.terms}个学期）",
            f"{who.en}: {kind.en} at {move.host.name} ({p.terms} terms from {term})",
        )


KIND_TEXT = {
    "secondment": Text("支教", "secondment"),
    "shadowing": Text("跟岗", "shadowing"),
    "work_shadowing": Text("顶岗", "work-shadowing"),
    "leadership": Text("挂职", "leadership attachment"),
    "itinerant": Text("走教", "itinerant teaching"),
}


def compile_rotation(
    community: Community, *, base: Roster | None = None, price_per_move: int = PRICE_PER_MOVE
) -> RotationInstance:
    """Return the rotation problem of a community.

    Parameters
    ----------
    community
        A community that has passed its checks.
    base
        A roster to stay close to: each placement dropped from it or added to it costs
        ``price_per_move``.
    price_per_move
        Price of one changed placement, in the unit of the soft weights.

    Raises
    ------
    RuleParameterError
        When a rule of the policy has a parameter that its family does not understand.
    """
    rules = tuple(rules_of(community.policy, base, price_per_move))
    instance = RotationInstance(community, rules, base)
    kept = tuple(rule for rule in rules if rule.applies(instance))
    return RotationInstance(community, kept, base)
