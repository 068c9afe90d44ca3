"""A command that is written wrongly is told so in the language of the planner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from cli_support import onebell
from dated_plan import dated

if TYPE_CHECKING:
    from pathlib import Path

PLAN = ("plan", "x", "-o", "y")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plan", "x"), "缺少选项“-o / --output”（写到何处）"),
        (("whatif", "x"), "缺少“PLAN”"),
        (("pland", "x"), "没有命令“pland”；也许是“plan”"),
        ((*PLAN, "--time"), "没有选项“--time”；也许是“--time-limit”"),
        ((*PLAN, "--time-limit"), "选项“--time-limit”后面应写内容"),
        ((*PLAN, "--calendar=yes"), "选项“--calendar”后面不写内容"),
        ((*PLAN, "--time-limit", "半小时"), "“半小时”应为0.1到604800的数"),
        ((*PLAN, "--workers", "0"), "“0”应为1到256的整数"),
        ((*PLAN, "--effort", "9", "--time-limit", "9"), "只写一个"),
        ((*PLAN, "--term", "1", "--all-terms"), "“--term”和“--all-terms”只写一个"),
        (("audit", "x", "张", "老师"), "多写了“老师”；名称里有空格的，请加引号"),
        (("export", "x", "y", "--to", "pdf", "-o", "z"), "“pdf”应为workbook、web、csv"),
        (("import", "x", "-o", "y", "--encoding", "甲"), "“甲”不是编码"),
        (("new", "x", "--profile", "libo", "--ungrouped"), "“--communities”至少写2"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(words, told):
    result = onebell(*words)
    first, *more = result.stderr.splitlines()
    assert result.exit_code == 2 and told in first and not result.stdout
    assert not more or (more[0].startswith("用法：") and more[1].endswith(" --help"))
    own = re.sub(r"--?[a-z-]+|“.*?”|workbook.*fet", "", first)  # options and what was written
    assert not re.search("[A-Za-z]{2}", own)


def test_english_is_as_click_says_it():
    # The language is asked for behind what is wrong.
    for words in ((*PLAN, "--time", "--lang", "en"), (*PLAN, "--time", "--lang=en")):
        result = onebell(*words)
        assert result.exit_code == 2 and "No such option" in result.stderr
    result = onebell(*PLAN, "--term", "1", "--all-terms", "--lang", "en")
    assert "Error: --term and --all-terms: write one of them" in result.stderr


def test_no_command_at_all_shows_the_help():
    assert "轮岗名单" in onebell().output


def test_words_that_name_nothing_are_told_by_themselves(tmp_path: Path) -> None:
    """The line begins with what was typed, in either language, and not with a name of ours."""
    data, plan = dated(tmp_path)
    wrong, out = "没有这", tmp_path / "out"
    for words in (
        ("pin", data, plan, wrong),
        ("swap", data, plan, wrong, "周一"),
        ("whatif", data, plan, "--change", f"{wrong} 教师", "-o", out),
        ("whatif", data, plan, "--change", f"教师离开 {wrong}", "-o", out),
        ("plan", data, "--term", wrong, "-o", out),
        ("plan", data, "--from", plan, "--freeze", wrong, "-o", out),
        ("why", data, plan, "--teacher", wrong),
        ("audit", data, plan, "--group", wrong),
        ("record", data, plan, wrong, "--held"),
        ("term", data, plan, "--from", wrong, "-o", out),
        ("report", data, plan, "--as-of", wrong, "-o", out),
    ):
        typed = next(w for w in words if wrong in str(w))
        for more, begin in (((), f"“{typed}”："), (("--lang", "en"), f'"{typed}": ')):
            found = onebell(*words, *more)
            assert found.exit_code == 2 and found.stderr.startswith(begin), (words, found.stderr)
