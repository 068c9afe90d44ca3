"""The plan folder: nothing is lost, nothing is left half, every problem is named."""

from __future__ import annotations

import datetime as dt
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
from plan_on_disk import COMMUNITY, PLAN, problems

from community.county import part
from community.csv_files import csv_bytes, guarded, unguarded
from community.errors import InputError
from community.files import replace_files
from community.rule import Strictness, Violation
from community.text import Text
from publishing.plan_folder import FILES, read_plan, write_plan
from rotation.solution import Roster
from scenarios.changes.base import replaced
from scenarios.plan import Plan
from scheduling.term.events import DatedEvent, Observed, TermCalendar
from scheduling.timetable import WeekTimetable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_reads_back_what_was_written(tmp_path: Path, lang: str) -> None:
    write_plan(PLAN, COMMUNITY, tmp_path / "plan", lang)  # type: ignore[arg-type]
    assert read_plan(COMMUNITY, tmp_path / "plan") == PLAN


CALENDAR = {"events.csv", "covers.csv", "guests.csv", "observed.csv"}


def test_lessons_that_visitors_see_are_read_back(tmp_path: Path) -> None:
    lesson, date = PLAN.week.lessons[0], dt.date(2025, 9, 1)
    who = next(t.id for t in COMMUNITY.teachers if t.id != lesson.teacher)
    event = DatedEvent(date, 510, 710, "v:1", "听课", people=(who,), host=lesson.school)
    row = lesson.school, lesson.class_id, lesson.slot, lesson.subject
    seen = Observed(date, *row, lesson.teacher, who, "v:1")
    plan = replace(PLAN, calendar=TermCalendar(PLAN.week.term, (event,), observed=(seen,)))
    write_plan(plan, COMMUNITY, tmp_path / "plan")
    assert read_plan(COMMUNITY, tmp_path / "plan") == plan
    (tmp_path / "plan" / "events.csv").unlink()
    with pytest.raises(InputError, match=r"events\.csv"):
        read_plan(COMMUNITY, tmp_path / "plan")


def test_an_event_of_everybody_of_a_district_is_read_back(tmp_path: Path) -> None:
    """Ids of 60 signs, as offices have them: the list is longer than any other text may be."""
    one = COMMUNITY.teachers[0]
    more = tuple(one.model_copy(update={"id": f"{n:060}", "name": f"某{n}"}) for n in range(40))
    community = replaced(COMMUNITY, teachers=(*COMMUNITY.teachers, *more))
    date, people = dt.date(2025, 9, 1), tuple(t.id for t in more)
    event = DatedEvent(date, 510, 710, "v:1", "全员培训", people=people, host=one.school)
    plan = replace(PLAN, calendar=TermCalendar(PLAN.week.term, (event,)))
    write_plan(plan, community, tmp_path / "plan")
    assert read_plan(community, tmp_path / "plan").calendar.events == (event,)


def test_writes_the_same_bytes_twice_and_for_any_order(tmp_path: Path) -> None:
    turned = replace(
        PLAN,
        roster=Roster(PLAN.roster.placements[::-1]),
        week=WeekTimetable(PLAN.week.term, PLAN.week.lessons[::-1]),
    )
    write_plan(PLAN, COMMUNITY, tmp_path / "a")
    write_plan(turned, COMMUNITY, tmp_path / "b")
    written = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert written == sorted({*FILES} - {"duties.csv", *CALENDAR})  # nobody asks for these
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


def test_a_plan_of_one_community_of_a_county_says_how_it_is_read(tmp_path: Path) -> None:
    schools = tuple(s.model_copy(update={"group": "城东"}) for s in COMMUNITY.schools)
    county = replaced(COMMUNITY, schools=schools)
    own = part(county, "城东")
    write_plan(replace(PLAN, community=own.id), own, tmp_path / "plan")
    with pytest.raises(InputError, match=r"--group 城东"):
        read_plan(county, tmp_path / "plan")
