"""One community of a county: what of the county's data belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import Community
from community.text import Text

if TYPE_CHECKING:
    from community.models import SyncSeries

LONGEST_ID = 40  # characters, as the tables have it


def part(community: Community, group: str) -> Community:
    """Return one community of a county as a community of its own.

    What leads out of it is left out: ways and placements to other communities, and the classes of
    others that follow its synchronous lessons. Series that others broadcast are left out as a
    whole. Bell grids, subjects, terms, calendar and policy are the county's.

    Parameters
    ----------
    community
        The county.
    group
        Name of the community, as in ``community.groups``.

    Raises
    ------
    KeyError
        When the county has no such community.
    """
    if group not in community.core_of_group:
        raise KeyError(group)
    schools = tuple(s for s in community.schools if s.group == group)
    here = {s.id for s in schools}
    classes = tuple(c for c in community.classes if c.school in here)
    teachers = tuple(t for t in community.teachers if t.school in here)
    staff = {t.id for t in teachers}
    changed = {
        "id": f"{community.id[: LONGEST_ID - 1 - len(group)]}-{group}",
        "name": name_of(community, group).zh,
        "schools": schools,
        "rooms": tuple(r for r in community.rooms if r.school in here),
        "classes": classes,
        "curriculum": tuple(r for r in community.curriculum if r.school in (None, *here)),
        "teachers": teachers,
        "unavailable": tuple(u for u in community.unavailable if u.teacher in staff),
        "history": tuple(h for h in community.history if h.teacher in staff and h.host in here),
        "travel": tuple(w for w in community.travel if {w.origin, w.destination} <= here),
        "sync": tuple(_series(community, {c.id for c in classes})),
        "placements": tuple(
            p for p in community.placements if p.teacher in staff and p.host in here
        ),
    }
    # A new object: ``model_copy`` would keep the old lookups.
    same = {name: getattr(community, name) for name in Community.model_fields}
    return Community.model_construct(**(same | changed))


def name_of(community: Community, group: str) -> Text:
    """Return what one community of a county is called; the whole when it has no groups."""
    if not group:
        return Text(community.name, community.name)
    return Text(f"{community.name}·{group}", f"{group} of {community.name}")


def _series(community: Community, classes: set[str]) -> list[SyncSeries]:
    """Return the series that these classes host, with those of them that receive."""
    found = []
    for series in community.sync:
        receiving = tuple(c for c in series.receiving_classes if c in classes)
        if series.host_class in classes and receiving:
            found.append(series.model_copy(update={"receiving_classes": receiving}))
    return found
