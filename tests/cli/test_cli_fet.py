"""``onebell fet``: what is read and lost, what a timetable breaks, a file in and out."""

from __future__ import annotations

import json

import pytest
from cli_support import onebell
from fet_files import constraint, reading, stored, text, timetable

from benchmarks.fet import main as measure
from scheduling.fet.writer import write

DAYS = constraint("MinDaysBetweenActivities", 95, Activity_Id=(1, 2), MinDays=1)
LOST = constraint("TeachersMakeCoffee")
ENOUGH = ("--effort", 60)  # ends when it is proved, far sooner
CLASH = constraint("ActivityPreferredStartingTime", Preferred_Day="周一", Preferred_Hour="1",
                   Activity_Id=1)  # fmt: skip


def test_info_counts_by_kind_and_names_what_is_lost(tmp_path):
    path = stored(tmp_path, text(DAYS + LOST))
    said = onebell("fet", "info", path)
    assert said.exit_code == 0
    assert "约束4条：载入3条，未载入1条。" in said.stdout
    assert "几节课相隔的天数" in said.stdout
    rows = path.read_text(encoding="utf-8").splitlines()
    row = next(n for n, line in enumerate(rows, 1) if "MakeCoffee" in line)
    assert f"未载入：第{row}行，TeachersMakeCoffee：没有这种约束。" in said.stdout
    data = json.loads(onebell("fet", "info", path, "--json").stdout)
    assert data["carried"]["MinDaysBetweenActivities"] == 1
    assert data["losses"] == [{"kind": "TeachersMakeCoffee", "row": row, "reason": "没有这种约束"}]
    english = onebell("fet", "info", path, "--lang", "en").stdout
    assert "4 constraints: 3 carried, 1 lost." in english
    assert f"Lost: row {row}, TeachersMakeCoffee: there is no such kind." in english


def test_evaluate_names_what_a_timetable_breaks(tmp_path):
    found, out = reading(tmp_path, DAYS + LOST), tmp_path / "out.fet"
    week = ("1@1.1", "2@1.2", "3@2.1", "4@2.1", "5@1.1", "6@2.2")
    write(found, timetable(found, *week), tmp_path / "school.fet", out)
    # 安老师 has two lessons at once; lessons 1 and 2 are on one day, which costs 95.
    result = onebell("fet", "evaluate", out)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "1\t95"
    assert lines[1].strip() == (
        "每节课都有时间，互不冲突: 安老师同时最多1节课，但周一 1有2节课（语文 甲班、语文 乙班）。"
    )
    assert "有1条约束没有载入" in lines[2]


def test_solve_writes_a_file_that_keeps_what_it_says(tmp_path):
    path, out = stored(tmp_path, text(DAYS + LOST)), tmp_path / "new" / "out.fet"
    result = onebell("fet", "solve", path, "-o", out, *ENOUGH, "--json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert (data["status"], data["hard"], data["soft"]) == ("OPTIMAL", 0, 0)
    assert data["lost"] == 1
    assert onebell("fet", "evaluate", out).stdout.startswith("0\t0\n")
    more = onebell("fet", "solve", path, "--from", out, "-o", tmp_path / "more.fet", *ENOUGH)
    assert more.exit_code == 0, more.output


def test_what_cannot_be_kept_is_written_and_named(tmp_path):
    both = CLASH + CLASH.replace("<Activity_Id>1<", "<Activity_Id>2<")
    path, out = stored(tmp_path, text(both)), tmp_path / "out.fet"
    result = onebell("fet", "solve", path, "-o", out, "--effort", 2)
    assert result.exit_code == 1, result.output  # proved: two lessons of a class at one time
    assert "AvoidClashes" not in result.stdout


@pytest.mark.parametrize("command", ["info", "evaluate", "solve"])
def test_bad_files_are_refused_with_a_line(tmp_path, command):
    path = stored(
        tmp_path, text(constraint("ActivityPreferredDay", Activity_Id=99, Preferred_Day="周一"))
    )
    more = ("-o", tmp_path / "out.fet") if command == "solve" else ()
    result = onebell("fet", command, path, *more)
    assert result.exit_code == 2
    assert "school.fet，第" in result.stderr and "没有这个课程编号" in result.stderr
    assert not (tmp_path / "out.fet").exists()


def test_the_benchmark_counts_what_is_carried(tmp_path, capsys):
    stored(tmp_path, text(DAYS + LOST))
    assert measure(["--data", str(tmp_path)]) == 1  # 3 of 4, and no file whole
    told = capsys.readouterr().out
    assert "| MinDaysBetweenActivities | 1 | 0 | 0 |" in told
    assert "| TeachersMakeCoffee | 0 | 1 | 1 |" in told
    assert "3 of 4 constraints carried: 75.00%" in told
    stored(tmp_path, text(DAYS))
    assert measure(["--data", str(tmp_path)]) == 0
    stored(tmp_path, "<fet/>")
    assert measure(["--data", str(tmp_path)]) == 1
    assert "0 of 1 files read" in capsys.readouterr().out
