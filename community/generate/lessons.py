"""The planted week as plain rows: rooms, assistants and odd or even weeks added."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.generate.draft import data
from community.generate.sites import make_rooms
from community.models import RoomKind, WeekPattern

if TYPE_CHECKING:
    from community.generate.draft import Block, Broadcast, Group, Site, Worker
    from community.generate.week import Cell, WeekPlan


@dataclass(frozen=True, slots=True, order=True)
class PlantedLesson:
    """One lesson of one class in the planted week; ``slot`` is the order in the school's grid."""

    school: str
    class_id: str
    weekday: int
    slot: int
    subject: str
    teacher: str
    weeks: WeekPattern = WeekPattern.ALL
    periods: int = 1
    room: str = ""
    series: str = ""
    assistant: str = ""


class Writer:
    """Turns the plans of all schools into rows; ``busy`` tells who is taken when."""

    def __init__(self, plans: list[WeekPlan], everybody: list[Worker]) -> None:
        self.plans = plans
        self.everybody = everybody
        self.rows: list[PlantedLesson] = []
        self.busy: dict[str, set[Cell]] = {}
        self.booked: Counter[tuple[str, Cell]] = Counter()
        self.rooms = {plan.site.id: make_rooms(plan.site) for plan in plans}
        for plan in plans:
            self._own_lessons(plan)
            for group in plan.site.groups:
                for cell, broadcast in group.fixed.items():
                    if broadcast.host is group:
                        self._mark(_teacher(broadcast), [cell])
        for plan in plans:
            self._broadcasts(plan.site)

    def _own_lessons(self, plan: WeekPlan) -> None:
        site, rooms = plan.site, data("subjects")
        halved: set[tuple[str, str]] = set()
        for block, (day, position), periods in plan.lessons():
            cells = [(day, position + i) for i in range(periods)]
            room = self._room(site, RoomKind(rooms[block.subject]["room"]), cells)
            row = PlantedLesson(
                school=site.id,
                class_id=block.group.id,
                weekday=day,
                slot=site.orders[position],
                subject=block.subject,
                teacher=_worker(block).id,
                periods=periods,
                room=room,
            )
            self._mark(_worker(block), cells)
            key = (block.group.id, block.subject)
            if block.half and key not in halved:  # the first lesson of the week alternates
                halved.add(key)
                self.rows.append(_in_weeks(row, block.subject, WeekPattern.ODD))
                self.rows.append(_in_weeks(row, block.half, WeekPattern.EVEN))
            else:
                self.rows.append(row)

    def _broadcasts(self, site: Site) -> None:
        for group in site.groups:
            for cell, broadcast in sorted(group.fixed.items()):
                hosting = broadcast.host is group
                self.rows.append(
                    PlantedLesson(
                        school=site.id,
                        class_id=group.id,
                        weekday=cell[0],
                        slot=site.orders[cell[1]],
                        subject=broadcast.subject,
                        teacher=_teacher(broadcast).id,
                        room=self._room(site, RoomKind.LIVE, [cell]),
                        series=broadcast.id,
                        assistant="" if hosting else self._assistant(site, group, cell),
                    )
                )

    def _assistant(self, site: Site, group: Group, cell: Cell) -> str:
        """Return a local colleague who is free, the class teacher first."""
        here = [
            w
            for w in self.everybody
            if not w.away
            and not w.days
            and any(b.group.site is site for b in w.blocks)
            and cell not in self.busy.get(w.id, set())
        ]
        if not here:
            raise RuntimeError(f"nobody at {site.id} is free to assist at {cell}")
        helper = min(here, key=lambda w: (w.class_teacher_of is not group, w.load))
        self._mark(helper, [cell])
        return helper.id

    def _mark(self, worker: Worker, cells: list[Cell]) -> None:
        self.busy.setdefault(worker.id, set()).update(cells)

    def _room(self, site: Site, kind: RoomKind, cells: list[Cell]) -> str:
        """Book the first room of a kind that has space; "" where the school has no such room."""
        rooms = [r for r in self.rooms[site.id] if r.kind is kind]
        for room in rooms:
            if all(self.booked[room.id, cell] < room.capacity for cell in cells):
                self.booked.update((room.id, cell) for cell in cells)
                return room.id
        if rooms:
            raise RuntimeError(f"{site.id} has no {kind} room left at {cells}")
        return ""


def _teacher(broadcast: Broadcast) -> Worker:
    return _worker(next(b for b in broadcast.host.blocks if b.subject == broadcast.subject))


def _worker(block: Block) -> Worker:
    if block.worker is None:
        raise RuntimeError(f"nobody teaches {block.subject} in {block.group.id}")
    return block.worker


def _in_weeks(row: PlantedLesson, subject: str, weeks: WeekPattern) -> PlantedLesson:
    return PlantedLesson(
        row.school, row.class_id, row.weekday, row.slot, subject, row.teacher, weeks, 1, row.room
    )
