"""值班表 and 值班统计: who looks after which class when, and how often and long everybody does."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from community.text import span
from publishing.i18n import amount, word
from publishing.notice import Notice, count
from scenarios.duties import setting_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Slot
    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView
    from scheduling.timetable import ClassDuty

    Post = tuple[str, int, str]  # school, order of the slot, class


def duty_lists(view: PlanView, lang: Lang, school: str = "") -> list[Notice]:
    """Return the lists of a plan's duties, perhaps of one school; none where it has none."""
    if all(school not in ("", x.school) for x in view.plan.duties):
        return []
    return [duty_table(view, lang, school), duty_counts(view, lang, school)]


def duty_table(view: PlanView, lang: Lang, school: str = "") -> Notice:
    """Return who looks after each class in each slot, a column for each weekday.

    Of one school it does not repeat the school's name in each row.
    """
    held: dict[Post, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    times: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for x in sorted(view.plan.duties):
        if school in ("", x.school):
            held[x.school, x.slot, x.class_id][x.weekday].append(view.teacher_name(x.teacher))
            bells = view.duty_slot(x)
            times[x.school, x.slot].setdefault(span(bells.start, bells.end), bells.name)
    days = sorted({day for of_day in held.values() for day in of_day})
    rows: list[tuple[Written, ...]] = []
    for site, slot, group in duty_posts(view, school):
        of_day = held[site, slot, group]
        name = next(iter(times[site, slot].values()))
        cells: list[Written] = [] if school else [view.community.school_by_id[site].name]
        cells += ["\n".join((name, *sorted(times[site, slot])))]
        cells += [view.community.class_by_id[group].name]
        rows.append((*cells, *("、".join(of_day.get(day, ())) for day in days)))
    columns = [("duty_slot", 15), ("class", 15), *((f"on_{d}", 14) for d in days)]
    columns = columns if school else [("school", 18), *columns]
    return Notice("duty_table", word("duty_sentence", lang), tuple(columns), tuple(rows))


def duty_posts(view: PlanView, school: str = "") -> list[Post]:
    """Return the posts of duties in the order of their table, perhaps of one school."""
    order = {c.id: n for n, c in enumerate(view.community.classes)}
    schools = {s.id: n for n, s in enumerate(view.community.schools)}
    own = (x for x in view.plan.duties if school in ("", x.school))
    posts = {(x.school, x.slot, x.class_id) for x in own}
    return sorted(posts, key=lambda k: (schools[k[0]], k[1], order[k[2]]))


def duty_counts(view: PlanView, lang: Lang, school: str = "") -> Notice:
    """Return how often and for how many hours a week everybody is on duty, for allowances.

    Of a school, it is what its duties ask of people; those who have none are not listed.
    """
    setting = setting_of(view.community, view.plan)
    rows: list[tuple[Written, ...]] = []
    for teacher in view.community.teachers:
        mine = [x for x in view.duties_of_teacher[teacher.id] if school in ("", x.school)]
        if not mine:
            continue
        turns = turns_of(view, mine)
        kinds = Counter(slot.name for slot in sorted(turns.values(), key=lambda s: s.start))
        own = {_turn(x) for x in mine if setting.is_own(teacher.id, x.class_id)}
        cells: list[Written] = [len(rows) + 1, view.teacher_name(teacher.id)]
        cells += [view.community.school_by_id[teacher.school].name, len(turns)]
        cells += [count(hours(turns.values())), len(own)]
        cells += ["、".join(f"{name} {n}" for name, n in kinds.items())]
        rows.append(tuple(cells))
    columns = (
        *(("number", 5), ("teacher", 11), ("school", 18)),
        *(("duty_times", 10), ("duty_hours", 10), ("duty_own", 11), ("duty_kinds", 30)),
    )
    return Notice("duty_counts", word("duty_count_sentence", lang), columns, tuple(rows))


def duty_note(view: PlanView, teacher: str, lang: Lang) -> str:
    """Return how often and how long somebody is on duty; empty for never."""
    turns = turns_of(view, view.duties_of_teacher[teacher])
    if not turns:
        return ""
    told = amount(hours(turns.values()))
    return word("duty_note", lang, times=len(turns), hours=told)


def turns_of(view: PlanView, duties: Iterable[ClassDuty]) -> dict[tuple[str, int, int], Slot]:
    """Return the slots of somebody's duties; several classes at once are one."""
    return {_turn(x): view.duty_slot(x) for x in duties}


def hours(slots: Iterable[Slot]) -> float:
    """Return the hours of slots."""
    return round(sum(s.end - s.start for s in slots) / 60, 2)


def _turn(x: ClassDuty) -> tuple[str, int, int]:
    return x.school, x.weekday, x.slot
