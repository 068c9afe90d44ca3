"""Lessons that classes have in common: live ones of several schools, joint ones of one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community.draft import Draft


def live_periods(draft: Draft) -> Counter[tuple[str, str]]:
    """Return the weekly periods of each (class, subject) in synchronous lessons."""
    found: Counter[tuple[str, str]] = Counter()
    for row in draft.rows("sync", "subject", "host_class", "receiving_classes"):
        for group in (row.values["host_class"], *row.values["receiving_classes"]):
            found[group, row.values["subject"]] += row.values.get("periods") or 1
    return found


def periods_in_common(draft: Draft) -> Counter[tuple[str, str]]:
    """Return the weekly periods of each (class, subject) in lessons with other classes."""
    found = live_periods(draft)
    for row in draft.rows("joint", "subject", "classes"):
        for group in row.values["classes"]:
            found[group, row.values["subject"]] += row.values.get("periods") or 1
    return found
