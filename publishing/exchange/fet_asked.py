"""What a file of FET asks, as rows of the tables of requests; what these cannot say is counted.

Each kind of constraint has one function, named in ``_KINDS``. It returns whether the rows hold the
whole of the constraint; if not, it has added none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from community.relations import Relation
from community.requests import Liking
from community.rule import Strictness
from community.text import Text
from publishing.exchange.fet_asking import Piece
from publishing.exchange.fet_gathering import gather
from publishing.exchange.found import Period
from scheduling.fet.for_lessons import meant
from scheduling.fet.reader import BASIC, LISTS, kind_of
from scheduling.fet.wish import NotCarriedError, UnreadableError, Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from publishing.exchange.fet_asking import Asking
    from scheduling.fet.activities import Activity
    from scheduling.fet.grid import Cell

_OFF = ("false", "no", "0")
_LOADS = {  # the limit of a load request, its field and its least and greatest number
    "MaxDaysPerWeek": ("max_days", "Max_Days_Per_Week", 1, 7),
    "MinHoursDaily": ("min_per_day", "Minimum_Hours_Daily", 0, 20),
    "MaxHoursDaily": ("max_per_day", "Maximum_Hours_Daily", 0, 20),
    "MaxGapsPerDay": ("max_gaps_per_day", "Max_Gaps", 0, 20),
    "MaxGapsPerWeek": ("max_gaps", "Max_Gaps", 0, 60),
    "MaxHoursContinuously": ("max_run", "Maximum_Hours_Continuously", 1, 20),
}
_OF_TEACHERS = re.compile("(Teachers?)(" + "|".join(_LOADS) + ")")
_DAYS_OF_WEEK = 7
_PER_WEIGHT = 20  # per cent of a wish's weight; the usual 95 are the usual weight


def take(asking: Asking) -> None:
    """Take over every constraint that is in force; what is asked of all teachers first."""
    elements = [e for parent, _ in LISTS for e in asking.reader.root.under(parent)]
    for element in sorted(elements, key=lambda e: not e.tag.startswith("ConstraintTeachers")):
        tag = element.tag.removeprefix("Constraint")
        if tag in BASIC or element.text_of("Active").lower() in _OFF:
            continue
        kind = kind_of(tag, asking.school.renamed)
        label = kind.label if kind else Text(tag, tag)
        wish = Wish(element, "", label, asking.school, asking.findings)
        try:
            if not _carried(asking, tag, wish):
                asking.lose(label)
        except NotCarriedError:
            asking.lose(label)
        except UnreadableError:
            pass  # it is among the findings
    gather(asking, _ask_rooms, _strictness)


def _carried(asking: Asking, tag: str, wish: Wish) -> bool:
    if of_teachers := _OF_TEACHERS.fullmatch(tag):
        return _load(asking, wish, *of_teachers.groups())
    make = _KINDS.get(tag)
    return make is not None and make(asking, wish)


def _load(asking: Asking, wish: Wish, who: str, what: str) -> bool:
    """Ask for a limit; what is asked of all and of one teacher holds as the narrower one."""
    limit, tag, least, most = _LOADS[what]
    number, weight = wish.number(tag), wish.weight
    wide = wish.flag("Allow_One_Day_Exception_of_Plus_One")
    narrow = what == "MinHoursDaily" and not wish.flag("Allow_Empty_Days", default=True)
    if asking.school.grid.halves or wide or narrow or not least <= number <= most or not weight:
        return False
    if who == "Teachers":
        at: dict[str, Any] = {"school": asking.reader.key}
        if weight == 100:
            asking.common[limit] = number
    else:
        at = {"teacher": asking.reader.person(asking.teacher(wish)), "at": asking.reader.key}
        if limit in asking.common:
            narrower = max if limit == "min_per_day" else min
            number = narrower(number, asking.common[limit])
    asking.found.ask("load_requests", **at, **{limit: number}, **_strictness(weight))
    return True


def _away(asking: Asking, wish: Wish, who: Iterable[dict[str, Any]], entry: str) -> bool:
    cells = sorted(wish.cells(entry) - asking.school.grid.breaks)
    for one in who:
        for weekday, period in map(asking.reader.place_of, cells):
            slot = Period(asking.reader.key, period)
            asking.found.ask("unavailable", **one, weekday=weekday, slot=slot)
    return True


def _teacher_away(asking: Asking, wish: Wish) -> bool:
    """Keep a teacher free at some times."""
    person = asking.reader.person(asking.teacher(wish))
    one = {"teacher": person, "school": asking.reader.key}
    return _away(asking, wish, [one], "Not_Available_Time")


def _students_away(asking: Asking, wish: Wish) -> bool:
    """Keep classes free at some times."""
    groups = asking.groups(wish)
    rows = [{"class_id": asking.reader.group(group)} for group in groups or ()]
    return groups is not None and _away(asking, wish, rows, "Not_Available_Time")


def _room_away(asking: Asking, wish: Wish) -> bool:
    """Keep a room free at some times."""
    rooms = asking.rooms(wish)
    rows = [{"room": room} for room in rooms]
    return bool(rooms) and _away(asking, wish, rows, "Not_Available_Time")


def _start(asking: Asking, wish: Wish) -> bool:
    """Fix a single period; a lesson that is all of its course may have wanted times."""
    day, (lesson, *_) = wish.day("Preferred_Day"), (*wish.activities(), None)
    if lesson is None:
        return True
    if not wish.text("Preferred_Hour"):
        cells = frozenset((day, h) for h in range(len(asking.school.grid.hours)))
        return _times(asking, wish, [lesson], cells)
    cell = (day, wish.hour("Preferred_Hour"))
    if wish.weight == 100:
        asking.reader.put(lesson, cell)
    classes = asking.reader.classes_of(lesson.students)
    if wish.weight < 100 or lesson.duration > 1 or not classes:
        return _times(asking, wish, [lesson], frozenset([cell]))
    weekday, period = asking.reader.place_of(cell)
    asking.found.ask(
        "fixed",
        subject=lesson.subject,
        classes=tuple(map(asking.reader.group, classes)),
        weekday=weekday,
        slot=Period(asking.reader.key, period),
    )
    return True


def _times(asking: Asking, wish: Wish, activities: list[Activity], cells: frozenset[Cell]) -> bool:
    """Let the lessons of whole courses start at some times only."""
    whole, weight = asking.whole(activities), wish.weight
    if whole is None or not weight:
        return False
    for subject, groups in whole.items():
        every = [group for group, taught in asking.courses if taught == subject]
        of: list[dict[str, Any]] = [{"class_id": asking.reader.group(g)} for g in groups]
        for one in of if len(groups) < len(every) else [{}]:
            for row in _rows(asking, cells):
                at = {"subject": subject, "school": asking.reader.key}
                asking.found.ask("time_requests", **at, **one, **row, **_strictness(weight))
    return True


def _rows(asking: Asking, cells: frozenset[Cell]) -> Iterable[dict[str, Any]]:
    """Yield what says that lessons are in some cells: only there, or never in the others."""
    grid = asking.school.grid
    every = grid.week - grid.breaks
    by_day: dict[tuple[int, ...], list[int]] = defaultdict(list)
    days: dict[int, set[int]] = defaultdict(set)
    for weekday, period in map(asking.reader.place_of, cells - grid.breaks):
        days[weekday].add(period)
    if len({tuple(sorted(periods)) for periods in days.values()}) == 1:
        yield _row(asking, Liking.ONLY, tuple(sorted(days)), next(iter(days.values())))
        return
    others: dict[int, set[int]] = defaultdict(set)
    for weekday, period in map(asking.reader.place_of, every - cells):
        others[weekday].add(period)
    for weekday, periods in sorted(others.items()):
        by_day[tuple(sorted(periods))].append(weekday)
    for alike, weekdays in by_day.items():
        yield _row(asking, Liking.NEVER, tuple(weekdays), set(alike))


def _row(
    asking: Asking, liking: Liking, weekdays: tuple[int, ...], periods: set[int]
) -> dict[str, Any]:
    slots = tuple(Period(asking.reader.key, p) for p in sorted(periods))
    return {"liking": liking, "weekdays": weekdays, "slots": slots}


def _starts(asking: Asking, wish: Wish) -> bool:
    """Let lessons start at some times."""
    cells = wish.cells("Preferred_Starting_Time", "Preferred_Starting_")
    return _times(asking, wish, _meant(asking, wish), cells)


def _slots(asking: Asking, wish: Wish) -> bool:
    """Let all of each lesson be within some slots."""
    activities = _meant(asking, wish)
    lengths = {a.duration for a in activities}
    cells = wish.cells("Preferred_Time_Slot", "Preferred_")
    if len(lengths) > 1:
        return False
    return _times(asking, wish, activities, asking.school.grid.starts(cells, *lengths or {1}))


def _meant(asking: Asking, wish: Wish) -> list[Activity]:
    single = wish.element.child("Activity_Id") is not None
    return wish.activities() if single else meant(wish)


def _apart(asking: Asking, wish: Wish) -> bool:
    """Put days between lessons."""
    number, weight, lessons = wish.number("MinDays"), wish.weight, wish.activities()
    if number and weight and number <= _DAYS_OF_WEEK:
        asking.gathering.apart[number, weight].append(Piece(wish.label, tuple(lessons)))
    return not number or bool(weight and number <= _DAYS_OF_WEEK)


def _at_once(asking: Asking, wish: Wish) -> bool:
    """Begin lessons at the same time."""
    lessons = wish.activities()
    if wish.weight == 100 and len(lessons) > 1:
        asking.gathering.at_once.append(Piece(wish.label, tuple(lessons)))
    return wish.weight == 100 or len(lessons) < 2


def _last(asking: Asking, wish: Wish) -> bool:
    """End the day with the lessons of whole courses."""
    activities = _meant(asking, wish)
    whole, weight = asking.whole(activities), wish.weight
    joined = any(len(asking.reader.classes_of(a.students) or ()) > 1 for a in activities)
    if whole is None or joined or not weight:
        return False
    for subject, groups in whole.items():
        asking.found.ask(
            "relations",
            **{"relation": Relation.LAST, "subjects": (subject,), "number": None},
            classes=tuple(map(asking.reader.group, groups)),
            **_strictness(weight),
        )
    return True


def _home(asking: Asking, wish: Wish) -> bool:
    """Give classes rooms of their own, or some to choose from."""
    groups, rooms = asking.groups(wish), asking.rooms(wish)
    if not groups or not rooms or not wish.weight:
        return False
    for group in groups:
        values = asking.found.of("classes")[asking.reader.group(group)].values
        if len(rooms) == 1 and wish.weight == 100:
            values.setdefault("room", rooms[0])
        else:
            row = {"class_id": asking.reader.group(group), "rooms": rooms}
            asking.found.ask("room_requests", **row, **_strictness(wish.weight))
    return True


def _housed(asking: Asking, wish: Wish) -> bool:
    """Say in which rooms a lesson may be, or those of whole courses."""
    weight, rooms = wish.weight, asking.rooms(wish)
    if not rooms or not weight:
        return False
    if wish.element.child("Activity_Id") is not None:
        lessons = (Piece(wish.label, (a,)) for a in wish.activities())
        asking.gathering.rooms[rooms, weight] += lessons
        return True
    named = (wish.text("Subject"), wish.text("Activity_Tag"))
    whole = asking.whole(
        a
        for a in asking.school.activities.active
        if named[0] in ("", a.subject) and (not named[1] or named[1] in a.tags)
    )
    if whole is not None:
        _ask_rooms(asking, whole, rooms, weight)
    return whole is not None


def _ask_rooms(
    asking: Asking, whole: dict[str, list[str]], rooms: tuple[Any, ...], weight: float
) -> None:
    """Ask for rooms of courses (classes by subject); where all have it, of the subject."""
    for subject, groups in whole.items():
        every = [group for group, taught in asking.courses if taught == subject]
        of: list[dict[str, Any]] = [{"class_id": asking.reader.group(g)} for g in groups]
        for one in of if len(groups) < len(every) else [{}]:
            row = {"subject": subject, "rooms": rooms} | one
            asking.found.ask("room_requests", **row, **_strictness(weight))


def _strictness(weight: float) -> dict[str, Any]:
    if weight == 100:
        return {}
    soft = max(1, round(weight / _PER_WEIGHT))
    return {"strictness": Strictness.SOFT, "weight": soft}


_STARTS, _SLOTS = "PreferredStartingTimes", "PreferredTimeSlots"
_LESSONS = ("Activity", "Activities", "Subactivities")
_ROOMS_OF = ("Activity", "Subject", "SubjectActivityTag", "ActivityTag")
_KINDS: dict[str, Callable[[Asking, Wish], bool]] = {
    "TeacherNotAvailableTimes": _teacher_away,
    "StudentsSetNotAvailableTimes": _students_away,
    "RoomNotAvailableTimes": _room_away,
    **dict.fromkeys(("ActivityPreferredStartingTime", "ActivityPreferredDay"), _start),
    **dict.fromkeys((f"{of}{_STARTS}" for of in _LESSONS), _starts),
    **dict.fromkeys((f"{of}{_SLOTS}" for of in _LESSONS), _slots),
    "MinDaysBetweenActivities": _apart,
    "ActivitiesSameStartingTime": _at_once,
    **dict.fromkeys(("ActivityEndsStudentsDay", "ActivitiesEndStudentsDay"), _last),
    **dict.fromkeys(("StudentsSetHomeRoom", "StudentsSetHomeRooms"), _home),
    **dict.fromkeys((f"{of}PreferredRoom{s}" for of in _ROOMS_OF for s in ("", "s")), _housed),
}
