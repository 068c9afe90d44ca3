"""The model of duties, and the order in which its wishes are met.

Every post has one teacher, and nobody is in two places at once. Then, one after the other: what
rows wish for; the greatest number of duties that anybody has of a kind is as small as possible;
what a plan to stay close to says; people look after their own classes; everybody has the even
share. Each keeps what those before it have reached. Where a plan is known to people already, what
it says comes first of all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from scheduling.timetable import ClassDuty
from solving.hints import hint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from scheduling.duties.setting import Asked, DutySetting, Post, Turn
    from solving.solver import Outcome

Person = tuple[str, "Turn"]


@dataclass
class DutyModel:
    """A model of all posts. With ``open_posts`` some may stay empty, as few as possible.

    ``firm``: what ``base`` says comes first.
    """

    setting: DutySetting
    base: Collection[ClassDuty] = ()
    firm: bool = False
    open_posts: bool = False
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    has: dict[tuple[Post, str], Any] = field(default_factory=dict)  # somebody has a post
    on: dict[Person, Any] = field(default_factory=dict)  # somebody is on duty in a turn
    levels: list[Any] = field(default_factory=list)  # what is to be as small as possible, in order

    def __post_init__(self) -> None:
        empty = self._fill()
        self._be_in_one_place()
        wishes = self._keep_rows()
        greatest, uneven = self._share_out()
        known = self._known()
        changes = [1 - self.has[x] for x in known]
        if known:
            there = {*known}
            hint(self.model, ((literal, x in there) for x, literal in self.has.items()))
        strangers = [v for (p, t), v in self.has.items() if not self.setting.is_own(t, p.class_id)]
        kept = [wishes, greatest, changes, strangers, uneven]
        if self.firm:
            kept = [changes, wishes, greatest, strangers, uneven]
        if self.open_posts:
            kept = [empty]
        self.levels = [sum(x) for x in kept if x]

    def duties(self, outcome: Outcome) -> tuple[ClassDuty, ...]:
        """Return who has which post in a solution, in sorted order."""
        return tuple(
            sorted(
                ClassDuty(post.turn.school, post.class_id, post.turn.weekday, post.turn.slot, who)
                for (post, who), literal in self.has.items()
                if outcome.holds(literal)
            )
        )

    def _fill(self) -> list[Any]:
        """Give every post one teacher; return what says that a post is empty."""
        empty = []
        for post, people in self.setting.candidates.items():
            literals = [self.model.new_bool_var("") for _ in people]
            self.has |= {(post, t): v for t, v in zip(people, literals, strict=True)}
            if self.open_posts:
                literals.append(self.model.new_bool_var(""))
                empty.append(literals[-1])
            self.model.add_exactly_one(literals)
        return empty

    def _be_in_one_place(self) -> None:
        """Let nobody have more classes at once than rows allow, or be at two schools at a time."""
        of: dict[Person, list[tuple[Post, Any]]] = defaultdict(list)
        for (post, who), literal in self.has.items():
            of[who, post.turn].append((post, literal))
        turns: dict[tuple[str, int], list[Turn]] = defaultdict(list)
        for (who, turn), posts in of.items():
            on = self.on[who, turn] = self.model.new_bool_var("")
            total = sum(literal for _, literal in posts)
            most = max(self.setting.at_once(post) for post, _ in posts)
            self.model.add(total <= most * on)
            self.model.add(total >= on)
            for post, literal in posts:
                if (fewer := self.setting.at_once(post)) < most:
                    self.model.add(total + (most - fewer) * literal <= most)
            turns[who, turn.weekday].append(turn)
        for (who, _), today in turns.items():
            for one, other in combinations(today, 2):
                spans = self.setting.span(one), self.setting.span(other)
                if spans[0].overlaps(spans[1]) or self.setting.presence.too_far(*spans):
                    self.model.add_at_most_one(self.on[who, one], self.on[who, other])

    def _keep_rows(self) -> list[Any]:
        """Keep how often the rows allow; return what wishes that are not met cost."""
        costs = []
        posts: dict[int, list[Post]] = defaultdict(list)
        rows: dict[int, Asked] = {}
        for post, asked in self.setting.asked.items():
            for row in asked:
                rows[row.number] = row
                posts[row.number].append(post)
        for number, row in rows.items():
            charged = 0 if row.is_hard else row.duty.weight
            if charged:
                costs += [
                    charged * self.has[post, t]
                    for post in posts[number]
                    for t in self.setting.candidates[post]
                    if not self.setting.may(row, t, post.class_id)
                ]
            for literals, most in self._limits(row, posts[number]):
                costs += [charged * over for over in self._over(literals, most, bool(charged))]
        return costs

    def _limits(self, row: Asked, posts: list[Post]) -> Iterator[tuple[list[Any], int]]:
        """Yield what may hold at most so often: turns of a person, a class teacher's own posts."""
        of: dict[str, dict[Turn, Any]] = defaultdict(dict)
        own: dict[str, list[Any]] = defaultdict(list)
        for post in posts:
            for t in self.setting.candidates[post]:
                of[t][post.turn] = self.on[t, post.turn]
                if self.setting.heads.get(post.class_id) == t:
                    own[post.class_id].append(self.has[post, t])
        for turns in of.values():
            yield [*turns.values()], row.duty.max_per_week
        if row.duty.max_class_teacher is not None:
            for literals in own.values():
                yield literals, row.duty.max_class_teacher

    def _over(self, literals: list[Any], most: int, charged: bool) -> Iterator[Any]:
        """Yield by how much a limit is passed, which a strict one never is."""
        if len(literals) > most and not charged:
            self.model.add(sum(literals) <= most)
        elif len(literals) > most:
            over = self.model.new_int_var(0, len(literals) - most, "")
            self.model.add(over >= sum(literals) - most)
            yield over

    def _share_out(self) -> tuple[list[Any], list[Any]]:
        """Return the greatest number of turns of each kind, and how far from even they are."""
        greatest, uneven = [], []
        of: dict[Turn, list[str]] = defaultdict(list)
        for who, turn in self.on:
            of[turn].append(who)
        for turns in self.setting.kinds.values():
            mine: dict[str, list[Any]] = defaultdict(list)
            for turn in turns:
                for who in of[turn]:
                    mine[who].append(self.on[who, turn])
            if not mine:
                continue
            least, most = self._even(turns, len(mine))
            top = self.model.new_int_var(most, max(most, len(turns)), "")
            greatest.append(top)
            for literals in mine.values():
                self.model.add(sum(literals) <= top)
                off = self.model.new_int_var(0, len(turns), "")
                self.model.add(off >= least - sum(literals))
                self.model.add(off >= sum(literals) - most)
                uneven.append(off)
        return greatest, uneven

    def _even(self, turns: list[Turn], people: int) -> tuple[int, int]:
        """Return the even share of the least that can be needed, rounded down and up."""
        needed = 0
        for turn in turns:
            posts = self.setting.turns[turn]
            needed += -(-len(posts) // max(map(self.setting.at_once, posts)))
        return needed // people, -(-needed // people)

    def _known(self) -> list[tuple[Post, str]]:
        """Return who has which post in the plan to stay close to, as far as that is possible."""
        kept = {(x.school, x.weekday, x.slot, x.class_id, x.teacher) for x in self.base}
        return [(p, t) for p, t in self.has if (*p.turn, p.class_id, t) in kept]
