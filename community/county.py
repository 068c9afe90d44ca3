"""One community of a county: what of the county's data belongs to it."""

from __future__ import annotations

from community.models import Community
from community.removal import without
from community.text import Text

LONGEST_ID = 40  # characters, as the tables have it


def id_of(community: Community, group: str) -> str:
    """Return the id of one community of a county."""
    return f"{community.id[: LONGEST_ID - 1 - len(group)]}-{group}"


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
    elsewhere = {s.id for s in community.schools if s.group != group}
    changed = without(community, {"schools": elsewhere}) | {
        "id": id_of(community, group),
        "name": name_of(community, group).zh,
    }
    # A new object: ``model_copy`` would keep the old lookups.
    same = {name: getattr(community, name) for name in Community.model_fields}
    return Community.model_construct(**(same | changed))


def name_of(community: Community, group: str) -> Text:
    """Return what one community of a county is called; the whole when it has no groups."""
    if not group:
        return Text(community.name, community.name)
    return Text(f"{community.name}·{group}", f"{group} of {community.name}")
