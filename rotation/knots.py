"""Whether the undivided courses of some lanes fit the people of some posts."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

from rotation.packing import rows, sorts_of
from rotation.posts import capacity_of, lanes_of
from solving import solver
from solving.outcome import Budget, Status

if TYPE_CHECKING:
    from rotation.instance import RotationInstance
    from rotation.posts import Post
    from rotation.staffing_flow import Lane

Posts = frozenset["Post"]
Lanes = frozenset["Lane"]


def fits_greedily(instance: RotationInstance, posts: Posts, lanes: Lanes) -> bool:
    """Return whether a simple rule places all courses: long ones first, where most is free.

    Lanes with few teachers go first, and among equals people of few lanes.
    """
    able: dict[Lane, list[str]] = defaultdict(list)
    skills: Counter[str] = Counter()
    free: dict[str, int] = {}
    for post in sorted(posts):
        most = capacity_of(instance, post)
        free[post.teacher] = min(most, free.get(post.teacher, most))
        for lane in lanes_of(instance, post):
            if lane in lanes:
                able[lane].append(post.teacher)
                skills[post.teacher] += 1
    for lane in sorted(lanes, key=lambda x: (len(able[x]), x)):
        for size in sorted(instance.courses[lane].elements(), reverse=True):
            fitting = [t for t in able[lane] if free[t] >= size]
            if not fitting:
                return False
            free[min(fitting, key=lambda t: (skills[t], -free[t]))] -= size
    return True


def is_impossible(instance: RotationInstance, posts: Posts, lanes: Lanes, seconds: float) -> bool:
    """Return whether it is proved that the courses of some lanes do not fit the posts.

    Sorts of people are asked first: what even they cannot hold is proved in moments.
    """
    budget = Budget(seconds=seconds, workers=1)
    models = (_dealt_to_sorts(instance, posts, lanes), _dealing(instance, posts, lanes))
    found = (solver.solve(model, budget, phase="courses").status for model in models)
    return Status.INFEASIBLE in found


def _dealt_to_sorts(instance: RotationInstance, posts: Posts, lanes: Lanes) -> cp_model.CpModel:
    """Return the model that deals the courses out to sorts of people, without saying to whom."""
    model = cp_model.CpModel()
    sorts = sorts_of(instance, posts)
    people = {sort: (len(mine), len(mine)) for sort, mine in sorts.items()}
    for row in rows(instance, lanes, people, lambda most, _name: model.new_int_var(0, most, "")):
        model.add(row)
    return model


def _dealing(instance: RotationInstance, posts: Posts, lanes: Lanes) -> cp_model.CpModel:
    """Return the model that deals the courses out.

    Of a teacher's posts, those based at home and those of one sent away are alternatives. Each
    sort has its capacity, and all together the greater one, which holds in either case.
    """
    model = cp_model.CpModel()
    taken: dict[tuple[Lane, int], list[Any]] = defaultdict(list)
    loads: dict[tuple[str, int], list[Any]] = defaultdict(list)  # by teacher and capacity
    for post in sorted(posts):
        capacity = capacity_of(instance, post)
        for lane in lanes.intersection(lanes_of(instance, post)):
            for size, count in instance.courses[lane].items():
                if size <= capacity:
                    number = model.new_int_var(0, min(count, capacity // size), "")
                    taken[lane, size].append(number)
                    loads[post.teacher, capacity].append(size * number)
    for (teacher, capacity), parts in loads.items():
        others = [c for t, c in loads if t == teacher and c < capacity]
        model.add(sum(parts) + sum(sum(loads[teacher, c]) for c in others) <= capacity)
    for lane in sorted(lanes):
        for size, count in instance.courses[lane].items():
            model.add(sum(taken[lane, size]) == count)
    return model
