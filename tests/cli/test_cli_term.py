"""``onebell term``: the calendar of a term beside a plan's timetable, from the command line."""

from __future__ import annotations

import shutil

from cli_support import QUICK, onebell

from community.calendar import taught_days
from community.reading import read_community
from publishing.plan_folder import read_plan
from scenarios.calendars import audit_calendar


def test_events_are_on_days_of_lessons_and_audited(termed):
    folder, out, told = termed
    community = read_community(folder)
    plan = read_plan(community, out)
    days = {d.date for d in taught_days(community, plan.calendar.term)}
    assert told["events"] == len(plan.calendar.events) > 0
    assert told["status"] in ("OPTIMAL", "FEASIBLE")
    assert {e.date for e in plan.calendar.events if e.mode != "due"} <= days
    assert onebell("audit", folder, out).exit_code == 0


def test_an_event_taken_out_is_missed_by_the_audit(termed, tmp_path):
    folder, out, _ = termed
    copy = shutil.copytree(out, tmp_path / "plan")
    lines = (copy / "events.csv").read_text(encoding="utf-8-sig").splitlines()
    rules = {r.id for r in read_community(folder).policy.rules if r.strictness == "hard"}
    hard = next(i for i, line in enumerate(lines) if line.split(",")[-2] in rules)
    name = lines.pop(hard).split(",")[3]
    (copy / "events.csv").write_text("\n".join(lines), encoding="utf-8")
    result = onebell("audit", folder, copy)
    assert result.exit_code == 1
    assert name in result.stdout


def test_an_event_on_a_sunday_is_no_day_of_lessons(termed, tmp_path):
    folder, out, _ = termed
    copy = shutil.copytree(out, tmp_path / "plan")
    first = read_plan(read_community(folder), out).calendar.events[0]
    text = (copy / "events.csv").read_text(encoding="utf-8-sig")
    moved = text.replace(f"\n{first.date},", "\n2025-09-07,", 1)
    (copy / "events.csv").write_text(moved, encoding="utf-8")
    result = onebell("audit", folder, copy)
    assert result.exit_code == 1
    assert "这天不上课" in result.stdout


def test_a_roster_has_no_calendar(termed, tmp_path):
    folder, out, _ = termed
    result = onebell("term", folder, out / "roster.csv", "-o", tmp_path / "plan", *QUICK)
    assert result.exit_code == 2
    assert "应有课表" in result.stderr


def test_the_checker_counts_what_the_search_reports(termed):
    folder, out, told = termed
    community = read_community(folder)
    plan = read_plan(community, out)
    assert sum(v.cost for v in audit_calendar(community, plan)) == told["objective"]
