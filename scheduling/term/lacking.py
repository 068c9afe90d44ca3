"""What is counted before the search: activities with too few dates, people with too many events."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.families.base import Family
    from scheduling.term.frame import TermFrame

NAMED = 3  # activities in a sentence


def lacking(
    frame: TermFrame, families: Sequence[Family], activities: Sequence[Activity]
) -> tuple[Text, ...]:
    """Return why hard activities cannot all be held; empty where counting proves nothing."""
    rules = {f.rule.id for f in families if f.rule.strictness is Strictness.HARD}
    hard = [a for a in activities if a.rule in rules]
    return tuple(_too_few_dates(hard)) or tuple(_too_many_events(frame, hard))


def _too_few_dates(activities: Iterable[Activity]) -> Iterator[Text]:
    """Yield each activity that has fewer dates than it wants events."""
    for activity in activities:
        dates = len({o.date for o in activity.options})
        if dates < activity.times:
            name, span = activity.name, activity.span.name
            yield Text(
                f"{name.zh}：{span.zh}要{activity.times}次，只有{dates}天排得下"
                "（要上课、参加的人抽得出身、符合规定的时段）；"
                "请减少次数，放宽时段，或换参加的人。",
                f"{name.en}: {activity.times} wanted in {span.en}, only {dates} dates can be; "
                "want fewer, allow more of the day, or choose other people.",
            )


def _too_many_events(frame: TermFrame, activities: Iterable[Activity]) -> Iterator[Text]:
    """Yield everybody with more events in a span than there are times that do not overlap."""
    of: dict[str, list[Activity]] = defaultdict(list)
    for activity in activities:
        for who in activity.people:
            of[who].append(activity)
    for who, own in of.items():
        for span in dict.fromkeys((a.span.first, a.span.last) for a in own):
            inside = [a for a in own if span[0] <= a.span.first and a.span.last <= span[1]]
            need, room = sum(a.times for a in inside), _room(inside)
            if need > room:
                most = sorted(inside, key=lambda a: -a.times)[:NAMED]
                name, dates = frame.community.called[who], f"{span[0]} – {span[1]}"
                zh = "、".join(f"{a.name.zh}{a.times}次" for a in most)
                en = ", ".join(f"{a.name.en} {a.times} times" for a in most)
                yield Text(
                    f"{name}：{dates}要参加{need}次活动（{zh}等），只有{room}个时段抽得出身；"
                    "请减少次数，或换参加的人。",
                    f"{name}: {need} events from {dates} ({en} and others), and only {room} times; "
                    "want fewer, or choose other people.",
                )
                break


def _room(activities: Iterable[Activity]) -> int:
    """Return at how many times of some activities one person can be."""
    by_date: dict[dt.date, set[tuple[int, int]]] = defaultdict(set)
    for activity in activities:
        for o in activity.options:
            by_date[o.date].add((o.end, o.start))
    found = 0
    for hours in by_date.values():
        free_from = 0
        for end, start in sorted(hours):  # earliest end first: as many as can be
            if start >= free_from:
                found, free_from = found + 1, end
    return found
