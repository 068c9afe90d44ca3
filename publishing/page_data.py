"""What the web page shows, as data; records refer to each other by position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.models import Stage, WeekPattern
from community.rule import Cost
from publishing.balance_lists import balance_chart
from publishing.duty_lists import duty_counts, duty_note
from publishing.i18n import enum_word, slot_name, weekday_name, word
from publishing.loads import Load, loads
from publishing.notice import subjects
from publishing.notices import roster_lists
from publishing.page_calendar import calendar_data
from publishing.page_roster import gantt
from publishing.summary import plan_facts, rule_lines
from publishing.view import is_lesson_slot
from publishing.week_lists import sync_table
from publishing.words import PRINTED

if TYPE_CHECKING:
    from community.models import Slot
    from community.text import Lang
    from publishing.notice import Notice
    from publishing.view import PlanView

MOST_SENTENCES = 200  # of one rule; costs.csv has them all
FIELDS = (
    *("cls", "day", "slot", "subject", "teacher", "weeks", "periods", "room", "series"),
    *("assistant", "host", "beside", "company", "group", "label"),
)
_WEEKS = (WeekPattern.ALL, WeekPattern.ODD, WeekPattern.EVEN)


def page_data(view: PlanView, lang: Lang) -> dict[str, Any]:
    """Return everything that the page shows; records refer to each other by position."""
    has_week = view.plan.has_week
    cost = Cost.of(list(view.plan.violations))
    return {
        "lang": "zh-CN" if lang == "zh" else "en",
        "words": {key: text.to(lang) for key, text in PRINTED.items()},
        "days": ["", *(weekday_name(d, lang) for d in range(1, 8))],
        "weeks": [enum_word(w, lang) for w in _WEEKS],
        "has_week": has_week,
        "hard": sum(v.is_hard for v in view.plan.violations),
        "soft": cost.soft,
        "facts": [list(f) for f in plan_facts(view, lang) if f[0] in _shown(lang)],
        **_tables(view, lang),
        "order": _class_order(view),
        "fields": FIELDS,
        "lessons": _lessons(view),
        "duties": _duties(view),
        "calendar": calendar_data(view, lang),
        "sync": _list(sync_table(view, lang), lang) if has_week else None,
        "lists": {n.key: _list(n, lang) for n in _listed(view, lang)},
        **gantt(view, lang),
        "balance": balance_chart(view, lang),
        "rules": _rules(view, lang),
    }


def _listed(view: PlanView, lang: Lang) -> list[Notice]:
    counts = [duty_counts(view, lang)] if view.plan.duties else []
    return [*roster_lists(view, lang), *counts]


def _shown(lang: Lang) -> set[str]:
    keys = ("schools", "classes", "teachers", "lessons", "placements", "soft_cost")
    return {word(key, lang) for key in keys}


def _stages(slot: Slot, lang: Lang) -> list[str]:
    """Return the stages whose classes a slot rings for; none where it rings for all."""
    return [enum_word(s, lang) for s in sorted(slot.stage.parts)] if slot.stage else []


def _tables(view: PlanView, lang: Lang) -> dict[str, Any]:
    community, school_at = view.community, _places(view.community.schools)
    room_at = _places(community.rooms)
    return {
        "schools": [
            {
                "name": s.name,
                "slots": [
                    {
                        "order": x.order,
                        "name": x.name,
                        "title": slot_name(x, lang),
                        "stages": _stages(x, lang),
                        "lesson": is_lesson_slot(x),
                        "start": x.start,
                        "end": x.end,
                        "days": x.weekdays,
                    }
                    for x in sorted(view.slots[s.id], key=lambda x: (x.start, x.order))
                ],
            }
            for s in community.schools
        ],
        "classes": [
            {
                "name": c.name,
                "school": school_at[c.school],
                "stage": enum_word(Stage.of(c.grade), lang),
                "room": room_at[c.room or ""],
            }
            for c in community.classes
        ],
        "subjects": [
            {
                "name": view.subject_name(s),
                "short": view.subject_short[s],
                "brief": view.subject_brief[s],
            }
            for s in _taught(view)
        ],
        "rooms": [{"name": r.name} for r in community.rooms],
        "teachers": _teachers(view, lang),
        "weighted": community.loads.weighted,
    }


def _teachers(view: PlanView, lang: Lang) -> list[dict[str, Any]]:
    """Return the teachers with their load; without a week nobody has any."""
    schools = _places(view.community.schools)
    load_of = loads(view) if view.plan.has_week else {}
    return [
        {
            "name": view.teacher_name(t.id),
            "school": schools[t.school],
            "subjects": subjects(view.community, t),
            "max": t.max_periods,
            "home": load.home,
            "away": load.away,
            "assist": load.assisted,
            "duties": duty_note(view, t.id, lang),
            "load": load.weighted,
        }
        for t in view.community.teachers
        for load in [load_of.get(t.id, Load())]
    ]


def _class_order(view: PlanView) -> list[int]:
    """Return the positions of the classes in the order in which people look for them."""
    classes = view.community.classes
    return sorted(range(len(classes)), key=lambda i: (classes[i].grade, classes[i].number, i))


def _places(records: tuple[Any, ...]) -> dict[str, int]:
    """Return the position of each record by id; -1 for none."""
    return {r.id: i for i, r in enumerate(records)} | {"": -1}


def _taught(view: PlanView) -> list[str]:
    """Return the subjects, and the events that are no lessons of one."""
    return [*view.community.subject_by_id, *view.events]


def _lessons(view: PlanView) -> list[list[int | str | list[int]]]:
    c = view.community
    classes, subjects = _places(c.classes), {s: i for i, s in enumerate(_taught(view))}
    teachers, rooms = _places(c.teachers), _places(c.rooms)
    series = _places(tuple(view.series.values()))
    return [
        [
            *(classes[x.class_id], x.weekday, x.slot, subjects[x.subject], teachers[x.teacher]),
            *(_WEEKS.index(x.weeks), x.periods, rooms[x.room]),
            series[x.series] if view.is_live(x) else -1,
            *(
                teachers[x.assistant],
                int(view.is_host(x)),
                int(x.is_beside or 2 * view.is_repeat(x)),
            ),
            [teachers[y.teacher] for y in view.company(x) if y.teacher],
            *((x.group, view.class_of_lesson(x)) if view.group_of(x) else ("", "")),
        ]
        for x in sorted(view.plan.week.lessons)
    ]


def _duties(view: PlanView) -> list[list[int]]:
    """Return class, weekday, slot and teacher of each duty."""
    classes, teachers = _places(view.community.classes), _places(view.community.teachers)
    return [
        [classes[x.class_id], x.weekday, x.slot, teachers[x.teacher]]
        for x in sorted(view.plan.duties)
    ]


def _list(notice: Notice, lang: Lang) -> dict[str, Any]:
    return {
        "note": notice.sentence,
        "head": notice.headings(lang),
        "widths": [chars for _, chars in notice.columns],
        "texts": notice.texts,
        "rows": notice.rows,
    }


def _rules(view: PlanView, lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "title": line.title,
            "strictness": enum_word(line.strictness, lang),
            "hard": line.violations[0].is_hard,
            "source": line.source,
            "count": line.count,
            "cost": line.cost,
            "sentences": [v.sentence.to(lang) for v in line.violations[:MOST_SENTENCES]],
            "more": max(0, line.count - MOST_SENTENCES),
        }
        for line in rule_lines(view, lang)
    ]
