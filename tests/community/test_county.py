"""A county of several communities: its groups, one of them alone, and its synchronous lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from io_support import full_community
from support import tiny_community

from community.county import part
from community.integrity import problems
from community.models import (
    Community,
    PastPlacement,
    PlacementKind,
    PlannedPlacement,
    SyncSeries,
    Travel,
)
from community.policy import Policy, PolicyRule, Window
from community.reading import read_community
from community.sync import sync_series
from community.tables import REQUESTS, TABLES
from community.writing import write_folder, write_workbook
from rotation.solution import Roster
from scenarios.overview import overview
from scheduling.rules.common_free_time import CommonFreeTime
from scheduling.rules.sync_quota import SyncQuota
from scheduling.week import compile_week

if TYPE_CHECKING:
    from pathlib import Path


def _named(community: Community, group: str) -> Community:
    """Return a community whose schools, classes, rooms and people carry a group in their ids."""

    def own(record: Any, *keys: str) -> Any:
        found = {k: getattr(record, k) for k in keys if getattr(record, k)}
        ids = {
            k: tuple(group + x for x in v) if isinstance(v, tuple) else group + v
            for k, v in found.items()
        }
        return record.model_copy(update=ids)

    return community.model_copy(
        update={
            "schools": tuple(
                own(s, "id", "parent").model_copy(update={"group": group})
                for s in community.schools
            ),
            "rooms": tuple(own(r, "id", "school") for r in community.rooms),
            "classes": tuple(own(c, "id", "school", "room") for c in community.classes),
            "curriculum": tuple(own(r, "school") for r in community.curriculum),
            "teachers": tuple(
                own(t, "id", "school", "class_teacher_of") for t in community.teachers
            ),
            "unavailable": tuple(
                own(u, "teacher", "class_id", "room", "school") for u in community.unavailable
            ),
            "history": tuple(own(h, "teacher", "host") for h in community.history),
            "travel": tuple(own(w, "origin", "destination") for w in community.travel),
            "sync": tuple(own(s, "id", "host_class", "receiving_classes") for s in community.sync),
            "placements": tuple(own(p, "teacher", "host") for p in community.placements),
            "teaching": tuple(own(t, "class_id", "teacher") for t in community.teaching),
            "joint": tuple(own(j, "id", "classes") for j in community.joint),
            "grouped": tuple(
                own(g, "parallel", "classes", "teacher", "room") for g in community.grouped
            ),
            "fixed": tuple(own(f, "classes", "school", "teacher") for f in community.fixed),
            "time_requests": tuple(
                own(r, "class_id", "school", "teacher") for r in community.time_requests
            ),
            "relations": tuple(own(r, "classes", "school") for r in community.relations),
            "duties": tuple(own(d, "classes", "school") for d in community.duties),
            "done": tuple(own(d, "school") for d in community.done),
            "load_requests": tuple(
                own(r, "class_id", "school", "teacher") for r in community.load_requests
            ),
            "room_requests": tuple(
                own(r, "class_id", "school", "rooms") for r in community.room_requests
            ),
        }
    )


def county(community: Community, **more: Any) -> Community:
    """Return the communities 甲 and 乙, both like the given one, with a way between the cores."""
    a, b = _named(community, "甲"), _named(community, "乙")
    tables = ("schools", "rooms", "classes", "teachers", "unavailable", "history", "sync")
    tables = (*tables, "placements", "done", *(table.key for table in REQUESTS))
    # A request that names nobody is everybody's, and stands there once.
    both = {name: dict.fromkeys((*getattr(a, name), *getattr(b, name))) for name in tables}
    found = {name: tuple(rows) for name, rows in both.items()}
    ways = (
        Travel(origin="甲C", destination="乙C", minutes=40),
        Travel(origin="乙C", destination="甲C", minutes=40),
    )
    own = tuple(r for r in (*a.curriculum, *b.curriculum) if r.school)
    common = tuple(r for r in a.curriculum if not r.school)
    return community.model_copy(
        update={
            "id": "county",
            **found,
            "curriculum": (*common, *own),
            "travel": (*a.travel, *b.travel, *ways),
            **more,
        }
    )


def test_a_county_has_a_core_for_each_group(tmp_path: Path) -> None:
    made = county(full_community())
    assert problems(made) == []
    write_folder(made, tmp_path / "a")
    assert read_community(tmp_path / "a") == made
    write_workbook(made, tmp_path / "a.xlsx")
    read = read_community(tmp_path / "a.xlsx")
    assert read == made
    assert read.groups == ("甲", "乙") and read.is_county
    assert read.core_of("乙P").id == "乙C"


def test_one_community_of_a_county_alone() -> None:
    made = county(full_community())
    found = part(made, "乙")
    assert found.id == "county-乙" and found.groups == ("乙",) and not found.is_county
    assert problems(found) == []
    alone = _named(full_community(), "乙")
    for table in TABLES:
        rows = sorted(map(str, getattr(found, table.key)))
        assert rows == sorted(map(str, getattr(alone, table.key)))
    assert found.core.id == "乙C" and set(found.school_by_id) == {"乙C", "乙M", "乙P"}
    with pytest.raises(KeyError):
        part(made, "丙")


def test_what_leads_out_of_a_community_is_left_out() -> None:
    across = PlannedPlacement(
        teacher="甲C3", kind=PlacementKind.SECONDMENT, host="乙M", start="2025-1", terms=1
    )
    wide = SyncSeries(
        id="w", subject="music", host_class="甲C31", receiving_classes=("甲M31", "乙M31")
    )
    made = county(tiny_community(), placements=(across,), sync=(wide,))
    assert problems(made) == []
    assert part(made, "甲").placements == ()
    (series,) = part(made, "甲").sync
    assert series.receiving_classes == ("甲M31",)
    assert part(made, "乙").sync == ()


def _schools(community: Community, **changes: dict[str, str]) -> Community:
    schools = tuple(s.model_copy(update=changes.get(s.id, {})) for s in community.schools)
    return community.model_copy(update={"schools": schools})


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"乙M": {"group": ""}}, [(6, "所属共同体", "应写所属共同体")]),
        ({"乙M": {"group": "甲"}}, [(7, "所属共同体", "同在甲")]),  # its teaching point is in 乙
        ({"乙C": {"role": "member"}}, [(None, "类型", "乙应恰好有一所核心校，现在没有")]),
        ({"乙M": {"role": "core"}}, [(6, "类型", "乙应恰好有一所核心校，第5行")]),
    ],
)
def test_groups_that_do_not_fit(changes: dict[str, Any], told: list[tuple[Any, ...]]) -> None:
    found = problems(_schools(county(full_community()), **changes))
    assert [(p.row, p.column) for p in found] == [(row, column) for row, column, _ in told]
    assert all(words in str(p) for p, (_, _, words) in zip(found, told, strict=True))


# --- what goes on from before the plan, and what is locked


def _stays(**more: Any) -> list[str]:
    return [
        f"{p.place} {p.row} {p.column}" for p in problems(full_community().model_copy(update=more))
    ]


def _past(teacher: str = "C4", terms: int = 2, **more: Any) -> PastPlacement:
    fields = {"host": "M", "kind": "secondment", "start_year": 2024, "semester": 2} | more
    return PastPlacement.model_validate({"teacher": teacher, "terms": terms, **fields})


def test_a_stay_that_goes_on_is_the_only_one_of_its_time() -> None:
    # 2024-2 and two terms: it ends with 2025-1, so the locked one from 2025-2 on is free to begin.
    assert _stays(history=(_past(),)) == []
    assert _stays(history=(_past(terms=3),)) == ["交流安排 2 起始学期"]
    assert _stays(history=(_past(), _past(host="P"))) == ["交流经历 3 起始学年"]
    assert _stays(history=(_past(), _past("C2"))) == []
    # Two itinerant ones, at two schools, go together.
    visits = (_past(kind="itinerant"), _past(kind="itinerant", host="P"))
    assert _stays(history=visits) == []
    assert _stays(history=(visits[0], _past(host="P"))) == ["交流经历 3 起始学年"]
    assert _stays(history=(_past(host="C"),)) == ["交流经历 2 交流学校"]


def _plan(week: int, weeks: int, status: str = "locked", **more: Any) -> PlannedPlacement:
    fields = {"teacher": "M2", "kind": "work_shadowing", "host": "C", "start": "2025-1"} | more
    return PlannedPlacement.model_validate(
        {"week": week, "weeks": weeks, "status": status, **fields}
    )


def test_locked_stays_of_one_teacher_do_not_overlap() -> None:
    assert _stays(placements=(_plan(1, 4), _plan(5, 4))) == []
    assert _stays(placements=(_plan(1, 4), _plan(4, 4))) == ["交流安排 3 起始学期"]
    assert _stays(placements=(_plan(1, 4), _plan(4, 4, "approved"))) == []
    assert _stays(placements=(_plan(1, 0, terms=1), _plan(19, 2))) == ["交流安排 3 起始学期"]
    assert _stays(placements=(_plan(1, 0, terms=1), _plan(1, 2, start="2025-2"))) == []
    assert _stays(placements=(_plan(1, 4), _plan(1, 4, "approved"))) == ["交流安排 3 起始学期"]


# --- synchronous lessons


def _policy(family: str, **params: Any) -> Policy:
    rule = PolicyRule(
        id="r",
        family=family,
        title_zh="规则",
        title_en="rule",
        window=Window.SCHOOL_YEAR,
        params=params,
    )
    return Policy(profile="national_base", rules=(rule,))


def test_each_member_of_a_county_hears_its_own_core() -> None:
    policy = _policy("sync_lesson_quota", min_subjects=2, min_lessons=20)
    made = county(tiny_community(), policy=policy)
    found = sync_series(made)
    alone = sync_series(tiny_community().model_copy(update={"policy": policy}))
    assert len(found) == 2 * len(alone)
    for series in found:
        assert {c[0] for c in series.receiving_classes} == {series.host_class[0]}


# --- the week


def test_research_groups_are_those_of_a_community() -> None:
    policy = _policy("recurring_common_slot", subjects=["zh", "math"])
    made = county(tiny_community(), policy=policy)
    rules = [
        r for r in compile_week(made, Roster(), "2025-1").rules if isinstance(r, CommonFreeTime)
    ]
    assert [r.id for r in rules] == ["r.甲.zh", "r.甲.math", "r.乙.zh", "r.乙.math"]
    # zh: C1 and C3 at the core, M1 and M3 at the member.
    assert rules[2].applies_to.resources == ("乙C1", "乙C3", "乙M1", "乙M3")


def test_synchronous_lessons_count_when_they_come_from_the_own_core() -> None:
    policy = _policy("sync_lesson_quota", min_subjects=1, min_lessons=1)
    series = tuple(
        SyncSeries(id=g, subject="music", host_class=f"{g}C31", receiving_classes=(f"{g}M31",))
        for g in "甲乙"
    )
    made = county(tiny_community(), policy=policy, sync=series)
    (quota,) = (r for r in compile_week(made, Roster(), "2025-1").rules if isinstance(r, SyncQuota))
    found = {r.member: [event for event, _ in r.events] for r in quota.receptions}
    assert found == {"甲M": ["甲M31/music@甲"], "乙M": ["乙M31/music@乙"]}


def test_the_overview_of_a_county() -> None:
    found = overview(county(tiny_community()))
    assert (found.communities, found.schools, found.classes) == (2, 4, 8)
    # Each community alone lacks 4 periods of music at the member and nobody may travel.
    alone = overview(tiny_community())
    assert len(found.shortages) >= len(alone.shortages)
