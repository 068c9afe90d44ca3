"""What changed between two plans, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.codes import WeekPattern
from community.standards import STANDARDS
from community.text import Text
from publishing.i18n import enum_text, enum_word, weekday_name, word
from rotation.wording import Worded
from scenarios.compare import MoveKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.models import Community
    from community.text import Lang
    from scenarios.compare import DutyMove, LessonMove, PlacementMove
    from scenarios.variation import Variation
    from scheduling.timetable import ClassDuty, ClassLesson

LANGS: tuple[Lang, ...] = ("zh", "en")


class Names:
    """Names by id, of the changed community first and of the former one for who has left."""

    def __init__(self, community: Community, former: Community) -> None:
        self._both = (community, former)

    def teacher(self, teacher: str) -> str:
        """Return what a teacher is called."""
        return next((c.called[teacher] for c in self._both if teacher in c.called), teacher)

    def school(self, school: str) -> str:
        """Return the name of a school."""
        found = (c.school_by_id[school].name for c in self._both if school in c.school_by_id)
        return next(found, school)

    def class_group(self, class_id: str) -> str:
        """Return the school and name of a class: names repeat across schools."""
        for community in self._both:
            if group := community.class_by_id.get(class_id):
                return f"{self.school(group.school)} {group.name}"
        return class_id

    def subject(self, subject: str) -> str:
        """Return the name of a subject."""
        found = (c.subject_by_id[subject].name for c in self._both if subject in c.subject_by_id)
        return next(found, subject)

    def course(self, lesson: ClassLesson) -> str:
        """Return the class and subject of a lesson."""
        return f"{self.class_group(lesson.class_id)} {self.subject(lesson.subject)}"

    def room(self, room: str) -> str:
        """Return the name of a room."""
        found = (r.name for c in self._both for r in c.rooms if r.id == room)
        return next(found, room)

    def common(self, lesson: ClassLesson) -> Text:
        """Return whether a class has a lesson with others, in one room or live, or alone."""
        if not lesson.series:
            return Text("单独上课", "alone")
        joint = any(row.id == lesson.series for c in self._both for row in c.joint)
        return Text("合班", "joint") if joint else Text("同步课堂", "live")

    def slot(self, lesson: ClassLesson | ClassDuty) -> str:
        """Return the name of the slot of a lesson or duty in the bell grid of its school."""
        for community in self._both:
            if school := community.school_by_id.get(lesson.school):
                slots = (
                    s.name
                    for s in community.slots
                    if (s.grid, s.order) == (school.grid, lesson.slot)
                )
                return next(slots, str(lesson.slot))
        return str(lesson.slot)


def lesson_sentence(move: LessonMove, names: Names) -> Text:
    """Return one lesson's move: class and subject, then when and by whom, before and after."""
    lesson = move.lesson
    head = names.course(lesson)

    def line(lang: Lang) -> str:
        before, after = (lesson_end(end, names, lang) for end in (move.before, move.after))
        if before == after:  # what differs is with whom
            ends = (x for x in (move.before, move.after) if x)
            before, after = (f"{before} {names.common(x).to(lang)}" for x in ends)
        return f"{before} → {after}"

    return Text(f"{head}：{line('zh')}", f"{head}: {line('en')}")


def lesson_end(lesson: ClassLesson | None, names: Names, lang: Lang) -> str:
    """Return when, by whom and where a lesson is."""
    if lesson is None:
        return "无" if lang == "zh" else "none"
    parts = [weekday_name(lesson.weekday, lang), names.slot(lesson), names.teacher(lesson.teacher)]
    if lesson.weeks is not WeekPattern.ALL:
        parts[0] = f"{enum_word(lesson.weeks, lang)}·{parts[0]}"
    if lesson.periods > 1:
        parts[1] += f"（{word('double_mark', lang)}）" if lang == "zh" else " (double)"
    if lesson.room:
        parts.append(names.room(lesson.room))
    if lesson.assistant:
        parts.append(f"{word('assistant', lang)} {names.teacher(lesson.assistant)}")
    return " ".join(p for p in parts if p)


def duty_sentence(move: DutyMove, names: Names) -> Text:
    """Return who looks after a class in a slot, before and after."""
    head = duty_said(move.before or move.after, names)
    return Text(
        f"{head.zh}：{held_by(move.before, names, 'zh')} → {held_by(move.after, names, 'zh')}",
        f"{head.en}: {held_by(move.before, names, 'en')} → {held_by(move.after, names, 'en')}",
    )


def duty_said(duties: Sequence[ClassDuty], names: Names) -> Text:
    """Return class, weekday and slot of duties that are about one."""
    x = duties[0]
    group, slot = names.class_group(x.class_id), names.slot(x)
    zh, en = (weekday_name(x.weekday, lang) for lang in LANGS)
    return Text(f"{group} {zh}{slot}值班", f"{group}, duty on {en} at {slot}")


def held_by(duties: Sequence[ClassDuty], names: Names, lang: Lang) -> str:
    """Return who has duties; 无 for nobody."""
    nobody, comma = ("无", "、") if lang == "zh" else ("nobody", ", ")
    return comma.join(names.teacher(x.teacher) for x in duties) or nobody


def placement_sentence(move: PlacementMove, names: Names, community: Community) -> Text:
    """Return one placement that is new or gone."""
    placement, kind = move.placement, enum_text(move.placement.kind)
    when = Text(placement.start, placement.start)
    if placement.start in community.term_by_id:
        when = Worded(community).when(placement)
    who, host = names.teacher(placement.teacher), names.school(placement.host)
    added = move.kind is MoveKind.ADDED
    return Text(
        f"{'新增' if added else '取消'}：{who} 到{host}{kind.zh}，{when.zh}",
        f"{'new' if added else 'gone'}: {who} to {host}, {kind.en}, {when.en}",
    )


def variation_sentence(varied: Variation) -> Text:
    """Return how far schools differ in one indicator, under both plans."""
    before, after = ("–" if v is None else f"{v:.3f}" for v in (varied.before, varied.after))
    name, stage = STANDARDS[varied.indicator].name, enum_text(varied.stage)
    return Text(
        f"{stage.zh}{name.zh}校际差异系数：{before} → {after}。",
        f"Variation between {stage.en} schools, {name.en}: {before} → {after}.",
    )
