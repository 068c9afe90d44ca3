"""`onebell group`: from schools without a place to a county that rosters can be planned for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from cli_support import QUICK, county_folder, edit, onebell, put

from community.reading import read_community

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A county of two cores and two members, none of which has a community yet."""
    folder = county_folder(tmp_path / "county")

    def open_up(rows: list[list[str]]) -> None:
        head = rows[0]
        for row in rows[1:]:
            row[head.index("group")] = ""
            if row[head.index("role")] == "member":
                row[head.index("role")] = ""

    edit(folder, "schools", open_up)
    return folder


@pytest.mark.parametrize("name", ["grouped", "grouped.xlsx"])
def test_a_grouped_county_can_be_planned(county: Path, tmp_path: Path, name: str) -> None:
    output = tmp_path / name
    found = onebell("group", county, "-o", output, *QUICK)
    assert found.exit_code == 0, found.output
    assert "已证最优" in found.output
    assert "没有违反规则" in found.output
    assert len(read_community(output).groups) == 2
    checked = onebell("group", county, "--check", output)
    assert checked.exit_code == 0
    assert "违反刚性" not in checked.output and "代价0" not in checked.output
    rotated = onebell("rotate", output, "-o", tmp_path / "roster", *QUICK)
    assert rotated.exit_code == 0, rotated.output


def test_json_says_what_is_proved(county: Path, tmp_path: Path) -> None:
    found = onebell("group", county, "-o", tmp_path / "grouped", "--json", "--lang", "en", *QUICK)
    told = json.loads(found.stdout)
    assert (told["status"], told["worth"]["outside"]) == ("OPTIMAL", 0)
    assert told["bounds"]["minutes"] == told["worth"]["minutes"]
    assert [len(g["members"]) for g in told["groups"]] == [1, 1]


def test_an_edited_grouping_is_told_of(county: Path, tmp_path: Path) -> None:
    output = tmp_path / "grouped"
    onebell("group", county, "-o", output, *QUICK)

    def swap(rows: list[list[str]]) -> None:
        group = rows[0].index("group")
        first, second = (row for row in rows[1:] if row[rows[0].index("role")] == "member")
        first[group], second[group] = second[group], first[group]

    edit(output, "schools", swap)
    found = onebell("group", county, "--check", output)
    assert found.exit_code == 1
    assert "没有" in found.output  # no way joins them
    assert found.output.count("[刚性") == 2
    assert "违反刚性规则2处。" in found.output and "代价" not in found.output.splitlines()[-2]


def test_an_impossible_county_is_told_why(county: Path, tmp_path: Path) -> None:
    policy = county / "policy.toml"
    more = "\n[rules.group_number]\nenabled = true\ncommunities = 3\n"
    policy.write_text(policy.read_text("utf-8") + more, "utf-8")
    output = tmp_path / "grouped"
    found = onebell("group", county, "-o", output, *QUICK)
    assert found.exit_code == 1
    assert "3个共同体，每个至少2所学校，共需6所，全县只有4所" in found.output
    assert not output.exists()


def test_wrong_usage_and_bad_input(county: Path, tmp_path: Path) -> None:
    assert onebell("group", county).exit_code == 2
    assert onebell("group", county, "-o", county, *QUICK).exit_code == 2  # something stands there
    put("schools", 1, "wishes", "nowhere")(county)
    found = onebell("group", county, "-o", tmp_path / "grouped", *QUICK)
    assert found.exit_code == 2
    assert "nowhere" in found.output


def test_a_sample_county_whose_communities_are_to_be_formed(tmp_path: Path) -> None:
    sample = tmp_path / "sample"
    words = ("new", sample, "--profile", "libo", "--communities", 2)
    assert onebell(*words[:4], "--ungrouped").exit_code == 2  # one community is no county
    assert onebell(*words, "--ungrouped").exit_code == 0
    assert onebell("check", sample).exit_code == 2
    assert onebell("group", sample, "-o", tmp_path / "grouped", *QUICK).exit_code == 0
