"""Fills the weeks of the sample plan by hand-made rules, so that nobody is twice in one place."""

from __future__ import annotations

from collections import defaultdict

from community.models import ClassGroup, Slot, SlotKind
from scheduling.timetable import ClassLesson

SUBJECTS = {
    "zh": ("语文", 8),
    "math": ("数学", 5),
    "en": ("英语", 3),
    "moral": ("道德与法治", 2),
    "science": ("科学", 2),
    "pe": ("体育与健康", 4),
    "music": ("音乐", 2),
    "art": ("美术", 2),
    "labour": ("劳动", 1),
}
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("秀兰", "建国", "晓燕", "文博", "雨桐", "志强", "海霞", "一鸣", "春梅", "子涵", "立新")
SCHOOLS = ("城关中心小学", "东山小学", "青龙湾小学", "石门教学点", "柳溪小学", "白马小学")


def slots(grid: str, shift: int) -> tuple[Slot, ...]:
    """A day of seven lessons of 40 minutes, ``shift`` minutes after 8:20."""
    plan = [
        ("早读", SlotKind.MORNING_READING, 475, 495),
        ("第1节", SlotKind.LESSON, 500, 540),
        ("第2节", SlotKind.LESSON, 550, 590),
        ("大课间", SlotKind.BREAK, 590, 620),
        ("第3节", SlotKind.LESSON, 620, 660),
        ("第4节", SlotKind.LESSON, 670, 710),
        ("午餐与午休", SlotKind.LUNCH, 710, 840),
        ("第5节", SlotKind.LESSON, 840, 880),
        ("第6节", SlotKind.LESSON, 890, 930),
        ("第7节", SlotKind.LESSON, 940, 980),
        ("课后服务", SlotKind.AFTER_SCHOOL, 990, 1050),
    ]
    return tuple(
        Slot(grid=grid, order=i, name=name, kind=kind, start=start + shift, end=end + shift)
        for i, (name, kind, start, end) in enumerate(plan, 1)
    )


ORDERS = (2, 3, 5, 6, 8, 9, 10)  # slot orders of the seven lessons


class Maker:
    """Fills the weeks of classes; keeps who is busy when."""

    def __init__(self, members: int, classes: int) -> None:
        self.schools = [f"S{i}" for i in range(members + 1)]
        self.classes = [
            ClassGroup(
                id=f"{school}-{grade}{number}",
                school=school,
                grade=grade,
                number=number,
                name=f"{'一二三四五六'[grade - 1]}年级({number})班",
            )
            for school in self.schools
            for grade, number in [(1 + k % 6, 1 + k // 6) for k in range(classes)]
        ]
        self.teachers: list[tuple[str, str, str]] = []  # id, school, subject
        self.load: dict[str, float] = defaultdict(float)
        self.busy: set[tuple[str, int, int]] = set()
        self.lessons: list[ClassLesson] = []

    def free(self, who: str, day: int, order: int) -> bool:
        return (who, day, order) not in self.busy

    def place(self, lesson: ClassLesson) -> None:
        for who in (lesson.class_id, lesson.teacher, lesson.assistant):
            if who:
                self.busy.add((who, lesson.weekday, lesson.slot))
        self.lessons.append(lesson)
        self.load[lesson.teacher] += 1

    def teacher(self, school: str, subject: str, *, fresh: bool = False) -> str:
        for who, home, taught in self.teachers:
            if not fresh and (home, taught) == (school, subject) and self.load[who] < 9:
                return who
        who = f"T{len(self.teachers) + 1:03d}"
        self.teachers.append((who, school, subject))
        return who

    def fill(self, group: ClassGroup) -> None:
        """Place the lessons of a class that are still missing, day by day."""
        for subject, (_name, periods) in SUBJECTS.items():
            have = sum(x.class_id == group.id and x.subject == subject for x in self.lessons)
            who = self.teacher(group.school, subject)
            for k in range(have, periods):
                day, order, who = self._gap(group, subject, who, k)
                self.place(ClassLesson(group.school, group.id, day, order, subject, who))

    def _gap(self, group: ClassGroup, subject: str, who: str, k: int) -> tuple[int, int, str]:
        shift = int(group.id[-2:]) + len(subject)
        days = [1 + (k + shift + d) % 5 for d in range(5)]
        for teacher in (who, self.teacher(group.school, subject, fresh=True)):
            for day in days:
                for order in ORDERS:
                    if self.free(group.id, day, order) and self.free(teacher, day, order):
                        if teacher != who:
                            return day, order, teacher
                        self._drop_unused()
                        return day, order, who
        raise AssertionError("the class has no gap left")

    def _drop_unused(self) -> None:
        if self.load[self.teachers[-1][0]] == 0 and len(self.teachers) > 1:
            self.teachers.pop()
