"""班主任接任表: which classes lose their class teachers, and who takes them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publishing.i18n import word
from publishing.notice import Notice
from scenarios.class_teachers import handovers

if TYPE_CHECKING:
    from community.tables.cells import Written
    from community.text import Lang
    from publishing.view import PlanView


def class_teachers(view: PlanView, lang: Lang, school: str = "") -> Notice | None:
    """Return the list, perhaps of one school; None where no class loses its class teacher."""
    community = view.community
    rows: list[tuple[Written, ...]] = []
    for handover in handovers(community, view.plan):
        group = community.class_by_id[handover.class_id]
        if school not in ("", group.school):
            continue
        left = community.teacher_by_id[handover.placement.teacher]
        cells: list[Written] = [len(rows) + 1, community.school_by_id[group.school].name]
        cells += [group.name, left.id, left.name]
        cells += [community.school_by_id[handover.placement.host].name]
        cells += [community.term_by_id[handover.placement.start].name]
        if after := community.teacher_by_id.get(handover.successor):
            cells += [after.id, after.name, handover.periods]
        else:
            cells += ["", word("to_be_named", lang), ""]
        rows.append(tuple(cells))
    columns = (
        *(("number", 5), ("school", 17), ("class", 13), ("teacher_id", 11), ("teacher", 10)),
        *(("host", 17), ("from_when", 21), ("successor_id", 11), ("successor", 10)),
        ("periods_there", 10),
    )
    if not rows:
        return None
    return Notice("class_teachers", word("class_teachers_sentence", lang), columns, tuple(rows))
