"""What a community is drafted from: sites, classes, courses to staff, and the people who do it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from community.models import Stage

if TYPE_CHECKING:
    from community.generate.tracks import Stay
    from community.models import PlacementKind, School

DAYS = (1, 2, 3, 4, 5)
MIN_OVERLAP = 30  # minutes that synchronous lessons share

# Periods a week that are planted at most, by stage and main subject (row N18 of the catalogue).
NORMS = {
    Stage.PRIMARY: {"zh": 14, "math": 14, "": 18},
    Stage.JUNIOR: {"zh": 12, "math": 12, "en": 12, "pe": 14, "music": 16, "art": 16, "": 14},
}


@cache
def data(name: str) -> dict[str, Any]:
    """Return a shipped table."""
    text = files("community").joinpath(f"data/{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass
class Site:
    """A school with its bell grid. ``lessons`` are (start, end) of the lesson slots of a day."""

    school: School
    lessons: list[tuple[int, int]]
    orders: list[int]  # order of each lesson slot in the grid
    joins: set[int]  # positions from which a double lesson may run on
    groups: list[Group] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Id of the school."""
        return self.school.id


@dataclass
class Group:
    """A class in the making. ``fixed`` holds synchronous lessons by (day, position)."""

    id: str
    site: Site
    grade: int
    number: int
    blocks: list[Block] = field(default_factory=list)
    fixed: dict[tuple[int, int], Broadcast] = field(default_factory=dict)
    pupils: int = 0


@dataclass(eq=False)
class Block:
    """One subject of one class, to be taught by one person of the class's own.

    ``half`` names a subject that shares one of the periods in alternating weeks.
    """

    group: Group
    subject: str
    periods: int  # what is left to teach, hosted synchronous lessons included
    doubles: int = 0
    half: str | None = None
    hosts: bool = False
    worker: Worker | None = None


@dataclass(eq=False)
class Broadcast:
    """A synchronous series at its planted time; ``receivers`` are (class, position)."""

    id: str
    subject: str
    host: Group
    day: int
    position: int
    receivers: list[tuple[Group, int]]


@dataclass(eq=False)
class Worker:
    """A person in the making. ``works`` is where the blocks are when that is not ``home``.

    ``days`` restricts the weekdays at a site (itinerant teachers keep whole days).
    """

    home: str
    subjects: tuple[str, ...]
    stage: Stage
    cap: int
    blocks: list[Block] = field(default_factory=list)
    days: dict[str, tuple[int, ...]] = field(default_factory=dict)
    away: bool = False  # at another school without lessons in the first term
    backbone: bool = False
    leader: bool = False
    moved: bool = False  # takes part in the planted roster
    class_teacher_of: Group | None = None
    id: str = ""
    joined: int = 0  # first school year in the school

    @property
    def main(self) -> str:
        """The subject that the person stands for."""
        return self.subjects[0]

    @property
    def load(self) -> int:
        """Periods a week."""
        return sum(b.periods for b in self.blocks)

    def load_at(self, site: str) -> int:
        """Periods a week at one site."""
        return sum(b.periods for b in self.blocks if b.group.site.id == site)

    def give(self, block: Block) -> None:
        """Take over a block."""
        if block.worker is not None:
            block.worker.blocks.remove(block)
        block.worker = self
        self.blocks.append(block)


@dataclass
class Planted:
    """A placement of the planted roster."""

    worker: Worker
    kind: PlacementKind
    host: str
    stay: Stay


def reserve(stage: Stage) -> int:
    """Return the periods above the norm that a person may be given.

    Nine-year schools have many subjects with few lessons, which leave time enough.
    """
    return 2 if stage is Stage.PRIMARY else 1


def norm(stage: Stage, main: str) -> int:
    """Return the weekly norm; a person of both stages has the smaller one."""
    if stage is Stage.NINE_YEAR:
        return min(norm(Stage.PRIMARY, main), norm(Stage.JUNIOR, main))
    table = NORMS[stage]
    return table.get(main, table[""])
