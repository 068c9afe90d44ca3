"""What files say besides their base data: who teaches whom, joint lessons, rooms, times.

What several teachers have of a course is told by its shares. What the tables cannot say is counted.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from community.models import PlacementKind, PlacementStatus
from community.relations import Relation
from community.requests import JointLesson
from community.text import Text
from publishing.exchange.found import Period
from publishing.exchange.loads import load_rows, schools_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from publishing.exchange.found import Course, Found

    Keys = dict[str, dict[Hashable, str]]  # ids by table and key
    Row = dict[str, Any]
    # First teachers of each course with their weekly periods, None where nobody says.
    Shares = Mapping[tuple[Hashable, Hashable], Mapping[Hashable | None, float | None]]

_TABLE_OF = {
    "subjects": "subjects",
    **{"teacher": "teachers", "class_id": "classes", "classes": "classes", "room": "rooms"},
    **{"rooms": "rooms", "school": "schools", "at": "schools", "subject": "subjects"},
}
_LIMIT: int = next(m.le for m in JointLesson.model_fields["periods"].metadata if hasattr(m, "le"))
_BY_ORDER = "unavailable"  # the table whose slots are numbers; others name them
_TEACHING = Text("任课", "teaching")
_JOINT = Text("合班", "joint lessons")


def asked_rows(found: Found, keys: Keys, teachers: Mapping[str, Row]) -> dict[str, list[Row]]:
    """Return rows of the tables of requests; ``teachers`` are rows by id."""
    homes = {who: row["school"] for who, row in teachers.items()}
    shares = _shares(found)
    joint = list(_joint(found, keys, shares))
    rows = {table: list(_resolved(found, keys, table)) for table in found.asked}
    for row in rows.get("unavailable", ()):
        if "teacher" in row and homes[row["teacher"]] == row["school"]:
            del row["school"]  # is meant where none is given
    rows["load_requests"] = list(load_rows(found, keys, rows.get("load_requests", ())))
    rows["relations"] = [*_gathered(rows.get("relations", ())), *_blocks(found, keys, shares)]
    beside = _beside(found, keys, teachers, shares)
    rows["teaching"] = [*_teaching(found, keys, shares), *beside]
    return rows | {"joint": joint, "placements": list(_visits(found, keys, homes))}


def _shares(found: Found) -> Shares:
    """Return the first teachers of each course with their weekly periods; None where nobody says.

    None as a teacher stands for lessons that are nobody's.
    """
    shares: dict[tuple[Hashable, Hashable], dict[Hashable | None, float | None]] = defaultdict(dict)
    for x in found.courses:
        who = next(iter(x.teachers), None)
        mine = shares[x.group, x.subject]
        before = mine.get(who, 0.0)
        mine[who] = None if x.periods is None or before is None else before + x.periods
    return shares


def _teaching(found: Found, keys: Keys, shares: Shares) -> Iterator[Row]:
    for (group, subject), mine in shares.items():
        course = {"class_id": keys["classes"][group], "subject": keys["subjects"][subject]}
        if len(mine) > 1 and any(not p or p % 1 or who is None for who, p in mine.items()):
            found.losses.add(_TEACHING, _UNEVEN, sum(who is not None for who in mine))
            continue
        for who, periods in mine.items():
            if who is not None:
                share = {"periods": int(periods or 0)} if len(mine) > 1 else {}
                yield course | {"teacher": keys["teachers"][who]} | share


def _beside(found: Found, keys: Keys, teachers: Mapping[str, Row], shares: Shares) -> Iterator[Row]:
    """Yield who is in the lessons of a course beside its teacher, in all of them."""
    parts: dict[tuple[Hashable, Hashable], list[Course]] = defaultdict(list)
    for x in found.courses:
        parts[x.group, x.subject].append(x)
    common = {(group, x.subject) for x in found.together for group in x.groups}
    for (group, subject), courses in parts.items():
        others = {who: None for x in courses for who in x.teachers[1:]}
        of = keys["subjects"][subject]
        can = all(of in teachers[keys["teachers"][who]]["subjects"] for who in others)
        always = all({*x.teachers[1:]} == {*others} for x in courses)
        alone = len(shares[group, subject]) == 1 and (group, subject) not in common
        halves = sum(x.periods or 0 for x in courses) % 1
        if not (can and always and alone) or halves or others.keys() & shares[group, subject]:
            found.losses.add(_TEACHING, _SECOND, len(others))
            continue
        for who in others:
            row = {"class_id": keys["classes"][group], "subject": of, "together": True}
            yield row | {"teacher": keys["teachers"][who]}


def _joint(
    found: Found,
    keys: Keys,
    shares: Shares,
) -> Iterator[Row]:
    """Yield the lessons that classes have together, in single periods as the table has them."""
    number = 0
    for x in found.together:
        schools = {found.of("classes")[group].values.get("school") for group in x.groups}
        for what, is_lost in {
            _FAR: len(schools) > 1,
            _SHARED: any(len(shares.get((g, x.subject), ())) > 1 for g in x.groups),
            _HALVED: bool(x.periods % 1),
        }.items():
            if is_lost:
                found.losses.add(_JOINT, what)
                break
        else:
            left = int(x.periods)
            while left > 0:
                number += 1
                yield {
                    **{"id": f"H{number:02d}", "subject": keys["subjects"][x.subject]},
                    **{"classes": tuple(keys["classes"][g] for g in x.groups)},
                    "periods": min(left, _LIMIT),
                }
                left -= _LIMIT


def _resolved(found: Found, keys: Keys, table: str) -> Iterator[Row]:
    """Yield what was asked, each once, with ids and slots as the table writes them."""
    days = found.days()
    slots = {
        Period(school, bell.number): order
        for school, bells in days.items()
        for order, bell in enumerate(bells, 1)
    }
    names = {school: {bell.name for bell in bells} for school, bells in days.items()}

    def said(column: str, value: Any) -> Any:
        if isinstance(value, Period):
            order = slots[value]
            if table == _BY_ORDER:
                return order
            # A number is a name where one is called so.
            return (
                days[value.school][order - 1].name
                if str(order) in names[value.school]
                else str(order)
            )
        if column in ("classes", "rooms", "subjects"):
            return tuple(keys[_TABLE_OF[column]][key] for key in value)
        if column == "slots":
            return tuple(said("slot", period) for period in value)
        return keys[_TABLE_OF[column]][value] if column in _TABLE_OF else value

    seen: set[tuple[tuple[str, Any], ...]] = set()
    for asked in found.asked[table]:
        row = {column: said(column, value) for column, value in asked.items()}
        key = tuple(sorted(row.items()))
        if key not in seen:
            seen.add(key)
            yield row


def _gathered(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield what is asked of several classes as one row; of classes at once, each by itself."""
    alike: dict[tuple[tuple[str, Any], ...], dict[str, None]] = defaultdict(dict)
    for row in rows:
        key = tuple((column, value) for column, value in row.items() if column != "classes")
        if row["relation"] is Relation.SAME_TIME:
            yield row
        else:
            alike[key].update(dict.fromkeys(row["classes"]))
    for key, classes in alike.items():
        yield dict(key) | {"classes": tuple(classes)}


def _blocks(found: Found, keys: Keys, shares: Shares) -> Iterator[Row]:
    """Yield blocks that the curriculum, which has doubles alone, does not know: so many a week.

    Joint lessons are single periods there, too. Courses with blocks of several lengths are counted.
    """
    lengths: dict[tuple[Hashable, Hashable], list[int]] = defaultdict(list)
    doubled: set[tuple[Hashable, Hashable]] = set()
    for x in found.courses:
        lengths[x.group, x.subject] += x.blocks
        doubled |= {(x.group, x.subject)} if x.doubles else set()
    joint = [x for x in found.together if x.length > 1]
    for t in joint:
        for group in t.groups:
            lengths[group, t.subject] += [t.length] * int(t.periods // t.length)
    fit = {course: n[0] for course, n in lengths.items() if n and _one_way(n, shares[course])}
    fit = {course: n for course, n in fit.items() if course not in doubled}
    for t in joint:
        courses = [(group, t.subject) for group in t.groups]
        if any(course not in fit for course in courses):
            for course in courses:
                fit.pop(course, None)
    found.losses.add(_JOINT, _IN_BLOCKS, sum((t.groups[0], t.subject) not in fit for t in joint))
    alone = {(group, t.subject) for t in joint for group in t.groups}
    lost = sum(len(n) for course, n in lengths.items() if course not in fit and course not in alone)
    found.losses.add(Text("连堂", "blocks"), _LONG, lost)
    alike: dict[tuple[Hashable, int, int], list[str]] = defaultdict(list)
    for (group, subject), length in fit.items():
        times = len(lengths[group, subject])
        alike[subject, length, times].append(keys["classes"][group])
    for (subject, length, times), classes in alike.items():
        row = {"relation": Relation.BLOCK, "subjects": (keys["subjects"][subject],)}
        yield row | {"classes": tuple(classes), "number": length, "times": times}


def _one_way(lengths: list[int], mine: Mapping[Hashable | None, float | None]) -> bool:
    """Return whether blocks are of one length that a table can say, and fit into the shares."""
    length, parts = lengths[0], [int(p or 0) for p in mine.values()]
    room = sum(p // length for p in parts)
    return {*lengths} == {length} and length <= _LONGEST and len(lengths) <= room


def _visits(found: Found, keys: Keys, homes: Mapping[str, str | None]) -> Iterator[Row]:
    """Yield a placement for each other school at which somebody teaches, from the first term on."""
    hosts = schools_of(found, keys)
    start = min(found.terms, key=lambda t: t["start"])["id"] if found.terms else None
    for who, schools in hosts.items():
        for host in schools:
            if homes[who] not in (None, host):
                yield {
                    **{"teacher": who, "kind": PlacementKind.ITINERANT, "host": host},
                    **{"start": start, "terms": max(1, len(found.terms))},
                    "status": PlacementStatus.LOCKED,
                }


_LONGEST = 4  # periods of a block
_LONG = Text("三节以上的连堂", "lessons of 3 periods and more")
_SECOND = Text("一节课的第二位教师", "second teachers of lessons")
_UNEVEN = Text(
    "分上一门课、节数不全或不是整数的教师",
    "teachers of a course whose shares are not whole periods",
)
_FAR = Text("几所学校的班级", "of classes of several schools")
_IN_BLOCKS = Text("合班课的连堂", "lengths of more than one period")
_SHARED = Text("几位教师分上的合班课", "of courses that teachers share")
_HALVED = Text("只在单周或双周的合班课", "in odd or even weeks only")
