"""The command that reckons scores: marks in, or every row that cannot be used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli_support import onebell, tiny_folder

if TYPE_CHECKING:
    from pathlib import Path


def run(folder: Path, marks: str, *more: str) -> tuple[int, str]:
    """Run the command on some marks."""
    (folder / "marks.csv").write_text(marks, encoding="utf-8")
    result = onebell("score", tiny_folder(folder / "c"), folder / "marks.csv", *more)
    return result.exit_code, result.output


def test_each_school_has_a_line(tmp_path: Path) -> None:
    code, out = run(tmp_path, "学校编号,学校,得分\nC,中心小学,90\nM,东山小学,70\n", "--lang", "zh")
    assert code == 0
    assert "中心小学：90" in out
    assert "东山小学：70" in out


def test_data(tmp_path: Path) -> None:
    code, out = run(tmp_path, "school_id,mark\nC,90\nM,70\n", "--json")
    assert code == 0
    assert json.loads(out)["M"]["score"] == 70


def test_bad_rows_are_told_with_their_place(tmp_path: Path) -> None:
    for marks, said in (
        ("学校编号,得分\nC,90\n", "东山小学"),
        ("学校编号,得分\nC,90\nC,91\nM,70\n", "一行"),
        ("学校编号,得分\nC,很好\nM,70\n", "很好"),
        ("学校编号,得分\nX,90\nM,70\n", "X"),
        ("", "marks.csv"),
    ):
        code, out = run(tmp_path, marks, "--lang", "zh")
        assert code == 2, marks
        assert said in out, (marks, out)
