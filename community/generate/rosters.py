"""The planted roster: who is where in each term, as each profile's rules ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.generate.exchange import LEADERSHIP, SECONDMENT, Exchange, Terms
from community.generate.tracks import YEAR, Stay, least_terms, short_weeks, whole_time
from community.models import PlacementKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from community.policy import Policy

WEEKS = 16  # of a term in which short stays begin and end
LEADERS = Terms(SECONDMENT, "leader", "leader")
BACKBONE = Terms(SECONDMENT, "backbone", "backbone")
ANYBODY = Terms(SECONDMENT, "", "", partners=True)


def plant(exchange: Exchange, policy: Policy) -> None:
    """Plant the placements of a profile, and the itinerant ones that every profile has.

    A plan that asks for no number of people has no others.
    """
    if policy.profile in ROSTERS:
        ROSTERS[policy.profile](exchange, policy)
    for worker in [w for w in exchange.everybody if w.days]:
        host = next(site for site in worker.days if site != worker.home)
        exchange.need(host, worker.main)
        for start in range(0, exchange.terms, YEAR):
            terms = min(YEAR, exchange.terms - start)
            exchange.add(worker, PlacementKind.ITINERANT, host, Stay(start, terms))


def _songyang(exchange: Exchange, policy: Policy) -> None:
    for member in exchange.members:
        for index in range(1 if len(member.groups) <= 6 else 2):
            exchange.post(member, whole_time(exchange.terms, before=0 if index else YEAR))


def _qingyuan(exchange: Exchange, policy: Policy) -> None:
    """Give as many posts as a twentieth of the core's staff, those posts counted, in turn."""
    members, posts = exchange.members, 0
    while posts < len(members) or 20 * posts < len(exchange.staff(exchange.core)):
        exchange.post(members[posts % len(members)], whole_time(exchange.terms))
        posts += 1


def _libo(exchange: Exchange, policy: Policy) -> None:
    weak = [m for m in exchange.members if m.school.is_weak]
    for position, member in enumerate(weak):
        for index in range(3):
            goes_on = position == index == 0
            stays = whole_time(exchange.terms, before=YEAR if goes_on else 0)
            exchange.post(member, stays, shadow=True)


def _fengjie(exchange: Exchange, policy: Policy) -> None:
    members, terms = exchange.members, exchange.terms
    exchange.swap(members[-1], Stay(0, YEAR, before=1))
    for start in range(terms):  # one backbone teacher leaves for a year each semester
        exchange.swap(members[start % len(members)], Stay(start, YEAR))
    weeks = short_weeks(policy, SECONDMENT)
    for start in range(0, terms, YEAR):  # short stays, up to 5% of the staff in a school year
        sent = [p for p in exchange.planted if p.kind is SECONDMENT]
        active = sum(p.stay.meets(start, start + YEAR) for p in sent)
        lack = -(-len(exchange.staff(exchange.core)) * 5 // 100) - active
        for index in range(max(lack, int(weeks > 0))):
            exchange.swap(members[(index + 1) % len(members)], _short(exchange, start, weeks))


def _short(exchange: Exchange, start: int, weeks: int) -> Stay:
    """Return a stay of some weeks in a school year; of its first semester without weeks."""
    if not weeks:
        return Stay(start, 1)
    term = exchange.rng.randrange(start, min(start + YEAR, exchange.terms))
    return Stay(term, 0, _week(exchange.rng, weeks), weeks)


def _week(rng: Random, weeks: int) -> int:
    """Return a week in which a stay may begin, in steps of its length."""
    return 1 + weeks * rng.randrange(WEEKS // weeks)


def _mountain_county(exchange: Exchange, policy: Policy) -> None:
    core = len(exchange.staff(exchange.core))
    each = max(1, -(-core * 7 // 100 // len(exchange.members)))
    for start in range(0, exchange.terms, YEAR):
        for member in exchange.members:
            for _ in range(each):
                exchange.swap(member, Stay(start, YEAR))


def _shouguang(exchange: Exchange, policy: Policy) -> None:
    _leaders(exchange, policy)
    roomy = [m for m in exchange.members if len(exchange.staff(m)) >= 10][:3]
    for index, member in enumerate(roomy):
        stays = [Stay(0, YEAR, before=1)] if index == 0 else []
        starts = range(1 if index == 0 else 0, exchange.terms, YEAR)
        exchange.swap(member, *stays, *(Stay(start, YEAR) for start in starts))


def _leaders(exchange: Exchange, policy: Policy) -> None:
    """Attach a middle leader of each member to the core in every school year."""
    weeks, terms = short_weeks(policy, LEADERSHIP), least_terms(policy, LEADERSHIP)
    for index, member in enumerate(exchange.members):
        stays = []
        for year in range(0, exchange.terms, YEAR):
            start = min(year + index % 2, exchange.terms - 1)
            if weeks:
                stays.append(Stay(start, 0, _week(exchange.rng, weeks), weeks))
            else:
                stays.append(Stay(year if terms > 1 else start, terms))
        exchange.turns(member, LEADERSHIP, stays)


def _rural_jiaolianti(exchange: Exchange, policy: Policy) -> None:
    for start in range(0, exchange.terms, YEAR):
        for member in exchange.members:
            for on in (LEADERS, BACKBONE, BACKBONE, BACKBONE):
                exchange.swap(member, Stay(start, YEAR), on=on)


def _litong_roundrobin(exchange: Exchange, policy: Policy) -> None:
    for start in range(exchange.terms):
        for member in exchange.members:
            for _ in range(2):
                exchange.swap(member, Stay(start, 1), on=ANYBODY)


def _pingluo_huixiao(exchange: Exchange, policy: Policy) -> None:
    for member in exchange.members:
        exchange.turns(member, LEADERSHIP, [Stay(start, 1) for start in range(exchange.terms)])


def _central_experimental(exchange: Exchange, policy: Policy) -> None:
    for start in range(0, exchange.terms, YEAR):
        for theirs in ("leader", "backbone"):
            exchange.swap(exchange.members[0], Stay(start, YEAR), on=Terms(theirs=theirs))


def _linzi(exchange: Exchange, policy: Policy) -> None:
    _leaders(exchange, policy)
    for index, member in enumerate(exchange.members):
        for start in range(0, exchange.terms, YEAR):
            goes_on = index == start == 0
            stay = Stay(0, 2 * YEAR, before=YEAR) if goes_on else Stay(start, YEAR)
            exchange.swap(member, stay)


ROSTERS: dict[str, Callable[[Exchange, Policy], None]] = {
    "songyang": _songyang,
    "libo": _libo,
    "fengjie": _fengjie,
    "mountain_county": _mountain_county,
    "shouguang": _shouguang,
    "rural_jiaolianti": _rural_jiaolianti,
    "litong_roundrobin": _litong_roundrobin,
    "zibo_alliance": _linzi,
    "linzi": _linzi,
    "wucheng": _songyang,
    "qingyuan": _qingyuan,
    "pingluo_huixiao": _pingluo_huixiao,
    "central_experimental": _central_experimental,
}
