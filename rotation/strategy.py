"""How CP-SAT is put to work on rosters: strategies, what tells variables apart, and hints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from solving.hints import hint

if TYPE_CHECKING:
    from rotation.context import Context
    from rotation.solution import Roster
    from solving.folding import Fold


# Most of the presolve goes into these two, which fix and remove next to nothing here.
PRESOLVE = {"cp_model_probing_level": 0, "presolve_inclusion_work_limit": 0}


def parameters(workers: int) -> dict[str, Any]:
    """Return what CP-SAT needs here: the linear relaxation does most of the proof.

    With its own choice of strategies for two workers, instances that are proved in a second stay
    open for minutes. The workers beyond these strategies improve rosters by local search.
    """
    if workers == 1:
        return {"linearization_level": 2, **PRESOLVE}
    strategies = ["max_lp", "reduced_costs", "default_lp", "quick_restart", "core", "no_lp"]
    return {"subsolvers": strategies[: max(1, workers // 2)], **PRESOLVE}


def colours(context: Context) -> dict[int, object]:
    """Return what tells variables apart beside their rows: only colleagues are interchangeable."""
    return context.names | {
        literal.index: (m.home.id, m.host.id, m.placement.kind, m.first, m.end, m.placement.days)
        for m, literal in zip(context.instance.candidates, context.chosen, strict=True)
    }


def give_hint(context: Context, roster: Roster | None, folded: Fold | None) -> None:
    """Hint a roster to the model, or to the folded one if there is one."""
    if roster is None:
        return
    instance = context.instance
    known = {instance.key(p) for p in roster.placements}
    moves = zip(instance.candidates, context.chosen, strict=True)
    values = [(x, int(instance.key(m.placement) in known)) for m, x in moves]
    values += [(x, int(pair in roster.pairs)) for pair, x in context.paired.items()]
    if folded:
        folded.hint({x.index: value for x, value in values})
    else:
        hint(context.builder.model, values)
