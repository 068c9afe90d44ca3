"""One illegal edit of a legal roster is named by the check, by the rule that forbids it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from rotation_tiny import BUDGET, broken, community, rule, school, teacher

from community.models import PlacementKind, SchoolRole
from rotation.instance import RotationInstance, compile_rotation
from rotation.search import solve

if TYPE_CHECKING:
    from rotation.solution import Placement

RULES = [
    rule(
        "out",
        "rotation_quota",
        direction="core_to_member",
        kinds=["secondment"],
        min=1,
        max=1,
        per="member",
    ),
    rule("equal", "reciprocal_exchange", out_kinds=["secondment"], in_kinds=["shadowing"]),
    rule("year", "placement_term", kinds=["secondment", "shadowing"], min_terms=2, max_terms=2),
    rule("years", "rotation_eligibility", kinds=["secondment"], min_years_in_school=6),
    rule("guard", "home_school_protection", max_absent_share=0.5, subject_cover=True),
]


@cache
def legal() -> tuple[RotationInstance, tuple[Placement, ...]]:
    """Return a community of 2 members over 2 terms, and its legal roster of 4 placements."""
    people = [teacher(f"k{n}", "K") for n in range(5)] + [teacher("young", "K", joined_year=2024)]
    people += [teacher(f"{s}{n}", s) for s in "AB" for n in range(3)]
    sites = [school("K", SchoolRole.CORE), school("A"), school("B")]
    instance = compile_rotation(community(people, RULES, schools=sites, horizon=2))
    roster = solve(instance, BUDGET).roster
    assert roster is not None
    assert len(roster.placements) == 4
    assert not broken(instance, *roster.placements)
    return instance, roster.placements


EDITS = {
    "drop": {"out", "equal"},
    "shorten": {"year"},
    "unknown teacher": {"placement_form"},
    "unknown school": {"placement_form"},
    "home": {"placement_form"},
    "double": {"one_place"},
    "send the young": {"years"},
    "one more": {"out", "equal"},
}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(edit=st.sampled_from(sorted(EDITS)), number=st.integers(0, 3), data=st.data())
def test_an_illegal_edit_is_named(edit: str, number: int, data: st.DataObject) -> None:
    instance, placements = legal()
    victim, rest = placements[number], placements[:number] + placements[number + 1 :]
    other = "A" if victim.host != "A" else "B"
    home = instance.community.teacher_by_id[victim.teacher].school
    edited = {
        "drop": rest,
        "shorten": (*rest, replace(victim, terms=data.draw(st.sampled_from([1, 3, 4])))),
        "unknown teacher": (*rest, replace(victim, teacher="nobody")),
        "unknown school": (*rest, replace(victim, host="nowhere")),
        "home": (*rest, replace(victim, host=home)),
        "double": (*placements, replace(victim, host=other if home != other else "K")),
        "send the young": (
            *rest,
            replace(victim, teacher="young", host=other, kind=PlacementKind.SECONDMENT),
        ),
        "one more": (*placements, _another(instance, placements)),
    }[edit]
    assert broken(instance, *edited) & EDITS[edit]


def _another(instance: RotationInstance, placements: tuple[Placement, ...]) -> Placement:
    """Return a further placement that would be legal by itself."""
    busy = {p.teacher for p in placements}
    return next(m.placement for m in instance.candidates if m.teacher.id not in busy)
