"""A roster as people read it: from when to when, who comes and goes, how many are there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from community.text import Text
from rotation.axis import DAYS_A_WEEK
from rotation.balance import forecast
from rotation.view import RosterView
from scenarios.audit import rotation_of

if TYPE_CHECKING:
    from community.models import Community, PlacementKind
    from rotation.axis import Block
    from rotation.balance import Snapshot
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.solution import Roster


@dataclass(frozen=True, slots=True)
class Change:
    """What is new at one school from a block on, and how many teachers it then has.

    ``arrivals`` and ``ended`` are of guests, ``departures`` and ``returns`` of the school's own
    staff. What goes on from before the plan stands in the first block. ``own`` counts the school's
    own teachers who are there, ``guests`` those who have come for all their time, ``visiting`` the
    itinerant ones. What is renewed without a break is no change. ``block`` is the number of all
    blocks for what ends with the plan; the numbers, of the time after it, are then None.
    """

    block: int
    arrivals: tuple[Move, ...]
    ended: tuple[Move, ...]
    departures: tuple[Move, ...]
    returns: tuple[Move, ...]
    own: int | None
    guests: int | None
    visiting: int | None


@dataclass(frozen=True)
class RosterBook:
    """Lookups over a roster; every teacher, school and term of it is known to the community."""

    roster: Roster
    community: Community

    @cached_property
    def instance(self) -> RotationInstance:
        """The rotation problem of the community, with its blocks of time and its rules."""
        return rotation_of(self.community)

    @cached_property
    def balance(self) -> list[Snapshot]:
        """The indicators of balanced development, before the roster and in its terms."""
        return forecast(self.instance, self.roster)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The placements with everybody looked up, in order of time, host and teacher."""
        order = {s.id: i for i, s in enumerate(self.community.schools)}
        found = RosterView(self.instance, self.roster).moves
        return tuple(sorted(found, key=lambda m: (m.first, order[m.host.id], m.placement)))

    @cached_property
    def by_teacher(self) -> dict[str, list[Move]]:
        """Moves by teacher id, in order of time; only teachers who have any."""
        found: dict[str, list[Move]] = {}
        for move in self.moves:
            found.setdefault(move.teacher.id, []).append(move)
        return found

    def start(self, move: Move) -> Text:
        """Return when a placement begins: a term, or a week of a term."""
        p = move.placement
        if p.weeks:
            return self._week(p.start, p.week)
        return self.semester(self.instance.term_index[p.start] - p.before)

    def end(self, move: Move) -> Text:
        """Return the last term of a placement, or its last week."""
        p = move.placement
        if p.weeks:
            return self._week(p.start, p.week + p.weeks - 1)
        return self.semester(self.instance.term_index[p.start] - p.before + p.terms - 1)

    def length(self, move: Move) -> Text:
        """Return how long a placement lasts."""
        p = move.placement
        if p.weeks:
            days = p.weeks * DAYS_A_WEEK
            return Text(f"{days}个教学日", f"{days} school days")
        if p.before:
            return Text(
                f"{p.terms}个学期（已任{p.before}个）", f"{p.terms} terms ({p.before} served)"
            )
        return Text(f"{p.terms}个学期", f"{p.terms} term{'s' * (p.terms > 1)}")

    def semester(self, index: int) -> Text:
        """Return the name of a term by its position; also before and behind the plan's terms."""
        terms = self.community.terms
        if 0 <= index < len(terms):
            return Text(terms[index].name, terms[index].name)
        near = terms[0] if index < 0 else terms[-1]
        beyond = index if index < 0 else index - len(terms) + 1
        return self.semester_of(2 * near.school_year + near.semester - 1 + beyond)

    @staticmethod
    def semester_of(ordinal: int) -> Text:
        """Return the name of any semester: ordinal is 2 x school year + semester - 1."""
        year, half = divmod(ordinal, 2)
        return Text(f"{year}学年第{'一二'[half]}学期", f"{year} term {half + 1}")

    def _week(self, term_id: str, week: int) -> Text:
        term = self.community.term_by_id[term_id].name
        return Text(f"{term}第{week}周", f"week {week} of {term}")

    def dates(self, move: Move) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of a short stay; None for whole semesters."""
        p = move.placement
        if not p.weeks:
            return None
        term = self.community.term_by_id[p.start]
        monday = term.start - dt.timedelta(days=term.start.weekday())
        first = monday + dt.timedelta(weeks=p.week - 1)
        friday = first + dt.timedelta(weeks=p.weeks - 1, days=DAYS_A_WEEK - 1)
        return max(first, term.start), min(friday, term.end)

    def block_name(self, block: int) -> Text:
        """Return from when on a block runs, or that it lies behind the plan."""
        if block >= self.instance.horizon:
            last = self.community.terms[-1].name
            return Text(f"{last}结束后", f"after {last}")
        found: Block = self.instance.blocks[block]
        term = self.community.terms[found.term]
        if found.first_week == 1:
            return Text(term.name, term.name)
        return Text(
            f"{term.name}第{found.first_week}周起", f"{term.name}, from week {found.first_week}"
        )

    def changes(self, school: str) -> list[Change]:
        """Return what changes at a school, block by block; blocks without a change are left out."""
        here = [m for m in self.moves if school in (m.home.id, m.host.id)]
        horizon = self.instance.horizon
        times = {max(m.first, 0) for m in here} | {m.end for m in here}
        found = [self._change(school, here, block) for block in sorted(times) if block <= horizon]
        return [c for c in found if c.arrivals or c.ended or c.departures or c.returns]

    def _change(self, school: str, here: list[Move], block: int) -> Change:
        begun = [m for m in here if max(m.first, 0) == block]
        ended = [m for m in here if m.end == block]
        renewed = {_stay(m) for m in begun} & {_stay(m) for m in ended}
        begun, ended = ([m for m in x if _stay(m) not in renewed] for x in (begun, ended))
        now = [m for m in here if m.covers(block)]
        guests = [m for m in now if m.host.id == school]
        away = {m.teacher.id for m in now if m.home.id == school and m.leaves}
        staff = sum(t.school == school for t in self.community.teachers)
        over = block >= self.instance.horizon
        return Change(
            block,
            arrivals=tuple(m for m in begun if m.host.id == school),
            ended=tuple(m for m in ended if m.host.id == school),
            departures=tuple(m for m in begun if m.home.id == school),
            returns=tuple(m for m in ended if m.home.id == school),
            own=None if over else staff - len(away),
            guests=None if over else sum(m.leaves for m in guests),
            visiting=None if over else sum(not m.leaves for m in guests),
        )


def _stay(move: Move) -> tuple[str, str, PlacementKind]:
    """Return what stays the same when a placement is renewed."""
    return move.teacher.id, move.host.id, move.placement.kind
