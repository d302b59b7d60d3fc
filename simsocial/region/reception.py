"""Reception centres: people counted in a Kreis who arrived a while ago and leave again within months.

Suhl holds Thuringia's first reception centre for refugees. Who lives there counts as inhabitant, but neither
stays nor grows older there: others come. So they are no part of what people of a Kreis do: they hold no dwelling,
found no household, and their number follows ``migration.reception_people``, not the ages of those who
were there. Used where a region lies in such a Kreis; in the model of the whole Land they move within it and are
people like others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.region.rounding import round_total

if TYPE_CHECKING:
    from simsocial.parameters import Parameters

__all__ = ["guest_shares", "guests_at", "number_of_guests", "without_guests"]


def number_of_guests(parameters: Parameters, ags: str | None, month: int) -> float:
    """Return people in the reception centres of a Kreis at the end of a month, between year ends in proportion.

    Examples
    --------
    >>> from simsocial.parameters import Parameters
    >>> end_of_2023 = 2023 * 12 + 11
    >>> [number_of_guests(Parameters.load(), ags, end_of_2023) for ags in ("16054", "16053", None)]
    [1300.0, 0.0, 0.0]
    """
    kreise = parameters["migration.reception_people"].labels["kreis"]
    if ags not in kreise:
        return 0.0
    last_december = (month + 1) // 12 * 12 - 1
    before, after = (
        float(parameters.table("migration.reception_people", december)[kreise.index(ags)])
        for december in (last_december, last_december + 12)
    )
    return before + (after - before) * (month - last_december) / 12.0


def guest_shares(parameters: Parameters, month: int) -> npt.NDArray[np.float64]:
    """Return the share of each sex and age (2, 101) in the guests of a reception centre."""
    table = parameters.table("migration.reception_age_share", month)
    shares: npt.NDArray[np.float64] = table / table.sum()
    return shares


def guests_at(
    parameters: Parameters, ags: str | None, month: int, people: npt.NDArray[np.int32]
) -> npt.NDArray[np.int32] | None:
    """Return the guests (2, 101) among the people of a place at the end of a month, None without a centre.

    Parameters
    ----------
    parameters : Parameters
        Registry.
    ags : str or None
        Kreis.
    month : int
        Absolute month.
    people : ndarray (2, 101)
        All people there; at most half of an age are guests.
    """
    number = int(round(number_of_guests(parameters, ags, month)))
    if number == 0:
        return None
    wanted = round_total(guest_shares(parameters, month), number)
    guests: npt.NDArray[np.int32] = np.minimum(wanted, people // 2).astype(np.int32)
    return guests


def without_guests(
    population: npt.NDArray[np.int32], guests: npt.NDArray[np.int32] | None, row: int
) -> npt.NDArray[np.int32]:
    """Return the people (areas or places, 2, 101) without the guests who live in one of the rows."""
    if guests is None:
        return population
    residents = population.copy()
    residents[row] -= guests
    return residents
