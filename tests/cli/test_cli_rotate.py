"""``onebell rotate`` on a tiny community, and what goes on from its roster."""

from __future__ import annotations

import csv
import json

import pytest
from cli_support import QUICK, county_folder, onebell
from openpyxl import load_workbook

HEADER = ["教师编号", "方式", "接收学校编号", "起始学期编号", "学期数", "起始周", "周数", "状态"]
LOCKED = ["C1", "支教", "M", "2025-1", "2", "", "", "锁定"]
BROKEN = [
    ["M1", "支教", "C", "2025-1", "2", "", "", ""],  # zh at M cannot be taught
    ["M3", "支教", "C", "2025-1", "2", "", "", ""],  # without these two
]


def parsed(result) -> dict:
    return json.loads(result.stdout)


def by_hand(path, *rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def rows_of(folder) -> list[dict[str, str]]:
    with (folder / "roster.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rotated(tmp_path_factory, planned):
    """The folders of the tiny community and of a roster of it; tests do not change them."""
    folder = tmp_path_factory.mktemp("rotated") / "roster"
    result = onebell("rotate", planned[0], "-o", folder, *QUICK)
    assert result.exit_code == 0, result.output
    return planned[0], folder


def test_a_roster_is_written_audited_and_told(tmp_path, planned):
    out = tmp_path / "roster"
    result = onebell("rotate", planned[0], "-o", out, *QUICK)
    assert result.exit_code == 0
    for words in ("走教", "已证最优", "少调动人员", str(out)):
        assert words in result.stdout
    names = {"plan.json", "roster.csv", "mentors.csv", "costs.csv"}
    assert {p.name for p in out.iterdir()} == names
    audited = onebell("audit", planned[0], out)
    assert audited.exit_code == 0
    assert "刚性规则全部满足" in audited.stdout


def test_as_json(tmp_path, planned):
    result = onebell("rotate", planned[0], "-o", tmp_path / "r", "--json", *QUICK)
    data = parsed(result)
    assert (data["status"], data["kind"], data["term"]) == ("OPTIMAL", "roster", "")
    assert data["by_kind"]["itinerant"] == 1
    assert sum(data["by_kind"].values()) == data["placements"]
    assert (data["gap"], data["bound"]) == (0.0, data["phases"]["rotation"]["bound"])
    assert data["lessons"] == 0
    assert isinstance(data["loads"], list)
    assert "from" not in data


@pytest.mark.parametrize("kind", ["workbook", "web", "csv"])
def test_export(tmp_path, rotated, kind):
    result = onebell("export", *rotated, "--to", kind, "-o", tmp_path / "out", "--json")
    assert result.exit_code == 0, result.output
    names = [path.rpartition("/")[2] for path in parsed(result)["written"]]
    assert names
    assert "timetable.csv" not in names
    if kind == "workbook":
        book = tmp_path / "out" / names[0]
        one = parsed(onebell("audit", *rotated, "--json"))
        assert parsed(onebell("audit", rotated[0], book, "--json")) == one
        assert "各校进出表" in load_workbook(book).sheetnames


def test_a_roster_by_hand_is_completed_and_what_is_locked_stays(tmp_path, planned):
    path, out = by_hand(tmp_path / "名单.csv", LOCKED), tmp_path / "out"
    assert onebell("audit", planned[0], path).exit_code == 1  # nobody teaches music at M
    result = onebell("rotate", planned[0], "--from", path, "-o", out, *QUICK)
    assert result.exit_code == 0, result.output
    assert "读入1人次，违反刚性规则" in result.stdout
    assert "保留1，取消0；新增1" in result.stdout
    found = {row["教师编号"]: row for row in rows_of(out)}
    assert set(found) == {"C1", "C5"}
    assert (found["C1"]["学期数"], found["C1"]["状态"]) == ("2", "锁定")
    assert onebell("audit", planned[0], out).exit_code == 0


def test_a_broken_roster_by_hand_is_audited_and_mended(tmp_path, planned):
    path, out = by_hand(tmp_path / "a.csv", *BROKEN), tmp_path / "out"
    audited = onebell("audit", planned[0], path, "--json")
    assert audited.exit_code == 1
    assert parsed(audited)["hard_violations"] > 0
    words = ("rotate", planned[0], "--from", path, "-o", out)
    data = parsed(onebell(*words, "--json", *QUICK))
    assert data["from"]["placements"] == 2
    assert data["from"]["hard_violations"] == parsed(audited)["hard_violations"]
    assert data["from"]["dropped"] >= 1
    assert onebell("audit", planned[0], out).exit_code == 0


def test_what_is_locked_and_impossible_is_proved_with_reasons(tmp_path, planned):
    rows = [[*row[:-1], "锁定"] for row in BROKEN]
    path, out = by_hand(tmp_path / "a.csv", *rows), tmp_path / "out"
    result = onebell("rotate", planned[0], "--from", path, "-o", out, *QUICK)
    assert result.exit_code == 1
    assert "已证无解" in result.stdout
    assert not out.exists()


def test_it_goes_on_from_its_own_folder_and_workbook(tmp_path, rotated):
    onebell("export", *rotated, "--to", "workbook", "-o", tmp_path / "books")
    book = next((tmp_path / "books").glob("微型共同体*.xlsx"))
    for source in (rotated[1], book):
        words = ("rotate", rotated[0], "--from", source, "-o", tmp_path / "out", "--json")
        data = parsed(onebell(*words, *QUICK))
        assert (data["from"]["dropped"], data["from"]["added"]) == (0, 0)
        assert rows_of(tmp_path / "out") == rows_of(rotated[1])


def test_a_week_is_planned_from_a_roster(tmp_path, planned):
    path = by_hand(tmp_path / "a.csv", LOCKED)
    onebell("rotate", planned[0], "--from", path, "-o", tmp_path / "roster", *QUICK)
    words = ("plan", planned[0], "--from", tmp_path / "roster", "-o", tmp_path / "plan")
    result = onebell(*words, *QUICK)
    assert result.exit_code == 0, result.output
    assert rows_of(tmp_path / "plan") == rows_of(tmp_path / "roster")
    assert (tmp_path / "plan" / "timetable.csv").is_file()
    assert onebell("audit", planned[0], tmp_path / "plan").exit_code == 0


def test_whatif_on_a_roster_plans_the_roster_only(tmp_path, rotated):
    out = tmp_path / "out"
    words = ("whatif", *rotated, "--change", "teacher-leaves M3", "-o", out)
    result = onebell(*words, *QUICK)
    assert result.exit_code == 0, result.output
    assert "取消 0，新增 0" in result.stdout
    assert "原有0节课" not in result.stdout
    assert onebell("audit", out / "community", out).exit_code == 0


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({3: "2031-1"}, "2031-1"),
        ({7: "差不多"}, "差不多"),
        ({4: "0"}, "时长应大于0"),
        ({4: "1", 6: "2"}, "只填一个"),
        ({0: "X9"}, "X9"),
    ],
)
def test_a_bad_cell_of_a_roster_by_hand_is_named(tmp_path, planned, cells, said):
    row = [cells.get(i, cell) for i, cell in enumerate(LOCKED)]
    path, out = by_hand(tmp_path / "a.csv", row), tmp_path / "out"
    result = onebell("rotate", planned[0], "--from", path, "-o", out)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert said in line and "a.csv" in line and "2" in line
    assert not out.exists()


@pytest.mark.parametrize("name", ["nowhere", "notes.txt", "no.csv"])
def test_a_source_that_is_no_roster_is_bad_input(tmp_path, planned, name):
    (tmp_path / "notes.txt").write_text("keep")
    (tmp_path / "no.csv").write_text("a,b\n1,2\n")
    result = onebell("rotate", planned[0], "--from", tmp_path / name, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.output


def test_no_time_is_exit_3(tmp_path):
    onebell("new", tmp_path / "demo", "--profile", "shouguang")  # no machine is so quick
    words = ("rotate", tmp_path / "demo", "-o", tmp_path / "r", "--time-limit", 0.1, "--lang", "en")
    result = onebell(*words)
    assert result.exit_code == 3
    assert "no answer within the time" in result.stdout
    assert not (tmp_path / "r").exists()


def test_a_county_rotates_together_and_plans_one_community(tmp_path):
    county = county_folder(tmp_path / "county")
    result = onebell("rotate", county, "-o", tmp_path / "roster", *QUICK)
    assert result.exit_code == 0, result.output
    refused = onebell("plan", county, "-o", tmp_path / "plan", "--lang", "en")
    assert refused.exit_code == 2
    assert "rotate" in refused.stderr and "--group" in refused.stderr
    assert not (tmp_path / "plan").exists()
    words = ("--group", "east", "--from", tmp_path / "roster", "-o", tmp_path / "plan")
    result = onebell("plan", county, *words, *QUICK)
    assert result.exit_code == 0, result.output
    assert {row["教师编号"][:4] for row in rows_of(tmp_path / "plan")} == {"east"}
    assert onebell("audit", county, tmp_path / "plan", "--group", "east").exit_code == 0
    assert onebell("audit", county, tmp_path / "roster").exit_code == 0
    unknown = onebell("plan", county, "--group", "north", "-o", tmp_path / "p2", "--lang", "en")
    assert unknown.exit_code == 2
    assert "east" in unknown.stderr


def test_who_goes_to_another_community_is_told_of(tmp_path):
    county = county_folder(tmp_path / "county")
    rows = (["eastC1", "支教", "westM", "2025-1", "2", "", "", ""], ["eastC5", "走教", "eastM"])
    path = by_hand(tmp_path / "a.csv", rows[0], [*rows[1], "2025-1", "2", "", "", "锁定"])
    words = ("rotate", county, "--group", "east", "--from", path, "-o", tmp_path / "out")
    result = onebell(*words, *QUICK)
    assert result.exit_code == 0, result.output
    assert "1项安排跨共同体" in result.stderr and "eastC1" in result.stderr
    assert "eastC5" in {row["教师编号"] for row in rows_of(tmp_path / "out")}
    onebell(
        *("export", county, tmp_path / "out", "--group", "east"),
        *("--to", "workbook", "-o", tmp_path / "books"),
    )
    book = next(p for p in (tmp_path / "books").iterdir() if p.name.startswith("微型共同体"))
    words = ("rotate", county, "--group", "east", "--from", book, "-o", tmp_path / "again")
    result = onebell(*words, *QUICK)
    assert result.exit_code == 0, result.output
    assert "取消0；新增0" in result.stdout
