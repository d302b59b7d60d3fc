"""Futures in settings: by name, below a scenario's own switches, with one draw for all values of a pattern."""

from __future__ import annotations

from pathlib import Path

import pytest

from simsocial.cli.listing import rows_of
from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError, SimsocialError
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.futures import split_futures
from simsocial.experiment.setup import setup_of
from tests.unit.experiment.composing import FAST, mistake

OWN = """
title: {de: Teure Kräfte, en: Costly staff}
why: {de: Warum., en: Why.}
from: 2028-01
source: own assumption
year: 2026
grade: D
laws: {kita_third_fee_free_year: true}
changes:
  turnover: {id: staff.*.turnover_rate, op: multiply, by: {low: 1.0, typical: 1.2, high: 1.5, grade: D}}
"""
RATES = [f"staff.{one}.turnover_rate" for one in ("educator", "teacher")]


@pytest.fixture
def own(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("conf/future").mkdir(parents=True)
    Path("conf/future/costly.yaml").write_text(OWN, encoding="utf-8")
    return tmp_path / "conf/future/costly.yaml"


def composed(*overrides: str):
    (config,) = compose_scenarios(["status_quo"], [FAST, *overrides]).values()
    return config


def test_a_future_is_part_of_the_name_and_of_every_option(own):
    config = composed("future=costly")
    assert config["name"] == "status_quo_costly"
    assert config["future"]["id"] == "costly"
    assert composed()["future"] == {}
    assert "costly" in [row["id"] for row in rows_of("futures", "en")]


def test_values_change_from_its_month_on_and_laws_as_it_says(own):
    usual, changed = (setup_of("status_quo", composed(*words)) for words in ([], ["future=costly"]))
    assert not usual.laws.acts("kita_third_fee_free_year")
    assert changed.laws.acts("kita_third_fee_free_year")
    for month, factor in (("2027-12", 1.0), ("2028-01", 1.2)):
        for rate in RATES:
            before, after = (one.plan.value(rate, month_index(month)) for one in (usual, changed))
            assert after == pytest.approx(factor * before)


def test_a_switch_of_ones_own_goes_before_the_future(own):
    config = composed("future=costly", "laws.kita_third_fee_free_year=false")
    assert not setup_of("status_quo", config).laws.acts("kita_third_fee_free_year")


def test_all_values_of_a_pattern_have_one_draw(own):
    setup = setup_of("status_quo", composed("future=costly"), draw=3)
    month = month_index("2029-01")
    factors = [setup.plan.value(rate, month) / setup.parameters.value(rate, month) for rate in RATES]
    assert factors[0] == pytest.approx(factors[1])
    assert 1.0 < factors[0] < 1.5
    assert factors[0] != pytest.approx(1.2)


def test_a_number_of_ones_own_holds_in_every_future(own):
    setup = setup_of("status_quo", composed("future=costly", f"parameters.{RATES[0]}=0.07"))
    assert setup.plan.value(RATES[0], month_index("2029-01")) == 0.07


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("why: {de: Warum., en: Why.}\n", "", "why"),
        ("staff.*.turnover_rate", "staff.*.turnover", "names no value"),
        ("kita_third_fee_free_year", "kita_third_year", "Did you mean 'kita_third_fee_free_year'"),
    ],
)
def test_a_mistake_names_file_key_and_what_is_valid(own, before, after, said):
    own.write_text(OWN.replace(before, after), encoding="utf-8")
    with pytest.raises(SimsocialError, match="costly") as caught:
        setup_of("status_quo", composed("future=costly"))
    assert said in str(caught.value)


def test_an_unknown_future_is_named_with_the_nearest(own):
    assert "Did you mean 'low_births'" in mistake(["status_quo"], "future=low_birth")
    with pytest.raises(ConfigError, match="Did you mean 'low_births'"):
        split_futures(["futures=low_birth"])
    with pytest.raises(ConfigError, match="one of the two"):
        split_futures(["futures=all", "future=low_births"])


def test_all_means_each_but_the_expected_one(own):
    ids, words = split_futures(["kita_netz", "futures=all"])
    assert {"costly", "low_births", "price_surge"} <= set(ids)
    assert "none" not in ids
    assert words == ["kita_netz"]
