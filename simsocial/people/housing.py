"""How households are housed: who rents, whose rent is too high, who owes rent, who was sued, who has no home."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.people.livelihood import IS_TENANT, LIVES_IN_SHELTER, OVERBURDENED
from simsocial.people.predicate import Flags
from simsocial.people.predicates import PREDICATES, Predicate
from simsocial.people.turning_ages import STATED
from simsocial.people.view import Homes

__all__ = ["HOMELESS", "IN_ARREARS", "SUED"]

IN_ARREARS, SUED, HOMELESS = (1 << bit for bit in range(3))
"""Bits of the column `home_at_risk` of households: owes rent; is sued for eviction, too; lost the home and is
sheltered."""


def _tenure(homes: Homes) -> npt.NDArray[np.uint8]:
    tenure: npt.NDArray[np.uint8] = homes.column("livelihood") & np.uint8(OVERBURDENED)
    return tenure


def _is_tenant(homes: Homes) -> Flags:
    """Tell who rents the home; who lost it rents none."""
    flags: Flags = homes.is_used & (_tenure(homes) & IS_TENANT > 0) & ~_has(homes, HOMELESS)
    return flags


def _is_overburdened(homes: Homes) -> Flags:
    flags: Flags = _is_tenant(homes) & (_tenure(homes) == OVERBURDENED)
    return flags


def _has(homes: Homes, bit: int) -> Flags:
    flags: Flags = homes.is_used & (homes.column("home_at_risk") & bit > 0)
    return flags


def _is_homeless(homes: Homes) -> Flags:
    flags: Flags = _has(homes, HOMELESS) | (homes.is_used & (_tenure(homes) == LIVES_IN_SHELTER))
    return flags


for _id, _de, _en, _holds in (
    ("tenant", "Mieterhaushalte", "tenant households", _is_tenant),
    (
        "overburdened_by_rent", "durch die Miete überlastete Haushalte", "households overburdened by rent",
        _is_overburdened,
    ),
    (
        "in_rent_arrears", "Haushalte mit Mietschulden", "households in rent arrears",
        lambda homes: _has(homes, IN_ARREARS),
    ),
    (
        "sued_for_eviction", "Haushalte mit Räumungsklage", "households sued for eviction",
        lambda homes: _has(homes, SUED),
    ),
    ("homeless", "untergebrachte wohnungslose Haushalte", "sheltered homeless households", _is_homeless),
):  # fmt: skip
    PREDICATES.add(Predicate(_id, {"de": _de, "en": _en}, _holds, "households", turns=STATED))
