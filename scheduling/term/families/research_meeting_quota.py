"""F21: research meetings of a pair of schools, of each subject, of all together."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.term.families.held import HeldFamily, in_turn
from scheduling.term.naming import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from community.policy import PolicyRule
    from scheduling.term.activity import Activity
    from scheduling.term.dates import Span

MAIN = ("zh", "math", "en")


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
        elif per == "community":
            yield from self._of([core, *members], self.key())

    def _of(self, schools: Sequence[str], key: str, member: str = "") -> Iterator[Activity]:
        """Yield the meetings of some schools: of a window, shared out among their subjects."""
        subjects = self.subjects(schools)
        for number, (span, times) in enumerate(self.wanted(key)):
            for subject, share in in_turn(times, subjects, number) if subjects else ():
                name = f"{key}:{subject}"
                yield from self._meetings(schools, subject, name, [(span, share)], key, member)

    def _meetings(
        self,
        schools: Sequence[str],
        subject: str,
        key: str,
        wanted: Iterable[tuple[Span, int]],
        counts_for: str,
        member: str = "",
    ) -> Iterator[Activity]:
        online = self.given("mode") == "online"
        common = self._common(subject)
        people = self.circle(schools, subject, "subject" if online or common else "delegates")
        of = self.community.subject_by_id[subject].name
        name = called(self.given("focus") or "", Text("", ""))
        name = Text(f"{of}{name.zh or '教研'}", f"{of}: {name.en or 'research'}")
        if online:
            name = Text(f"{name.zh}（网络）", f"{name.en} (online)")
        name = self.named(name, member) if member else name
        hosts = () if online else self.hosts(schools)
        more = {"subject": subject, "counts_for": counts_for}
        yield from self.meetings(key, name, people, hosts, wanted=wanted, **more)

    def subjects(self, schools: Sequence[str]) -> list[str]:
        """Return the subjects that meet, in their order: the weak ones, the main ones, the rest."""
        known = [s.id for s in self.community.subjects]
        if named := self.given("subjects"):
            return [s for s in named if s in known]
        weak = [w for s in schools for w in self.community.school_by_id[s].weak_subjects]
        taught = {t.subjects[0] for s in schools for t in self.frame.staff[s]}
        order = dict.fromkeys([*weak, *MAIN, *known])
        return [s for s in order if s in taught and s in known]

    def _common(self, subject: str) -> PolicyRule | None:
        """Return the rule that keeps a half-day free for the subject."""
        for rule in self.community.policy.of("recurring_common_slot"):
            named = rule.params.get("subjects", rule.params.get("subject"))
            if rule.params.get("weekday") and (not named or subject in named):
                return rule
        return None
