"""Codes of the data: what schools, slots, rooms, weeks, placements and days can be."""

from __future__ import annotations

from enum import StrEnum


class SchoolRole(StrEnum):
    """Place of a school in the community (核心校, 成员校, 教学点); open before there is one."""

    CORE = "core"
    MEMBER = "member"
    TEACHING_POINT = "teaching_point"
    OPEN = "open"


class Stage(StrEnum):
    """Stage that a school or a teacher serves (小学, 初中, 高中), or several of them."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    NINE_YEAR = "nine_year"
    SENIOR = "senior"
    SECONDARY = "secondary"  # 完全中学
    TWELVE_YEAR = "twelve_year"

    @staticmethod
    def of(grade: int) -> Stage:
        """Return the stage to which lessons of a grade belong: primary, junior or senior."""
        return Stage.PRIMARY if grade <= 6 else Stage.JUNIOR if grade <= 9 else Stage.SENIOR

    @property
    def parts(self) -> frozenset[Stage]:
        """The stages that it is made of, or it alone."""
        return frozenset(_PARTS.get(self, (self,)))

    def covers(self, grade: int) -> bool:
        """Return whether lessons of this grade belong to the stage."""
        return Stage.of(grade) in self.parts

    def meets(self, other: Stage) -> bool:
        """Return whether two of them have a stage in common."""
        return not self.parts.isdisjoint(other.parts)


_PARTS = {
    Stage.NINE_YEAR: (Stage.PRIMARY, Stage.JUNIOR),
    Stage.SECONDARY: (Stage.JUNIOR, Stage.SENIOR),
    Stage.TWELVE_YEAR: (Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR),
}


class Degree(StrEnum):
    """Degree of a teacher (学历), the lowest first."""

    LOWER = "lower"  # than what a teacher has to have
    UPPER_SECONDARY = "upper_secondary"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    POSTGRADUATE = "postgraduate"

    @property
    def rank(self) -> int:
        """Its place among the others."""
        return [*Degree].index(self)


class SlotKind(StrEnum):
    """Kind of a slot of a bell grid. Only ``LESSON`` counts as a weekly period (正课)."""

    LESSON = "lesson"
    MORNING_READING = "morning_reading"
    BREAK = "break"
    LUNCH = "lunch"
    AFTER_SCHOOL = "after_school"
    EVENING = "evening"


class RoomKind(StrEnum):
    """What a room is equipped for. ``LIVE`` rooms can send and receive synchronous lessons."""

    ORDINARY = "ordinary"
    LIVE = "live"
    MUSIC = "music"
    ART = "art"
    LAB = "lab"
    COMPUTER = "computer"
    PLAYGROUND = "playground"


class WeekPattern(StrEnum):
    """Weeks in which a lesson is held (全, 单, 双), counted by teaching week of the term."""

    ALL = "all"
    ODD = "odd"
    EVEN = "even"

    def meets(self, other: WeekPattern) -> bool:
        """Return whether two patterns share a week."""
        return self is other or WeekPattern.ALL in (self, other)


ODD_AND_EVEN = (WeekPattern.ODD, WeekPattern.EVEN)


class PlacementKind(StrEnum):
    """Kind of a placement (支教, 跟岗, 顶岗, 挂职, 走教)."""

    SECONDMENT = "secondment"
    SHADOWING = "shadowing"
    WORK_SHADOWING = "work_shadowing"
    LEADERSHIP = "leadership"
    ITINERANT = "itinerant"

    @property
    def teaches_at_host(self) -> bool:
        """Whether the teacher takes lessons at the host school."""
        return self not in (PlacementKind.SHADOWING, PlacementKind.LEADERSHIP)

    @property
    def leaves_home(self) -> bool:
        """Whether the home school has to do without the teacher for the whole time."""
        return self is not PlacementKind.ITINERANT


class Direction(StrEnum):
    """Between which schools a placement leads. Teaching points count with their centre school."""

    CORE_TO_MEMBER = "core_to_member"
    MEMBER_TO_CORE = "member_to_core"
    MEMBER_TO_MEMBER = "member_to_member"
    INSIDE_MEMBER = "inside_member"  # between a centre school and its teaching points
    BETWEEN_COMMUNITIES = "between_communities"  # of one county


class PlacementStatus(StrEnum):
    """How firm a placement is (拟派, 已批准, 锁定); a locked one stays where it is."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    LOCKED = "locked"


class DayKind(StrEnum):
    """Exception of the calendar."""

    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    EXAM = "exam"
