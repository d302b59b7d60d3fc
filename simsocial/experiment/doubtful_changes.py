"""What measures change of registered values, where that comes out otherwise than somebody may expect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, product

import numpy as np

from simsocial.core.language import say
from simsocial.experiment.setup import Setup
from simsocial.parameters.modifier import Modifier
from simsocial.parameters.plan import Plan

__all__ = ["doubtful_changes"]

_TAKE_UP = ".take_up.table"


def doubtful_changes(setup: Setup) -> list[str]:
    """Return sentences about changes that nothing reads, that ask for more than all, go too far when drawn, or are nil.

    Parameters
    ----------
    setup : Setup
        What was built from the settings of a scenario.
    """
    plan = setup.plan
    own = (one.doubts(setup.region, setup.catalogue) for one in setup.scenario.measures.values())
    return [*_idle(setup, plan), *_beyond_everybody(setup, plan), *_drawn_too_far(setup, plan), *chain(*own)]


def _idle(setup: Setup, plan: Plan) -> Iterator[str]:
    """Iterate over values that nothing in the region or scenario reads."""
    land = setup.region.scope == "land"
    builds = any(measure.kind == "phased_housing" for measure in setup.scenario.measures.values())
    idle = {
        "housing.new_home_": (builds, say("no measure builds homes")),
        "migration.out_level_land": (land, say("the region is not the Land")),
        "migration.out_rate_land": (land, say("the region is not the Land")),
        "migration.reception_": (setup.region.guests is not None, say("the region has no reception centre")),
    }
    for one in plan.modifiers:
        for beginning, (is_read, why) in idle.items():
            if one.id.startswith(beginning) and not is_read:
                yield say(
                    "{origin} changes '{id}', which nothing reads: {why}.",
                    origin=one.origin,
                    id=one.id,
                    why=why,
                )


def _beyond_everybody(setup: Setup, plan: Plan) -> Iterator[str]:
    """Iterate over take-up of more than all."""
    for one in plan.modifiers:
        if not one.id.endswith(_TAKE_UP):
            continue
        kind = setup.catalogue[one.id.split(".")[1]]
        month = _complete(one, plan)
        factor = plan.factor(one.id, **{axis: names[0] for axis, names in one.where.items()}).at(month)
        table = setup.parameters.table(one.id, month) * factor
        if table.max() <= 1.0:
            continue
        place = np.unravel_index(int(table.argmax()), table.shape)
        axes = setup.parameters[one.id].dims
        labels = setup.parameters[one.id].labels
        who = ", ".join(
            f"{axis.replace('_', ' ')} {labels[axis][code] if axis in labels else code}"
            for axis, code in zip(axes, place, strict=True)
        )
        yield (
            say(
                "{origin} raises the take-up of '{id}' to {share:.3g} at {who}: more than all cannot "
                "want it, so that it counts as 1.",
                origin=one.origin,
                id=kind.id,
                share=table.max(),
                who=who,
            )
        )


def _drawn_too_far(setup: Setup, plan: Plan) -> Iterator[str]:
    """Iterate over numbers that make sense at best values, but not at the ends of their ranges."""
    for one in plan.modifiers:
        parameter = setup.parameters[one.id]
        if parameter.is_table:
            continue
        own = f"{one.origin}.by"
        factors = setup.parameters[own].value_range if own in setup.parameters else (one.by,)
        month = np.array([_complete(one, plan)])
        found = [
            float(replace(one, by=by).applied(np.array([value]), month)[0])
            for value, by in product(parameter.value_range, factors)
        ]
        low, high = parameter.bounds
        worst = min(found) if min(found) < low else max(found)
        if not low <= worst <= high:
            yield (
                say(
                    "{origin} would make '{id}' {worst:.6g} in some draws, which makes no sense: there "
                    "it is held within {low:g} to {high:g}.",
                    origin=one.origin,
                    id=one.id,
                    worst=worst,
                    low=low,
                    high=high,
                )
            )


def _complete(one: Modifier, plan: Plan) -> int:
    """Return the month in which a change is complete, or its last one."""
    last = plan.last_month if one.end is None else min(one.end, plan.last_month)
    return min(max(one.start + max(one.ramp_months, 1) - 1, one.not_before), last)
