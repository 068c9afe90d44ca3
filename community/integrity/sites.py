"""What holds between schools, bell grids, classes and ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from community.draft import Finding
from community.integrity.bells import bell_findings
from community.models import SchoolRole, Stage
from community.names import canonical
from community.sheets import row_named
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft, Row


# Without a row of each of these there is nothing to plan.
NEEDED = ("schools", "slots", "classes", "subjects", "curriculum", "teachers", "terms")


def site_findings(draft: Draft) -> Iterator[Finding]:
    """Yield what does not fit between the tables of the sites."""
    yield from _nothing(draft)
    open_ones = [] if draft.ungrouped else list(_open(draft))
    yield from open_ones
    if not open_ones:
        yield from _core(draft)
        yield from _groups(draft)
    yield from _parents(draft)
    yield from bell_findings(draft)
    yield from _stages(draft)
    yield from _ways(draft)


def _nothing(draft: Draft) -> Iterator[Finding]:
    for table in ("schools",) if draft.ungrouped else NEEDED:
        if draft.tables.get(table) == []:
            yield Finding(table, None, None, "", Text("应至少有一行", "expected at least one row"))


def _open(draft: Draft) -> Iterator[Finding]:
    """Yield schools whose role is open: communities are to be formed first."""
    for row in draft.rows("schools", "role"):
        if row.values["role"] == SchoolRole.OPEN:
            yield Finding(
                "schools",
                row.number,
                "role",
                str(row.values.get("name", "")),
                Text("应为核心校、成员校或教学点", "expected a core, a member or a teaching point"),
                Text(
                    "还没有分组的，先用 onebell group 分组", "Form communities first: onebell group"
                ),
            )


def _core(draft: Draft) -> Iterator[Finding]:
    """Yield communities that have not exactly one core school."""
    if not draft.tables.get("schools") or not draft.complete("schools", "role", "group"):
        return
    cores: dict[str, list[Row]] = {_group(r): [] for r in draft.tables["schools"]}
    for row in draft.tables["schools"]:
        if row.values["role"] == SchoolRole.CORE:
            cores[_group(row)].append(row)
    if len(cores) > 1:
        cores.pop("", None)  # schools without a group are told of as such
    if draft.ungrouped:
        cores.pop("", None)  # any of them may lead a community
    for group, found in cores.items():
        whole = Text(f"{group}应恰好有一所核心校", f"expected exactly one core school of {group}")
        if not group:
            whole = Text("应恰好有一所核心校", "expected exactly one core school")
        if not found and not draft.ungrouped:
            none = Text(f"{whole.zh}，现在没有", f"{whole.en}, there is none")
            yield Finding("schools", None, "role", group, none)
        for row in found[1:]:
            yield Finding(
                "schools",
                row.number,
                "role",
                str(row.values.get("name", "")),
                Text(
                    f"{whole.zh}，{row_named(found[0].number).zh}已经是了",
                    f"{whole.en}, {row_named(found[0].number).en} is one already",
                ),
            )


def _group(row: Row) -> str:
    return row.values.get("group") or ""


def _groups(draft: Draft) -> Iterator[Finding]:
    """Yield schools of a county that name no community, or another than their centre school."""
    rows = [r for r in draft.tables.get("schools", ()) if "group" in r.values]
    if not any(_group(row) for row in rows):
        return
    groups = {r.values["id"]: _group(r) for r in rows if "id" in r.values}
    for row in rows:
        own, centre = _group(row), groups.get(row.values.get("parent") or "")
        expected = None
        if not own and not draft.ungrouped:
            expected = Text(
                "应写所属共同体：有的学校写了，每所都要写",
                "expected its community: where some schools have one, all do",
            )
        elif own and centre and centre != own:
            expected = Text(
                f"教学点应与所属中心校同在{centre}",
                f"expected {centre}, the community of its centre school",
            )
        if expected:
            yield Finding("schools", row.number, "group", own, expected)


def _parents(draft: Draft) -> Iterator[Finding]:
    roles = {r.values["id"]: r.values["role"] for r in draft.rows("schools", "id", "role")}
    for row in draft.rows("schools", "role"):
        if "parent" not in row.values:
            continue
        is_point = row.values["role"] == SchoolRole.TEACHING_POINT
        parent = row.values["parent"]
        expected = None
        if is_point and parent is None:
            expected = Text(
                "教学点应写所属中心校", "expected the centre school of a teaching point"
            )
        elif not is_point and parent is not None:
            expected = Text("只有教学点填写，应为空", "expected nothing: only for teaching points")
        elif is_point and roles.get(parent) == SchoolRole.TEACHING_POINT:
            expected = Text("应为核心校或成员校", "expected a core or member school")
        if expected:
            yield Finding("schools", row.number, "parent", parent or "", expected)


def _stages(draft: Draft) -> Iterator[Finding]:
    """Yield classes, and periods of one school, of grades that its stage does not have."""
    stages = {
        r.values["id"]: Stage(r.values["stage"]) for r in draft.rows("schools", "id", "stage")
    }
    for row in draft.rows("classes", "school", "name"):
        grade, _number, *others = row.values["name"]
        for one in (grade, *others):
            yield from _stage("classes", row, "name", one, stages)
        if len({Stage.PRIMARY.covers(one) for one in (grade, *others)}) > 1:
            yield Finding(
                "classes",
                row.number,
                "name",
                canonical(*row.values["name"]),
                Text(
                    "一个班的年级应都属于小学或都属于初中，因为教师按学段任教",
                    "expected grades of one stage, since teachers are qualified by stage",
                ),
            )
    for row in draft.rows("curriculum", "school", "grade"):
        yield from _stage("curriculum", row, "grade", row.values["grade"], stages)


_GRADES_OF = {
    Stage.PRIMARY: Text("小学（一至六年级）", "primary (1-6)"),
    Stage.JUNIOR: Text("初中（七至九年级）", "junior (7-9)"),
    Stage.NINE_YEAR: Text("九年一贯（一至九年级）", "nine-year (1-9)"),
    Stage.SENIOR: Text("高中（高一至高三）", "senior (10-12)"),
    Stage.SECONDARY: Text("完全中学（七年级至高三）", "secondary (7-12)"),
    Stage.TWELVE_YEAR: Text("十二年一贯（一年级至高三）", "twelve-year (1-12)"),
}


def _stage(
    table: str, row: Row, column: str, grade: Any, stages: dict[str, Stage]
) -> Iterator[Finding]:
    stage = stages.get(row.values["school"])
    if stage is not None and not stage.covers(grade):
        zh, en = _GRADES_OF[stage].zh, _GRADES_OF[stage].en
        yield Finding(
            table,
            row.number,
            column,
            str(grade),
            Text(f"年级应属于该校学段：{zh}", f"expected a grade of the school's stage: {en}"),
        )


def _ways(draft: Draft) -> Iterator[Finding]:
    rows = list(draft.rows("travel", "origin", "destination"))
    there = {(r.values["origin"], r.values["destination"]) for r in rows}
    for row in rows:
        origin, destination = row.values["origin"], row.values["destination"]
        if origin == destination:
            yield Finding(
                "travel",
                row.number,
                "destination",
                destination,
                Text("应为另一所学校", "expected another school"),
            )
        elif (destination, origin) not in there and draft.complete(
            "travel", "origin", "destination"
        ):
            yield Finding(
                "travel",
                row.number,
                "destination",
                f"{origin}→{destination}",
                Text(
                    f"还应有返回的一行：{destination}→{origin}",
                    f"expected the way back as well: {destination} to {origin}",
                ),
                Text("来回时间可以不同，不会自动照抄", "The way back is never assumed to be equal"),
            )
