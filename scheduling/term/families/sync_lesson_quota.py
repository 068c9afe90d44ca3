"""F16: which of the week's synchronous lessons are held as such, and on which dates."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from community.rule import Deviation
from community.sync import sync_series
from community.text import Text
from scheduling.term.activity import Activity, Option
from scheduling.term.events import ONLINE
from scheduling.term.families.base import Family, Need, in_all
from scheduling.term.families.held import in_turn
from scheduling.term.milestones import shared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.models import SyncSeries
    from scheduling.term.dates import Span
    from scheduling.term.events import DatedEvent
    from scheduling.term.standing import Standing


class SyncLessonQuota(Family):
    """So many lessons of each pair of core and member, shared out among its series.

    A broadcast to two members counts for both. Its times are those that the week gives it.
    """

    family: ClassVar[str] = "sync_lesson_quota"

    def activities(self) -> Iterator[Activity]:
        """Yield an activity for each series and window."""
        for whole in self.frame.spans(self.rule):
            span = shared(self.community.policy, self.rule, whole)
            times = self._times(span)
            for series in sync_series(self.community):
                if times.get(series.id):
                    yield self._activity(series, span, times[series.id])

    def _times(self, span: Span) -> dict[str, int]:
        """Return how often each series is held: what the pair that needs it most asks."""
        found: dict[str, int] = defaultdict(int)
        for member, series in self.of_member.items():
            times = self._wanted(member, span)
            room = {s.id: self._room(s, span) for s in series}
            shares = dict(in_turn(times, [s.id for s in _subjects_in_turn(series)]))
            for id, share in _poured(shares, room).items():
                found[id] = max(found[id], share)
        return found

    def deviations(
        self, events: Sequence[DatedEvent], activities: Sequence[Activity]
    ) -> Iterator[Deviation]:
        """Yield lessons that are not held, and pairs with too few subjects."""
        yield from super().deviations(events, activities)
        least = self.given("min_subjects") or 0
        held = {e.activity for e in events}
        for member, series in self.of_member.items():
            own = [a for a in activities if self.key(member) in a.counts_for]
            most = min(least, len({s.subject for s in series}), sum(a.times for a in own))
            number = len({a.subject for a in own if a.id in held})
            if number < most:
                name = self.community.school_by_id[member].name
                text = Text(
                    f"{name}的同步课堂应有{most}门学科，日程里只有{number}门。",
                    f"{name}: live lessons in {most} subjects are wanted, there are {number}.",
                )
                yield Deviation(f"{self.rule.id}:{member}", most - number, text)

    def _wanted(self, member: str, span: Span) -> int:
        """Return how many lessons a pair is to have in a span."""
        return span.times(in_all(self.rule), self.frame.done.get(self.key(member)))

    def _room(self, series: SyncSeries, span: Span) -> int:
        """Return how often a series has been held, and can still be."""
        past, id = self.frame.past, self._id(series, span)
        held = sum(e.date in span for e in past.of.get(id, ()))
        return held + len(past.left(id, self._options(series, span)))

    def _id(self, series: SyncSeries, span: Span) -> str:
        return self.key(series.id, f"{span.first:%m%d}")

    def needs(self, activities: Sequence[Activity]) -> Iterator[Need]:
        """Yield what each pair is to have, of whichever series."""
        own = [a for a in activities if a.rule == self.rule.id]
        for span in dict.fromkeys(a.span for a in own):
            for member in self.of_member:
                key = self.key(member)
                group = tuple(a for a in own if a.span == span and key in a.counts_for)
                name = self.community.school_by_id[member].name
                told = Text(f"同步课堂（{name}）", f"live lessons ({name})")
                yield Need(key, told, group, span, self._wanted(member, span))

    @cached_property
    def of_member(self) -> dict[str, list[SyncSeries]]:
        """The series that a class of each member receives from the core."""
        found: dict[str, list[SyncSeries]] = {s.id: [] for s in self.frame.members}
        groups, schools = self.community.class_by_id, self.community.school_by_id
        for series in sync_series(self.community):
            if groups[series.host_class].school != self.community.core.id:
                continue
            for member in {schools[groups[c].school].member for c in series.receiving_classes}:
                if member in found:
                    found[member].append(series)
        return {member: series for member, series in found.items() if series}

    def _activity(self, series: SyncSeries, span: Span, times: int) -> Activity:
        subject = self.community.subject_by_id[series.subject].name
        group = self.community.class_by_id[series.host_class]
        return Activity(
            id=self._id(series, span),
            rule=self.rule.id,
            name=Text(f"{subject}同步课堂（{group.name}）", f"{subject} live ({group.name})"),
            times=times,
            span=span,
            options=self._options(series, span),
            people=tuple(sorted({who for who, _ in self._standing[series.id]})),
            classes=(series.host_class, *series.receiving_classes),
            mode=ONLINE,
            subject=series.subject,
            lessons=True,
            in_person=True,
            counts_for=tuple(self.key(m) for m, own in self.of_member.items() if series in own),
        )

    @cached_property
    def _standing(self) -> dict[str, list[tuple[str, Standing]]]:
        """Who teaches each series, and when the host class has it."""
        hosts = {s.id: s.host_class for s in sync_series(self.community)}
        found: dict[str, list[tuple[str, Standing]]] = defaultdict(list)
        for who, periods in self.frame.standing.items():
            for x in periods:
                if hosts.get(x.lesson.series) == x.lesson.class_id:
                    found[x.lesson.series].append((who, x))
        return found

    def _options(self, series: SyncSeries, span: Span) -> tuple[Option, ...]:
        periods = {x for _, x in self._standing[series.id]}
        return tuple(
            Option(day.date, x.start, x.end)
            for day in self.frame.days
            if day.date in span
            for x in sorted(periods)
            if self.frame.is_held(x, day)
        )


def _subjects_in_turn(series: Sequence[SyncSeries]) -> list[SyncSeries]:
    """Return series with one of each subject first, then a second one of each."""
    seen: Counter[str] = Counter()
    order = {}
    for s in series:
        order[s.id] = seen[s.subject]
        seen[s.subject] += 1
    return sorted(series, key=lambda s: order[s.id])


def _poured(shares: dict[str, int], room: dict[str, int]) -> dict[str, int]:
    """Return shares with what some have no room for given to others that have."""
    over = sum(max(0, n - room[id]) for id, n in shares.items())
    found = {id: min(n, room[id]) for id, n in shares.items()}
    for id in sorted(found, key=lambda i: found[i] - room[i]):
        more = min(over, room[id] - found[id])
        found[id], over = found[id] + more, over - more
    if over and found:
        found[next(iter(found))] += over  # more than there are dates: told, not hidden
    return found
