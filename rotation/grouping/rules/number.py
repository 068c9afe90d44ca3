"""How many communities there are, of each stage or in all (Z01, B02, SY01)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.codes import Stage
from community.text import Text
from rotation.grouping.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import School
    from rotation.grouping.context import Context
    from rotation.grouping.setting import Setting
    from rotation.grouping.solution import Grouping


class Count(NamedTuple):
    """A number of communities: of those whose core has a stage, or of all."""

    key: str
    number: int
    stage: Stage | None
    word: Text

    def counts(self, core: School) -> bool:
        """Return whether a community with this core counts."""
        return self.stage is None or self.stage in core.stage.parts


SORTS = (
    ("communities", None, Text("共同体", "communities")),
    ("primary_communities", Stage.PRIMARY, Text("小学共同体", "primary communities")),
    ("junior_communities", Stage.JUNIOR, Text("初中共同体", "junior communities")),
)


@dataclass(frozen=True, kw_only=True)
class Number(Rule):
    """So many communities. One led by a nine-year school counts in both of its stages."""

    aspect: ClassVar[str] = "number"
    asks: ClassVar[tuple[str, ...]] = tuple(key for key, _stage, _word in SORTS)

    def counted(self) -> Iterator[Count]:
        """Yield the numbers that the rule gives."""
        for key, stage, word in SORTS:
            number: int | None = getattr(self.params, key)
            if number is not None:
                yield Count(key, number, stage, word)

    def deviations(self, instance: Setting, grouping: Grouping) -> Iterator[Deviation]:
        """Count the communities."""
        cores = [instance.school(core) for group in grouping.groups for core in group.cores]
        for count in self.counted():
            found = sum(count.counts(core) for core in cores)
            if found != count.number:
                zh = f"{count.word.zh}应为{count.number}个，实有{found}个"
                en = f"{found} {count.word.en} where {count.number} are expected"
                yield Deviation(count.key, abs(found - count.number), self.said(zh, en))

    def build(self, context: Context) -> None:
        """Bound the number of cores."""
        scope, schools = context.scope(self), context.instance.schools
        for count in self.counted():
            leads = [context.leads(s.id) for s in schools if count.counts(s)]
            off, most = scope.between(sum(leads), count.number, count.number, len(schools))
            scope.charge(count.key, off, most)
