"""The rule families by name, found by looking into this package.

A family is a module here that holds one subclass of ``Rule`` with a ``family`` of its own; adding
a rule is adding such a file.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import scheduling.rules
from scheduling.rules.base import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

XHSTT = (
    "AssignTime",
    "SplitEvents",
    "DistributeSplitEvents",
    "PreferTimes",
    "SpreadEvents",
    "LinkEvents",
    "OrderEvents",
    "AvoidClashes",
    "AvoidUnavailableTimes",
    "LimitIdleTimes",
    "ClusterBusyTimes",
    "LimitBusyTimes",
    "AssignResource",
    "PreferResources",
    "AvoidSplitAssignments",
    "LimitWorkload",
)
"""The families of the public standard; the others are our own and cannot be written to a file."""


@cache
def families() -> Mapping[str, type[Rule]]:
    """Return the class of each family, by family name.

    Raises
    ------
    ValueError
        When two modules claim the same family.
    """
    found: dict[str, type[Rule]] = {}
    for info in pkgutil.iter_modules(scheduling.rules.__path__):
        module = importlib.import_module(f"scheduling.rules.{info.name}")
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if cls.__module__ != module.__name__ or "family" not in vars(cls):
                continue
            if issubclass(cls, Rule):
                if (other := found.get(cls.family)) is not None:
                    raise ValueError(f"{cls.family}: in {other.__module__} and {module.__name__}")
                found[cls.family] = cls
    return MappingProxyType(found)


def family(name: str) -> type[Rule]:
    """Return the class of one family; KeyError when there is none."""
    return families()[name]
