"""Communities that ask for all that a planted plan keeps."""

from __future__ import annotations

from benchmarks.planted.changing import change_week
from benchmarks.planted.draw import Draw
from benchmarks.planted.duties import ask_for_duties
from benchmarks.planted.relations import ask_for_relations
from benchmarks.planted.requests import ask_for_loads, ask_for_teachers, ask_for_times
from benchmarks.planted.rooms import ask_for_rooms


def planted(profile: str, seed: int, **shape: int) -> Draw:
    """Return a community with rows in all tables of requests, and the plan that keeps them."""
    draw = Draw.of(profile, seed, **shape)
    change_week(draw, joint=2, shared=2)
    ask_for_rooms(draw)
    ask_for_teachers(draw)
    ask_for_times(draw)
    ask_for_relations(draw, each=1)
    ask_for_loads(draw)
    ask_for_duties(draw)
    return draw
