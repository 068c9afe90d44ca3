"""New communities are feasible by construction: the planted plan keeps every hard rule."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, replace
from functools import cache
from itertools import product

import pytest
from planted_support import faults
from support import KINDS

from community import integrity
from community.errors import InputError
from community.generate import Generated, Size, new_community
from community.generate.county import new_county
from community.models import PlacementKind, SchoolRole, Stage
from community.profile import profile_names
from community.sync import sync_series
from rotation.check import check
from rotation.instance import compile_rotation
from rotation.solution import MentorPair, Placement, Roster
from scheduling.timetable import ClassLesson, WeekTimetable
from scheduling.week.audit import audit_week

CASES = [*product(KINDS, ("small", "medium"), (1, 2))]
CASES += [(name, "small", 1) for name in profile_names() if name not in KINDS]
ALONE = "jianxing"  # a single school
TOGETHER = [name for name in profile_names() if name != ALONE]


@cache
def made(profile: str, size: Size, seed: int, terms: int = 4) -> Generated:
    return new_community(profile, None, size, seed, terms)


def roster(generated: Generated) -> Roster:
    return Roster(
        tuple(Placement(*p) for p in generated.planted_placements),
        tuple(MentorPair(*p) for p in generated.planted_pairs),
    )


def broken(generated: Generated) -> list[str]:
    found = check(compile_rotation(generated.community), roster(generated))
    return [str(v.sentence) for v in found if v.strictness != "soft"]


@pytest.mark.parametrize(("profile", "size", "seed"), CASES)
def test_planted_week_is_free_of_faults(profile: str, size: Size, seed: int) -> None:
    assert faults(made(profile, size, seed)) == []


@pytest.mark.parametrize(("profile", "size", "seed"), CASES)
def test_community_is_sound(profile: str, size: Size, seed: int) -> None:
    assert [str(p) for p in integrity.problems(made(profile, size, seed).community)] == []


@pytest.mark.parametrize(("profile", "size", "seed"), CASES)
def test_planted_roster_keeps_the_policy_in_every_term(profile: str, size: Size, seed: int) -> None:
    assert broken(made(profile, size, seed)) == []


@pytest.mark.parametrize("terms", [1, 3, 6])
@pytest.mark.parametrize("profile", KINDS)
def test_any_number_of_terms(profile: str, terms: int) -> None:
    generated = made(profile, "small", 1, terms)
    assert len(generated.community.terms) == terms
    assert integrity.problems(generated.community) == []
    assert faults(generated) == []
    assert broken(generated) == []


@pytest.mark.parametrize("profile", profile_names())
def test_planted_week_passes_the_audit(profile: str) -> None:
    generated = made(profile, "small", 1)
    names = [f.name for f in fields(ClassLesson) if f.name != "group"]  # nobody is beside another
    rows = [ClassLesson(*(getattr(r, n) for n in names)) for r in generated.planted_lessons]
    term = generated.community.terms[0].id
    found = audit_week(
        generated.community, roster(generated), WeekTimetable(term, tuple(sorted(rows)))
    )
    assert [str(v.sentence) for v in found if v.strictness != "soft"] == []


def test_the_light_check_sees_a_moved_lesson() -> None:
    generated = made("songyang", "small", 1)
    rows = list(generated.planted_lessons)
    plain = [i for i, r in enumerate(rows) if not r.series and r.periods == 1]
    first = rows[plain[0]]
    other = next(r for r in rows if r.class_id == first.class_id and r.slot != first.slot)
    rows[plain[0]] = replace(first, weekday=other.weekday, slot=other.slot)
    assert any(f.startswith(first.class_id) for f in faults(generated, rows))


def test_the_light_check_sees_missing_travel_time() -> None:
    generated = made("songyang", "small", 1)
    way = next(p for p in generated.planted_placements if p.kind is PlacementKind.ITINERANT)
    rows = list(generated.planted_lessons)
    here = next(r for r in rows if r.teacher == way.teacher and r.school == way.host)
    index = next(i for i, r in enumerate(rows) if r.teacher == way.teacher and r.school != way.host)
    schools = generated.community.school_by_id
    slots = generated.community.lesson_slots(schools[rows[index].school], here.weekday)
    order = {s.order: i for i, s in enumerate(slots)}
    lessons = generated.community.lesson_slots(schools[way.host], here.weekday)
    at = next(i for i, s in enumerate(lessons) if s.order == here.slot)
    beside = slots[at + 1 if at + 1 < len(order) else at - 1].order
    rows[index] = replace(rows[index], weekday=here.weekday, slot=beside)
    assert any(way.teacher in f and "needed" in f for f in faults(generated, rows))


def test_equal_arguments_give_equal_communities() -> None:
    assert new_community("libo", None, "small", 7) == new_community("libo", None, "small", 7)
    first = new_community("libo", None, "small", 7).community
    assert first.teachers != new_community("libo", None, "small", 8).community.teachers


def test_communities_do_not_depend_on_the_order_of_hashes() -> None:
    code = (
        "import hashlib; from community.generate import new_community as n;"
        "print(hashlib.sha256(repr(n('fengjie', None, 'small', 3)).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_default_shapes() -> None:
    roles = {
        name: [s.role for s in made(name, "small", 1).community.schools] for name in profile_names()
    }
    members = {name: found.count(SchoolRole.MEMBER) for name, found in roles.items()}
    of_numbers = {
        0: ["jianxing"],
        1: ["central_experimental", "generic_2023", "generic_2024", "linhai", "pingluo_erxiao"],
        2: ["fengjie", "lianpian", "linzi", "litong_roundrobin", "qingyuan", "songjiao"],
        3: ["mountain_county", "zhangdian", "zibo_alliance"],
        4: ["libo"],
        10: ["shouguang"],
    }
    of_numbers[1] += ["pingluo_huixiao", "rural_jiaolianti", "songyang", "tongnan"]
    of_numbers[1] += ["urban_rural", "yizhou"]
    of_numbers[2] += ["teaching_research", "wucheng"]
    assert members == {name: n for n, names in of_numbers.items() for name in names}
    assert roles["libo"].count(SchoolRole.TEACHING_POINT) == 2
    mountain = made("mountain_county", "small", 1).community
    assert all(s.stage is Stage.NINE_YEAR for s in mountain.schools)
    junior = made("linhai", "small", 1).community
    assert all(s.stage is Stage.JUNIOR for s in junior.schools)
    assert {c.grade for c in junior.classes} == {7, 8, 9}


def test_members_outside_the_plan_are_refused() -> None:
    with pytest.raises(InputError, match="“2”：松阳县共建型教共体应有1所成员校"):
        new_community("songyang", 2)
    assert len(new_community("libo", 2).community.schools) == 1 + 2 + 2


@pytest.mark.parametrize("profile", TOGETHER)
def test_grids_differ_and_ways_are_not_symmetric(profile: str) -> None:
    community = made(profile, "small", 1).community
    assert len({s.grid for s in community.schools}) > 1
    ways = community.travel_minutes
    assert any(ways[a, b] != ways[b, a] for a, b in ways)


@pytest.mark.parametrize("profile", TOGETHER)
def test_scarce_subjects_make_moves_necessary(profile: str) -> None:
    """Without any placement, some school cannot teach all its lessons."""
    community = made(profile, "small", 1).community
    found = check(compile_rotation(community), Roster())
    assert any(v.rule == "home_protection" and v.is_hard for v in found)


@pytest.mark.parametrize("profile", profile_names())
def test_planned_series_meet_the_quota(profile: str) -> None:
    community = made(profile, "small", 1).community
    assert sync_series(community) == community.sync
    for school in community.schools:
        if school.role is SchoolRole.MEMBER:
            subjects = {
                s.subject
                for s in community.sync
                for c in s.receiving_classes
                if community.class_by_id[c].school == school.id
            }
            assert len(subjects) >= 2


@pytest.mark.parametrize("profile", KINDS)
def test_slack_leaves_room_but_not_too_much(profile: str) -> None:
    generated = made(profile, "medium", 1)
    community = generated.community
    idle = {p.teacher for p in generated.planted_placements if not p.kind.teaches_at_host}
    offered = sum(t.max_periods for t in community.teachers if t.id not in idle)
    slack = 1 - sum(community.demand.values()) / offered
    assert 0.10 <= slack <= 0.28


# --- the people


@pytest.mark.parametrize("profile", [name for name in KINDS if name != ALONE])
def test_there_are_mentors_for_those_who_need_one(profile: str) -> None:
    community = made(profile, "medium", 1).community
    core = [t for t in community.teachers if t.school == "C" and t.is_backbone]
    low = [t for t in community.teachers if t.low_result]
    assert low
    for teacher in low:
        assert any(teacher.subjects[0] in t.subjects for t in core)


def test_what_goes_on_is_planted_and_in_the_history() -> None:
    for profile in ("songyang", "libo", "fengjie", "shouguang", "zibo_alliance"):
        generated = made(profile, "medium", 1)
        going_on = [p for p in generated.planted_placements if p.before]
        assert going_on, profile
        history = {(h.teacher, h.host, h.kind, h.terms) for h in generated.community.history}
        assert {(p.teacher, p.host, p.kind, p.terms) for p in going_on} <= history
        pins = compile_rotation(generated.community).pins.values()
        assert set(pins) == {Placement(*p) for p in going_on}


def test_a_part_of_a_round_is_served_already() -> None:
    generated = made("litong_roundrobin", "small", 1)
    served = {h.teacher for h in generated.community.history}
    assert len(served) >= 5
    assert not served & {
        p.teacher for p in generated.planted_placements if p.kind is PlacementKind.SECONDMENT
    }


# --- large ones


def test_a_grown_district_has_500_teachers() -> None:
    generated = made("shouguang", "district", 1, 6)
    assert len(generated.community.teachers) >= 500
    assert broken(generated) == []


def test_a_county_of_two_communities() -> None:
    county = new_county([("libo", None, "small"), ("libo", 2, "small")], 1)
    assert integrity.problems(county) == []
    assert county.groups == ("第一共同体", "第二共同体")
    roles = [(s.group, s.role) for s in county.schools]
    assert roles.count(("第一共同体", SchoolRole.MEMBER)) == 4
    assert roles.count(("第二共同体", SchoolRole.MEMBER)) == 2
    assert len({s.name for s in county.schools}) == len(county.schools)
    assert county == new_county([("libo_group", None, "small"), ("libo", 2, "small")], 1)
    ways = county.travel_minutes
    assert ways["AC", "BC"] and ways["BM01", "AM04"] and ("AP01", "BC") not in ways


def test_a_county_of_40_schools_and_2500_teachers() -> None:
    """Measured 5 s."""
    county = new_county([("libo", 4, "district")] * 8, 1)
    assert len(county.schools) == 40
    assert len(county.teachers) >= 2500
    assert integrity.problems(county) == []


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ([("libo", None, "small")], "“1”：共同体应为2到20个"),
        ([("libo", None, "small")] * 21, "“21”：共同体应为2到20个"),
        ([("libo", None, "small"), ("fengjie", None, "small")], "一个县只能有一个政策方案"),
        ([("libo", 9, "small")] * 2, "“9”：荔波县教育集团应有2–4所成员校"),
    ],
)
def test_counties_that_are_refused(wishes: list[tuple[str, int, Size]], told: str) -> None:
    with pytest.raises(InputError, match=told):
        new_county(wishes, 1)
