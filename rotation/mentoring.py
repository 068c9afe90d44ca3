"""What a rule about mentors asks for: who may guide whom, when, and how many are to be guided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from community.families.support import RATIO, MentorMatchingParams
from community.standing import Category
from rotation.solution import MentorPair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from community.models import School, Teacher
    from rotation.axis import Span
    from rotation.move import Move
    from rotation.pairs import Bond
    from rotation.setting import Setting

T = TypeVar("T")


class Params(MentorMatchingParams):
    """What a rule asks for, and what follows from it."""

    @property
    def of_arrivals(self) -> bool:
        """Whether pairs go with placements."""
        return self.mentees == "arrivals"

    @property
    def least(self) -> int:
        """Mentees in a school at least; 0: schools are not counted."""
        return max(self.min_mentees_per_school, int(self.per_mentor))

    @property
    def everyone(self) -> bool:
        """Whether each mentee is to have a mentor."""
        if self.all_mentees is None:
            return self.of_arrivals or (not self.least and self.mentees != "any")
        return self.all_mentees

    @property
    def most(self) -> int | None:
        """Mentees of a mentor at a time at most."""
        told = RATIO.fullmatch(self.ratio)
        return self.capacity or (int(told[1]) if told else None)

    @property
    def crosses(self) -> bool | None:
        """Whether pairs lie between schools (True), inside one (False), or either."""
        if self.mentees == "leading":
            return True
        if self.cross_school is None and (self.mentees == "low_result" or self.per_mentor):
            return True
        return self.cross_school


class Target(NamedTuple):
    """Whose pairs count together: those of a school, of a mentor with a school, of a mentee."""

    span: int  # its first block
    mentor: str = ""
    school: str = ""
    mentee: str = ""


class Demand(NamedTuple):
    """At least so many mentees of a target have a mentor at some time of a span."""

    point: str
    target: Target
    least: int
    span: Span


@dataclass(frozen=True)
class Matches:
    """The people of an instance as one rule sees them, by its id and parameters."""

    instance: Setting
    rule: str
    params: Params

    def may_guide(self, teacher: Teacher, school_year: int) -> bool:
        """Return whether a teacher may be a mentor."""
        p = self.params
        if p.mentors is Category.ANY and p.mentees == "young" and _is_young(teacher, school_year):
            return False
        return p.mentors.includes(teacher, school_year) and not teacher.low_result

    def may_learn(self, teacher: Teacher, school_year: int) -> bool:
        """Return whether a teacher may be a mentee."""
        p = self.params
        if p.of_arrivals or (p.mentees == "any" and p.mentors is Category.ANY):
            return True
        if p.mentees == "leading":
            return teacher.is_group_head or teacher.is_backbone
        if p.mentees == "low_result" and not teacher.low_result:
            return False
        if p.mentees == "young" and not _is_young(teacher, school_year):
            return False
        return not self.may_guide(teacher, school_year)

    def fits(self, mentor: Teacher, mentee: Teacher, school_year: int) -> bool:
        """Return whether one may guide the other, whenever in a school year."""
        schools = self.instance.community.school_by_id
        return (
            mentee.subjects[0] in mentor.subjects
            and mentor.id != mentee.id
            and (not self.params.same_stage or _share_stage(mentor, mentee))
            and self._may_meet(schools[mentor.school], schools[mentee.school])
            and self.may_guide(mentor, school_year)
            and self.may_learn(mentee, school_year)
        )

    def _may_meet(self, mentor: School, mentee: School) -> bool:
        key = (self.rule, "may meet", mentor.id, mentee.id)
        return self.instance.remembered(key, lambda: self._are_near(mentor, mentee))

    def _are_near(self, mentor: School, mentee: School) -> bool:
        p, instance = self.params, self.instance
        if p.max_minutes is not None and mentor.id != mentee.id:
            ways = instance.community.travel_minutes
            both = (ways.get((mentor.id, mentee.id)), ways.get((mentee.id, mentor.id)))
            if any(minutes is None or minutes > p.max_minutes for minutes in both):
                return False
        if p.of_arrivals:
            return mentor.id != mentee.id
        here, there = mentor.member, mentee.member
        if mentor.group != mentee.group:
            return False
        if p.crosses and p.mentees in ("low_result", "leading"):
            return here == instance.community.core_of(mentor.id).id != there
        return p.crosses is None or p.crosses == (here != there)

    def guides(self, mentee: Teacher, school_year: int) -> list[Teacher]:
        """Return the possible mentors of a teacher."""
        key = (self.rule, "guides", mentee.id, school_year)
        return self.instance.remembered(key, lambda: self._guides(mentee, school_year))

    def _guides(self, mentee: Teacher, school_year: int) -> list[Teacher]:
        key = (self.rule, "by subject", school_year)
        by_subject = self.instance.remembered(key, lambda: self._by_subject(school_year))
        near = by_subject.get(mentee.subjects[0], ())
        return [t for t in near if self.fits(t, mentee, school_year)]

    def _by_subject(self, school_year: int) -> dict[str, list[Teacher]]:
        found: dict[str, list[Teacher]] = defaultdict(list)
        for teacher in self.instance.community.teachers:
            if self.may_guide(teacher, school_year):
                for subject in teacher.subjects:
                    found[subject].append(teacher)
        return found

    def mentees(self, school_year: int) -> list[Teacher]:
        """Return the teachers who may be mentees, in order."""
        teachers = self.instance.community.teachers
        return [t for t in teachers if self.may_learn(t, school_year)]

    def partners(self, move: Move) -> list[MentorPair]:
        """Return the pairs that a placement may bring; none for visits and short stays."""
        if not move.leaves or move.is_short:
            return []
        key = (self.rule, "partners", self.instance.key(move.placement))
        return self.instance.remembered(key, lambda: self._partners(move))

    def _partners(self, move: Move) -> list[MentorPair]:
        year, p = self.instance.school_year(max(move.first, 0)), move.placement
        return [
            MentorPair(host.id, move.teacher.id, p.start, p.terms - p.before)
            for host in self.instance.staff[move.host.id]
            if self.fits(host, move.teacher, year)
        ]

    def tracks(self) -> list[tuple[int, int]]:
        """Return when pairs may begin (position of the term) and for how many semesters.

        An even number begins with a school year; a plan that begins in the middle of one has pairs
        there that end with the others.
        """
        lifetime = self.params.lifetime_terms
        terms = enumerate(self.instance.community.terms)
        return [
            (index, lifetime - (not lifetime % 2 and term.semester == 2))
            for index, term in terms
            if lifetime % 2 or term.semester == 1 or index == 0
        ]

    def demands(self, spans: Iterable[Span]) -> Iterator[Demand]:
        """Yield how many are to be guided, by schools, by mentors with schools, or by mentees."""
        for span in spans:
            year, numbers = self.instance.school_year(span.first), defaultdict[Target, int](int)
            for mentee in [] if self.params.of_arrivals else self.mentees(year):
                guides, school = self.guides(mentee, year), member_of(self.instance, mentee)
                if self.params.everyone and guides:
                    yield self._demand(Target(span.first, mentee=mentee.id), 1, span)
                if self.params.per_mentor:
                    for mentor in guides:
                        numbers[Target(span.first, mentor=mentor.id, school=school)] += 1
                elif school in self.instance.members:
                    numbers[Target(span.first, school=school)] += 1
            for target, number in numbers.items():
                if self.params.least:
                    yield self._demand(target, min(self.params.least, number), span)

    def _demand(self, target: Target, least: int, span: Span) -> Demand:
        who = "@".join(filter(None, (target.mentor, target.school, target.mentee)))
        return Demand(f"{who}/{self.instance.blocks[span.first].id}", target, least, span)

    def unhelped(self, spans: Iterable[Span]) -> Iterator[Demand]:
        """Yield the teachers with low results where not everybody is to be guided anyway."""
        if self.params.everyone or self.params.mentees in ("low_result", "arrivals"):
            return
        for span in spans:
            year = self.instance.school_year(span.first)
            for mentee in self.mentees(year):
                if mentee.low_result and self.guides(mentee, year):
                    yield self._demand(Target(span.first, mentee=mentee.id), 1, span)


def by_target(
    instance: Setting, spans: list[Span], pairs: Iterable[tuple[Bond, T]]
) -> dict[Target, dict[str, list[tuple[Bond, T]]]]:
    """Return the pairs of each target, by mentee."""
    found: dict[Target, dict[str, list[tuple[Bond, T]]]] = defaultdict(dict)
    for bond, what in pairs:
        mentor, mentee, school = bond.mentor.id, bond.mentee.id, member_of(instance, bond.mentee)
        for span in spans:
            if bond.meets(span.first, span.end):
                for target in (
                    Target(span.first, mentee=mentee),
                    Target(span.first, school=school),
                    Target(span.first, mentor=mentor, school=school),
                ):
                    found[target].setdefault(mentee, []).append((bond, what))
    return found


def member_of(instance: Setting, teacher: Teacher) -> str:
    """Return the school that a teacher counts with."""
    return instance.community.school_by_id[teacher.school].member


def _is_young(teacher: Teacher, school_year: int) -> bool:
    return Category.YOUNG.includes(teacher, school_year)


def _share_stage(one: Teacher, other: Teacher) -> bool:
    return one.stage.meets(other.stage)
