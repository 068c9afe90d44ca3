"""F11 protection: few are away at once, and at every school every subject can still be taught."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, Field

from community.rule import Strictness
from community.text import Text
from rotation import staffing_flow
from rotation.rules.base import STRICT, Deviation, Rule, RuleParameterError
from rotation.staffing_model import build_cover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.instance import RotationInstance
    from rotation.model import Context
    from rotation.staffing_flow import Lane, Shortage
    from rotation.view import RosterView


class Params(BaseModel):
    """``max_absent_share`` of a school's own staff, rounded down, at least one person."""

    model_config = STRICT

    max_absent_share: float | None = Field(default=None, ge=0, le=1)
    subject_cover: bool = True


@dataclass(frozen=True, kw_only=True)
class HomeSchoolProtection(Rule):
    """At every time, at home and at the hosts: enough staff, and teachers for every subject.

    Who is away for learning or leading teaches nowhere; who is sent to teach counts at the host;
    an itinerant teacher's periods go to home and hosts together.
    """

    family: ClassVar[str] = "home_school_protection"
    Params: ClassVar[type[BaseModel]] = Params

    def validate(self) -> None:
        """Refuse a price on lessons that nobody can teach."""
        if self.params.subject_cover and self.strictness is not Strictness.HARD:
            raise RuleParameterError(
                f"rule {self.id} (home_school_protection): subject_cover must be hard; "
                "set strictness to hard, or subject_cover to false"
            )

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Count who is away, then look for lessons that nobody can teach."""
        if self.params.max_absent_share is not None:
            yield from self._absences(view)
        if self.params.subject_cover:
            yield from self._uncovered(view)

    def most_absent(self, instance: RotationInstance, school: str) -> int:
        """Return how many of a school's staff may be away in one term."""
        share = Fraction(str(self.params.max_absent_share))
        return max(1, math.floor(share * len(instance.staff[school])))

    def _absences(self, view: RosterView) -> Iterator[Deviation]:
        community = view.instance.community
        for index, block in enumerate(view.instance.blocks):
            away: dict[str, list[str]] = {}
            for move in view.active(index):
                if move.leaves:
                    away.setdefault(move.home.id, []).append(move.teacher.name)
            for school, names in away.items():
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

    def _uncovered(self, view: RosterView) -> Iterator[Deviation]:
        instance = view.instance
        for index, block in enumerate(instance.blocks):
            for short in shortages_of(view, index):
                text = shortage_text(instance, block.name, short)
                lanes = "+".join(f"{x.school}.{x.stage}.{x.subject}" for x in short.lanes)
                yield Deviation(f"{lanes}/{block.id}", short.lack, text)

    def build(self, context: Context) -> None:
        """Bound absences, and state the flow of periods to lessons."""
        if self.params.max_absent_share is not None:
            self._build_absences(context)
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


def shortages_of(view: RosterView, block: int) -> list[Shortage]:
    """Return the lessons of a block of time that nobody can teach under a roster."""
    instance = view.instance
    known = instance.community.teacher_by_id

    def lanes(teacher: str, sites: tuple[str, ...]) -> list[Lane]:
        return [x for site in sites for x in instance.lanes(known[teacher], site)]

    sites = view.sites(block)
    supply = staffing_flow.supply_of((known[t], lanes(t, s)) for t, s in sites.items())
    return staffing_flow.shortages(instance.needed, supply)


def shortage_text(instance: RotationInstance, when: Text, short: Shortage) -> Text:
    """Return a shortage in words, with its numbers."""
    schools = dict.fromkeys(x.school for x in short.lanes)
    names = "、".join(instance.community.school_by_id[s].name for s in schools)
    subjects = "、".join(dict.fromkeys(instance.subject_name(x.subject) for x in short.lanes))
    need, have = f"{short.demand / 2:g}", f"{short.supply / 2:g}"
    together = "合计" if len(short.lanes) > 1 else ""
    return Text(
        f"{when.zh}{names}{subjects}{together}缺{short.lack}节：每周{need}节，能任教的教师最多{have}节。",
        f"{when.en}: {names} lacks {short.lack} periods of {subjects}: {need} a week, "
        f"the teachers who can take them have {have} at most.",
    )
