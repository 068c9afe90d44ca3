"""Venues that schools share, and whose they are."""

from __future__ import annotations

VENUE_OF = {"labour_day": "farm_base"}  # of what pupils do on a visit
AT_MEMBERS = {"farm_base"}  # the other venues are the core's


def place(venue: str, host: str) -> str:
    """Return the id of a venue at a school, of which there is one at a time."""
    return f"{venue}@{host}"
