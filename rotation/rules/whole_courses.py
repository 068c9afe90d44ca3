"""Whole courses: one teacher can take each subject of each class, at every site and in every term.

Holds without a policy, wherever every lesson needs a teacher: the weekly timetable gives a course
to one person, so a roster under which that is impossible has no timetable. For the roster alone it
is no more than very dear, because a school may still get by with two teachers for one course.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from community.rule import Strictness
from community.text import Text
from rotation.knots import divided, lanes_at, people_of, proved_divided
from rotation.rules.base import Deviation, Rule
from rotation.rules.home_school_protection import HomeSchoolProtection, shortages_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rotation.context import Context
    from rotation.knots import Posts
    from rotation.setting import Setting
    from rotation.solution import Roster
    from rotation.staffing_flow import Lane
    from rotation.view import RosterView

PRICE = 5_000  # of a term without a timetable: dearer than to drop what is approved
FEW_STEPS = 200  # of a proof that a lane has no part in it; otherwise it is named too


@dataclass(frozen=True, kw_only=True)
class WholeCourses(Rule):
    """In each term the courses fit the people who are there without dividing any."""

    family: ClassVar[str] = "whole_courses"

    @classmethod
    def standing(cls, base: Roster | None, price_per_move: int) -> list[Rule]:
        """Return the one rule of this family."""
        title = Text("一班一科由一人任教", "one teacher for each course")
        strictness = Strictness.IN_PRINCIPLE
        return [cls(id=cls.family, title=title, strictness=strictness, weight=PRICE)]

    def applies(self, instance: Setting) -> bool:
        """Return whether every lesson needs a teacher."""
        rules = [r for r in instance.rules if isinstance(r, HomeSchoolProtection)]
        return any(r.params.subject_cover for r in rules)

    def deviations(self, view: RosterView) -> Iterator[Deviation]:
        """Yield each term in which courses would have to be divided.

        Where periods are lacking already, that is said by the rule of subject cover.
        """
        instance = view.instance
        for index, term in enumerate(instance.community.terms):
            short = _short_of_periods(view, index)
            found = [k for k in divided(view, index) if not short & lanes_at(instance, k)]
            if found:
                texts = [_sentence(instance, posts) for posts in found]
                zh, en = "；".join(t.zh for t in texts), "; ".join(t.en for t in texts)
                yield Deviation(
                    term.id,
                    1,
                    Text(
                        f"{term.name}{zh}。请改派或增派能任教的教师，或放宽课时上限。",
                        f"{term.name}: {en}. Send others or one more who can teach these, or raise "
                        "a maximum of periods.",
                    ),
                )

    def build(self, context: Context) -> None:
        """Price a term with divided courses; what makes it one is stated when a roster shows it.

        See ``rotation.courses``: an enforced rule has no literals, so that its cuts hold as such.
        """
        scope = context.scope(self)
        if not scope.enforced:
            for index, term in enumerate(context.instance.community.terms):
                literal = context.new_int(0, 1, ("divided", index))
                context.divided[index] = literal
                scope.charge(term.id, literal, 1)


def _short_of_periods(view: RosterView, term: int) -> set[Lane]:
    axis = view.instance.axis
    blocks = range(axis.start_of(term), axis.start_of(term + 1))
    return {lane for block in blocks for s in shortages_of(view, block) for lane in s.lanes}


def _sentence(instance: Setting, posts: Posts) -> Text:
    """Return which courses do not fit whom: no lane that could be left out, as far as is seen."""
    lanes = lanes_at(instance, posts)
    for lane in sorted(lanes):
        rest = lanes - {lane}
        if rest and proved_divided(instance, posts, rest, FEW_STEPS):
            lanes = rest
    people = people_of(instance, posts, lanes)
    names = {t: instance.community.called[t] for t in people}
    unit, note = instance.unit, instance.community.loads.note
    loads = [f"{names[t]}{most / unit:g}" for t, (most, _lanes) in sorted(people.items())]
    told = [f"{names[t]} {most / unit:g}" for t, (most, _lanes) in sorted(people.items())]
    courses = _courses(instance, lanes)
    return Text(
        f"{courses.zh}：每门课都由一位教师担任时，{len(people)}名教师排不下"
        f"（每周最多{'、'.join(loads)}节）{note.zh}",
        f"{courses.en}: with one teacher for each course they do not fit {len(people)} teachers "
        f"(periods a week at most: {', '.join(told)}){note.en}",
    )


def _courses(instance: Setting, lanes: frozenset[Lane]) -> Text:
    """Return the courses of some lanes, with the periods of each class: 语文8+7、数学4+4."""
    zh: list[str] = []
    en: list[str] = []
    for school in dict.fromkeys(lane.school for lane in sorted(lanes)):
        mine = [lane for lane in sorted(lanes) if lane.school == school]
        sizes = [sorted(instance.courses[lane].elements(), reverse=True) for lane in mine]
        told = ["+".join(f"{size / instance.unit:g}" for size in each) for each in sizes]
        subjects = [instance.subject_name(lane.subject) for lane in mine]
        name = instance.community.school_by_id[school].name
        zh.append(name + "、".join(f"{s}{n}" for s, n in zip(subjects, told, strict=True)))
        en.append(f"{name} " + ", ".join(f"{s} {n}" for s, n in zip(subjects, told, strict=True)))
    return Text("，".join(zh), "; ".join(en))
