"""What the allocation knows of each kind: arrays by kind that hold as long as no value changes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import monthly_chance
from simsocial.core.columns import ELSEWHERE, GAVE_UP
from simsocial.parameters import Parameters
from simsocial.services.capacity_use import FARTHEST
from simsocial.services.catalogue import Catalogue
from simsocial.services.districts import share_by_choice
from simsocial.services.kind import ServiceKind

__all__ = ["URGENCIES", "Rules", "rules_of"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_FARTHEST_DECAYS = 600.0

URGENCIES = {
    "longest_waiting": (1, 0, 0),
    "highest_grade": (0, -1, 0),
    "oldest": (0, 0, 1),
    "youngest": (0, 0, -1),
}
"""Rules of priority: weights of month of asking, care grade and birth month; who has the lowest sum comes first."""


class Rules(NamedTuple):
    """What holds for each kind: see :mod:`simsocial.services.allocation`.

    Attributes
    ----------
    gain, maximum : float64 (kinds,)
        Minutes by which another site must be nearer, and beyond which the present one is out of reach.
    giving_up, transferring, asking_again : float64 (kinds,)
        Chances a month.
    excepted : float64 (kinds,)
        Share who go to another site than that of the district.
    taken_on : float64 (kinds,)
        Share of those whose site closed whom another one serves with the staff it has, however many it serves.
    at_once : bool (kinds,)
        Whether who finds no place gives up in the same month.
    district, residential, displaced_first : bool (kinds,)
        Whether places lie in districts; people live where they are served; those whose site closed come first.
    after_patience : uint8 (kinds,)
        State of a case that gave up waiting.
    urgency : int64 (kinds, 3)
        Weights of the rule of priority, see :data:`URGENCIES`.
    farness : float64 (minutes,)
        By how much each whole number of minutes lengthens the wait of a site in the race for a case: the exponential of
        minutes over ``allocation.choice_decay_minutes``. Its last entry holds for all longer ways.
    """

    gain: Floats
    maximum: Floats
    giving_up: Floats
    transferring: Floats
    asking_again: Floats
    excepted: Floats
    taken_on: Floats
    at_once: Flags
    district: Flags
    residential: Flags
    displaced_first: Flags
    after_patience: npt.NDArray[np.uint8]
    urgency: Integers
    farness: Floats


def rules_of(catalogue: Catalogue, parameters: Parameters, month: int) -> Rules:
    """Return the rules of all kinds in a month.

    Parameters
    ----------
    catalogue, parameters : Catalogue, Parameters
        The kinds, and the registry with their numbers.
    month : int
        Absolute month.
    """
    kinds = tuple(catalogue)

    def numbers(path: str, default: float = 0.0) -> Floats:
        return np.array([kind.number(parameters, path, month, default) for kind in kinds])

    def choice(name: str) -> Floats:
        return np.array([_number_of_choice(kind, parameters, name, month) for kind in kinds])

    # Money has no place to wait for: it is got in the month in which it is claimed, and comes from no site.
    in_cash = np.array([kind.in_cash for kind in kinds], dtype=np.bool_)
    patience = np.where(in_cash, 0.0, numbers("patience_months", np.inf))
    elsewhere = in_cash | np.array([kind.after_patience == "elsewhere" for kind in kinds], dtype=np.bool_)
    asking_again = float(monthly_chance(parameters.value("allocation.ask_again_rate", month)))
    return Rules(
        choice("transfer_gain_minutes"),
        numbers("distance.maximum_minutes", np.inf),
        1.0 / np.maximum(patience, 1.0),
        1.0 / np.maximum(choice("transfer_months"), 1.0),
        np.full(len(kinds), asking_again),
        np.array([share_by_choice(kind, parameters, month) for kind in kinds]),
        numbers("displaced_taken_on_share"),
        patience < 1.0,
        np.array([kind.site_choice.assignment == "district" for kind in kinds], dtype=np.bool_),
        catalogue.residential,
        np.array([kind.priority.displaced_first for kind in kinds], dtype=np.bool_),
        np.where(elsewhere, ELSEWHERE, GAVE_UP).astype(np.uint8),
        np.array([URGENCIES[kind.priority.rule] for kind in kinds], dtype=np.int64).reshape(-1, 3),
        _farness(parameters.value("allocation.choice_decay_minutes", month)),
    )


def _farness(decay: float) -> Floats:
    """Return the factors of a decay, up to where no taste bridges the way and a float still holds them."""
    factors: Floats = np.exp(np.arange(min(int(_FARTHEST_DECAYS * decay), FARTHEST) + 1) / decay)
    return factors


def _number_of_choice(kind: ServiceKind, parameters: Parameters, name: str, month: int) -> float:
    """Return a number of the choice of a site: the kind's own, or what holds for all kinds."""
    if kind.has(f"site_choice.{name}"):
        return kind.number(parameters, f"site_choice.{name}", month)
    return parameters.value(f"allocation.{name}", month)
