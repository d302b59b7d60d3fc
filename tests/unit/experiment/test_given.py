"""Scenarios given by Python code are those that a file would give."""

from __future__ import annotations

import pytest

from simsocial.core.errors import ScenarioError, SimsocialError
from simsocial.experiment.experiment import Experiment
from simsocial.experiment.given import names_of, vary
from simsocial.experiment.scenarios import load_scenario

FAST = ["services=[]"]
"""Without service kinds composing takes a fifth of the time."""


def test_a_scenario_itself_and_its_variants_are_those_of_the_file():
    loaded = load_scenario("kita_netz")
    variants = vary("kita_netz", "measures.kita_e.licensed_places", [60, 80])
    configs = Experiment([loaded, variants], FAST).configs
    (by_name,) = Experiment(["kita_netz"], FAST).configs.values()
    assert list(configs) == ["kita_netz", "kita_netz_60", "kita_netz_80"]
    again = load_scenario("kita_netz").from_config("kita_netz", configs["kita_netz"])
    assert again == loaded
    measure = configs["kita_netz_80"]["measures"]["kita_e"]
    assert measure == {**by_name["measures"]["kita_e"], "licensed_places": 80}
    assert configs["kita_netz_60"]["targets"] == by_name["targets"]


def test_contents_may_have_dotted_keys():
    content = {"parameters": {"fertility.male_share": 0.512}, "laws.kita_third_fee_free_year": True}
    (config,) = Experiment([{"idea": content}], FAST).configs.values()
    assert config["parameters"] == {"fertility.male_share": 0.512}
    assert config["laws"] == {"kita_third_fee_free_year": True}


@pytest.mark.parametrize("given", [7, {}, {"measures": 1}, None])
def test_what_is_no_scenario_is_told(given):
    with pytest.raises(ScenarioError, match=r"is no scenario\. Valid"):
        names_of([given])


def test_mistakes_in_contents_are_told_like_those_of_files():
    with pytest.raises(SimsocialError, match="idea"):
        Experiment([{"idea": {"measures": {"a": {"kind": "close_sit"}}}}], FAST)
    twice = [{"indicator": "births", "direction": "up"}] * 2
    with pytest.raises(ScenarioError, match="scenario idea: targets: 'births' stands there twice"):
        Experiment([{"idea": {"targets": twice}}], FAST)
