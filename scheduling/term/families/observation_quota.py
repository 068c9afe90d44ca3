"""F10: teachers of the members come to the core to see lessons."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.policy import Window
from community.rule import Deviation, Strictness
from community.standing import Category
from community.text import Text
from scheduling.rules.base import AppliesTo
from scheduling.rules.spread_events import Spread, SpreadEvents
from scheduling.term.activity import Activity
from scheduling.term.dates import ceil, windows
from scheduling.term.families.base import Family, Need
from scheduling.term.half_days import AFTERNOON, MORNING
from scheduling.term.observing import ALL_DAY, CoreLessons, Visitor
from scheduling.term.sparing import spared

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

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
        for member in self.frame.members:
            came = Counter({t.id: self._came(t) for t in self._staff(member)})
            for span in self.frame.spans(self.rule):
                for some in self._who(member, span, came):
                    came.update(t.id for t in some)
                    found |= {v.activity.id: v for v in self._of(member, some, span)}
        return found

    def _came(self, teacher: Teacher) -> int:
        return self.frame.done.get(self.key(teacher.id), 0) if self.given("in_turn") else 0

    def _staff(self, member: School) -> list[Teacher]:
        """Return the teachers of a member, of its teaching points too, who may be to come."""
        schools, who = self.community.school_by_id, self.given("who") or "any"
        staff = [t for t in self.community.teachers if schools[t.school].member == member.id]
        if who == "young":
            year = self.frame.term.school_year
            return [t for t in staff if Category.YOUNG.includes(t, year)]
        if who == "rural_subjects":
            return [t for t in staff if set(t.subjects) & set(member.weak_subjects)]
        return staff

    def _who(
        self, member: School, span: Span, came: Mapping[str, int]
    ) -> Iterator[tuple[Teacher, ...]]:
        """Yield who comes in a window, in batches: those who have come least, of those there."""
        staff = self._staff(member)
        total = ceil(len(staff) * (self.given("share") or 1.0))
        there = {t.id for s in self._schools(member) for t in self.frame.staff[s]}
        turn = span.done(total)  # of a year that has begun: those before had their turn
        order = [t for t in (*staff[turn:], *staff[:turn]) if t.id in there]
        if self.given("share"):
            order.sort(key=lambda t: (not any(self._options(span, (t,))), came[t.id]))
        else:
            order.sort(key=lambda t: came[t.id])
        chosen, batch = order[: span.times(total)], self.given("batch") or 1
        for i in range(0, max(1, len(chosen) // batch) * batch, batch):
            last = i + 2 * batch > len(chosen)
            if some := chosen[i:] if last else chosen[i : i + batch]:
                yield tuple(some)

    def _schools(self, member: School) -> list[str]:
        return [s.id for s in self.community.schools if s.member == member.id]

    def _of(self, member: School, some: tuple[Teacher, ...], span: Span) -> Iterator[Visit]:
        """Yield the visits of some people who come together, less what other rules ask of them."""
        names, core = [self.community.called[t.id] for t in some], self.community.core
        zh, en = (f"{names[0]}等{len(some)}人", f"{names[0]} and {len(some) - 1} more")
        zh, en = (zh, en) if len(some) > 1 else (names[0], names[0])
        parts, days = [span], self.given("days_per_month")
        if days is not None:
            parts = [x for x in windows(self.frame.days, self.frame.term, Window.MONTH)]
            parts = [x for x in parts if x.first in span or span.first in x]
        for part in parts:
            options = list(self._options(part, some))
            times, need = (days, 1) if days is not None else self._times(options, some)
            times -= min(self._elsewhere(t.id, part) for t in some)
            if times <= 0:
                continue
            activity = Activity(
                id=self.key(some[0].id, f"{part.first:%m%d}"),
                rule=self.rule.id,
                name=Text(f"{zh}到{core.name}听课", f"{en} at {core.name}, to see lessons"),
                times=times,
                span=part,
                options=tuple(o for o, seen in options if seen >= need),
                people=tuple(t.id for t in some),
                host=core.id,
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

    def _options(self, span: Span, some: Sequence[Teacher]) -> Iterator[tuple[Option, int]]:
        """Yield when some people can come, and how many lessons of what they teach they can see."""
        people, host = tuple(t.id for t in some), self.community.core.id
        halves = (MORNING, AFTERNOON)
        found = [*self.sessions.of(span, people, host, halves=halves, whole_day=True)]
        if self.given("lessons_per_person"):
            found += self.sessions.of(span, people, host, halves=halves)
        subjects = {self._counted(t.subjects[0]) for t in some}
        for option in found:
            day, hours = self.frame.day_of[option.date], (option.start, option.end)
            yield option, min(len(self.core.on(day, hours, s)) for s in subjects)

    def _counted(self, subject: str) -> str:
        """Return the subject of which so many lessons are to be seen; "": any."""
        return subject if self.given("lessons_per_person") and subject in self._shown else ""

    @cached_property
    def _shown(self) -> set[str]:
        """The subjects that the core has often enough on some day."""
        days = {(d.weekday, d.week % 2): d for d in self.frame.days}
        return {
            s.id
            for s in self.community.subjects
            if any(len(self.core.on(d, ALL_DAY, s.id)) >= FEW for d in days.values())
        }

    @cached_property
    def core(self) -> CoreLessons:
        """What the core shows."""
        return CoreLessons(self.frame, self.given("per_lesson"))

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
        staff = {t.id for m in self.frame.members for t in self._staff(m)}
        return teacher in staff and not any(own)

    def places(self) -> Mapping[str, int]:
        """Return how many of each member may be away at once."""
        share = self.given("max_absent_share")
        if not share:
            return {}
        staff = {m.id: self._staff(m) for m in self.frame.members}
        return {self.key("away", m): max(1, ceil(share * len(own))) for m, own in staff.items()}

    def restrict(self, draft: Draft, everything: Sequence[Activity]) -> None:
        """State how many can be spared at each school, and how many the core's lessons hold."""
        going = [visit.activity for visit in self.visits.values()]
        limits = {"spared": spared(self.frame, draft, going), "room": self._held(draft)}
        for name, spreads in limits.items():
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

    def _held(self, draft: Draft) -> Iterator[tuple[list[Activity], Spread]]:
        """Yield for each day that no more come, of a subject and in all, than lessons have room."""
        by_subject: dict[str, list[Visit]] = defaultdict(list)
        for visit in self.visits.values():
            by_subject[""].append(visit)
            if visit.activity.subject:
                by_subject[visit.activity.subject].append(visit)
        for day in self.frame.days:
            for subject, visits in by_subject.items():
                need = min(v.need for v in visits)
                if self.core.counted(day, ALL_DAY, subject, need) == subject:
                    most = self.core.room(day, ALL_DAY, subject, need)
                    going = [v.activity for v in visits if day.date in v.activity.span]
                    if most < len(going):
                        yield going, Spread(draft.dates([day.date]), 0, most)

    def complete(self, calendar: TermCalendar) -> TermCalendar:
        """Return a calendar with the lessons that its visitors see."""
        seen = self.core.shown(calendar, self._visitors(calendar))
        return replace(calendar, observed=tuple(sorted([*calendar.observed, *seen])))

    def _visitors(self, calendar: TermCalendar) -> Iterator[Visitor]:
        teachers, days = self.community.teacher_by_id, self.frame.day_of
        for event in calendar.events:
            known = event.activity in self.visits or event.rule == self.rule.id
            if known and event.date in days:
                need = self.visits[event.activity].need if event.activity in self.visits else 1
                for who in event.people:
                    yield Visitor(event, who, teachers[who].subjects[0], need)

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
        visitors = [v for v in self._visitors(calendar) if v.event.id not in settled]
        yield from self.core.faults(calendar, visitors)
