"""The county's resource indicators: who counts where, levels, variation, and what a roster does."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest
from rotation_tiny import (
    CORE,
    ITINERANT,
    LEADERSHIP,
    SECONDMENT,
    SHADOWING,
    changed,
    community,
    placed,
    school,
    stay,
    teacher,
)

from community.codes import Degree, Stage
from community.indicators import Assessed, Measured, Part, reached, weights
from community.models import ClassGroup, PlacementKind, SchoolRole, Subject
from community.standards import MOST_VARIATION, STANDARDS, Indicator
from community.text import Text
from rotation.balance import forecast
from rotation.instance import compile_rotation
from rotation.solution import Roster

BACKBONE, PRIMARY, JUNIOR = Indicator.BACKBONE, Stage.PRIMARY, Stage.JUNIOR


def measured(indicator: Indicator, *pairs: tuple[float | None, int]) -> Measured:
    """Return an indicator of schools that have so much for so many pupils."""
    parts = [Part(f"s{n}", PRIMARY, pupils, Fraction(1)) for n, (_, pupils) in enumerate(pairs)]
    amounts = [None if x is None else Fraction(str(x)) for x, _ in pairs]
    return Measured(indicator, dict(zip(parts, amounts, strict=True)))


def two(people: list, **more: object):
    """Return a core K and a member A of 100 pupils each."""
    sites = [school("K", SchoolRole.CORE, pupils=100), school("A", pupils=100)]
    return community(people, [], schools=sites, **more)


def heads(given, indicator: Indicator = BACKBONE, **at: str) -> dict[str, int | None]:
    found = Assessed(given).heads(indicator, at)
    return {f"{p.school}/{p.stage.value}": n for p, n in found.items()}


def test_the_coefficient_is_that_of_the_published_example() -> None:
    # Books of five schools, as 县域义务教育校际均衡指标计算方法 works them out: 6.33 a pupil, 0.52.
    books = ((279, 45), (137, 37), (935, 89), (160, 76), (402, 55))
    found = measured(Indicator.MULTIMEDIA, *books)
    assert found.variation == pytest.approx(0.52, abs=0.005)
    # The definition, worked out school by school.
    mean = 1913 / 302
    square = sum(p / 302 * (x / p - mean) ** 2 for x, p in books)
    assert found.variation == pytest.approx(sqrt(square) / mean, abs=1e-5)


def test_equal_shares_do_not_vary_and_nothing_has_no_variation() -> None:
    assert measured(BACKBONE, (3, 300), (7, 700)).variation == pytest.approx(0, abs=1e-3)
    assert measured(BACKBONE, (0, 300), (0, 700)).variation is None
    assert measured(BACKBONE, (3, 300), (None, 700)).variation is None


def test_all_in_one_of_two_equal_schools_varies_by_one() -> None:
    # 2 and 0 per 100: mean 1, deviation 1. 3 and 1: mean 2, deviation 1.
    assert measured(BACKBONE, (2, 100), (0, 100)).variation == 1
    half = measured(BACKBONE, (3, 100), (1, 100))
    assert (half.variation, half.is_even) == (0.5, True)
    assert not measured(BACKBONE, (4, 100), (1, 100)).is_even  # 1.5 / 2.5


def test_weights_are_whole_numbers() -> None:
    assert weights([50, 150]) == [4_000_000, 1_333_333]


def test_the_standards_are_those_of_the_document() -> None:
    primary = ["4.2", "1", "0.9", "4.5", "7.5", "2000", "2.3"]
    junior = ["5.3", "1", "0.9", "5.8", "10.2", "2500", "2.4"]
    assert [STANDARDS[x].of(PRIMARY) for x in Indicator] == [Fraction(n) for n in primary]
    assert [STANDARDS[x].of(JUNIOR) for x in Indicator] == [Fraction(n) for n in junior]
    assert {s.value: float(n) for s, n in MOST_VARIATION.items()} == {
        "primary": 0.5,
        "junior": 0.45,
    }


def test_six_of_seven_and_the_last_by_no_more_than_15_percent() -> None:
    part = Part("K", PRIMARY, 100, Fraction(1))

    def level(indicator: Indicator, share: str) -> Measured:
        standard = STANDARDS[indicator]
        return Measured(indicator, {part: standard.primary * Fraction(share) * 100 / standard.per})

    seven = [level(x, "1") for x in Indicator]
    assert reached(seven, part) == (7, 7, True)
    assert reached([*seven[1:], level(Indicator.ABOVE_NORM, "0.85")], part) == (6, 7, True)
    assert reached([*seven[1:], level(Indicator.ABOVE_NORM, "0.84")], part) == (6, 7, False)
    two_missed = [level(x, "0.9") for x in (Indicator.ABOVE_NORM, BACKBONE)]
    assert reached([*seven[2:], *two_missed], part) == (5, 7, False)
    unknown = Measured(Indicator.ABOVE_NORM, {part: None})
    assert reached([*seven[1:], unknown], part) == (6, 6, True)


def test_small_points_are_left_out_and_large_ones_are_schools() -> None:
    sites = [CORE, school("A", pupils=40)]
    sites += [
        school(name, SchoolRole.TEACHING_POINT, parent="A", pupils=count)
        for name, count in (("P", 49), ("Q", 50))
    ]
    found = Assessed(community([teacher("p", "P", is_backbone=True)], [], schools=sites))
    assert [p.school for p in found.parts] == ["K", "A", "Q"]
    assert [s.id for s in found.left_out] == ["P"]
    assert sum(n or 0 for n in found.heads(BACKBONE, {}).values()) == 0
    assert found.heads(BACKBONE, {"p": "Q"})[found.parts[2]] == 1


def test_pupils_are_those_of_the_classes_where_the_school_says_nothing() -> None:
    given = community([], [], classes={"K": 2, "A": 0})
    assert [(p.school, p.pupils) for p in Assessed(given).parts] == [("K", 80)]


def nine_year():
    """Return a school A of 100 primary and 200 junior pupils, and a school of each stage."""
    sites = [
        school("K", SchoolRole.CORE, pupils=100, teaching_area_m2=3200),
        school("A"),
        school("J", pupils=300),
    ]
    sites[1] = sites[1].model_copy(update={"stage": Stage.NINE_YEAR, "teaching_area_m2": 3200})
    sites[2] = sites[2].model_copy(update={"stage": Stage.JUNIOR})
    classes = tuple(
        ClassGroup(id=f"A{g}", school="A", grade=g, number=1, name=f"{g}", pupils=100)
        for g in (3, 7, 8)
    )
    people = [
        teacher("both", "A", is_backbone=True).model_copy(update={"stage": Stage.NINE_YEAR}),
        teacher("low", "A", is_backbone=True, degree=Degree.COLLEGE),
    ]
    return changed(community(people, [], schools=sites), classes=classes)


def test_a_school_of_two_stages_is_one_of_each() -> None:
    # Most pupils of A are of the junior stage, so the only one who teaches in both counts there.
    given = nine_year()
    assert heads(given) == {"K/primary": 0, "A/primary": 1, "A/junior": 1, "J/junior": 0}
    assert heads(given, both="K", low="J")["K/primary"] == 1
    assert heads(given, both="K", low="J")["J/junior"] == 1


def test_who_teaches_in_two_stages_is_shared_out_by_pupils() -> None:
    # 100 and 200 pupils: the first to the junior stage, then 100 / 1 and 200 / 2 are alike.
    given = nine_year()
    both = [teacher(f"b{n}", "A").model_copy(update={"stage": Stage.NINE_YEAR}) for n in range(6)]
    given = changed(given, teachers=tuple(both))
    assessed = Assessed(given)
    stages = [p.stage for t in both if (p := assessed.part(t, "A"))]
    assert [s is JUNIOR for s in stages] == [True, False, True, True, False, True]
    assert {assessed.part(t, "K") for t in both} == {assessed.of(PRIMARY)[0]}


def test_resources_are_divided_by_pupils_a_junior_one_counting_more() -> None:
    # 100 and 200 x 1.1: the primary stage has 100 of 320 parts of 3200 m2.
    found = Assessed(nine_year()).resources(Indicator.TEACHING_AREA)
    shares = {(p.school, p.stage): x for p, x in found.items()}
    assert shares["A", PRIMARY] == 1000
    assert shares["A", JUNIOR] == 2200
    assert shares["K", PRIMARY] == 3200
    assert shares["J", JUNIOR] is None


def test_the_norm_of_a_degree_is_that_of_the_stage() -> None:
    given = nine_year()
    people = {t.id: t for t in given.teachers}
    counts = Assessed(given).counts
    assert counts(Indicator.ABOVE_NORM, people["low"], PRIMARY) is True
    assert counts(Indicator.ABOVE_NORM, people["low"], JUNIOR) is False
    assert counts(Indicator.ABOVE_NORM, people["both"], PRIMARY) is None
    assert heads(given, Indicator.ABOVE_NORM) == {
        **{"K/primary": 0, "A/primary": 1, "A/junior": None, "J/junior": 0}
    }


def test_teachers_of_pe_and_arts_are_known_by_the_first_subject_whatever_it_is_called() -> None:
    names = {"pe": "体育与健康", "x": "体育", "m": "音乐", "a": "艺术（书法）", "zh": "语文"}
    people = [teacher(f"t{s}", "K", s) for s in names] + [teacher("second", "K", "zh pe")]
    given = two(people, periods=dict.fromkeys(names, 1))
    given = changed(given, subjects=tuple(Subject(id=s, name=n) for s, n in names.items()))
    assert heads(given, Indicator.PE_ARTS) == {"K/primary": 4, "A/primary": 0}


def test_a_roster_counts_people_where_they_work() -> None:
    # Seven backbone teachers at K. One is sent to teach for the first year, one takes a place of
    # work there for the second; the others only learn, lead, travel, or go for some weeks.
    people = [teacher(f"t{n}", "K", is_backbone=True) for n in range(7)]
    instance = compile_rotation(two(people, horizon=4))
    roster = Roster(
        (
            placed("t0", "A", length=2),
            placed("t1", "A", PlacementKind.WORK_SHADOWING, "2026-1", 2),
            placed("t2", "A", SHADOWING, length=2),
            placed("t3", "A", LEADERSHIP, length=2),
            placed("t4", "A", ITINERANT, length=2),
            stay("t5", "A", SECONDMENT, 1, 4),
            placed("t6", "A", start="2026-1", length=1),
        )
    )
    found = forecast(instance, roster)
    assert [s.name.zh for s in found] == [
        *("派出前", "2025学年", "2026学年第1学期", "2026学年第2学期")
    ]
    assert found[1].name == Text("2025学年", "school year 2025")
    counts = [{p.school: n for p, n in s.stages[PRIMARY][BACKBONE].amounts.items()} for s in found]
    assert counts == [
        {"K": 7, "A": 0},
        {"K": 6, "A": 1},
        {"K": 5, "A": 2},
        {"K": 6, "A": 1},
    ]
    # 6 and 1 per 100: mean 3.5, deviation 2.5.
    assert found[1].stages[PRIMARY][BACKBONE].variation == pytest.approx(2.5 / 3.5, abs=1e-5)
