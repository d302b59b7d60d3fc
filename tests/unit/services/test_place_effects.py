"""What longer ways do: to those who live there alone, after the lag and for as long as stated, by as much as stated."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.model.measures import measure
from tests.unit.services.changed import with_effect

CLOSES = measure("close_site", start="2024-03", site="schule_b", to=None)
FALSE_ALARM = 3.72
"""Standard errors that a correct program exceeds once in 10,000 tests (one-sided)."""


def figure(value):
    return {"value": value, "source": "own assumption", "year": 2025}


def farther(catalogue, target, factor, **lags):
    return with_effect(
        catalogue, "primary_school", when="farther", target=target, factor=figure(factor),
        **{name: figure(months) for name, months in lags.items()},
    )  # fmt: skip


def minutes_more(model):
    """Return minutes more to the next school by place."""
    region, names = model.region, model.region.sites["site"].tolist()
    at = [int(region.sites["place"][names.index(site)]) for site in ("schule_a", "schule_b")]
    return region.minutes[:, at[0]] - region.minutes[:, at].min(axis=1)


def test_the_factor_is_stated_for_fifteen_minutes_and_more_of_them_count_as_much(small_model, catalogue):
    model = small_model(CLOSES, **farther(catalogue, "departure", 1.2))
    more = minutes_more(model)
    assert more.max() > 5
    model.step()
    assert not len(model.place_factors("departure"))
    for _ in range(3):
        model.step()
    np.testing.assert_allclose(model.place_factors("departure"), 1.2 ** np.minimum(more / 15.0, 1.0))
    assert not len(model.place_factors("relocation"))


def test_it_begins_after_its_lag_and_is_over_after_its_time(small_model, catalogue):
    model = small_model(CLOSES, **farther(catalogue, "mortality", 1.2, lag_months=2, lasts_months=3))
    acts = []
    while model.running:
        model.step()
        if len(model.place_factors("mortality")):
            acts.append(model.month_label)
    assert acts == ["2024-05", "2024-06", "2024-07"]


def test_none_within_the_package_acts_by_default_before_the_horizon(small_model, all_kinds, values):
    """School closures, births: off; a family centre that closes acts after five years."""
    model = small_model(CLOSES, catalogue=all_kinds, end="2024-04").run()
    for target in ("departure", "relocation", "fertility", "onset.residential_child_care"):
        assert not len(model.place_factors(target)), target


def test_more_leave_where_the_school_closed_and_elsewhere_as_many(small_model, catalogue):
    """Three times as often for fifteen minutes more, the part of it for fewer; false alarm 1e-4."""
    left, factors = {}, None
    for factor in (1.0, 3.0):
        model = small_model(CLOSES, end="2024-12", **farther(catalogue, "departure", factor))
        by_area = np.zeros(len(model.region.areas), dtype=np.int64)
        while model.running:
            model.step()
            by_area += model.counts.event("departures").sum(axis=1)
        left[factor] = by_area
        factors = model.place_factors("departure") if factor != 1.0 else None
    people = model.region.places["inhabitants"].to_numpy()
    in_b = model.region.place_area == 1
    # From March on; moved people bring the rest of a household along.
    wanted = 1.0 + (np.average(factors[in_b], weights=people[in_b]) - 1.0) * 10.0 / 12.0
    ratio, error = left[3.0][1] / left[1.0][1], 2.0 * np.sqrt(wanted / left[1.0][1])
    assert abs(ratio - wanted) < FALSE_ALARM * error
    assert left[3.0][1] > left[1.0][1]


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        ({"when": "farther", "target": "mothers_work"}, "hangs on cases"),
        ({"when": "served", "target": "mortality", "lag_months": {"value": 3}}, "need when: farther"),
    ],
)
def test_what_does_not_fit_together_is_refused(catalogue, effect, told):
    with pytest.raises(ValueError, match=told):
        with_effect(catalogue, "primary_school", **effect)
