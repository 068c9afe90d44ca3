"""What a policy's numbers come to in one community: people, lessons, days, semesters.

Everything here is arithmetic on the policy and the staff, before any roster: the catalogue's table
of loads (section 4), for the community at hand. Never imports the solver.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from community.policy import EACH, Window
from community.text import Text
from rotation.axis import DAYS_A_WEEK, HALF_MONTH, TERM_HALF_MONTHS
from rotation.burden import round_needs
from rotation.candidates import stays
from rotation.rules.mentor_matching import MentorMatching
from rotation.rules.reciprocal_exchange import ReciprocalExchange
from rotation.rules.rotation_fairness import RotationFairness
from rotation.rules.rotation_quota import BACK, OUT, RotationQuota

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.codes import Direction, PlacementKind
    from community.policy import PolicyRule
    from rotation.instance import RotationInstance
    from rotation.rules.rotation_quota import Point

DAYS_A_MONTH = 2 * HALF_MONTH * DAYS_A_WEEK
PARTS = (Window.SEMESTER, Window.MONTH)  # windows that lie inside any year


@dataclass(frozen=True, slots=True)
class Load:
    """What one rule of the policy comes to, in a sentence and as named numbers."""

    rule: str
    sentence: Text
    numbers: dict[str, float] = field(default_factory=dict)


def loads(instance: RotationInstance) -> list[Load]:
    """Return what follows from the policy: quotas, exchange, observation, mentors, turns."""
    makers = (_quotas, _exchanges, _observations, _mentors, _rounds)
    return [load for make in makers for load in make(instance)]


def _each(window: Window | None) -> Text:
    return EACH[window or Window.SCHOOL_YEAR]


def _quotas(instance: RotationInstance) -> Iterator[Load]:
    """Yield how many people each quota moves in a window, all schools together."""
    for rule in instance.rules:
        if not isinstance(rule, RotationQuota):
            continue
        points = _first(instance, rule)
        least, most = _people(instance, rule, points)
        if not least and most is None:
            continue  # a share of those who are exchanged: the roster decides
        numbers: dict[str, float] = {"least": least}
        zh = f"{least}人" if most is None else f"{least}至{most}人"
        en = f"{least} people" if most is None else f"{least} to {most} people"
        if most is not None:
            numbers["most"] = most
        if rule.params.per == "member":
            numbers["members"] = len(points)
            zh, en = f"{len(points)}所成员校共{zh}", f"{en} for {len(points)} members"
        if rule.params.share and rule.params.base != "exchanged":
            numbers["staff"] = sum(len(rule.base(instance, p)) for p in points)
            share = f"{100 * rule.params.share:g}%"
            zh += f"（{numbers['staff']}人的{share}）"
            en += f" ({share} of {numbers['staff']})"
        months = _months(instance, rule)
        if months:
            numbers["months"] = months
            zh, en = f"{zh}，每次至少{months:g}个月", f"{en}, for at least {months:g} months"
        each = _each(rule.window)
        text = Text(f"“{rule.title.zh}”：{each.zh}{zh}。", f"“{rule.title.en}”, {each.en}: {en}.")
        yield Load(rule.id, text, numbers)


def _first(instance: RotationInstance, rule: RotationQuota) -> list[Point]:
    """Return the points of a quota in its first window."""
    points = rule.points(instance)
    first = min((p.span.first for p in points), default=0)
    return [p for p in points if p.span.first == first]


def _people(
    instance: RotationInstance, rule: RotationQuota, points: list[Point]
) -> tuple[int, int | None]:
    """Return the least and the greatest number of people of a quota in a window."""
    least = sum(rule.least(instance, point) for point in points)
    return least, None if rule.params.max is None else rule.params.max * len(points)


def _months(instance: RotationInstance, rule: RotationQuota) -> float:
    """Return the months of the shortest stay that counts and that the policy's tracks offer."""
    found = [stay for kind in rule.params.kinds for stay in stays(instance, kind)]
    least = rule.params.min_terms
    fitting = [s for s in found if (least <= 1 if s.weeks else s.terms >= least)]
    lengths = [s.weeks / HALF_MONTH or TERM_HALF_MONTHS * s.terms for s in fitting]
    return min(lengths, default=0) / 2


def _exchanges(instance: RotationInstance) -> Iterator[Load]:
    """Yield how many people an equal exchange moves each way, from the quotas on either side."""
    for rule in instance.rules:
        if not isinstance(rule, ReciprocalExchange):
            continue
        p, window = rule.params, rule.window or Window.SCHOOL_YEAR
        sides = len(instance.members if p.per == "member" else instance.groups)
        tolerance = p.tolerance * sides
        out = _asked(instance, OUT, p.out_kinds, window)
        back = _asked(instance, BACK, p.in_kinds, window)
        out, back = max(out, back - tolerance), max(back, out - tolerance)
        if out or back:
            each = _each(window)
            text = Text(
                f"“{rule.title.zh}”：{each.zh}核心校派出{out}人，接收{back}人。",
                f"“{rule.title.en}”, {each.en}: {out} leave the core and {back} arrive there.",
            )
            yield Load(rule.id, text, {"out": out, "back": back})


def _asked(
    instance: RotationInstance,
    way: Direction,
    kinds: tuple[PlacementKind, ...],
    window: Window,
) -> int:
    """Return how many the quotas ask for at least, one way, in a window of an exchange."""
    asked = [
        _people(instance, rule, _first(instance, rule))[0]
        for rule in instance.rules
        if isinstance(rule, RotationQuota)
        and rule.strictness != "soft"
        and rule.directions == (way,)
        and set(rule.params.kinds) <= set(kinds)
        and (rule.window or Window.SCHOOL_YEAR) in (window, *PARTS)
    ]
    return max(asked, default=0)


def _observations(instance: RotationInstance) -> Iterator[Load]:
    """Yield what each member's visits to the core come to: visitors, lessons, days."""
    schools = instance.community.school_by_id
    for rule in instance.community.policy.of("observation_quota"):
        for member in instance.members:
            staff = len(instance.staff_of(member))
            if staff and rule.params.get("share"):
                yield _visits(rule, schools[member].name, staff)
            if staff and rule.params.get("days_per_month"):
                yield _days(rule, schools[member].name, staff)


def _visits(rule: PolicyRule, school: str, staff: int) -> Load:
    share, each = Fraction(str(rule.params["share"])), _each(rule.window)
    visitors = math.ceil(share * staff)
    numbers: dict[str, float] = {"staff": staff, "visitors": visitors}
    zh = f"{school}{staff}人的{float(100 * share):g}%是{visitors}人"
    en = f"{float(100 * share):g}% of {staff} at {school} are {visitors} visitors"
    lessons = rule.params.get("lessons_per_person", 0)
    if lessons:
        numbers["lessons"] = visitors * lessons
        zh += f"，每人{lessons}课时，{each.zh}共听课{visitors * lessons}课时"
        en += f"; {lessons} lessons each make {visitors * lessons} {each.en}"
    if rule.params.get("in_turn"):
        numbers["windows"] = math.ceil(Fraction(staff, visitors))
        zh += f"；全员轮一遍要{numbers['windows']}次"
        en += f"; everybody has had a turn after {numbers['windows']} times"
    return Load(rule.id, Text(f"“{rule.title_zh}”：{zh}。", f"“{rule.title_en}”: {en}."), numbers)


def _days(rule: PolicyRule, school: str, staff: int) -> Load:
    days = rule.params["days_per_month"]
    total, absent = staff * days, staff * days / DAYS_A_MONTH
    text = Text(
        f"“{rule.title_zh}”：{school}{staff}名教师每月各{days}天，共{total}人天，"
        f"每个教学日约{absent:.1f}人外出。",
        f"“{rule.title_en}”: {staff} teachers of {school}, {days} days a month each: {total} "
        f"teacher-days, about {absent:.1f} absent each school day.",
    )
    return Load(rule.id, text, {"staff": staff, "teacher_days": total, "absent": absent})


def _mentors(instance: RotationInstance) -> Iterator[Load]:
    """Yield how many mentees each mentor has when every other school is to have some."""
    for rule in instance.rules:
        if not isinstance(rule, MentorMatching) or not rule.params.per_mentor:
            continue
        demands = rule.demands(instance)
        first = min((d.span.first for d in demands), default=0)
        each: dict[str, int] = defaultdict(int)
        for demand in demands:
            if demand.span.first == first and demand.target.mentor:
                each[demand.target.mentor] += demand.least
        if each:
            least, pairs = min(each.values()), sum(each.values())
            text = Text(
                f"“{rule.title.zh}”：{len(each)}名指导教师每人至少带{least}人，共{pairs}对。",
                f"“{rule.title.en}”: {len(each)} mentors with at least {least} mentees each, "
                f"{pairs} pairs.",
            )
            yield Load(rule.id, text, {"mentors": len(each), "mentees": least, "pairs": pairs})


def _rounds(instance: RotationInstance) -> Iterator[Load]:
    """Yield how many semesters a round of turns takes at each school."""
    for rule in instance.rules:
        if not isinstance(rule, RotationFairness) or not rule.params.round_robin:
            continue
        for need in round_needs(instance, rule):
            if need.semesters is None:
                continue
            name = instance.community.school_by_id[need.school].name
            places = float(need.places)
            text = Text(
                f"“{rule.title.zh}”：{name}{need.people}人，每学期{places:g}个名额，"
                f"轮一遍要{need.semesters}个学期（本轮还有{need.left}人）。",
                f"“{rule.title.en}”: {need.people} people of {name} and {places:g} places a "
                f"semester: a round takes {need.semesters} semesters ({need.left} have still to "
                "go in this one).",
            )
            numbers = {"people": need.people, "places": places, "semesters": need.semesters}
            yield Load(rule.id, text, numbers)
