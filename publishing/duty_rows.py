"""The duties of a plan as the rows of their table, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.models import SlotKind
from publishing.plan_tables import DUTIES, DutyRow
from scheduling.timetable import ClassDuty

if TYPE_CHECKING:
    from community.sheets import Sheet
    from publishing.plan_reading import PlanReader
    from publishing.view import PlanView


def duty_rows(view: PlanView, school: str = "") -> list[DutyRow]:
    """Return the duties of a plan, perhaps of one school, a row for each class and slot, sorted."""
    community, found = view.community, []
    for x in sorted(y for y in view.plan.duties if school in ("", y.school)):
        slot = view.duty_slot(x)
        row = DutyRow(
            school_id=x.school,
            school=community.school_by_id[x.school].name,
            class_id=x.class_id,
            class_name=community.class_by_id[x.class_id].name,
            weekday=x.weekday,
            slot=x.slot,
            slot_name=slot.name,
            start=slot.start,
            end=slot.end,
            teacher_id=x.teacher,
            teacher=view.teacher_name(x.teacher),
        )
        found.append(row)
    return found


def read_duties(reader: PlanReader, sheet: Sheet | None, only: str = "") -> tuple[ClassDuty, ...]:
    """Return the duties of a table, sorted, each once; problems go to the reader.

    Those of other schools than ``only`` are refused.
    """
    community, found = reader.community, set[ClassDuty]()
    for row in reader.rows(DUTIES, sheet):
        school = reader.school_at(row, only)
        slots = {
            s.order: s
            for s in community.slots_of(community.class_by_id[row.record.class_id])
            if row.record.weekday in s.weekdays and s.kind != SlotKind.LESSON
        }
        if order := reader.order_of(row, school, slots, lessons=False):
            r = row.record
            found.add(ClassDuty(school, r.class_id, r.weekday, order, r.teacher_id))
    return tuple(sorted(found))
