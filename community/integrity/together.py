"""What rows about lessons with several teachers at once (双师) have to make sense of."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from community.draft import Finding
from community.integrity.in_common import periods_in_common
from community.integrity.requests import Courses, shared_courses
from community.requests import Binding
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft, Row

_SHARED = Text(
    "该班这门学科由几位教师分上，不能再有同堂教师",
    "several teachers share the subject in this class: nobody can be beside them",
)
_COMMON = Text(
    "该班这门学科有合班或同步课，不能再有同堂教师",
    "the class has lessons of the subject in common with others: nobody can be beside its teacher",
)
_ALONE = Text(
    "应为这门课的教师以外的人，那一行不写同堂",
    "expected somebody beside the teacher of the course, whose own row does not say together",
)
_LAST_YEAR = Text("同堂的任课应为固定或希望", "expected fixed or wished of who is together")


def together_findings(draft: Draft) -> Iterator[Finding]:
    """Yield what does not make sense of teachers who are in a lesson together."""
    courses, shared, common = Courses(draft), shared_courses(draft), periods_in_common(draft)
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in draft.rows("teaching", "class_id", "subject", "teacher", "binding"):
        if row.values.get("together"):
            found[row.values["class_id"], row.values["subject"]].append(row)
    mains = {
        (r.values["class_id"], r.values["subject"], r.values["teacher"])
        for r in draft.rows("teaching", "class_id", "subject", "teacher", "binding")
        if not r.values.get("together") and r.values["binding"] == Binding.FIXED
    }
    for course, rows in found.items():
        people: set[str] = set()
        for row in rows:
            who, binding = row.values["teacher"], row.values["binding"]
            if course in shared:
                said = "together", "", _SHARED
            elif course in common:
                said = "together", "", _COMMON
            elif binding == Binding.LAST_YEAR:
                said = "binding", "", _LAST_YEAR
            elif who in people or (*course, who) in mains:
                said = "teacher", who, _ALONE
            else:
                people.add(who)
                continue
            yield Finding("teaching", row.number, *said)
        yield from _lessons(courses, course, rows)


def _lessons(courses: Courses, course: tuple[str, str], rows: list[Row]) -> Iterator[Finding]:
    """Yield numbers of lessons together that differ, or that the course does not have."""
    if any("periods" not in row.values for row in rows):
        return
    numbers = [row.values["periods"] for row in rows]
    periods, single = courses.of(*course), courses.single(*course)
    if not periods or single is None:
        return
    if len(set(numbers)) > 1:
        alike = Text(
            "同一门课的几位同堂教师，节数应相同",
            "expected the same number for all who are together in a course",
        )
        yield Finding("teaching", rows[-1].number, "periods", _shown(numbers[-1]), alike)
    elif numbers[0] is None and periods % 1:
        whole = Text(
            f"这门课每周{periods:g}节：同堂节数应为整数，至多{single:g}节",
            f"the course has {periods:g} periods: expected a whole number, {single:g} at most",
        )
        yield Finding("teaching", rows[0].number, "periods", "", whole)
    elif numbers[0] is not None and numbers[0] != periods and numbers[0] > single:
        most = Text(
            f"同堂应为每节（空），或不超过{single:g}节（连堂、单双周除外）",
            f"expected all lessons (empty) or at most {single:g}, no doubles or half ones",
        )
        yield Finding("teaching", rows[0].number, "periods", _shown(numbers[0]), most)


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
