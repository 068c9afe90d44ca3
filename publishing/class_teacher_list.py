"""班主任接任表: which classes lose their class teachers, and who takes them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publishing.i18n import word
from publishing.notice import Notice

if TYPE_CHECKING:
    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView
    from scenarios.class_teachers import Handover


def successor(view: PlanView, handover: Handover, lang: Lang) -> str:
    """Return what whoever takes a class over is called, with a mark where it is a proposal."""
    name = view.teacher_name(handover.successor)
    if name and handover.subject:
        return word("proposed", lang, name=name)
    return name or word("to_be_named", lang)


def class_teachers(view: PlanView, lang: Lang, school: str = "") -> Notice | None:
    """Return the list, perhaps of one school; None where no class loses its class teacher."""
    community = view.community
    rows: list[tuple[Written, ...]] = []
    for handover in view.handovers.values():
        group = community.class_by_id[handover.class_id]
        if school not in ("", group.school):
            continue
        cells: list[Written] = [len(rows) + 1, community.school_by_id[group.school].name]
        cells += [group.name, view.teacher_name(handover.placement.teacher)]
        cells += [community.school_by_id[handover.placement.host].name]
        cells += [community.term_by_id[handover.placement.start].name]
        cells += [successor(view, handover, lang), handover.periods or ""]
        rows.append(tuple(cells))
    columns = (
        *(("number", 5), ("school", 22), ("class", 16), ("teacher", 16)),
        *(("host", 22), ("from_when", 21), ("successor", 16)),
        ("periods_there", 10),
    )
    if not rows:
        return None
    return Notice("class_teachers", word("class_teachers_sentence", lang), columns, tuple(rows))
