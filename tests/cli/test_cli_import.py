"""Bad files of other programs: one line with the place, exit code 2, and nothing written."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
from cli_support import onebell, tiny_folder

if TYPE_CHECKING:
    from pathlib import Path

ORGS = "sourcedId,name,type,identifier,parentSourcedId\nS1,东山小学,school,S1,\n"
USERS = "sourcedId,enabledUser,username,givenName,familyName,role\nT1,true,T1,晓禾,林,teacher\n"
CLASSES = (
    "sourcedId,title,grades,courseSourcedId,classCode,classType,schoolSourcedId\n"
    "C1,三年级(1)班,03,X,C1,homeroom,S1\n"
)
ENROLLMENTS = "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary\n"
ROSTER = {
    **{"orgs.csv": ORGS, "users.csv": USERS, "classes.csv": CLASSES},
    "enrollments.csv": f"{ENROLLMENTS}E1,C1,S1,T1,teacher,true\n",
}
SESSIONS = "sourcedId,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
ASC = (
    "<timetable><subjects><subject id='A' name='语文'/></subjects><teachers/>"
    "<classes><class id='C' name='3.1'/></classes>"
    "<lessons><lesson id='L' classids='C' subjectid='A' periodsperweek='{}'/></lessons>"
    "<cards><card lessonid='L' period='{}' days='1'/></cards></timetable>"
)
HUGE = "9" * 30
NAMES = [str(n) for n in range(500)]
MANY = (
    "<timetable><subjects><subject id='A' name='语文'/></subjects><teachers/><classes>"
    + "".join(f"<class id='{n}' name='{n}'/>" for n in NAMES)
    + "</classes><lessons>"
    + f"<lesson classids='{','.join(NAMES)}' subjectid='A' periodsperweek='1'/>" * 500
    + "</lessons></timetable>"
)

BAD: dict[str, tuple[dict[str, str | bytes], str]] = {
    "roster without classes": (
        {k: v for k, v in ROSTER.items() if k != "classes.csv"},
        "classes.csv",
    ),
    "row too short": (ROSTER | {"users.csv": USERS + "T2,true\n"}, "users.csv，第3行"),
    "row too long": (ROSTER | {"orgs.csv": ORGS + "S2,a,school,,,,,\n"}, "orgs.csv，第3行"),
    "header missing": (ROSTER | {"orgs.csv": "S1,东山小学\n"}, "orgs.csv，第1行"),
    "empty file": (ROSTER | {"orgs.csv": ""}, "orgs.csv，第1行"),
    "quote not closed": (ROSTER | {"orgs.csv": ORGS + '"S2,a'}, "orgs.csv，第3行"),
    "no text": (ROSTER | {"users.csv": b"sourcedId\xff\xff\x81,"}, "users.csv"),
    "zeros": (ROSTER | {"users.csv": b"sourcedId,\0\0"}, "users.csv"),
    "no date": (
        ROSTER | {"academicSessions.csv": f"{SESSIONS}A,第一学期,term,soon,2026-01-01,,2026\n"},
        "academicSessions.csv，第2行",
    ),
    "first date of all": (
        ROSTER | {"academicSessions.csv": f"{SESSIONS}A,a,term,0001-01-01,0001-01-01,,2026\n"},
        "academicSessions.csv，第2行",
    ),
    "year huge": (
        ROSTER | {"academicSessions.csv": f"{SESSIONS}A,a,term,2025-09-01,2026-01-01,,{HUGE}\n"},
        "academicSessions.csv，第2行",
    ),
    "periods huge in Untis": ({"GPU002.TXT": f'1,{HUGE},1,1,"C","T","zh"\n'}, "GPU002.TXT，第1行"),
    "day of Untis": ({"GPU001.TXT": '1,"C","T","zh","",8,1\n'}, "GPU001.TXT，第1行"),
    "period of Untis": ({"GPU001.TXT": f'1,"C","T","zh","",1,{HUGE}\n'}, "GPU001.TXT，第1行"),
    "few columns in Untis": ({"GPU001.TXT": '1,"C","T"\n'}, "GPU001.TXT，第1行"),
    "quotes in Untis": ({"GPU001.TXT": '1,"C,"T"\n'}, "GPU001.TXT，第"),
    "no lessons in Untis": ({"GPU003.TXT": '"C"\n'}, ""),
    "other root": ({"a.xml": "<HighSchoolTimetableArchive/>"}, "a.xml"),
    "asc without classes": ({"a.xml": "<timetable><teachers/></timetable>"}, "a.xml"),
    "asc with a number of words": ({"a.xml": ASC.format("five", 1)}, "a.xml"),
    "asc with a huge number": ({"a.xml": ASC.format(1, HUGE)}, "a.xml"),
    "asc with classes times lessons": ({"a.xml": MANY}, "a.xml"),
    "asc cut off": ({"a.xml": ASC.format(1, 1)[:99]}, "a.xml"),
    "asc empty": ({"a.xml": ""}, "a.xml"),
    "entities": (
        {"a.xml": '<!DOCTYPE t [<!ENTITY a "aaaa">]><timetable>&a;</timetable>'},
        "a.xml",
    ),
    "too many elements": ({"a.xml": "<timetable>" + "<a/>" * 300_000 + "</timetable>"}, "a.xml"),
    "too large": ({"a.xml": b" " * (21 * 2**20)}, "a.xml"),
    "declared otherwise": ({"a.xml": b'<?xml version="1.0" encoding="utf-8"?>\xff\x81'}, "a.xml"),
    "zip cut off": ({"a.zip": b"PK\x03\x04"}, "a.zip"),
    "zip of other things": ({"a.zip": "zip:readme.txt"}, "a.zip"),
    "zip whose parts are said to begin before it": ({"a.zip": "cut:orgs.csv"}, "a.zip"),
    "nothing known": ({"notes.txt": "hello"}, "notes.txt"),
    "nothing at all": ({}, "given"),
}


def zip_of(*names: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, ROSTER.get(name.rpartition("/")[2], content))
    return out.getvalue()


def given(folder: Path, files: dict[str, str | bytes]) -> Path:
    folder.mkdir()
    for name, content in files.items():
        if isinstance(content, str) and content.startswith("zip:"):
            content = zip_of(content[4:])
        elif isinstance(content, str) and content.startswith("cut:"):
            content = zip_of(content[4:])[7:]
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_one_line_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    files, place = BAD[case]
    result = onebell("import", given(tmp_path / "given", files), "-o", tmp_path / "out")
    if not place:  # as far as it goes: classes alone are worth something
        assert result.exit_code == 0
        return
    assert result.exit_code == 2, result.output
    (line,) = result.stderr.splitlines()
    assert place.replace("notes.txt", "given") in line
    assert not (tmp_path / "out").exists()


def test_single_files_and_encodings_that_are_none(tmp_path: Path) -> None:
    folder = given(tmp_path / "given", {"notes.txt": "hello", "GPU003.TXT": '"C","三年级(1)班"\n'})
    assert onebell("import", folder / "notes.txt", "-o", tmp_path / "a").exit_code == 2
    assert onebell("import", folder / "gone.xml", "-o", tmp_path / "a").exit_code == 2
    for encoding in ("no-such", "hex", "rot13", ""):
        words = ("import", folder, "--encoding", encoding, "-o", tmp_path / "a")
        assert onebell(*words).exit_code == 2, encoding
    result = onebell("import", folder, "-o", tmp_path / "a", "--json")
    assert result.exit_code == 0
    data = json.loads(result.output)
    assert data["rows"] == {"schools": 1, "classes": 1}
    assert {"where": "文件", "what": "不认得的文件", "count": 1} in data["lost"]
    assert onebell("import", folder, "-o", tmp_path / "a").exit_code == 2  # stands there already


def test_zips_are_not_trusted_in_what_they_say_of_sizes(tmp_path: Path) -> None:
    zeros = b"0" * (30 * 2**20)
    bomb = bytearray(zip_of("big.csv", content=zeros))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):  # it claims to hold 10 bytes
        start = bomb.index(mark) + at
        bomb[start : start + 4] = struct.pack("<I", 10)
    for content in (bytes(bomb), zip_of("big.csv", content=zeros)):
        (tmp_path / "a.zip").write_bytes(content)
        result = onebell("import", tmp_path / "a.zip", "-o", tmp_path / "out")
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1


def test_a_zip_of_a_folder_as_people_make_it(tmp_path: Path) -> None:
    inside = [f"名册/{name}" for name in ROSTER]
    for more, code in (("__MACOSX/名册/._orgs.csv", 0), ("名册/读我.txt", 1)):
        (tmp_path / "a.zip").write_bytes(zip_of(*inside, more))
        result = onebell("import", tmp_path / "a.zip", "-o", tmp_path / more[:4], "--json")
        assert result.exit_code == 0, result.output
        assert len([x for x in json.loads(result.output)["lost"] if x["where"] == "文件"]) == code


def test_a_folder_with_a_file_for_each_school(tmp_path: Path) -> None:
    folder = given(tmp_path / "given", {"一小.xml": ASC.format(5, 1), "二小.xml": ASC.format(4, 1)})
    result = onebell("import", folder, "-o", tmp_path / "out", "--lang", "en")
    assert result.exit_code == 0
    assert "understood: schools 2" in result.output
    assert "teachers: the whole table" in result.output
    (folder / "inner").mkdir()
    (folder / "inner" / "again").mkdir()
    result = onebell("import", folder, "-o", tmp_path / "again")
    assert result.exit_code == 2 and "inner" in result.stderr


def test_a_timetable_becomes_a_plan_of_a_community_that_is_there(tmp_path: Path) -> None:
    community = tiny_folder(tmp_path / "community")
    folder = given(tmp_path / "C", {"GPU001.TXT": '1,"C31","C1","zh","",1,1\n'})
    words = ("import", folder, "--into", community, "-o", tmp_path / "plan")
    result = onebell(*words, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "lessons understood: 1" in result.output
    assert onebell("audit", community, tmp_path / "plan").exit_code == 1  # the rest is missing
    assert onebell(*words).exit_code == 2  # a plan stands there already
    other = given(tmp_path / "D", {"GPU001.TXT": '1,"C31","C1","zh","",1,1\n'})
    result = onebell("import", other, "--into", community, "-o", tmp_path / "b", "--json")
    assert result.exit_code == 2 and not (tmp_path / "b").exists()
    assert onebell("import", other, "-o", tmp_path / "b", "--term", "x").exit_code == 2


@pytest.mark.parametrize("command", ["import", "export", "whatif"])
def test_lists_in_the_help_keep_their_lines(command: str) -> None:
    words = {"import": "aSc        XML", "export": "workbook 工作簿", "whatif": "变化:"}
    text = onebell(command, "--help").output
    assert f"\n  {words[command]}" in text and "\\b" not in text
