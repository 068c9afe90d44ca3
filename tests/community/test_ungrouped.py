"""A county whose schools have no place in a community yet, read for ``onebell group`` alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from io_support import full_community
from support import tiny_community

from community.errors import InputError
from community.models import SchoolRole
from community.profile import not_planned, resolve
from community.reading import read_community
from community.writing import write_folder, write_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from community.models import Community


def _open(community: Community, **more: object) -> Community:
    schools = [
        s if s.parent else s.model_copy(update={"role": SchoolRole.OPEN}) for s in community.schools
    ]
    return community.model_copy(update={"schools": tuple(schools), **more})


@pytest.mark.parametrize("name", ["county", "county.xlsx"])
def test_open_roles_are_read_before_there_are_communities(name: str, tmp_path: Path) -> None:
    data, path = _open(full_community()), tmp_path / name
    (write_workbook if path.suffix else write_folder)(data, path)
    assert read_community(path, ungrouped=True) == data
    with pytest.raises(InputError) as told:
        read_community(path)
    found = told.value.problems
    assert {p.column for p in found} <= {"role", "类型"}
    assert len(found) == 2  # the two that are no teaching point, and nothing about cores
    assert all("onebell group" in p.hint.zh for p in found if p.hint)


def test_an_empty_cell_is_an_open_role(tmp_path: Path) -> None:
    write_folder(_open(tiny_community()), tmp_path)
    file = tmp_path / "schools.csv"
    file.write_text(file.read_text("utf-8-sig").replace("open", ""), "utf-8")
    roles = {s.role for s in read_community(tmp_path, ungrouped=True).schools}
    assert roles == {SchoolRole.OPEN}


def test_schools_and_ways_are_enough(tmp_path: Path) -> None:
    empty = dict.fromkeys(("rooms", "classes", "curriculum", "teachers", "terms", "calendar"), ())
    empty |= dict.fromkeys(("unavailable", "history", "sync", "placements"), ())
    data = _open(tiny_community(), **empty)
    write_folder(data, tmp_path)
    found = read_community(tmp_path, ungrouped=True)
    assert (found.schools, found.travel, found.teachers) == (data.schools, data.travel, ())


def test_two_cores_of_one_community_are_refused(tmp_path: Path) -> None:
    tiny = tiny_community()
    both = {"role": SchoolRole.CORE, "group": "东"}
    schools = tuple(s.model_copy(update=both) for s in tiny.schools)
    write_folder(tiny.model_copy(update={"schools": schools}), tmp_path)
    with pytest.raises(InputError, match="恰好有一所核心校"):
        read_community(tmp_path, ungrouped=True)


def test_rules_that_only_carry_data_are_not_planned() -> None:
    waiting = {r.id for r in not_planned(resolve("mountain_county"))}
    assert "three_years" in waiting
