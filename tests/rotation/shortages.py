"""Impossible communities, and what is said of them."""

from __future__ import annotations

from rotation_tiny import BUDGET, run, school, teacher

from community.codes import PlacementStatus
from community.models import PlannedPlacement
from rotation.instance import compile_rotation
from rotation.shortage import explain
from solving.outcome import Status


def staff(home, count, **more):
    return [teacher(f"{home}{n}", home, **more) for n in range(1, count + 1)]


def reasons(given):
    """Explain an impossible community; that it is impossible is checked first."""
    assert run(given).report.status is Status.INFEASIBLE
    return explain(compile_rotation(given), BUDGET)


def locked(who, host, kind="secondment", terms=1):
    return PlannedPlacement(
        teacher=who,
        kind=kind,
        host=host,
        start="2025-1",
        terms=terms,
        status=PlacementStatus.LOCKED,
    )


def weak_in_maths(*ids):
    return [school(s, weak_subjects=("math",)) for s in ids]
