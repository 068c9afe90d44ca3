"""The printed sheets of one school: its timetables, and who comes and goes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from publishing.calendar_lists import calendar_lists
from publishing.class_teacher_list import class_teachers
from publishing.duty_lists import duty_lists
from publishing.grids import class_grid, room_grid, teacher_grid
from publishing.i18n import grade_name, word
from publishing.overview import ROOMY, draw_overview, stage_note
from publishing.roster_lists import rotation_notice, school_changes
from publishing.sheets import SheetNames, add_sheet, draw_grid, draw_notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl import Workbook

    from community.models import ClassGroup, School
    from community.text import Lang
    from publishing.grids import Grid
    from publishing.notice import Notice
    from publishing.view import PlanView

COLORS = {
    "whole_school": "0B5C6B",
    "class": "2F7D5B",
    "teacher": "B7791F",
    "room": "7A5195",
    "rotation": "8A5A12",
}


@dataclass(frozen=True)
class SchoolSheets:
    """Draws the sheets of one school into a workbook."""

    book: Workbook
    names: SheetNames
    view: PlanView
    school: School
    lang: Lang

    @property
    def footer(self) -> str:
        """What stands at the foot of every page."""
        return f"{self.view.community.name}    {self.school.name}    {self.view.time}"

    @property
    def classes(self) -> list[ClassGroup]:
        """The classes of the school, youngest first."""
        found = [c for c in self.view.community.classes if c.school == self.school.id]
        return sorted(found, key=lambda c: (c.grade, c.number))

    def draw(self) -> list[tuple[str, list[str]]]:
        """Draw all sheets; return their names by section."""
        sections = []
        if self.view.plan.has_week:
            sections = [
                ("whole_school", self._overviews()),
                ("class", self._grids("class", self._class_grids())),
                ("teacher", self._grids("teacher", self._teacher_grids())),
                ("room", self._grids("room", self._room_grids())),
                ("duty_table", self._notices(duty_lists(self.view, self.lang, self.school.id))),
                ("term_events", self._notices(calendar_lists(self.view, self.lang, self.school))),
            ]
        return [*sections, ("rotation", self._rotation())]

    def _rotation(self) -> list[str]:
        """Draw who comes and goes here, and the placements from and to this school."""
        return self._notices(
            (
                school_changes(self.view, self.lang, self.school.id),
                rotation_notice(self.view, self.lang, self.school.id),
                class_teachers(self.view, self.lang, self.school.id),
            )
        )

    def _notices(self, notices: Iterable[Notice | None]) -> list[str]:
        """Draw the lists that say something; return the names of their sheets."""
        found = []
        for notice in notices:
            if notice and notice.rows:
                name = word(notice.key, self.lang)
                sheet = add_sheet(self.book, self.names, name, COLORS["rotation"])
                heading = f"{self.school.name} {name}"
                draw_notice(sheet, notice, heading, self.lang, self.footer)
                found.append(sheet.title)
        return found

    def _overviews(self) -> list[str]:
        """Draw the whole school; when it is large, each grade with its teachers' names besides."""
        classes, whole = self.classes, word("whole_school", self.lang)
        rung = self.view.by_bells(classes)
        parts = [(whole + stage_note(some, self.lang) * (len(rung) > 1), some) for some in rung]
        if len(classes) > ROOMY:
            parts += [
                (
                    word("grade_timetable", self.lang, grade=grade_name(grade, self.lang)),
                    list(group),
                )
                for grade, group in groupby(classes, key=lambda c: c.grade)
            ]
        found = []
        for name, group in parts:
            sheet = add_sheet(self.book, self.names, name, COLORS["whole_school"])
            heading = f"{self.school.name} {name}    {self.view.time}"
            draw_overview(sheet, self.view, group, heading, self.lang, self.footer)
            found.append(sheet.title)
        return found

    def _class_grids(self) -> Iterator[tuple[str, Grid]]:
        for group in self.classes:
            yield group.name, class_grid(self.view, group, self.lang)

    def _teacher_grids(self) -> Iterator[tuple[str, Grid]]:
        """Yield a page for each teacher who has lessons or duties in this week."""
        for teacher in self.view.staff(self.school):
            if self.view.by_teacher[teacher] or self.view.duties_of_teacher[teacher]:
                person = self.view.community.teacher_by_id[teacher]
                grid = teacher_grid(self.view, person, self.school, self.lang)
                yield self.view.teacher_name(teacher), grid

    def _room_grids(self) -> Iterator[tuple[str, Grid]]:
        """Yield a page for each room, but for those in which a class is alone in its own."""
        for room in self.view.community.rooms:
            lessons = self.view.by_room.get(room.id, ())
            home = (
                all(map(self.view.is_at_home, lessons)) and len({x.class_id for x in lessons}) < 2
            )
            if room.school == self.school.id and not home:
                yield room.name, room_grid(self.view, room, self.lang)

    def _grids(self, section: str, grids: Iterable[tuple[str, Grid]]) -> list[str]:
        found = []
        for name, grid in grids:
            sheet = add_sheet(self.book, self.names, name, COLORS[section])
            draw_grid(sheet, grid, self.lang, self.footer)
            found.append(sheet.title)
        return found
