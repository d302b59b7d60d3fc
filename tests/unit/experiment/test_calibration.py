"""Calibration: figures of a region, what counts as met, and factors that runs can name."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from simsocial.cli.calibrating import _page
from simsocial.core.errors import ConfigError
from simsocial.experiment.calibration import FACTORS, Calibration, deviations, free_factors
from simsocial.experiment.calibration_file import write_factors
from simsocial.experiment.compose import compose_scenarios
from simsocial.indicators.known import indicators
from simsocial.parameters import Parameters
from simsocial.region import load_region
from simsocial.region.published import Published, published_figures


def figure(**own):
    usual = {
        "indicator": "unemployed", "period": "2024-12", "value": 1000.0, "unit": "persons", "is_derived": False,
        "is_rate": False, "is_money": False, "grade": "A", "source": "a table", "note": "",
    }  # fmt: skip
    return Published(**{**usual, **own})


@pytest.mark.parametrize(
    ("own", "found", "state"),
    [
        ({}, 1060.0, "met"),
        ({}, 1070.0, "missed"),
        ({"value": 100_000.0}, 105_100.0, "missed"),
        ({"value": 100_000.0}, 104_900.0, "met"),
        ({"unit": "%", "is_rate": True, "value": 6.0}, 6.4, "missed"),
        ({"unit": "EUR per year", "is_money": True, "value": 1e6}, 8e5, "not modelled"),
        ({"unit": "EUR per year", "is_money": True, "value": 1e6}, 1.2e6, "missed"),
    ],
)
def test_a_figure_is_met_within_five_percent_or_twice_the_error_of_a_count(own, found, state):
    table = deviations([figure(**own)], np.array([[found - 10.0], [found + 10.0]]))
    assert table["state"].tolist() == [state]
    assert table["model"].iat[0] == pytest.approx(found)


def test_a_real_kreis_has_figures_of_its_own_and_the_fictional_one_those_scaled():
    real = published_figures(load_region("Nordhausen"))
    assert {one.indicator for one in real} >= set(FACTORS) - {
        "housing_allowance_households",
        "poverty_rate",
    }
    assert not any(one.is_derived for one in real)
    fictional = {one.indicator: one for one in published_figures(load_region("musterkreis"))}
    assert set(fictional) >= set(FACTORS)
    assert all(one.is_derived for one in fictional.values())
    # The 17 Landkreise have 79,262 recipients and 1.58 million people.
    assert fictional["basic_support_people"].value == pytest.approx(
        79_262 * 1.036 * 92_000 / 1_580_000, rel=0.05
    )


def test_every_published_figure_is_of_registered_indicators(all_kinds):
    known = {one.id for one in indicators(all_kinds)}
    for name in ("musterkreis", "thueringen"):
        for one in published_figures(load_region(name)):
            assert set(one.indicators) <= known
            assert one.value > 0.0


def test_every_factor_is_a_registered_parameter_of_each_kreis():
    parameters = Parameters.load()
    for name in FACTORS.values():
        assert {"16", "landkreise"} <= set(parameters[name].labels["kreis"])


def test_written_factors_are_settings_of_every_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    factors = dict.fromkeys(FACTORS.values(), 1.25)
    found = Calibration("mine", "Mein Kreis", date(2026, 1, 2), 3, factors, pd.DataFrame())
    path = write_factors(found, tmp_path / "conf" / "calibration" / "mine.yaml")
    assert "2026-01-02" in path.read_text(encoding="utf-8")
    config = compose_scenarios(["status_quo"], ["calibration=mine"])["status_quo"]
    assert {name: config["parameters"][name] for name in factors} == factors


def test_a_service_has_a_factor_where_the_number_it_serves_is_published(all_kinds):
    figures = [
        figure(indicator=f"{name}_served")
        for name in ("home_care", "integration_assistance_children", "kita")
    ]
    free = free_factors(["home_care", "integration_assistance_children"], figures, all_kinds)
    assert free["home_care_served"] == "services.home_care.take_up.table"
    children = "services.integration_assistance_children"
    assert free["integration_assistance_children_served"] in {
        f"{children}.take_up.table", f"{children}.need.onset_per_1000",
    }  # fmt: skip
    assert free.items() >= FACTORS.items()
    for name in ("nursing_home", "kita", "home_cares"):
        with pytest.raises(
            ConfigError, match=f"'{name}': no number of people served is published.*home_care"
        ):
            free_factors([name], figures, all_kinds)


def test_a_written_factor_of_a_service_multiplies_its_take_up_in_every_run(tmp_path, monkeypatch, all_kinds):
    monkeypatch.chdir(tmp_path)
    names = {
        "services.home_care.take_up.table": "home_care_served",
        "services.day_group.need.onset_per_1000": "day_group_served",
        "calibration.unemployment_odds": "unemployment_rate",
    }
    found = Calibration(
        "mine", "Mein Kreis", date(2026, 1, 2), 3, dict.fromkeys(names, 1.25), pd.DataFrame(), names
    )
    write_factors(found, tmp_path / "conf" / "calibration" / "mine.yaml")
    config = compose_scenarios(["status_quo"], ["calibration=mine"])["status_quo"]
    assert {name: config["parameters"][name] for name in names} == dict.fromkeys(names, 1.25)
    usual = all_kinds.register(Parameters.load())
    more = usual.with_overrides({"services.home_care.take_up.table": 1.25})
    table = "services.home_care.take_up.table"
    np.testing.assert_allclose(more.table(table), 1.25 * usual.table(table))


def test_a_page_tells_apart_what_is_missed_and_what_the_model_lacks_and_how_it_was_made():
    figures = [figure(), figure(indicator="cost_kita", unit="EUR per year", is_money=True)]
    table = deviations(figures, np.array([[800.0, 700.0]]))
    page = _page(
        [Calibration("mine", "Mein Kreis", date(2026, 1, 2), 3, {}, table)], ["mine", "--replicates", "7"]
    )
    assert "`simsocial calibrate mine --replicates 7`" in page
    assert "Missed: `unemployed`." in page
    assert "Modelled in part: `cost_kita`." in page
