"""Every registered parameter, those of the service kinds included, can be used, and is."""

import dataclasses
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from simsocial import parameters
from simsocial.core.calendar import month_index
from simsocial.core.errors import ParameterError
from simsocial.parameters import Parameters
from simsocial.parameters.definitions import read_definitions
from simsocial.region import load_region
from tests.conftest import FEW
from tests.packaged import packaged_kinds, packaged_values
from tests.unit.model.measures import measure
from tests.unit.model.small import write_region

DATA = Path(parameters.__file__).parent / "data"
KINDS = packaged_kinds()
REGISTRY = packaged_values()
KINDS_OF_FEW = {name for kind in KINDS if kind.site_kind in FEW for name in (kind.id, kind.site_kind)}
SHARES = {
    "care_need.grade_share",
    "care_need.grade_share_institution",
    "fertility.age_profile",
    "household.size_share",
}


@pytest.mark.parametrize("file", sorted(DATA.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_file_holds_the_field_it_is_named_after(file):
    definitions = read_definitions(file, DATA.parent / "tables")
    assert {one.id.split(".")[0] for one in definitions} == {file.stem}


def test_every_parameter_has_a_value_in_every_year_of_a_run():
    for parameter in REGISTRY:
        read = REGISTRY.table if parameter.is_table else REGISTRY.value
        for year in (2016, 2024, 2031, 2045):
            value = read(parameter.id, month_index(f"{year}-01"))
            assert np.all(np.isfinite(value)), parameter.id
            assert np.all(np.asarray(value) >= 0.0) or not _never_negative(parameter.unit), parameter.id


def test_shares_and_probabilities_are_between_zero_and_one():
    shares = [one for one in REGISTRY if one.unit.startswith(("share", "probability"))]
    assert len(shares) > 100
    for parameter in shares:
        for entry in parameter.history:
            assert np.min(entry.value) >= 0.0, parameter.id
            assert np.max(entry.value) <= 1.0, parameter.id


@pytest.mark.parametrize("identifier", sorted(SHARES))
def test_distributions_sum_to_one(identifier):
    table = REGISTRY.table(identifier)
    total = table.sum(axis=1) if identifier == "care_need.grade_share" else table.sum()
    assert total == pytest.approx(np.ones_like(total), abs=2e-3)


def test_every_draw_of_every_parameter_is_finite():
    drawn = KINDS.register(Parameters.load(draw=11))
    for parameter in drawn:
        values = drawn.table(parameter.id) if parameter.is_table else drawn.value(parameter.id)
        assert np.all(np.isfinite(values)), parameter.id


def test_every_packaged_parameter_is_asked_for_by_some_run(monkeypatch, small_region, small_model):
    asked = set()
    definition = Parameters.__getitem__
    monkeypatch.setattr(
        Parameters,
        "__getitem__",
        lambda self, identifier: asked.add(identifier) or definition(self, identifier),
    )
    # A registry of its own: one that is shared keeps what earlier runs asked for.
    fresh = KINDS.register(Parameters.load())
    homes = measure("phased_housing", phases={"2024-01": 20}) | measure("close_site", start="2024-02")
    for region in (small_region, dataclasses.replace(small_region, scope="land")):
        small_model(homes, region=region, end="2024-02", parameters=fresh).run()
    # Suhl has a reception centre.
    small_model(region=load_region("Suhl"), end="2024-01", parameters=fresh).run()
    never = set(Parameters.load().ids()) - asked
    assert sorted(never) == []


def test_every_parameter_refuses_what_makes_no_sense_and_names_its_bounds():
    for parameter in REGISTRY:
        name, (low, high) = parameter.id, parameter.bounds
        assert np.isfinite([low, high]).all(), name
        assert low <= parameter.value_range[0] <= parameter.value_range[1] <= high, name
        assert low >= 0.0 or parameter.unit.startswith(("relative", "years")), name
        for nonsense in (np.nan, np.inf, -np.inf, -1e9, 1e308, 1e10, low - 1.0, high * 1.01 + 1.0):
            with pytest.raises(ParameterError, match=r"Valid: ") as caught:
                REGISTRY.with_overrides({name: nonsense})
            assert name in str(caught.value)
            assert low == high or f"from {low:g} to {high:g}" in str(caught.value)
        for edge in {low, high}:
            assert REGISTRY.with_overrides({name: edge}).overrides == {name: edge}


FIELDS = sorted({one.rpartition(".")[0] for one in REGISTRY.ids()})
"""Groups of parameters: those of a field, or of a part of a service kind."""

OF_FEW_KINDS = [
    group for group in FIELDS if not group.startswith("services.") or KINDS_OF_FEW & {group.split(".")[1]}
]
"""Those that a region with few kinds of service reads; what others say changes nothing there."""


def run_at(build, identifier, value):
    """Run a world under one override; a warning of numpy is a fault."""
    try:
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            build(parameters=REGISTRY.with_overrides({identifier: value})).run()
    except Exception as caught:
        message = f"{identifier}={value:g} (bounds {REGISTRY[identifier].bounds})"
        raise AssertionError(message) from caught


@pytest.mark.parametrize("group", OF_FEW_KINDS)
def test_a_month_runs_with_each_number_at_its_lower_bound(small_model, group):
    build = partial(small_model, end="2025-01" if ".expansion" in group else "2024-01")
    for one in REGISTRY.ids():
        low, high = REGISTRY[one].bounds
        if one.rpartition(".")[0] == group and low < high:
            run_at(build, one, low)


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory, small_model):
    """Return a function that builds the small region with all kinds and two measures."""
    region = load_region(write_region(tmp_path_factory.mktemp("all_kinds")))
    homes = measure("phased_housing", phases={"2024-01": 20}) | measure("close_site", start="2024-02")
    return partial(small_model, homes, region=region, catalogue=KINDS, end="2024-03")


@pytest.mark.long
@pytest.mark.parametrize("group", FIELDS)
def test_months_with_measures_run_with_each_number_at_both_bounds(every_kind, group):
    for one in REGISTRY.ids():
        if one.rpartition(".")[0] == group:
            for bound in sorted(set(REGISTRY[one].bounds)):
                run_at(every_kind, one, bound)


@pytest.mark.parametrize(
    ("identifier", "value"),
    [
        ("finance.capital_life_years", 0.0),
        ("migration.reception_stay_months", 0.0),
        ("care_need.drift_half_life_years", 0.0),
        ("partnership.match_share", 0.0),
        ("mortality.level_ratio", -1.0),
        ("mortality.level_ratio", 1e308),
        ("mortality.level_ratio", 0.0),
        ("travel.detour_factor", -1.0),
        ("travel.detour_factor", 0.9),
        ("fertility.male_share", 1e6),
        ("income.take_up_outside_labour_force_ratio", 1.5),
        ("care_need.prevalence", 1e9),
        ("allocation.choice_decay_minutes", 0.0),
    ],
)
def test_nonsense_is_refused_by_name(identifier, value):
    with pytest.raises(ParameterError, match=f"{identifier}.*makes no sense. Valid: from "):
        REGISTRY.with_overrides({identifier: value})


def _never_negative(unit):
    return unit.startswith(("share", "probability", "per year", "EUR", "FTE", "hours", "minutes", "months"))
