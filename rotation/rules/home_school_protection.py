"""F11 protection: few are away at once, and at every school every subject can still be taught."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from community.families.staff import HomeSchoolProtectionParams
from community.text import Text
from rotation import staffing_flow
from rotation.rules.base import Deviation, PlacementRule
from rotation.staffing_model import build_cover

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pydantic import BaseModel

    from community.models import Teacher
    from rotation.context import Context
    from rotation.move import Move
    from rotation.setting import Setting
    from rotation.staffing_flow import Lane, Shortage
    from rotation.view import RosterView


@dataclass(frozen=True, kw_only=True)
class HomeSchoolProtection(PlacementRule):
    """At every time, at home and at the hosts: enough staff, and teachers for every subject.

    Who is away for learning or leading teaches nowhere; who is sent to teach counts at the host;
    an itinerant teacher's periods go to home and hosts together.
    """

    family: ClassVar[str] = "home_school_protection"
    Params: ClassVar[type[BaseModel]] = HomeSchoolProtectionParams

    def relief(self, teacher: Teacher) -> int:
        """Return the periods a week that a class and a subject group take."""
        p: Any = self.params
        periods = p.class_teacher_periods if teacher.class_teacher_of else 0
        return periods + (p.group_head_periods if teacher.is_group_head else 0)

    def fault(self, instance: Setting, move: Move) -> tuple[int, Text] | None:
        """Object to a class teacher who is sent away, when class teachers stay."""
        group = move.teacher.class_teacher_of
        if not (self.params.class_teachers_stay and group and move.leaves) or move.is_ongoing:
            return None
        what, known = instance.what(move), instance.community.class_by_id.get(group)
        name = known.name if known else group
        text = Text(
            f"{what.zh}：该教师是{name}班主任，应留校。",
            f"{what.en}: the class teacher of {name} stays.",
        )
        return 1, text

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count who is away, then look for lessons that nobody can teach."""
        yield from super().deviations(view)
        if self.params.max_absent_share is not None:
            yield from self._absences(view)
        if self.params.min_backbone_share is not None:
            yield from self._backbone(view)
        if self.params.subject_cover:
            yield from self._uncovered(view)

    def most_absent(self, instance: Setting, school: str) -> int:
        """Return how many of a school's staff may be away in one term."""
        share = Fraction(str(self.params.max_absent_share))
        return max(1, math.floor(share * len(instance.staff[school])))

    def _absences(self, view: RosterView) -> Iterator[Deviation]:
        community = view.instance.community
        for index, block in enumerate(view.instance.blocks):
            away: dict[str, dict[str, str]] = {}  # names by id: nobody counts twice
            for move in view.active(index):
                if move.leaves:
                    away.setdefault(move.home.id, {})[move.teacher.id] = community.called[
                        move.teacher.id
                    ]
            for school, people in away.items():
                names = list(people.values())
                most, staff = self.most_absent(view.instance, school), view.instance.staff[school]
                if len(names) > most:
                    where = community.school_by_id[school].name
                    text = Text(
                        f"{block.name.zh}{where}{len(staff)}名教师中有{len(names)}人外出"
                        f"（{'、'.join(names)}），最多{most}人。",
                        f"{len(names)} of {len(staff)} teachers of {where} are away in "
                        f"{block.name.en} ({', '.join(names)}); at most {most} may be.",
                    )
                    yield Deviation(f"{school}/{block.id}", len(names) - most, text)

    def least_backbone(self, instance: Setting, school: str) -> int:
        """Return how many of a school's own backbone are at home in every block, at least."""
        share = Fraction(str(self.params.min_backbone_share))
        return math.floor(share * sum(t.is_backbone for t in instance.staff[school]))

    def _backbone(self, view: RosterView) -> Iterator[Deviation]:
        instance = view.instance
        for index, block in enumerate(instance.blocks):
            away = {m.teacher.id: m.home.id for m in view.active(index) if m.leaves}
            for school in dict.fromkeys(away.values()):
                own = [t for t in instance.staff[school] if t.is_backbone]
                gone = [instance.called(t) for t in own if t.id in away]
                least, here = self.least_backbone(instance, school), len(own) - len(gone)
                if here < least:
                    where = instance.community.school_by_id[school].name
                    text = Text(
                        f"{block.name.zh}{where}{len(own)}名骨干教师只有{here}人在校"
                        f"（外出：{'、'.join(gone)}），至少应有{least}人。",
                        f"Of {len(own)} backbone teachers of {where} {here} are at home in "
                        f"{block.name.en} (away: {', '.join(gone)}); at least {least} must be.",
                    )
                    yield Deviation(f"{school}/{block.id}/backbone", least - here, text)

    def _uncovered(self, view: RosterView) -> Iterator[Deviation]:
        instance = view.instance
        for index, block in enumerate(instance.blocks):
            for short in shortages_of(view, index):
                text = shortage_text(instance, block.name, short, _gone(view, index, short))
                lanes = "+".join(f"{x.school}.{x.stage}.{x.subject}" for x in short.lanes)
                yield Deviation(f"{lanes}/{block.id}", short.lack, text)

    def build(self, context: Context) -> None:
        """Bound absences, and state the flow of periods to lessons."""
        super().build(context)
        if self.params.max_absent_share is not None:
            self._build_absences(context)
        if self.params.min_backbone_share is not None:
            self._build_backbone(context)
        if self.params.subject_cover:
            build_cover(context, context.scope(self))

    def _build_absences(self, context: Context) -> None:
        scope, instance = context.scope(self), context.instance
        for school in instance.staff:
            most: Any = self.most_absent(instance, school)
            for index, block in enumerate(instance.blocks):
                away = [context.away(t.id, index) for t in instance.staff[school]]
                away = [x for x in away if not isinstance(x, int)]
                upper = len(away) - most
                scope.charge(f"{school}/{block.id}", scope.above(sum(away), most, upper), upper)

    def _build_backbone(self, context: Context) -> None:
        scope, instance = context.scope(self), context.instance
        for school in instance.staff:
            own = [t.id for t in instance.staff[school] if t.is_backbone]
            most = len(own) - self.least_backbone(instance, school)  # away at once
            for index, block in enumerate(instance.blocks):
                away = [x for x in (context.away(t, index) for t in own) if not isinstance(x, int)]
                upper = len(away) - most
                off = scope.above(sum(away), most, upper)
                scope.charge(f"{school}/{block.id}/backbone", off, upper)


def shortages_of(view: RosterView, block: int) -> list[Shortage]:
    """Return the lessons of a block of time that nobody can teach under a roster."""
    instance = view.instance
    known = instance.community.teacher_by_id
    sites = view.sites(block)

    def lanes(teacher: str) -> list[Lane]:
        return [x for site in sites[teacher] for x in instance.lanes(known[teacher], site)]

    def capacity(teacher: Teacher) -> int:
        return instance.capacity(teacher, at_home=teacher.school in sites[teacher.id])

    supply = staffing_flow.supply_of(((known[t], lanes(t)) for t in sites), capacity)
    return staffing_flow.shortages(instance.needed, supply, instance.unit)


def _gone(view: RosterView, block: int, short: Shortage) -> list[str]:
    """Return who of the own staff can teach what is lacking, and is not at home then."""
    instance, sites = view.instance, view.sites(block)
    return [
        instance.called(t)
        for school in dict.fromkeys(x.school for x in short.lanes)
        for t in instance.staff[school]
        if school not in sites[t.id] and not set(short.lanes).isdisjoint(instance.lanes(t, school))
    ]


def shortage_text(instance: Setting, when: Text, short: Shortage, gone: Sequence[str] = ()) -> Text:
    """Return a shortage in words, with its numbers; ``gone`` is who is away and could teach it."""
    schools = dict.fromkeys(x.school for x in short.lanes)
    names = "、".join(instance.community.school_by_id[s].name for s in schools)
    subjects = "、".join(dict.fromkeys(instance.subject_name(x.subject) for x in short.lanes))
    need, have = f"{short.needed:g}", f"{short.available:g}"
    together = "合计" if len(short.lanes) > 1 else ""
    if gone and not short.supply:
        return Text(
            f"{when.zh}{names}没有人能教{subjects}（每周{need}节）：能教的{'、'.join(gone)}派出，"
            "没有人来接替。",
            f"{when.en}: nobody at {names} can teach {subjects} ({need} a week): "
            f"{', '.join(gone)} could and is sent away, and nobody comes instead.",
        )
    note = instance.community.loads.note
    zh = f"派出的{'、'.join(gone)}能教。" if gone else ""
    en = f" {', '.join(gone)}, sent away, could teach it." if gone else ""
    return Text(
        f"{when.zh}{names}{subjects}{together}缺{short.lack}节：每周{need}节，"
        f"能任教的教师最多{have}节{note.zh}。{zh}",
        f"{when.en}: {names} lacks {short.lack} periods of {subjects}: {need} a week, "
        f"the teachers who can take them have {have} at most{note.en}.{en}",
    )
