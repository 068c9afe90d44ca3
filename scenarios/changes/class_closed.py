"""A class is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from community.removal import without
from community.text import Text
from scenarios.changes.base import Change, meant, replaced, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import ClassGroup, Community


class ClassClosed(Change):
    """A class of a school is closed; how many pupils other classes get is the planner's to say."""

    command: ClassVar[Text] = Text("撤销班级", "class-closed")
    arguments: ClassVar[Text] = Text("编号，或学校加班级名称", "CLASS")

    group: str

    @classmethod
    def parse(cls, arguments: Sequence[str], words: str) -> Self:
        """Read the id of the class, or its school and name."""
        if not arguments:
            raise cls.misused(words)
        return cls(group=" ".join(arguments), words=words)

    def apply(self, community: Community) -> Community:
        """Take the class out of every table that names it."""
        group = self._group(community)
        if len(community.classes) == 1:
            raise wrong(self.words, Text("这是最后一个班", "this is the last class"))
        return replaced(community, **without(community, {"classes": {group.id}}))

    def sentence(self, community: Community) -> Text:
        """Name the school and the class, its weekly periods, and what its pupils leave open."""
        group = self._group(community)
        school = community.school_by_id[group.school].name
        periods = sum(p for (c, _s), p in community.demand.items() if c == group.id)
        return Text(
            f"{school}{group.name}撤销（每周{periods:g}节）；{group.pupils}名学生没有并入别的班，"
            "并到哪个班，请在“班级”表改人数。",
            f"{school} closes {group.name} ({periods:g} periods a week); its {group.pupils} pupils "
            "are in no other class: raise the numbers where they go.",
        )

    def _group(self, community: Community) -> ClassGroup:
        return community.class_by_id[meant(community, "classes", self.group, self.words)]
