"""The plan folder: nothing is lost, nothing is left half, every problem is named."""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from published_plan import sample

from community.csv_files import csv_bytes, guarded, unguarded
from community.errors import InputError
from community.files import replace_files
from community.rule import Strictness, Violation
from community.text import Text
from publishing.plan_folder import FILES, read_plan, write_plan
from rotation.solution import PlacementStatus, Roster
from scenarios.locks import Lock, LockScope
from scenarios.plan import Plan
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from community.models import Community

COMMUNITY, PLAN = sample(2, 6)
LOCKS = [Lock(x, scope) for x, scope in zip(PLAN.week.lessons, LockScope, strict=False)][:-1]
LIVE = next(x for x in PLAN.week.lessons if x.assistant)
PLAN = replace(PLAN, locks=tuple(sorted([*LOCKS, Lock(LIVE, LockScope.ASSISTANT)])))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_plan(PLAN, COMMUNITY, tmp_path / "plan")
    return tmp_path / "plan"


def edit(path: Path, change: Callable[[list[list[str]]], object], encoding: str = "utf-8") -> None:
    """Change the rows of a CSV file as a person with a spreadsheet would."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)


def problems(folder: Path, community: Community = COMMUNITY) -> list[tuple[object, ...]]:
    """Return (file, row, column, value) of what reading refuses."""
    with pytest.raises(InputError) as caught:
        read_plan(community, folder)
    return [(p.place, p.row, p.column, p.value) for p in caught.value.problems]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_reads_back_what_was_written(tmp_path: Path, lang: str) -> None:
    write_plan(PLAN, COMMUNITY, tmp_path / "plan", lang)  # type: ignore[arg-type]
    assert read_plan(COMMUNITY, tmp_path / "plan") == PLAN


def test_writes_the_same_bytes_twice_and_for_any_order(tmp_path: Path) -> None:
    turned = replace(
        PLAN,
        roster=Roster(PLAN.roster.placements[::-1]),
        week=WeekTimetable(PLAN.week.term, PLAN.week.lessons[::-1]),
    )
    write_plan(PLAN, COMMUNITY, tmp_path / "a")
    write_plan(turned, COMMUNITY, tmp_path / "b")
    written = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert written == sorted({*FILES} - {"duties.csv"})  # nobody asks for duties
    for name in written:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_csv_opens_in_excel_as_chinese(folder: Path) -> None:
    data = (folder / "timetable.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "班级编号" in data.decode("utf-8-sig").splitlines()[0]


def test_plan_json_says_how_it_was_found(folder: Path) -> None:
    head = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    assert head["community"] == "sample"
    assert head["profile"] == "songyang"
    # one placement short at 100, five gaps at 3 each
    assert (head["hard_cost"], head["soft_cost"]) == (0, 115)
    assert [(r["rule"], r["count"], r["cost"]) for r in head["cost_by_rule"]] == [
        ("core_out", 1, 100),
        ("idle", 5, 15),
    ]
    week = head["phases"][1]
    assert (week["status"], week["bound"], week["parameters"]) == ("FEASIBLE", 96.5, {"seed": 1})
    assert week["gap"] == pytest.approx((120 - 96.5) / 120)


def test_an_edited_file_in_gbk_and_english_reads_too(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        columns = {"星期": "Weekday", "节数": "periods"}
        rows[0] = [columns.get(h, h) for h in rows[0]]
        day = rows[0].index("Weekday")
        for row in rows[1:]:
            row[day] = {"周一": "Mon", "周二": "2", "周三": "星期三"}.get(row[day], row[day])

    edit(folder / "timetable.csv", change, encoding="gb18030")
    assert read_plan(COMMUNITY, folder) == PLAN


def test_every_bad_cell_is_named_with_its_place(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        at = {h: i for i, h in enumerate(rows[0])}
        rows[1][at["班级编号"]] = "X9"
        rows[2][at["教师编号"]] = "王五"
        rows[3][at["星期"]] = "周八"
        rows[4][at["节次序号"]] = "4"  # the long break is no lesson slot
        rows[5][at["节数"]] = "-1"
        rows[6][at["学科编号"]] = rows[6][at["学科"]] = ""
        rows[7][at["周次"]] = "隔周"

    edit(folder / "timetable.csv", change)
    edit(folder / "roster.csv", lambda rows: rows[1].__setitem__(3, "旅游"))
    found = problems(folder)
    for expected in [
        ("roster.csv", 2, "方式", "旅游"),
        ("timetable.csv", 2, "班级编号", "X9"),
        ("timetable.csv", 3, "教师编号", "王五"),
        ("timetable.csv", 4, "星期", "周八"),
        ("timetable.csv", 5, "节次序号", "4"),
        ("timetable.csv", 6, "节数", "-1"),
        ("timetable.csv", 7, "学科编号", ""),
        ("timetable.csv", 8, "周次", "隔周"),
    ]:
        assert expected in found


def test_a_name_changed_without_its_id_is_refused(folder: Path) -> None:
    other = COMMUNITY.teachers[5].name

    def change(rows: list[list[str]]) -> None:
        rows[1][rows[0].index("教师")] = other

    edit(folder / "timetable.csv", change)
    with pytest.raises(InputError) as caught:
        read_plan(COMMUNITY, folder)
    (problem,) = caught.value.problems
    assert (problem.row, problem.column, problem.value) == (2, "教师", other)
    assert "编号" in problem.to("zh")


def test_a_slot_is_spoken_of_by_its_name(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        at = {h: i for i, h in enumerate(rows[0])}
        assert (rows[1][at["节次序号"]], rows[1][at["节次"]]) == ("2", "第1节")  # 早读 is 1
        rows[1][at["节次"]] = "第2节"

    edit(folder / "timetable.csv", change)
    with pytest.raises(InputError, match="节次序号一栏是“第1节”"):
        read_plan(COMMUNITY, folder)


def test_a_clock_time_changed_without_its_slot_is_refused(folder: Path) -> None:
    edit(folder / "timetable.csv", lambda rows: rows[1].__setitem__(7, "09:59"))
    assert problems(folder) == [("timetable.csv", 2, "开始", "09:59")]


def test_an_end_that_is_not_the_slots_is_refused(folder: Path) -> None:
    edit(folder / "timetable.csv", lambda rows: rows[1].__setitem__(8, "23:00"))
    assert problems(folder) == [("timetable.csv", 2, "结束", "23:00")]


@pytest.mark.parametrize("kept", ["节次序号", "节次", "开始"])
def test_a_slot_is_known_by_number_name_or_start_alone(folder: Path, kept: str) -> None:
    def change(rows: list[list[str]]) -> None:
        for column in {"节次序号", "节次", "开始", "结束"} - {kept}:
            for row in rows[1:]:
                row[rows[0].index(column)] = ""

    edit(folder / "timetable.csv", change)
    assert read_plan(COMMUNITY, folder) == PLAN


def test_a_slot_that_is_not_said_or_has_another_name_is_refused(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        at = {h: i for i, h in enumerate(rows[0])}
        for row, name in ((rows[1], ""), (rows[2], "第12节")):
            for column in ("节次序号", "开始", "结束"):
                row[at[column]] = ""
            row[at["节次"]] = name

    edit(folder / "timetable.csv", change)
    assert problems(folder) == [
        ("timetable.csv", 2, "节次序号", ""),
        ("timetable.csv", 3, "节次", "第12节"),
    ]


def test_names_stand_for_ids_that_are_empty(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        for column in ("班级编号", "学科编号", "教室编号"):
            for row in rows[1:]:
                row[rows[0].index(column)] = ""

    edit(folder / "timetable.csv", change)
    assert read_plan(COMMUNITY, folder) == PLAN


def test_a_name_in_the_place_of_an_id_gets_the_id_as_a_hint(folder: Path) -> None:
    teacher = COMMUNITY.teachers[3]

    def change(rows: list[list[str]]) -> None:
        rows[1][rows[0].index("教师编号")] = teacher.name

    edit(folder / "timetable.csv", change)
    with pytest.raises(InputError) as caught:
        read_plan(COMMUNITY, folder)
    assert teacher.id in caught.value.problems[0].to("zh")


def test_a_double_past_the_end_of_the_day_is_refused(folder: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        at = {h: i for i, h in enumerate(rows[0])}
        last = next(r for r in rows[1:] if r[at["节次序号"]] == "10")
        last[at["节数"]] = "2"

    edit(folder / "timetable.csv", change)
    assert [(p[0], p[2], p[3]) for p in problems(folder)] == [("timetable.csv", "节数", "2")]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("plan.json", b"{", "plan.json"),
        ("plan.json", b"[" * 100_000, "plan.json"),
        ("plan.json", b"[" + b"[]," * 400_000 + b"[]]", "plan.json"),
        ("roster.csv", b"a," * 2_000_000, "roster.csv"),
        ("plan.json", b'{"format": "onebell-plan", "version": 99}', "plan.json"),
        ("timetable.csv", b"", "timetable.csv"),
        ("timetable.csv", b"\xff\xfe\x00\x00", "timetable.csv"),
        ("timetable.csv", "班级编号,星期\n".encode(), "timetable.csv"),
        ("timetable.csv", b'"open quote', "timetable.csv"),
        ("costs.csv", b"\x00\x01\x02", "costs.csv"),
    ],
)
def test_damaged_files_are_problems_not_tracebacks(
    folder: Path, name: str, content: bytes, place: str
) -> None:
    (folder / name).write_bytes(content)
    assert any(p[0] == place for p in problems(folder))


@pytest.mark.parametrize("name", ["plan.json", "roster.csv", "timetable.csv", "costs.csv"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert (name, None, None, "") in problems(folder)


def test_a_plan_of_another_community_is_refused(folder: Path) -> None:
    other = COMMUNITY.model_copy(update={"id": "elsewhere"})
    assert ("plan.json", None, "community", "sample") in problems(folder, other)


def test_the_path_must_hold_a_plan(tmp_path: Path) -> None:
    assert problems(tmp_path / "nothing") == [(str(tmp_path / "nothing"), None, None, "")]


def test_replaces_a_plan_and_keeps_what_stands_beside(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    fewer = replace(PLAN, week=WeekTimetable(PLAN.week.term, PLAN.week.lessons[:10]))
    write_plan(fewer, COMMUNITY, folder)
    assert read_plan(COMMUNITY, folder) == fewer
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert [p.name for p in folder.parent.iterdir()] == ["plan"]  # nothing temporary is left


def test_replaces_no_other_folder_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"x")
    (tmp_path / "file").write_bytes(b"x")
    for name in ("photos", "file"):
        with pytest.raises(InputError):
            write_plan(PLAN, COMMUNITY, tmp_path / name)
    assert [p.name for p in (tmp_path / "photos").iterdir()] == ["a.jpg"]
    (tmp_path / "empty").mkdir()
    write_plan(PLAN, COMMUNITY, tmp_path / "empty")
    assert read_plan(COMMUNITY, tmp_path / "empty") == PLAN


def test_a_failure_while_writing_leaves_the_old_plan(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise OSError("disk full")

    monkeypatch.setattr("pathlib.Path.write_bytes", fail)
    with pytest.raises(OSError, match="disk full"):
        write_plan(replace(PLAN, violations=()), COMMUNITY, folder)
    monkeypatch.undo()
    assert read_plan(COMMUNITY, folder) == PLAN
    assert [p.name for p in folder.parent.iterdir()] == ["plan"]


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do some work in another process that is killed at a step on files; return whether it was."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] != 0
    steps = count(1)

    def on_event(name: str, _arguments: object) -> None:
        on_files = name.startswith(("os.", "shutil.", "open", "ctypes.call"))
        if on_files and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(on_event)
    work()
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no second process from here on this system")
@pytest.mark.parametrize("exchanges", [True, False], ids=["exchanged", "one after the other"])
def test_a_kill_at_any_moment_leaves_a_whole_plan(
    folder: Path, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    """Where the system cannot exchange folders, the old one may be away, and that is told."""
    if not exchanges:
        monkeypatch.setattr("community.files._exchanged", lambda *_: False)
    (folder / "notes").mkdir()
    (folder / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    fewer = replace(PLAN, week=WeekTimetable(PLAN.week.term, PLAN.week.lessons[:10]))
    found, away, step = [], 0, 1
    while killed_at(step, lambda: write_plan(fewer, COMMUNITY, folder)):
        step += 1
        if not exchanges and not folder.exists():
            with pytest.raises(InputError) as caught:
                read_plan(COMMUNITY, folder)
            assert (told := caught.value.problems[0].hint) is not None
            (old,) = folder.parent.glob(".plan-old-*")
            assert str(old) in told.zh
            old.rename(folder)
            away += 1
        found.append(read_plan(COMMUNITY, folder))
        assert (folder / "notes" / "mine.txt").read_text(encoding="utf-8") == "mine"
        if found[-1] != PLAN:
            write_plan(PLAN, COMMUNITY, folder)
    assert read_plan(COMMUNITY, folder) == fewer
    assert step > 10 and found[0] == PLAN and all(p in (PLAN, fewer) for p in found)
    assert found.count(fewer) > 0  # it took place at once: killed while the old one was thrown away
    assert away == (0 if exchanges else 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no second process from here on this system")
def test_a_kill_at_any_moment_leaves_no_half_folder(tmp_path: Path) -> None:
    """A community in a new folder, and in an empty one, is there as a whole or not at all."""
    wanted = {f"{name}.csv": name.encode() for name in "abcdef"}
    for there in (False, True):
        target, step = tmp_path / f"c{there}", 1
        if there:
            target.mkdir()
        while killed_at(step, lambda: replace_files(target, wanted)):  # noqa: B023
            names = {p.name for p in target.iterdir()} if target.exists() else set()
            assert names in (set(), set(wanted))
            if names:
                break
            step += 1
        assert step > 5
        assert {p.name: p.read_bytes() for p in target.iterdir()} == wanted


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip)


@given(TEXT)
def test_guarding_against_formulas_loses_nothing(text: str) -> None:
    once = unguarded(guarded(text))
    assert unguarded(guarded(once)) == once
    assert not guarded(text).startswith(("=", "+", "-", "@"))


@settings(max_examples=25, deadline=None)
@example([("/", "无")])  # in a planner's table these say that there is nothing
@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_any_sentence_comes_back(
    tmp_path_factory: pytest.TempPathFactory, sentences: list[tuple[str, str]]
) -> None:
    printable = [s for s in sentences if all(unguarded(guarded(t)) == t for t in s)]
    found = tuple(
        Violation("r", "f", Strictness.SOFT, "p", 1, 2, Text(zh, en)) for zh, en in printable
    )
    plan = Plan(COMMUNITY.id, PLAN.roster, PLAN.week, {}, found)
    path = tmp_path_factory.mktemp("any") / "plan"
    write_plan(plan, COMMUNITY, path)
    assert read_plan(COMMUNITY, path) == plan


def test_formula_like_text_stays_text_in_csv() -> None:
    data = csv_bytes(["a"], [["=1+1"], ["@x"], ["-3 people"], ["'quoted"]]).decode("utf-8-sig")
    assert data == "a\n'=1+1\n'@x\n'-3 people\n''quoted\n"


def test_a_misnamed_column_is_refused_and_one_more_is_not(folder: Path) -> None:
    edit(folder / "roster.csv", lambda rows: [r.append("x") for r in rows])
    assert read_plan(COMMUNITY, folder) == PLAN  # all columns are there: this one is somebody's own

    def rename(rows: list[list[str]]) -> None:
        rows[0][rows[0].index("状态")] = "状况"

    edit(folder / "roster.csv", rename)
    assert problems(folder) == [
        ("roster.csv", 1, "状况", "状况"),
        ("roster.csv", 1, "x", "x"),
    ]


def test_the_workbooks_words_for_a_status_are_known(folder: Path) -> None:
    def lock(rows: list[list[str]]) -> None:
        rows[1][rows[0].index("状态")] = "已锁定"

    edit(folder / "roster.csv", lock)
    found = read_plan(COMMUNITY, folder).roster.placements
    assert sum(p.status is PlacementStatus.LOCKED for p in found) == 1
