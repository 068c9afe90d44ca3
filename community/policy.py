"""Policy: a shipped profile plus the planner's own numbers.

A policy is a list of *rule instances*. Each names its family (F03 ``rotation_quota``, ...), window,
parameters, strictness, weight and source. The rooms above turn each instance into one
rule object; a planner changes a number in a file, not in code.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from community.rule import CostFunction, Source, Strictness
from community.text import Text


class Window(StrEnum):
    """Named window of time; never a bare "year"."""

    CALENDAR_YEAR = "calendar_year"
    SCHOOL_YEAR = "school_year"
    SEMESTER = "semester"
    MONTH = "month"
    WEEK = "week"


EACH = {
    Window.CALENDAR_YEAR: Text("每年", "each calendar year"),
    Window.SCHOOL_YEAR: Text("每学年", "each school year"),
    Window.SEMESTER: Text("每学期", "each semester"),
    Window.MONTH: Text("每月", "each month"),
    Window.WEEK: Text("每周", "each week"),
}


class PolicyRule(BaseModel):
    """One rule of a policy. ``params`` are the family's own (``community.families``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str  # stable and unique in the policy, for example ``core_out``
    family: str  # name of the family, for example ``rotation_quota``
    title_zh: str
    title_en: str
    strictness: Strictness = Strictness.HARD
    weight: int = Field(default=1, ge=0, le=1_000_000)
    cost_function: CostFunction = CostFunction.LINEAR
    window: Window | None = None
    params: dict[str, Any] = Field(default_factory=dict)
    rows: tuple[str, ...] = ()  # catalogue ids
    quote: str = ""
    enabled: bool = True

    @property
    def title(self) -> Text:
        """What people call it."""
        return Text(self.title_zh, self.title_en)

    @property
    def source(self) -> Source:
        """Where it comes from."""
        return Source(self.rows, self.quote)


class Policy(BaseModel):
    """The policy in force: the profile's name, its overrides, and the resulting rules.

    ``overrides`` maps ``rule id -> {field or parameter: value}`` in the order in which the planner
    wrote them, with ids, keys and codes for words; ``rules`` is the outcome.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: str
    overrides: dict[str, dict[str, Any]] = Field(default_factory=dict)
    rules: tuple[PolicyRule, ...] = ()

    def of(self, family: str) -> list[PolicyRule]:
        """Return the enabled rules of one family, in order."""
        return [r for r in self.rules if r.family == family and r.enabled]
