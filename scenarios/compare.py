"""Two plans side by side: which placements and lessons moved, for whom, and cost by rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from community.codes import PlacementStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from community.rule import Violation
    from community.text import Text
    from rotation.solution import Placement, Roster
    from scenarios.plan import Plan
    from scenarios.variation import Variation
    from scheduling.timetable import ClassDuty, ClassLesson


Place: TypeAlias = "tuple[str, str, int, int]"  # school, class, weekday, order of the slot


class MoveKind(StrEnum):
    """What happened to a lesson or a placement between two plans."""

    MOVED = "moved"  # another time
    HANDED_OVER = "handed_over"  # same time, another teacher, assistant or room
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class LessonMove:
    """One lesson that is not as it was; ``before`` or ``after`` is None at its ends."""

    kind: MoveKind
    before: ClassLesson | None
    after: ClassLesson | None

    @property
    def lesson(self) -> ClassLesson:
        """The lesson as it now is, or as it was."""
        lesson = self.after or self.before
        assert lesson is not None
        return lesson

    @property
    def people(self) -> tuple[str, ...]:
        """Ids of the teachers concerned, each once."""
        ends = [x for x in (self.before, self.after) if x is not None]
        named = [p for x in ends for p in (x.teacher, x.assistant) if p]
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class DutyMove:
    """A class in a slot that others look after than before; empty: nobody does."""

    place: Place
    before: tuple[ClassDuty, ...]
    after: tuple[ClassDuty, ...]


@dataclass(frozen=True, slots=True)
class PlacementMove:
    """One placement that only one of the plans has, whatever its status."""

    kind: MoveKind
    placement: Placement


@dataclass(frozen=True)
class Comparison:
    """What changed from one plan to another.

    ``lessons_before``, ``placements_before`` and ``duties_before`` count those of the first plan;
    ``cost_before`` and ``cost_after`` are by rule id, hard and soft together.
    """

    placements: tuple[PlacementMove, ...] = ()
    lessons: tuple[LessonMove, ...] = ()
    lessons_before: int = 0
    placements_before: int = 0
    duties: tuple[DutyMove, ...] = ()
    duties_before: int = 0
    cost_before: dict[str, int] = field(default_factory=dict)
    cost_after: dict[str, int] = field(default_factory=dict)
    titles: dict[str, Text] = field(default_factory=dict)  # of rules, by id
    variations: tuple[Variation, ...] = ()  # between schools

    def count(self, kind: MoveKind) -> int:
        """Return the number of lessons of one kind of move."""
        return sum(m.kind is kind for m in self.lessons)

    @property
    def moved_share(self) -> float:
        """Share of the first plan's lessons that are at another time or in other hands."""
        moved = self.count(MoveKind.MOVED) + self.count(MoveKind.HANDED_OVER)
        return moved / max(1, self.lessons_before)

    @cached_property
    def by_person(self) -> dict[str, int]:
        """Lessons moved, added or dropped for each teacher concerned, most first."""
        return dict(Counter(p for m in self.lessons for p in m.people).most_common())

    @cached_property
    def by_class(self) -> dict[str, int]:
        """Lessons moved, added or dropped for each class, most first."""
        return dict(Counter(m.lesson.class_id for m in self.lessons).most_common())


def cost_by_rule(violations: Iterable[Violation]) -> dict[str, int]:
    """Return the total cost of each rule that is charged, in order of id."""
    found: Counter[str] = Counter()
    for violation in violations:
        found[violation.rule] += violation.cost
    return dict(sorted(found.items()))


def changed_points(
    before: Sequence[Violation], after: Sequence[Violation]
) -> tuple[tuple[Violation, ...], tuple[Violation, ...]]:
    """Return the broken points that are new or cost otherwise, and those that are broken no more.

    Both in the order of their audits.
    """
    known = {(v.rule, v.point, v.cost) for v in before}
    still = {(v.rule, v.point) for v in after}
    return (
        tuple(v for v in after if (v.rule, v.point, v.cost) not in known),
        tuple(v for v in before if (v.rule, v.point) not in still),
    )


def compare(before: Plan, after: Plan) -> Comparison:
    """Return what changed between two plans that have both been checked."""
    return Comparison(
        placements=placement_moves(before.roster, after.roster),
        lessons=lesson_moves(before.week.lessons, after.week.lessons),
        lessons_before=len(before.week.lessons),
        placements_before=len(before.roster.placements),
        duties=duty_moves(before.duties, after.duties),
        duties_before=len(before.duties),
        cost_before=cost_by_rule(before.violations),
        cost_after=cost_by_rule(after.violations),
        titles={v.rule: v.title for v in (*before.violations, *after.violations) if v.title.zh},
    )


def placement_moves(before: Roster, after: Roster) -> tuple[PlacementMove, ...]:
    """Return the placements that only one of two rosters has: those gone first, then the new."""
    old, new = (
        {replace(p, status=PlacementStatus.PROPOSED): p for p in roster.placements}
        for roster in (before, after)
    )
    return (
        *(PlacementMove(MoveKind.DROPPED, p) for key, p in old.items() if key not in new),
        *(PlacementMove(MoveKind.ADDED, p) for key, p in new.items() if key not in old),
    )


def lesson_moves(
    before: Iterable[ClassLesson], after: Iterable[ClassLesson]
) -> tuple[LessonMove, ...]:
    """Pair what is left of each course once the unchanged lessons are set aside."""
    then, now = Counter(before), Counter(after)
    only_before, only_after = (sorted(x.elements()) for x in (then - now, now - then))
    courses: dict[tuple[str, str, str], tuple[list[ClassLesson], list[ClassLesson]]] = {}
    for side, lessons in enumerate((only_before, only_after)):
        for x in lessons:
            courses.setdefault((x.class_id, x.subject, x.group), ([], []))[side].append(x)
    moves: list[LessonMove] = []
    for _course, (old, new) in sorted(courses.items()):
        moves += _pair(old, new)
    return tuple(moves)


def of_posts(duties: Iterable[ClassDuty]) -> dict[Place, tuple[ClassDuty, ...]]:
    """Return the duties of each class in each slot, by where they are."""
    found: dict[Place, list[ClassDuty]] = defaultdict(list)
    for x in sorted(set(duties)):
        found[x.school, x.class_id, x.weekday, x.slot].append(x)
    return {place: tuple(some) for place, some in found.items()}


def duty_moves(before: Iterable[ClassDuty], after: Iterable[ClassDuty]) -> tuple[DutyMove, ...]:
    """Return where somebody else looks after a class, or nobody any more, in sorted order."""
    was, now = of_posts(before), of_posts(after)
    pairs = ((place, was.get(place, ()), now.get(place, ())) for place in sorted({*was, *now}))
    return tuple(DutyMove(place, old, new) for place, old, new in pairs if old != new)


def _pair(old: list[ClassLesson], new: list[ClassLesson]) -> list[LessonMove]:
    moves = []
    at_time = {_time(lesson): lesson for lesson in new}
    rest = []
    for lesson in old:
        twin = at_time.pop(_time(lesson), None)
        if twin is None:
            rest.append(lesson)
        else:
            moves.append(LessonMove(MoveKind.HANDED_OVER, lesson, twin))
    fresh = sorted(at_time.values())
    shared = min(len(rest), len(fresh))
    moves += [LessonMove(MoveKind.MOVED, a, b) for a, b in zip(rest, fresh, strict=False)]
    moves += [LessonMove(MoveKind.DROPPED, a, None) for a in rest[shared:]]
    moves += [LessonMove(MoveKind.ADDED, None, b) for b in fresh[shared:]]
    return moves


def _time(lesson: ClassLesson) -> tuple[int, int, str, int]:
    return (lesson.weekday, lesson.slot, lesson.weeks.value, lesson.periods)
