"""Duties are about classes that there are, in slots that are no lessons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.draft import Finding
from community.duties import Circle, Duty
from community.duty_slots import slots_meant
from community.models import Slot, SlotKind, Stage
from community.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.draft import Draft

ALL = range(1, 8)
_SPOKEN_OF = {
    "schools": ("id", "grid"),
    "classes": ("id", "school", "name"),
    "slots": ("grid", "order", "name", "kind", "start", "end", "weekdays"),
}


def duty_findings(draft: Draft) -> Iterator[Finding]:
    """Yield what does not make sense in the table of duties."""
    for row in draft.rows("duties", "who", "subjects"):
        if row.values["who"] == Circle.CLASS_TEACHER and (named := row.values["subjects"]):
            yield Finding("duties", row.number, "subjects", "、".join(named), _ONE_OF_BOTH)
    if all(draft.complete(table, *keys) for table, keys in _SPOKEN_OF.items()):
        yield from _about_nothing(draft)


def _about_nothing(draft: Draft) -> Iterator[Finding]:
    """Yield rows that are about no class, or name a slot that no bell grid has or a lesson."""
    grids = {r.values["id"]: r.values["grid"] for r in draft.rows("schools", "id", "grid")}
    slots = [r.record for r in draft.rows("slots") if isinstance(r.record, Slot)]
    classes = [r.values for r in draft.rows("classes", "id", "school", "name")]
    for row in draft.rows("duties"):
        duty = row.record
        if not isinstance(duty, Duty):
            continue
        about = {
            (grids.get(c["school"], ""), Stage.of(c["name"][0]))
            for c in classes
            if (c["id"] in duty.classes or not duty.classes)
            and duty.school in (None, c["school"])
            and duty.grade in (None, c["name"][0], *c["name"][2:])
        }
        if not about:
            yield Finding("duties", row.number, "classes", "、".join(duty.classes), _NO_CLASS)
            continue
        for word in duty.slots:
            of_grids = (
                [s for s in slots if s.grid == grid and (s.stage is None or s.stage.meets(stage))]
                for grid, stage in about
            )
            days = {*(duty.weekdays or ALL)}
            meant = [s for g in of_grids for s in slots_meant(g, word) if days & {*s.weekdays}]
            if not meant or any(s.kind is SlotKind.LESSON for s in meant):
                expected = _NO_LESSON if meant else _UNKNOWN
                yield Finding("duties", row.number, "slots", word, expected, _KINDS)


_ONE_OF_BOTH = Text("由班主任看管时不写学科", "expected no subjects where it is the class teacher")
_NO_CLASS = Text(
    "应至少有一个符合班级、学校、年级各栏的班",
    "expected a class that fits classes, school and grade",
)
_UNKNOWN = Text(
    "应为“作息”表中那一天有的正课以外的时段",
    "expected a slot that the bell grid has on that day and that is no lesson",
)
_NO_LESSON = Text(
    "应为正课以外的时段，正课由任课教师上", "expected a slot that is no lesson: those have teachers"
)
_KINDS = Text(
    "写时段的名称、序号，或类型：早读、课间、午休、课后服务、晚自习",
    "Write its name, its order, or a kind: morning_reading, break, lunch, after_school, evening",
)
