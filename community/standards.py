"""The seven standards of balanced development (优质均衡) that counties are assessed by.

教督〔2017〕6号, article 6: each school reaches at least six of seven standards and no less than 85%
of the seventh; the coefficient of variation between schools is at most 0.50 (primary) and 0.45
(junior) for each.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from community.codes import Stage
from community.text import Text

ASSESSED = (Stage.PRIMARY, Stage.JUNIOR)
MOST_VARIATION = {Stage.PRIMARY: Fraction("0.50"), Stage.JUNIOR: Fraction("0.45")}
LEAST_REACHED = 6  # of the seven
LEAST_SHARE = Fraction("0.85")  # of the standard, of the one that may be missed


class Indicator(StrEnum):
    """One of the seven, in the order of the document."""

    ABOVE_NORM = "above_norm"
    BACKBONE = "backbone"
    PE_ARTS = "pe_arts"
    TEACHING_AREA = "teaching_area_m2"
    SPORTS_AREA = "sports_area_m2"
    EQUIPMENT = "equipment_cny"
    MULTIMEDIA = "multimedia_rooms"


STAFF = (Indicator.ABOVE_NORM, Indicator.BACKBONE, Indicator.PE_ARTS)


class Standard(NamedTuple):
    """What an indicator is called, its standards, and for how many pupils they hold."""

    name: Text
    unit: Text
    per: int
    primary: Fraction
    junior: Fraction

    def of(self, stage: Stage) -> Fraction:
        """Return the standard of a stage."""
        return self.primary if stage is Stage.PRIMARY else self.junior


def _standard(zh: str, en: str, unit: Text, per: int, primary: str, junior: str) -> Standard:
    return Standard(Text(zh, en), unit, per, Fraction(primary), Fraction(junior))


_TEACHERS, _M2 = Text("人/百名学生", "per 100 pupils"), Text("平方米/生", "m2 a pupil")
STANDARDS = {
    Indicator.ABOVE_NORM: _standard(
        "高于规定学历教师", "Degree above the norm", _TEACHERS, 100, "4.2", "5.3"
    ),
    Indicator.BACKBONE: _standard("骨干教师", "Backbone teachers", _TEACHERS, 100, "1", "1"),
    Indicator.PE_ARTS: _standard("体育艺术教师", "PE and arts", _TEACHERS, 100, "0.9", "0.9"),
    Indicator.TEACHING_AREA: _standard("教学及辅助用房", "Teaching rooms", _M2, 1, "4.5", "5.8"),
    Indicator.SPORTS_AREA: _standard("体育运动场馆", "Sports grounds", _M2, 1, "7.5", "10.2"),
    Indicator.EQUIPMENT: _standard(
        "教学仪器设备", "Equipment", Text("元/生", "yuan a pupil"), 1, "2000", "2500"
    ),
    Indicator.MULTIMEDIA: _standard(
        *("网络多媒体教室", "Multimedia rooms", Text("间/百名学生", "per 100 pupils"), 100),
        *("2.3", "2.4"),
    ),
}
