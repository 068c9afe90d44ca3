"""Lists of the week: synchronous lessons, ways of travelling teachers, periods taught."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import WeekPattern
from community.text import clock, span
from community.weeks import term_weeks
from publishing.i18n import amount, enum_word, weekday_name, word
from publishing.loads import loads
from publishing.notice import Notice, count, subjects
from publishing.travel import buffer_minutes, trips

if TYPE_CHECKING:
    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView
    from scheduling.timetable import ClassLesson


def sync_table(view: PlanView, lang: Lang) -> Notice:
    """Return 同步课堂对照表: both ends of each synchronous lesson with their own clocks."""
    rows: list[tuple[Written, ...]] = []
    live = (p for p in view.pairings if not view.series[p.series].together)
    pairings = sorted(live, key=lambda p: _when(view, p.host or p.receiver))
    for number, pair in enumerate(pairings, 1):
        series = view.series[pair.series]
        lesson = pair.host or pair.receiver
        receiver = view.community.class_by_id[pair.receiving_class]
        host = view.community.class_by_id[series.host_class]
        rows.append(
            (
                *(number, view.subject_name(series.subject)),
                weekday_name(lesson.weekday, lang) if lesson else "",
                enum_word(lesson.weeks, lang) if lesson else "",
                *(view.community.school_by_id[host.school].name, host.name),
                *_end(view, pair.host, lang),
                view.teacher_name(pair.host.teacher) if pair.host else "",
                *(view.community.school_by_id[receiver.school].name, receiver.name),
                *_end(view, pair.receiver, lang),
                view.teacher_name(pair.receiver.assistant) if pair.receiver else "",
                pair.overlap,
            )
        )
    columns = (
        *(("number", 5), ("subject", 10), ("weekday", 7), ("weeks", 6)),
        *(("host_school", 16), ("host_class", 13), ("host_time", 14), ("host_room", 14)),
        *(("host_teacher", 10), ("receiving_school", 16), ("receiving_class", 13)),
        *(("receiving_time", 14), ("receiving_room", 14), ("assistant", 10), ("overlap", 12)),
    )
    return Notice("sync_table", word("sync_sentence", lang), columns, tuple(rows))


def _when(view: PlanView, lesson: ClassLesson | None) -> tuple[int, int]:
    return (lesson.weekday, view.clock(lesson)[0]) if lesson else (8, 0)


def _end(view: PlanView, lesson: ClassLesson | None, lang: Lang) -> tuple[str, str]:
    """Return time and room of one end."""
    if lesson is None:
        return word("none", lang), ""
    return span(*view.clock(lesson)), view.room_name(lesson.room)


def travel_plan(view: PlanView, lang: Lang) -> Notice:
    """Return 走教行程表: every way of the week, with the lessons at its end."""
    schools = view.community.school_by_id
    rows: list[tuple[Written, ...]] = []
    for number, trip in enumerate(trips(view), 1):
        lessons = "\n".join(_lesson_line(view, x, lang) for x in trip.lessons)
        rows.append(
            (
                *(number, view.teacher_name(trip.teacher)),
                *(weekday_name(trip.weekday, lang), enum_word(trip.weeks, lang)),
                *(schools[trip.origin].name, schools[trip.destination].name),
                *(clock(trip.leave), clock(trip.arrive)),
                word("no_way", lang) if trip.minutes is None else trip.minutes,
                "" if trip.slack is None else trip.slack,
                lessons or word("home_again", lang),
            )
        )
    columns = (
        *(("number", 5), ("teacher", 16), ("weekday", 7), ("weeks", 6)),
        *(("from", 18), ("to", 18), ("leave", 8), ("arrive", 8), ("minutes", 14)),
        *(("slack", 16), ("lessons_there", 44)),
    )
    sentence = word("travel_sentence", lang, buffer=buffer_minutes(view))
    return Notice("travel_plan", sentence, columns, tuple(rows))


def _lesson_line(view: PlanView, lesson: ClassLesson, lang: Lang) -> str:
    weeks = "" if lesson.weeks is WeekPattern.ALL else f"({enum_word(lesson.weeks, lang)}) "
    when = f"{weeks}{span(*view.clock(lesson))}"
    return f"{when} {view.class_of_lesson(lesson)} {view.subject_name(lesson.subject)}"


def period_counts(view: PlanView, lang: Lang) -> Notice:
    """Return 课时统计: periods taught by each teacher, for allowances."""
    rows: list[tuple[Written, ...]] = []
    load_of, weighted = loads(view), view.community.loads.weighted
    for number, teacher in enumerate(view.community.teachers, 1):
        load = load_of[teacher.id]
        over = max(0.0, load.weighted - teacher.max_periods)
        rows.append(
            (
                *(number, view.teacher_name(teacher.id)),
                view.community.school_by_id[teacher.school].name,
                subjects(view.community, teacher),
                *(count(load.home), count(load.away), count(load.total)),
                *([count(load.weighted)] if weighted else []),
                *(count(load.sync), count(load.assisted), teacher.max_periods),
                count(over) if over else "",
                load.term,
            )
        )
    columns = (
        *(("number", 5), ("teacher", 16), ("school", 20), ("subjects", 28)),
        *(("home_periods", 9), ("away_periods", 9), ("total_periods", 10)),
        *([("weighted_periods", 10)] if weighted else []),
        ("sync_periods", 10),
        *(("assisted_periods", 10), ("max_periods", 9), ("over", 7), ("term_periods", 10)),
    )
    weeks = amount(term_weeks(view.community, view.term))
    note = word("count_sentence", lang, weeks=weeks)
    if weighted:
        note += word("weighted_sentence", lang)
    return Notice("period_counts", note, columns, tuple(rows))
