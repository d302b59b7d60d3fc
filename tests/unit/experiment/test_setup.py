"""From settings to what a model needs, with errors that say what fits."""

from __future__ import annotations

import json

import pytest

from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError, ParameterError, ScenarioError
from simsocial.experiment import setup as module
from simsocial.experiment.setup import prepare_region, setup_of
from tests.unit.model.measures import measure
from tests.workflow.workplace import composed, write_workplace


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(write_workplace(tmp_path))
    prepare_region(composed("status_quo")["status_quo"], anew=True)


def changed(**changes):
    return composed("status_quo", **changes)["status_quo"]


def test_a_setup_holds_what_the_settings_say():
    config = changed(processes={"separation": False}, parameters={"fertility.male_share": 0.6})
    setup = setup_of("status_quo", config)
    assert setup.region.inhabitants == 4800
    assert (setup.start, setup.end) == (month_index("2024-01"), month_index("2024-06"))
    assert setup.disabled == ("separation",)
    assert setup.parameters.value("fertility.male_share") == 0.6
    assert set(setup.catalogue.ids) == set(config["services"])
    assert setup.scenario.id == "status_quo"


def test_a_draw_changes_the_uncertain_parameters_only():
    best, one, same, other = (setup_of("status_quo", changed(), draw).parameters for draw in (None, 1, 1, 2))
    uncertain = [name for name in best.ids() if best[name].distribution != "fixed"]
    names = [name for name in uncertain if not best[name].dims]
    assert [one.value(name) for name in names] == [same.value(name) for name in names]
    moved = sum(one.value(name) != best.value(name) for name in names)
    assert moved > 50
    assert sum(one.value(name) != other.value(name) for name in names) > 50


def test_the_horizon_must_follow_the_base_population():
    with pytest.raises(ConfigError, match=r"begins in 2024-01\. Valid here: horizon\.spin_up=36"):
        setup_of("status_quo", changed(horizon={"start": "2027-01", "end": "2027-12"}))


def test_a_measure_must_fit_region_and_horizon():
    early = measure("close_site", start="2024-01", site="kita_b3")
    with pytest.raises(
        ScenarioError, match=r"scenario status_quo: .*'kita_b3' is no site.*Did you mean 'kita_b"
    ):
        setup_of("status_quo", changed(measures=early))
    with pytest.raises(ScenarioError, match=r"lies before the horizon\. Valid: 2024-01 or later"):
        setup_of("status_quo", changed(measures=measure("close_site", start="2023-11")))


def test_targets_must_name_indicators_and_areas_that_exist():
    with pytest.raises(ScenarioError, match="Did you mean 'kita_waiting'"):
        setup_of("status_quo", changed(targets=[{"indicator": "kita_wating", "direction": "down"}]))
    with pytest.raises(ScenarioError, match="'z' is no area"):
        setup_of(
            "status_quo", changed(targets=[{"indicator": "kita_waiting", "area": "z", "direction": "down"}])
        )


def test_a_region_is_kept_until_it_is_asked_for_anew(tmp_path):
    config = changed()
    kept = prepare_region(config)
    assert prepare_region(config) is kept
    areas = tmp_path / "klein" / "areas.csv"
    areas.write_text(areas.read_text(encoding="utf-8").replace("Amt A", "Amt Ä"), encoding="utf-8")
    assert prepare_region(config) is kept
    assert prepare_region(config, anew=True).areas["name"].iloc[0] == "Amt Ä"


def test_an_earlier_reference_date_alone_is_answered_with_the_line_of_a_hindcast():
    greiz = {"kind": "kreis", "name": "Greiz", "reference_date": "2015-12-31"}
    horizon = {"start": "2027-01", "end": "2031-12", "spin_up": 36}
    line = r"horizon\.spin_up=0 horizon\.start=2016-01 horizon\.end=2020-12"
    with pytest.raises(ConfigError, match=rf"begins in 2016-01\. Valid here: {line}"):
        setup_of("status_quo", changed(region=greiz, horizon=horizon))


def test_which_scenario_changes_a_value_beyond_all_sense_is_told():
    entry = measure("outreach", detected_factor=20_000)
    with pytest.raises(ParameterError, match=r"scenario status_quo: measures\.m_outreach: .* makes no sense"):
        setup_of("status_quo", changed(measures=entry))


def test_a_process_makes_the_setup_of_a_scenario_once_and_its_draws_from_it(monkeypatch):
    """Tables are read, the catalogue and the registry made and the people synthesised for the first run only."""
    config = changed()
    first = setup_of("status_quo", config, 1)
    people = first.people(1)
    for name in ("prepare_region", "load_catalogue", "synthesise"):
        monkeypatch.setattr(module, name, never)
    other = setup_of("status_quo", json.loads(json.dumps(config)), 2)
    assert other.region is first.region
    assert other.catalogue is first.catalogue
    assert other.people(1) is people
    assert other.parameters.draw == 2
    with pytest.raises(AssertionError, match="made again"):
        setup_of("status_quo", changed(parameters={"fertility.male_share": 0.6}))


def never(*_, **__):
    raise AssertionError("made again")
