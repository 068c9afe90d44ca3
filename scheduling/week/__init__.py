"""The week of a community: its courses as an instance of the engine, and back as a timetable."""

from scheduling.week.compile import PRICE_PER_MOVE, compile_week
from scheduling.week.reading import to_solution
from scheduling.week.writing import to_timetable

__all__ = ["PRICE_PER_MOVE", "compile_week", "to_solution", "to_timetable"]
