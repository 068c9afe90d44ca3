"""A teacher leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from community.removal import without
from community.text import Text
from scenarios.changes.base import Change, nearest, replaced, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community, Teacher


class TeacherLeaves(Change):
    """A teacher leaves the community for good."""

    command: ClassVar[Text] = Text("教师离开", "teacher-leaves")
    arguments: ClassVar[Text] = Text("姓名或编号", "ID")

    teacher: str

    @classmethod
    def parse(cls, arguments: Sequence[str], words: str) -> Self:
        """Read the id or the name of the teacher."""
        if len(arguments) != 1:
            raise cls.misused(words)
        return cls(teacher=arguments[0], words=words)

    def apply(self, community: Community) -> Community:
        """Take the teacher out of every table that names one."""
        teacher = self._teacher(community)
        if len(community.teachers) == 1:
            raise wrong(self.words, Text("这是最后一位教师", "this is the last teacher"))
        return replaced(community, **without(community, {"teachers": {teacher.id}}))

    def sentence(self, community: Community) -> Text:
        """Name the teacher, the school, and the class that loses its class teacher."""
        teacher = self._teacher(community)
        school = community.school_by_id[teacher.school].name
        subjects = "、".join(community.subject_by_id[s].name for s in teacher.subjects)
        name = community.called[teacher.id]
        head = Text(
            f"{school}{name}离开（任教{subjects}）", f"{name} leaves {school} (taught {subjects})"
        )
        group = community.class_by_id.get(teacher.class_teacher_of or "")
        if group is None:
            return Text(f"{head.zh}。", f"{head.en}.")
        return Text(
            f"{head.zh}；{group.name}需另定班主任。",
            f"{head.en}; {group.name} needs another class teacher.",
        )

    def _teacher(self, community: Community) -> Teacher:
        if self.teacher in community.teacher_by_id:
            return community.teacher_by_id[self.teacher]
        called = community.called
        named = [t for t in community.teachers if self.teacher in (t.name, called[t.id])]
        if len(named) == 1:
            return named[0]
        if named:
            ids = "、".join(f"{t.id} {called[t.id]}" for t in named)
            raise wrong(
                self.words,
                Text(f"同名教师有{len(named)}位：{ids}", f"{len(named)} teachers bear it: {ids}"),
                Text("请写编号", "Write the id"),
            )
        raise wrong(
            self.words,
            Text(f"没有教师 {self.teacher}", f"there is no teacher {self.teacher}"),
            nearest(self.teacher, [*community.teacher_by_id, *called.values()]),
        )
