"""Who is where in a week, outside the lessons as well: in class, away, on the way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from community.sync import common_series
from community.text import Text
from scheduling.week.closing import spare_minutes, when_away
from scheduling.week.on_duty import alone
from scheduling.wording import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from community.models import Community, Slot, Unavailable
    from scheduling.timetable import ClassLesson, WeekTimetable
    from scheduling.week.people import People


A_DAY = 24 * 60  # minutes


class Span(NamedTuple):
    """Minutes of a weekday; ``school`` "": wherever."""

    weekday: int
    start: int
    end: int
    school: str = ""

    def overlaps(self, other: Span) -> bool:
        """Return whether two spans share a minute."""
        same_day = self.weekday == other.weekday
        return same_day and self.start < other.end and other.start < self.end


def clocks(span: Span) -> str:
    """Return when a span begins and ends: 8:30–9:10."""
    return f"{clock(span.start)}–{clock(span.end)}"


@dataclass(frozen=True)
class Presence:
    """Where everybody is. ``week`` None: not planned yet, so anybody may be at any own site."""

    community: Community
    people: People
    week: WeekTimetable | None = None

    @cached_property
    def in_class(self) -> dict[str, list[Span]]:
        """When each teacher stands in class, teaching or assisting."""
        found: dict[str, dict[Span, None]] = defaultdict(dict)
        for who, _subject, lesson in self.standing:
            for span in self.spans(lesson):
                found[who][span] = None
        return {who: sorted(spans) for who, spans in found.items()}

    @cached_property
    def taught(self) -> dict[str, dict[str, set[str]]]:
        """The subjects that each teacher of a class teaches there, by class and teacher."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for who, subject, lesson in self.standing:
            if subject in self.community.subject_by_id:
                found[lesson.class_id][who].add(subject)
        return found

    @cached_property
    def standing(self) -> list[tuple[str, str, ClassLesson]]:
        """Who stands in the class of each lesson, and the subject taught; assistants teach none."""
        series = {s.id: s for s in common_series(self.community)}
        found = []
        for x in self.week.lessons if self.week else ():
            live = series.get(x.series)
            on_screen = live is not None and not live.together and live.host_class != x.class_id
            who, subject = (x.assistant, "") if on_screen else (x.teacher, x.subject)
            if who in self.community.teacher_by_id and x.class_id in self.community.class_by_id:
                found.append((who, subject, x))
        return found

    def slots(self, lesson: ClassLesson) -> list[Slot]:
        """Return the slots that the periods of a lesson take."""
        group = self.community.class_by_id[lesson.class_id]
        slots = self.community.lesson_slots(group, lesson.weekday)
        first = next((i for i, s in enumerate(slots) if s.order == lesson.slot), len(slots))
        return slots[first : first + lesson.periods]

    def spans(self, lesson: ClassLesson) -> Iterator[Span]:
        """Yield when and where each period of a lesson is."""
        school = self.community.class_by_id[lesson.class_id].school
        for slot in self.slots(lesson):
            yield Span(lesson.weekday, slot.start, slot.end, school)

    @cached_property
    def away(self) -> dict[str, list[Span]]:
        """When teachers and classes are not there, by id."""
        found: dict[str, list[Span]] = defaultdict(list)
        for row in self.community.away:
            for who, home in self._concerned(row):
                x = when_away(self.community, row, who, home, ())
                found[who].append(Span(x.weekday or 0, x.start or 0, x.end or 0))
        return found

    def _concerned(self, row: Unavailable) -> Iterator[tuple[str, str]]:
        if row.teacher:
            yield row.teacher, self.community.teacher_by_id[row.teacher].school
        if row.class_id:
            yield row.class_id, self.community.class_by_id[row.class_id].school

    def away_at(self, who: str, span: Span) -> Span | None:
        """Return when a teacher or a class is not there that is at a time too; None for never."""
        return next((x for x in self.away.get(who, ()) if span.overlaps(x)), None)

    def places(self, teacher: str, weekday: int) -> tuple[str, ...]:
        """Return the schools at which a teacher is on a weekday.

        Whoever teaches nowhere that day is at the first of the own schools: nobody travels for a
        duty alone, but for one that nobody else may have.
        """
        sites = self.people.sites(teacher)
        if self.week is None:
            return sites
        spans = (x for x in self.in_class.get(teacher, ()) if x.weekday == weekday)
        seen = tuple(x.school for x in spans)
        seen = seen or tuple(s for s in sites[:1] if self.people.comes(teacher, s, weekday))
        return tuple(dict.fromkeys((*seen, *self._called.get((teacher, weekday), ()))))

    @cached_property
    def _called(self) -> dict[tuple[str, int], list[str]]:
        """The schools to which people come for duties of theirs alone, by person and weekday."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for x in alone(self.community, self.people):
            found[x.teacher, x.weekday].append(x.school)
        return found

    def hindrance(self, teacher: str, span: Span) -> Text | None:
        """Return why somebody cannot be at a school at a time; None where nothing is in the way.

        It says where the person is, and when.
        """
        if span.school not in (places := self.places(teacher, span.weekday)):
            return self._elsewhere(places)
        if away := self.away_at(teacher, span):
            if away.end - away.start >= A_DAY:
                return Text("当天不能排", "is unavailable on that day")
            return Text(f"这时不能排（{clocks(away)}）", f"is unavailable then ({clocks(away)})")
        for lesson in self.in_class.get(teacher, ()):
            where = self._named([lesson.school] * (lesson.school != span.school))
            at = Text(f"在{where}" if where else "在", f" at {where}" if where else "")
            if span.overlaps(lesson):
                zh = f"这时{at.zh}上课（{clocks(lesson)}）"
                return Text(zh, f"has a lesson{at.en} then ({clocks(lesson)})")
            if self.too_far(span, lesson):
                zh = f"{at.zh}上课（{clocks(lesson)}），路上来不及"
                return Text(zh, f"has a lesson{at.en} ({clocks(lesson)}), too far away")
        return None

    def sent(self, teacher: str) -> Text:
        """Return where somebody is in the term who is not at some school."""
        names = self._named(self.people.sites(teacher))
        if not names:
            return Text("本学期不上课", "teaches nowhere this term")
        return Text(f"本学期在{names}", f"is at {names} this term")

    def _elsewhere(self, places: Sequence[str]) -> Text:
        """Return where somebody is all day, who is not at the school that is asked for."""
        names = self._named(places)
        if not names:
            return Text("当天不来", "does not come on that day")
        return Text(f"当天在{names}", f"is at {names} on that day")

    def _named(self, schools: Sequence[str]) -> str:
        return "、".join(self.community.school_by_id[s].name for s in schools)

    def too_far(self, one: Span, other: Span) -> bool:
        """Return whether nobody can be at two schools at such times of a day."""
        if one.weekday != other.weekday or one.school == other.school:
            return False
        first, then = sorted((one, other))
        minutes = self.community.travel_minutes.get((first.school, then.school))
        return minutes is None or then.start - first.end < minutes + self._spare

    @cached_property
    def _spare(self) -> int:
        return spare_minutes(self.community)
