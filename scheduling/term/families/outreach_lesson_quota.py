"""F20: a teacher of one school gives a lesson at another (送教), or shows one there."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from community.models import PlacementKind
from community.text import Text
from rotation.staffing_flow import can_teach
from scheduling.term.activity import Activity
from scheduling.term.families.held import HeldFamily, in_turn
from scheduling.term.families.research_meeting_quota import MAIN
from scheduling.term.naming import called
from scheduling.week.people import lane_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.models import Teacher
    from scheduling.term.activity import Option
    from scheduling.term.dates import Span
    from scheduling.term.events import DatedEvent
    from scheduling.term.standing import Standing


SENT, EXCHANGED = Text("送教课", "guest lesson"), Text("交流课", "lesson in exchange")


class Guest(NamedTuple):
    """Who gives a lesson of a subject at a school, and when that can be."""

    teacher: Teacher
    subject: str
    options: tuple[Option, ...]


class OutreachLessonQuota(HeldFamily):
    """Lessons given at a member by somebody of the core, at the core by somebody of a member.

    Each takes the place of a lesson of its subject in a class there, whose own teacher is present.
    Subjects and guests take turns: the weak subjects of the school first, backbone teachers first.
    """

    family: ClassVar[str] = "outreach_lesson_quota"

    def activities(self) -> Iterator[Activity]:
        """Yield the lessons of each member, or of all; there and at the core where in turn."""
        yield from self._all

    @cached_property
    def _all(self) -> list[Activity]:
        core, members = self.community.core.id, [s.id for s in self.frame.members]
        both, schools = self.given("host") == "in_turn", self.community.school_by_id
        found: list[Activity] = []
        used: Counter[str] = Counter()
        if self.given("per") == "community":
            hosts = self.hosts([core, *members], default="member")
            found += self._lessons(self.key(), hosts, used)
            return found
        weak = self.given("only") == "weak"
        for member in (m for m in members if not weak or schools[m].is_weak):
            if not (self.given("or_itinerant") and self._is_visited(member)):
                hosts = (core, member) if both else (member,)
                found += self._lessons(self.key(member), hosts, used)
        return found

    def _is_visited(self, member: str) -> bool:
        """Return whether somebody travels to a member, or its teaching points, every week."""
        schools = self.community.school_by_id
        return any(
            p.kind is PlacementKind.ITINERANT and schools[p.host].member == member
            for p in self.frame.roster.active(self.community, self.frame.term.id)
        )

    def _lessons(self, key: str, hosts: Sequence[str], used: Counter[str]) -> Iterator[Activity]:
        """Yield what is given in each window: hosts, formats, subjects and guests in turn."""
        turn = 0
        for span, times in self.wanted(key):
            for host, share in in_turn(times, hosts, turn):
                for form, number, piece in self._pieces(share, turn):
                    guest = self._guest(key, host, span, number, used)
                    turn += number
                    if guest is not None:
                        used.update({guest.teacher.id: number, f"{key} {guest.subject}": number})
                    yield self._activity(key, host, span, number, (form, piece), guest)

    def _pieces(self, share: int, turn: int) -> Iterator[tuple[str, int, str]]:
        """Yield how many lessons of a kind somebody gives at a host; of named subjects one each."""
        one_each = len(self.given("subjects") or ()) > 1
        for form, number in in_turn(share, self.given("formats") or ("",), turn):
            if one_each and number > 1:
                yield from ((form, 1, str(n)) for n in range(number))
            else:
                yield form, number, ""

    def _activity(
        self,
        key: str,
        host: str,
        span: Span,
        times: int,
        kind: tuple[str, str],
        guest: Guest | None,
    ) -> Activity:
        is_sent = host != self.community.core.id
        name = called(kind[0], SENT if is_sent else EXCHANGED)
        of_member = [p for p in key.split(":")[1:] if p != host]
        if guest is not None:
            who = self.community.called[guest.teacher.id]
            of = self.community.subject_by_id[guest.subject].name
            name = Text(f"{who}{of}{name.zh}", f"{name.en} by {who}: {of}")
        return Activity(
            id=self.key(f"{span.first:%m%d}", host, *kind, *of_member),
            rule=self.rule.id,
            name=self.named(name, host),
            times=times,
            span=span,
            options=guest.options if guest else (),
            people=(guest.teacher.id,) if guest else (),
            host=host,
            subject=guest.subject if guest else "",
            lessons=True,
            sequence=key,
            gap_weeks=self.given("gap_weeks") or 0,
            counts_for=(key,),
            is_chosen=guest is not None,
        )

    def can_come(self, activity: Activity, teacher: str, event: DatedEvent) -> bool:
        """Return whether a teacher can give the lesson in the place of another one."""
        givers = self._givers(activity.host, activity.subject, Counter())
        lanes = [lane_of(self.community.class_by_id[c], event.subject) for c in event.classes]
        return any(t.id == teacher and all(can_teach(t, x) for x in lanes) for t in givers)

    def _guest(
        self, key: str, host: str, span: Span, times: int, used: Counter[str]
    ) -> Guest | None:
        """Return who comes: of the subjects in turn the first that somebody can give so often.

        Where nobody can, who can give most.
        """
        best: Guest | None = None
        for subject in sorted(self._subjects(host), key=lambda s: used[f"{key} {s}"]):
            for teacher in self._givers(host, subject, used):
                options = tuple(self._options(host, span, subject, teacher))
                dates = len({o.date for o in options})
                if dates >= times:
                    return Guest(teacher, subject, options)
                if options and (best is None or len(options) > len(best.options)):
                    best = Guest(teacher, subject, options)
        return best

    def _subjects(self, host: str) -> list[str]:
        """Return the subjects in their order; with a weak one wanted, those alone if there are."""
        school = self.community.school_by_id[host]
        known = [s.id for s in self.community.subjects]
        named = [s for s in self.given("subjects") or known if s in known]
        weak = [s for s in school.weak_subjects if s in named]
        if self.given("target") == "weak_subject" and weak:
            return weak
        return [s for s in dict.fromkeys([*weak, *MAIN, *named]) if s in named]

    def _givers(self, host: str, subject: str, used: Counter[str]) -> list[Teacher]:
        """Return who can give lessons at a school: of the core, or of the members at the core.

        Where there is one school alone, its own teachers give them, in the classes of others.
        """
        core, schools = self.community.core.id, self.community.school_by_id
        from_core = schools[host].member != core or not self.frame.members
        staff = [
            t
            for school, teachers in self.frame.staff.items()
            for t in teachers
            if (schools[school].member == core) == from_core and subject in t.subjects
        ]
        if self.given("who") == "backbone":
            staff = [t for t in staff if t.is_backbone]
        first = {t.id: t.subjects[0] != subject for t in staff}
        return sorted(staff, key=lambda t: (used[t.id], not t.is_backbone, first[t.id], t.id))

    def _options(self, host: str, span: Span, subject: str, guest: Teacher) -> Iterator[Option]:
        """Yield when somebody can give a lesson of a subject at a school, as the rule wants it."""
        half, weekday = self.given("half_day"), self.given("weekday")
        bells = self.frame.bells.get(half, (0, 0)) if half else (0, 24 * 60)
        periods = [x for x in self._periods(host, subject) if self._can_give(guest, x)]
        for option in self.sessions.in_lessons(span, periods, guest.id):
            inside = bells[0] <= option.start and option.end <= bells[1]
            if inside and weekday in (None, option.date.isoweekday()):
                yield option

    def _can_give(self, guest: Teacher, x: Standing) -> bool:
        group = self.community.class_by_id[x.lesson.class_id]
        return can_teach(guest, lane_of(group, x.lesson.subject))

    def _periods(self, host: str, subject: str) -> list[Standing]:
        """Return the lessons of a subject that the own teachers of a school give there."""
        return sorted(
            {
                x
                for periods in self.frame.standing.values()
                for x in periods
                if x.school == host and x.lesson.subject == subject and not x.lesson.series
            }
        )
