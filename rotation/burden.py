"""What turns cost: the burden of each teacher, the table of turns, the length of a round.

A *burden* is in minutes on the way there and back times days: a day for every school day away, for
an itinerant teacher for every day on the road. History counts, as far as the way is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from community.policy import Window
from rotation.axis import DAYS_A_WEEK, WEEKS_A_TERM
from rotation.rules.rotation_quota import BACK, OUT, RotationQuota
from rotation.turns import may_go, rounds, schools_of, services_before, serving_kinds

if TYPE_CHECKING:
    from community.models import PastPlacement, Teacher
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.rules.base import Rule
    from rotation.solution import Roster

FREE_DAYS = 1  # a week on the road, as long as the timetable has not chosen the days
YEAR = Fraction(2)  # semesters
SEMESTERS = {Window.SEMESTER: Fraction(1), Window.MONTH: Fraction(1, 5)}  # others: a year


@dataclass(frozen=True, slots=True)
class Share:
    """One line of the table of turns: what a teacher has borne and will bear, and the next turn.

    Burdens are in minutes x days; ``semesters_away`` holds history and plan. Placements of the plan
    count in full, also behind its last term. ``turn`` is the place in the school's queue after the
    plan, from 1; None for who may not go then.
    """

    teacher: str
    school: str
    services_before: int
    services_in_plan: int
    semesters_away: float
    burden_before: int
    burden_in_plan: int
    volunteer: bool
    exemption: str
    turn: int | None = None

    @property
    def services(self) -> int:
        """Services of history and plan together."""
        return self.services_before + self.services_in_plan

    @property
    def burden(self) -> int:
        """Burden of history and plan together."""
        return self.burden_before + self.burden_in_plan


@dataclass(frozen=True, slots=True)
class RoundNeed:
    """How long a round of turns takes at one school.

    ``places`` are the services that begin in a semester, 0 when no quota asks for any; ``left`` of
    the ``people`` have still to go in the round under way.
    """

    school: str
    people: int
    places: Fraction
    left: int

    @property
    def semesters(self) -> int | None:
        """Semesters of a whole round; None when nobody is asked for."""
        return math.ceil(self.people / self.places) if self.places else None


class _Borne(NamedTuple):
    """What placements mean to a teacher: semesters away from home, and minutes x days."""

    semesters: Fraction = Fraction(0)
    burden: int = 0


def burden(move: Move) -> int:
    """Return the burden of a placement from the plan's first day to its end, in minutes x days."""
    weeks = move.placement.weeks or WEEKS_A_TERM * (move.placement.terms - move.placement.before)
    days = DAYS_A_WEEK if move.leaves else len(move.placement.days) or FREE_DAYS
    return (move.minutes or 0) * weeks * days


def burdens_before(instance: RotationInstance) -> dict[str, int]:
    """Return the burden that teachers have borne before the plan, by teacher id."""
    return {teacher: borne.burden for teacher, borne in _history(instance).items()}


def _history(instance: RotationInstance) -> dict[str, _Borne]:
    begin = instance.ordinal(0)
    found: dict[str, _Borne] = {}
    for past in instance.community.history:
        teacher = instance.community.teacher_by_id.get(past.teacher)
        if teacher is not None:
            terms = max(0, min(past.terms, begin - (2 * past.start_year + past.semester - 1)))
            leaves = past.kind.leaves_home
            days = WEEKS_A_TERM * terms * (DAYS_A_WEEK if leaves else FREE_DAYS)
            so_far = found.get(past.teacher, _Borne())
            found[past.teacher] = _Borne(
                so_far.semesters + terms * leaves,
                so_far.burden + _minutes(instance, teacher, past) * days,
            )
    return found


def _minutes(instance: RotationInstance, teacher: Teacher, past: PastPlacement) -> int:
    """Return the minutes there and back of an earlier placement; 0 when the way is not known."""
    ways = instance.community.travel_minutes
    there = ways.get((teacher.school, past.host))
    back = ways.get((past.host, teacher.school))
    return 0 if there is None or back is None else there + back


def _semesters(move: Move) -> Fraction:
    """Return the length of a whole placement in semesters."""
    placement = move.placement
    return Fraction(placement.weeks, WEEKS_A_TERM) or Fraction(placement.terms)


def shares(instance: RotationInstance, roster: Roster) -> list[Share]:
    """Return the table of turns under a roster: by school, who is next first.

    The queue of a school is of those who may go when the plan is over: fewest services first, among
    them volunteers, then the smallest burden, then who has been in the school longest. The policy's
    rule of turns says whose services count, and of which kinds; without one, all that leave do.
    """
    rule = turn_rule(instance)
    moves: dict[str, list[Move]] = {}
    for placement in roster.placements:
        if not instance.unknown(placement):
            moves.setdefault(placement.teacher, []).append(instance.move(placement))
    found: list[Share] = []
    history, kinds = _history(instance), serving_kinds(rule)
    before = services_before(instance, kinds)
    for school in schools_of(instance, rule.params.side if rule else "both"):
        lines = []
        for teacher in instance.staff[school.id]:
            mine, borne = moves.get(teacher.id, []), history.get(teacher.id, _Borne())
            away = borne.semesters + sum(
                _semesters(m) - m.placement.before for m in mine if m.leaves
            )
            line = Share(
                teacher=teacher.id,
                school=school.id,
                services_before=before.get(teacher.id, 0),
                services_in_plan=sum(m.placement.kind in kinds and not m.is_ongoing for m in mine),
                semesters_away=float(away),
                burden_before=borne.burden,
                burden_in_plan=sum(burden(m) for m in mine),
                volunteer=teacher.volunteer,
                exemption=teacher.exemption,
            )
            lines.append(line)
        found += _queued(instance, lines, rule)
    return found


def turn_rule(instance: RotationInstance) -> Rule | None:
    """Return the policy's rule of turns: one with rounds, with levelled burdens, or any at all."""
    rules = [r for r in instance.rules if r.family == "rotation_fairness"]
    return max(
        rules, key=lambda r: (r.params.round_robin, r.params.burden_weight > 0), default=None
    )


def _queued(instance: RotationInstance, lines: list[Share], rule: Rule | None) -> list[Share]:
    """Return the lines of a school in the order of the queue, who is outside it at the end."""
    teachers, after = instance.community.teacher_by_id, instance.horizon
    asked = {kind for _way, kind in instance.routes()}
    kinds = tuple(k for k in serving_kinds(rule) if k in asked) or serving_kinds(rule)
    year = instance.school_year(after)

    def takes_turns(line: Share) -> bool:
        teacher = teachers[line.teacher]
        counted = rule is None or rule.params.pool.includes(teacher, year)
        return counted and may_go(instance, teacher, kinds, after)

    def place(line: Share) -> tuple[int, bool, int, int, str]:
        joined = teachers[line.teacher].joined_year
        return line.services, not line.volunteer, line.burden, joined, line.teacher

    queue = sorted(filter(takes_turns, lines), key=place)
    waiting = {line.teacher for line in queue}
    outside = sorted((x for x in lines if x.teacher not in waiting), key=place)
    return [replace(line, turn=n) for n, line in enumerate(queue, 1)] + outside


def round_needs(
    instance: RotationInstance, rule: Rule, places: Fraction | None = None
) -> list[RoundNeed]:
    """Return how many semesters a round of turns takes at each school.

    Parameters
    ----------
    instance, rule
        The problem, and one of its rules of family ``rotation_fairness``.
    places
        Services that begin in a semester at each school. By default as many as the quota asks for
        that asks for most: N people and k places need N/k semesters, rounded up.
    """
    found = []
    for turns in rounds(instance, rule):
        k = places_a_semester(instance, rule, turns.school) if places is None else places
        level = min(turns.served.values())
        left = sum(n == level for n in turns.served.values())
        found.append(RoundNeed(turns.school, len(turns.served), k, left))
    return found


def places_a_semester(instance: RotationInstance, rule: Rule, school: str) -> Fraction:
    """Return how many services of a school's people the quotas make begin in a semester, at least.

    A place that is filled for several semesters, or is asked for once a year, begins less often.
    """
    kinds, home = set(serving_kinds(rule)), instance.community.school_by_id[school]
    member, core = home.member, instance.community.core_of(school).id
    way, members = BACK, {member}
    if member == core:
        way, members = OUT, set(instance.members_of(home.group))
    asked = [
        _places(instance, r, members, school)
        for r in instance.rules
        if isinstance(r, RotationQuota) and way in r.directions and kinds & set(r.params.kinds)
    ]
    return max(asked, default=Fraction(0))


def _places(
    instance: RotationInstance, quota: RotationQuota, members: set[str], school: str
) -> Fraction:
    points = [p for p in quota.points(instance) if p.place.members <= members]
    first = min((p.span.first for p in points), default=0)
    points = [p for p in points if p.span.first == first]
    asked = sum(quota.least(instance, p) for p in points)
    window = SEMESTERS.get(quota.window or Window.SCHOOL_YEAR, YEAR)
    stays = [
        _semesters(m)
        for m in instance.candidates
        if m.home.id == school and any(quota.counts(instance, p, m) for p in points)
    ]
    stay = min(stays, default=window) if quota.params.counts == "active" else window
    return Fraction(asked) / max(window, stay)
