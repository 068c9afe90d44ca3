"""Bad input: exit code 2, one line for each error with its place, and nothing written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from cli_support import command, edit, environment, onebell, process, put, tiny_folder

from community.reading import read_community
from community.writing import write_workbook


def assert_refused(result, lines: int | None = None, *said: str) -> None:
    """Exit code 2, nothing on standard output, and so many lines of errors."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    told = result.stderr.splitlines()
    assert told
    if lines is not None:
        assert len(told) == lines, told
    for words in said:
        assert words in result.stderr
    assert "Traceback" not in result.output


def drop_column(name: str):
    def change(rows):
        at = rows[0].index(name)
        for row in rows:
            del row[at]

    return lambda folder: edit(folder, "classes", change)


CELLS = [
    ("unknown school", put("classes", 1, "school", "Z"), "Z"),
    ("unknown teacher", lambda f: edit(f, "unavailable", _row("T99", "1", "", "")), "T99"),
    ("unknown subject", put("curriculum", 1, "subject", "latin"), "latin"),
    ("duplicate id", put("teachers", 2, "id", "C1"), "C1"),
    ("ambiguous class", put("classes", 1, "name", "三十二"), "三十二"),
    ("text for a number", put("teachers", 1, "max_periods", "many"), "many"),
    ("negative number", put("teachers", 1, "max_periods", "-3"), "-3"),
    ("absurd number", put("classes", 1, "pupils", "99999"), "99999"),
    ("overlapping terms", put("terms", 2, "start", "2026-01-12"), "2026-01-12"),
    ("formula", put("teachers", 1, "name", "=1+1"), "=1+1"),
]


def _row(*cells: str):
    return lambda rows: rows.append(list(cells))


@pytest.mark.parametrize(("what", "spoil", "said"), CELLS, ids=[c[0] for c in CELLS])
def test_a_bad_cell_is_named_with_its_place(tmp_path, what, spoil, said):
    folder = tiny_folder(tmp_path / "community")
    spoil(folder)
    out = tmp_path / "plan"
    result = onebell("plan", folder, "-o", out, "--lang", "en")
    assert_refused(result, 1, said, "row")
    assert not out.exists()


def test_a_missing_table_and_a_missing_column_are_two_lines(tmp_path):
    folder = tiny_folder(tmp_path / "community")
    (folder / "travel.csv").unlink()
    drop_column("school")(folder)
    assert_refused(onebell("check", folder, "--lang", "en"), 2, "travel", "school")


def test_every_error_is_told_at_once_in_the_language_asked_for(tmp_path):
    folder = tiny_folder(tmp_path / "community")
    for number, spoil in enumerate((CELLS[0][1], CELLS[2][1], CELLS[5][1]), 1):
        spoil(folder)
        assert_refused(onebell("check", folder), number, "应")
    assert "expected" in onebell("check", folder, "--lang", "en").stderr


def workbook(tmp_path):
    path = tmp_path / "community.xlsx"
    write_workbook(read_community(tiny_folder(tmp_path / "folder")), path)
    return path


def test_a_missing_sheet(tmp_path):
    path = workbook(tmp_path)
    assert onebell("check", path).exit_code == 0
    book = openpyxl.load_workbook(path)
    del book[next(s for s in book.sheetnames if s == "教师")]
    book.save(path)
    assert_refused(onebell("check", path), 1, "教师")


def test_a_formula_in_a_workbook(tmp_path):
    path = workbook(tmp_path)
    book = openpyxl.load_workbook(path)
    cell = book["教师"].cell(4, 2)
    cell.value = '=HYPERLINK("http://example.org")'
    book.save(path)
    assert_refused(onebell("check", path), 1, "教师", "=HYPERLINK")


def test_a_file_that_is_no_workbook(tmp_path):
    path = tmp_path / "notes.xlsx"
    path.write_text("just text")
    assert_refused(onebell("check", path), 1, "notes.xlsx")


def test_a_zip_bomb(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (50 * 2**20))
    assert path.stat().st_size < 2**20
    assert_refused(onebell("check", path), 1, "bomb.xlsx")


def test_a_file_of_200_mb(tmp_path):
    path = tmp_path / "big.xlsx"
    with path.open("wb") as file:  # sparse: nothing is really stored
        file.truncate(200 * 2**20)
    assert_refused(onebell("check", path), 1, "200 MB")


def test_xml_with_entities_in_a_workbook(tmp_path):
    path = workbook(tmp_path)
    spoiled = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(spoiled, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = b'<!DOCTYPE x [<!ENTITY a "b">]>' + data
            new.writestr(name, data)
    assert_refused(onebell("check", spoiled), 1, "xl/workbook.xml")


def test_xml_with_entities_in_a_public_file(tmp_path):
    path = tmp_path / "bad.xml"
    path.write_text('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert_refused(onebell("xhstt", "evaluate", path), 1, "bad.xml")
    assert_refused(onebell("xhstt", "solve", path, "-o", tmp_path / "out.xml"), 1)
    assert not (tmp_path / "out.xml").exists()


def test_a_community_that_is_not_there(tmp_path):
    assert_refused(onebell("check", tmp_path / "nowhere"), 1, "nowhere")


def test_a_plan_that_is_not_there(tmp_path):
    folder = tiny_folder(tmp_path / "community")
    assert_refused(onebell("audit", folder, tmp_path / "nowhere"), 1, "nowhere")


@pytest.mark.parametrize("words", ["teacher-leaves T99", "resign C1", "class-added M 三十二"])
def test_a_change_that_cannot_be_made(tmp_path, words, planned):
    out = tmp_path / "plan2"
    result = onebell("whatif", *planned, "--change", words, "-o", out)
    assert_refused(result, 1, words)
    assert not out.exists()


def test_an_unknown_profile_and_too_many_members(tmp_path):
    assert_refused(onebell("new", tmp_path / "a", "--profile", "songyong"), 1, "songyang")
    assert_refused(onebell("new", tmp_path / "a", "--profile", "songyang", "--members", 9), 1)
    assert not (tmp_path / "a").exists()


def test_new_refuses_a_folder_with_something_in_it(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "mine.txt").write_text("keep me")
    assert_refused(onebell("new", tmp_path / "a", "--profile", "songyang"), 1, str(tmp_path / "a"))
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "words",
    [
        ("plan",),
        ("plan", "x", "-o", "y", "--time-limit", "soon"),
        ("plan", "x", "-o", "y", "--workers", "0"),
        ("export", "x", "y", "--to", "pdf", "-o", "z"),
        ("fly",),
    ],
)
def test_usage_errors_exit_with_2(words):
    result = onebell(*words)
    assert result.exit_code == 2
    assert "用法：" in result.stderr


def test_a_place_that_cannot_be_written_is_told_before_planning(tmp_path):
    folder = tiny_folder(tmp_path / "community")
    file = tmp_path / "file"
    file.write_text("")
    assert_refused(onebell("plan", folder, "-o", file), 1, str(file))
    assert_refused(onebell("plan", folder, "-o", file / "plan"), 1, str(file))
    assert file.read_text() == ""


def test_a_full_disk_is_one_clear_line(tmp_path, planned):
    if not shutil.os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    result = onebell("template", "/dev/full/x.xlsx")
    assert_refused(result, 1, "/dev/full")


def test_a_folder_that_cannot_be_exchanged_is_refused_before_the_search(
    tmp_path, planned, monkeypatch
):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    result = onebell("rotate", planned[0], "-o", ".", "--lang", "en")
    assert_refused(result, 1, "expected a folder inside this one", "Try plan")
    long = "方" * 84  # 252 bytes are a name; what stands beside it needs more
    assert_refused(onebell("rotate", planned[0], "-o", long, "--lang", "en"), 1, long, "written to")
    assert [p.name for p in tmp_path.iterdir()] == ["here"]


def test_no_number_of_seconds_is_no_time_limit(tmp_path, planned):
    result = onebell("plan", planned[0], "-o", tmp_path / "p", "--time-limit", "nan")
    assert result.exit_code == 2 and "“nan”应为0.1到604800的数" in result.stderr


def test_who_stops_reading_gets_no_answer():
    """The exit code is neither "done" nor "the answer is no"."""
    shown = subprocess.Popen(command("profiles"), stdout=subprocess.PIPE, env=environment())
    shown.stdout.close()
    assert shown.wait(60) == 141


def test_what_is_no_plan_of_this_community_is_told_in_one_line(tmp_path, planned):
    community, plan = planned
    write_workbook(read_community(community), tmp_path / "data.xlsx")
    assert_refused(onebell("audit", community, tmp_path / "data.xlsx"), 1, "数据-轮岗", "轮岗名单")
    onebell("new", tmp_path / "other", "--profile", "songyang")
    assert_refused(onebell("audit", tmp_path / "other", plan), 1, "plan.json", "别的共同体")


def test_an_unknown_profile_is_told_by_its_name(tmp_path):
    result = onebell("new", tmp_path / "x", "--profile", "nope")
    assert_refused(result, 1, "“nope”：应为以下政策方案之一", "songyang")
    assert not (tmp_path / "x").exists()
    assert onebell("new", tmp_path / "x", "--profile", "libo_group").exit_code == 0  # an alias


@pytest.mark.parametrize("kind", ["workbook", "web", "csv"])
def test_an_export_that_finds_the_disk_full_leaves_nothing(tmp_path, planned, monkeypatch, kind):
    out = tmp_path / "new" / "out"
    plain = Path.write_bytes

    def write(path: Path, data: bytes) -> int:
        plain(path, data[:100])
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", write)
    result = onebell("export", *planned, "--to", kind, "-o", out)
    assert_refused(result, 1, "磁盘已满", "No space left on device")
    assert not [*tmp_path.iterdir()]


def test_a_sample_whose_workbook_finds_no_room_leaves_nothing(tmp_path):
    """Its tables have 6 kB at most, the workbook has more than 30."""
    resource = pytest.importorskip("resource")
    most = 20_000, 20_000
    done = process(
        *("new", tmp_path / "on" / "the" / "way", "--profile", "songyang", "--workbook"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, most),
    )
    assert done.returncode == 2 and "超过这里允许的大小" in done.stderr
    assert len(done.stderr.splitlines()) == 1 and not [*tmp_path.iterdir()]


STREAMS = [
    (("profiles",), (1,), 0),
    (("profiles",), (0, 1, 2), 0),
    (("check", "nowhere"), (2,), 2),
    (("fly",), (2,), 2),
]


@pytest.mark.parametrize(("words", "closed", "code"), STREAMS)
def test_closed_streams_change_no_exit_code(tmp_path, words, closed, code):
    done = subprocess.run(
        command(*words),
        env=environment(),
        cwd=tmp_path,
        preexec_fn=lambda: [os.close(number) for number in closed],
        check=False,
    )
    assert done.returncode == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [("profiles",), ("--help",), ("check", "nowhere")])
def test_full_streams_are_no_answer(tmp_path, words):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*words), env=environment(), cwd=tmp_path, stdout=full, stderr=full, check=False
        )
    assert done.returncode == 2


@pytest.mark.parametrize("words", [("--help",), ("check", "--help")])
def test_help_that_nobody_reads_is_no_answer(words):
    shown = subprocess.Popen(command(*words), stdout=subprocess.PIPE, env=environment())
    shown.stdout.close()
    assert shown.wait(60) == 141
