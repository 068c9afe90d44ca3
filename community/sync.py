"""Synchronous lesson series in force, and what they leave for local teachers to teach."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from community.models import Community, SyncSeries


def sync_series(community: Community) -> tuple[SyncSeries, ...]:
    """Return the series of the planner's table."""
    return community.sync


def taught_periods(community: Community) -> dict[tuple[str, str], float]:
    """Return weekly periods by (class, subject) that a teacher of the class's own has to teach.

    A receiving class is taught its synchronous periods by the host class's teacher, so these need
    no teacher of its own (only an assistant). Source: F17 of the catalogue.
    """
    periods = dict(community.demand)
    for series in sync_series(community):
        for group in series.receiving_classes:
            key = (group, series.subject)
            periods[key] = max(0.0, periods.get(key, 0.0) - series.periods)
    return {key: p for key, p in periods.items() if p > 0}
