"""Places that providers add of their own accord."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.core.calendar import month_index
from simsocial.services.expansion import growth_of, places_added


def test_houses_grow_from_the_stated_occupancy_on(catalogue, values):
    """Half of what is missing, at least one place; a house with room stays as it is."""
    kind = catalogue["adult_day_care"]
    per_place = kind.cases_per_place(values)
    served = np.rint(np.array([0.5, 0.73, 1.0]) * 20 * per_place).astype(np.int64)
    growth = next(one for one in growth_of(catalogue, values, month_index("2027-01")) if one.kind == kind.id)
    added = places_added(growth, np.full(3, 20), served)
    assert added.tolist() == [0, 1, 4]


@pytest.mark.parametrize(("share", "grows"), [(0.0, False), (1.0, True)])
def test_providers_add_places_each_january_and_pay_for_them(small_model, values, share, grows):
    """What is added is licensed and paid for; a measure's size comes below it."""
    over = values.with_overrides({"services.adult_day_care.expansion.share_per_year": share})
    model = small_model(parameters=over, end="2025-02")
    codes = model.sites.codes("adult_day_care")
    before = model.sites.arrays.licensed_places[codes].copy()
    while model.month < month_index("2025-02"):
        model.step()
    grown = model.sites.arrays.licensed_places[codes] - before
    assert (grown.sum() > 0) == grows
    assert (model.sites.arrays.added_places[codes] == grown).all()
    assert bool(model.finance.annuities.open) == grows
    site = next(site for site in model.sites if site.kind == "adult_day_care")
    model.sites.resize(site.site_id, 5)
    assert site.licensed_places == 5 + grown[0]
