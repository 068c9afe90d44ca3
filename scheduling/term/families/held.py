"""Families of what is held so often in each window (``community.families.held.Held``)."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from community.calendar import teaching_weeks
from community.policy import Window
from community.rule import Deviation
from community.text import Text
from scheduling.term.activity import Activity
from scheduling.term.circles import circle
from scheduling.term.dates import in_months, part_of
from scheduling.term.events import OFFLINE, ONLINE
from scheduling.term.families.base import Family, in_all
from scheduling.term.milestones import shared
from scheduling.term.sessions import HALVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduling.term.activity import Option
    from scheduling.term.dates import Span
    from scheduling.term.events import DatedEvent

Half = tuple[int | None, str | None]  # a weekday and a half-day; None: any
WEEK = "week"


class HeldFamily(Family):
    """A family whose parameters are those of ``Held``."""

    def wanted(self, key: str) -> Iterator[tuple[Span, int]]:
        """Yield the windows of the rule, and how often it wants an activity in each.

        Where the rule gives no number, once. What was held before the term counts; where nobody
        says so, it is as much as the plan wants by then.
        """
        least = in_all(self.rule)
        for whole in self.frame.spans(self.rule):
            span = shared(self.community.policy, self.rule, whole)
            for some in in_months(span, self.given("months")):
                if self.rule.window is Window.WEEK and not self._is_wanted(some):
                    continue
                whole_window = self.frame.whole(self.rule.window, whole)
                at = part_of(some, whole_window, self.given("when"))
                if at and (times := at.times(least, self.frame.done.get(key))) > 0:
                    yield at, times

    def _is_wanted(self, week: Span) -> bool:
        """Return whether a week is an odd or even one with the weekday, as the rule wants it."""
        weeks, weekday = {"odd": 1, "even": 0}.get(self.given("weeks")), self.given("weekday")
        return any(
            weeks in (None, d.week % 2) and weekday in (None, d.date.isoweekday())
            for d in self.frame.days
            if d.date in week
        )

    def meetings(
        self,
        key: str,
        name: Text,
        people: Sequence[str],
        hosts: Sequence[str],
        *,
        wanted: Iterable[tuple[Span, int]] | None = None,
        classes: Sequence[str] = (),
        subject: str = "",
        takes: Iterable[str] = (),
        counts_for: str = "",
        halves: Sequence[Half] = (),
        length: str | None = None,
        turn: int = 0,
        note: str = "",
    ) -> Iterator[Activity]:
        """Yield an activity for each window: some people together, at the hosts in turn.

        No host is online; ``turn`` is how many turns have been before. Where nobody can come to a
        host, another one has its turn. ``wanted`` are the windows, where they are not the rule's;
        ``counts_for`` is what it is counted by; ``halves`` are the only weekdays and half-days in
        a window that has such ones;
        ``length`` holds where the rule says none. What lasts a week binds nobody all that time.
        """
        length = self.given("length") or length
        people = () if length == WEEK else people

        def when(span: Span, host: str) -> tuple[Option, ...]:
            free = tuple(self.options(span, people, host, halves, length))
            return free or tuple(self.options(span, people, host, length=length))

        for number, (span, times) in enumerate(self.wanted(key) if wanted is None else wanted):
            turns = dict(in_turn(times, hosts or ("",), turn + number))
            at = {host: when(span, host) for host in turns}
            if not all(at.values()):
                at = {host: when(span, host) for host in hosts or ("",)}
                able = [host for host, options in at.items() if options] or list(at)
                turns = dict(in_turn(times, able, turn + number))
            for host, share in turns.items():
                yield Activity(
                    id=f"{key}:{span.first:%m%d}" + (f":{host}" if len(hosts) > 1 else ""),
                    rule=self.rule.id,
                    name=name,
                    times=share,
                    span=span,
                    options=at[host],
                    people=tuple(people),
                    classes=tuple(classes),
                    mode=OFFLINE if host else ONLINE,
                    host=host,
                    subject=subject,
                    takes=tuple(takes),
                    sequence=counts_for or key,
                    gap_weeks=self.given("gap_weeks") or 0,
                    counts_for=(counts_for or key,),
                    note=note,
                )

    def options(
        self,
        span: Span,
        people: Sequence[str],
        host: str,
        halves: Sequence[Half] = (),
        length: str | None = None,
    ) -> Iterator[Option]:
        """Yield when some people can be at a host in a span, as the rule wants it."""
        half, day = self.given("half_day"), self.given("weekday")
        for weekday, only in halves or ((day, half),):
            found = self.sessions.of(
                span,
                people,
                host,
                halves=(only,) if only else HALVES,
                weekday=weekday,
                weeks=self.given("weeks"),
                whole_day=length in ("day", WEEK),
            )
            yield from self._whole_weeks(span, found) if length == WEEK else found

    def _whole_weeks(self, span: Span, options: Iterable[Option]) -> Iterator[Option]:
        """Yield the options on the first day of a week that lies in a span as a whole."""
        firsts = {}
        for week in teaching_weeks(self.community, self.frame.term.id):
            first, last = week.days[0].date, week.days[-1].date
            if week.counts and first in span and last in span:
                firsts[first] = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
        yield from (o._replace(note=firsts[o.date]) for o in options if o.date in firsts)

    def deviations(
        self, events: Sequence[DatedEvent], activities: Sequence[Activity]
    ) -> Iterator[Deviation]:
        """Yield what is held too seldom, at a wrong time, too often, or too soon after another."""
        yield from super().deviations(events, activities)
        most, groups = self.given("max"), defaultdict(list)
        for activity in (a for a in activities if a.rule == self.rule.id and most):
            for key in activity.counts_for:
                groups[key, activity.span].append(activity)
        for (_, span), group in groups.items():
            ids, name = {a.id for a in group}, group[0].name
            held = sum(e.activity in ids and e.date in span for e in events)
            if held > most:
                text = Text(
                    f"{name.zh}：{span.name.zh}至多{most}次，日程里有{held}次；请去掉几次。",
                    f"{name.en}: at most {most} in {span.name.en}, there are {held}.",
                )
                yield Deviation(group[0].id, held - most, text)

    def named(self, name: Text, school: str) -> Text:
        """Return what is called so, of a school."""
        of = self.community.school_by_id[school].name
        return Text(f"{name.zh}（{of}）", f"{name.en} ({of})")

    def circle(
        self, schools: Iterable[str], subject: str = "", default: str = "leaders"
    ) -> tuple[str, ...]:
        """Return who takes part: whom the rule names, of some schools."""
        return circle(self.frame, schools, self.given("who") or default, subject)

    def hosts(self, schools: Sequence[str], default: str = "in_turn") -> tuple[str, ...]:
        """Return the schools where it is held: the core, the members, or all in turn."""
        core = self.community.core.id
        host = self.given("host") or default
        if host == "core":
            return (core,)
        members = tuple(s for s in schools if s != core)
        return (members or (core,)) if host == "member" else tuple(schools)


def in_turn(times: int, hosts: Sequence[str], first: int = 0) -> Iterator[tuple[str, int]]:
    """Yield how many of so many events each host has that has any, beginning with one of them."""
    turns = Counter(hosts[(first + i) % len(hosts)] for i in range(times))
    yield from ((host, turns[host]) for host in dict.fromkeys(hosts) if turns[host])
