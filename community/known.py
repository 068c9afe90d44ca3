"""The ids and names of a community, to find what people mean by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.sync import common_series
from community.tables.references import References

if TYPE_CHECKING:
    from community.models import Community


def names_of(community: Community) -> dict[str, dict[str, str]]:
    """Return the names by id of each table whose rows a plan speaks of; events by themselves."""
    c = community
    return {
        "schools": {s.id: s.name for s in c.schools},
        "classes": {g.id: g.name for g in c.classes},
        "subjects": {s.id: s.name for s in c.subjects}
        | {x.name: x.name for x in c.fixed if not x.subject},
        "teachers": c.called,
        "rooms": {r.id: r.name for r in c.rooms},
        "terms": {t.id: t.name for t in c.terms},
    }


def references(community: Community) -> References:
    """Return what finds the rows of a community by ids and names."""
    found = References()
    series = {s.id: "" for s in common_series(community)}
    plain = {t.id: t.name for t in community.teachers}  # namesakes are called otherwise
    for table, names in (("teachers", plain), *names_of(community).items(), ("sync", series)):
        for identity, name in names.items():
            found.declare(table, identity, name)
    for table in ("teachers", "rooms"):
        for row in getattr(community, table):
            known = {"id": row.id, "school": row.school, "subjects": getattr(row, "subjects", ())}
            found.keep(table, known)
    for term in community.terms:
        found.keep("terms", {"id": term.id, "start": term.start, "end": term.end})
    for group in community.classes:
        place = group.grade, group.number, *group.other_grades
        found.keep("classes", {"id": group.id, "school": group.school, "name": place})
    return found
