"""Staffing: who teaches which course, before any lesson has a time."""

from scheduling.staffing.care import Avoid
from scheduling.staffing.choose import Staffing, choose_teachers

__all__ = ["Avoid", "Staffing", "choose_teachers"]
