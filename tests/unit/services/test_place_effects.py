"""What longer ways do: to those who live there alone, after the lag and for as long as stated, by as much as stated."""

from __future__ import annotations

import numpy as np
import pytest

from simsocial.indicators.counts import FELT
from simsocial.services.catalogue import load_catalogue
from simsocial.services.parts import FARTHER
from tests.unit.model.measures import WHO, measure
from tests.unit.services.changed import with_effect
from tests.unit.services.episodes import counselling

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


STATED = (
    ("primary_school", "departures_farther", "departure"),
    ("primary_school", "moves_farther", "relocation"),
    ("nursery", "births_farther", "fertility"),
    ("family_centre", "residential_care_farther", "onset.residential_child_care"),
    ("youth_club", "offending_farther", "offending"),
)
"""Kind, effect and target of all that the package says of longer ways."""


def test_these_are_all_that_the_package_says(all_kinds):
    stated = {
        (kind.id, name, effect.target)
        for kind in all_kinds
        for name, effect in kind.effects.items()
        if effect.when == FARTHER
    }
    assert stated == set(STATED)


@pytest.mark.parametrize(("kind", "effect", "target"), STATED)
def test_none_acts_by_default_before_the_horizon_and_each_does_at_an_end_of_its_range(
    small_model, all_kinds, values, kind, effect, target
):
    """Schools, births: off; family centres act after five years. All sites of a kind close, or a first one opens."""
    house, sites = all_kinds[kind].site_kind, small_model(catalogue=all_kinds).region.sites
    closes = WHO | {"kind": "close_site", "start": "2024-02", "to": None}
    moved = {f"close_{site}": closes | {"site": site} for site in sites["site"][sites["kind"] == house]}
    if not moved:
        moved = measure("open_site", start="2024-02", end="2024-12", ramp_months=0, site_kind=house)
    factor, lag = (f"services.{kind}.effects.{effect}.{name}" for name in ("factor", "lag_months"))
    strongest = max(values[factor].range, key=lambda end: abs(end - 1.0))
    at_once = {factor: strongest} | ({lag: 0.0} if lag in values else {})
    for overrides, acts in (({}, False), (at_once, True)):
        model = small_model(
            moved, catalogue=all_kinds, parameters=values.with_overrides(overrides), end="2024-03"
        )
        for _ in range(3):
            model.step()
        factors = model.place_factors(target)
        assert (len(factors) > 0) == acts


def _departures(counts):
    return counts.event("departures").sum(axis=1)


def _births(counts):
    return counts.event("births").sum(axis=1)


def _needs_that_begin(counts):
    return counts.needs[counts.kinds.index("advice"), FELT].sum(axis=1)


@pytest.mark.parametrize(
    ("target", "counted"),
    [("departure", _departures), ("fertility", _births), ("onset.advice", _needs_that_begin)],
)
def test_more_happens_where_the_school_closed(small_model, catalogue, target, counted):
    """Three times as often for fifteen minutes more, the part of it for fewer; false alarm 1e-4."""
    happened, factors, more = {}, None, load_catalogue({"advice": counselling()})
    for factor in (1.0, 3.0):
        model = small_model(
            CLOSES,
            end="2024-12",
            **with_effect(
                catalogue, "primary_school", *more, when="farther", target=target, factor=figure(factor)
            ),
        )
        by_area = np.zeros(len(model.region.areas), dtype=np.int64)
        while model.running:
            model.step()
            by_area += counted(model.counts)
        happened[factor] = by_area
        factors = model.place_factors(target) if factor != 1.0 else None
    people = model.region.places["inhabitants"].to_numpy()
    in_b = model.region.place_area == 1
    # From March on; moved people bring the rest of a household along.
    wanted = 1.0 + (np.average(factors[in_b], weights=people[in_b]) - 1.0) * 10.0 / 12.0
    ratio, error = happened[3.0][1] / happened[1.0][1], 2.0 * np.sqrt(wanted / happened[1.0][1])
    assert abs(ratio - wanted) < FALSE_ALARM * error
    assert happened[3.0][1] > 1.2 * happened[1.0][1]


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
