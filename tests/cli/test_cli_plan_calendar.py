"""``onebell plan --calendar``: roster, week and calendar of the term in one command."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli_support import onebell
from support import tiny_community

from community.profile import resolve
from community.reading import read_community
from community.writing import write_folder
from publishing.plan_folder import read_plan
from scenarios.changes.base import replaced

if TYPE_CHECKING:
    from pathlib import Path

ENOUGH = ("--time-limit", "60", "--workers", "1")


def made(folder: Path, meetings: int | None = None) -> Path:
    """Write the community, perhaps with so many meetings online a year."""
    changed = {"research_online": {"min": meetings}} if meetings else {}
    policy = resolve("songyang", changed)
    write_folder(replaced(tiny_community(), policy=policy), folder / "community")
    return folder / "community"


def test_one_command_plans_all_three_steps(tmp_path: Path) -> None:
    folder, out = made(tmp_path), tmp_path / "plan"
    result = onebell("plan", folder, "-o", out, "--calendar", *ENOUGH, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    plan = read_plan(read_community(folder), out)
    assert plan.has_calendar
    assert told["calendar"]["events"] == len(plan.calendar.events) > 0
    assert "term" in told["phases"]
    assert onebell("audit", folder, out).exit_code == 0


def test_without_a_calendar_the_plan_stands_and_the_reasons_are_told(tmp_path: Path) -> None:
    """Beside another timetable there might be one: no answer, as with duties."""
    folder, out = made(tmp_path, 4000), tmp_path / "plan"
    result = onebell("plan", folder, "-o", out, "--calendar", *ENOUGH)
    assert result.exit_code == 3
    assert "没有行事历" in result.stdout and "研" in result.stdout.split("没有行事历")[1]
    plan = read_plan(read_community(folder), out)
    assert plan.has_week and not plan.has_calendar
    assert not (out / "events.csv").exists()


def test_every_term_has_its_calendar_and_its_part_of_the_year(tmp_path: Path) -> None:
    """Each is audited by itself, and its events lie in its term."""
    folder, out = made(tmp_path), tmp_path / "year"
    result = onebell("plan", folder, "-o", out, "--calendar", "--all-terms", *ENOUGH, "--json")
    assert result.exit_code == 0, result.output
    told, community = json.loads(result.stdout), read_community(folder)
    assert list(told) == [t.id for t in community.terms]
    for term in community.terms:
        calendar = read_plan(community, out / term.id).calendar
        assert calendar.term == term.id
        assert told[term.id]["calendar"]["events"] == len(calendar.events) > 0
        held = [e.date for e in calendar.events if e.mode != "due"]
        assert term.start <= min(held) and max(held) <= term.end
        assert onebell("audit", folder, out / term.id).exit_code == 0
