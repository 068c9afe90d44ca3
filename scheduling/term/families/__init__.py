"""The families of calendar rules, one file for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduling.term.families.activity_calendar import ActivityCalendar
from scheduling.term.families.evaluation_score import EvaluationScore
from scheduling.term.families.evidence_log import EvidenceLog
from scheduling.term.families.joint_assessment import JointAssessment
from scheduling.term.families.leadership_meeting_quota import LeadershipMeetingQuota
from scheduling.term.families.mentor_cadence import MentorCadence
from scheduling.term.families.milestone_deadline import MilestoneDeadline
from scheduling.term.families.observation_quota import ObservationQuota
from scheduling.term.families.outreach_lesson_quota import OutreachLessonQuota
from scheduling.term.families.phase_precedence import PhasePrecedence
from scheduling.term.families.research_meeting_quota import ResearchMeetingQuota
from scheduling.term.families.shared_resource_booking import SharedResourceBooking
from scheduling.term.families.student_exchange import StudentExchange
from scheduling.term.families.sync_lesson_quota import SyncLessonQuota
from scheduling.term.sessions import Sessions

if TYPE_CHECKING:
    from scheduling.term.families.base import Family
    from scheduling.term.frame import TermFrame

FAMILIES: tuple[type[Family], ...] = (
    ObservationQuota,
    SyncLessonQuota,
    OutreachLessonQuota,
    ResearchMeetingQuota,
    LeadershipMeetingQuota,
    ActivityCalendar,
    StudentExchange,
    JointAssessment,
    MentorCadence,
    MilestoneDeadline,
    PhasePrecedence,
    SharedResourceBooking,
    EvidenceLog,
    EvaluationScore,
)


def families_of(frame: TermFrame) -> list[Family]:
    """Return the calendar rules of a community's policy, in the order of the policy."""
    known, sessions = {f.family: f for f in FAMILIES}, Sessions(frame)
    rules = (r for r in frame.community.policy.rules if r.enabled and r.family in known)
    return [known[rule.family](frame, sessions, rule) for rule in rules]
