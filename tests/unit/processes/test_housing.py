"""Free dwellings: all but those of private households and the new homes not yet filled."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.columns import INSTITUTION_HOUSEHOLD, PRIVATE, UNUSED
from simsocial.core.state import State
from simsocial.processes.housing import HousingMarket


@pytest.mark.parametrize("top", [0, 1, 511, 512, 513, 3000])
def test_every_private_household_of_the_rows_in_use_takes_a_dwelling_and_no_other_does(musterkreis, top):
    market = HousingMarket(musterkreis, 20.0)
    households, places = State.empty(0, 4000, 0).households, len(musterkreis.places)
    households.place[:] = np.arange(4000) * 7 % places
    households.form[:] = np.array([PRIVATE, PRIVATE, UNUSED, PRIVATE, INSTITUTION_HOUSEHOLD])[
        np.arange(4000) % 5
    ]
    market.add(musterkreis.places["place"][0], 3)
    before = market.stock.copy()
    market.count(households, top)
    private = households.place[:top][households.form[:top] == PRIVATE]
    taken = np.bincount(private, minlength=places)
    taken[0] += 3
    assert (market.stock - market.free == taken).all()
    assert (market.stock == before).all()
