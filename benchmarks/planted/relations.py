"""Relations between lessons that a planted week keeps: 课程关系, blocks among them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations, pairwise, permutations, product
from typing import TYPE_CHECKING

from benchmarks.planted.draw import of_pupils
from community.models import LessonRelation, WeekPattern
from community.relations import Relation
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.planted.draw import Cell, Draw
    from community.models import Community

Spans = list[tuple[int, int, int]]  # weekday of each lesson, its first slot and its last
Courses = dict[str, dict[str, Spans]]  # by class and subject


def ask_for_relations(draw: Draw, each: int) -> None:
    """课程关系: so many relations of each kind; the doubles of the curriculum become blocks."""
    courses = _courses(draw)
    by_kind: dict[Relation, list[LessonRelation]] = defaultdict(list)
    busy = draw.busy()
    kept = (r for c in sorted(courses) for r in _kept(draw, c, courses[c], busy[c]))
    for relation in (*kept, *_at_once(draw, courses)):
        by_kind[relation.relation].append(relation)
    rows = [r for some in by_kind.values() for r in draw.rng.sample(some, min(each, len(some)))]
    blocks = tuple(_blocks(draw.community))
    said = {(r.school, r.grade, *r.subjects) for r in blocks}
    curriculum = [
        row.model_copy(update={"doubles": 0})
        if (row.school, row.grade, row.subject) in said
        else row
        for row in draw.community.curriculum
    ]
    draw.community = replaced(draw.community, curriculum=tuple(curriculum))
    draw.asks(relations=(*rows, *blocks))


def _courses(draw: Draw) -> Courses:
    """Return the lessons of each class and subject; slots count the lessons of the day alone.

    Courses that pupils have in groups are left out.
    """
    found: Courses = defaultdict(dict)
    for (group, subject), rows in draw.courses.items():
        if not any(map(of_pupils, rows)):
            own = (row for row in rows if not row.is_beside)
            found[group][subject] = [_span(draw, row.school, draw.covered(row)) for row in own]
    return found


def _span(draw: Draw, school: str, cells: list[Cell]) -> tuple[int, int, int]:
    orders = [slot.order for slot in draw.slots(school, cells[0][0])]
    return cells[0][0], orders.index(cells[0][1]), orders.index(cells[-1][1])


def _kept(
    draw: Draw, group: str, courses: dict[str, Spans], busy: Iterable[Cell]
) -> Iterator[LessonRelation]:
    """Yield what the week keeps of one class."""
    school = draw.community.class_by_id[group].school
    joins = {_span(draw, school, [cell])[:2] for cell in draw.joins(school)}

    def row(relation: Relation, *subjects: str, number: int | None = None) -> LessonRelation:
        return LessonRelation(relation=relation, subjects=subjects, classes=(group,), number=number)

    ends: dict[int, list[int]] = defaultdict(list)
    for cell in busy:
        weekday, _, last = _span(draw, school, [cell])
        ends[weekday].append(last)
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


def _at_once(draw: Draw, courses: Courses) -> Iterator[LessonRelation]:
    """Yield courses of two classes of a school that run at the same times, alone in the class."""
    classes = draw.community.class_by_id
    odd = {
        (x.class_id, x.subject) for x in draw.lessons if x.series or x.weeks is not WeekPattern.ALL
    }
    odd |= {*draw.community.shares, *draw.community.together}
    for one, other in combinations(sorted(courses), 2):
        if classes[one].school != classes[other].school:
            continue
        for mine, theirs in product(courses[one], courses[other]):
            same = sorted(courses[one][mine]) == sorted(courses[other][theirs])
            if same and not {(one, mine), (other, theirs)} & odd:
                yield LessonRelation(
                    relation=Relation.SAME_TIME,
                    subjects=tuple(dict.fromkeys((mine, theirs))),
                    classes=(one, other),
                )


def _blocks(community: Community) -> Iterator[LessonRelation]:
    """Yield the doubles of the curriculum as rows, where these mean the same."""
    count = Counter((row.grade, row.subject) for row in community.curriculum)
    together = {series.subject for series in (*community.sync, *community.joint)}
    together |= {row.subject for row in community.teaching if row.periods or row.together}
    together |= {row.subject for row in community.grouped}
    for row in community.curriculum:
        all_of_it = row.doubles and row.doubles == row.periods // 2 and not row.periods % 1
        if all_of_it and count[row.grade, row.subject] == 1 and row.subject not in together:
            yield LessonRelation(
                relation=Relation.BLOCK,
                subjects=(row.subject,),
                school=row.school,
                grade=row.grade,
                number=2,
            )
