"""From what was found to a community with gaps: what the files do not say stays empty.

Ids are kept where a community can have them. What can be counted is counted: a school's stage from
its grades, a teacher's subjects and stage from the lessons, the curriculum from the periods of the
classes of a grade, where they agree.
"""

from __future__ import annotations

from collections import defaultdict
from math import ceil
from typing import TYPE_CHECKING, Any

from community.models import Community, SlotKind, Stage, Teacher
from community.names import GRADES, ClassNameError, canonical, parse_class_name
from community.policy import Policy
from community.tables import BY_KEY, TABLES
from community.tables.cells import CellError
from community.tables.references import References
from community.text import Text
from publishing.exchange.asked import asked_rows

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from community.models import Record
    from publishing.exchange.found import Found, Thing

_PREFIXES = {"schools": "S", "subjects": "K", "classes": "C", "rooms": "R", "teachers": "T"}
_ORDER = ("schools", "subjects", "classes", "rooms", "teachers")
_SHARING = ("classes", "rooms", "teachers")
Keys = dict[str, dict["Hashable", str]]  # ids by table and key


def community_of(found: Found) -> Community:
    """Return a community that may have gaps: not to plan with, only to be written and filled in."""
    keys = _ids(found)
    grades = class_names(found)
    rows: dict[str, list[dict[str, Any]]] = {
        "schools": _schools(found, keys, grades),
        "slots": list(_slots(found, keys)),
        "rooms": [
            {"id": keys["rooms"][k], "school": _ref(keys, "schools", x), "name": x.name}
            | ({"seats": x.values["seats"]} if "seats" in x.values else {})
            for k, x in found.of("rooms").items()
        ],
        "classes": [
            {"id": keys["classes"][k], "school": _ref(keys, "schools", x), "name": x.name}
            | ({"pupils": x.values["pupils"]} if "pupils" in x.values else {})
            | {"room": _ref(keys, "rooms", x, "room")}
            for k, x in found.of("classes").items()
        ],
        "subjects": [
            {"id": keys["subjects"][k], "name": x.name} for k, x in found.of("subjects").items()
        ],
        "curriculum": list(_curriculum(found, keys, grades)),
        "teachers": list(_teachers(found, keys, grades)),
        "terms": found.terms,
    }
    rows |= asked_rows(found, keys, {row["id"]: row for row in rows["teachers"]})
    placed = sum(not x.asked for x in found.lessons)
    found.losses.add(_LESSONS, Text("课在哪天第几节", "days and periods of lessons"), placed)
    years = [term["school_year"] for term in found.terms]
    name = found.name or "、".join(x.name for x in found.of("schools").values())
    values: dict[str, Any] = {
        table.key: tuple(_record(table.record, row) for row in rows.get(table.key, ()))
        for table in TABLES
    }
    return Community.model_construct(
        id=Ids("G", set()).take("", found.id or name),
        name=name,
        school_year=min(years, default=""),
        policy=Policy.model_construct(profile=""),
        **values,
    )


def _record(record: type[Record], row: dict[str, Any]) -> Record:
    """Return a record with gaps; what is not known is None, so that its cell stays empty."""
    return record.model_construct(**(dict.fromkeys(record.model_fields) | row))


class Ids:
    """Gives out ids that a community can have, each once beside those that are taken."""

    def __init__(self, prefix: str, taken: set[str]) -> None:
        self._prefix, self._taken, self._last = prefix, taken, 0

    def take(self, owner: str, wish: str) -> str:
        """Return the wish, with its owner's id before it if it is taken, or else a number."""
        for found in (wish, f"{owner}-{wish}" if owner and wish else ""):
            if found not in self._taken and _is_id(found):
                self._taken.add(found)
                return found
        while True:
            self._last += 1
            found = f"{self._prefix}{self._last:03d}"
            if found not in self._taken:
                self._taken.add(found)
                return found


def _is_id(text: str) -> bool:
    try:
        return bool(BY_KEY["teachers"].by_key["id"].kind.parse(text, References()) == text)
    except CellError:
        return False


def _ids(found: Found) -> Keys:
    """Return an id for everything, counting the ids that could not be kept."""
    keys: Keys = {}
    shared: set[str] = set()
    for table in _ORDER:
        # In a timetable classes, rooms and teachers are known by their ids alone.
        ids, keys[table] = Ids(_PREFIXES[table], shared if table in _SHARING else set()), {}
        for key, thing in found.of(table).items():
            owner = (
                keys["schools"].get(thing.values.get("school"), "") if table != "schools" else ""
            )
            keys[table][key] = ids.take(owner, thing.wish)
            if thing.wish and keys[table][key] != thing.wish:
                where = Text(BY_KEY[table].title, table)
                found.losses.add(where, Text("原编号", "ids as they were"))
    return keys


def _ref(keys: Keys, table: str, thing: Thing, column: str = "school") -> str | None:
    return keys[table].get(thing.values.get(column))


def class_names(found: Found) -> dict[Hashable, int]:
    """Give the classes their usual names where they are clear; return the grades that are known."""
    grades: dict[Hashable, int] = {}
    for key, thing in found.of("classes").items():
        grade = thing.values.get("grade")
        for name in (thing.name, f"{grade}.{thing.name.removesuffix('班')}"):
            try:
                place = parse_class_name(name)
            except ClassNameError:
                continue
            if grade in (None, place[0]):
                thing.name, grade = canonical(*place), place[0]
                break
        if isinstance(grade, int) and grade in GRADES:
            grades[key] = grade
    return grades


def _stage(grades: Iterable[int]) -> Stage | None:
    """Return the stage that some grades belong to; None where no grade is known."""
    known = set(grades)
    for stage in sorted(Stage, key=lambda stage: len(stage.parts)):
        if known and all(map(stage.covers, known)):
            return stage
    return None


def _schools(found: Found, keys: Keys, grades: dict[Hashable, int]) -> list[dict[str, Any]]:
    rows, own = [], defaultdict(set)
    with_bells = {bell.school for bell in found.bells}
    for group, grade in grades.items():
        own[found.of("classes")[group].values.get("school")].add(grade)
    for key, thing in found.of("schools").items():
        rows.append(
            {
                **{"id": keys["schools"][key], "name": thing.name, "stage": _stage(own[key])},
                "grid": keys["schools"][key] if key in with_bells else None,
                "parent": _ref(keys, "schools", thing, "parent"),
            }
        )
    return rows


def _slots(found: Found, keys: Keys) -> Iterable[dict[str, Any]]:
    """Yield a lesson for each period; every school has a grid of its own, with its id."""
    days: dict[Hashable, int] = defaultdict(lambda: 5)
    for x in found.lessons:
        school = found.of("classes")[x.group].values.get("school")
        days[school] = max(days[school], x.weekday)
    for school, bells in found.days().items():
        every = tuple(range(1, days[school] + 1))
        for order, bell in enumerate(bells, 1):
            yield {
                **{"grid": keys["schools"][school], "order": order, "name": bell.name},
                **{"kind": SlotKind.LESSON, "start": bell.start, "end": bell.end},
                "weekdays": bell.weekdays or every,
            }


def _curriculum(found: Found, keys: Keys, grades: dict[Hashable, int]) -> Iterable[dict[str, Any]]:
    """Yield the periods of each grade and subject; a row for all schools where these agree."""
    school_of = {group: found.of("classes")[group].values.get("school") for group in grades}
    groups: dict[tuple[int, Hashable], list[Hashable]] = defaultdict(list)  # by grade and school
    for group, grade in grades.items():
        groups[grade, school_of[group]].append(group)
    periods: dict[tuple[int, str], dict[Hashable, dict[Hashable, list[Any]]]] = {}
    for x in found.courses:
        if x.periods is not None and x.group in grades:
            course = (grades[x.group], keys["subjects"][x.subject])
            in_school = periods.setdefault(course, {}).setdefault(school_of[x.group], {})
            held = in_school.setdefault(x.group, [0.0, None])
            held[0] += x.periods
            if x.doubles is not None:
                held[1] = (held[1] or 0) + x.doubles
    unknown = sum(bool(x.periods) and x.group not in grades for x in found.courses)
    found.losses.add(
        _CURRICULUM, Text("认不出年级的班级的课", "of classes without a grade"), unknown
    )
    rows: dict[tuple[int, str], dict[Hashable, tuple[float, int | None] | None]] = defaultdict(dict)
    for (grade, subject), schools in periods.items():
        for school, held_by in schools.items():
            held, *others = held_by.values()
            count = len(groups[grade, school])
            agree = len(held_by) == count and all(other == held for other in others)
            rows[grade, subject][school] = (held[0], held[1]) if agree else None
            unlike = Text("同年级各班不同的周课时", "periods that differ within a grade")
            found.losses.add(_CURRICULUM, unlike, 0 if agree else count)
    everywhere = defaultdict(set)
    for grade, school in groups:
        everywhere[grade].add(school)
    for (grade, subject), by_school in sorted(rows.items()):
        said = set(by_school.values())
        common = len(said) == 1 and set(by_school) == everywhere[grade]
        for school, agreed in list(by_school.items())[: 1 if common else None]:
            number, doubles = agreed or (None, None)
            row = {"grade": grade, "subject": subject, "periods": number, "doubles": doubles}
            yield row | {"school": None if common else keys["schools"].get(school)}


def _teachers(found: Found, keys: Keys, grades: dict[Hashable, int]) -> Iterable[dict[str, Any]]:
    load: dict[Hashable, dict[str, tuple[bool, float]]] = defaultdict(dict)
    teaches: dict[Hashable, set[int]] = defaultdict(set)
    for x in found.courses:
        for position, who in enumerate(x.teachers):
            first, periods = load[who].get(subject := keys["subjects"][x.subject], (False, 0.0))
            load[who][subject] = (first or not position, periods + (x.periods or 0))
            teaches[who] |= {grades[x.group]} if x.group in grades else set()
    called = {
        name: keys["schools"][key]
        for key, school in found.of("schools").items()
        for name in (school.name, school.wish)
    }
    for key, thing in found.of("teachers").items():
        subjects = _subjects(load[key])
        held = sum(periods for _, periods in load[key].values())
        yield {
            **{"id": keys["teachers"][key], "name": thing.name, "subjects": subjects},
            **{"school": _home(keys, called, thing), "stage": _stage(teaches[key])},
            "class_teacher_of": _ref(keys, "classes", thing, "class_teacher_of"),
            "max_periods": ceil(held) if held > _USUAL else None,
        }


def _subjects(load: dict[str, tuple[bool, float]]) -> tuple[str, ...]:
    """Return somebody's subjects, the main one first.

    A second teacher of a lesson may be there to help: the subject counts only where somebody has
    none as the first one.
    """
    as_first = [subject for subject, (first, _) in load.items() if first]
    return tuple(sorted(as_first or load, key=lambda subject: (-load[subject][1], subject)))


def _home(keys: Keys, called: dict[str, str], thing: Thing) -> str | None:
    """Return somebody's home school: as it is said, or the only one that has the person."""
    if "school" in thing.values:
        return _ref(keys, "schools", thing)
    if "home" in thing.values:
        return called.get(thing.values["home"])
    at = thing.values.get("at", set())
    return keys["schools"][next(iter(at))] if len(at) == 1 else None


_USUAL = Teacher.model_fields["max_periods"].default
_CURRICULUM = Text("课程计划", "curriculum")
_LESSONS = Text("课表", "timetable")
