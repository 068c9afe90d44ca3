"""What is counted before the search: activities with too few dates, people with too many events.

And the lessons and duties at home of those on a short stay which nobody could have, whatever is
held when.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.rule import Strictness
from community.text import WEEKDAYS, Text, clock
from scheduling.term.absences import left_by_stays
from scheduling.term.covering import SoFar, assign

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from scheduling.term.absences import Missed
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


def unattended(frame: TermFrame, activities: Sequence[Activity]) -> tuple[Text, ...]:
    """Return lessons and duties of those on short stays that nobody can have, without any event.

    A class that may be elsewhere at the time, on a trip or at a test, proves nothing.
    """
    out = {
        (group, o.date)
        for a in activities
        for o in a.options
        for group in o.classes or a.classes
        if not (o.subject or a.subject)
    }
    dates: dict[Missed, list[dt.date]] = defaultdict(list)
    for day in frame.days:
        over = frame.past.since is not None and day.date < frame.past.since
        rows = [] if over else left_by_stays(frame, day)
        rows = [r for r in rows if (r.standing.lesson.class_id, day.date) not in out]
        for row in assign(frame, day, rows, {}, SoFar(frame))[1] if rows else ():
            dates[row].append(day.date)
    return tuple(_without_anybody(frame, row, some) for row, some in dates.items())


def _without_anybody(frame: TermFrame, row: Missed, dates: Sequence[dt.date]) -> Text:
    x, community = row.standing, frame.community
    stay, group = frame.stays.by_id[row.event], community.class_by_id[x.lesson.class_id]
    school, subject = community.school_by_id[x.school].name, x.lesson.subject
    subject = community.subject_by_id[subject].name if subject in community.subject_by_id else ""
    lacks = Text(f"的{subject}课没有人上", subject) if subject else Text("没有人值班", "the duty")
    who, what = community.called[row.teacher], stay.name(community)
    weekday, many = WEEKDAYS[x.weekday - 1], len(dates) > 1
    host = community.school_by_id[stay.host].name
    at = clock(x.start)
    return Text(
        f"{who}{what.zh}：{school}{group.name}{weekday.zh}{at}{lacks.zh}"
        f"（{dates[0]:%Y-%m-%d}{f'等{len(dates)}天' if many else ''}）："
        f"这时{school}没有空着的教师，或空着的人当天代课已满。"
        f"请把这段时间换到别的周，请{host}同几周派人来对换，或改派整学期（课表里就不排这些课）。",
        f"{who}, {what.en}: nobody can have {lacks.en} of {group.name} at {school}, "
        f"{weekday.en} {at} ({dates[0]}{f' and {len(dates) - 1} more dates' if many else ''}): "
        "nobody there is free then, or has covers enough that day. Choose other weeks, send "
        f"somebody from {host} in exchange in the same weeks, or make it a whole term.",
    )
