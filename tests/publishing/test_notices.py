"""The lists a community posts: numbers counted by hand on the sample plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from published_plan import sample

from community.models import PlacementKind, WeekPattern
from community.requests import LoadRequest
from publishing.export import export
from publishing.grids import class_grid
from publishing.loads import load_note, loads
from publishing.notices import notices
from publishing.roster_lists import rotation_notice
from publishing.travel import trips
from publishing.view import PlanView
from publishing.week_lists import period_counts, sync_table, travel_plan
from publishing.words import FAMILIES, WORDS
from rotation.solution import Placement, Roster
from scenarios.changes.base import replaced
from scenarios.plan import Plan

if TYPE_CHECKING:
    from pathlib import Path

    from scheduling.timetable import ClassLesson

COMMUNITY, PLAN = sample(2, 6)
VIEW = PlanView(PLAN, COMMUNITY)
VISITOR = next(p.teacher for p in PLAN.roster.placements if p.kind.value == "itinerant")


def with_lessons(*lessons: ClassLesson) -> PlanView:
    week = replace(PLAN.week, lessons=tuple(sorted(lessons)))
    return PlanView(replace(PLAN, week=week), COMMUNITY)


def test_sync_table_has_both_clocks_and_the_overlap() -> None:
    rows = sync_table(VIEW, "zh").rows
    # The core's third lesson is 10:20-11:00, the members' 10:30-11:10: 30 minutes together.
    assert [(r[6], r[11], r[14]) for r in rows] == [
        ("10:20–11:00", "10:30–11:10", 30),
        ("10:20–11:00", "10:30–11:10", 30),
    ]
    assert [r[9] for r in rows] == ["东山小学", "青龙湾小学"]
    assert all(r[13] for r in rows)  # an assistant at every receiving end


def test_a_receiving_lesson_moved_away_shows_no_overlap() -> None:
    moved = [
        replace(x, slot=8) if x.series and x.class_id == "S1-31" else x for x in PLAN.week.lessons
    ]
    rows = sync_table(with_lessons(*moved), "zh").rows
    assert [r[14] for r in rows] == [0, 30]
    other_day = [
        replace(x, weekday=5) if x.series and x.class_id == "S1-31" else x
        for x in PLAN.week.lessons
    ]
    rows = sync_table(with_lessons(*other_day), "zh").rows
    assert sorted((r[6], r[11]) for r in rows) == [
        ("10:20–11:00", "10:30–11:10"),
        ("10:20–11:00", "（无）"),
        ("（无）", "10:30–11:10"),
    ]


def test_rotation_notice_names_everybody_once_with_terms() -> None:
    rows = rotation_notice(VIEW, "zh").rows
    assert len(rows) == 4
    by_kind = {r[4]: r for r in rows}
    assert by_kind["走教"][7:10] == ("2025学年第一学期", "2025学年第二学期", "2个学期")
    assert by_kind["跟岗"][7:11] == ("2025学年第一学期", "2025学年第一学期", "1个学期", "锁定")


def test_whoever_takes_over_a_class_is_named_where_people_look() -> None:
    head = next(t for t in COMMUNITY.teachers if t.class_teacher_of)
    group = COMMUNITY.class_by_id[head.class_teacher_of or ""]
    host = next(s.id for s in COMMUNITY.schools if s.id != head.school)
    away = Placement(head.id, PlacementKind.SECONDMENT, host, "2025-1", 2)
    roster = Roster((away, *PLAN.roster.placements))
    view = PlanView(replace(PLAN, roster=roster), COMMUNITY)
    after = view.teacher_name(view.handovers[away].successor)
    assert after not in ("", head.name)
    notice = rotation_notice(view, "zh")
    column = notice.headings("zh").index("班主任接任")
    told = {r[1]: r[column] for r in notice.rows}
    assert told.pop(head.name) == f"{group.name}\n{after}"
    assert {*told.values()} == {""}
    assert class_grid(view, group, "zh").note.startswith(f"班主任：{after} ")
    assert class_grid(VIEW, group, "zh").note.startswith(f"班主任：{head.name} ")
    alone = PlanView(Plan(COMMUNITY.id, Roster((away,))), COMMUNITY)  # without a timetable
    proposed = alone.teacher_name(alone.handovers[away].successor)
    assert rotation_notice(alone, "zh").rows[0][column] == f"{group.name}\n{proposed}（拟）"


def test_travel_plan_follows_the_clock() -> None:
    there, back = trips(VIEW)
    # Home until 9:00 on Tuesday (first lesson), 25 minutes there; the member's fifth lesson is at
    # 14:10 and the double ends at 15:40; 30 minutes back.
    assert (there.origin, there.destination, there.weekday) == ("S0", "S1", 2)
    assert (there.leave, there.arrive, there.slack) == (9 * 60, 9 * 60 + 25, 4 * 60 + 45)
    assert (back.leave, back.arrive, back.lessons) == (15 * 60 + 40, 16 * 60 + 10, ())
    assert [r[6:10] for r in travel_plan(VIEW, "zh").rows] == [
        ("09:00", "09:25", 25, 285),
        ("15:40", "16:10", 30, ""),
    ]


def test_the_first_way_of_a_day_leaves_with_the_buffer() -> None:
    visit = next(x for x in PLAN.week.lessons if x.teacher == VISITOR and x.school == "S1")
    home = next(x for x in PLAN.week.lessons if x.teacher == VISITOR and x.school == "S0")
    odd = replace(visit, weeks=WeekPattern.ODD)
    found = trips(with_lessons(odd, replace(home, weekday=4)))
    assert [t.weeks for t in found] == [WeekPattern.ODD, WeekPattern.ODD]
    # 14:10 minus 10 minutes of buffer (the policy's) minus 25 minutes of way
    assert (found[0].leave, found[0].arrive, found[0].slack) == (815, 840, 10)


def test_periods_count_once_where_the_teacher_stands() -> None:
    found = loads(VIEW)
    host = next(x.teacher for x in PLAN.week.lessons if x.series and x.class_id == "S0-31")
    assert found[host].sync == 1  # not three, though three classes have the lesson
    assert found[host].away == 0
    assert found[VISITOR].away == 2  # one double
    helper = next(x.assistant for x in PLAN.week.lessons if x.series and x.class_id == "S1-31")
    assert found[helper].assisted == 1
    by_subject = {t.subjects[0]: found[t.id] for t in COMMUNITY.teachers}
    assert by_subject["it"].total == 0.5
    # 2025-09-01 to 2026-01-23 has 21 weeks: 11 odd and 10 even ones
    assert (by_subject["it"].term, by_subject["script"].term) == (11, 10)
    taught = sum(x.periods for x in PLAN.week.lessons if VIEW.is_host(x))
    assert sum(x.total for x in found.values()) == taught - 1  # two lessons count half
    assert all(x.weighted == x.total for x in found.values())  # nobody says otherwise


def test_loads_are_weighted_in_lists_and_on_the_timetable() -> None:
    heavy = {"zh": 1.2, "it": 0.9}
    subjects = [s.model_copy(update={"load": heavy.get(s.id, 1.0)}) for s in COMMUNITY.subjects]
    head = next(t for t in COMMUNITY.teachers if t.subjects[0] == "zh")
    other = next(t for t in COMMUNITY.teachers if t.subjects[0] == "it")
    rows = LoadRequest(class_teacher_load=3), LoadRequest(teacher=other.id, preparation_load=0.5)
    group = COMMUNITY.classes[0].id
    changes = {
        "subjects": tuple(subjects),
        "load_requests": rows,
        "teachers": tuple(
            t.model_copy(update={"class_teacher_of": group if t == head else None})
            for t in COMMUNITY.teachers
        ),
    }
    view = PlanView(PLAN, replaced(COMMUNITY, **changes))
    found = loads(view)
    assert found[head.id].weighted == pytest.approx(1.2 * found[head.id].total + 3)
    assert found[other.id].weighted == 0.45  # a single preparation
    table = period_counts(view, "zh")
    assert [key for key, _ in table.columns][6:8] == ["total_periods", "weighted_periods"]
    assert "折算课时按" in table.sentence
    assert "折算" in load_note(view, head, "zh")
    assert "折算" not in load_note(VIEW, head, "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_row_has_every_column(lang: str) -> None:
    for notice in notices(VIEW, lang):  # type: ignore[arg-type]
        assert notice.rows
        assert {len(r) for r in notice.rows} == {len(notice.columns)}


def test_every_word_has_both_languages() -> None:
    for text in (*WORDS.values(), *FAMILIES.values()):
        assert text.zh and text.en


def test_csv_export_is_stable(tmp_path: Path) -> None:
    one = export("csv", COMMUNITY, PLAN, tmp_path / "a").written
    two = export("csv", COMMUNITY, PLAN, tmp_path / "b").written
    assert "同步课堂对照表.csv" in [p.name for p in one]
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]
    assert all(p.read_bytes().startswith(b"\xef\xbb\xbf") for p in one)
