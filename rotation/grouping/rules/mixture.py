"""Strong schools with weak ones, large with small, town with country (B04, L02)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.families.structure import Contrast  # noqa: TC001
from community.text import Text
from rotation.grouping.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import School
    from rotation.grouping.context import Context
    from rotation.grouping.setting import Setting
    from rotation.grouping.solution import Grouping

WORDS: dict[Contrast, Text] = {
    "strength": Text("强弱（薄弱学校与其他学校）", "weak schools and others"),
    "locality": Text("城乡（城区、镇区、乡村）", "urban, town and rural schools"),
    "size": Text("大小（学生数高于与不高于全县中位数）", "schools above and below the median size"),
}


@dataclass(frozen=True, kw_only=True)
class Mixture(Rule):
    """A community has schools of two sorts at least; a contrast the county lacks is left out."""

    aspect: ClassVar[str] = "mixture"
    asks: ClassVar[tuple[str, ...]] = ("mixed",)

    def sorts(self, instance: Setting) -> Iterator[tuple[Contrast, dict[str, str]]]:
        """Yield each contrast with the sort of each school that it tells one of."""
        for contrast in self.params.contrasts or tuple(WORDS):
            found = {s.id: _sort(s, contrast, instance.middle) for s in instance.schools}
            known = {school: sort for school, sort in found.items() if sort}
            if len(set(known.values())) > 1:
                yield contrast, known

    def deviations(self, instance: Setting, grouping: Grouping) -> Iterator[Deviation]:
        """Count 1 for each community and contrast of which it has one side only."""
        for contrast, sorts in self.sorts(instance):
            for group in grouping.groups:
                if len({sorts[s] for s in group.schools if s in sorts}) < 2:
                    word = WORDS[contrast]
                    zh = f"{group.name}的学校没有搭配{word.zh}"
                    en = f"{group.name} does not mix {word.en}"
                    yield Deviation(f"{group.name}/{contrast}", 1, self.said(zh, en))

    def build(self, context: Context) -> None:
        """Ask for a school of another sort than each, with each core."""
        scope = context.scope(self)
        for contrast, sorts in self.sorts(context.instance):
            for core in context.ids:
                # The core is of one sort, if of any: then only the others can be lacking.
                own = [sorts[core]] if core in sorts else sorted(set(sorts.values()))
                others = [
                    sum(context.joins(s, core) for s, sort in sorts.items() if sort != one)
                    for one in own
                ]
                lacks = [context.leads(core) - number for number in others]
                scope.charge(f"{core}/{contrast}", scope.most_above(lacks, 0, 1), 1)


def _sort(school: School, contrast: str, middle: float) -> str:
    """Return the sort of a school; empty where the data do not say."""
    if contrast == "strength":
        return "weak" if school.is_weak else "strong"
    if contrast == "locality":
        return school.locality
    return ("large" if school.pupils > middle else "small") if school.pupils else ""
