"""What holds between placements that are planned, and those that go on from before the plan."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from community.codes import PlacementKind, PlacementStatus
from community.draft import Finding
from community.integrity.year import weeks_of
from community.requests import Binding
from community.sheets import row_named
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft, Row

Moment = tuple[int, int]  # semester (twice the school year, plus 1 in the second), week of term


class _Stay(NamedTuple):
    """A stay that nobody may plan away: where and when somebody is, and the row that says so."""

    table: str
    row: Row
    column: str  # that its start is told in
    first: Moment
    end: Moment  # the first moment after it

    def excludes(self, other: _Stay) -> bool:
        """Return whether nobody can keep both. Itinerant teachers may visit two schools."""
        visits = PlacementKind.ITINERANT
        both_visit = {self.row.values["kind"], other.row.values["kind"]} == {visits}
        apart = both_visit and self.row.values["host"] != other.row.values["host"]
        return self.first < other.end and other.first < self.end and not apart


def placement_findings(draft: Draft) -> Iterator[Finding]:
    """Yield what does not fit between planned and earlier placements."""
    yield from _lengths(draft)
    yield from _weeks(draft)
    yield from _beginnings(draft)
    begin = (_first_semester(draft) or 0), 0
    earlier = [stay for stay in _earlier(draft) if stay.first < begin]  # else told already
    going_on = [stay for stay in earlier if begin < stay.end]
    yield from _hosts(draft, going_on)
    planned = [*_planned(draft)]
    locked = [s for s in planned if s.row.values["status"] == PlacementStatus.LOCKED]
    yield from _twice([*earlier, *locked])
    firm = [s for s in planned if s.row.values["status"] != PlacementStatus.PROPOSED]
    yield from _fixed_at_home(draft, [*going_on, *firm])


def _lengths(draft: Draft) -> Iterator[Finding]:
    """Yield placements that have neither whole terms nor weeks, or both."""
    for row in draft.tables.get("placements", ()):
        if not {"terms", "week", "weeks"} <= row.values.keys():
            continue
        terms, week, weeks = (row.values[k] or 0 for k in ("terms", "week", "weeks"))
        column, value, expected = "terms", terms, None
        if not terms and not weeks:
            expected = Text(
                "应写学期数；不满一学期的写周数",
                "expected a number of terms, or of weeks for a shorter stay",
            )
        elif terms and (weeks or week > 1):
            column, value = ("weeks", weeks) if weeks else ("week", week)
            expected = Text(
                "只有不满一学期的交流填写，整学期的应为空",
                "expected nothing: only for stays of less than a term",
            )
        if expected:
            yield Finding("placements", row.number, column, str(value), expected)


def _weeks(draft: Draft) -> Iterator[Finding]:
    """Yield short stays that reach out of their term."""
    lengths = {r.values["id"]: weeks_of(r) for r in draft.rows("terms", "id", "start", "end")}
    for row in draft.rows("placements", "start", "week", "weeks"):
        last = row.values["week"] + row.values["weeks"] - 1
        most = lengths.get(row.values["start"])
        if most and row.values["weeks"] and last > most:
            yield Finding(
                "placements",
                row.number,
                "weeks",
                str(row.values["weeks"]),
                Text(
                    f"应在学期之内：到第{last}周，该学期只有{most}周",
                    f"expected a stay inside the term: it ends in week {last} of {most}",
                ),
            )


def _semester(year: int, semester: int | None) -> int:
    return 2 * year + (semester or 1) - 1


def _first_semester(draft: Draft) -> int | None:
    """Return the semester in which the plan begins; None when it is not known."""
    if not draft.tables.get("terms") or not draft.complete("terms", "school_year", "semester"):
        return None
    first = draft.tables["terms"][0].values
    return _semester(first["school_year"], first["semester"])


def _beginnings(draft: Draft) -> Iterator[Finding]:
    """Yield earlier placements that do not begin before the plan."""
    begin = _first_semester(draft)
    for row in draft.rows("history", "start_year"):
        year, semester = row.values["start_year"], row.values.get("semester")
        if begin is None or _semester(year, semester) < begin:
            continue
        if draft.school_year is not None and year > draft.school_year:
            continue  # told already
        yield Finding(
            "history",
            row.number,
            "start_year",
            str(year),
            Text(
                "应早于计划的第一个学期；以后的写在“交流安排”表",
                "expected a start before the plan's first term; later ones go into placements",
            ),
        )


def _earlier(draft: Draft) -> Iterator[_Stay]:
    """Yield the placements that began before the plan."""
    for row in draft.rows("history", "teacher", "host", "kind", "start_year", "terms"):
        start = _semester(row.values["start_year"], row.values.get("semester"))
        end = start + row.values["terms"]
        yield _Stay("history", row, "start_year", (start, 0), (end, 0))


def _planned(draft: Draft) -> Iterator[_Stay]:
    """Yield the planned placements."""
    terms = {
        r.values["id"]: _semester(r.values["school_year"], r.values["semester"])
        for r in draft.rows("terms", "id", "school_year", "semester")
    }
    for row in draft.rows("placements", "teacher", "kind", "host", "start", "status"):
        at = terms.get(row.values["start"])
        if at is None:
            continue
        count, week, weeks = (row.values.get(key) or 0 for key in ("terms", "week", "weeks"))
        first, end = ((at, week), (at, week + weeks)) if weeks else ((at, 0), (at + count, 0))
        yield _Stay("placements", row, "start", first, end)


def _hosts(draft: Draft, going_on: list[_Stay]) -> Iterator[Finding]:
    """Yield placements at the teacher's own school (in the past the teacher may have moved)."""
    homes = {r.values["id"]: r.values["school"] for r in draft.rows("teachers", "id", "school")}
    planned = [("placements", row) for row in draft.rows("placements", "teacher", "host")]
    for table, row in [*((s.table, s.row) for s in going_on), *planned]:
        if row.values["host"] == homes.get(row.values["teacher"]):
            expected = Text("应为另一所学校，不是本校", "expected another school, not the own one")
            yield Finding(table, row.number, "host", row.values["host"], expected)


def _fixed_at_home(draft: Draft, stays: list[_Stay]) -> Iterator[Finding]:
    """Yield courses of this school year that are fixed to teachers who are away in it."""
    year = _semester(draft.school_year or 0, 1)
    away = {
        s.row.values["teacher"]: s
        for s in reversed(stays)
        if PlacementKind(s.row.values["kind"]).leaves_home
        and s.first < (year + 2, 0)
        and (year, 0) < s.end
    }
    homes = {r.values["id"]: r.values["school"] for r in draft.rows("teachers", "id", "school")}
    schools = {r.values["id"]: r.values["school"] for r in draft.rows("classes", "id", "school")}
    for row in draft.rows("teaching", "class_id", "teacher", "binding"):
        who, fixed = row.values["teacher"], row.values["binding"] == Binding.FIXED
        at_home = schools.get(row.values["class_id"]) == homes.get(who, "")
        if fixed and at_home and (stay := away.pop(who, None)):
            where = "交流经历" if stay.table == "history" else "交流安排"
            expected = Text(
                f"固定的任课应由本学年在校的教师担任，“{where}”{row_named(stay.row.number).zh}"
                "已派这位教师离校",
                "expected a teacher who is here this year: "
                f"{row_named(stay.row.number).en} of {stay.table} sends this one away",
            )
            hint = Text(
                "请换一位教师，或把性质改为希望，或改动那条交流",
                "Name another teacher, make it a wish, or change the placement",
            )
            yield Finding("teaching", row.number, "teacher", who, expected, hint)


def _twice(stays: list[_Stay]) -> Iterator[Finding]:
    """Yield stays during another stay of the same teacher."""
    before: dict[str, list[_Stay]] = defaultdict(list)
    for stay in stays:
        others = before[stay.row.values["teacher"]]
        others.append(stay)
        for other in others[:-1]:
            if stay.excludes(other):
                where = "交流经历" if other.table == "history" else "交流安排"
                yield Finding(
                    stay.table,
                    stay.row.number,
                    stay.column,
                    str(stay.row.values[stay.column]),
                    Text(
                        f"同一位教师的交流应不重叠，与“{where}”{row_named(other.row.number).zh}重叠",
                        "expected one placement of a teacher at a time, "
                        f"{row_named(other.row.number).en} of {other.table} overlaps",
                    ),
                )
                break
