"""Checks duties, ours or edited by hand, without any model: every post, person and row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from community.rule import Strictness, Violation
from community.tables.words import CIRCLE
from community.text import Text
from scheduling.duties.setting import Post, Turn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from scheduling.duties.setting import Asked, DutySetting
    from scheduling.timetable import ClassDuty

FAMILY = "Duties"
POSTS, PRESENCE = "duty_posts", "duty_presence"


def check_duties(setting: DutySetting, duties: Collection[ClassDuty]) -> list[Violation]:
    """Return everything that is wrong with duties, and what wishes are not met."""
    return [*_Check(setting, duties).found()]


@dataclass(frozen=True)
class _Check:
    setting: DutySetting
    duties: Collection[ClassDuty]

    def found(self) -> Iterator[Violation]:
        given: dict[Post, list[str]] = defaultdict(list)
        turns: dict[tuple[str, Turn], list[Post]] = defaultdict(list)
        for x in sorted(self.duties):
            post = Post(Turn(x.school, x.weekday, x.slot), x.class_id)
            if post not in self.setting.asked:
                yield self._not_asked(post, x.teacher)
                continue
            given[post].append(x.teacher)
            turns[x.teacher, post.turn].append(post)
        yield from self._posts(given)
        yield from self._people(turns)
        yield from self._rows(given)

    def _not_asked(self, post: Post, who: str) -> Violation:
        where, name = self.setting.where([post]), self._name(who)
        said = Text(
            f"{where.zh}：没有要求值班，却写着{name}；请删去这一行，或补在“值班要求”表里。",
            f"{where.en}: no duty is asked for, and {name} has it; take the row out, or ask for it "
            "in the table of duties.",
        )
        return _violation(POSTS, _point(post), said)

    def _posts(self, given: Mapping[Post, list[str]]) -> Iterator[Violation]:
        """Every post has exactly one teacher."""
        for post in self.setting.asked:
            people, where = given.get(post, []), self.setting.where([post])
            if not people:
                said = Text(f"{where.zh}：没有人值班。", f"{where.en}: nobody is on duty.")
                yield _violation(POSTS, _point(post), said)
            if len(people) > 1:
                zh, en = "、".join(map(self._name, people)), ", ".join(map(self._name, people))
                said = Text(
                    f"{where.zh}：应有一人值班，写着{zh}。",
                    f"{where.en}: expected one on duty, there are {en}.",
                )
                yield _violation(POSTS, _point(post), said, len(people) - 1)

    def _people(self, turns: Mapping[tuple[str, Turn], list[Post]]) -> Iterator[Violation]:
        """Whoever is on duty is there and free, and in one place."""
        of_day: dict[tuple[str, int], list[Turn]] = defaultdict(list)
        for (who, turn), posts in turns.items():
            of_day[who, turn.weekday].append(turn)
            when, name, point = self.setting.when(turn), self._name(who), _turn_point(who, turn)
            if why := self.setting.hindrance(who, turn):
                said = Text(
                    f"{when.zh}由{name}值班，但{name}{why.zh}。", f"{when.en}: {name} {why.en}."
                )
                yield _violation(PRESENCE, point, said)
            classes, most = {*posts}, min(map(self.setting.at_once, posts))
            if len(classes) > most:
                where = self.setting.where(sorted(classes))
                said = Text(
                    f"{where.zh}：{name}同时看管{len(classes)}个班，至多{most}个。",
                    f"{where.en}: {name} has {len(classes)} classes at once, at most {most}.",
                )
                yield _violation(PRESENCE, point, said, len(classes) - most)
        for (who, _), today in of_day.items():
            for one, other in combinations(sorted(today), 2):
                spans = self.setting.span(one), self.setting.span(other)
                if spans[0].overlaps(spans[1]) or self.setting.presence.too_far(*spans):
                    first, then = self.setting.when(one), self.setting.when(other)
                    said = Text(
                        f"{self._name(who)}既在{first.zh}值班，又在{then.zh}值班，来不及。",
                        f"{self._name(who)} is on duty at {first.en} and at {then.en}: too close.",
                    )
                    yield _violation(PRESENCE, _turn_point(who, other), said)

    def _rows(self, given: Mapping[Post, list[str]]) -> Iterator[Violation]:
        """Whom each row means, and how often: strict, or a wish with its weight."""
        rows: dict[int, Asked] = {}
        held: dict[int, list[tuple[Post, str]]] = defaultdict(list)
        for post, asked in self.setting.asked.items():
            for row in asked:
                rows[row.number] = row
                held[row.number] += [(post, who) for who in given.get(post, ())]
        for number, row in sorted(rows.items()):
            for post, who in held[number]:
                if not self.setting.may(row, who, post.class_id):
                    yield self._not_meant(row, post, who)
            yield from self._too_often(row, held[number])

    def _not_meant(self, row: Asked, post: Post, who: str) -> Violation:
        where = self.setting.where([post])
        whom = _whom(self.setting, row)
        said = Text(
            f"{where.zh}：应由{whom.zh}值班，写着{self._name(who)}。{row.duty.note}",
            f"{where.en}: expected {whom.en}, not {self._name(who)}. {row.duty.note}".strip(),
        )
        return _of_row(row, _point(post), said)

    def _too_often(self, row: Asked, held: list[tuple[Post, str]]) -> Iterator[Violation]:
        turns: dict[str, set[Turn]] = defaultdict(set)
        own: dict[tuple[str, str], int] = defaultdict(int)
        for post, who in held:
            turns[who].add(post.turn)
            own[post.class_id, who] += self.setting.heads.get(post.class_id) == who
        most, of_head = row.duty.max_per_week, row.duty.max_class_teacher
        for who, times in sorted(turns.items()):
            if len(times) > most:
                said = Text(
                    f"{self._name(who)}按“值班要求”表第{row.number}行每周至多{most}次，现在{len(times)}次。",
                    f"{self._name(who)}: at most {most} duties a week of row {row.number}, "
                    f"there are {len(times)}.",
                )
                yield _of_row(row, who, said, len(times) - most)
        for (group, who), times_own in sorted(own.items()):
            if of_head is not None and times_own > of_head:
                name = self.setting.community.class_by_id[group].name
                said = Text(
                    f"{name}的班主任{self._name(who)}每周看本班至多{of_head}次，现在{times_own}次。",
                    f"{name}: its class teacher {self._name(who)} at most {of_head} times a week, "
                    f"there are {times_own}.",
                )
                yield _of_row(row, f"{group}/{who}", said, times_own - of_head)

    def _name(self, teacher: str) -> str:
        found = self.setting.community.teacher_by_id.get(teacher)
        return found.name if found else teacher


def _whom(setting: DutySetting, row: Asked) -> Text:
    """Return whom a row means, in words."""
    circle = CIRCLE.word(row.duty.circle)
    names = [setting.community.subject_by_id[s].name for s in row.duty.subjects]
    if not names:
        return circle
    return Text(f"{'、'.join(names)}的{circle.zh}", f"{circle.en} ({', '.join(names)})")


def _point(post: Post) -> str:
    return f"{post.class_id}@{post.turn.weekday}.{post.turn.slot}"


def _turn_point(who: str, turn: Turn) -> str:
    return f"{who}@{turn.school}:{turn.weekday}.{turn.slot}"


def _violation(rule: str, point: str, said: Text, off: int = 1) -> Violation:
    return Violation(rule, FAMILY, Strictness.HARD, point, off, off, said)


def _of_row(row: Asked, point: str, said: Text, off: int = 1) -> Violation:
    strict = row.duty.strictness
    price = 1 if row.is_hard else row.duty.weight
    return Violation(f"duty_{row.number}", FAMILY, strict, point, off, price * off, said)
