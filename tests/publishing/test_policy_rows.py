"""No row of the catalogue that speaks of placements is forgotten; the page says where each is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from community.families import families
from publishing.policy_rows import (
    CODES,
    Row,
    catalogue_rows,
    homes,
    main,
    place,
    policy_rows,
    wishes,
)
from rotation.rules import families as rotation_families

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "policy_rows.md"
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
# Rows of each family in that table, those of the national frame left out. A row may have several.
COUNTS = {
    **{"F02": 17, "F03": 21, "F04": 4, "F05": 10, "F06": 4, "F07": 8},
    **{"F08": 4, "F09": 6, "F11": 7, "F23": 14, "F32": 11, "F35": 14},
}


def test_the_page_is_what_the_program_makes() -> None:
    assert PAGE.read_text(encoding="utf-8") == policy_rows()


def test_the_program_prints_and_writes_the_page(tmp_path: Path) -> None:
    runner, target = CliRunner(), tmp_path / "rows.md"
    assert runner.invoke(main, []).output == policy_rows()
    assert runner.invoke(main, ["--write", str(target)]).exit_code == 0
    assert target.read_text(encoding="utf-8") == policy_rows()


def test_the_catalogue_has_all_rows_of_the_families() -> None:
    rows = catalogue_rows()
    assert len(rows) == len({r.id for r in rows}) == 109
    assert {code: sum(code in r.families for r in rows) for code in CODES} == COUNTS
    assert all(r.mark in "HPSD" and r.quote for r in rows)


@pytest.mark.parametrize("row", catalogue_rows(), ids=lambda row: row.id)
def test_a_row_is_a_rule_of_its_family_or_a_wish(row: Row) -> None:
    codes = {families()[h.rule.family].code for h in homes() if row.id in h.rule.rows}
    assert bool(codes & set(row.families)) != (row.id in wishes())
    assert f"| {row.id} |" in policy_rows()


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
        assert (ROOT / where).exists() or where.endswith("data") or where == "scheduling"


def test_placement_families_are_planned_by_rotation() -> None:
    for name, family in families().items():
        if family.code in CODES:
            assert family.planned and name in rotation_families(), name
