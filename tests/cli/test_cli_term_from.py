"""``onebell term --from``: the rest of a term, when some of it was held and some of it was not.

A pair of 松阳 in the autumn of 2025: 20 synchronous lessons are due by the 30th of November, 12 by
the end of September, 6 by the end of June: 14 are left, 6 of them in September. The week has two
synchronous lessons on Thursday. Of these there are four in September, that of the 2nd of October
is taught on Sunday the 28th of September, and the 13th of November is a holiday here: besides those
of September there are 9, 16, 23, 30 October and 6, 20, 27 November, 14 lessons for the 8 that are
left.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from cli_support import onebell
from dated_plan import COMMUNITY

from community.calendar import taught_days
from community.models import CalendarDay, DayKind
from community.writing import write_folder
from publishing.plan_folder import read_plan
from scenarios.calendars import audit_calendar
from scenarios.changes.base import replaced

EFFORT = ("--effort", "20")
NATIONAL = [dt.date(2025, 10, d) for d in range(1, 9)]
CALENDAR = (
    *(CalendarDay(date=d, kind=DayKind.HOLIDAY) for d in NATIONAL),
    CalendarDay(date=dt.date(2025, 9, 28), kind=DayKind.MAKE_UP, week=5, weekday=4),
    CalendarDay(date=dt.date(2025, 10, 11), kind=DayKind.MAKE_UP, week=6, weekday=3),
    CalendarDay(date=dt.date(2025, 11, 13), kind=DayKind.HOLIDAY, note="运动会"),
)
PAIR = replaced(COMMUNITY, calendar=CALENDAR)


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    base = tmp_path_factory.mktemp("rest")
    write_folder(PAIR, base / "community")
    plan = Path(__file__).parents[1] / "songyang_plan"
    result = onebell("term", base / "community", plan, "-o", base / "plan", *EFFORT)
    assert result.exit_code == 0, result.output
    return base / "community", base / "plan"


def lessons(folder, first=(2025, 9, 1), last=(2025, 11, 30)):
    """The synchronous lessons of a plan between two dates, those that are to be held."""
    plan = read_plan(PAIR, folder)
    off = {r.event for r in plan.records if r.state == "cancelled"}
    between = dt.date(*first), dt.date(*last)
    return [
        e
        for e in plan.calendar.events
        if e.rule == "sync_lessons" and between[0] <= e.date <= between[1] and e.id not in off
    ]


def test_the_milestones_are_met_on_days_of_the_real_calendar(term):
    days = {d.date: d for d in taught_days(PAIR, "2025-1")}
    all_of_it = lessons(term[1])
    assert len(all_of_it) >= 14
    assert len(lessons(term[1], last=(2025, 9, 30))) >= 6
    assert len({e.subject for e in all_of_it}) >= 2
    assert all(days[e.date].weekday == 4 for e in all_of_it)  # Sunday the 28th is a Thursday
    assert not {e.date for e in read_plan(PAIR, term[1]).calendar.events} & {*NATIONAL}


def test_lessons_are_cancelled_week_by_week_until_november_is_lost(term, tmp_path):
    plan = shutil.copytree(term[1], tmp_path / "plan")
    codes, told = [], []
    for number, (thursday, since) in enumerate([(9, 10), (16, 17), (23, 24), (30, 31)]):
        off = [e.id for e in lessons(plan, (2025, 10, 1), (2025, 10, thursday))]
        if off:
            assert onebell("record", term[0], plan, *off, "--cancelled").exit_code == 0
        new = tmp_path / f"plan{number}"
        words = ("--from", f"10月{since}日", "-o", new, *EFFORT)
        result = onebell("term", term[0], plan, *words)
        codes.append(result.exit_code)
        told.append(result.stdout)
        plan = new
        if result.exit_code == 0:
            assert len(lessons(plan)) == 14
            assert not audit_calendar_hard(plan)
    # 6 were held; of the last three Thursdays there are 6 lessons at most: 12 of 14.
    assert codes == [0, 0, 0, 1]
    assert "累计不少于20节”（东山小学）：到2025年11月30日应有14次" in told[-1]
    assert "应有14次，已举行6次，余下排得下的日子只有6天，至多12次" in told[-1]
    assert "自2025-10-31起" in told[-1]
    assert len(lessons(plan)) == 12  # what can be held is planned
    assert audit_calendar_hard(plan)


def audit_calendar_hard(folder):
    return [v for v in audit_calendar(PAIR, read_plan(PAIR, folder)) if v.is_hard]


def test_what_was_held_stays_and_what_moves_keeps_its_id(term, tmp_path):
    plan = shutil.copytree(term[1], tmp_path / "plan")
    before = {e.id: e for e in read_plan(PAIR, plan).calendar.events}
    october = [e for e in before.values() if e.date >= dt.date(2025, 10, 9) and e.rule != "cases"]
    first, second = october[0], october[1]
    third = next(e for e in october[2:] if e.rule == "research_online")
    monday = dt.date(2025, 11, 24 if third.date != dt.date(2025, 11, 24) else 17)
    onebell("record", *term[:1], plan, first.id, "--held", "--on", "10-09 8:00")
    onebell("record", *term[:1], plan, second.id, "--cancelled")
    onebell("record", *term[:1], plan, third.id, "--moved", str(monday))
    new = tmp_path / "new"
    result = onebell("term", term[0], plan, "--from", "10-20", "-o", new, *EFFORT, "--json")
    assert result.exit_code == 0, result.output
    after = {e.id: e for e in read_plan(PAIR, new).calendar.events}
    assert (after[first.id].date, after[first.id].start) == (dt.date(2025, 10, 9), 480)
    assert second.id not in after
    assert after[third.id].date == monday
    changes = Counter(json.loads(result.stdout)["changes"])
    assert changes["moved"] <= 1
    assert changes["new"] == 1  # in the place of what was cancelled
    assert read_plan(PAIR, new).records == read_plan(PAIR, plan).records
    assert not audit_calendar_hard(new)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "2024-10-01"), "应在学期之内"),
        (("--from", "下周"), "应为日期"),
        ((), "--from"),
    ],
)
def test_a_date_of_no_use_is_told_and_nothing_written(term, tmp_path, words, told):
    plan = shutil.copytree(term[1], tmp_path / "plan")
    some = lessons(plan)[0]
    onebell("record", term[0], plan, some.id, "--held")
    result = onebell("term", term[0], plan, *words, "-o", tmp_path / "new", *EFFORT)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (tmp_path / "new").exists()
