"""The cost of one unit, found anew from the state; a move is priced by the units that it touches.

Every family of the standard is here once more, beside its check and its constraint: this is the
third and quickest form, in ``of_resources``, ``of_events`` and ``of_groups``. Tests hold it against
the checker.
"""

from __future__ import annotations

from scheduling.local.flat import at, compiled, put, row
from scheduling.local.names import (
    CHANGES,
    COSTS,
    COUNTS,
    EVENTS,
    FRESH,
    HARD,
    OF_EVENT,
    OF_EVENT_ITEMS,
    OF_GROUP,
    OF_RESOURCE,
    OF_RESOURCE_ITEMS,
    PRICE,
    RESOURCES,
    SHAPE,
    SIZES,
    TOTAL,
    TOUCHED,
    TOUCHES,
    UNITS,
    WEIGHT,
)
from scheduling.local.of_events import event_off
from scheduling.local.of_groups import group_off
from scheduling.local.of_resources import resource_off


@compiled
def shaped(t, demand, off):
    """Return the value of a demand's cost function at a deviation."""
    shape = at(t, SHAPE, demand)
    if shape == 1:
        return off * off
    if shape == 2:
        return min(off, 1)
    return off


@compiled
def _charged(t, s, demand, off):
    """Return hard cost, soft cost and energy of a deviation from a demand."""
    amount = shaped(t, demand, off)
    cost = at(t, WEIGHT, demand) * amount
    energy = at(s, PRICE, demand) * amount
    if at(t, HARD, demand):
        return cost, 0, energy
    return 0, cost, energy


@compiled
def unit_cost(t, s, unit):
    """Return hard cost, soft cost and energy of a unit."""
    resources, events = at(t, SIZES, RESOURCES), at(t, SIZES, EVENTS)
    if unit >= resources + events:
        group = unit - resources - events
        demand = at(t, OF_GROUP, group)
        return _charged(t, s, demand, group_off(t, s, group, demand))
    hard, soft, energy = 0, 0, 0
    if unit < resources:
        for i in range(at(t, OF_RESOURCE, unit), at(t, OF_RESOURCE, unit + 1)):
            demand = at(t, OF_RESOURCE_ITEMS, i)
            cost = _charged(t, s, demand, resource_off(t, s, unit, demand))
            hard, soft, energy = hard + cost[0], soft + cost[1], energy + cost[2]
    else:
        event = unit - resources
        for i in range(at(t, OF_EVENT, event), at(t, OF_EVENT, event + 1)):
            demand = at(t, OF_EVENT_ITEMS, i)
            cost = _charged(t, s, demand, event_off(t, s, event, demand))
            hard, soft, energy = hard + cost[0], soft + cost[1], energy + cost[2]
    return hard, soft, energy


@compiled
def price_all(t, s):
    """Find the cost of every unit and the total anew."""
    total = row(s, TOTAL, 0)
    s[total], s[total + 1], s[total + 2] = 0, 0, 0
    for unit in range(at(t, SIZES, RESOURCES) + at(t, SIZES, EVENTS) + at(t, SIZES, UNITS)):
        cost = unit_cost(t, s, unit)
        line = row(s, COSTS, unit)
        for i in range(3):
            s[line + i] = cost[i]
            s[total + i] += cost[i]


@compiled
def price_move(t, s, limit):
    """Return by how much a move changes hard cost, soft cost and energy.

    New costs are noted in ``FRESH``. Where the energy rises by more than the limit, whatever the
    units that are still to be priced may save, the rest is left out and only the energy is right,
    as a lower bound.
    """
    savings, touches = 0, at(s, COUNTS, TOUCHES)
    for i in range(touches):
        savings += s[row(s, COSTS, at(s, TOUCHED, i)) + 2]
    hard, soft, energy = 0, 0, 0
    for i in range(touches):
        unit = at(s, TOUCHED, i)
        cost = unit_cost(t, s, unit)
        line, before = row(s, FRESH, i), row(s, COSTS, unit)
        s[line], s[line + 1], s[line + 2] = cost
        hard += cost[0] - s[before]
        soft += cost[1] - s[before + 1]
        energy += cost[2] - s[before + 2]
        savings -= s[before + 2]
        if energy - savings > limit:
            return hard, soft, energy - savings
    return hard, soft, energy


@compiled
def keep(s, change):
    """Keep a move that was priced: its changes can no longer be taken back."""
    for i in range(at(s, COUNTS, TOUCHES)):
        line, now = row(s, FRESH, i), row(s, COSTS, at(s, TOUCHED, i))
        for j in range(3):
            s[now + j] = s[line + j]
    for j in range(3):
        put(s, TOTAL, j, at(s, TOTAL, j) + change[j])
    put(s, COUNTS, CHANGES, 0)


@compiled
def deviations(t, s, found):
    """Add the deviations of each demand to an array."""
    resources, events = at(t, SIZES, RESOURCES), at(t, SIZES, EVENTS)
    for unit in range(resources):
        for i in range(at(t, OF_RESOURCE, unit), at(t, OF_RESOURCE, unit + 1)):
            demand = at(t, OF_RESOURCE_ITEMS, i)
            found[demand] += resource_off(t, s, unit, demand)
    for event in range(events):
        for i in range(at(t, OF_EVENT, event), at(t, OF_EVENT, event + 1)):
            demand = at(t, OF_EVENT_ITEMS, i)
            found[demand] += event_off(t, s, event, demand)
    for group in range(at(t, SIZES, UNITS)):
        demand = at(t, OF_GROUP, group)
        found[demand] += group_off(t, s, group, demand)
