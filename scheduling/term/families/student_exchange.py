"""F27: pupils who visit another school, or a base: classes or grades in turn, or some in pairs."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.text import Text
from scheduling.term.activity import Activity
from scheduling.term.circles import circle
from scheduling.term.events import OFFLINE
from scheduling.term.families.handed_in import HandedInFamily
from scheduling.term.families.held import HeldFamily
from scheduling.term.half_days import AFTERNOON, MORNING
from scheduling.term.naming import called
from scheduling.term.venues import AT_MEMBERS, VENUE_OF, place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.models import ClassGroup
    from scheduling.term.activity import Option
    from scheduling.term.dates import Span
    from scheduling.term.families.base import Need

SMALL, FAR = 3, 30  # pupils up to this grade are not taken further than so many minutes
BUS, VISIT = "bus", "visit"
MANY = 10_000


class Trip(NamedTuple):
    """Who goes at a time: pupils of some classes; ``whole``: the classes as they are."""

    name: Text
    classes: tuple[ClassGroup, ...]
    pupils: int
    whole: bool = True


class StudentExchange(HandedInFamily, HeldFamily):
    """So many visits of each member in a window: its pupils to the core, or the core's to it.

    Whole classes have no lessons meanwhile: their teachers supervise first. Of single pupils the
    classes go on. One host has one visit at a time, and there is one trip of the buses at a time;
    whoever does not fit into them goes on another date. At each school a leader looks after safety.
    """

    family: ClassVar[str] = "student_exchange"

    def activities(self) -> Iterator[Activity]:
        """Yield the visits of each member, in each direction, and what the pupils do besides."""
        for member in (s.id for s in self.frame.members):
            for origin, host in self._ways(member):
                yield from self._visits(origin, host)
        yield from self._items()

    def needs(self, activities: Sequence[Activity]) -> Iterator[Need]:
        """Yield the visits, by who goes where, and what the pupils do besides."""
        names = {s.id: s.name for s in self.community.schools}
        ways = {self.key(a, b): (names[a], names[b]) for a in names for b in names}
        for need in super().needs(activities):
            way = ways.get(next(iter(need.activities[0].counts_for), ""))
            about = way and Text("→".join(way), " to ".join(way))
            yield need._replace(about=about)

    def _ways(self, member: str) -> Iterator[tuple[str, str]]:
        """Yield from where to where pupils go."""
        core, host = self.community.core.id, self.given("host")
        if host is None and VENUE_OF.get(self.given("what") or "") in AT_MEMBERS:
            host = "member"
        both = self.given("both_ways") or host == "in_turn"
        if both or host != "member":
            yield member, core
        if both or host == "member":
            yield core, member

    def _visits(self, origin: str, host: str) -> Iterator[Activity]:
        trips, key = self._trips(origin, host), self.key(origin, host)
        wanted = list(self.wanted(key)) if trips else []
        in_all = sum(times for _, times in wanted)
        turn = self.frame.done.get(key, in_all if self.frame.term.semester > 1 else 0)
        for span, times in wanted:
            for _ in range(times):
                for part, trip in enumerate(trips[turn % len(trips)]):
                    yield self._visit(trip, span, origin, host, f"{turn}.{part}")
                turn += 1

    def _visit(self, trip: Trip, span: Span, origin: str, host: str, number: str) -> Activity:
        """Return one visit of a trip."""
        classes = tuple(c.id for c in trip.classes) if trip.whole else ()
        what, to = (
            called(self.given("what") or "", self.rule.title),
            self.community.school_by_id[host],
        )
        guides, safety = self._supervisors(trip, origin), self._safety(origin, host)
        people = tuple(dict.fromkeys([*guides, *safety]))
        venue = place(VENUE_OF.get(self.given("what") or "", VISIT), host)
        return Activity(
            id=self.key(origin, host, f"{span.first:%m%d}", number),
            rule=self.rule.id,
            name=Text(
                f"{what.zh}（{trip.name.zh}→{to.name}）", f"{what.en} ({trip.name.en} to {to.name})"
            ),
            times=1,
            span=span,
            options=tuple(self._when(span, people, trip, host)),
            people=people,
            classes=classes,
            mode=OFFLINE,
            host=host,
            takes=(venue, *((BUS,) if self.given("seats") else ())),
            sequence=self.key(origin, host, number.rpartition(".")[2]),
            gap_weeks=self.given("gap_weeks") or 0,
            counts_for=(self.key(origin, host),),
            note=self._note(trip, guides, safety),
        )

    def _note(self, trip: Trip, guides: Sequence[str], safety: Sequence[str]) -> str:
        names = self.community.called
        said = [f"学生{trip.pupils}人", f"带队：{'、'.join(names[t] for t in guides)}"]
        if safety:
            said.append(f"安全：{'、'.join(names[t] for t in safety)}")
        return "；".join(said)

    def _trips(self, origin: str, host: str) -> list[list[Trip]]:
        """Return who goes in turn: for each visit the trips that it takes, as the seats allow."""
        found = []
        for cohort in self._cohorts(origin, host):
            school = self.community.school_by_id[origin].name
            if pupils := self.given("pupils"):
                name = Text(f"{school}学生{pupils}人", f"{pupils} pupils of {school}")
                found.append([Trip(name, tuple(cohort), pupils, whole=False)])
            else:
                found.append(list(self._loads(cohort, school)))
        return found

    def _cohorts(self, origin: str, host: str) -> list[list[ClassGroup]]:
        """Return the grades or classes that take turns; all together where single pupils go."""
        grades = self.given("grades")
        groups = [
            c
            for c in self.community.classes
            if self.community.school_by_id[c.school].member == origin
            and (not grades or set(grades) & set(c.grades))
        ]
        if not grades and (self.frame.minutes(origin, host) or 0) > FAR:
            groups = [c for c in groups if c.grade > SMALL] or groups
        if not groups:
            return []
        if self.given("pupils"):
            return [groups]
        by_grade = self.given("by_grade")
        if by_grade is None:
            by_grade = VENUE_OF.get(self.given("what") or "") in AT_MEMBERS
        if not by_grade:
            return [[c] for c in groups]
        return [[c for c in groups if c.grade == g] for g in sorted({c.grade for c in groups})]

    def _loads(self, cohort: Sequence[ClassGroup], school: str) -> Iterator[Trip]:
        """Yield the trips of some classes: as many at a time as there are seats for.

        A class with more pupils than seats goes in parts; it has its lessons meanwhile.
        """
        seats = self.given("seats") or MANY
        load: list[ClassGroup] = []
        for group in cohort:
            parts = 1
            while self._seated(math.ceil(group.pupils / parts)) > seats and parts < group.pupils:
                parts += 1
            if parts > 1:
                pupils = math.ceil(group.pupils / parts)
                name = Text(f"{school}{group.name}", f"{group.name} of {school}")
                yield from [Trip(name, (group,), pupils, whole=False)] * parts
                continue
            if load and self._seated(sum(c.pupils for c in [*load, group])) > seats:
                yield _trip(load, school)
                load = []
            load.append(group)
        if load:
            yield _trip(load, school)

    def _seated(self, pupils: int) -> int:
        """Return how many seats some pupils and those who go with them take."""
        return pupils + self._guides(pupils) + 1

    def _guides(self, pupils: int) -> int:
        each: int = self.given("supervise")
        return max(1, math.ceil(pupils / each))

    def _supervisors(self, trip: Trip, origin: str) -> list[str]:
        """Return who goes with the pupils: class teachers, then who teaches them, then others."""
        ids = {c.id for c in trip.classes}
        here = {t.id for s in {c.school for c in trip.classes} for t in self.frame.staff[s]}
        own = sorted(t for t in here if self.community.teacher_by_id[t].class_teacher_of in ids)
        periods = Counter(
            who
            for who, rows in self.frame.standing.items()
            for x in rows
            if x.lesson.class_id in ids
        )
        teach = [t for t, _ in periods.most_common() if t in here]
        others = sorted(here, key=lambda t: (len(self.frame.standing.get(t, ())), t))
        return list(dict.fromkeys([*own, *teach, *others]))[: self._guides(trip.pupils)]

    def _safety(self, origin: str, host: str) -> list[str]:
        """Return a leader of each school, the one with the fewest lessons."""
        found = []
        for school in (origin, host):
            leaders = circle(self.frame, [school], "leaders")
            found += sorted(leaders, key=lambda t: (len(self.frame.standing.get(t, ())), t))[:1]
        return found

    def _when(self, span: Span, people: Sequence[str], trip: Trip, host: str) -> Iterator[Option]:
        """Yield when a trip can be: by day, and no class loses more lessons than it may."""
        half, most = self.given("half_day"), self.given("max_lost")
        classes = [c.id for c in trip.classes] if trip.whole else []
        for option in self.sessions.of(
            span,
            people,
            host,
            halves=(half,) if half else (MORNING, AFTERNOON),
            weekday=self.given("weekday"),
            whole_day=self.given("length") == "day",
            gone=classes,
        ):
            if most is None or all(self._lost(c, option, host) <= most for c in classes):
                yield option

    def _lost(self, class_id: str, option: Option, host: str) -> int:
        """Return the lessons of a class that do not happen."""
        day = self.frame.day_of[option.date]
        school = self.community.class_by_id[class_id].school
        there, back = (self.frame.minutes(*way) or 0 for way in ((school, host), (host, school)))
        return len(
            {
                x.start
                for rows in self.frame.standing.values()
                for x in rows
                if x.lesson.class_id == class_id and x.is_held(day)
                if x.start < option.end + back and option.start - there < x.end
            }
        )

    def _items(self) -> Iterator[Activity]:
        """Yield what the pupils of each school do besides, by the end of each window."""
        for span in self.frame.spans(self.rule) if self.given("items") else ():
            for item in self.given("items"):
                for school in (self.community.core, *self.frame.members):
                    name = called(item, Text(item, item))
                    text = Text(f"{name.zh}（{school.name}学生）", f"{name.en} ({school.name})")
                    yield from self.due(item, text, span.last, school.id)


def _trip(classes: Sequence[ClassGroup], school: str) -> Trip:
    """Return the trip of some whole classes."""
    zh = "、".join(c.name for c in classes)
    return Trip(
        Text(f"{school}{zh}", f"{zh} of {school}"), tuple(classes), sum(c.pupils for c in classes)
    )
