"""F31: venues and equipment that the schools share: who has which, when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from community.text import Text
from scheduling.term.activity import Activity
from scheduling.term.dates import beginning
from scheduling.term.families.handed_in import HandedInFamily
from scheduling.term.half_days import AFTERNOON, MORNING
from scheduling.term.naming import called
from scheduling.term.venues import AT_MEMBERS, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.models import School
    from scheduling.term.dates import Span

LENT = {"books", "equipment", "textbook", "teaching_aid"}  # what goes from school to school
GUESTS = "guests"  # of a school, who are at one venue at a time
PAPERS = {"rules", "plans", "lesson_pack", "resource"}  # what each gives to the others
OF_OTHERS = {"course", "staff", "activity"}  # what other rules put on dates, or into the week


class SharedResourceBooking(HandedInFamily):
    """Each school that has no such venue has it for half a day, so often in a window.

    A venue takes one school at a time, visits of pupils included, and a school is at one at a time.
    What goes round each school has for an equal part of the window, and hands it on by the last day
    of it; what the core lends, each member. What is given is there by the end of the window. Papers
    are given to the others by each school while the window begins.
    """

    family: ClassVar[str] = "shared_resource_booking"

    def activities(self) -> Iterator[Activity]:
        """Yield who has what, in each window."""
        least = self.given("min")
        times = 1 if least is None else least
        for resource in self.given("resources") or ():
            if resource in OF_OTHERS:
                continue
            for span in self.frame.spans(self.rule):
                if (number := span.times(times, self.frame.done.get(self.key(resource)))) > 0:
                    yield from self._shared(resource, span, number)

    def _shared(self, resource: str, span: Span, times: int) -> Iterator[Activity]:
        how = self.given("how") or ("in_turn" if resource in LENT else None)
        if how == "gift":
            yield from self._given(resource, span)
        elif how in ("in_turn", "loan"):
            yield from self._lent(resource, span, times, how)
        elif resource in PAPERS:
            name = called(resource, Text(resource, resource))
            for school in (self.community.core, *self.frame.members):
                title = Text(f"{name.zh}（{school.name}提供）", f"{name.en} (of {school.name})")
                yield from self.due(resource, title, beginning(span).last, school.id)
        else:
            yield from self._booked(resource, span, times)

    def _booked(self, venue: str, span: Span, times: int) -> Iterator[Activity]:
        """Yield half days at a venue of each school that comes to it."""
        core, members = self.community.core, self.frame.members
        out, back = [(core, m) for m in members], [(m, core) for m in members]
        ways = out if venue in AT_MEMBERS else back
        if self.given("how") == "mutual":
            ways = [*back, *out]
        options = tuple(self.sessions.of(span, (), halves=(MORNING, AFTERNOON)))
        for school, host in ways:
            yield Activity(
                id=self.key(venue, school.id, host.id, f"{span.first:%m%d}"),
                rule=self.rule.id,
                name=self._name(venue, school),
                times=times,
                span=span,
                options=options,
                host=host.id,
                takes=(place(venue, host.id), place(GUESTS, school.id)),
                counts_for=(self.key(venue),),
            )

    def _given(self, resource: str, span: Span) -> Iterator[Activity]:
        """Yield the last day on which the core hands over what it gives to each member."""
        name = called(resource, Text(resource, resource))
        for member in self.frame.members:
            to = Text(f"{name.zh}（送交{member.name}）", f"{name.en} (to {member.name})")
            item = f"{resource}:{member.id}"
            yield from self.due(item, to, span.last, self.community.core.id)

    def _lent(self, resource: str, span: Span, times: int, how: str) -> Iterator[Activity]:
        """Yield the last days on which the schools hand on what goes round, or give it back."""
        lender = [] if how == "loan" else [self.community.core]
        schools = [*lender, *self.frame.members] * times
        after_use = "用后归还" if how == "loan" else "用后转交下一所学校"
        days = (span.last - span.first).days + 1
        bounds = [
            span.first + dt.timedelta(days=round(days * i / len(schools)))
            for i in range(len(schools) + 1)
        ]
        for school, first, after in zip(schools, bounds, bounds[1:], strict=False):
            last = after - dt.timedelta(days=1)
            till = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
            note = f"{till}使用，{after_use}"
            yield from self.due(resource, self._name(resource, school), last, school.id, note)

    def _name(self, resource: str, school: School) -> Text:
        name = called(resource, Text(resource, resource))
        return Text(f"{name.zh}（{school.name}使用）", f"{name.en} (used by {school.name})")
