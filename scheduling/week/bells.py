"""Whose bells ring what: in a school of several stages, each may have its own (九年一贯制学校)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from community.models import ClassGroup, SlotKind, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from community.models import Community, School, Teacher


@dataclass(frozen=True)
class Bells:
    """The bells of the schools of a community."""

    community: Community

    @cached_property
    def at(self) -> dict[str, tuple[str, ...]]:
        """The bells of each school that tells stages apart, by these; ("",) where one rings all."""
        return {s.id: self._at(s) for s in self.community.schools}

    def _at(self, school: School) -> tuple[str, ...]:
        slots = (s for s in self.community.slots_of(school) if s.kind is SlotKind.LESSON)
        stages = [stage.value if stage else "" for stage in dict.fromkeys(s.stage for s in slots)]
        return tuple(stages) if len(stages) > 1 and "" not in stages else ("",)

    def of(self, who: ClassGroup | Teacher, school: str | None = None) -> str:
        """Return the bells that a class follows, "" where all of its school do the same.

        Of a teacher, those of a school by which gaps are counted: the first of the own stage.
        """
        stage = Stage.of(who.grade) if isinstance(who, ClassGroup) else who.stage
        every = self.at[school or who.school]
        return next((b for b in every if b and stage.meets(Stage(b))), every[0])

    def parted(
        self, school: str, people: Iterable[Teacher | ClassGroup]
    ) -> dict[str, tuple[str, ...]]:
        """Return the ids of some people, one at least, by the bells of a school that are theirs."""
        found: dict[str, list[str]] = {bells: [] for bells in self.at[school]}
        for one in people:
            found[self.of(one, school)].append(one.id)
        return {bells: tuple(some) for bells, some in found.items() if some}
