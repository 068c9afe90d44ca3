"""Communities that ask for all that a planted plan keeps."""

from __future__ import annotations

from benchmarks.planted.blocks import required_blocks, wished_blocks
from benchmarks.planted.changing import change_week
from benchmarks.planted.draw import Draw
from benchmarks.planted.duties import ask_for_duties
from benchmarks.planted.grouping import divided, mixed, swapping
from benchmarks.planted.relations import ask_for_relations
from benchmarks.planted.requests import ask_for_loads, ask_for_teachers, ask_for_times
from benchmarks.planted.rooms import ask_for_rooms
from benchmarks.planted.teachers import accompanied, joined, shared
from benchmarks.planted.weights import ask_for_weights

CHANGES = {  # and how many of each
    joined: 2,
    shared: 2,
    accompanied: 2,
    divided: 1,
    swapping: 1,
    mixed: 1,
    required_blocks: 1,
    wished_blocks: 1,
}


def planted(profile: str, seed: int, **shape: int) -> Draw:
    """Return a community with rows in all tables of requests, and the plan that keeps them."""
    draw = Draw.of(profile, seed, **shape)
    for found, number in CHANGES.items():
        change_week(draw, found, number)
    ask_for_rooms(draw)
    ask_for_teachers(draw)
    ask_for_times(draw)
    ask_for_relations(draw, each=1)
    ask_for_loads(draw)
    ask_for_weights(draw)
    ask_for_duties(draw)
    return draw
