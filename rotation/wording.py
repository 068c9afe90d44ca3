"""Placements in words, and their stable names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from community.tables.words import PLACEMENT
from community.text import Text
from rotation.axis import DAYS_A_WEEK

if TYPE_CHECKING:
    from community.models import Community, Teacher
    from rotation.move import Move
    from rotation.solution import Placement

_IN_A_SENTENCE = {"leadership": "leadership attachment", "itinerant": "itinerant teaching"}
KIND_TEXT = {
    kind: Text(word.zh, _IN_A_SENTENCE.get(kind, word.en))
    for kind in PLACEMENT.words
    for word in [PLACEMENT.word(kind)]
}


@dataclass(frozen=True)
class Worded:
    """A community whose people and placements can be named."""

    community: Community

    def key(self, placement: Placement) -> str:
        """Return the stable name of a placement."""
        p = placement
        when = f"{p.start}+{p.terms}"
        if p.weeks:
            when = f"{p.start}.w{p.week}+{p.weeks}w"
        if p.before:
            when = f"{p.start}-{p.before}+{p.terms}"
        on = "@" + "".join(map(str, p.days)) if p.days else ""
        return f"{p.teacher}/{p.kind}/{p.host}/{when}{on}"

    def called(self, teacher: Teacher) -> str:
        """Return what a teacher is called; namesakes are told apart."""
        return self.community.called[teacher.id]

    def who(self, teacher: Teacher) -> Text:
        """Return what a teacher is called, with the home school."""
        home, name = self.community.school_by_id[teacher.school].name, self.called(teacher)
        return Text(f"{home}{name}", f"{name} ({home})")

    def subject_name(self, subject: str) -> str:
        """Return the name of a subject."""
        found = self.community.subject_by_id.get(subject)
        return found.name if found else subject

    def what(self, move: Move) -> Text:
        """Return a placement in words: who, how, where, when, for how long."""
        who, p = self.who(move.teacher), move.placement
        kind, when = KIND_TEXT[p.kind.value], self.when(p)
        return Text(
            f"{who.zh}到{move.host.name}{kind.zh}（{when.zh}）",
            f"{who.en}: {kind.en} at {move.host.name} ({when.en})",
        )

    def when(self, placement: Placement) -> Text:
        """Return in words when a placement begins and how long it lasts."""
        p, term = placement, self.community.term_by_id[placement.start].name
        if p.weeks:
            days = p.weeks * DAYS_A_WEEK
            return Text(
                f"{term}第{p.week}周起{days}个教学日",
                f"{days} school days from week {p.week} of {term}",
            )
        if p.before:
            return Text(
                f"已任{p.before}个学期，{term}起还有{p.terms - p.before}个学期",
                f"{p.terms - p.before} more terms from {term}, after {p.before}",
            )
        return Text(f"{term}起{p.terms}个学期", f"{p.terms} terms from {term}")
