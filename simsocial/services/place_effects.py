"""What services say that a longer way to the next site does: to hazards, and to needs that begin.

Where the ways are looked up: :mod:`simsocial.services.longer_ways`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.parts import FARTHER

__all__ = ["PlaceEffect", "place_effects"]

_ALWAYS = 1 << 20
"""Months after which an effect is over that stays."""


class PlaceEffect(NamedTuple):
    """An effect of the way to sites of a kind: factor for 15 minutes more, months until it begins and is over."""

    site_kind: str
    factor: float
    lag_months: int
    lasts_months: int


def place_effects(
    catalogue: Catalogue, parameters: Parameters, month: int
) -> Mapping[str, tuple[PlaceEffect, ...]]:
    """Return the effects of longer ways that are not none, by target.

    Parameters
    ----------
    catalogue, parameters : Catalogue, Parameters
        Kinds with their effects, and the registry with their numbers.
    month : int
        Absolute month.
    """
    found: dict[str, list[PlaceEffect]] = {}
    for kind in catalogue:
        for name, effect in kind.effects.items():
            if effect.when != FARTHER:
                continue
            factor = kind.number(parameters, f"effects.{name}.factor", month)
            lag = kind.number(parameters, f"effects.{name}.lag_months", month)
            lasts = kind.number(parameters, f"effects.{name}.lasts_months", month, _ALWAYS)
            if factor != 1.0:
                found.setdefault(effect.target, []).append(
                    PlaceEffect(kind.site_kind, factor, round(lag), round(lasts))
                )
    return {target: tuple(effects) for target, effects in found.items()}
