"""The first plan on a machine: nothing is compiled yet, and it ends well all the same."""

from __future__ import annotations

import pytest

from benchmarks.rates import ROOT, copied, onebell

SECONDS = 30


@pytest.mark.parametrize(("example", "workers"), [("songyang_pair", 1), ("libo_group", 2)])
def test_a_first_plan_ends_well(tmp_path, example, workers):
    root = copied(ROOT, tmp_path / "sources")
    given, plan = root / "examples" / example, tmp_path / "plan"
    limits = ("--time-limit", SECONDS, "--workers", workers)
    planned = onebell(root, "plan", given, "-o", plan, *limits)
    assert planned.returncode == 0, planned.stdout + planned.stderr
    audited = onebell(root, "audit", given, plan)
    assert audited.returncode == 0, audited.stdout + audited.stderr
