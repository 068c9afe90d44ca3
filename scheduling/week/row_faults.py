"""What is wrong with single rows of a timetable: named violations, no errors of the program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community.rule import Strictness, Violation
from community.text import Text
from scheduling.wording import day

if TYPE_CHECKING:
    from community.models import Community
    from scheduling.timetable import ClassLesson

FAMILY = "TimetableRow"


@dataclass
class RowFaults:
    """The violations of the rows of a timetable, in the order in which they are found."""

    community: Community
    found: list[Violation] = field(default_factory=list)

    def add(self, row: ClassLesson, what: Text) -> None:
        """Add what is wrong with a row, told with its lesson and its place in the week."""
        schools, classes = self.community.school_by_id, self.community.class_by_id
        group, subject = classes.get(row.class_id), self.community.subject_by_id.get(row.subject)
        school = schools[group.school].name if group else row.school
        when = day(row.weekday) if 1 <= row.weekday <= 7 else Text(*[str(row.weekday)] * 2)
        lesson = f"{school}{group.name if group else row.class_id}"
        lesson += f"{subject.name if subject else row.subject}"
        slot = self._slot(group.school if group else row.school, row)
        zh = f"{lesson}（{when.zh}{slot.zh}）：{what.zh}。"
        en = f"{lesson} ({when.en}, {slot.en}): {what.en}."
        point = f"{row.class_id}/{row.subject}@{row.weekday}.{row.slot}"
        self.found.append(
            Violation("timetable_rows", FAMILY, Strictness.HARD, point, 1, 1, Text(zh, en))
        )

    def _slot(self, school: str, row: ClassLesson) -> Text:
        """Return the name of a row's slot; of one that the day has not, that of another day."""
        found = self.community.school_by_id.get(school)
        slots = [s for s in self.community.slots if found and s.grid == found.grid]
        slots = [s for s in slots if s.order == row.slot]
        slots.sort(key=lambda s: row.weekday not in s.weekdays)
        unknown = Text(f"作息序号{row.slot}", f"slot {row.slot}")
        return Text(slots[0].name, slots[0].name) if slots else unknown
