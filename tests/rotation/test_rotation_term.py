"""placement_term: tracks, their lengths and starts, and gaps between placements."""

from __future__ import annotations

from rotation_tiny import (
    OUT,
    QUOTA,
    SECONDMENT,
    broken,
    community,
    core_staff,
    placed,
    rule,
    run,
    terms,
)

from community.models import PastPlacement
from rotation.instance import compile_rotation
from solving.outcome import Status

YEAR = rule(
    "year", "placement_term", kinds=["secondment"], min_terms=2, max_terms=2, align="school_year"
)


def test_a_placement_fits_its_track() -> None:
    given = community(core_staff(2), [QUOTA, YEAR], horizon=2)
    (only,) = run(given).roster.placements
    assert (only.start, only.terms) == ("2025-1", 2)


def test_a_track_that_no_term_begins_is_infeasible() -> None:
    # The plan has one second semester only, and the track begins in first semesters.
    given = community(core_staff(2), [QUOTA, YEAR], terms=terms(1, 2))
    assert run(given).report.status is Status.INFEASIBLE


def test_wrong_lengths_and_starts_are_named() -> None:
    instance = compile_rotation(community(core_staff(2), [QUOTA, YEAR], horizon=2))
    assert broken(instance, placed("t0", "A", length=1)) == {"year"}
    assert broken(instance, placed("t0", "A", start="2025-2", length=2)) == {"year"}


def test_any_of_several_tracks_will_do() -> None:
    short = rule("short", "placement_term", kinds=["secondment"], min_terms=1, max_terms=1)
    instance = compile_rotation(community(core_staff(2), [QUOTA, YEAR, short], horizon=2))
    assert not broken(instance, placed("t0", "A", length=1), placed("t1", "A", length=2))
    assert broken(instance, placed("t0", "A", length=3)) == {"year"}


def test_a_placement_may_reach_beyond_the_plan() -> None:
    # One term is planned; a year-long track still has its placement of two terms.
    given = community(core_staff(1), [QUOTA, YEAR], horizon=1)
    (only,) = run(given).roster.placements
    assert only.terms == 2


def test_a_gap_between_two_placements() -> None:
    # One teacher, one placement asked for in each of 2 terms, a gap of 1 term: not possible alone.
    each = rule("q", "rotation_quota", min=1, per="core", window="semester", **OUT)
    track = rule("t", "placement_term", kinds=["secondment"], max_terms=1, gap_terms=1)
    assert run(community(core_staff(1), [each, track], horizon=2)).report.status is (
        Status.INFEASIBLE
    )
    assert run(community(core_staff(2), [each, track], horizon=2)).roster is not None
    instance = compile_rotation(community(core_staff(1), [each, track], horizon=2))
    assert broken(instance, placed("t0", "A"), placed("t0", "A", start="2025-2")) == {"t"}


def test_a_gap_to_an_earlier_year() -> None:
    # Away until the end of 2024-2, that is 0 terms before 2025-1.
    track = rule("t", "placement_term", kinds=["secondment"], max_terms=1, gap_terms=1)
    past = (PastPlacement(teacher="t0", host="A", kind=SECONDMENT, start_year=2024, terms=2),)
    given = community(core_staff(1), [QUOTA, track], history=past)
    assert run(given).report.status is Status.INFEASIBLE
