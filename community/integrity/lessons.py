"""What holds between classes, subjects, periods, staff and synchronous lessons."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.draft import Finding
from community.models import Stage
from community.names import canonical
from community.sheets import row_named
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft, Row

YOUNGEST = 16  # years of age at which somebody can join a school's staff


def lesson_findings(draft: Draft) -> Iterator[Finding]:
    """Yield what does not fit between the tables of teaching."""
    yield from _periods(draft)
    yield from _several_grades(draft)
    yield from _loads(draft)
    yield from _years(draft)
    yield from _class_teachers(draft)
    yield from _sync(draft)


def _periods(draft: Draft) -> Iterator[Finding]:
    for row in draft.rows("curriculum", "periods", "doubles"):
        periods, doubles = row.values["periods"], row.values["doubles"]
        if 2 * doubles > periods:
            yield Finding(
                "curriculum",
                row.number,
                "doubles",
                str(doubles),
                Text(
                    f"连堂应不超过周课时的一半（{periods:g}节）",
                    f"expected at most half of the {periods:g} periods",
                ),
            )
    if not draft.complete("curriculum", "grade", "school"):
        return
    schools = draft.rows("schools", "id", "stage")
    stages = {r.values["id"]: Stage(r.values["stage"]) for r in schools}
    planned = {(r.values["school"], r.values["grade"]) for r in draft.tables["curriculum"]}
    for row in draft.rows("classes", "school", "name"):
        grade = row.values["name"][0]
        stage = stages.get(row.values["school"])
        if stage is not None and not stage.covers(grade):
            continue  # told already
        if not {(None, grade), (row.values["school"], grade)} & planned:
            yield Finding(
                "classes",
                row.number,
                "name",
                canonical(*row.values["name"]),
                Text(
                    f"“课程计划”表应有{grade}年级的周课时，现在没有",
                    f"expected weekly periods of grade {grade} in the curriculum, there are none",
                ),
            )


def _several_grades(draft: Draft) -> Iterator[Finding]:
    """Yield classes of several grades whose grades have not the same periods at their school."""
    if not draft.complete("curriculum", "grade", "subject", "periods", "school"):
        return
    common: dict[int, dict[str, float]] = defaultdict(dict)
    own: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for row in draft.rows("curriculum", "grade", "subject", "periods"):
        school, grade = row.values["school"], row.values["grade"]
        periods = own[school, grade] if school else common[grade]
        periods[row.values["subject"]] = row.values["periods"]
    for row in draft.rows("classes", "school", "name"):
        grade, _number, *others = row.values["name"]
        school = row.values["school"]
        first = common[grade] | own[school, grade]
        for other in others:
            second = common[other] | own[school, other]
            off = [s for s in {**first, **second} if first.get(s, 0) != second.get(s, 0)]
            if not off:
                continue
            yield Finding(
                "classes",
                row.number,
                "name",
                canonical(*row.values["name"]),
                Text(
                    f"复式班各年级的周课时应相同，{grade}年级与{other}年级的{'、'.join(off)}不同",
                    f"expected equal periods in all grades of the class, grades {grade} and "
                    f"{other} differ in {', '.join(off)}",
                ),
                Text(
                    "请在“课程计划”中给该校另写这两个年级的周课时",
                    "Give rows of the curriculum for these grades of this school",
                ),
            )
            break


def _loads(draft: Draft) -> Iterator[Finding]:
    for row in draft.rows("teachers", "min_periods", "max_periods"):
        least, most = row.values["min_periods"], row.values["max_periods"]
        if least > most:
            yield Finding(
                "teachers",
                row.number,
                "max_periods",
                str(most),
                Text(f"应不少于最少周课时{least}", f"expected at least min_periods, {least}"),
            )


def _years(draft: Draft) -> Iterator[Finding]:
    now = draft.school_year
    for row in draft.rows("teachers", "birth_year", "joined_year"):
        born, joined = row.values["birth_year"], row.values["joined_year"]
        latest = now if now is not None else joined
        if not born + YOUNGEST <= joined <= latest:
            yield Finding(
                "teachers",
                row.number,
                "joined_year",
                str(joined),
                Text(
                    f"应在{born + YOUNGEST}到{latest}之间（出生于{born}年）",
                    f"expected a year from {born + YOUNGEST} to {latest} (born in {born})",
                ),
            )
    for row in draft.rows("history", "start_year"):
        if now is not None and row.values["start_year"] > now:
            yield Finding(
                "history",
                row.number,
                "start_year",
                str(row.values["start_year"]),
                Text(f"应不晚于本学年{now}", f"expected a school year up to {now}"),
            )


def _class_teachers(draft: Draft) -> Iterator[Finding]:
    schools = {r.values["id"]: r.values["school"] for r in draft.rows("classes", "id", "school")}
    first: dict[str, int] = {}
    for row in draft.rows("teachers", "class_teacher_of"):
        group, expected = row.values["class_teacher_of"], None
        if "school" not in row.values:
            continue
        if schools.get(group, row.values["school"]) != row.values["school"]:
            expected = Text("应为本校的班级", "expected a class of the teacher's own school")
        elif (before := first.setdefault(group, row.number)) != row.number:
            expected = Text(
                f"应一班一位班主任，{row_named(before).zh}已经是了",
                f"expected one class teacher for a class, {row_named(before).en} is it already",
            )
        if expected:
            yield Finding("teachers", row.number, "class_teacher_of", group, expected)


def _sync(draft: Draft) -> Iterator[Finding]:
    classes = {r.values["id"]: r.values for r in draft.rows("classes", "id", "school", "name")}
    courses = _Courses(draft)
    for row in draft.rows("sync", "subject", "host_class", "receiving_classes"):
        host, receiving = row.values["host_class"], row.values["receiving_classes"]
        subject, weekly = row.values["subject"], row.values.get("periods") or 1
        for column, group in (("host_class", host), *(("receiving_classes", g) for g in receiving)):
            known = classes.get(group)
            if known is None:
                continue
            said: tuple[Text, Text | None] | None = None
            if column != "host_class" and known["school"] == classes.get(host, {}).get("school"):
                elsewhere = Text(
                    "接收班级应在另一所学校", "expected receiving classes of other schools"
                )
                said = elsewhere, None
            else:
                course = group, known["school"], known["name"][0], subject
                said = courses.take(row, course, weekly)
            if said:
                yield Finding("sync", row.number, column, group, *said)


class _Courses:
    """What the curriculum leaves for synchronous lessons, and what the series have taken of it."""

    def __init__(self, draft: Draft) -> None:
        self.known = draft.complete("curriculum", "school", "grade", "subject", "periods")
        self.rows = {
            (r.values["school"], r.values["grade"], r.values["subject"]): r
            for r in draft.rows("curriculum", "grade", "subject", "periods")
            if "school" in r.values
        }
        self.used: dict[tuple[str, str], int] = defaultdict(int)
        self.told: set[tuple[int, int]] = set()  # rows of both tables that do not fit together

    def take(
        self, series: Row, course: tuple[str, str, int, str], weekly: int
    ) -> tuple[Text, Text | None] | None:
        """Count a series of a class (id, school, grade) and subject; say if that is too much.

        One row of the curriculum is told once of a series, whoever else takes part.
        """
        if not self.known:
            return None
        group, school, grade, subject = course
        self.used[group, subject] += weekly
        used = self.used[group, subject]
        row = self.rows.get((school, grade, subject)) or self.rows.get((None, grade, subject))
        periods = row.values["periods"] if row else 0
        doubles = (row.values.get("doubles") or 0) if row else 0
        single = int(periods) - 2 * doubles
        if used <= single or 2 * doubles > periods:  # the latter is told of the curriculum
            return None
        if row and (series.number, row.number) in self.told:
            return None
        self.told.add((series.number, row.number if row else 0))
        if used > periods or not doubles:
            zh = f"该班这门学科每周只有{periods:g}节，同步课应不超过，现在共{used}节"
            en = f"expected at most the {periods:g} weekly periods of the subject in this class, "
            return Text(zh, f"{en}there are {used}"), None
        assert row is not None
        zh = f"同步课应不超过{single}节，现在共{used}节：该班这门学科每周{periods:g}节，"
        zh += f"课程计划{row_named(row.number).zh}要求连堂{doubles}次，占{2 * doubles}节"
        en = f"expected at most {single} synchronous lessons, there are {used}: of the {periods:g} "
        en += f"weekly periods, {2 * doubles} are the {doubles} doubles of "
        en += f"{row_named(row.number).en} of the "
        return Text(zh, f"{en}curriculum"), _SINGLE


_SINGLE = Text(
    "同步课是单节课：请减少连堂次数或同步课节数，或增加周课时",
    "A synchronous lesson is a single one: ask for fewer of either, or for more periods",
)
