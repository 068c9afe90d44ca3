"""A teacher leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from community.removal import without
from community.text import Text
from scenarios.changes.base import Change, named_teacher, replaced, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community


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
        teacher = named_teacher(community, self.teacher, self.words)
        if len(community.teachers) == 1:
            raise wrong(self.words, Text("这是最后一位教师", "this is the last teacher"))
        return replaced(community, **without(community, {"teachers": {teacher.id}}))

    def sentence(self, community: Community) -> Text:
        """Name the teacher, the school, and the class that loses its class teacher."""
        teacher = named_teacher(community, self.teacher, self.words)
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
