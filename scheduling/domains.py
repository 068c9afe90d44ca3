"""What hard rules leave open: the durations, starts and resources that lessons may have at all.

Rules narrow these domains before any variable is made (``Rule.narrow``), so that the model only
speaks of what is possible. Sets of time positions are bit masks: an instance has a few hundred
times and thousands of events.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduling.setting import Event, Setting


def positions(mask: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(times: Iterable[int]) -> int:
    """Return the mask with these bits set."""
    found = 0
    for time in times:
        found |= 1 << time
    return found


class Domains:
    """Durations, starts and resources still possible for each event of an instance."""

    def __init__(self, instance: Setting) -> None:
        self.instance = instance
        self.must_place: set[str] = set()  # events all of whose duration gets times
        self.must_fill: set[tuple[str, str]] = set()  # open slots (event, role) never left empty
        self.exclusive: set[str] = set()  # events whose lessons never run at the same time
        self.one_at_a_time: set[str] = set()  # resources that never have two lessons at once
        self.unavailable: dict[str, int] = {}  # times at which a resource can have no lesson
        self._blocked: dict[str, int] = {}
        self._durations: dict[str, set[int]] = {}
        self._starts: dict[tuple[str, int | None], int] = {}
        self._resources: dict[tuple[str, str], set[str]] = {}
        self._spans: dict[int, int] = {}

    def block(self, event: str, mask: int) -> None:
        """Let no lesson of the event run at these times."""
        self._blocked[event] = self._blocked.get(event, 0) | mask

    def keep_free(self, resource: str, times: Iterable[int]) -> None:
        """Let the resource have no lesson at these time positions."""
        mask = mask_of(times)
        self.unavailable[resource] = self.unavailable.get(resource, 0) | mask
        for event, _slot in self.instance.events_of[resource]:
            self.block(event.id, mask)

    def keep_starts(self, event: str, mask: int, duration: int | None = None) -> None:
        """Let lessons (of one duration, or of any) start only at these times."""
        key = (event, duration)
        self._starts[key] = self._starts.get(key, self._everywhere) & mask

    def keep_durations(self, event: str, durations: Iterable[int]) -> None:
        """Let lessons of the event have only these durations."""
        kept = self._durations.get(event)
        self._durations[event] = set(durations) if kept is None else kept & set(durations)

    def keep_resources(self, event: str, role: str, resources: Iterable[str]) -> None:
        """Let the event's open slot be filled only by these resources."""
        kept = self._resources.get((event, role))
        found = set(resources)
        self._resources[event, role] = found if kept is None else kept & found

    def durations(self, event: Event) -> list[int]:
        """Return the durations that lessons of the event may have, in order."""
        if event.time is not None:  # its whole duration runs on from the given time
            return [event.duration]
        kept = self._durations.get(event.id)
        if kept is None:
            return list(range(1, event.duration + 1))
        return sorted(d for d in kept if 1 <= d <= event.duration)

    def at_site(self, event: Event) -> int:
        """Return the mask of times at which an event may be held at all: of its site and bells."""
        return self._site_mask[event.site, event.bells]

    def starts(self, event: Event, duration: int) -> int:
        """Return the mask of times at which a lesson of this duration may start."""
        possible = self.at_site(event) & ~self._blocked.get(event.id, 0)
        mask = self._span_mask(duration)
        for shift in range(duration):
            mask &= possible >> shift
        if event.time is not None:
            return mask & (1 << self.instance.time_index[event.time])
        everywhere = self._everywhere
        mask &= self._starts.get((event.id, None), everywhere)
        return mask & self._starts.get((event.id, duration), everywhere)

    def candidates(self, event: Event, role: str) -> tuple[str, ...]:
        """Return the resources that may fill an open slot, in the order of the instance."""
        slot = next((s for s in event.slots if s.role == role), None)
        if slot is None:
            return ()
        of_type = self._by_type.get(slot.type, ())
        kept = self._resources.get((event.id, role))
        return of_type if kept is None else tuple(r for r in of_type if r in kept)

    @cached_property
    def _everywhere(self) -> int:
        return (1 << len(self.instance.times)) - 1

    @cached_property
    def _site_mask(self) -> dict[tuple[str | None, str], int]:
        """Times by the site and bells of an event; those without a site belong to every site."""
        masks = {(e.site, e.bells): 0 for e in self.instance.events}
        for position, time in enumerate(self.instance.times):
            for site, bells in masks:
                here = site is None or time.site in (None, site)
                if here and (not bells or time.bells in ("", bells)):
                    masks[site, bells] |= 1 << position
        return masks

    @cached_property
    def _by_type(self) -> dict[str | None, tuple[str, ...]]:
        found: dict[str | None, list[str]] = {None: []}
        for resource in self.instance.resources:
            found.setdefault(resource.type, []).append(resource.id)
            found[None].append(resource.id)
        return {kind: tuple(ids) for kind, ids in found.items()}

    def _span_mask(self, duration: int) -> int:
        mask = self._spans.get(duration)
        if mask is None:
            starts = range(len(self.instance.times))
            mask = mask_of(t for t in starts if self.instance.span(t, duration) is not None)
            self._spans[duration] = mask
        return mask
