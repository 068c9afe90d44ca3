"""A teacher is on leave for the term."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from community.models import Unavailable
from community.removal import without
from community.text import Text
from scenarios.changes.base import Change, named_teacher, replaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community

_LEAVE = "请假"


class TeacherAway(Change):
    """A teacher is ill, or on leave, in the term of the timetable: is not there on any day."""

    command: ClassVar[Text] = Text("教师请假", "teacher-away")
    arguments: ClassVar[Text] = Text("姓名或编号 [原因]", "ID [REASON]")

    teacher: str
    reason: str = _LEAVE

    @classmethod
    def parse(cls, arguments: Sequence[str], words: str) -> Self:
        """Read the id or the name of the teacher, and perhaps the reason."""
        if not 1 <= len(arguments) <= 2:
            raise cls.misused(words)
        teacher, *reason = arguments
        return cls(teacher=teacher, reason=next(iter(reason), _LEAVE), words=words)

    def apply(self, community: Community) -> Community:
        """Take the teacher out of all that is asked and agreed, with no time to teach.

        Who has been sent away before stays known.
        """
        teacher = named_teacher(community, self.teacher, self.words)
        fields = {"class_teacher_of": None, "min_periods": 0, "exemption": self.reason}
        tables = without(community, {"teachers": {teacher.id}})
        days = sorted({day for slot in community.slots for day in slot.weekdays})
        away = (Unavailable(teacher=teacher.id, weekday=d, reason=self.reason) for d in days)
        tables |= {
            "teachers": tuple(
                t.model_copy(update=fields) if t == teacher else t for t in community.teachers
            ),
            "history": community.history,
            "unavailable": (*tables["unavailable"], *away),
        }
        return replaced(community, **tables)

    def sentence(self, community: Community) -> Text:
        """Name the teacher and the school, and the class that needs another class teacher."""
        teacher = named_teacher(community, self.teacher, self.words)
        school, name = community.school_by_id[teacher.school].name, community.called[teacher.id]
        zh = f"{school}{name}这学期{self.reason}：不上课、不值班，名单里也不外派"
        en = f"{name} of {school} is on leave for the term ({self.reason}), and is not sent away"
        group = community.class_by_id.get(teacher.class_teacher_of or "")
        if group:
            zh += f"；{group.name}需另定班主任"
            en += f"; {group.name} needs another class teacher"
        return Text(f"{zh}。销假以后请用原来的数据。", f"{en}. Later terms: use the former data.")
