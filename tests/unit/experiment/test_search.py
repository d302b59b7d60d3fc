"""A search proposes valid portfolios, simulates each once, and goes on where it stopped."""

from __future__ import annotations

import pytest

from simsocial.core.errors import ConfigError
from simsocial.experiment import search as module
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.design import Block, Run
from simsocial.experiment.portfolios import OUT, Portfolio, candidates_of, write_portfolio
from simsocial.experiment.scenarios import load_scenario
from simsocial.experiment.search import Judgement, Search

FEW = ["services=[kindergarten,nursery,adult_day_care,nursing_home,home_care]"]
SCENARIOS = ["kita_netz", "tagespflege"]


@pytest.fixture(scope="module")
def configs():
    return compose_scenarios(["status_quo", *SCENARIOS], FEW)


def test_candidates_are_the_measures_and_their_variants(configs):
    candidates = {one.name: one for one in candidates_of(configs, ["kita_e.start=2027-08,2028-08"])}
    assert set(candidates) == {"kita_e", *configs["tagespflege"]["measures"]}
    assert [one["start"] for one in candidates["kita_e"].variants] == ["2027-08", "2028-08"]
    assert candidates["kita_e"].scenario == "kita_netz"
    with pytest.raises(ConfigError, match="Did you mean 'kita_e'"):
        candidates_of(configs, ["kita_f.start=2027-08"])
    with pytest.raises(ConfigError, match="no measure to choose"):
        candidates_of({"status_quo": configs["status_quo"]}, [])


def test_a_portfolio_is_a_scenario_file_that_reads_as_it_was(configs, tmp_path):
    candidates = candidates_of(configs, [])
    portfolio = Portfolio.of(candidates, {one.name: 0 for one in candidates})
    assert portfolio.name == Portfolio.of(candidates, {one.name: 0 for one in candidates}).name
    read = load_scenario(str(write_portfolio(portfolio, configs, tmp_path)))
    assert set(read.measures) == set(portfolio.measures)
    assert " + " in read.title["de"]
    wanted = [target["indicator"] for name in SCENARIOS for target in configs[name]["targets"]]
    assert [target.indicator for target in read.targets] == wanted
    alone = Portfolio.of(candidates, {one.name: OUT if one.name != "kita_e" else 0 for one in candidates})
    assert alone.sources == ("kita_netz",)


@pytest.fixture
def simulated(monkeypatch):
    """Simulate nothing, but note what would have been."""
    asked: list[str] = []

    def blocks(families):
        runs = tuple(Run(name, 0, 0, name) for name in families[0].configs)
        return [[Block(None, 0, 1, runs)]]

    monkeypatch.setattr(module, "blocks_of", blocks)
    monkeypatch.setattr(
        module, "run_families", lambda families, *_, **__: asked.extend(list(families[0].configs)[1:])
    )
    return asked


def judged(_folder, _manifest, keys):
    """Judge by name."""
    number = {name: int(name[-8:], 16) for name in keys if name != "status_quo"}
    return {name: Judgement([float(one % 97), float(one % 89)], []) for name, one in number.items()}


def test_few_portfolios_are_all_tried(tmp_path, simulated):
    search = Search(SCENARIOS, FEW, (), tmp_path)
    search.run(100, judged, lambda _: [0, 1])
    assert len(search.tried) == search.size == 2 ** len(search.candidates) - 1
    assert len(simulated) == len(set(simulated)) == search.size


def test_a_search_goes_on_where_it_stopped(tmp_path, simulated, monkeypatch):
    monkeypatch.setattr(module, "_POPULATION", 4)
    vary = ["kita_e.start=2027-08,2028-08", "kita_e.licensed_places=60,70"]

    whole = Search(SCENARIOS, FEW, vary, tmp_path / "whole")
    assert whole.size > 8
    whole.run(8, judged, lambda _: [0, 1])
    once = list(simulated)
    assert len(once) == len(set(once))
    simulated.clear()
    Search(SCENARIOS, FEW, vary, tmp_path / "parts").run(4, judged, lambda _: [0, 1])
    again = Search(SCENARIOS, FEW, vary, tmp_path / "parts")
    again.run(8, judged, lambda _: [0, 1])
    assert set(simulated) == set(once)
    assert set(again.tried) == set(whole.tried)
