"""Property: relations that a planted week keeps are kept by the audit of it, and can be planned.

They are read off the planted week: which subjects share no day, which lessons are far apart, side
by side, at an end of the day, or at once. So each is kept there, whatever the seed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, pairwise, permutations, product
from random import Random
from typing import TYPE_CHECKING

import pytest
from support import ended_by_the_first_timetable
from test_planted_requests import planted_roster, planted_week

from community.codes import WeekPattern
from community.generate import new_community
from community.integrity import problems
from community.models import LessonRelation
from community.relations import Relation
from scenarios.audit import audit
from scenarios.planning import make_plan
from scheduling.week.audit import audit_week
from scheduling.week.grid import pause
from solving.outcome import Budget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.generate import Generated
    from community.models import Community

Spans = list[tuple[int, int, int]]  # weekday of each lesson, its first slot and its last


def _courses(found: Generated) -> dict[str, dict[str, Spans]]:
    """Return the lessons of each class and subject; slots count the lessons of the day alone."""
    courses: dict[str, dict[str, Spans]] = defaultdict(lambda: defaultdict(list))
    for x in found.planted_lessons:
        first = _orders(found.community, x.school, x.weekday).index(x.slot)
        courses[x.class_id][x.subject].append((x.weekday, first, first + x.periods - 1))
    return courses


def _orders(community: Community, school: str, weekday: int) -> list[int]:
    grid = community.school_by_id[school].grid
    return [s.order for s in community.lesson_slots(grid, weekday)]


def _joins(community: Community, school: str) -> set[tuple[int, int]]:
    """Return the weekday and slot of each lesson that the next one joins."""
    grid = community.school_by_id[school].grid
    return {
        (day, place)
        for day in range(1, 8)
        for place, pair in enumerate(pairwise(community.lesson_slots(grid, day)))
        if pause(community, grid, day, pair).joins
    }


def _kept(found: Generated, group: str, courses: dict[str, Spans]) -> Iterator[LessonRelation]:
    """Yield what the week keeps of one class."""
    community = found.community
    joins = _joins(community, community.class_by_id[group].school)

    def row(relation: Relation, *subjects: str, number: int | None = None) -> LessonRelation:
        return LessonRelation(relation=relation, subjects=subjects, classes=(group,), number=number)

    ends: dict[int, list[int]] = defaultdict(list)
    for spans in courses.values():
        for weekday, first, last in spans:
            ends[weekday] += [first, last]
    for subject, spans in sorted(courses.items()):
        days = sorted(d for d, _, _ in spans)
        gap = min((b - a for a, b in pairwise(days)), default=0)
        if gap > 1:
            yield row(Relation.DAYS_APART, subject, number=gap)
        if all(last == max(ends[d]) for d, _, last in spans):
            yield row(Relation.LAST, subject)
        if all(first == min(ends[d]) for d, first, _ in spans):
            yield row(Relation.FIRST, subject)
    for one, other in permutations(sorted(courses), 2):
        mine, theirs = courses[one], courses[other]
        if one < other and not {d for d, _, _ in mine} & {d for d, _, _ in theirs}:
            yield row(Relation.OTHER_DAYS, one, other)
        ended = {(d, last + 1) for d, _, last in mine if (d, last) in joins}
        begun = {(d, first) for d, first, _ in theirs}
        if len(mine) <= len(theirs) and len(ended & begun) == len(mine):
            yield row(Relation.FOLLOWING, one, other)
            yield row(Relation.ADJOINING, other, one)


def _at_once(found: Generated, courses: dict[str, dict[str, Spans]]) -> Iterator[LessonRelation]:
    """Yield courses of two classes of a school that run at the same times, alone in the class."""
    community = found.community
    odd = {
        (x.class_id, x.subject)
        for x in found.planted_lessons
        if x.series or x.weeks is not WeekPattern.ALL
    }
    for one, other in combinations(sorted(courses), 2):
        if community.class_by_id[one].school != community.class_by_id[other].school:
            continue
        for mine, theirs in product(courses[one], courses[other]):
            same = sorted(courses[one][mine]) == sorted(courses[other][theirs])
            if same and not {(one, mine), (other, theirs)} & odd:
                yield LessonRelation(
                    relation=Relation.SAME_TIME,
                    subjects=tuple(dict.fromkeys((mine, theirs))),
                    classes=(one, other),
                )


def _asking(found: Generated, seed: int, each: int) -> Community:
    """Return a planted community with so many relations of each kind."""
    courses, by_kind = _courses(found), defaultdict(list)
    kept = [r for group in sorted(courses) for r in _kept(found, group, courses[group])]
    for relation in (*kept, *_at_once(found, courses)):
        by_kind[relation.relation].append(relation)
    rng = Random(seed)
    rows = [r for some in by_kind.values() for r in rng.sample(some, min(each, len(some)))]
    said = {"relations": (*rows, *_blocks(found.community))}
    blocks = {(r.school, r.grade, *r.subjects) for r in _blocks(found.community)}
    curriculum = [
        row.model_copy(update={"doubles": 0})
        if (row.school, row.grade, row.subject) in blocks
        else row
        for row in found.community.curriculum
    ]
    return found.community.model_copy(update=said | {"curriculum": tuple(curriculum)})


def _blocks(community: Community) -> Iterator[LessonRelation]:
    """Yield the doubles of the curriculum as rows, where these mean the same."""
    count = Counter((row.grade, row.subject) for row in community.curriculum)
    live = {series.subject for series in community.sync}
    for row in community.curriculum:
        all_of_it = row.doubles and row.doubles == row.periods // 2 and not row.periods % 1
        if all_of_it and count[row.grade, row.subject] == 1 and row.subject not in live:
            yield LessonRelation(
                relation=Relation.BLOCK,
                subjects=(row.subject,),
                school=row.school,
                grade=row.grade,
                number=2,
            )


PROFILES = ("songyang", "libo", "rural_jiaolianti")
SEEDS = (41, 42, 43)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("profile", PROFILES)
def test_relations_of_a_planted_week_are_kept_by_it(profile: str, seed: int) -> None:
    found = new_community(profile, None, "small", seed)
    community = _asking(found, seed, 5)
    assert problems(community) == []
    told = audit_week(community, planted_roster(found), planted_week(found))
    asked = [v for v in told if v.rule.startswith("relation_")]
    assert [v.sentence.zh for v in asked] == []


def test_every_kind_is_read_off_some_week() -> None:
    kinds = {
        row.relation
        for profile in PROFILES
        for seed in SEEDS
        for row in _asking(new_community(profile, None, "small", seed), seed, 1).relations
    }
    assert kinds == set(Relation)


@pytest.mark.parametrize("profile", ["songyang", "rural_jiaolianti"])
def test_relations_are_planned(profile: str) -> None:
    community = _asking(new_community(profile, None, "small", 44), 44, 2)
    with ended_by_the_first_timetable() as listener:
        result = make_plan(community, Budget(100, 2, 1), listener=listener)
    assert result.plan is not None, (result.status, result.reasons)
    assert not [v.sentence.zh for v in audit(community, result.plan) if v.is_hard]
