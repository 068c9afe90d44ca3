"""Why does somebody go, and why not? A roster is solved again without the placement, or with it.

Either no such roster exists: then the rules that rule it out are named, each set proved by a solve
with just these. Or it costs more, and it is told by which rules, and who would go instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from community.codes import PlacementStatus
from community.text import Text
from rotation import why_words as words
from rotation.check import check
from rotation.fair_shares import burdens, levelling_rule
from rotation.rules.asked_placement import AskedPlacement
from rotation.shortage import counted, explain
from rotation.shortage_locked import locked_against
from rotation.trials import Trials
from rotation.view import RosterView
from rotation.why_difference import (
    Charge,
    Shift,
    charges_between,
    new_charges,
    shifts_between,
    soft,
)
from rotation.why_faults import barred
from rotation.why_search import Other, OtherSearch, about
from solving import clock
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from community.codes import PlacementKind
    from rotation.conflict import Finding
    from rotation.instance import RotationInstance
    from rotation.move import Move
    from rotation.solution import Placement, Roster
    from solving.outcome import Listener

COUNTING = 0.2  # of the time, for what can be counted


class Verdict(StrEnum):
    """What the answer comes to."""

    FORCED = "forced"  # every roster has the placement
    IMPOSSIBLE = "impossible"  # no roster has it
    DEARER = "dearer"  # the other way costs more
    EQUAL = "equal"  # the other way costs the same
    BETTER = "better"  # the other way costs less: the plan's roster is not the best
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """Why does a teacher go (to a school, with a kind), or why not? None: any."""

    teacher: str
    host: str | None = None
    kind: PlacementKind | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer about one placement (None: about one that the roster has not).

    ``rules`` are those that force or forbid. ``cost_after`` belongs to the other roster, which is
    proved the best of its kind when ``exact``; ``charges`` are the rules that cost something else
    there, ``shifts`` the placements that differ.
    """

    question: Question
    placement: Placement | None
    verdict: Verdict
    sentences: tuple[Text, ...]
    rules: tuple[str, ...] = ()
    cost_before: int = 0
    cost_after: int | None = None
    exact: bool = False
    charges: tuple[Charge, ...] = ()
    shifts: tuple[Shift, ...] = ()
    interrupted: bool = False


def explain_placement(
    instance: RotationInstance,
    roster: Roster,
    question: Question,
    budget: Budget,
    listener: Listener | None = None,
) -> list[Answer]:
    """Return why a teacher has the placements asked about, one answer for each, or has none.

    Parameters
    ----------
    instance
        The problem, without a roster to stay close to.
    roster
        The plan's roster. It may be edited by hand.
    question
        Who, and where or how; the community knows them.
    budget
        Seconds, workers and seed, for all answers together.
    listener
        Hears progress.
    """
    known = about(instance, roster)
    found: list[Move | None] = [
        m
        for m in RosterView(known, roster).by_teacher.get(question.teacher, [])
        if question.host in (None, m.host.id) and question.kind in (None, m.placement.kind)
    ]
    answers: list[Answer] = []
    begin, moves = clock.now(), found or [None]
    for number, move in enumerate(moves):
        left = budget.seconds - (clock.now() - begin)
        share = replace(budget, seconds=max(0.0, left) / (len(moves) - number))
        answers.append(_Inquiry(known, roster, question, move, share, listener).answer())
    return answers


@dataclass
class _Inquiry:
    """The search for one answer. ``move`` is the placement of the roster, if it has one."""

    known: RotationInstance
    roster: Roster
    question: Question
    move: Move | None
    budget: Budget
    listener: Listener | None
    began: float = field(default_factory=clock.now)

    @property
    def left(self) -> Budget:
        """The budget that is left."""
        return self.budget.within(self.budget.seconds - (clock.now() - self.began))

    @property
    def what(self) -> Text:
        """What is asked about, in words."""
        if self.move:
            return self.known.what(self.move)
        return self.rule.title

    @property
    def rule(self) -> AskedPlacement:
        """The rule that forbids the placement, or asks for one."""
        q, move = self.question, self.move
        kinds = (q.kind,) if q.kind else ()
        params = AskedPlacement.Params(teacher=q.teacher, wanted=True, host=q.host, kinds=kinds)
        title = words.wish(self.known, q.teacher, q.host, kinds)
        if move:
            params = AskedPlacement.Params(
                teacher=q.teacher,
                wanted=False,
                host=move.host.id,
                kinds=(move.placement.kind,),
                first=move.first,
                end=move.end,
            )
            title = Text("按所问不作此安排", "left out, as asked")
        return AskedPlacement(id=AskedPlacement.family, title=title, params=params)

    def answer(self) -> Answer:
        """Return the answer, UNKNOWN when time was too short."""
        search = OtherSearch(self.known, self.roster, self.rule, self.left, self.listener)
        early = self._barred(search.wide) or self._counted(search.wide)
        if early:
            return early
        other = search.run()
        if other.roster is not None:
            return self._compared(other.roster, other)
        if other.status is not Status.INFEASIBLE:
            text = words.unsettled(self.what, self.budget.seconds)
            return replace(self._said(Verdict.UNKNOWN, [text]), interrupted=other.interrupted)
        return self._none(explain(search.wide, self.left))

    def _barred(self, wide: RotationInstance) -> Answer | None:
        """Return the answer when no placement as asked for can be chosen at all."""
        reason = None if self.move else barred(wide, self.rule)
        if reason is None or not Trials.within(wide, self.left).impossible(reason.rules):
            return None
        sentences = [words.impossible(self.what), *reason.sentences]
        return self._said(Verdict.IMPOSSIBLE, sentences, tuple(r.id for r in reason.rules))

    def _counted(self, wide: RotationInstance) -> Answer | None:
        """Return the answer when counting gives it, or being locked."""
        short = replace(self.left, seconds=COUNTING * self.left.seconds)
        found = counted(wide, short)
        if not found and self.move and self.move.placement.status is PlacementStatus.LOCKED:
            found = list(locked_against(wide, Trials.within(wide, short)))
        return self._none(found) if found else None

    def _said(
        self, verdict: Verdict, sentences: Sequence[Text], rules: tuple[str, ...] = ()
    ) -> Answer:
        placement = self.move.placement if self.move else None
        return Answer(self.question, placement, verdict, tuple(sentences), rules)

    def _none(self, reasons: Sequence[Finding]) -> Answer:
        """Return that there is no other roster, for these reasons."""
        given = self.move is not None
        sentences = [words.reason(self.known, f, given) for f in reasons] or [words.NO_REASON]
        details = [d for f in reasons for d in f.details]
        head = words.forced(self.what) if given else words.impossible(self.what)
        return self._said(
            Verdict.FORCED if given else Verdict.IMPOSSIBLE,
            [head, *sentences, *words.at_least_broken(details)],
            tuple(dict.fromkeys(r for f in reasons for r in f.rules)),
        )

    def _compared(self, other: Roster, found: Other) -> Answer:
        """Tell the difference to the best other roster."""
        before = check(self.known, self.roster)
        after = check(self.known, other)
        costs, exact = (soft(before), soft(after)), soft(after) <= found.bound + 0.5
        given = self.move is not None
        least = None if exact else max(0, round(found.bound) - costs[0])
        verdict = Verdict.DEARER if costs[1] > costs[0] else Verdict.EQUAL
        head = words.price(self.what, given, costs, least)
        if costs[1] < costs[0]:
            verdict, head = Verdict.BETTER, words.better(self.what, given, costs)
        hard = sum(v.is_hard for v in before)
        sentences = [words.broken_plan(hard)] * bool(hard) + [head]
        near = {self.question.host or ""}
        if self.move:
            near = {self.move.host.id, self.move.home.id}
        shifts = tuple(
            s
            for s in shifts_between(self.known, self.roster, other, near)
            if self.move is None or s.placement != self.move.placement
        )
        charges = charges_between(self.known, before, after)
        if verdict is Verdict.EQUAL and (rule := levelling_rule(self.known)):
            evener = [burdens(self.known, rule, r) for r in (self.roster, other)]
            sentences += words.shares(*evener)
        if verdict is not Verdict.BETTER and (text := self._instead(shifts)):
            sentences.append(text)
        return replace(
            self._said(verdict, [*sentences, *new_charges(charges, before, after)]),
            cost_before=costs[0],
            cost_after=costs[1],
            exact=exact,
            charges=charges,
            shifts=shifts,
            interrupted=found.interrupted,
        )

    def _instead(self, shifts: Sequence[Shift]) -> Text | None:
        """Return who goes to the same school instead, or goes there no more."""
        who, host = self.question.teacher, self.question.host
        if self.move:
            host = self.move.host.id
        if host is None:
            return None
        given = self.move is not None
        moves = [self.known.move(s.placement) for s in shifts if s.is_new is given]
        changed = [self.known.move(s.placement) for s in shifts]
        mine = [self.move] if self.move else [m for m in changed if m.teacher.id == who]
        there = [
            m
            for m in moves
            if m.host.id == host and m.teacher.id != who
            if any(m.overlaps(x) and m.placement.kind is x.placement.kind for x in mine)
        ]
        return words.instead(self.known, there, host, given)
