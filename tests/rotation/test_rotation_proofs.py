"""No audited roster costs less than what is proved; at length: ``benchmarks.roster_proofs``."""

from __future__ import annotations

import pytest

from benchmarks.roster_proofs import Proofs
from community.generate import new_community
from solving.outcome import Budget


@pytest.mark.parametrize("profile", ["songyang", "rural_jiaolianti"])
def test_proofs_hold_for_rosters_of_other_searches(profile):
    proofs = Proofs(new_community(profile, None, "small", 1), tries=25)
    assert proofs.run(2, Budget(30, 1)) == []
    assert proofs.proved == 2
    assert len(proofs.audited) >= 6
