"""F10: teachers of the members come to the core to see lessons, with ``mutual`` its own to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.policy import Window
from community.rule import Deviation, Strictness
from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.term.activity import Activity
from scheduling.term.dates import ceil, windows
from scheduling.term.families.base import Family, Need
from scheduling.term.half_days import AFTERNOON, MORNING
from scheduling.term.observing import ALL_DAY, OpenLessons, Visitor
from scheduling.term.sparing import spared
from scheduling.term.visiting import Visiting

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from community.models import School, Teacher
    from scheduling.term.activity import Option
    from scheduling.term.dates import Span
    from scheduling.term.draft import Draft
    from scheduling.term.events import DatedEvent, TermCalendar

FEW = 3  # lessons of a subject that make a day of observing; where the core has less, any count
TITLES = {
    "spared": Text("每节课都有人上", "somebody for every lesson"),
    "room": Text("听课人数不超过课堂容量", "no more observers than lessons have room for"),
}


class Visit(NamedTuple):
    """What somebody, or a batch, comes for: so many lessons each time."""

    activity: Activity
    need: int


class ObservationQuota(Family):
    """Each of the members' teachers who are to come is at the core so often, a day at a time.

    With ``mutual`` the core's teachers are at the members as often, at one after the other.

    Who has come least comes first; the lessons at home are covered, so on each day only as many of
    a school are away as the others can stand in for. What they see is chosen when the dates are
    known (``scheduling.term.observing``).
    """

    family: ClassVar[str] = "observation_quota"

    def activities(self) -> Iterator[Activity]:
        """Yield the visits of each person or batch, in each window or month."""
        yield from (visit.activity for visit in self.visits.values())

    @cached_property
    def visits(self) -> dict[str, Visit]:
        """The visits by the id of their activity."""
        found: dict[str, Visit] = {}
        for school in self.visiting.schools:
            came = Counter({t.id: self._came(t) for t in self.visiting.staff(school)})
            for span in self.frame.spans(self.rule):
                batches = self.visiting.batches(school, span, came, self._can_come)
                for some, host in batches:
                    came.update(t.id for t in some)
                    found |= {v.activity.id: v for v in self._of(school, host, some, span)}
        return found

    @cached_property
    def visiting(self) -> Visiting:
        """Whose turn it is."""
        return Visiting(self.frame, self.rule)

    def _came(self, teacher: Teacher) -> int:
        return self.frame.done.get(self.key(teacher.id), 0) if self.given("in_turn") else 0

    def _can_come(self, span: Span, teacher: Teacher, host: str) -> bool:
        return any(self._options(span, (teacher,), host))

    def _of(
        self, member: School, host: School, some: tuple[Teacher, ...], span: Span
    ) -> Iterator[Visit]:
        """Yield the visits of some people who come together, less what other rules ask of them."""
        names = [self.community.called[t.id] for t in some]
        zh, en = (f"{names[0]}等{len(some)}人", f"{names[0]} and {len(some) - 1} more")
        zh, en = (zh, en) if len(some) > 1 else (names[0], names[0])
        parts, days = [span], self.given("days_per_month")
        if days is not None:
            parts = [x for x in windows(self.frame.days, self.frame.term, Window.MONTH)]
            parts = [x for x in parts if x.first in span or span.first in x]
        for part in parts:
            options = list(self._options(part, some, host.id))
            times, need = (days, 1) if days is not None else self._times(options, some)
            times -= min(self._elsewhere(t.id, part) for t in some)
            if times <= 0:
                continue
            activity = Activity(
                id=self.key(some[0].id, f"{part.first:%m%d}"),
                rule=self.rule.id,
                name=Text(f"{zh}到{host.name}听课", f"{en} at {host.name}, to see lessons"),
                times=times,
                span=part,
                options=tuple(o for o, seen in options if seen >= need),
                people=tuple(t.id for t in some),
                host=host.id,
                subject=some[0].subjects[0] if len(some) == 1 else "",
                takes=(self.key("away", member.id),) if self.given("max_absent_share") else (),
                counts_for=tuple(self.key(t.id) for t in some),
                crowd=self.key(member.id),
                is_chosen=any(map(self.given, ("share", "batch", "lessons_per_person"))),
                in_person=not self.given("share"),
            )
            yield Visit(activity, need)

    def _times(
        self, options: Sequence[tuple[Option, int]], some: Sequence[Teacher]
    ) -> tuple[int, int]:
        """Return how often they come, as seldom as can be, and the lessons of each time."""
        wanted = self.given("lessons_per_person")
        if not wanted:
            return 1, 1
        best: dict[object, int] = defaultdict(int)
        for option, seen in options:
            best[option.date] = max(best[option.date], seen)
        for times in range(1, wanted):
            need = ceil(wanted / times)
            if sum(seen >= need for seen in best.values()) >= times:
                return times, need
        return wanted, 1

    def _options(
        self, span: Span, some: Sequence[Teacher], host: str
    ) -> Iterator[tuple[Option, int]]:
        """Yield when some people can come, and how many lessons of what they teach they can see."""
        people, there = tuple(t.id for t in some), self.open[host]
        halves = (MORNING, AFTERNOON)
        found = [*self.sessions.of(span, people, host, halves=halves, whole_day=True)]
        if self.given("lessons_per_person"):
            found += self.sessions.of(span, people, host, halves=halves)
        subjects = {self._counted(t.subjects[0], host) for t in some}
        for option in found:
            day, hours = self.frame.day_of[option.date], (option.start, option.end)
            yield option, min(len(there.on(day, hours, s)) for s in subjects)

    def _counted(self, subject: str, host: str) -> str:
        """Return the subject of which so many lessons are to be seen; "": any."""
        return subject if self.given("lessons_per_person") and subject in self._shown[host] else ""

    @cached_property
    def _shown(self) -> dict[str, set[str]]:
        """The subjects that each school has often enough on some day."""
        days = {(d.weekday, d.week % 2): d for d in self.frame.days}
        return {
            host: {
                s.id
                for s in self.community.subjects
                if any(len(there.on(d, ALL_DAY, s.id)) >= FEW for d in days.values())
            }
            for host, there in self.open.items()
        }

    @cached_property
    def open(self) -> dict[str, OpenLessons]:
        """What each school shows that visitors come to."""
        hosts = [self.community.core, *(self.frame.members if self.given("mutual") else [])]
        return {s.id: OpenLessons(self.frame, s.id, self.given("per_lesson")) for s in hosts}

    def _elsewhere(self, teacher: str, span: Span) -> int:
        """Return how often somebody comes in a span for rules that stand before this one."""
        return sum(
            visit.activity.times
            for other in self._before
            for visit in other.visits.values()
            if teacher in visit.activity.people and visit.activity.span.first in span
        )

    @cached_property
    def _before(self) -> list[ObservationQuota]:
        """The rules of this family before this one, those that must be kept first."""
        rules = [r for r in self.community.policy.of(self.family) if r.enabled]
        rules.sort(key=lambda r: r.strictness is not Strictness.HARD)
        first = rules[: rules.index(self.rule)]
        return [ObservationQuota(self.frame, self.sessions, rule) for rule in first]

    def needs(self, activities: Sequence[Activity]) -> Iterator[Need]:
        """Yield the visits; of those that are counted in lessons, how many each time."""
        for need in super().needs(activities):
            visit = self.visits.get(need.activities[0].id)
            if self.given("lessons_per_person") and visit:
                names = (self.community.called[t] for t in visit.activity.people)
                who = "、".join(names)
                about = Text(
                    f"{who}（每次听课{visit.need}节）", f"{who} ({visit.need} lessons each)"
                )
                need = need._replace(about=about)
            yield need

    def can_come(self, activity: Activity, teacher: str, event: DatedEvent) -> bool:
        """Return whether somebody can come for somebody else: who has no own turn in the window."""
        window = next(s for s in self.frame.spans(self.rule) if activity.span.first in s)
        own = (a for a in self.activities() if teacher in a.people and a.span.first in window)
        staff = {t.id for m in self.visiting.schools for t in self.visiting.staff(m)}
        return teacher in staff and not any(own)

    def places(self) -> Mapping[str, int]:
        """Return how many of each member may be away at once."""
        share = self.given("max_absent_share")
        if not share:
            return {}
        staff = {m.id: self.visiting.staff(m) for m in self.visiting.schools}
        return {self.key("away", m): max(1, ceil(share * len(own))) for m, own in staff.items()}

    def restrict(self, draft: Draft, everything: Sequence[Activity]) -> None:
        """State how many can be spared at each school, and how many the lessons seen hold."""
        for host in self.open:
            visits = [v for v in self.visits.values() if v.activity.host == host]
            going = [v.activity for v in visits]
            self._limit(draft, "spared", spared(self.frame, draft, going))
            self._limit(draft, "room", self._held(draft, host, visits))

    def _limit(
        self, draft: Draft, name: str, spreads: Iterable[tuple[list[Activity], Spread]]
    ) -> None:
        """State how many of some activities there can be at once."""
        by_group: dict[str, list[Spread]] = defaultdict(list)
        for group, spread in spreads:
            by_group[draft.group(group)].append(spread)
        for events, some in by_group.items():
            draft.add(
                SpreadEvents(
                    id=self.key(name),
                    title=TITLES[name],
                    applies_to=AppliesTo(event_groups=(events,)),
                    spreads=tuple(some),
                )
            )

    def _held(
        self, draft: Draft, host: str, visits: Iterable[Visit]
    ) -> Iterator[tuple[list[Activity], Spread]]:
        """Yield for each day that no more come, of a subject and in all, than lessons have room."""
        there = self.open[host]
        by_subject: dict[str, list[Visit]] = defaultdict(list)
        for visit in visits:
            by_subject[""].append(visit)
            if visit.activity.subject:
                by_subject[visit.activity.subject].append(visit)
        for day in self.frame.days:
            for subject, some in by_subject.items():
                need = min(v.need for v in some)
                if there.counted(day, ALL_DAY, subject, need) == subject:
                    most = there.room(day, ALL_DAY, subject, need)
                    going = [v.activity for v in some if day.date in v.activity.span]
                    if most < len(going):
                        yield going, Spread(draft.dates([day.date]), 0, most)

    def complete(self, calendar: TermCalendar) -> TermCalendar:
        """Return a calendar with the lessons that its visitors see."""
        for host, there in self.open.items():
            seen = there.shown(calendar, self._visitors(calendar, host))
            calendar = replace(calendar, observed=tuple(sorted([*calendar.observed, *seen])))
        return calendar

    def _visitors(self, calendar: TermCalendar, host: str) -> Iterator[Visitor]:
        teachers, days = self.community.teacher_by_id, self.frame.day_of
        for event in calendar.events:
            known = event.activity in self.visits or event.rule == self.rule.id
            if known and event.date in days and self._host(event) == host:
                need = self.visits[event.activity].need if event.activity in self.visits else 1
                for who in event.people:
                    yield Visitor(event, who, teachers[who].subjects[0], need)

    def _host(self, event: DatedEvent) -> str:
        """Return whose lessons are seen; one held elsewhere is a fault by itself."""
        return event.host if event.host in self.open else self.community.core.id

    def deviations(
        self, events: Sequence[DatedEvent], activities: Sequence[Activity]
    ) -> Iterator[Deviation]:
        """Yield visits that lack, and days on which too many of a school are away."""
        yield from super().deviations(events, activities)
        schools, teachers = self.community.school_by_id, self.community.teacher_by_id
        away: dict[tuple[dt.date, str], list[tuple[DatedEvent, str]]] = defaultdict(list)
        for event in events:
            for who in event.people if event.rule == self.rule.id else ():
                away[event.date, schools[teachers[who].school].member].append((event, who))
        places = self.places()
        for (date, member), rows in sorted(away.items()):
            most = places.get(self.key("away", member), len(rows))
            at_once = max(
                len({who for other, who in rows if other.start <= one.start < other.end})
                for one, _ in rows
            )
            if at_once > most:
                name = schools[member].name
                text = Text(
                    f"{name}在{date:%Y-%m-%d}同时有{at_once}人外出听课，至多{most}人；请改期。",
                    f"{at_once} of {name} are away to observe on {date}, at most {most} may be.",
                )
                yield Deviation(f"{member}@{date}", at_once - most, text)

    def further(self, calendar: TermCalendar) -> Iterator[Deviation]:
        """Yield visitors who see too few lessons, and lessons that are not as is said."""
        settled = self.frame.past.settled
        for host, there in self.open.items():
            visitors = [v for v in self._visitors(calendar, host) if v.event.id not in settled]
            yield from there.faults(calendar, visitors)
