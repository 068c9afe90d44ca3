"""Shipped profiles hold the numbers of the catalogue; a planner's overrides are checked."""

from __future__ import annotations

import re

import pytest

from community.errors import InputError
from community.families import families, parameters
from community.policy import Window
from community.profile import (
    ALIASES,
    BASE,
    OPTIONS,
    not_planned,
    optional_rules,
    profile_id,
    profile_names,
    profile_rules,
    profile_structure,
    profile_title,
    resolve,
)
from community.rule import Strictness
from publishing.coverage import catalogue_rows
from rotation.rules import families as rotation_families
from rotation.rules import rules_of

# Every plan, and how many member schools it allows.
SIZES = {
    "central_experimental": (1, 1),
    "fengjie": (2, 2),
    "generic_2023": (1, 3),
    "generic_2024": (1, 3),
    "jianxing": (0, 0),
    "lianpian": (1, 4),
    "libo": (2, 4),
    "linhai": (1, 1),
    "linzi": (1, 6),
    "litong_roundrobin": (2, 2),
    "mountain_county": (1, 3),
    "pingluo_erxiao": (1, 1),
    "pingluo_huixiao": (1, 1),
    "qingyuan": (1, 2),
    "rural_jiaolianti": (1, 1),
    "shouguang": (10, 10),
    "songjiao": (1, 4),
    "songyang": (1, 1),
    "teaching_research": (1, 4),
    "tongnan": (1, 1),
    "urban_rural": (1, 3),
    "wucheng": (1, 2),
    "yizhou": (1, 1),
    "zhangdian": (1, 3),
    "zibo_alliance": (1, 3),
}
PLANS = [*SIZES]

# Rule classes that a policy gives parameters to, by family.
ROTATION = {name: cls for name, cls in rotation_families().items() if name in families()}

# The catalogue's plans and the number of rows of each; N is the national and provincial frame.
COUNTS = (
    "W34 J7 L25 Z16 B32 P4 T24 PL7 G16 GX7 HQ6 FJ13 SJ3 YZ7 LT26 BC27 GY9 SQ22 SY12 QY35 ZX12 LH10"
    " CX1 N40"
)
ROWS = {
    f"{plan}{n:02d}"
    for plan, top in re.findall("([A-Z]+)([0-9]+)", COUNTS)
    for n in range(1, int(top) + 1)
}
QUOTES = {row.id: row.quote for row in catalogue_rows()}

# profile, rule, parameter, number in the catalogue's row
NUMBERS = [
    ("songyang", "backbone_cover", "min", 1),  # SY06
    ("songyang", "sync_lessons", "min_lessons", 20),  # SY03
    ("songyang", "sync_lessons", "min_subjects", 2),  # SY03
    ("songyang", "research_online", "min", 8),  # SY05
    ("songyang", "research_offline", "min", 4),  # SY05
    ("songyang", "milestones", "shares", [0.3, 0.6, 1.0]),  # SY04
    ("libo", "core_out", "min", 3),  # B16
    ("libo", "equal_exchange", "tolerance", 0),  # B17
    ("libo", "term_exchange", "min_terms", 2),  # B14: one year
    ("libo", "term_exchange", "max_terms", 4),  # B14: two years
    ("libo", "research", "min", 2),  # B11
    ("libo", "observation", "days_per_month", 1),  # B23
    ("libo", "budget", "min_cny", 300_000),  # B26
    ("libo", "mentors", "capacity", 1),  # B13: one to one
    ("fengjie", "core_out", "share", 0.05),  # FJ04
    ("fengjie", "core_out_backbone", "min", 1),  # FJ05
    ("fengjie", "term_exchange", "min_days", 10),  # FJ07: half a month
    ("fengjie", "term_exchange", "max_days", 20),
    ("fengjie", "long_track", "min_terms", 2),  # FJ10: a year
    ("fengjie", "research", "min", 5),  # FJ02
    ("fengjie", "observation", "share", 0.30),  # FJ08
    ("fengjie", "observation", "lessons_per_person", 10),  # FJ09
    ("mountain_county", "term_exchange", "min_terms", 2),  # SQ04: one school year
    ("mountain_county", "term_exchange", "max_terms", 2),  # SQ04
    ("mountain_county", "principal_visits", "min", 2),  # SQ12
    ("mountain_county", "joint_meetings", "min", 2),  # SQ13
    ("mountain_county", "score", "members_weight", 0.2),  # SQ17
    ("mountain_county", "score_waiver", "rank_gain", 5),  # SQ18
    ("shouguang", "leaders_in", "min", 1),  # BC03
    ("shouguang", "term_exchange", "min_days", 20),  # BC04: one month
    ("shouguang", "joint_meetings", "min", 2),  # BC07
    ("shouguang", "principal_visits", "min", 1),  # BC06
    ("shouguang", "mentors", "min_mentees_per_school", 1),  # BC10
    ("songyang", "service_credit", "years", 3.0),  # W24, QY26
    ("rural_jiaolianti", "leaders_out", "min", 1),  # T15: 1 to 2 middle leaders
    ("rural_jiaolianti", "leaders_in", "max", 2),  # T15
    ("rural_jiaolianti", "backbone_out", "min", 3),  # T15: 3 to 4 backbone teachers
    ("rural_jiaolianti", "backbone_in", "max", 4),  # T15
    ("rural_jiaolianti", "pair_lessons", "demo", 1),  # T08
    ("litong_roundrobin", "member_out", "min", 2),  # LT02: 2 to 4 teachers
    ("litong_roundrobin", "member_out", "max", 4),  # LT02
    ("litong_roundrobin", "term_exchange", "max_terms", 1),  # LT02: a semester
    ("litong_roundrobin", "inspections", "inspections", 2),  # LT04
    ("wucheng", "sync_lessons", "min_lessons", 20),  # W07
    ("wucheng", "sync_lessons", "min_subjects", 2),  # W07
    ("wucheng", "research_online", "min", 8),  # W09
    ("wucheng", "research_offline", "min", 4),  # W10
    ("wucheng", "service_credit", "years", 3.0),  # W24
    ("qingyuan", "service_credit", "years", 3.0),  # QY26
    ("jianxing", "showcase", "min", 2),  # J02
    ("jianxing", "best_groups", "points", 14.0),  # J05
    ("lianpian", "march_lesson", "months", [3]),  # P01
    ("pingluo_huixiao", "pl_leader_in", "max", 1),  # PL05
    ("pingluo_huixiao", "management_seminar", "max", 1),  # PL03
    ("pingluo_huixiao", "forum", "months", [12]),  # PL04
    ("pingluo_erxiao", "meeting_day", "pupils", 15),  # HQ01
    ("tongnan", "life", "life_years", 3),  # GX02
    ("yizhou", "preparation", "weekday", 1),  # YZ02
    ("yizhou", "preparation", "weeks", "odd"),  # YZ02: every Monday of odd weeks
    ("yizhou", "research", "weeks", "even"),  # YZ03
    ("yizhou", "yz_batches", "who", "young"),  # YZ04: young teachers
    ("yizhou", "table_tennis", "grades", [2, 3]),  # YZ07
    ("yizhou", "table_tennis", "pupils", 12),  # YZ07: chosen ones, no whole classes
    ("tongnan", "phases", "lengths", [2, 33, 2]),  # GX03: from November 2014 to November 2017
    ("teaching_research", "phases", "lengths", [2, 3]),  # GY05
    ("rural_jiaolianti", "progress_reports", "months", [3, 6, 9, 12]),  # T10: each quarter
    ("rural_jiaolianti", "classroom_exchange", "host", "in_turn"),  # T07: both sides show
    ("qingyuan", "year_end", "when", "end"),  # QY27
    ("qingyuan", "bases", "how", "mutual"),  # QY12: bases of both sides
    ("libo", "bundled_score", "when", "end"),  # B27
    ("libo", "guidance", "only", "weak"),  # B12
    ("jianxing", "best_groups", "award_share", 0.3),  # J05
    ("wucheng", "member_quality", "members_weight", 0.6),  # W31: more than half
    ("lianpian", "sequence", "months", ["3", "3", "3"]),  # P02: around the lesson of March
    ("linhai", "agreement", "months", ["4", "4"]),  # LH07: before the work, which begins in April
    ("fengjie", "training", "who", "member_delegates"),  # FJ11: teachers of the supported schools
    ("shouguang", "essay", "by", "member"),  # BC05: of those who were attached
    ("shouguang", "research_plan", "when", "start"),  # BC12: a plan, of the core alone
    ("zhangdian", "pupils", "what", "exchange_of_pupils"),  # Z08
    ("urban_rural", "loans", "how", "loan"),  # G12
    ("litong_roundrobin", "donations", "how", "gift"),  # LT18
    ("songjiao", "sessions", "min", 3),  # SJ01
    ("teaching_research", "sharing", "min", 2),  # GY01: 2 to 3
    ("teaching_research", "sharing", "max", 3),
    ("central_experimental", "zx_school_year", "max_terms", 2),  # ZX02
    ("linhai", "summary", "due", "12-31"),  # LH10
    ("linzi", "term_exchange", "max_terms", 4),  # L15: two school years
    ("zhangdian", "size", "max_schools", 4),  # Z02
    ("zibo_alliance", "leaders_in", "min", 1),  # L04
    ("zibo_alliance", "term_exchange", "min_terms", 2),  # L15: one school year
    ("zibo_alliance", "term_exchange", "max_terms", 4),  # L15: two school years
    ("zibo_alliance", "size", "max_schools", 4),  # Z02
    ("zibo_alliance", "group_size", "max_schools", 7),  # L01: six members
    ("zibo_alliance", "membership_due", "due", ["03-31"]),  # Z10
    (BASE, "exchange_share", "share", 0.10),  # N01
    (BASE, "exchange_backbone_share", "share", 0.20),  # N02
    (BASE, "eligible_exchange", "min_years_in_school", 6),  # N04
    (BASE, "eligible_exchange", "exclude_years_to_retirement", 5),  # N05
    (BASE, "weekly_total", "weekly_periods", [26, 26, 30, 30, 30, 30, 34, 34, 34]),  # N12
    (BASE, "first_lesson", "earliest_primary", "08:20"),  # N16
    (BASE, "class_teacher_credit", "class_teacher_share", 0.5),  # N19
]


def test_every_plan_has_a_profile_with_a_title() -> None:
    assert profile_names() == PLANS
    for name in PLANS:
        zh, en = profile_title(name)
        assert re.search("[一-鿿]", zh)
        assert en.isascii()


@pytest.mark.parametrize("name", [BASE, *PLANS])
def test_rules_are_well_formed(name: str) -> None:
    rules = profile_rules(name)
    assert len({r.id for r in rules}) == len(rules)
    for rule in rules:
        known = parameters(rule.family)
        for param, value in rule.params.items():
            read = known[param].read(value)
            assert read == value and type(read) is type(value), (rule.id, param)
        params = families()[rule.family].model_validate(rule.params)
        assert not list(params.faults(rule.strictness, rule.window)), rule.id
        assert rule.title_zh
        assert rule.title_en.isprintable() and rule.title_en.isascii()
        assert set(rule.rows) <= ROWS, rule.id


@pytest.mark.parametrize("name", PLANS)
def test_rules_of_a_plan_quote_it(name: str) -> None:
    for rule in profile_rules(name):
        cites_a_plan = any(not row.startswith("N") for row in rule.rows)
        assert rule.quote or not cites_a_plan, rule.id
        if rule.rows and rule.rows[0] in QUOTES:
            assert rule.quote == QUOTES[rule.rows[0]], rule.id


@pytest.mark.parametrize(("profile", "rule", "param", "number"), NUMBERS)
def test_numbers_of_the_catalogue(profile: str, rule: str, param: str, number: object) -> None:
    found = {r.id: r for r in profile_rules(profile)}
    assert found[rule].params[param] == number


@pytest.mark.parametrize("name", PLANS)
def test_rotation_understands_every_rule(name: str) -> None:
    rules = rules_of(resolve(name), None, 0)
    assert {"home_protection", "term_exchange"} <= {r.id for r in rules}


def test_options_are_off_and_can_be_switched_on() -> None:
    options = optional_rules()
    assert options
    assert not any(r.enabled for r in options)
    assert {r.id for r in options} <= {r.id for r in profile_rules("libo")}
    assert not {r.id for r in options} & {r.id for r in rules_of(resolve("libo"))}
    chosen = {r.id: {"enabled": True} for r in options}
    policy = resolve("libo", chosen)
    assert set(chosen) <= {r.id for r in policy.rules if r.enabled}
    placing = {r.id for r in options if r.family in ROTATION}
    assert placing <= {r.id for r in rules_of(policy)}


def test_options_are_no_profile() -> None:
    assert OPTIONS not in profile_names()
    with pytest.raises(InputError):
        resolve(OPTIONS)


@pytest.mark.parametrize("name", sorted(ROTATION))
def test_a_rule_reads_the_parameters_of_its_family(name: str) -> None:
    assert issubclass(ROTATION[name].Params, families()[name])


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
def test_an_alias_names_the_profile(alias: str, name: str) -> None:
    assert profile_id(alias) == name
    assert resolve(alias) == resolve(name)
    assert profile_rules(alias) == profile_rules(name)
    assert profile_structure(alias) == profile_structure(name)
    assert profile_title(alias) == profile_title(name)
    assert alias not in profile_names()


def test_windows_and_strictness_follow_the_wording() -> None:
    sync = {r.id: r for r in profile_rules("songyang")}["sync_lessons"]
    assert (sync.window, sync.strictness) == (Window.CALENDAR_YEAR, Strictness.HARD)
    litong = {r.id: r for r in profile_rules("litong_roundrobin")}
    assert litong["member_out"].window is Window.SEMESTER
    libo = {r.id: r for r in profile_rules("libo")}
    assert libo["core_out"].window is Window.SCHOOL_YEAR
    assert libo["course_delivery"].strictness is Strictness.SOFT  # 探索
    assert libo["same_routine"].strictness is Strictness.IN_PRINCIPLE  # 基本同步


def test_a_profile_replaces_rules_of_its_base() -> None:
    base = {r.id: r for r in profile_rules(BASE)}
    libo = {r.id: r for r in profile_rules("libo")}
    assert base["home_protection"].params["max_absent_share"] == 0.20
    assert libo["home_protection"].params["max_absent_share"] == 0.30
    assert libo["sync_link"] == base["sync_link"]


def test_structures_hold_the_sizes_of_the_plans() -> None:
    sizes = {n: (profile_structure(n)["n_min"], profile_structure(n)["n_max"]) for n in PLANS}
    assert sizes == SIZES


def test_families_of_the_calendar_are_planned() -> None:
    waiting = {r.family for r in not_planned(resolve("songyang"))}
    assert "evaluation_score" in waiting  # reckoned, not planned; inspections are
    assert not waiting & {"coverage_requirement", "sync_lesson_quota", "evidence_log"}


def test_overrides_change_fields_and_parameters() -> None:
    changes = {
        "core_out": {"min": 2, "strictness": "soft", "weight": 40},
        "research": {"enabled": False},
        "equal_exchange": {"window": "semester"},
    }
    policy = resolve("libo", changes)
    rules = {r.id: r for r in policy.rules}
    assert rules["core_out"].params["min"] == 2
    assert rules["core_out"].params["only"] == "weak"
    assert (rules["core_out"].strictness, rules["core_out"].weight) == (Strictness.SOFT, 40)
    assert rules["research"] not in policy.of("research_meeting_quota")
    assert rules["equal_exchange"].window is Window.SEMESTER
    assert policy.overrides == changes
    assert {r.id: r for r in resolve("libo").rules}["core_out"].params["min"] == 3


@pytest.mark.parametrize(
    ("changes", "column", "hint"),
    [
        ({"core_ou": {"min": 2}}, "rules.core_ou", "core_out"),
        ({"core_out": {"minn": 2}}, "rules.core_out.minn", "min"),
        ({"core_out": {"strictness": "sofft"}}, "rules.core_out.strictness", "soft"),
        ({"core_out": {"per": "membr"}}, "rules.core_out.per", "member"),
        ({"core_out": {"min": "three"}}, "rules.core_out.min", None),
        ({"core_out": {"min": -1}}, "rules.core_out.min", None),
        ({"core_out": {"min": True}}, "rules.core_out.min", None),
        ({"core_out": {"only": 1}}, "rules.core_out.only", None),
        ({"core_out": {"kinds": ["secondmen"]}}, "rules.core_out.kinds", None),
        ({"core_out": {"weight": 2_000_000}}, "rules.core_out.weight", None),
        ({"core_out": 3}, "rules.core_out", None),
        ({"first_lesson": {"earliest_junior": "8:75"}}, "rules.first_lesson.earliest_junior", None),
    ],
)
def test_bad_overrides_are_named(changes: dict[str, object], column: str, hint: str | None) -> None:
    with pytest.raises(InputError) as caught:
        resolve("libo", changes)  # type: ignore[arg-type]
    (problem,) = caught.value.problems
    assert (problem.place, problem.column) == ("policy.toml", column)
    assert problem.expected.zh.startswith("应为")
    if hint:
        assert problem.hint is not None
        assert f'"{hint}"' in problem.hint.en


def test_a_scope_is_a_parameter() -> None:
    changed = {r.id: r for r in resolve("libo", {"inside_group": {"scope": "county"}}).rules}
    assert changed["inside_group"].params["scope"] == "county"


def test_all_bad_overrides_are_collected() -> None:
    with pytest.raises(InputError) as caught:
        resolve("libo", {"core_out": {"min": "x", "share": 2, "maxx": 1}, "nothing": {}})
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(("name", "near"), [("libbo", "libo"), ("libo_grup", "libo_group")])
def test_unknown_profile_is_refused_with_a_suggestion(name: str, near: str) -> None:
    with pytest.raises(InputError) as caught:
        resolve(name)
    assert f'"{near}"' in caught.value.lines("en")[0]
