"""What is asked of duties in a term: the posts, and who can have each.

A post is one class in one slot of one weekday. Whoever looks after several classes at once has one
duty, a turn: one person in one slot of one weekday at one school.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import networkx as nx

from community.duties import Circle
from community.duty_slots import duty_slots
from community.rule import Strictness
from community.text import Text
from scheduling.duties.presence import Presence, Span
from scheduling.week.on_duty import teachable
from scheduling.week.people import People
from scheduling.wording import day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from community.duties import Duty
    from community.models import Community, Slot, SlotKind
    from rotation.solution import Roster
    from scheduling.timetable import WeekTimetable

MOST_NAMED = 3  # classes in a sentence


class Turn(NamedTuple):
    """A slot of a weekday at a school. ``slot`` is its order in the school's bell grid."""

    school: str
    weekday: int
    slot: int


class Post(NamedTuple):
    """A class that somebody has to look after in a turn."""

    turn: Turn
    class_id: str


class Asked(NamedTuple):
    """A row of the table, with its number from 1."""

    number: int
    duty: Duty

    @property
    def is_hard(self) -> bool:
        """Whether it has to be kept."""
        return self.duty.strictness is Strictness.HARD


@dataclass(frozen=True)
class DutySetting:
    """The duties of a term. ``heads`` are the class teachers by class, as they are in the term.

    ``schools`` are those whose duties they are; None: of all.
    """

    community: Community
    presence: Presence
    heads: Mapping[str, str] = field(default_factory=dict)
    schools: Collection[str] | None = None

    @staticmethod
    def of(
        community: Community, roster: Roster, week: WeekTimetable, heads: Mapping[str, str]
    ) -> DutySetting:
        """Return the duties beside a timetable under a roster."""
        people = People.of(community, roster, week.term)
        return DutySetting(community, Presence(community, people, week), heads)

    @staticmethod
    def anywhere(community: Community) -> DutySetting:
        """Return the duties with everybody at every school: more than any roster and week give."""
        everywhere = Presence(community, People.everywhere(community))
        return DutySetting(community, everywhere, community.class_teacher)

    @cached_property
    def asked(self) -> dict[Post, list[Asked]]:
        """The rows about each post, posts in sorted order; a class that is closed has none."""
        found: dict[Post, list[Asked]] = defaultdict(list)
        for number, duty in enumerate(self.community.duties, 1):
            for group in filter(duty.concerns, self.community.classes):
                if self.schools is not None and group.school not in self.schools:
                    continue
                for weekday, slot in duty_slots(self.community, duty, group):
                    if not self.presence.away_at(group.id, Span(weekday, slot.start, slot.end)):
                        post = Post(Turn(group.school, weekday, slot.order), group.id)
                        found[post].append(Asked(number, duty))
        return dict(sorted(found.items()))

    @cached_property
    def turns(self) -> dict[Turn, list[Post]]:
        """The posts of each turn."""
        found: dict[Turn, list[Post]] = defaultdict(list)
        for post in self.asked:
            found[post.turn].append(post)
        return dict(found)

    @cached_property
    def kinds(self) -> dict[tuple[str, SlotKind], list[Turn]]:
        """The turns that are shared out among each other: of one kind of slot at one school."""
        found: dict[tuple[str, SlotKind], list[Turn]] = defaultdict(list)
        for turn in self.turns:
            found[turn.school, self.slot(turn).kind].append(turn)
        return dict(found)

    @cached_property
    def _slots(self) -> dict[Turn, Slot]:
        return {
            Turn(school.id, weekday, slot.order): slot
            for school in self.community.schools
            for slot in self.community.slots
            if slot.grid == school.grid
            for weekday in slot.weekdays
        }

    def slot(self, turn: Turn) -> Slot:
        """Return the slot of a turn."""
        return self._slots[turn]

    def span(self, turn: Turn) -> Span:
        """Return when and where a turn is."""
        slot = self._slots[turn]
        return Span(turn.weekday, slot.start, slot.end, turn.school)

    def at_once(self, post: Post) -> int:
        """Return how many classes whoever has a post may look after meanwhile, this one too."""
        return min(x.duty.classes_at_once for x in self.asked[post])

    def hindrance(self, teacher: str, turn: Turn) -> Text | None:
        """Return why somebody cannot have a turn; None where nothing is in the way."""
        return self.presence.hindrance(teacher, self.span(turn))

    def may(self, asked: Asked, teacher: str, class_id: str) -> bool:
        """Return whether a teacher is one of those whom a row means, for a class."""
        circle, subjects = asked.duty.circle, asked.duty.subjects
        if circle is Circle.CLASS_TEACHER:
            head = self.heads.get(class_id)
            succeeds = self.presence.week is None and bool(self._taught(teacher, class_id))
            return head == teacher or (head is not None and succeeds)
        if circle is Circle.ANYONE:
            own = self.community.teacher_by_id[teacher].subjects
            return not subjects or not {*own}.isdisjoint(subjects)
        taught = self._taught(teacher, class_id)
        return not taught.isdisjoint(subjects) if subjects else bool(taught)

    def meant(self, post: Post) -> tuple[list[str], list[str]]:
        """Return whom the required rows mean: who is at the school, and who is sent away."""
        strict = [x for x in self.asked[post] if x.is_hard]
        school, here = post.turn.school, {t.id for t in self.presence.people.at[post.turn.school]}
        meant = [
            t
            for t in self.community.teachers
            if (t.id in here or t.school == school)
            and all(self.may(x, t.id, post.class_id) for x in strict)
        ]
        there = [t.id for t in meant if t.id in here]
        return there, [t.id for t in meant if t.id not in here]

    def is_own(self, teacher: str, class_id: str) -> bool:
        """Return whether a class is the teacher's own: taught, or headed as class teacher."""
        heads = self.heads.get(class_id) == teacher
        return heads or bool(self._taught(teacher, class_id))

    def _taught(self, teacher: str, class_id: str) -> set[str]:
        """Return the subjects that somebody teaches in a class, or can as long as none is set."""
        if self.presence.week is not None:
            return self.presence.taught.get(class_id, {}).get(teacher, set())
        return self._teachable.get((teacher, class_id), set())

    @cached_property
    def _teachable(self) -> dict[tuple[str, str], set[str]]:
        return teachable(self.community)

    @cached_property
    def candidates(self) -> dict[Post, list[str]]:
        """Who can have each post: there, free, and meant by all rows that have to be kept."""
        at = self.presence.people.at
        free = {
            turn: [t.id for t in at[turn.school] if not self.hindrance(t.id, turn)]
            for turn in self.turns
        }
        return {
            post: [
                t
                for t in free[post.turn]
                if all(self.may(x, t, post.class_id) for x in asked if x.is_hard)
            ]
            for post, asked in self.asked.items()
        }

    def apart(self) -> list[DutySetting]:
        """Return the duties of schools that share nobody, each by themselves."""
        people: nx.Graph[tuple[str, str]] = nx.Graph()
        for post, candidates in self.candidates.items():
            people.add_edges_from((("school", post.turn.school), ("", t)) for t in candidates)
            people.add_node(("school", post.turn.school))
        together = (sorted(nodes) for nodes in nx.connected_components(people))
        schools = [[id for kind, id in nodes if kind] for nodes in together]
        return [replace(self, schools=frozenset(ids)) for ids in sorted(schools)]

    def where(self, posts: Iterable[Post]) -> Text:
        """Return posts of one turn in words: 中心小学周一早读，三年级(1)班、三年级(2)班."""
        posts = list(posts)
        names = [self.community.class_by_id[p.class_id].name for p in posts[:MOST_NAMED]]
        when, more = self.when(posts[0].turn), len(posts) > MOST_NAMED
        zh = f"{when.zh}，{'、'.join(names)}{'等' * more}"
        return Text(zh, f"{when.en}, {', '.join(names)}{' and others' * more}")

    def when(self, turn: Turn) -> Text:
        """Return a turn in words: 中心小学周一早读."""
        school, name = self.community.school_by_id[turn.school].name, self.slot(turn).name
        weekday = day(turn.weekday)
        return Text(f"{school}{weekday.zh}{name}", f"{school}, {weekday.en} {name}")
