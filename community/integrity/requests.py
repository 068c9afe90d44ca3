"""What requests of schools have to make sense of: limits, shares of courses, fixed lessons."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from community.draft import Finding
from community.integrity.in_common import live_periods
from community.models import Stage
from community.requests import Binding
from community.rule import Strictness
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft, Row

LOADS = ("min_load", "max_load", "class_teacher_load", "preparation_load")
LIMITS = (
    *("min_per_day", "max_per_day", "max_days", "max_gaps_per_day", "max_gaps"),
    *("max_run", "free_half_days", "free_afternoons", *LOADS),
)
OF_TEACHERS = ("teacher", *LOADS)
_ALL_WEEK = "expected a teacher or a school, not both: loads are of the whole week"


def request_findings(draft: Draft) -> Iterator[Finding]:
    """Yield what does not make sense in the tables of requests."""
    yield from _times(draft)
    yield from _loads(draft)
    courses = Courses(draft)
    yield from _teaching(draft, courses)
    yield from _shares(draft, courses)
    yield from _fixed(draft, courses)
    yield from _joint(draft, courses)


def _times(draft: Draft) -> Iterator[Finding]:
    for row in draft.rows("time_requests"):
        if row.record is not None and not row.values["weekdays"] and not row.values["slots"]:
            expected = Text("应写星期或时段，至少一项", "expected weekdays or slots, or both")
            yield Finding("time_requests", row.number, "slots", "", expected)


def _loads(draft: Draft) -> Iterator[Finding]:
    for row in draft.rows("load_requests"):
        values = row.values
        if row.record is None:
            continue
        if all(values.get(key) is None for key in LIMITS):
            expected = Text("应至少写一项数字", "expected one number at least")
            yield Finding("load_requests", row.number, "max_per_day", "", expected)
        if values["teacher"] and values["school"] and any(map(values.get, LOADS)):
            expected = Text("折算的课时按全周算，写了教师就不写学校", _ALL_WEEK)
            yield Finding("load_requests", row.number, "school", values["school"], expected)
        if values["class_id"] or values["grade"]:
            said = next((key for key in OF_TEACHERS if values.get(key) is not None), None)
            if said:
                expected = Text("写了班级、年级就不写", "expected nothing where classes are named")
                yield Finding("load_requests", row.number, said, str(values[said]), expected)
        if values["rest_minutes"] is not None and values["max_run"] is None:
            expected = Text("与“最多连上”一起写", "expected it beside max_run")
            shown = str(values["rest_minutes"])
            yield Finding("load_requests", row.number, "rest_minutes", shown, expected)
        for low, high, word in (
            ("min_per_day", "max_per_day", "每天"),
            ("min_load", "max_load", "每周"),
        ):
            least, most = values.get(low), values.get(high)
            if least is not None and most is not None and least > most:
                expected = Text(f"应不少于{word}最少{least}", f"expected at least {low}, {least}")
                yield Finding("load_requests", row.number, high, str(most), expected)


class Courses:
    """Periods of each class and subject, as far as they could be read."""

    def __init__(self, draft: Draft) -> None:
        self.known = draft.complete("curriculum", "school", "grade", "subject", "periods")
        self.classes = {
            r.values["id"]: r.values for r in draft.rows("classes", "id", "school", "name")
        }
        self.doubles_known = draft.complete("curriculum", "doubles")
        rows = [
            ((r.values["school"], r.values["grade"], r.values["subject"]), r.values)
            for r in draft.rows("curriculum", "grade", "subject", "periods")
            if "school" in r.values
        ]
        self.periods = {course: values["periods"] for course, values in rows}
        self.doubles = {course: values.get("doubles") or 0 for course, values in rows}

    def of(self, group: str, subject: str) -> float | None:
        """Return the weekly periods of a course; None when that is not known."""
        found = self.classes.get(group)
        if found is None or not self.known:
            return None
        grade, school = found["name"][0], found["school"]
        common = self.periods.get((None, grade, subject), 0)
        return float(self.periods.get((school, grade, subject), common))

    def single(self, group: str, subject: str) -> float | None:
        """Return the whole periods of a course that are no doubles; None when not known."""
        periods = self.of(group, subject)
        if periods is None or not self.doubles_known:
            return None
        return int(periods) - 2 * self.twice(group, subject)

    def twice(self, group: str, subject: str) -> int:
        """Return the double lessons of a course."""
        found = self.classes[group]
        grade, school = found["name"][0], found["school"]
        common = self.doubles.get((None, grade, subject), 0)
        return int(self.doubles.get((school, grade, subject), common))

    def all_of(self, row: Row) -> list[str]:
        """Return the classes that a row is for: those named, or all of its school and grade."""
        values = row.values
        return list(values.get("classes") or ()) or [
            c
            for c, found in self.classes.items()
            if values.get("school") in (None, found["school"])
            and values.get("grade") in (None, found["name"][0], *found["name"][2:])
        ]


def _teaching(draft: Draft, courses: Courses) -> Iterator[Finding]:
    teachers = {
        r.values["id"]: r.values
        for r in draft.rows("teachers", "id", "subjects", "stage", "school")
    }
    hosts = {
        (r.values["teacher"], r.values["host"]) for r in draft.rows("placements", "teacher", "host")
    }
    for row in draft.rows("teaching", "class_id", "subject", "teacher", "binding"):
        group, subject, who = (row.values[k] for k in ("class_id", "subject", "teacher"))
        found, teacher = courses.classes.get(group), teachers.get(who)
        if courses.of(group, subject) == 0:
            expected = Text(
                "应为该班课程计划中有的学科", "expected a subject of the class's curriculum"
            )
            yield Finding("teaching", row.number, "subject", subject, expected)
        if found is None or teacher is None:
            continue
        stage, grade = Stage(teacher["stage"]), found["name"][0]
        if subject not in teacher["subjects"] or not stage.covers(grade):
            yield Finding(
                "teaching",
                row.number,
                "teacher",
                who,
                Text(
                    "应为能教该学科、该学段的教师",
                    "expected somebody who can teach the subject and the stage",
                ),
                Text(
                    "能教时，请在“教师”表补上任教学科或学段",
                    "If so, add the subject or the stage in the table of teachers",
                ),
            )
        elsewhere = found["school"] != teacher["school"] and (who, found["school"]) not in hosts
        if row.values["binding"] == Binding.FIXED and elsewhere:
            yield Finding(
                "teaching",
                row.number,
                "teacher",
                who,
                Text(
                    "固定的任课应由本校教师，或已在“交流安排”表派到该校的教师担任",
                    "expected a teacher of the school, or one placed there",
                ),
            )


def _shares(draft: Draft, courses: Courses) -> Iterator[Finding]:
    """Yield courses whose fixed rows do not share them out exactly."""
    fixed: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in draft.rows("teaching", "class_id", "subject", "teacher", "binding"):
        if row.values.get("together"):
            continue
        if row.values["binding"] == Binding.FIXED:
            fixed[row.values["class_id"], row.values["subject"]].append(row)
        elif row.values.get("periods") is not None:
            expected = Text("只有固定的任课可以分节数", "expected periods of fixed rows only")
            shown = str(row.values["periods"])
            yield Finding("teaching", row.number, "periods", shown, expected)
    for course, rows in fixed.items():
        periods = courses.of(*course)
        shares = [row.values.get("periods") for row in rows]
        if periods is None or (len(rows) == 1 and shares[0] is None):
            continue
        given = sum(s or 0 for s in shares)
        if None in shares or given != periods:
            yield Finding(
                "teaching",
                rows[-1].number,
                "periods",
                "" if shares[-1] is None else str(shares[-1]),
                Text(
                    f"几位教师分上一门课时，节数合计应为{periods:g}，现在是{given}",
                    f"expected shares of {periods:g} periods in all, there are {given}",
                ),
            )


def _fixed(draft: Draft, courses: Courses) -> Iterator[Finding]:
    used: dict[tuple[str, str], int] = defaultdict(int)
    for row in draft.rows("fixed"):
        if row.record is None:
            continue
        values, said = row.values, None
        subject = values["subject"]
        if not subject and not values["name"]:
            said = "name", "", Text("应写活动名称或学科", "expected a name or a subject")
        elif values["teacher"] and values["class_teacher"]:
            both = Text("写了教师就不写班主任主持", "expected a teacher or the class teacher")
            said = "teacher", values["teacher"], both
        elif subject and (values["teacher"] or values["class_teacher"]):
            said = (
                "teacher",
                values["teacher"] or "",
                Text(
                    "课的教师写在“任课”表", "expected the teacher of a course in the table teaching"
                ),
            )
        for group in courses.all_of(row) if subject and not said and not is_wish(row) else ():
            used[group, subject] += 1
            periods = courses.of(group, subject)
            if periods is not None and used[group, subject] > periods:
                said = "subject", subject, _too_many(periods, used[group, subject])
                break
        if said:
            yield Finding("fixed", row.number, *said)


def is_wish(row: Row) -> bool:
    """Return whether a row need not be kept."""
    return row.values.get("strictness") not in (None, "", Strictness.HARD)


def _too_many(periods: float, fixed: Any) -> Text:
    return Text(
        f"应不超过该班这门学科的每周{periods:g}节，现在固定了{fixed}节",
        f"expected at most the {periods:g} weekly periods of a class, {fixed} are fixed",
    )


def _joint(draft: Draft, courses: Courses) -> Iterator[Finding]:
    """Yield joint lessons of several schools, or more of them than a class has left."""
    taken, shared = live_periods(draft), shared_courses(draft)
    live = {row.values["id"] for row in draft.rows("sync", "id")}
    for row in draft.rows("joint", "id", "subject", "classes"):
        groups, subject = row.values["classes"], row.values["subject"]
        found = [courses.classes[g] for g in groups if g in courses.classes]
        said: tuple[str, str, Text] | None = None
        if row.values["id"] in live:
            unlike = Text("应与“同步课堂”表的编号不同", "expected an id not of the table sync")
            said = "id", row.values["id"], unlike
        elif len({group["school"] for group in found}) > 1:
            said = "classes", "、".join(groups), Text("应为同一所学校的班级", "expected one school")
        for group in groups if not said else ():
            taken[group, subject] += row.values.get("periods") or 1
            have = courses.single(group, subject)
            if (group, subject) in shared:
                said = "classes", group, _IS_SHARED
            elif have is not None and taken[group, subject] > have:
                said = "classes", group, _too_joint(have, taken[group, subject])
        if said:
            yield Finding("joint", row.number, *said)


def shared_courses(draft: Draft) -> dict[tuple[str, str], list[int]]:
    """Return the courses that several teachers share out, with the periods of each."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in draft.rows("teaching", "class_id", "subject", "periods"):
        if not row.values.get("together"):
            course = row.values["class_id"], row.values["subject"]
            found.setdefault(course, []).append(row.values["periods"])
    return found


_IS_SHARED = Text(
    "该班这门学科由几位教师分上，不能再合班或同步上课",
    "several teachers share the subject in this class: it has no lessons in common",
)


def _too_joint(have: float, taken: int) -> Text:
    return Text(
        f"该班这门学科每周只有{have:g}节可以合班（连堂除外），合班和同步课共需{taken}节",
        f"expected at most the {have:g} periods of the class that are no doubles, not {taken}",
    )
