"""No row of the catalogue is forgotten; the page says where each is, as the program does."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from community.families import families
from community.profile import profile_names, profile_plan
from publishing.coverage import (
    Row,
    State,
    catalogue_rows,
    coverage,
    homes,
    homes_of,
    main,
    place,
    plans,
    state_of,
    wishes,
)
from rotation.rules import families as rotation_families

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "coverage.md"
ROOMS = {"scheduling", "term calendar", "structure", "data"}
# The rows that the families' table of the catalogue gives to the national and provincial frame.
NATIONAL = [
    "N01",
    "N02",
    "N03",
    "N04",
    "N05",
    "N06",
    "N07",
    "N08",
    "N09",
    "N10",
    "N20",
    "N23",
    "N40",
]
# Rows of each family of placements in that table, those of the national frame left out. A row may
# have several.
COUNTS = {
    **{"F02": 17, "F03": 21, "F04": 4, "F05": 10, "F06": 4, "F07": 8},
    **{"F08": 4, "F09": 6, "F11": 7, "F23": 14, "F32": 11, "F35": 14},
}


def test_the_page_is_what_the_program_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == coverage()


def test_the_program_prints_and_writes_the_page(tmp_path: Path) -> None:
    runner, target = CliRunner(), tmp_path / "rows.md"
    assert runner.invoke(main, []).output == coverage()
    assert runner.invoke(main, ["--write", str(target)]).exit_code == 0
    assert target.read_text(encoding="utf-8") == coverage()


def test_the_catalogue_has_all_rows_of_the_families() -> None:
    rows = catalogue_rows()
    assert len(rows) == len({r.id for r in rows}) == 355
    assert {code: sum(code in r.families for r in rows) for code in COUNTS} == COUNTS
    assert all(r.mark in "HPSD" and r.quote for r in rows)


def test_each_of_the_24_plans_has_one_profile() -> None:
    assert len(plans()) == 24
    assert {*profile_names()} - {*plans().values()} == {"zibo_alliance"}  # 张店 and 临淄 at once
    assert profile_plan("zibo_alliance") == ""
    assert {row.plan for row in catalogue_rows()} - {*plans()} == {"城乡划分"}


@pytest.mark.parametrize("row", catalogue_rows(), ids=lambda row: row.id)
def test_a_row_is_a_rule_of_its_plan_or_a_wish(row: Row) -> None:
    found = [home.rule for home in homes_of(row)]
    assert bool(found) != (row.id in wishes())
    assert (state_of(row) is State.WISH) == (row.id in wishes())
    if row.mark in "HP" and found:
        assert any(rule.enabled for rule in found), row.id
    if found and {*row.families} & {*COUNTS}:
        codes = {families()[rule.family].code for rule in found}
        assert codes & {*row.families}
    assert f"| {row.id} |" in coverage()


@pytest.mark.parametrize("row", [r for r in catalogue_rows() if r.mark in "HP"], ids=lambda r: r.id)
def test_a_rule_is_as_strict_as_the_words_of_its_row(row: Row) -> None:
    """What binds is no wish: some rule of the row is hard, or in principle."""
    rules = [home.rule for home in homes_of(row)]
    assert not rules or any(rule.strictness != "soft" for rule in rules)


def test_the_national_rows_are_rules_or_wishes() -> None:
    cited = {row for home in homes() for row in home.rule.rows}
    for row in NATIONAL:
        assert (row in cited) != (row in wishes()), row


def test_wishes_have_reasons_in_two_languages() -> None:
    known = {row.id for row in catalogue_rows()} | set(NATIONAL)
    for row, reason in wishes().items():
        assert row in known
        assert reason.zh.endswith("。")
        assert reason.en.isascii() and reason.en.endswith(".")


def test_every_rule_has_a_place() -> None:
    for home in homes():
        where = place(home.rule).strip("`")
        assert (ROOT / where).exists() or where in ROOMS


def test_placement_families_are_planned_by_rotation() -> None:
    for name, family in families().items():
        if family.code in COUNTS:
            assert family.planned and name in rotation_families(), name
