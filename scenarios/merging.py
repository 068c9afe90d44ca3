"""Merging: what a school changed in its part of a timetable goes into the plan as it now is.

Three timetables of the part: the base, as it was sent out; ours, as the plan now is; theirs, as it
came back. What only they changed is taken over, what both changed in different ways is a conflict.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenarios.audit import accepted, audited
from scenarios.calendars import keeping_calendar, with_calendar_before
from scenarios.compare import LessonMove, MoveKind, duty_moves, lesson_moves, of_posts
from scenarios.handing_out import with_duties
from scenarios.merging_duties import NO_DUTIES, MergedDuties, merged_duties
from scenarios.plan import Plan, PlanResult
from scenarios.planning import make_plan, plan_under
from scenarios.whatif import PRICE_PER_LESSON
from scheduling.duties.check import FAMILY
from scheduling.duties.handing_out import PHASE
from scheduling.term.events import NO_CALENDAR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community
    from community.rule import Violation
    from community.text import Text
    from scenarios.compare import DutyMove
    from scenarios.merging_duties import DutyConflict
    from scheduling.timetable import ClassDuty, ClassLesson
    from solving.outcome import Budget, Listener

_TIME = ("weekday", "slot", "weeks", "periods")
_SEPARATE = (_TIME, ("teacher",), ("room",), ("assistant",), ("series",))


@dataclass(frozen=True, slots=True)
class Part:
    """What came back: lessons of some classes, as they were sent out and as they are now.

    ``place`` is the file; ``school`` is empty for a table that is not a school's workbook. Where it
    is not known what was sent out (``knows_base``), the plan as it now is stands in for it.
    """

    place: str
    school: str
    base: tuple[ClassLesson, ...]
    lessons: tuple[ClassLesson, ...]
    knows_base: bool
    duties_sent: tuple[ClassDuty, ...] = ()
    duties: tuple[ClassDuty, ...] | None = None  # None: nothing came back of them

    def holds(self, lesson: ClassLesson) -> bool:
        """Return whether a lesson of the plan belongs to this part."""
        if self.school:
            return lesson.school == self.school
        return any(lesson.class_id == x.class_id for x in self.lessons)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A lesson that both sides changed, each in another way; None where a side took it out."""

    base: ClassLesson
    ours: ClassLesson | None
    theirs: ClassLesson | None


@dataclass(frozen=True, slots=True)
class Merged:
    """The lessons of the part after merging, what was taken over, and what was not."""

    lessons: tuple[ClassLesson, ...]
    taken: tuple[LessonMove, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    duties: MergedDuties = NO_DUTIES

    @property
    def all_conflicts(self) -> list[Conflict | DutyConflict]:
        """The conflicts of lessons, then of duties."""
        return [*self.conflicts, *self.duties.conflicts]


@dataclass(frozen=True, slots=True)
class MergeResult:
    """The plan before, what each part changed, and the plan after; both plans are audited.

    ``planned`` is how mending ended, None when there was nothing to mend or nobody asked for it.
    """

    before: Plan
    parts: tuple[Part, ...]
    done: tuple[Merged, ...]
    merged: Plan
    planned: PlanResult | None = None
    notes: tuple[Text, ...] = ()  # what people should know of the calendar

    @property
    def plan(self) -> Plan:
        """The mended plan, or the merged one."""
        return (self.planned and self.planned.plan) or self.merged

    @property
    def conflicts(self) -> list[Conflict | DutyConflict]:
        """The conflicts of all parts."""
        return [x for found in self.done for x in found.all_conflicts]

    @property
    def moves(self) -> tuple[LessonMove, ...]:
        """The further moves that mended the plan."""
        return lesson_moves(self.merged.week.lessons, self.plan.week.lessons)

    @property
    def duty_moves(self) -> tuple[DutyMove, ...]:
        """The duties that mending has given to others."""
        return duty_moves(self.merged.duties, self.plan.duties)

    @property
    def undone(self) -> int:
        """Number of changes of the parts that mending has taken back or changed again."""
        now, held = set(self.plan.week.lessons), of_posts(self.plan.duties)
        lessons = sum(m.after not in now for f in self.done for m in f.taken if m.after)
        lessons += self._brought_back()
        duties = (m for f in self.done for m in f.duties.taken)
        return lessons + sum(held.get(m.place, ()) != m.after for m in duties)

    def _brought_back(self) -> int:
        """Return how many lessons that a part took out mending has put in again, at any time."""
        taken_out = Counter(
            _course(m.before) for f in self.done for m in f.taken if m.before and not m.after
        )
        put_in = Counter(map(_course, self.plan.week.lessons))
        put_in.subtract(map(_course, self.merged.week.lessons))
        return sum(max(0, min(n, put_in[course])) for course, n in taken_out.items())


def merge(
    community: Community,
    plan: Plan,
    parts: Iterable[Part],
    *,
    theirs_win: bool = False,
    budget: Budget | None = None,
    listener: Listener | None = None,
) -> MergeResult:
    """Put what came back into a plan, part after part; mend what that broke within a budget.

    In a conflict the plan's lesson stays, unless theirs are to win.
    """
    now, parts, done = plan, tuple(parts), list[Merged]()
    for part in parts:
        ours = [x for x in now.week.lessons if part.holds(x)]
        others = [x for x in now.week.lessons if not part.holds(x)]
        found = merged(part.base, ours, part.lessons, theirs_win=theirs_win)
        week = replace(now.week, lessons=tuple(sorted([*others, *found.lessons])))
        if part.duties is not None:
            own = [x for x in now.duties if x.school == part.school]
            held = merged_duties(part.duties_sent, own, part.duties, theirs_win=theirs_win)
            rest = (x for x in now.duties if x.school != part.school)
            now, found = (
                replace(now, duties=tuple(sorted([*rest, *held.duties]))),
                replace(found, duties=held),
            )
        now, done = replace(now, week=week), [*done, found]
    bare = audited(community, replace(now, calendar=NO_CALENDAR))
    now, notes = keeping_calendar(community, plan, now)
    planned = None
    if budget and bare.hard_violations:  # what a calendar alone lacks no timetable can mend
        planned = _mended(community, now, bare.hard_violations, budget, listener)
    now = audited(community, now)
    return MergeResult(audited(community, plan), parts, tuple(done), now, planned, tuple(notes))


def merged(
    base: Iterable[ClassLesson],
    ours: Iterable[ClassLesson],
    theirs: Iterable[ClassLesson],
    *,
    theirs_win: bool = False,
) -> Merged:
    """Merge three timetables of one part; in a conflict our lesson stays, or theirs is to win."""
    base, ours = list(base), list(ours)
    our_moves = lesson_moves(base, ours)
    changed = {move.before: move.after for move in our_moves if move.before}
    added = Counter(move.after for move in our_moves if not move.before)
    found, taken, conflicts = Counter(ours), list[LessonMove](), list[Conflict]()
    for move in lesson_moves(base, theirs):
        was, now, new = move.before, move.before, move.after
        if was is None and added[new]:
            added[new] -= 1  # both have added it
            continue
        if was is not None and was in changed:
            now = changed[was]
            if now == new:
                continue
            both = _combined(was, now, new)
            if both is None:
                conflicts.append(Conflict(was, now, new))
                both = new if theirs_win else now
            if both == now:
                continue
            new = both
        found.subtract([now] if now else [])
        found.update([new] if new else [])
        taken.append(LessonMove(_kind(now, new), now, new))
    return Merged(tuple(sorted(found.elements())), tuple(taken), tuple(conflicts))


def _combined(
    base: ClassLesson, ours: ClassLesson | None, theirs: ClassLesson | None
) -> ClassLesson | None:
    """Return a lesson with the changes of both sides; None where they changed the same thing."""
    if ours is None or theirs is None:
        return None
    for fields in _SEPARATE:
        was, mine, new = ([getattr(x, f) for f in fields] for x in (base, ours, theirs))
        if new != was and mine not in (was, new):
            return None
        if new != was:
            ours = replace(ours, **dict(zip(fields, new, strict=True)))
    return ours


def _course(lesson: ClassLesson) -> tuple[str, str, str]:
    return lesson.class_id, lesson.subject, lesson.group


def _kind(before: ClassLesson | None, after: ClassLesson | None) -> MoveKind:
    if before is None or after is None:
        return MoveKind.DROPPED if before else MoveKind.ADDED
    same_time = all(getattr(before, f) == getattr(after, f) for f in _TIME)
    return MoveKind.HANDED_OVER if same_time else MoveKind.MOVED


def _mended(
    community: Community,
    plan: Plan,
    broken: Iterable[Violation],
    budget: Budget,
    listener: Listener | None,
) -> PlanResult:
    """Plan again, with the fewest moves from a plan that breaks hard rules.

    The roster stays as it is, unless it breaks hard rules itself; where duties alone do, the
    timetable stays, too.
    """
    if all(v.family == FAMILY for v in broken):
        bare = replace(plan, calendar=NO_CALENDAR)
        made, lacking = with_duties(
            community, bare, budget, plan.duties, firm=True, listener=listener
        )
        if not lacking:
            status = made.reports[PHASE].status
            made, told = with_calendar_before(community, plan, made)
            mended = accepted(community, made)
            return PlanResult(mended, status, (), made.reports, notes=told)
    roster = audited(community, Plan(community.id, plan.roster))
    if roster.hard_violations:
        return make_plan(
            community, budget, base=plan, price_per_lesson=PRICE_PER_LESSON, listener=listener
        )
    return plan_under(
        *(community, plan, plan.week.term, budget),
        price_per_lesson=PRICE_PER_LESSON,
        listener=listener,
    )
