"""SyncLink: lessons of a host class and of receiving classes run at the same clock time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.rule import Strictness
from community.text import Text
from scheduling.demands import SYNC, Demands
from scheduling.rules.base import Deviation, Rule
from scheduling.wording import event_name, moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduling.context import Context
    from scheduling.setting import Setting
    from scheduling.solution import Lesson, Schedule
    from scheduling.variables import Start
    from solving.builder import Scope


@dataclass(frozen=True, slots=True)
class Broadcast:
    """The event of the host class and those of the receiving classes, one for each class."""

    host: str
    receivers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SyncLink(Rule):
    """Each lesson of the host has one lesson of each receiver that overlaps it by the clock.

    Grids differ, so lessons are matched by minutes and not by period numbers, one to one. The
    deviation at a receiver is the number of lessons without a partner; at the host, the number of
    receivers too many. Source: F17 of the catalogue.
    """

    family: ClassVar[str] = "SyncLink"
    broadcasts: tuple[Broadcast, ...] = ()
    min_overlap_minutes: int = 30
    whole: bool = False  # they begin and end together, as in one room
    max_receivers: int | None = None

    def overlap(
        self, instance: Setting, first: tuple[int, int], second: tuple[int, int]
    ) -> int | None:
        """Return the minutes that two (start, duration) overlap, None without clock times."""
        a, a_last = instance.times[first[0]], instance.times[first[0] + first[1] - 1]
        b, b_last = instance.times[second[0]], instance.times[second[0] + second[1] - 1]
        if a.day != b.day or a.start is None or b.start is None:
            return None
        if a_last.end is None or b_last.end is None:
            return None
        return min(a_last.end, b_last.end) - max(a.start, b.start)

    def meets(self, instance: Setting, first: tuple[int, int], second: tuple[int, int]) -> bool:
        """Return whether two (start, duration) overlap long enough."""
        if self.whole and first != second:
            return False
        minutes = self.overlap(instance, first, second)
        return minutes is not None and minutes >= self.min_overlap_minutes

    def deviations(self, schedule: Schedule) -> Iterator[Deviation]:
        """Match the placed lessons of host and receiver, as many as can be matched."""
        instance = schedule.instance
        for cast in self.broadcasts:
            hosts = _placed(schedule, cast.host)
            for receiver in cast.receivers:
                lessons = _placed(schedule, receiver)
                partners = [
                    [j for j, b in enumerate(lessons) if self.meets(instance, a, b)] for a in hosts
                ]
                pairs = _matching(partners)
                lone = max(len(hosts), len(lessons)) - len(pairs)
                if lone:
                    left = [a for i, a in enumerate(hosts) if i not in pairs.values()]
                    over = [b for j, b in enumerate(lessons) if j not in pairs]
                    sentence = self._lonely(instance, cast.host, receiver, left, over)
                    yield Deviation(receiver, lone, sentence)
            if self.max_receivers is not None and len(cast.receivers) > self.max_receivers:
                most, count = self.max_receivers, len(cast.receivers)
                name = event_name(instance, cast.host)
                zh = f"同步课堂“{name}”有{count}个接收班，最多{most}个。"
                en = f"Synchronous lesson “{name}” has {count} receiving classes, at most {most}."
                yield Deviation(cast.host, count - most, Text(zh, en))

    def _lonely(
        self,
        instance: Setting,
        host: str,
        receiver: str,
        hosts: list[tuple[int, int]],
        lessons: list[tuple[int, int]],
    ) -> Text:
        here, there = event_name(instance, host), event_name(instance, receiver)
        when = [moment(instance.times[start]) for start, _ in hosts]
        then = [moment(instance.times[start]) for start, _ in lessons]
        zh = f"主讲“{here}”（{_list(when, 'zh')}）与接收“{there}”（{_list(then, 'zh')}）"
        zh += f"没有{self.min_overlap_minutes}分钟以上的同时上课时间。"
        en = f"“{here}” ({_list(when, 'en')}) and “{there}” ({_list(then, 'en')}) do not overlap "
        en += f"by {self.min_overlap_minutes} minutes."
        return Text(zh, en)

    def build(self, context: Context) -> None:
        """Match start literals of host and receiver."""
        scope = context.scope(self)
        for cast in self.broadcasts:
            for receiver in cast.receivers:
                self._link(context, scope, cast.host, receiver)
            if self.max_receivers is not None:
                over = max(0, len(cast.receivers) - self.max_receivers)
                scope.charge(cast.host, over, over)

    def demand(self, found: Demands) -> None:
        """Count lone lessons of host and receiver, and say what hangs together."""
        for cast in self.broadcasts:
            for receiver in cast.receivers:
                limits = {"low": self.min_overlap_minutes, "high": int(self.whole)}
                demand = found.add(self, SYNC, **limits)
                found.units.append((demand, [(cast.host, -1), (receiver, -1)]))
            if self.max_receivers is not None and len(cast.receivers) > self.max_receivers:
                found.always(self, len(cast.receivers) - self.max_receivers)
            if self.strictness is Strictness.HARD:
                found.casts.append(((cast.host, *cast.receivers), self.min_overlap_minutes))

    def _link(self, context: Context, scope: Scope, host: str, receiver: str) -> None:
        instance, model = context.instance, context.builder.model
        hosts, lessons = context.starts(host), context.starts(receiver)
        partners = [
            [
                j
                for j, b in enumerate(lessons)
                if self.meets(instance, (a.time, a.duration), (b.time, b.duration))
            ]
            for a in hosts
        ]
        used: dict[int, list[int]] = defaultdict(list)
        for i, found in enumerate(partners):
            for j in found:
                used[j].append(i)
        pairs: dict[tuple[int, int], Any] = {}
        for i, found in enumerate(partners):
            for j in found:
                # Where the partner is unique both ways, the two literals say the same.
                alone = scope.enforced and len(found) == 1 and len(used[j]) == 1
                pairs[i, j] = lessons[j].literal if alone else model.new_bool_var("")
        matched_hosts = [sum(pairs[i, j] for j in found) for i, found in enumerate(partners)]
        matched = [sum(pairs[i, j] for i in used[j]) for j in range(len(lessons))]
        if scope.enforced:
            _require_equal(scope, hosts, matched_hosts)
            _require_equal(scope, lessons, matched)
            return
        for start, expr in zip([*hosts, *lessons], [*matched_hosts, *matched], strict=True):
            model.add(expr <= start.literal)
        lone = model.new_int_var(0, len(hosts) + len(lessons), "")
        for starts in (hosts, lessons):
            model.add(lone >= sum(s.literal for s in starts) - sum(pairs.values()))
        event = instance.event_by_id
        scope.charge(receiver, lone, max(event[host].duration, event[receiver].duration))


def _require_equal(scope: Scope, starts: Sequence[Start], matched: list[Any]) -> None:
    for start, expr in zip(starts, matched, strict=True):
        if expr is not start.literal:
            scope.require(start.literal == expr)


def _placed(schedule: Schedule, event: str) -> list[tuple[int, int]]:
    """Return (start, duration) of the event's placed lessons, in order."""
    lessons: list[Lesson] = schedule.by_event[event]
    placed = [(schedule.running(lesson)) for lesson in lessons]
    return sorted((run[0], len(run)) for run in placed if run)


def _matching(partners: list[list[int]]) -> dict[int, int]:
    """Return a largest matching as {right: left}, by augmenting paths."""
    taken: dict[int, int] = {}

    def place(left: int, seen: set[int]) -> bool:
        for right in partners[left]:
            if right not in seen:
                seen.add(right)
                if right not in taken or place(taken[right], seen):
                    taken[right] = left
                    return True
        return False

    for left in range(len(partners)):
        place(left, set())
    return taken


def _list(moments: list[Text], lang: str) -> str:
    words = [m.zh if lang == "zh" else m.en for m in moments]
    if words:
        return ("、" if lang == "zh" else ", ").join(words)
    return "无课" if lang == "zh" else "no lesson"
