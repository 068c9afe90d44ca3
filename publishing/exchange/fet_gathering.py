"""What a file of FET asks of single lessons, gathered into rows about whole courses.

The file names lessons one by one: the rooms of each, days between two of them, one of each class at
the same time. The tables speak of courses: where all lessons of one are asked the same, it has a
row. What is left is counted.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from community.relations import Relation
from publishing.exchange.fet_asking import CourseKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from publishing.exchange.fet_asking import Asking, Piece
    from scheduling.fet.activities import Activity

Pair = frozenset[str]  # ids of two lessons
Courses = tuple[CourseKey, ...]


def housed(asking: Asking, pieces: list[Piece]) -> tuple[dict[str, list[str]], list[Piece]]:
    """Return classes by subject, of courses all of whose lessons stand in pieces, and the rest."""
    named = {a.id for piece in pieces for a in piece.lessons}
    whole = {course: ids for course, ids in asking.ids.items() if ids <= named}
    covered = {id for ids in whole.values() for id in ids}
    found: dict[str, list[str]] = defaultdict(list)
    for group, subject in whole:
        found[subject].append(group)
    return found, [p for p in pieces if not covered.issuperset(a.id for a in p.lessons)]


def spaced(
    asking: Asking, pieces: list[Piece], *, strict: bool
) -> tuple[list[CourseKey], list[Piece]]:
    """Return the courses each two of whose lessons stand in a piece, and the pieces that are left.

    What classes have together is asked of one of them; a wish is charged once.
    """
    asked = {pair for piece in pieces for pair in _pairs(piece.lessons)}
    near = {id for pair in asked for id in pair}
    found: list[CourseKey] = []
    covered: set[Pair] = set()
    for course, lessons in asking.courses.items():
        pairs = _pairs(lessons) if not near.isdisjoint(asking.ids[course]) else set()
        if pairs and pairs <= asked and not (pairs <= covered if strict else pairs & covered):
            found.append(course)
            covered |= pairs
    return found, [p for p in pieces if not _pairs(p.lessons) <= covered]


def together(asking: Asking, pieces: list[Piece]) -> tuple[list[Courses], list[Piece]]:
    """Return courses of several classes that have all their lessons at once, and what is left.

    Each piece has a lesson of each of them. Nobody teaches two, and none is shared out.
    """
    alike: dict[Courses, list[Piece]] = defaultdict(list)
    for piece in pieces:
        alike[tuple(sorted(_courses_of(asking, piece)))].append(piece)
    found: list[Courses] = []
    left: list[Piece] = []
    for courses, some in alike.items():
        if _are_linked(asking, courses, some):
            found.append(courses)
        else:
            left += some
    return found, left


def _courses_of(asking: Asking, piece: Piece) -> Iterator[CourseKey]:
    for a in piece.lessons:
        yield from ((group, a.subject) for group in asking.reader.classes_of(a.students) or ())


def _are_linked(asking: Asking, courses: Courses, some: list[Piece]) -> bool:
    """Return whether the tables can say that these courses are held at the same times."""
    named = [a.id for piece in some for a in piece.lessons]
    lessons = [a for course in courses for a in asking.courses[course]]
    teachers = [{a.teachers for a in asking.courses[course]} for course in courses]
    people = [who for one in teachers for who in set().union(*one)]
    return (
        len({group for group, _ in courses}) == len(courses) > 1
        and all(len(p.lessons) == len(courses) for p in some)
        and all(len({a.duration for a in p.lessons}) == 1 for p in some)
        and sorted(named) == sorted(a.id for a in lessons)
        and all(len(one) == 1 for one in teachers)
        and len({*people}) == len(people)
    )


def gather(asking: Asking, ask_rooms: Callable[..., None], strictness: Callable[..., Any]) -> None:
    """Ask for what was gathered, and count the rest."""
    found, left = asking.found, []
    for (rooms, weight), pieces in asking.gathering.rooms.items():
        whole, rest = housed(asking, pieces)
        ask_rooms(asking, whole, rooms, weight)
        left += rest
    for (number, weight), pieces in asking.gathering.apart.items():
        apart, rest = spaced(asking, pieces, strict=weight == 100)
        for group, subject in apart:
            row = {"relation": Relation.DAYS_APART, "subjects": (subject,), "number": number}
            classes = (asking.reader.group(group),)
            found.ask("relations", **row, classes=classes, **strictness(weight))
        left += rest
    linked, rest = together(asking, asking.gathering.at_once)
    for courses in linked:
        subjects = tuple(subject for _, subject in courses)
        found.ask(
            "relations",
            relation=Relation.SAME_TIME,
            subjects=subjects[:1] if len({*subjects}) == 1 else subjects,
            number=None,
            classes=tuple(asking.reader.group(group) for group, _ in courses),
        )
    for piece in (*left, *rest):
        asking.lose(piece.label)


def _pairs(lessons: Iterable[Activity]) -> set[Pair]:
    return {frozenset(pair) for pair in combinations(dict.fromkeys(a.id for a in lessons), 2)}
