"""Whether events are as their activity wants them: when, where and how, of what lesson, by whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from community.rule import Deviation
from community.text import Text, span
from scheduling.term.events import DUE, OFFLINE, ONLINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.events import DatedEvent
    from scheduling.term.frame import TermFrame

    # whether a teacher can come to an event of an activity for somebody of the same school
    CanCome = Callable[[Activity, str, DatedEvent], bool]

FORMS = {
    OFFLINE: Text("线下", "face to face"),
    ONLINE: Text("线上", "online"),
    DUE: Text("到期", "due"),
}


def misfits(
    frame: TermFrame,
    title: Text,
    activity: Activity,
    events: Iterable[DatedEvent],
    can_come: CanCome,
) -> Iterator[Deviation]:
    """Yield what of some events is not as their activity, of a rule with a title, wants it."""
    for event in events:
        yield from _Held(frame, title, activity, event, can_come).misfits()


@dataclass(frozen=True)
class _Held:
    """An event beside the activity that it is one of."""

    frame: TermFrame
    title: Text
    activity: Activity
    event: DatedEvent
    can_come: CanCome

    def misfits(self) -> Iterator[Deviation]:
        yield from self._form()
        if DUE in (self.activity.mode, self.event.mode):
            return  # handed in on any day up to the last
        yield from self._time()
        yield from self._people()
        if not self._is_of_a_lesson:
            yield from self._classes()

    def _off(self, zh: str, en: str, off: int = 1) -> Deviation:
        name, date = self.event.name, f"{self.event.date:%Y-%m-%d}"
        text = Text(f"{name}（{date}）{zh}", f"{name} ({date}) {en}")
        return Deviation(self.activity.id, off, text, (self.event.id,))

    def _form(self) -> Iterator[Deviation]:
        """Where it is, how it is held, and for which rule."""
        if (self.event.host, self.event.mode) != (self.activity.host, self.activity.mode):
            wanted, found = (self._place(x) for x in (self.activity, self.event))
            yield self._off(
                f"应为{wanted.zh}，日程里是{found.zh}。",
                f"is to be {wanted.en}, the calendar has it {found.en}.",
            )
        if self.event.rule != self.activity.rule:
            yield self._off(
                f"是“{self.title.zh}”的活动，日程里却记给别的规则；请改“规则编号”一栏。",
                f'is of "{self.title.en}", and is told as one of another rule.',
            )

    def _place(self, what: Activity | DatedEvent) -> Text:
        form = FORMS.get(what.mode, Text(what.mode, what.mode))
        school = self.frame.community.school_by_id.get(what.host)
        if school is None:
            return form
        return Text(f"{school.name}{form.zh}", f"{form.en} at {school.name}")

    @property
    def _is_of_a_lesson(self) -> bool:
        """Whether its times say which class it is held in."""
        return self.activity.lessons and not self.activity.classes

    def _time(self) -> Iterator[Deviation]:
        """At a time of the activity, in a lesson that it can be; outside its span it counts not."""
        event = self.event
        if event.date not in self.activity.span:
            return
        when = event.date, event.start, event.end
        same = [o for o in self.activity.options if (o.date, o.start, o.end) == when]
        hours = span(event.start, event.end)
        classes = event.classes if self._is_of_a_lesson else ()
        if not same:
            yield self._off(
                f"排在{hours}，这时不上课、不合规定的时段，或参加的人抽不出身。",
                f"is at {hours}: no day of lessons, not as the rule wants it, or somebody cannot "
                "be spared.",
            )
        elif not any(
            (o.classes, o.subject or self.activity.subject) == (classes, event.subject)
            for o in same
        ):
            yield self._off(
                f"的班级或学科不对：{hours}没有这样一节课，或这项活动不是这个学科的。",
                f"is of a wrong class or subject: there is no such lesson at {hours}.",
            )

    def _people(self) -> Iterator[Deviation]:
        """Those whom the rule wants; others of their schools can come for them."""
        wanted, event = self.activity.people, self.event
        missing = [t for t in wanted if t not in event.people]
        instead = Counter(
            self._school(t)
            for t in event.people
            if t not in wanted and self.can_come(self.activity, t, event)
        )
        for who in list(missing) if not self.activity.in_person else ():
            if instead[self._school(who)] > 0:
                instead[self._school(who)] -= 1
                missing.remove(who)
        if missing:
            there = len(wanted) - len(missing)
            names = "、".join(self.frame.community.called[t] for t in missing)
            zh = "" if self.activity.in_person else "，也没有同校、合适的教师代替"
            en = "" if self.activity.in_person else ", and nobody of the school who could instead"
            yield self._off(
                f"应有{len(wanted)}位教师参加，日程里只有{there}位：没有{names}{zh}。",
                f"wants {len(wanted)} teachers, there are {there}: {names} do not come{en}.",
                len(missing),
            )

    def _school(self, teacher: str) -> str:
        sites = self.frame.people.sites(teacher)
        return sites[0] if sites else self.frame.community.teacher_by_id[teacher].school

    def _classes(self) -> Iterator[Deviation]:
        """All classes of the activity, and none besides: it would lose its lessons."""
        wanted, there = set(self.activity.classes), set(self.event.classes)
        if lacking := len(wanted - there):
            yield self._off(
                f"应有{len(wanted)}个班参加，日程里少了{lacking}个。",
                f"wants {len(wanted)} classes, {lacking} of them are missing.",
                lacking,
            )
        if more := len(there - wanted):
            yield self._off(
                f"多了{more}个不该参加的班，会缺课；请去掉。",
                f"has {more} classes too many, which would lose lessons.",
                more,
            )


def too_close(
    frame: TermFrame, activities: Iterable[Activity], held: Mapping[str, Sequence[DatedEvent]]
) -> Iterator[Deviation]:
    """Yield events on one day of an activity, and those with too few weeks between them.

    ``held`` are the events by activity.
    """
    apart: dict[tuple[str, int], list[DatedEvent]] = defaultdict(list)
    for activity in activities:
        if activity.mode != DUE:
            apart[activity.id, 1] += held.get(activity.id, ())
        if activity.gap_weeks:
            key = activity.sequence or activity.id
            apart[key, 7 * activity.gap_weeks] += held.get(activity.id, ())
    for (_, days), events in apart.items():
        for first, then in pairwise(sorted(events)):
            settled = {first.id, then.id} <= frame.past.settled
            if (then.date - first.date).days < days and not settled:
                yield _close(first, then, days)


def _close(first: DatedEvent, then: DatedEvent, days: int) -> Deviation:
    dates = f"{first.date:%Y-%m-%d}", f"{then.date:%Y-%m-%d}"
    zh, en = "不能在同一天", "they cannot be on one day"
    if days > 1:
        zh, en = f"两次之间至少隔{days // 7}周", f"{days // 7} weeks lie between two at least"
    text = Text(
        f"{first.name}（{dates[0]}）和{then.name}（{dates[1]}）太近：{zh}；请改期。",
        f"{first.name} ({dates[0]}) and {then.name} ({dates[1]}) are too close: {en}.",
    )
    return Deviation(then.activity, 1, text, (first.id, then.id))
