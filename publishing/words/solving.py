"""The words for how a plan was found, which only planners read."""

from __future__ import annotations

from community.text import Text

SOLVING: dict[str, Text] = {
    "phase": Text("阶段", "Phase"),
    "phase_rotation": Text("轮岗", "Rotation"),
    "phase_staffing": Text("任课", "Staffing"),
    "phase_week": Text("周课表", "Weekly timetable"),
    "objective": Text("目标值", "Objective"),
    "bound": Text("下界", "Bound"),
    "gap": Text("差距", "Gap"),
    "seconds": Text("用时（秒）", "Seconds"),
}
