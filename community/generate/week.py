"""The planted week: a clash-free timetable of each school, found by repairing conflicts.

Lessons keep to their class; two of them swap places until nobody is in two places, no special
room is overbooked and no subject crowds a day. Synchronous and double lessons stand fixed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from community.generate.draft import DAYS, data
from community.generate.sites import make_rooms
from community.models import RoomKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from community.generate.draft import Block, Group, Site

Cell = tuple[int, int]  # day, position
ATTEMPTS = 30
STEPS = 6000


@dataclass
class WeekPlan:
    """Lessons of one school: ``cells[class id][day, position]`` is a block, or None for free."""

    site: Site
    cells: dict[str, dict[Cell, Block | None]] = field(default_factory=dict)
    doubles: set[tuple[str, Cell]] = field(default_factory=set)  # first halves

    def lessons(self) -> list[tuple[Block, Cell, int]]:
        """Return (block, cell, periods) of each lesson in order."""
        found = []
        for group in self.site.groups:
            for cell in sorted(self.cells[group.id]):
                block = self.cells[group.id][cell]
                if block is None or (group.id, (cell[0], cell[1] - 1)) in self.doubles:
                    continue
                found.append((block, cell, 2 if (group.id, cell) in self.doubles else 1))
        return found


def plan_week(site: Site, rng: Random) -> WeekPlan:
    """Return a week of a school without a conflict.

    Raises
    ------
    RuntimeError
        When none is found, which the sizes of ``sites`` do not lead to.
    """
    for _ in range(ATTEMPTS):
        repair = _Repair(site, rng)
        if repair.start() and repair.run():
            return repair.plan
    raise RuntimeError(f"no clash-free week found for {site.id}")


class _Repair:
    def __init__(self, site: Site, rng: Random) -> None:
        self.site, self.rng = site, rng
        self.plan = WeekPlan(site)
        self.busy: Counter[tuple[int, Cell]] = Counter()  # lessons of a worker at a time
        self.rooms: Counter[tuple[str, Cell]] = Counter()
        self.starts: Counter[tuple[int, int]] = Counter()  # lessons of a block on a day
        self.movable: dict[str, list[Cell]] = {}
        self.most: dict[int, int] = {}
        self.subjects = data("subjects")
        self.capacity: dict[str, int] = defaultdict(int)
        for room in make_rooms(site):
            if room.kind is not RoomKind.LIVE:
                self.capacity[room.kind.value] += room.capacity

    def start(self) -> bool:
        """Lay out all lessons; False when the double lessons found no place."""
        for group in self.site.groups:
            self.plan.cells[group.id] = cells = self._frame(group)
            for cell, broadcast in group.fixed.items():
                block = next(b for b in group.blocks if b.subject == broadcast.subject)
                cells[cell] = None  # stands outside of what is moved
                self.starts[id(block), cell[0]] += 1
                if broadcast.host is group:
                    self.busy[id(block.worker), cell] += 1
        return all(self._double(g) for g in self.site.groups) and all(
            self._lay(g) for g in self.site.groups
        )

    def _frame(self, group: Group) -> dict[Cell, Block | None]:
        """Return the cells of a class: as many as it has lessons, free ones at the end of days."""
        length = len(self.site.lessons)
        total = sum(b.periods for b in group.blocks)
        total += sum(b.host is not group for b in group.fixed.values())
        days = list(DAYS)
        self.rng.shuffle(days)
        sizes = {d: total // 5 + (i < total % 5) for i, d in enumerate(days)}
        if max(sizes.values()) > length:
            raise RuntimeError(f"{group.id} has {total} periods for {5 * length} slots")
        return {(d, p): None for d in DAYS for p in range(sizes[d])}

    def _double(self, group: Group) -> bool:
        cells = self.plan.cells[group.id]
        for block in group.blocks:
            for _ in range(block.doubles):
                fitting = [
                    (d, p)
                    for (d, p) in cells
                    if p in self.site.joins
                    and all(
                        (d, q) in cells
                        and cells[d, q] is None
                        and (d, q) not in group.fixed
                        and not self.busy[id(block.worker), (d, q)]
                        for q in (p, p + 1)
                    )
                    and self._allowed(block, d)
                ]
                if not fitting:
                    return False
                day, p = self.rng.choice(fitting)
                self.plan.doubles.add((group.id, (day, p)))
                self.starts[id(block), day] += 1
                for q in (p, p + 1):
                    cells[day, q] = block
                    self._take(block, (day, q), 1)
        return True

    def _allowed(self, block: Block, day: int) -> bool:
        worker = block.worker
        days = worker.days.get(self.site.id) if worker else None
        return days is None or day in days

    def _lay(self, group: Group) -> bool:
        cells = self.plan.cells[group.id]
        hosted = {b.subject: 1 for b in group.fixed.values() if b.host is group}
        open_cells = [c for c, b in cells.items() if b is None and c not in group.fixed]
        free: dict[int, list[Cell]] = {d: [c for c in open_cells if c[0] == d] for d in DAYS}
        for d in DAYS:
            self.rng.shuffle(free[d])
        order = sorted(group.blocks, key=lambda b: (not (b.worker and b.worker.days), -b.periods))
        for block in order:
            count = block.periods - 2 * block.doubles - hosted.get(block.subject, 0)
            for _ in range(count):
                days = [d for d in DAYS if free[d]]
                if not days:
                    return False
                day = min(
                    days,
                    key=lambda d: (
                        not self._allowed(block, d),
                        self.starts[id(block), d],
                        -len(free[d]),
                        self.rng.random(),
                    ),
                )
                cell = min(free[day], key=lambda c: self.busy[id(block.worker), c])
                free[day].remove(cell)
                cells[cell] = block
                self.starts[id(block), day] += 1
                self._take(block, cell, 1)
        self.movable[group.id] = open_cells
        return True

    def _take(self, block: Block, cell: Cell, sign: int) -> None:
        self.busy[id(block.worker), cell] += sign
        room = self.subjects[block.subject]["room"]
        if room in self.capacity:
            self.rooms[room, cell] += sign

    def _price(self, block: Block, cell: Cell) -> int:
        """Return the conflicts that a lesson meets at a cell it is not counted at."""
        price = 2 * self.busy[id(block.worker), cell]
        room = self.subjects[block.subject]["room"]
        if room in self.capacity and self.rooms[room, cell] >= self.capacity[room]:
            price += 2
        if not self._allowed(block, cell[0]):
            price += 3
        if self.starts[id(block), cell[0]] >= self._most(block):
            price += 1
        return price

    def _most(self, block: Block) -> int:
        """Return the lessons of a block on a day at most."""
        if id(block) not in self.most:
            self.most[id(block)] = self._daily(block)
        return self.most[id(block)]

    def _daily(self, block: Block) -> int:
        lessons = block.periods - block.doubles
        lessons += sum(
            b.subject == block.subject and b.host is not block.group
            for b in block.group.fixed.values()
        )
        most = -(-lessons // 5)
        limit: int = self.subjects[block.subject]["max_per_day"]
        return limit if block.worker and block.worker.days else min(most, limit)

    def _move(self, block: Block, cell: Cell, sign: int) -> None:
        self._take(block, cell, sign)
        self.starts[id(block), cell[0]] += sign

    def run(self) -> bool:
        """Swap lessons inside classes until no conflict is left; False when steps run out."""
        tabu: dict[tuple[str, Cell, int], int] = {}
        hurt: set[tuple[int, Cell]] = set()
        for index, group in enumerate(self.site.groups):
            self._look(hurt, index, self.movable[group.id])
        for step in range(STEPS):
            if not hurt:
                return True
            index, cell = self.rng.choice(sorted(hurt))
            other = self._best_swap(self.site.groups[index], cell, step, tabu)
            if other is not None:  # people and rooms of these two times, and the days of the class
                for position in range(len(self.site.groups)):
                    self._look(hurt, position, (cell, other))
                self._look(hurt, index, self.movable[self.site.groups[index].id])
        return False

    def _look(self, hurt: set[tuple[int, Cell]], index: int, among: Iterable[Cell]) -> None:
        """Bring up to date which lessons of a class meet a conflict."""
        group = self.site.groups[index]
        cells, movable = self.plan.cells[group.id], self.movable[group.id]
        for cell in among:
            block = cells.get(cell)
            if block is not None and cell in movable and self._conflicts(block, cell):
                hurt.add((index, cell))
            else:
                hurt.discard((index, cell))

    def _conflicts(self, block: Block, cell: Cell) -> bool:
        """Return whether a lesson that is counted at its cell meets a conflict there."""
        room = self.subjects[block.subject]["room"]
        return (
            self.busy[id(block.worker), cell] > 1
            or (room in self.capacity and self.rooms[room, cell] > self.capacity[room])
            or self.starts[id(block), cell[0]] > self._most(block)
            or not self._allowed(block, cell[0])
        )

    def _best_swap(
        self, group: Group, cell: Cell, step: int, tabu: dict[tuple[str, Cell, int], int]
    ) -> Cell | None:
        """Swap a lesson with the best other one of its class, and return where that stood."""
        cells = self.plan.cells[group.id]
        block = cells[cell]
        if block is None:
            return None
        best: list[Cell] = []
        best_price = 10**6
        for other in self.movable[group.id]:
            there = cells[other]
            if there is None or there is block:
                continue
            if tabu.get((group.id, other, id(block)), -1) > step:
                continue
            price = self._swap_price(block, cell, there, other)
            if price < best_price:
                best, best_price = [other], price
            elif price == best_price:
                best.append(other)
        if not best:
            return None
        other = self.rng.choice(best)
        there = cells[other]
        if there is None:
            return None
        self._move(block, cell, -1)
        self._move(there, other, -1)
        cells[cell], cells[other] = there, block
        self._move(block, other, 1)
        self._move(there, cell, 1)
        tabu[group.id, cell, id(block)] = step + 10
        tabu[group.id, other, id(there)] = step + 10
        return other

    def _swap_price(self, block: Block, cell: Cell, there: Block, other: Cell) -> int:
        """Return the change of conflicts when two lessons of a class change places."""
        self._move(block, cell, -1)
        self._move(there, other, -1)
        before = self._price(block, cell) + self._price(there, other)
        after = self._price(block, other) + self._price(there, cell)
        self._move(block, cell, 1)
        self._move(there, other, 1)
        return after - before
