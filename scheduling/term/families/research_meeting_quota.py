"""F21: research meetings of a pair of schools, of each subject, of all together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, ClassVar

from community.calendar import SCHOOL_DAYS
from community.families import given
from community.text import Text
from scheduling.term.circles import circle
from scheduling.term.families.held import HeldFamily, in_turn
from scheduling.term.half_days import AFTERNOON, MORNING
from scheduling.term.naming import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduling.term.activity import Activity
    from scheduling.term.dates import Span
    from scheduling.term.families.held import Half

MAIN = ("zh", "math", "en")
HALF = {"am": MORNING, "pm": AFTERNOON, None: None}


class ResearchMeetingQuota(HeldFamily):
    """Meetings of the teachers of a subject; the subjects take turns.

    Face to face the delegates of a subject come, online all who teach it. Where the policy keeps a
    half-day free for a subject (F22), it meets then, all of it.
    """

    family: ClassVar[str] = "research_meeting_quota"

    def activities(self) -> Iterator[Activity]:
        """Yield meetings by what they are counted: each pair, each subject, the community."""
        core, members = self.community.core.id, [s.id for s in self.frame.members]
        per = self.given("per") or "community"
        if per in ("pair", "member"):
            for member in members:
                yield from self._of([core, member], self.key(member), member)
        elif per == "subject":
            for subject in self.subjects([core, *members]):
                key = self.key(subject)
                yield from self._meetings([core, *members], subject, key, self.wanted(key), key)
        elif per == "teacher":
            yield from self._of_guests()
        else:
            yield from self._of([core, *members], self.key())

    def alike(self, own: Sequence[Activity]) -> Iterator[Sequence[Activity]]:
        """Yield the subjects and hosts that take turns: together, once events did not go to plan.

        The plan counts meetings; which subject has how many is only how they are shared out.
        """
        found: dict[object, list[Activity]] = defaultdict(list)
        for a in own:
            found[(a.counts_for, a.span) if self.frame.past.records else a.id].append(a)
        yield from found.values()

    def _of(self, schools: Sequence[str], key: str, member: str = "") -> Iterator[Activity]:
        """Yield the meetings of some schools: of a window, shared out among their subjects."""
        subjects, turn = self.subjects(schools), 0
        for number, (span, times) in enumerate(self.wanted(key)):
            for subject, share in in_turn(times, subjects, number) if subjects else ():
                name, some = f"{key}:{subject}", [(span, share)]
                yield from self._meetings(schools, subject, name, some, key, member, turn=turn)
                turn += share

    def _of_guests(self) -> Iterator[Activity]:
        """Yield the meetings at the schools to which somebody is sent, in the subject of theirs."""
        guests: dict[tuple[str, str], list[str]] = defaultdict(list)
        for p in self.frame.roster.active(self.community, self.frame.term.id):
            guests[p.host, self.community.teacher_by_id[p.teacher].subjects[0]].append(p.teacher)
        for (host, subject), sent in guests.items():
            key = self.key(host, subject)
            yield from self._meetings([host], subject, key, self.wanted(key), key, host, sent)

    def _meetings(
        self,
        schools: Sequence[str],
        subject: str,
        key: str,
        wanted: Iterable[tuple[Span, int]],
        counts_for: str,
        member: str = "",
        guests: Sequence[str] = (),
        turn: int = 0,
    ) -> Iterator[Activity]:
        online = self.given("mode") == "online"
        free = self._free(schools, subject)
        everybody = online or bool(free) or len(schools) == 1
        some = self.circle(schools, subject, "subject" if everybody else "delegates")
        if guests and not {*some} - {*guests}:  # whoever is sent meets somebody
            some = self.circle(schools, default="delegates")
        people = tuple(dict.fromkeys([*some, *guests]))
        of = self.community.subject_by_id[subject].name
        name = called(self.given("focus") or "", Text("", ""))
        zh, en = ("网络", " (online)") if online else ("", "")
        name = Text(f"{of}{zh}{name.zh or '教研'}", f"{of}: {name.en or 'research'}{en}")
        name = self.named(name, member) if member else name
        hosts = () if online else self.hosts(schools)
        yield from self.meetings(
            *(key, name, people, hosts),
            wanted=wanted,
            subject=subject,
            counts_for=counts_for,
            halves=free,
            turn=turn,
        )

    def subjects(self, schools: Sequence[str]) -> list[str]:
        """Return the subjects that meet, in their order: the weak ones, the main ones, the rest.

        Several schools meet in what more than one of them teaches, where there is such a subject.
        """
        known = [s.id for s in self.community.subjects]
        if named := self.given("subjects"):
            return [s for s in named if s in known]
        weak = [w for s in schools for w in self.community.school_by_id[s].weak_subjects]
        taught = {t.subjects[0] for s in schools for t in self.frame.staff[s]}
        order = dict.fromkeys([*weak, *MAIN, *known])
        found = [s for s in order if s in taught and s in known]
        at = {
            s: sum(any(s in t.subjects for t in self.frame.staff[x]) for x in schools)
            for s in found
        }
        return [s for s in found if at[s] > 1] or found

    def _free(self, schools: Sequence[str], subject: str) -> list[Half]:
        """Return the half-days that the policy keeps free for a subject: it meets then.

        Where the policy names none, those without lessons in the week.
        """
        rules = [
            r
            for r in self.community.policy.of("recurring_common_slot")
            if subject in (given(r, "subjects") or (given(r, "subject") or subject,))
        ]
        named = [(given(r, "weekday"), HALF[given(r, "half_day")]) for r in rules]
        found = [half for half in named if half[0]]
        if not found and rules:
            people = circle(self.frame, schools, "subject", subject)
            found = [(d, h) for d, h in self._idle(people) if any(x in (None, h) for _, x in named)]
        half, day = self.given("half_day"), self.given("weekday")
        return [(d, h) for d, h in found if day in (None, d) and half in (None, h)]

    def _idle(self, people: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield the half-days of the week on which some people have no lessons."""
        lessons = [x for who in people for x in self.frame.standing.get(who, ())]
        for half in (MORNING, AFTERNOON):
            for day in SCHOOL_DAYS if half in self.frame.bells else ():
                start, end = self.frame.bells[half]
                if not any(x.weekday == day and x.start < end and start < x.end for x in lessons):
                    yield day, half
