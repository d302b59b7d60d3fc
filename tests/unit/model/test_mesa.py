"""The model is a Mesa model: batch_run sweeps it, DataCollector collects, SolaraViz shows it.

Mesa 3.3 (Python 3.11) sweeps ``rng`` as a parameter of the model, Mesa 3.5 (3.12 and newer) by an argument of
its own; what comes out must be the same.
"""

from __future__ import annotations

import gc
import inspect
import warnings
import weakref

import mesa
import pytest

from simsocial import SocialModel, model
from simsocial.core.errors import ConfigError, SimsocialError
from simsocial.services.agents import Provider, Site
from tests.unit.model.small import write_region

SETTINGS = {"spin_up": 0, "end": "2024-04"}


def sweep(region, seeds, settings=SETTINGS, **options):
    """Run Mesa's batch runner of the installed version over seeds."""
    parameters = {"region": str(region), **settings}
    if "rng" in inspect.signature(mesa.batch_run).parameters:
        options["rng"] = seeds
    else:
        parameters["rng"] = seeds
    return mesa.batch_run(SocialModel, parameters, display_progress=False, **options)


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    return write_region(tmp_path_factory.mktemp("mesa"))


def test_batch_run_sweeps_the_seed(region, small_model, all_kinds):
    rows = sweep(region, [1, 2, 3])
    assert [row["rng"] for row in rows] == [1, 2, 3]
    assert len({(row["population"], row["births"], row["deaths"], row["arrivals"]) for row in rows}) == 3
    for row in rows:
        # A batch run takes the packaged kinds, and sites of those that the region has none of.
        settings = {"region": region, "catalogue": all_kinds, "parameters": None}
        model = small_model(rng=row["rng"], end="2024-04", **settings).run()
        for name in ("population", "kita_served", "cost_total", "staff_educator_fte"):
            assert row[name] == pytest.approx(model.recorder.latest(name))


def test_batch_run_sweeps_other_settings_with_the_seed(region):
    rows = sweep(region, [1, 2], {"spin_up": 0, "end": ["2024-02", "2024-04"]})
    assert sorted((row["rng"], row["end"]) for row in rows) == [
        (1, "2024-02"),
        (1, "2024-04"),
        (2, "2024-02"),
        (2, "2024-04"),
    ]
    alone = {row["rng"]: row["population"] for row in sweep(region, [1, 2])}
    assert alone == {row["rng"]: row["population"] for row in rows if row["end"] == "2024-04"}


def test_batch_run_collects_every_month(region):
    rows = sweep(region, [1], data_collection_period=1)
    assert len(rows) == 4
    assert len({row["Step"] for row in rows}) == 4


def test_batch_run_works_in_processes(region):
    alone = sweep(region, [1, 2])
    spread = sorted(sweep(region, [1, 2], number_processes=2), key=lambda row: row["RunId"])
    assert [row["population"] for row in spread] == [row["population"] for row in alone]


def test_the_data_collector_holds_every_indicator_by_month(small_model):
    model = small_model(end="2024-04")
    while model.running:
        model.step()
    collected = model.datacollector.get_model_vars_dataframe()
    assert tuple(collected.columns) == model.recorder.ids
    assert len(collected) == 4
    table = model.recorder.frame()
    for name in ("population", "kita_occupancy", "informal_care_hours", "cost_net_kreis"):
        months = table[(table["indicator"] == name) & (table["period_kind"] == "month")]
        assert collected[name].tolist() == pytest.approx(months["value"].tolist())


def test_no_indicator_is_evaluated_until_somebody_reads_the_collection(small_model, monkeypatch):
    model = small_model(end="2024-04")
    read = []
    monthly = model.recorder.monthly
    monkeypatch.setattr(model.recorder, "latest", lambda name: read.append(name))
    monkeypatch.setattr(model.recorder, "monthly", lambda: read.append("all") or monthly())
    while model.running:
        model.step()
    assert not read
    for _ in range(2):
        assert len(model.datacollector.model_vars["births"]) == 4
    assert read == ["all"]


def test_mesas_own_collector_may_take_the_place_of_the_models(small_model):
    model = small_model(end="2024-03")
    model.datacollector = mesa.DataCollector({"births": lambda model: model.recorder.latest("births")})
    other = small_model(end="2024-03")
    while model.running:
        model.step()
        other.step()
    assert model.datacollector.model_vars["births"] == other.datacollector.model_vars["births"]


def test_a_household_tells_its_biography_while_mesa_steps(small_model):
    keys = list(small_model(end="2024-01").persons.keys())
    model = small_model(end="2024-04", watch=keys)
    while model.running:
        model.step()
    person = next(key for key in model.persons.keys() if len(model.persons.diary.get(key, [])) > 1)  # noqa: SIM118
    household = next(
        home
        for home in map(model.households.__getitem__, model.households.keys())
        if person in [member.key for member in home.members]
    )
    told = str(model.households[household.key])
    assert told.startswith(f"Household {household.key} in {household.place}, 2024-04")
    assert all(entry in told for entry in model.persons.diary[person])


def test_sites_and_providers_are_agents(small_model):
    model = small_model(end="2024-02").run()
    assert len(model.agents_by_type[Site]) == 11
    assert {provider.provider_id for provider in model.agents_by_type[Provider]} == {
        "stadt_a",
        "verein",
        "pflege",
    }
    kita = model.sites["kita_a1"]
    assert (kita.licensed_places, kita.is_open(model.month), kita.provider_id) == (74, True, "stadt_a")
    assert kita.staff_fte > 0
    assert kita in model.sites.providers["stadt_a"].sites
    assert all(provider.cost_cents > 0 for provider in model.agents_by_type[Provider])


def test_mesas_own_dice_are_never_thrown(small_model):
    model = small_model(end="2024-02")
    before = model.random.getstate(), model.rng.bit_generator.state
    model.run()
    assert (model.random.getstate(), model.rng.bit_generator.state) == before


def test_the_interactive_page_renders_and_steps(region):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Only the extra `viz` brings them; it is part of `dev`.
        import solara
        from mesa import visualization

        model = SocialModel(str(region), rng=1, **SETTINGS)
        plot = visualization.make_plot_component({"kita_waiting": "tab:red", "kita_served": "tab:blue"})
        page = visualization.SolaraViz(
            model,
            components=[plot],
            model_params={"region": str(region), "rng": 1, **SETTINGS},
            name="simsocial",
        )
        _, rendered = solara.render(page, handle_error=False)
        model.step()
        assert rendered.find() is not None
        rendered.close()
    assert model.month_label == "2024-01"


def test_batch_run_sweeps_scenarios_and_parameters_by_name(region):
    settings = {
        **SETTINGS,
        "scenario": ["status_quo", None],
        "parameters": [{}, {"fertility.total_fertility_rate": 3.0}],
    }
    rows = sweep(region, [1], settings)
    assert len(rows) == 4
    births = {(row["scenario"], bool(row["parameters"])): row["births"] for row in rows}
    assert births["status_quo", False] == births[None, False]
    assert births["status_quo", True] == births[None, True]
    assert births[None, True] > births[None, False]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rng": 1.5},
        {"rng": "1"},
        {"rng": True},
        {"scenario": "no_such_scenario"},
        {"parameters": {"no.such.parameter": 1.0}},
    ],
)
def test_what_is_no_seed_scenario_or_parameter_is_refused_at_construction(region, wrong):
    with pytest.raises(SimsocialError, match="Valid"):
        SocialModel(str(region), **{"rng": 1, **SETTINGS, **wrong})


def test_without_a_seed_the_model_warns_that_every_run_is_the_same(region):
    with pytest.warns(UserWarning, match="always has the seed 1"):
        SocialModel(str(region), **SETTINGS)


def test_the_engine_names_what_takes_names(region):
    for wrong in ({"scenario": "status_quo"}, {"parameters": {"fertility.male_share": 0.5}}):
        with pytest.raises(ConfigError, match="simsocial"):
            model.SocialModel(str(region), rng=1, **SETTINGS, **wrong)


def test_parameters_of_a_scenario_hold_in_python_too(region, tmp_path):
    path = tmp_path / "births.yaml"
    path.write_text("parameters: {fertility: {male_share: 0.515, multiple_birth_share: 0.03}}\n")
    model = SocialModel(
        region, path, 1, spin_up=0, end="2024-01", parameters={"fertility.multiple_birth_share": 0.02}
    )
    values = [model.parameters.value(f"fertility.{name}") for name in ("male_share", "multiple_birth_share")]
    assert values == [0.515, 0.02]


def test_a_model_that_nobody_uses_any_more_takes_no_memory(small_model):
    """Workers simulate one after the other in one process."""
    used = small_model(end="2024-01").run()
    numbers = [agent.unique_id for agent in used.agents]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    kept = weakref.ref(used)
    del used
    gc.collect()
    assert kept() is None
