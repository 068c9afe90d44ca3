"""Rows of who teaches what, when and how much a day, that a planted week keeps."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from benchmarks.planted.draw import WORKDAYS
from community.codes import RoomKind
from community.models import Unavailable
from community.requests import Binding, FixedLesson, Liking, LoadRequest, Teaching, TimeRequest
from community.rule import Strictness
from scheduling.week.bells import Bells
from scheduling.week.grid import half_of, make_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.planted.draw import Cell, Draw

WISH = Strictness.SOFT


def ask_for_teachers(draw: Draw) -> None:
    """任课: courses fixed to who has them, others wished for or of last year."""
    shared = {(row.class_id, row.subject) for row in draw.community.teaching}
    joint = {(c, row.subject) for row in draw.community.joint for c in row.classes}
    own = {c: rows[0].teacher for c, rows in draw.plain_courses.items() if c not in shared | joint}
    kinds = (*[Binding.FIXED] * 6, *[Binding.WISHED] * 2, *[Binding.LAST_YEAR] * 2)
    chosen = zip(draw.some(own, len(kinds)), kinds, strict=False)
    draw.asks(
        teaching=[
            Teaching(class_id=c, subject=s, teacher=own[c, s], binding=kind)
            for (c, s), kind in chosen
        ]
    )


def ask_for_times(draw: Draw) -> None:
    """固定课, 时间要求, and times at which somebody cannot have a lesson.

    Events (班会, 升旗) are at times that are free for their classes and for whoever holds them.
    """
    busy = draw.busy()
    _unavailable(draw, busy)
    _events(draw, busy)
    draw.asks(
        fixed=[
            FixedLesson(
                subject=x.subject, classes=(x.class_id,), weekday=x.weekday, slot=str(x.slot)
            )
            for x in draw.some(draw.plain, 4)
        ],
        time_requests=[*_times(draw, busy)],
    )


def _free(draw: Draw, busy: dict[str, Counter[Cell]], who: str, school: str) -> list[Cell]:
    """Return when somebody has no lesson, and is not away either."""
    away = {
        (row.weekday, slot)
        for row in draw.community.unavailable
        if who in (row.teacher, row.class_id, row.room)
        for slot in ([row.slot] if row.slot else [o for _, o in draw.cells(school)])
    }
    return [cell for cell in draw.cells(school) if not busy[who][cell] and cell not in away]


def _unavailable(draw: Draw, busy: dict[str, Counter[Cell]]) -> None:
    rows = []
    people = {t.id: t.school for t in draw.community.teachers if t.id in draw.stay}
    classes = {c.id: c.school for c in draw.community.classes}
    special = (r for r in draw.community.rooms if r.kind is not RoomKind.ORDINARY)
    rooms = {r.id: r.school for r in special}
    for kind, of in (("teacher", people), ("class_id", classes), ("room", rooms)):
        for who in draw.some(of, 3):
            for weekday, slot in draw.some(_free(draw, busy, who, of[who]), 1):
                rows.append(
                    Unavailable(**{kind: who}, weekday=weekday, slot=slot, reason="另有安排")
                )
    idle = [
        (teacher, day)
        for teacher, school in people.items()
        for day in range(1, 6)
        if not any(busy[teacher][day, slot.order] for slot in draw.slots(school, day))
    ]
    rows += [Unavailable(teacher=t, weekday=day, reason="进修") for t, day in draw.some(idle, 1)]
    draw.asks(unavailable=rows)


def _events(draw: Draw, busy: dict[str, Counter[Cell]]) -> None:
    """Ask for a class hour of two classes, and an event of all classes of a grade that are free."""
    rows, used = [], set()
    heads = {c: t for c, t in draw.community.class_teacher.items() if t in draw.stay}
    for group in draw.some(heads, 2):
        school = draw.community.class_by_id[group].school
        here = _after_lessons(draw, busy, group, school)
        for weekday, slot in draw.some(here & {*_free(draw, busy, heads[group], school)}, 1):
            rows.append(_event("班会", (group,), weekday, slot, class_teacher=True))
            used |= {(group, weekday, slot), (heads[group], weekday, slot)}
    by_school = groupby(draw.community.classes, key=lambda c: (c.school, c.grade))
    for (school, _), groups in draw.some(((k, [c.id for c in v]) for k, v in by_school), 2):
        free = [_after_lessons(draw, busy, c, school) for c in groups]
        taken = {(d, o) for who, d, o in used if who in groups}
        for weekday, slot in draw.some(set.intersection(*free) - taken, 1):
            rows.append(_event("升旗", tuple(groups), weekday, slot))
    draw.asks(fixed=rows)


def _after_lessons(
    draw: Draw, busy: dict[str, Counter[Cell]], group: str, school: str
) -> set[Cell]:
    """Return when a class is free directly after its last lesson of the day."""
    after = set()
    for day in WORKDAYS:
        orders = [slot.order for slot in draw.slots(school, day)]
        taken = [n for n, order in enumerate(orders, 1) if busy[group][day, order]]
        after |= {(day, order) for order in orders[max(taken, default=0) :][:1]}
    return after.intersection(_free(draw, busy, group, school))


def _event(
    name: str, classes: tuple[str, ...], weekday: int, slot: int, **more: Any
) -> FixedLesson:
    return FixedLesson(name=name, classes=classes, weekday=weekday, slot=str(slot), **more)


def _times(draw: Draw, busy: dict[str, Counter[Cell]]) -> Iterator[TimeRequest]:
    orders: dict[tuple[str, str], set[int]] = defaultdict(set)
    for x in draw.lessons:
        orders[x.school, x.subject] |= {order for _, order in draw.covered(x)}
    never = [
        (school, subject, order)
        for (school, subject), taken in orders.items()
        for order in {o for _, o in draw.cells(school)} - taken
    ]
    for school, subject, order in draw.some(never, 4):
        yield TimeRequest(subject=subject, school=school, liking=Liking.NEVER, slots=(str(order),))
    for (group, subject), rows in draw.some(draw.plain_courses.items(), 3):
        days, slots = ({getattr(x, f) for x in rows} for f in ("weekday", "slot"))
        yield TimeRequest(
            subject=subject,
            class_id=group,
            liking=Liking.ONLY,
            weekdays=tuple(sorted(days)),
            slots=tuple(map(str, sorted(slots))),
        )
    for teacher, school in draw.some(draw.stay.items(), 3):
        taken = {o for _, o in busy[teacher]}
        for order in draw.some({o for _, o in draw.cells(school)} - taken, 1):
            yield TimeRequest(teacher=teacher, liking=Liking.NEVER, slots=(str(order),))
    for teacher in draw.some(draw.stay, 2):
        yield TimeRequest(teacher=teacher, liking=Liking.NEVER, slots=("pm",), strictness=WISH)


def ask_for_loads(draw: Draw) -> None:
    """课时要求: the limits that the week of some teachers keeps, one of each kind for each."""
    busy = draw.busy()
    rows = [
        LoadRequest(max_run=3, strictness=WISH),
        LoadRequest(max_gaps_per_day=2, strictness=WISH),
    ]
    staff = [(t, school) for t, school in draw.stay.items() if busy[t]]
    for number, (teacher, school) in enumerate(draw.some(staff, 2 * len(LIMITS))):
        limit = LIMITS[number % len(LIMITS)]
        value = _limits(draw, school, busy[teacher])[limit]
        if value or limit.startswith("max_gaps"):
            rows.append(LoadRequest(teacher=teacher, **{limit: value}))
    draw.asks(load_requests=rows)


LIMITS = (
    *("min_per_day", "max_per_day", "max_days", "max_gaps_per_day", "max_gaps"),
    *("max_run", "free_half_days"),
)


def _limits(draw: Draw, school: str, busy: Counter[Cell]) -> dict[str, int]:
    """Return each limit at what a week of one school just keeps."""
    a_day: dict[int, list[int]] = defaultdict(list)  # places in the day of the slots taken
    for day, order in busy:
        a_day[day].append([slot.order for slot in draw.slots(school, day)].index(order))
    number = [len(places) for places in a_day.values()]
    gaps = [max(places) - min(places) + 1 - len(places) for places in a_day.values()]
    site = draw.community.school_by_id[school]
    times = [t for t in make_times(draw.community, Bells(draw.community).at) if t.site == school]
    halves = {(t.weekday, half_of(draw.community, site, t)) for t in times}
    of = {t.id.partition(":")[2]: (t.weekday, half_of(draw.community, site, t)) for t in times}
    taken = {of[f"{day}.{order}"] for day, order in busy}
    return {
        "min_per_day": min(number),
        "max_per_day": max(number),
        "max_days": len(number),
        "max_gaps_per_day": max(gaps),
        "max_gaps": sum(gaps),
        "max_run": max(map(_run, a_day.values())),
        "free_half_days": len(halves) - len(taken),
    }


def _run(places: Iterable[int]) -> int:
    """Return the most places in a row."""
    found, best = 0, 0
    taken = set(places)
    for place in range(max(taken) + 1):
        found = found + 1 if place in taken else 0
        best = max(best, found)
    return best
