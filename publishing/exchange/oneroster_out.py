"""A plan as OneRoster 1.2 CSV: who belongs to which school and class, and who teaches what there.

The format knows rosters, no times. Classes that have lessons together (合班) share the teacher, and
an extension names them. A class of a school is a homeroom class; each of its subjects
is a scheduled class with the homeroom's id as its code. Everything is written, nothing as a change
("bulk"), so status and date of change are empty. Periods a week stand in an extension column.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from community.text import Text
from publishing.exchange import oneroster_layout as layout
from publishing.exchange.losses import carried, of_plan
from publishing.exchange.names import given_and_family
from publishing.exchange.taught import taught
from publishing.i18n import amount, grade_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from community.models import ClassGroup
    from community.text import Lang
    from publishing.exchange.losses import Losses
    from publishing.exchange.taught import Taught
    from publishing.view import PlanView

CARRIED = carried(
    {
        "schools": "id name parent",
        "classes": "id school name",
        "subjects": "id name",
        "teachers": "id name school class_teacher_of",
        "terms": "id name school_year semester start end",
        "curriculum": "grade subject periods school",
        "teaching": "class_id subject teacher",
        "joint": "subject classes periods",
    }
)
Row = dict[str, str]
_HOMEROOM = "homeroom"
_ROOMS = (
    Text("课表", "timetable"),
    Text("一门课用几间教室时的教室", "rooms of courses that use several"),
)


def files(view: PlanView, lang: Lang) -> tuple[dict[str, bytes], Losses]:
    """Return the files by name, and what they do not carry."""
    courses = {school.id: _by_subject(taught(view, school)) for school in view.community.schools}
    tables: dict[str, list[Row]] = {
        "orgs": list(_orgs(view)),
        "academicSessions": list(_sessions(view)),
        "courses": list(_courses(view, lang)),
        "classes": list(_classes(view, courses)),
        "users": list(_users(view)),
        "roles": list(_roles(view, courses)),
        "enrollments": list(_enrollments(view, courses)),
    }
    found = {"manifest.csv": _csv(("propertyName", "value"), _manifest(view))}
    for name, rows in tables.items():
        columns = layout.COLUMNS[name] + layout.EXTENSIONS.get(name, ())
        found[f"{name}.csv"] = _csv(columns, ([row.get(c, "") for c in columns] for row in rows))
    losses = of_plan(view, CARRIED, {"room"})
    several = (x for parts in courses.values() for x in parts.values() if len(_rooms(view, x)) > 1)
    losses.add(*_ROOMS, sum(bool(y.room) for parts in several for x in parts for y in x.lessons))
    return found, losses


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return the files as one zip, the same for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


Courses = dict[tuple[str, str], list["Taught"]]  # of a school, by class and subject


def _by_subject(lessons: list[Taught]) -> Courses:
    found: Courses = defaultdict(list)
    for x in lessons:
        for group in x.classes:
            found[group, x.subject].append(x)
    return found


def _manifest(view: PlanView) -> Iterator[tuple[str, str]]:
    yield "manifest.version", "1.0"
    yield "oneroster.version", "1.2"
    for name in layout.ALL_FILES:
        yield f"file.{name}", "bulk" if name in layout.COLUMNS else "absent"
    yield "source.systemName", "Onebell"
    yield "source.systemCode", view.community.id


def _orgs(view: PlanView) -> Iterator[Row]:
    community = view.community
    yield {"sourcedId": _district(view), "name": community.name, "type": "district"} | {
        "identifier": community.id
    }
    for school in community.schools:
        yield {
            **{"sourcedId": school.id, "name": school.name, "type": "school"},
            **{"identifier": school.id, "parentSourcedId": school.parent or _district(view)},
        }


def _sessions(view: PlanView) -> Iterator[Row]:
    """Yield the school years, then their semesters; a session ends before its ``endDate``."""
    years: dict[int, list[Row]] = defaultdict(list)
    for term in view.community.terms:
        years[term.school_year].append(
            {
                **{"sourcedId": term.id, "title": term.name, "type": "semester"},
                "startDate": term.start.isoformat(),
                "endDate": (term.end + timedelta(days=1)).isoformat(),
                "parentSourcedId": _year(term.school_year),
                "schoolYear": str(term.school_year + 1),  # the year in which it ends
            }
        )
    for year, terms in years.items():
        yield {
            **{"sourcedId": _year(year), "title": f"{year}–{year + 1}", "type": "schoolYear"},
            "startDate": min(t["startDate"] for t in terms),
            "endDate": max(t["endDate"] for t in terms),
            "schoolYear": str(year + 1),
        }
        yield from terms


def _courses(view: PlanView, lang: Lang) -> Iterator[Row]:
    year, org = _year(view.term.school_year), _district(view)
    for grade in sorted({c.grade for c in view.community.classes}):
        common = {"schoolYearSourcedId": year, "orgSourcedId": org, "grades": f"{grade:02d}"}
        title = grade_name(grade, lang)
        homeroom = Text("班级", "homeroom").to(lang)
        yield {"sourcedId": _course(grade, _HOMEROOM), "title": f"{title}{homeroom}"} | common
        for subject in view.community.subjects:
            yield {
                **{"sourcedId": _course(grade, subject.id), "title": f"{title}{subject.name}"},
                **{"courseCode": subject.id, "subjects": subject.name, "subjectCodes": subject.id},
                **common,
            }


def _classes(view: PlanView, courses: Mapping[str, Courses]) -> Iterator[Row]:
    for group in view.community.classes:
        common = {
            **{"grades": f"{group.grade:02d}", "classCode": group.id},
            **{"schoolSourcedId": group.school, "termSourcedIds": view.term.id},
        }
        yield {
            **{"sourcedId": group.id, "title": group.name, "classType": _HOMEROOM},
            **{"courseSourcedId": _course(group.grade, _HOMEROOM), **common},
        }
        for subject, parts in _of_class(group, courses):
            rooms = _rooms(view, parts)
            yield {
                "sourcedId": _class(group.id, subject),
                "title": f"{group.name} {view.subject_name(subject)}",
                "classType": "scheduled",
                "courseSourcedId": _course(group.grade, subject),
                "location": rooms[0] if len(rooms) == 1 else "",
                "subjects": view.subject_name(subject),
                "subjectCodes": subject,
                layout.WEEKLY: amount(sum(x.weekly for x in parts)),
                layout.JOINT: _joint(view, parts),
                **common,
            }


def _joint(view: PlanView, parts: list[Taught]) -> str:
    """Return with whom a class has lessons of a subject together, as ``layout.JOINT`` says."""
    ids, found = {series.id for series in view.community.joint}, list[str]()
    for x in parts:
        if any(y.series in ids for y in x.lessons):
            classes = ",".join(_class(group, x.subject) for group in x.classes)
            found.append(f"{classes}={amount(x.weekly)}")
    return ";".join(sorted(found))


def _users(view: PlanView) -> Iterator[Row]:
    for teacher in view.community.teachers:
        given, family = given_and_family(teacher.name)
        yield {
            **{"sourcedId": teacher.id, "enabledUser": "true", "username": teacher.id},
            **{"givenName": given, "familyName": family, "identifier": teacher.id},
            **{"primaryOrgSourcedId": teacher.school, layout.NAME: teacher.name},
        }


def _roles(view: PlanView, courses: Mapping[str, Courses]) -> Iterator[Row]:
    """Yield the role of every teacher at home, and at each other school with lessons."""
    at: dict[str, set[str]] = defaultdict(set)
    for school, found in courses.items():
        for parts in found.values():
            for who in (who for x in parts for who in x.teachers):
                at[who].add(school)
    for teacher in view.community.teachers:
        for school in (teacher.school, *sorted(at[teacher.id] - {teacher.school})):
            yield {
                **{"sourcedId": f"{teacher.id}~{school}", "userSourcedId": teacher.id},
                "roleType": "primary" if school == teacher.school else "secondary",
                **{"role": "teacher", "orgSourcedId": school},
            }


def _enrollments(view: PlanView, courses: Mapping[str, Courses]) -> Iterator[Row]:
    """Yield who teaches what; whoever has most of a subject's periods is its primary teacher."""
    heads = {t.class_teacher_of: t.id for t in view.community.teachers if t.class_teacher_of}
    for group in view.community.classes:
        if group.id in heads:
            yield _enrollment(group, group.id, heads[group.id], primary=True)
        for subject, parts in _of_class(group, courses):
            load: dict[str, float] = defaultdict(float)
            for x in parts:
                for position, who in enumerate(x.teachers):
                    load[who] += 0 if position else x.weekly
            most = max(load, key=lambda who: load[who], default="")
            for who in load:
                yield _enrollment(group, _class(group.id, subject), who, primary=who == most)


def _enrollment(group: ClassGroup, class_id: str, who: str, *, primary: bool) -> Row:
    return {
        **{"sourcedId": f"{class_id}~{who}", "classSourcedId": class_id},
        **{"schoolSourcedId": group.school, "userSourcedId": who, "role": "teacher"},
        "primary": "true" if primary else "false",
    }


def _of_class(
    group: ClassGroup, courses: Mapping[str, Courses]
) -> Iterator[tuple[str, list[Taught]]]:
    for (class_id, subject), parts in courses[group.school].items():
        if class_id == group.id:
            yield subject, parts


def _rooms(view: PlanView, parts: list[Taught]) -> list[str]:
    """Return the names of the rooms of a class's subject, one of them empty for its own room."""
    return list(dict.fromkeys(view.room_name(y.room) for x in parts for y in x.lessons))


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """Return a file: UTF-8 without a byte order mark, as the specification asks."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def _district(view: PlanView) -> str:
    return f"district-{view.community.id}"


def _year(year: int) -> str:
    return f"year-{year}"


def _course(grade: int, subject: str) -> str:
    return f"grade-{grade}-{subject}"


def _class(class_id: str, subject: str) -> str:
    return f"{class_id}~{subject}"
