"""The compiled costs of every published timetable, where the public archives are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scheduling.check import cost
from scheduling.local.compiling import tables_of
from scheduling.local.layout import state_of
from scheduling.local.state import totals
from scheduling.local.tables import flat_of
from scheduling.xhstt import read

DATA = Path(os.environ.get("ONEBELL_XHSTT", "../shared/xhstt")) / "archive"


@pytest.mark.skipif(not DATA.is_dir(), reason="the public archives are not here")
def test_compiled_costs_are_those_of_the_checker():
    compared = 0
    for path in sorted(DATA.glob("*.xml")):
        archive = read(path)
        instance = archive.instances[0]
        tables = tables_of(instance)
        flat = flat_of(tables)
        for group in archive.groups:
            for found in group.solutions:
                state = state_of(instance, tables, flat, found.solution, 1)
                price = cost(instance, found.solution)
                assert totals(state) == (price.hard, price.soft), (path.name, group.id)
                compared += 1
    assert compared
