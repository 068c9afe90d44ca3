"""The grouping problem of a county, frozen and fully prepared for the model and the check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rotation.grouping.rules import rules_of
from rotation.grouping.setting import Setting

if TYPE_CHECKING:
    from community.models import Community
    from rotation.grouping.rules.base import Rule


@dataclass(frozen=True)
class GroupingInstance(Setting):
    """The whole problem: the schools, and the rules on their communities."""

    rules: tuple[Rule, ...] = ()


def compile_grouping(county: Community) -> GroupingInstance:
    """Return the grouping problem of a county that has passed its checks."""
    return GroupingInstance(county, tuple(rules_of(county.policy)))
