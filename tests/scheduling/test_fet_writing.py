"""A timetable written into a FET file and read back, and confirmed by FET where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from xml.etree import ElementTree

import pytest
from fet_files import constraint, reading, stored, text, timetable

from community.errors import InputError
from scheduling.check import cost
from scheduling.fet import read
from scheduling.fet.solving import solve_file
from scheduling.fet.starts import read_timetable
from scheduling.fet.writer import write
from solving.outcome import Budget, Status

FET = shutil.which("fet-cl")
ROOMS = (
    constraint("SubjectPreferredRooms", Subject="语文", Preferred_Room=("东1", "西1"))
    + constraint("ActivityPreferredRoom", Activity_Id=6, Room="合堂")
)  # fmt: skip
WEEK = ("1@1.1=东1", "2@2.1=西1", "3@1.2", "4@1.2", "5@1.3=东1", "6@2.2=东2")
TIMES = constraint("MinDaysBetweenActivities", 95, Activity_Id=(1, 2), MinDays=1)


def test_a_timetable_survives_the_way_there_and_back(tmp_path):
    found = reading(tmp_path, TIMES, ROOMS)
    week = timetable(found, *WEEK)
    assert cost(found.instance, week).hard == 0
    out = tmp_path / "new" / "out.fet"
    write(found, week, tmp_path / "school.fet", out)
    again = read(out)
    assert read_timetable(out, found).diff(week) == ([], [])
    # What has one start and one room is no longer open, so that nothing else keeps the file.
    assert cost(again.instance, read_timetable(out, again)).hard == 0
    assert [p.name for p in out.parent.iterdir()] == ["out.fet"]


@pytest.mark.parametrize(("named", "codec"), [("utf8", "utf-8"), ("GBK", "gbk")])
def test_a_file_is_written_again_from_any_encoding_that_is_read(tmp_path, named, codec):
    found = reading(tmp_path, TIMES, ROOMS)
    source, out = tmp_path / "school.fet", tmp_path / "out.fet"
    content = re.sub(r'encoding="[^"]*"', f'encoding="{named}"', source.read_text(encoding="utf-8"))
    source.write_bytes(content.encode(codec))
    week = timetable(found, *WEEK)
    write(found, week, source, out)
    assert read_timetable(out, found).diff(week) == ([], [])
    assert "语文" in out.read_text(encoding="utf-8")


def test_nothing_else_of_the_file_changes(tmp_path):
    found = reading(tmp_path, TIMES, ROOMS, head="<Comments>一 &amp; 二</Comments>")
    out = tmp_path / "out.fet"
    write(found, timetable(found, *WEEK), tmp_path / "school.fet", out)
    before, after = (ElementTree.parse(p).getroot() for p in (tmp_path / "school.fet", out))
    for one, other in zip(before, after, strict=True):
        kept = list(other)[: len(one)]
        assert [ElementTree.tostring(e) for e in one] == [ElementTree.tostring(e) for e in kept]
    added = after.find("Time_Constraints_List")[2:]
    assert len(added) == 6
    assert [(c.tag, c.text) for c in added[5]] == [
        ("Weight_Percentage", "100"),
        ("Activity_Id", "6"),
        ("Preferred_Day", "周二"),
        ("Preferred_Hour", "2"),
        ("Permanently_Locked", "false"),
        ("Active", "true"),
        ("Comments", None),
    ]
    hall = after.find("Space_Constraints_List")[-1]
    assert [c.text for c in hall if c.tag in ("Room", "Real_Room")] == ["合堂", "东2", "西1"]


def test_what_is_said_already_is_not_said_twice(tmp_path):
    found = reading(tmp_path, TIMES, ROOMS)
    out, more = tmp_path / "out.fet", tmp_path / "more.fet"
    write(found, timetable(found, *WEEK), tmp_path / "school.fet", out)
    write(read(out), timetable(found, *WEEK), out, more)
    assert out.read_bytes() == more.read_bytes()


def test_a_file_without_a_timetable_says_so(tmp_path):
    found = reading(tmp_path)
    with pytest.raises(InputError, match=r"school\.fet"):
        read_timetable(tmp_path / "school.fet", found)


def test_a_file_is_solved_and_goes_on_from_its_timetable(tmp_path):
    path, out, more = stored(tmp_path, text(TIMES, ROOMS)), tmp_path / "1.fet", tmp_path / "2.fet"
    solved = solve_file(path, out, Budget(60, 1, 1))
    assert solved.result.report.status is Status.OPTIMAL
    assert not solved.broken
    again = solve_file(path, more, Budget(60, 1, 1), start=out)
    assert again.result.report.status is Status.OPTIMAL
    found = read(path)
    assert cost(found.instance, read_timetable(more, found)) == solved.result.cost


@pytest.mark.skipif(FET is None, reason="FET is not installed")
@pytest.mark.parametrize("times", [TIMES, constraint("BreakTimes", Break_Time=("周一 2",))])
def test_fet_itself_confirms_the_timetable(tmp_path, times):
    """Every lesson is where it was put, and FET counts the same broken wishes."""
    path, out = stored(tmp_path, text(times, ROOMS)), tmp_path / "out.fet"
    solved = solve_file(path, out, Budget(60, 1, 1))
    assert solved.result.cost is not None
    words = (FET, f"--inputfile={out}", f"--outputdir={tmp_path}", "--timelimitseconds=20")
    told = subprocess.run(words, capture_output=True, text=True, timeout=200, check=False)
    assert "Simulation successful" in told.stdout, told.stdout
    week = tmp_path / "timetables" / "out"
    found = read(path)
    same = read_timetable(week / "out_data_and_timetable.fet", found)
    assert same.diff(read_timetable(out, found)) == ([], [])
    conflicts = (week / "out_soft_conflicts.txt").read_text(encoding="utf-8-sig")
    (total,) = re.findall(r"Total soft conflicts: ([0-9.]+)", conflicts)
    assert round(float(total) * 100) == solved.result.cost.soft
