"""值班 that can be done beside a planted week.

They are handed out when another week is there, so who has to be there on Friday is a wish alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.duties import Circle, Duty
from community.rule import Strictness
from scenarios.duties import setting_of
from scheduling.duties.handing_out import hand_out
from solving import clock
from solving.outcome import Budget

if TYPE_CHECKING:
    from benchmarks.planted.draw import Draw

WISH = Strictness.SOFT
BUDGET = Budget(seconds=2, workers=1, seed=1)


def ask_for_duties(draw: Draw) -> None:
    """Ask for those duties of a list for which there are people; hand them out in the plan."""
    for duty in _duties(draw):
        before = draw.community
        draw.asks(duties=[duty])
        with clock.counting_work():  # the same on every machine
            found = hand_out(setting_of(draw.community, draw.plan), BUDGET)
        if found.report.status.has_solution:
            draw.duties = found.duties
        else:
            draw.community = before


def _duties(draw: Draw) -> list[Duty]:
    school = draw.rng.choice(draw.community.schools).id
    return [
        Duty(slots=("早读",), subjects=("zh", "en"), weekdays=(1, 3)),
        Duty(slots=("课后服务",), weekdays=(1, 2, 3, 4), who=Circle.OF_CLASS, max_per_week=3),
        Duty(slots=("午餐午休",), school=school, classes_at_once=2, max_per_week=4),
        Duty(slots=("课后服务",), weekdays=(5,), who=Circle.CLASS_TEACHER, strictness=WISH),
    ]
