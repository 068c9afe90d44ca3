"""F19 itinerant teaching, as far as the roster decides it: sites, weekdays, seats, kilometres.

Journeys and the time between lessons belong to the timetable, which also keeps to the weekdays.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from community.codes import Direction
from community.families.staff import ItinerantTeachingParams
from community.models import PlacementKind
from community.text import WEEKDAYS, Text
from rotation.rules.base import Deviation, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from rotation.axis import Block
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.view import RosterView

WEEK = range(1, 8)
TENTHS = 10  # of a kilometre: ways are counted in whole ones


@dataclass(frozen=True, kw_only=True)
class ItinerantTeaching(Rule):
    """A teacher who stays at home also teaches at a few other sites, on some weekdays.

    On a day of the journey the teacher may be at home too, so that only hosts count towards the
    sites of a day here; the timetable counts them all.
    """

    family: ClassVar[str] = "itinerant_teaching"
    Params: ClassVar[type[BaseModel]] = ItinerantTeachingParams

    def routes(self) -> set[tuple[Direction, PlacementKind]]:
        """Return every direction: any school may help any other."""
        return {(direction, PlacementKind.ITINERANT) for direction in Direction}

    def patterns(self) -> tuple[tuple[int, ...], ...]:
        """Return the weekday patterns of the rule."""
        found: tuple[tuple[int, ...], ...] = self.params.patterns
        return found

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Return whether the weekdays are none of the patterns that the policy knows.

        What goes on, or stands in the table of placements, may leave its days to the timetable.
        """
        if not self.params.patterns or move.placement.kind is not PlacementKind.ITINERANT:
            return None
        known = instance.remembered("itinerant patterns", instance.patterns)
        if tuple(sorted(set(move.placement.days))) in known or _is_given(instance, move):
            return None
        what, days = instance.what(move), _days_text(move.placement.days)
        allowed = [_days_text(pattern) for pattern in known]
        return 1, Text(
            f"{what.zh}的走教日为{days.zh}，应为{'或'.join(t.zh for t in allowed)}。",
            f"{what.en} on {days.en}: must be {' or '.join(t.en for t in allowed)}.",
        )

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Look at each placement, then at each teacher and each school in each block."""
        instance = view.instance
        for move in view.moves:
            found = self.fault(instance, move)
            if found:
                yield Deviation(instance.key(move.placement), *found)
        for index, block in enumerate(instance.blocks):
            leaving: dict[tuple[str, int], dict[str, Move]] = defaultdict(dict)
            for moves in view.by_teacher.values():
                visits = [m for m in moves if not m.leaves and m.covers(index)]
                if visits:
                    yield from self._of_teacher(instance, block, visits)
                for visit in visits:
                    for weekday in visit.placement.days:
                        leaving[visit.home.id, weekday][visit.teacher.id] = visit
            for (_home, weekday), travellers in sorted(leaving.items()):
                yield from self._of_school(instance, block, weekday, list(travellers.values()))

    def _of_teacher(
        self, instance: Setting, block: Block, visits: list[Move]
    ) -> Iterator[Deviation]:
        p: Any = self.params
        point, who = f"{visits[0].teacher.id}/{block.id}", instance.who(visits[0].teacher)
        hosts = {m.host.id: m.host.name for m in visits}
        excess = 1 + len(hosts) - p.max_sites_per_week
        if excess > 0:
            text = Text(
                f"{block.name.zh}{who.zh}除本校外还到{'、'.join(hosts.values())}走教，"
                f"每周最多{p.max_sites_per_week}处。",
                f"{who.en} also teaches at {'、'.join(hosts.values())} in {block.name.en}; "
                f"at most {p.max_sites_per_week} sites a week, home included.",
            )
            yield Deviation(point, excess, text)
        for weekday in WEEK:
            today = {m.host.id: m.host.name for m in visits if weekday in m.placement.days}
            if p.max_sites_per_day is not None and len(today) > p.max_sites_per_day:
                day, names = WEEKDAYS[weekday - 1], "、".join(today.values())
                text = Text(
                    f"{block.name.zh}{who.zh}{day.zh}要到{names}走教，"
                    f"每天最多{p.max_sites_per_day}处。",
                    f"{who.en} is at {names} on {day.en} in {block.name.en}; "
                    f"at most {p.max_sites_per_day} sites a day.",
                )
                yield Deviation(f"{point}.day{weekday}", len(today) - p.max_sites_per_day, text)
        way = sum(_way(instance, m) for m in visits)
        excess = 0 if p.max_km_per_week is None else _beyond(way, p.max_km_per_week)
        if excess > 0:
            km = f"{way / TENTHS:g}"
            text = Text(
                f"{block.name.zh}{who.zh}走教每周往返{km}公里，最多{p.max_km_per_week:g}公里。",
                f"{who.en} travels {km} km a week in {block.name.en}, "
                f"at most {p.max_km_per_week:g}.",
            )
            yield Deviation(f"{point}.km", excess, text)

    def _of_school(
        self, instance: Setting, block: Block, weekday: int, moves: list[Move]
    ) -> Iterator[Deviation]:
        seats, home = self.params.vehicle_seats, moves[0].home
        if seats is not None and len(moves) > seats:
            day = WEEKDAYS[weekday - 1]
            names = "、".join(instance.called(m.teacher) for m in moves)
            text = Text(
                f"{block.name.zh}{day.zh}从{home.name}出发走教{len(moves)}人（{names}），"
                f"车辆只有{seats}座。",
                f"{len(moves)} teachers set out from {home.name} on {day.en} in {block.name.en} "
                f"({names}); the vehicle seats {seats}.",
            )
            yield Deviation(_seats_point(home.id, block, weekday), len(moves) - seats, text)

    def build(self, context: Context) -> None:
        """Bound the itinerant placements of each teacher and each school in each block."""
        for index, move in enumerate(context.instance.candidates):
            found = self.fault(context.instance, move)
            if found:
                context.charge_candidate(self, index, found[0])
        for index, block in enumerate(context.instance.blocks):
            leaving: dict[tuple[str, int], list[Any]] = defaultdict(list)
            for choices in context.by_teacher.values():
                visits = [(m, x) for m, x in choices if not m.leaves and m.covers(index)]
                if visits:
                    self._bound_teacher(context, block, visits)
                    for weekday in WEEK if self.params.vehicle_seats else ():
                        today = [(m, x) for m, x in visits if weekday in m.placement.days]
                        if today:
                            home = today[0][0].home.id
                            leaving[home, weekday].append(_any_of(context, today))
            for (home, weekday), travellers in leaving.items():
                self._bound(
                    *(context, _seats_point(home, block, weekday)),
                    *(sum(travellers), self.params.vehicle_seats, len(travellers)),
                )

    def _bound_teacher(
        self, context: Context, block: Block, visits: list[tuple[Move, Any]]
    ) -> None:
        p, scope = self.params, context.scope(self)
        point, every = f"{visits[0][0].teacher.id}/{block.id}", [x for _, x in visits]
        self._bound(context, point, sum(every), p.max_sites_per_week - 1, len(every))
        for weekday in WEEK if p.max_sites_per_day is not None else ():
            today = [x for m, x in visits if weekday in m.placement.days]
            self._bound(
                context, f"{point}.day{weekday}", sum(today), p.max_sites_per_day, len(today)
            )
        if p.max_km_per_week is not None:
            ways = [(_way(context.instance, m), x) for m, x in visits]
            upper = _beyond(sum(way for way, _ in ways), p.max_km_per_week)
            if upper > 0:
                excess, most = context.new_int(0, upper), round(TENTHS * p.max_km_per_week)
                context.define(TENTHS * excess >= sum(way * x for way, x in ways) - most)
                scope.charge(f"{point}.km", excess, upper)

    def _bound(self, context: Context, point: str, count: Any, most: int, size: int) -> None:
        scope, upper = context.scope(self), size - most
        scope.charge(point, scope.above(count, most, upper), upper)


def _is_given(instance: Setting, move: Move) -> bool:
    """Return whether a placement without days came with the data."""
    known = move.is_ongoing or instance.key(move.placement) in instance.pins
    return known and not move.placement.days


def _any_of(context: Context, visits: list[tuple[Move, Any]]) -> Any:
    """Return a literal that is true when one of a teacher's visits is chosen."""
    if len({m.host.id for m, _ in visits}) == 1:
        return sum(x for _, x in visits)  # at one host there is one placement at a time
    found = context.new_bool()
    for _, literal in visits:
        context.define(found >= literal)
    return found


def _way(instance: Setting, move: Move) -> int:
    """Return the tenths of a kilometre there and back of a week; once, where days are open."""
    km, home, host = instance.community.travel_km, move.home.id, move.host.id
    both = km.get((home, host), 0.0) + km.get((host, home), 0.0)
    return round(TENTHS * both * max(1, len(set(move.placement.days))))


def _beyond(tenths: int, limit_km: float) -> int:
    """Return the whole kilometres above a limit, rounded up."""
    return -(-(tenths - round(TENTHS * limit_km)) // TENTHS)


def _seats_point(home: str, block: Block, weekday: int) -> str:
    return f"{home}/{block.id}.day{weekday}"


def _days_text(days: tuple[int, ...]) -> Text:
    """Return weekdays in words."""
    if not days:
        return Text("不限", "any days")
    names = [WEEKDAYS[d - 1] if d in WEEK else Text(str(d), str(d)) for d in days]
    return Text("、".join(n.zh for n in names), " and ".join(n.en for n in names))
