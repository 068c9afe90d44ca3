"""No audited roster costs less than what is proved; at length: ``benchmarks.roster_proofs``."""

from __future__ import annotations

import pytest

from benchmarks.roster_proofs import Proofs
from community.generate import new_community
from rotation import search
from rotation.instance import compile_rotation
from solving.confirm import CONFIRMED
from solving.outcome import Budget, Status


@pytest.mark.parametrize("profile", ["songyang", "rural_jiaolianti"])
def test_proofs_hold_for_rosters_of_other_searches(profile):
    proofs = Proofs(new_community(profile, None, "small", 1), tries=25)
    assert proofs.run(2, Budget(30, 1)) == []
    assert proofs.proved == 2
    assert len(proofs.audited) >= 6


@pytest.mark.parametrize("profile", ["songyang", "rural_jiaolianti", "mountain_county"])
def test_a_second_solve_comes_to_the_same_answer_in_time(profile):
    problem = compile_rotation(new_community(profile, None, "small", 1).community)
    report = search.solve(problem, Budget(60, 1)).report
    assert report.status is Status.OPTIMAL
    assert report.parameters[CONFIRMED] is True
