"""Lessons that are tied to each other: which they are, and when they run."""

from __future__ import annotations

from scheduling.local.flat import at, compiled, row
from scheduling.local.names import (
    EVENT_OF,
    HOST_OF,
    PARTNER,
    SITE_OF,
    SUBS,
)


@compiled
def tied_sub(t, sub, friend):
    """Return the lesson of a friend that a lesson is tied to."""
    return at(t, SUBS, friend) + sub - at(t, SUBS, at(t, EVENT_OF, sub))


@compiled
def time_with(t, event, friend, time):
    """Return when a friend runs whose event runs at a time; -1 when it cannot.

    Linked events run at the same time. Those of a broadcast run at the times of their own schools
    that overlap the host's longest.
    """
    host = at(t, HOST_OF, event)
    if time < 0 or host < 0:
        return time
    if event != host:
        time = t[row(t, PARTNER, at(t, SITE_OF, host)) + time]
    if time < 0 or friend == host:
        return time
    return t[row(t, PARTNER, at(t, SITE_OF, friend)) + time]
