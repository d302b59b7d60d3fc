"""The model as its users meet it: its time, its options and its errors."""

from __future__ import annotations

import numpy as np
import pytest

import simsocial
from simsocial.core.errors import ConfigError, ScenarioError, SimsocialError
from simsocial.model import SocialModel
from simsocial.model.schedule import known_processes
from simsocial.parameters import Parameters
from simsocial.services.catalogue import load_catalogue
from tests.unit.model.measures import measure
from tests.unit.model.same import assert_same_state, assert_same_tables


def test_it_runs_from_the_base_date_to_the_end_of_the_horizon(small_model):
    model = small_model(spin_up=2, end="2024-06")
    assert (model.next_month, model.running) == (model.first_month, True)
    assert model.spin_up() is model
    assert (model.month_label, model.running) == ("2024-02", True)
    steps = 0
    while model.running:
        model.step()
        steps += 1
    assert (steps, model.month_label) == (4, "2024-06")
    model.step()
    assert model.month_label == "2024-06"


def test_people_are_simulated_without_any_service(small_model):
    model = small_model(catalogue=load_catalogue({}), parameters=Parameters.load(), end="2024-03").run()
    assert model.recorder.latest("births") > 0


def test_steps_and_run_do_the_same(small_model):
    stepped = small_model(end="2024-06")
    while stepped.running:
        stepped.step()
    assert_same_tables(stepped, small_model(end="2024-06").run())


def test_the_same_seed_gives_the_same_run_and_another_one_differs(small_model):
    one, same, other = (small_model(rng=rng, end="2024-06").run() for rng in (3, 3, 4))
    assert_same_tables(one, same)
    assert not one.recorder.frame()["value"].equals(other.recorder.frame()["value"])


def test_an_immigrant_and_a_newborn_have_the_same_key_in_every_option(small_model):
    keys = [
        set(small_model(one, end="2024-12").run().persons.keys()) for one in (None, measure("merge_sites"))
    ]
    start = set(small_model(end="2024-01").persons.keys())
    new = [found - start for found in keys]
    assert new[0]
    assert len(new[0] & new[1]) > 0.95 * len(new[0] | new[1])


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"end": "2023-12"}, "first month is 2024-01"),
        ({"start": "2023-06"}, "first month is 2024-01"),
        ({"start": "2025-01", "end": "2024-12"}, "does not follow"),
        ({"end": "2024-13"}, "2024-13"),
        ({"end": "2050-01"}, "2049-12"),
        ({"disabled": ("mortalty",)}, "Did you mean 'mortality'?"),
        ({"region": "musterkries"}, "musterkreis"),
        (
            {"parameters": Parameters.load({"fertilty.total_fertility_rate": 1})},
            "'fertility.total_fertility_rate'",
        ),
    ],
)
def test_a_wrong_setting_names_what_is_valid(small_model, settings, told):
    with pytest.raises(SimsocialError, match=told.replace("?", r"\?")):
        small_model(**settings)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kinds": ["kindergarden"]}, r"measures.m_cut.kinds: .*'kindergarden'.*'kindergarten'"),
        (
            {"start": "2023-12"},
            "measures.m_cut.start: 2023-12 lies before the horizon. Valid: 2024-01 or later",
        ),
    ],
)
def test_a_measure_that_does_not_fit_is_refused_before_the_first_month(small_model, changes, told):
    with pytest.raises(ScenarioError, match=told):
        small_model(measure("cut", **changes))


def test_a_wrong_horizon_is_a_mistake_of_the_settings(small_model):
    with pytest.raises(ConfigError):
        small_model(end="2020-12")


@pytest.mark.parametrize("known", [0, 1, 100])
def test_what_a_registry_lacks_of_the_services_is_added(small_region, catalogue, known):
    """Can fail: a registry that has the first number and no other was taken for complete."""
    some = Parameters.load().register(*catalogue.parameters()[:known])
    model = SocialModel(small_region, rng=1, parameters=some, catalogue=catalogue, spin_up=0, end="2024-01")
    assert {one.id for one in catalogue.parameters()} <= set(model.parameters.ids())


def test_a_scenario_by_name_may_not_begin_before_the_horizon(small_region):
    with pytest.raises(
        SimsocialError, match=r"fachkraefte_halten(.|\n)*start: 2027-07 lies before the horizon"
    ):
        simsocial.SocialModel("musterkreis", "fachkraefte_halten", 1, start="2029-01", end="2029-12")


@pytest.mark.parametrize(
    ("name", "flow"), [("mortality", "deaths"), ("fertility", "births"), ("arrival", "arrivals"),
                       ("departure", "departures"), ("separation", "separations"), ("care_need", "care_onsets"),
                       ("leaving_home", "left_home"), ("partnership", "partnerships")],
)  # fmt: skip
def test_a_disabled_process_does_nothing_and_leaves_the_others_alive(small_model, name, flow):
    table = small_model(disabled=(name,), check_every_month=True).run().recorder.frame()
    year = table[(table["period"] == "2024") & (table["area"] == "region") & (table["group_kind"] == "all")]
    year = year.set_index("indicator")["value"]
    assert year[flow] == 0
    others = {"deaths", "births", "arrivals", "departures", "separations", "care_onsets"} - {flow}
    assert (year[sorted(others)] > 0).all()


def test_without_new_homes_what_is_built_stays_empty_and_people_still_move(small_model):
    """Homes that a measure builds are for the process alone; all others change hands as ever."""
    filled, empty = (
        small_model(measure("phased_housing"), disabled=off).run() for off in ((), ("new_homes",))
    )
    place = filled.housing.code("c_ort")
    assert filled.housing.unfilled[place] < empty.housing.unfilled[place] == 20
    tables = [model.recorder.frame() for model in (filled, empty)]
    arrivals, households = (
        [
            table[
                (table["period"] == "2024") & (table["area"] == area) & (table["group_kind"] == "all")
            ].set_index("indicator")["value"][name]
            for table in tables
        ]
        for area, name in (("region", "arrivals"), ("c", "households"))
    )
    assert arrivals[0] > arrivals[1] > 100
    assert households[0] > households[1]


def test_a_population_of_all_processes_off_stays_as_it_is(small_model):
    off = [name for name in known_processes() if name not in ("ageing", "census")]
    model = small_model(disabled=off, check_every_month=True)
    before = model.state.persons.household.copy()
    model.run()
    assert np.array_equal(before, model.state.persons.household)
    assert model.state.population == 4800


def test_a_new_model_stands_at_the_base_date_and_steps_after_its_spin_up(small_model):
    """Building simulates nothing; who only steps, as Mesa's batch runner does, gets the spin-up all the same."""
    built, waiting = (small_model(spin_up=3, end="2024-06") for _ in range(2))
    assert built.next_month == built.first_month < built.start_month
    built.spin_up()
    while built.running:
        built.step()
        waiting.step()
    assert (waiting.running, waiting.steps) == (False, 3)
    assert_same_tables(built, waiting)
    assert_same_state(built, waiting)
    assert (
        list(built.population_before)
        == list(waiting.population_before)
        == [built.first_month - 1, built.start_month - 1]
    )


def test_the_people_at_the_base_date_have_the_ages_of_that_date(small_model):
    model = small_model(spin_up=0)
    assert (model.population_before[model.first_month - 1] == model.region.population).all()
