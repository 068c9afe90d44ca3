"""Public files that cannot be used: exit code 2, the element and its line, nothing written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_support import onebell, process
from xhstt_support import META, instance, stored, two

from scheduling.solution import Lesson, Solution
from scheduling.xhstt import Archive, ArchivedSolution, SolutionGroup

BOMB = '<!DOCTYPE x [<!ENTITY a "ha">{}]>'.format(
    "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
)

# What is replaced by what in a good file; a part of the line, of the element and of the reason.
BAD = {
    "malformed": ("</Constraints>", "", "</Instance>", "<Constraints>", "不是合格的XML"),
    "entity bomb": ("<HighSchool", f"{BOMB}\n<HighSchool", BOMB, "<!DOCTYPE x>", "实体"),
    "unknown reference": (
        '<Resource Reference="T" />',
        '<Resource Reference="U" />',
        'Reference="U"',
        '<Resource Reference="U">',
        "没有Id为“U”",
    ),
    "unknown constraint": (
        "AvoidClashesConstraint",
        "AvoidRainConstraint",
        "<AvoidRain",
        '<AvoidRainConstraint Id="clash">',
        "没有这种约束",
    ),
    "duplicate id": ('<Time Id="b">', '<Time Id="a">', '<Time Id="a">', '<Time Id="a">', "重复"),
    "negative duration": ("<Duration>1<", "<Duration>-1<", "-1", "<Duration>-1", "1到999999999"),
    "solution of another instance": (
        '<Solution Reference="two">',
        '<Solution Reference="three">',
        "three",
        '<Solution Reference="three">',
        "另一个实例",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file(tmp_path, case):
    old, new, line, element, reason = BAD[case]
    path, out = stored(two(), tmp_path / "bad.xml"), tmp_path / "out.xml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    for words in (["evaluate", path], ["solve", path, "-o", out, "--time-limit", 1]):
        result = onebell("xhstt", *words)
        assert result.exit_code == 2, result.output
        first = result.stderr.splitlines()[0]
        row = int(re.findall(r"\d+", first.split("第")[1])[0])  # the first of all
        assert line in text.splitlines()[row - 1], first
        assert element in first and reason in first and "bad.xml" in first
    assert not out.exists()


def other() -> Archive:
    """Two solutions of another instance."""
    problem = instance("three", "abc", {"e1": "T"})
    solutions = (ArchivedSolution("three", Solution((Lesson("e1", 1, time),))) for time in "ab")
    groups = (SolutionGroup(f"group {n}", (s,), META) for n, s in enumerate(solutions))
    return Archive((problem,), tuple(groups))


def test_going_on_from_a_solution_of_another_instance(tmp_path):
    path, start = stored(two(), tmp_path / "two.xml"), stored(other(), tmp_path / "three.xml")
    out = tmp_path / "out.xml"
    result = onebell("xhstt", "solve", path, "--from", start, "-o", out, "--lang", "en")
    assert result.exit_code == 2
    lines = start.read_text(encoding="utf-8").splitlines()
    rows = [i for i, line in enumerate(lines, 1) if "<Solution " in line]
    assert len(rows) == 2
    (told,) = result.stderr.splitlines()
    both = ", ".join(map(str, rows))
    assert told.startswith(f'three.xml, rows {both}: "<Solution Reference="three">"')
    assert 'a solution of "two"' in told
    assert not out.exists()


def test_going_on_from_a_solution_that_does_not_fit(tmp_path):
    path, start = stored(two(), tmp_path / "two.xml"), tmp_path / "start.xml"
    text = path.read_text(encoding="utf-8")
    start.write_text(text.replace('<Event Reference="e2">', '<Event Reference="e9">'), "utf-8")
    result = onebell("xhstt", "solve", path, "--from", start, "-o", tmp_path / "out.xml")
    assert result.exit_code == 2
    assert "start.xml，第" in result.stderr and '<Event Reference="e9">' in result.stderr
    assert not (tmp_path / "out.xml").exists()


def test_going_on_from_a_file_without_solutions(tmp_path):
    path = stored(two(), tmp_path / "two.xml")
    start = stored(Archive(two().instances), tmp_path / "start.xml")
    result = onebell("xhstt", "solve", path, "--from", start, "-o", tmp_path / "out.xml")
    assert result.exit_code == 2
    assert "start.xml" in result.stderr and "two" in result.stderr


PLACES = {
    "a folder": lambda folder: folder,
    "through a file": lambda folder: folder / "two.xml" / "out.xml",
    "not for writing": lambda folder: Path("/proc/onebell/out.xml"),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_output_that_cannot_be_written_is_told_before_the_search(tmp_path, place):
    if place == "not for writing" and not Path("/proc").is_dir():
        pytest.skip("no /proc on this system")
    path = stored(two(), tmp_path / "two.xml")
    out = PLACES[place](tmp_path)
    before = sorted(p.name for p in tmp_path.iterdir())
    # A search would take its 600 seconds in vain only if it began: no test waits so long.
    result = onebell("xhstt", "solve", path, "-o", out, "--time-limit", 600)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda text: re.sub(r"<Time (Id|Ref)[^/]*?(/>|</Time>|</Name>\s*</Time>)", "", text),
            "一个也没有",
        ),
        (lambda text: text.replace("<Duration>1<", "<Duration>10000<"), "时长为10000"),
    ],
    ids=["no times", "longer than all times"],
)
def test_an_event_that_no_time_can_hold_is_told_before_the_search(tmp_path, change, said):
    path, out = stored(Archive(two().instances), tmp_path / "two.xml"), tmp_path / "out.xml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert onebell("xhstt", "evaluate", path).exit_code == 0
    result = onebell("xhstt", "solve", path, "-o", out, "--time-limit", 600)
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert "two.xml" in line and "e1" in line and said in line
    assert not out.exists()


def test_an_instance_too_large_for_the_memory(tmp_path):
    """60 lessons of up to 300 of 300 times: 300 + 299 + ... + 1 = 45,150 starts for each.

    That makes 2.7 million, at 8 kB each some 22 GB where the process may have 4.
    """
    resource = pytest.importorskip("resource")
    times = [f"t{i}" for i in range(300)]
    problem = instance("vast", times, {f"e{i}": "T" for i in range(60)})
    path, out = stored(Archive((problem,)), tmp_path / "vast.xml"), tmp_path / "out.xml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<Duration>1<", "<Duration>300<"), encoding="utf-8")
    done = process(
        *("xhstt", "solve", path, "-o", out, "--workers", 1, "--lang", "en"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)),
    )
    assert done.returncode == 2, done.stderr
    told = done.stderr
    assert told.startswith('vast.xml: "vast": solving needs about '), told
    needs, there = (float(word) for word in re.findall(r"([0-9.]+) GB", told))
    # 60 x 45,150 x 8 kB = 21.7 GB and a little; 4 GiB = 4.3 GB less what the process has already
    assert 21.6 < needs < 22.5 and 3 < there < 4.3
    assert not out.exists()
