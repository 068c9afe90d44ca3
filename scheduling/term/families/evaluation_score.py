"""F33: inspections and stage evaluations of the schools; scores are reckoned from marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.term.activity import Activity
from scheduling.term.circles import circle
from scheduling.term.dates import part_of
from scheduling.term.families.base import Family
from scheduling.term.families.held import in_turn
from scheduling.term.naming import called

if TYPE_CHECKING:
    from collections.abc import Iterator

INSPECTION = Text("集中检查", "joint inspection")


class EvaluationScore(Family):
    """So many inspections in a window, by the leaders of all schools, at one after the other.

    The weights of the rule are those of ``scenarios.scores``.
    """

    family: ClassVar[str] = "evaluation_score"

    def activities(self) -> Iterator[Activity]:
        """Yield the inspections."""
        schools = [self.community.core.id, *(s.id for s in self.frame.members)]
        people = circle(self.frame, schools, "leaders")
        name = called(self.given("target") or "", INSPECTION)
        for number, whole in enumerate(self.frame.spans(self.rule)):
            window = self.frame.whole(self.rule.window, whole)
            if (span := part_of(whole, window, self.given("when"))) is None:
                continue
            wanted = self.given("inspections") or 0
            times = span.times(wanted, self.frame.done.get(self.key()))
            for host, share in in_turn(times, schools, number):
                yield Activity(
                    id=self.key(f"{span.first:%m%d}", host),
                    rule=self.rule.id,
                    name=name,
                    times=share,
                    span=span,
                    options=tuple(self.sessions.of(span, people, host)),
                    people=people,
                    host=host,
                    sequence=self.key(),
                    counts_for=(self.key(),),
                )
