"""Families of what is held so often in each window (``community.families.calendar.Held``)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from community.text import Text
from scheduling.term.activity import Activity
from scheduling.term.circles import circle
from scheduling.term.dates import in_months, part
from scheduling.term.events import OFFLINE, ONLINE
from scheduling.term.families.base import Family, in_all
from scheduling.term.sessions import HALVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduling.term.activity import Option
    from scheduling.term.dates import Span


class HeldFamily(Family):
    """A family whose parameters are those of ``Held``."""

    def wanted(self, key: str) -> Iterator[tuple[Span, int]]:
        """Yield the windows of the rule, and how often it wants an activity in each.

        Where the rule gives no number, once. What was held before the term counts; where nobody
        says so, it is as much as the plan wants by then.
        """
        least = in_all(self.rule)
        for whole in self.frame.spans(self.rule):
            span = self.frame.shared(self.rule, whole)
            for some in in_months(span, self.given("months")):
                if (times := some.times(least, self.frame.done.get(key))) > 0:
                    yield part(some, self.given("when")), times

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
    ) -> Iterator[Activity]:
        """Yield an activity for each window: some people together, at the hosts in turn.

        No host is online. ``wanted`` are the windows, where they are not those of the rule;
        ``counts_for`` is what it is counted by.
        """
        for number, (span, times) in enumerate(self.wanted(key) if wanted is None else wanted):
            for host, share in in_turn(times, hosts or ("",), number):
                yield Activity(
                    id=f"{key}:{span.first:%m%d}" + (f":{host}" if len(hosts) > 1 else ""),
                    rule=self.rule.id,
                    name=name,
                    times=share,
                    span=span,
                    options=tuple(self.options(span, people, host)),
                    people=tuple(people),
                    classes=tuple(classes),
                    mode=OFFLINE if host else ONLINE,
                    host=host,
                    subject=subject,
                    takes=tuple(takes),
                    gap_weeks=self.given("gap_weeks") or 0,
                    counts_for=(counts_for or key,),
                )

    def options(self, span: Span, people: Sequence[str], host: str) -> Iterator[Option]:
        """Yield when some people can be at a host in a span, as the rule wants it."""
        half = self.given("half_day")
        return self.sessions.of(
            span,
            people,
            host,
            halves=(half,) if half else HALVES,
            weekday=self.given("weekday"),
            weeks=self.given("weeks"),
            whole_day=self.given("length") in ("day", "week"),
        )

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
