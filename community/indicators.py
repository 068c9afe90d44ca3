"""What the schools have of the seven resources of balanced development (``standards``).

Teaching points of fewer than 50 pupils are left out. A school of several stages counts
as one of each, and its resources are divided by pupils, one of the junior stage counting 1.1 of the
primary and one of the senior 1.1 x 1.2; the coefficient is weighted by pupils: both as the ministry
has counted since 2012. What is not given is told (None), never guessed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from community.codes import Degree, SchoolRole, Stage
from community.standards import (
    ASSESSED,
    LEAST_REACHED,
    LEAST_SHARE,
    MOST_VARIATION,
    STAFF,
    STANDARDS,
    Indicator,
)
from community.tables.short import usual_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from community.models import Community, School, Teacher

SMALL_POINT = 50  # pupils
SCALE = 1_000_000  # to which the weights of schools are kept, see ``weights``
_WEIGHT = {
    Stage.PRIMARY: Fraction(1),
    Stage.JUNIOR: Fraction("1.1"),
    Stage.SENIOR: Fraction("1.32"),
}
_NORM = {Stage.PRIMARY: Degree.UPPER_SECONDARY, Stage.JUNIOR: Degree.COLLEGE}
_PE_AND_ARTS = {"pe": "体育", "music": "音乐", "art": "美术"}


class Part(NamedTuple):
    """A school as one stage of it is assessed; ``share`` is its part of the school's resources."""

    school: str
    stage: Stage
    pupils: int
    share: Fraction


class Assessed:
    """The schools of a community, or of a county, as they are assessed, and who counts there."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self._pupils = _pupils(community)
        self.parts = tuple(
            p
            for s in community.schools
            if not _is_small(s, self._pupils[s.id])
            for p in self._parts(s)
        )
        self._at = {(p.school, p.stage): p for p in self.parts}

    def _parts(self, school: School) -> Iterable[Part]:
        """Yield the assessed stages of a school."""
        pupils = self._pupils[school.id]
        whole = sum(_WEIGHT[stage] * n for stage, n in pupils.items())
        for stage in ASSESSED:
            if n := pupils.get(stage):
                yield Part(school.id, stage, n, _WEIGHT[stage] * n / whole)

    def of(self, stage: Stage) -> tuple[Part, ...]:
        """Return the parts of one stage, in the order of the schools."""
        return tuple(p for p in self.parts if p.stage is stage)

    @property
    def left_out(self) -> tuple[School, ...]:
        """The schools that are not assessed: small points, other stages, or no pupils given."""
        there = {p.school for p in self.parts}
        return tuple(s for s in self.community.schools if s.id not in there)

    def part(self, teacher: Teacher, school: str) -> Part | None:
        """Return where a teacher counts at a school; None where nobody does.

        Whoever serves several stages counts in one of them: the same as at home where the school
        has it, else that with most pupils.
        """
        stages, own = self._stages(teacher, school), self._shared_out.get(teacher.id)
        if own not in stages:
            own = max(stages, key=lambda s: self._pupils[school].get(s, 0))
        return self._at.get((school, own))

    def _stages(self, teacher: Teacher, school: str) -> list[Stage]:
        """Return the stages of a school that a teacher serves, in order."""
        known = self.community.school_by_id[school].stage.parts
        serves = teacher.stage.parts & known or known
        return [s for s in Stage if s in serves]

    @cached_property
    def _shared_out(self) -> dict[str, Stage]:
        """The stage of each teacher who serves several at home: shared out by their pupils.

        Backbone teachers, and those of PE and arts, are shared out among themselves.
        """
        found: dict[str, Stage] = {}
        given: Counter[tuple[object, Stage]] = Counter()
        for teacher in self.community.teachers:
            stages = self._stages(teacher, teacher.school)
            if len(stages) > 1:
                pupils, arts = (
                    self._pupils[teacher.school],
                    teacher.subjects[0] in self._pe_and_arts,
                )
                kind = teacher.school, teacher.is_backbone, arts
                each = {s: Fraction(pupils.get(s, 0), given[kind, s] + 1) for s in stages}
                found[teacher.id] = stage = max(stages, key=each.__getitem__)
                given[kind, stage] += 1
        return found

    def counts(self, indicator: Indicator, teacher: Teacher, stage: Stage) -> bool | None:
        """Return whether a teacher counts for an indicator of the staff; None: degree not given.

        The norm is upper secondary school for the primary stage and college for the junior one
        (Teachers Law, article 11).
        """
        if indicator is Indicator.BACKBONE:
            return teacher.is_backbone
        if indicator is Indicator.PE_ARTS:
            return teacher.subjects[0] in self._pe_and_arts
        return None if teacher.degree is None else teacher.degree.rank > _NORM[stage].rank

    @cached_property
    def _pe_and_arts(self) -> frozenset[str]:
        """The ids of the subjects 体育, 音乐 and 美术, by whatever usual name."""
        usual = {usual_name(name) for name in _PE_AND_ARTS.values()}
        own = self.community.subjects
        return frozenset(
            s.id
            for s in own
            if s.id in _PE_AND_ARTS or usual_name(s.name) in usual or s.name.startswith("艺术")
        )

    def heads(self, indicator: Indicator, at: Mapping[str, str]) -> dict[Part, int | None]:
        """Return how many count in each part, None where a degree is not given.

        ``at`` is the school at which each teacher works, by ids; home where it says nothing.
        """
        found: dict[Part, int | None] = dict.fromkeys(self.parts, 0)
        for teacher in self.community.teachers:
            part = self.part(teacher, at.get(teacher.id, teacher.school))
            if part is None or found[part] is None:
                continue
            counts = self.counts(indicator, teacher, part.stage)
            found[part] = None if counts is None else (found[part] or 0) + counts
        return found

    def resources(self, indicator: Indicator) -> dict[Part, Fraction | None]:
        """Return what of a resource belongs to each part."""
        schools = self.community.school_by_id
        given = {p: getattr(schools[p.school], indicator.value) for p in self.parts}
        return {p: None if x is None else Fraction(str(x)) * p.share for p, x in given.items()}

    def measured(self, stage: Stage, at: Mapping[str, str]) -> dict[Indicator, Measured]:
        """Return all indicators of a stage while teachers work somewhere."""
        parts, found = self.of(stage), {}
        for indicator in Indicator:
            amounts: Mapping[Part, Fraction | int | None]
            amounts = self.heads(indicator, at) if indicator in STAFF else self.resources(indicator)
            found[indicator] = Measured(indicator, {p: amounts[p] for p in parts})
        return found


@dataclass(frozen=True)
class Measured:
    """One indicator of one stage at one time: what each school has, None where not given."""

    indicator: Indicator
    amounts: Mapping[Part, Fraction | int | None]

    @property
    def given(self) -> bool:
        """Whether it is known of every school: only then there is a mean and a variation."""
        return bool(self.amounts) and None not in self.amounts.values()

    def level(self, part: Part) -> Fraction | None:
        """Return what a school has for each pupil, or for each hundred."""
        amount = self.amounts[part]
        per = STANDARDS[self.indicator].per
        return None if amount is None else Fraction(amount) * per / part.pupils

    def share(self, part: Part) -> Fraction | None:
        """Return what a school has over the standard: 1 reaches it."""
        level = self.level(part)
        return None if level is None else level / STANDARDS[self.indicator].of(part.stage)

    @property
    def mean(self) -> Fraction | None:
        """What all schools together have."""
        if not self.given:
            return None
        total = sum((Fraction(x or 0) for x in self.amounts.values()), Fraction(0))
        return total * STANDARDS[self.indicator].per / sum(p.pupils for p in self.amounts)

    @cached_property
    def squared_variation(self) -> Fraction | None:
        """The square of the coefficient of variation; None where there is none."""
        known = [x for x in self.amounts.values() if x is not None]
        total = sum(map(Fraction, known), Fraction(0))
        if not self.given or not total:
            return None
        scaled = weights([p.pupils for p in self.amounts])
        square = sum((w * Fraction(x * x) for w, x in zip(scaled, known, strict=True)), Fraction(0))
        return max(Fraction(0), square / (SCALE * total * total) - 1)

    @property
    def variation(self) -> float | None:
        """The coefficient of variation between schools."""
        found = self.squared_variation
        return None if found is None else sqrt(found)

    @property
    def is_even(self) -> bool | None:
        """Whether the coefficient is within the limit of the stage."""
        found = self.squared_variation
        stages = {p.stage for p in self.amounts}
        return None if found is None else all(found <= MOST_VARIATION[s] ** 2 for s in stages)


def weights(pupils: Sequence[int]) -> list[int]:
    """Return the pupils of all schools over those of each, in millionths, rounded down.

    With x_i of p_i pupils, P of all and T the sum of x_i, the ministry's coefficient s / m, where
    s^2 = sum of p_i / P (x_i / p_i - m)^2 and m = T / P, is such that its square is
    (sum of P / p_i x_i^2) / T^2 - 1. The factors P / p_i have no common denominator of any use, so
    they are kept to a millionth: reports, checks and the model of rosters count with the same whole
    numbers and never disagree. A coefficient of 0.1 or more is right to five decimals.
    """
    return [sum(pupils) * SCALE // p for p in pupils]


def reached(levels: Iterable[Measured], part: Part) -> tuple[int, int, bool]:
    """Return how many standards a school reaches, how many are given, and whether that is enough.

    It is not when more than one is missed, or one by more than 15%; what is not given is no miss.
    """
    shares = [s for s in (level.share(part) for level in levels) if s is not None]
    missed = [s for s in shares if s < 1]
    fine = len(missed) <= len(Indicator) - LEAST_REACHED and all(s >= LEAST_SHARE for s in missed)
    return len(shares) - len(missed), len(shares), fine


def _pupils(community: Community) -> dict[str, dict[Stage, int]]:
    """Return the pupils of each stage of each school.

    The table of schools knows those of a whole school, the table of classes those of its stages.
    """
    found: dict[str, dict[Stage, int]] = {s.id: {} for s in community.schools}
    for group in community.classes:
        stage = Stage.of(group.grade)
        found[group.school][stage] = found[group.school].get(stage, 0) + group.pupils
    for school in community.schools:
        if school.pupils and len(school.stage.parts) == 1:
            found[school.id] = dict.fromkeys(school.stage.parts, school.pupils)
    return found


def _is_small(school: School, pupils: Mapping[Stage, int]) -> bool:
    return school.role is SchoolRole.TEACHING_POINT and sum(pupils.values()) < SMALL_POINT
