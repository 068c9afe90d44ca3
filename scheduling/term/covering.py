"""Who looks after the lessons and duties of those at an event, or elsewhere for some weeks.

For each somebody at the same school who has none at that time, guests included: first
whoever teaches the class, then the subject, of a duty a colleague of the same grade or subject; of
these whoever has covered least so far, that day included. For the weeks of a short stay the lessons
are taught on: the subject comes before the class, then whoever can have most of the lessons of that
class and subject; and whoever has had one of them keeps them, where that can be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from scheduling.term.absences import Missed, absences, left_by_stays
from scheduling.term.events import Cover, by_date
from scheduling.term.standing import once

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from community.calendar import TaughtDay
    from scheduling.term.absences import Hours
    from scheduling.term.events import DatedEvent
    from scheduling.term.frame import TermFrame
    from scheduling.term.standing import Standing
    from scheduling.term.stays import ShortStay

STRANGER, OTHER_SUBJECT = 40, 20  # prices, counted in covers that somebody has had so far
CIRCLE = 10**4  # more covers than anybody has: whoever is nearer to the lesson goes first
KNOWN = 3  # more than anything that whoever has had a course costs
WEEKS = 10  # more than all that somebody covers on a day: in the weeks of a stay courses come first
CHANGED = 10**6  # more than all of a day: nobody is told anew without need
MOST_A_DAY = 3  # lessons and duties that one person covers
_SOURCE, _SINK = -1, -2  # of a flow

Course = tuple[str, str, str]  # who teaches it, the class, the subject
Lesson = tuple[str, int, str]  # the class, its slot on a day, whose it is


def coverable(
    frame: TermFrame,
    day: TaughtDay,
    missed: Mapping[str, Sequence[Standing]],
    away: Mapping[str, Sequence[Hours]],
) -> bool:
    """Return whether there is somebody for each period that some people miss, hour by hour.

    ``away`` says when they are gone, the way included: none of them covers for another. At their
    schools, somebody is needed for the lessons of those on short stays as well.
    """
    periods = [x for some in missed.values() for x in some]
    schools = {x.school for x in periods}
    periods += [row.standing for row in left_by_stays(frame, day) if row.standing.school in schools]
    periods = once(periods)
    at_once = Counter((x.school, x.start, x.end) for x in periods)
    able = {x: idle(frame, day, x[0], x[1:], away) for x in at_once}
    in_all, here = Counter(x.school for x in periods), defaultdict[str, list[Any]](list)
    for (school, *hour), n in at_once.items():
        here[school].append((hour, n))

    def meanwhile(school: str, *hours: int) -> int:
        """Return how many periods of a school are at some minute of its hour."""
        return sum(n for hour, n in here[school] if _overlap(hours, hour))

    def others(school: str, number: int) -> int:
        """Return how many can be taken by other periods: those of its hour, and a day's most."""
        return number - 1 + (in_all[school] - 1) // MOST_A_DAY

    if all(len(able[x]) > others(x[0], meanwhile(*x)) for x in at_once):
        return True  # whoever is chosen for the others
    needs = [(x[1:], n, dict.fromkeys(able[x], 0)) for x, n in at_once.items()]
    return sum(map(len, _shared_out(frame, day, needs))) == len(periods)


def covers(
    frame: TermFrame, events: Iterable[DatedEvent], before: Iterable[Cover] = ()
) -> tuple[tuple[Cover, ...], list[tuple[TaughtDay, Missed]]]:
    """Return who covers what on the dates of events, and the periods that nobody can.

    ``before`` are covers that stay, as many of each day as still can.
    """
    by_day = by_date(events)
    found: list[Cover] = []
    lacking: list[tuple[TaughtDay, Missed]] = []
    so_far = SoFar(frame)
    known: dict[dt.date, dict[Lesson, str]] = defaultdict(dict)
    for x in before:
        known[x.date][x.class_id, x.slot, x.absent] = x.teacher
    for day in frame.days:
        rows, away = absences(frame, day, by_day.get(day.date, ()))
        given, left = assign(frame, day, rows, away, so_far, known[day.date])
        so_far.add(given)
        found += [_cover(day, row, teacher) for row, teacher in given]
        lacking += [(day, row) for row in left]
    return tuple(sorted(found)), lacking


def _cover(day: TaughtDay, row: Missed, teacher: str) -> Cover:
    x = row.standing
    lesson = x.lesson
    return Cover(
        day.date, x.school, lesson.class_id, x.slot, lesson.subject, row.teacher, teacher, row.event
    )


def assign(
    frame: TermFrame,
    day: TaughtDay,
    rows: Sequence[Missed],
    away: Mapping[str, Sequence[Hours]],
    so_far: SoFar,
    known: Mapping[Lesson, str] = MappingProxyType({}),
) -> tuple[list[tuple[Missed, str]], list[Missed]]:
    """Return who covers which period of a day, and what nobody can; a cheapest flow.

    ``known`` is who was to, and does where that can be.
    """
    turns: dict[tuple[str, object, str], list[Missed]] = defaultdict(list)
    for row in rows:
        x = row.standing
        was = known.get((x.lesson.class_id, x.slot, row.teacher), "")
        turns[row.teacher, x.turn, was].append(row)
    needs = []
    for (_, _, was), (row, *_) in turns.items():
        prices = {}
        for who in free(frame, day, row.standing, away):
            prices[who] = so_far.price(row, who) + CHANGED * (was not in ("", who))
        needs.append(((row.standing.start, row.standing.end), 1, prices))
    given, left = list[tuple[Missed, str]](), list[Missed]()
    for some, people in zip(turns.values(), _shared_out(frame, day, needs), strict=True):
        given += [(row, who) for row in some for who in people]
        left += [] if people else some
    return given, left


def _overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _shared_out(
    frame: TermFrame, day: TaughtDay, needs: Sequence[tuple[Hours, int, Mapping[str, int]]]
) -> list[list[str]]:
    """Return who looks after periods: as many as can be, and among these the cheapest.

    ``needs`` are the minutes of some, how many there are, and at what price who can have one.
    Where bells differ and somebody has two that overlap, the later one is for others.
    """
    left = [(hours, number, dict(able)) for hours, number, able in needs]
    while True:
        found = _flow(frame, day, [(hours[0], number, able) for hours, number, able in left])
        taken: dict[str, list[int]] = defaultdict(list)
        for i, people in enumerate(found):
            for who in people:
                taken[who].append(i)
        twice = [
            (max(pair, key=lambda i: left[i][0]), who)
            for who, some in taken.items()
            for pair in combinations(some, 2)
            if _overlap(left[pair[0]][0], left[pair[1]][0])
        ]
        if not twice:
            return found
        later, who = twice[0]
        del left[later][2][who]


def _flow(
    frame: TermFrame, day: TaughtDay, needs: Sequence[tuple[int, int, Mapping[str, int]]]
) -> list[list[str]]:
    """Return who looks after periods that start at some minute, whatever overlaps.

    Each further one of the day costs its person one more. A flow from them over who can look after
    them then: one unit, one cover.
    """
    if not needs:
        return []
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # an audit does without

    flow, nodes, arcs = SimpleMinCostFlow(), dict[object, int](), dict[object, int]()

    def arc(tail: object, head: object, capacity: int, price: int = 0) -> None:
        if (tail, head, price) not in arcs:
            ends = (nodes.setdefault(end, len(nodes)) for end in (tail, head))
            found = flow.add_arc_with_capacity_and_unit_cost(*ends, capacity, price)
            arcs[tail, head, price] = found

    for i, (start, number, able) in enumerate(needs):
        arc(_SOURCE, i, number)
        for who, price in able.items():
            at = (who, start)
            arc(i, at, 1, price)
            arc(at, who, 1)
            for further in range(most_covers(frame, day, who)):
                arc(who, _SINK, 1, further)
    if _SINK not in nodes:
        return [[] for _ in needs]
    wanted = sum(number for _, number, _ in needs)
    flow.set_node_supply(nodes[_SOURCE], wanted)
    flow.set_node_supply(nodes[_SINK], -wanted)
    flow.solve_max_flow_with_min_cost()
    return [
        [who for who, price in able.items() if flow.flow(arcs[i, (who, start), price])]
        for i, (start, _, able) in enumerate(needs)
    ]


def most_covers(frame: TermFrame, day: TaughtDay, who: str) -> int:
    """Return how many one covers on a day, duties too; a guest who teaches, as many as at home."""
    at_home = frame.guests.get(who, 0) if who in frame.stays.on(day) else 0
    return max(MOST_A_DAY, at_home)


def free(
    frame: TermFrame, day: TaughtDay, x: Standing, away: Mapping[str, Sequence[Hours]]
) -> list[str]:
    """Return who can look after a period: at the school, not in class, nor on duty, not away."""
    return idle(frame, day, x.school, (x.start, x.end), away)


def idle(
    frame: TermFrame,
    day: TaughtDay,
    school: str,
    hours: Hours,
    away: Mapping[str, Sequence[Hours]] = MappingProxyType({}),
) -> list[str]:
    """Return who is at a school on a day at some hours, not in class, nor on duty, not away."""
    start, end = hours

    def is_here(who: str) -> bool:
        return all(until <= start or end <= since for since, until in away.get(who, ()))

    return [who for who in frame.idle(school, day, start, end) if is_here(who)]


class SoFar:
    """Who has covered how often before a day, and what it costs that somebody covers a period."""

    def __init__(self, frame: TermFrame) -> None:
        self.frame = frame
        self.covers: Counter[str] = Counter()
        self._had: dict[Course, Counter[str]] = defaultdict(Counter)  # who has covered it so often
        self._same: set[tuple[Standing, str]] = set()
        self._known: dict[tuple[str, Course], tuple[int, Counter[str]]] = {}

    def add(self, given: Iterable[tuple[Missed, str]]) -> None:
        """Note who covers what."""
        for row, who in given:
            self.covers[who] += 1
            self._had[_course(row)][who] += 1
            self._same.add((row.standing, who))

    def price(self, row: Missed, who: str) -> int:
        """Return what it costs that somebody covers a period; see the head of the file."""
        lesson, so_far = row.standing.lesson, self.covers[who]
        knows_class = who in self.frame.presence.taught.get(lesson.class_id, {})
        knows = self._knows(row, who)
        if stay := self.frame.stays.by_id.get(row.event):
            if (row.standing, who) in self._same:
                return 0
            if times := (had := self._had[_course(row)])[who]:
                return WEEKS * (1 + (times < max(had.values())))
            price = (0 if knows else STRANGER) + (0 if knows_class else OTHER_SUBJECT)
            price += KNOWN + self._lacking(stay, row, who) + min(so_far, OTHER_SUBJECT)
            return WEEKS * price
        return so_far + CIRCLE * (0 if knows_class else 1 if knows else 2)

    def _knows(self, row: Missed, who: str) -> bool:
        """Return whether somebody has the subject; of a duty, one in common, or the same grade."""
        known, lesson = self.frame.community.teacher_by_id, row.standing.lesson
        if not row.standing.is_duty:
            return lesson.subject in known[who].subjects
        in_common = {*known[who].subjects} & {*known[row.teacher].subjects}
        return bool(in_common) or who in self._of_grades[self._grade(lesson.class_id)]

    def _grade(self, class_id: str) -> tuple[str, int]:
        group = self.frame.community.class_by_id[class_id]
        return group.school, group.grade

    @cached_property
    def _of_grades(self) -> dict[tuple[str, int], set[str]]:
        """Who teaches in each grade of a school."""
        found: dict[tuple[str, int], set[str]] = defaultdict(set)
        for class_id, people in self.frame.presence.taught.items():
            found[self._grade(class_id)].update(people)
        return found

    def _lacking(self, stay: ShortStay, row: Missed, who: str) -> int:
        """Return a price for the share of a course's lessons that somebody is not idle for."""
        key = stay.id, _course(row)
        if key not in self._known:
            held, idle_for, course = 0, Counter[str](), _course(row)
            for day in (self.frame.day_of[date] for date in stay.dates):
                for x in self.frame.asked_of(stay.teacher, day):
                    if _course(Missed(x, stay.teacher)) == course:
                        held += 1
                        idle_for.update(self.frame.idle(x.school, day, x.start, x.end))
            self._known[key] = held, idle_for
        held, times = self._known[key]
        return STRANGER * (held - times[who]) // held


def _course(row: Missed) -> Course:
    return row.teacher, row.standing.lesson.class_id, row.standing.lesson.subject
