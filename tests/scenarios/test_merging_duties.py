"""Three-way merging of duties, place by place."""

from __future__ import annotations

import pytest

from scenarios.merging_duties import merged_duties
from scheduling.timetable import ClassDuty


def held(*teachers: str) -> list[ClassDuty]:
    """Duties of one class on Monday, Tuesday, …; a blank is nobody, + two people."""
    return [
        ClassDuty("S", "S-11", day, 1, who)
        for day, some in enumerate(teachers, 1)
        for who in some.split("+")
        if who
    ]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "after", "taken", "conflicts"),
    [
        ("a", "a", "b", "b", 1, 0),
        ("a", "b", "a", "b", 0, 0),
        ("a", "b", "b", "b", 0, 0),
        ("a", "b", "c", "b", 0, 1),
        ("a", "a", "", "", 1, 0),
        ("a", "b", "", "b", 0, 1),
        ("", "", "a+b", "a+b", 1, 0),
    ],
)
def test_what_one_side_changed_counts(
    base: str, ours: str, theirs: str, after: str, taken: int, conflicts: int
) -> None:
    sides = [held("x", one) for one in (base, ours, theirs)]
    found = merged_duties(*sides)
    assert found.duties == tuple(held("x", after))
    assert (len(found.taken), len(found.conflicts)) == (taken, conflicts)
    assert merged_duties(*sides, theirs_win=True).duties == tuple(
        held("x", theirs if conflicts else after)
    )
