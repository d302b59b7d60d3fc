"""A scenario some months later: its own measures move with all their months, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from simsocial.core.errors import ScenarioError
from simsocial.experiment.compose import compose_scenarios
from simsocial.scenario import Scenario

OPTION = """
title: {de: Alles, en: All}
measures:
  neu: {kind: open_site, start: 2027-11, end: 2029-10, decided_by: provider, lever: negotiation, lead_months: 18,
    site: neu_1, site_kind: kita, place: e_ort, provider: gemeinden, licensed_places: 12,
    capital_cost_eur: 300000, capital_payers: {municipality: 1.0}}
  wohnungen: {kind: phased_housing, decided_by: municipality, lever: plan, place: c_stadt,
    phases: {2027-06: 2, 2030-06: 3}}
  spaeter: {kind: staff_ratio, decided_by: kreis, lever: plan, kinds: [home_care], fte_factor: 1.1, lead_months: 6,
    trigger: {indicator: population, below: 90000, months: 3}}
  faellt_weg: {kind: close_site, start: 2028-01, decided_by: provider, lever: none, site: kita_e1}
"""


@pytest.fixture
def composed(folder: Path):
    (folder / "alles.yaml").write_text(OPTION, encoding="utf-8")

    def compose(*names: str, words: tuple[str, ...] = ()):
        return compose_scenarios(["status_quo", *names], ["services=[]", *words])

    return compose


def test_own_measures_come_later_and_events_do_not(composed) -> None:
    settings = composed("alles.yaml", "alles.yaml@+14")
    assert list(settings) == ["status_quo", "alles", "alles_plus_14"]
    now, later = (Scenario.from_config(name, settings[name]) for name in ("alles", "alles_plus_14"))
    assert later.title == {"de": "+14 Mon. Alles", "en": "+14 mo. All"}
    assert (later.measures["neu"].start, later.measures["neu"].end) == ("2029-01", "2030-12")
    assert now.measures["neu"].latest_decision_month == "2026-05"
    assert later.measures["neu"].latest_decision_month == "2027-07"
    assert later.measures["wohnungen"].phases == {"2028-08": 2, "2031-08": 3}
    assert (now.measures["spaeter"].delay, later.measures["spaeter"].delay) == (6, 20)
    assert later.measures["faellt_weg"] == now.measures["faellt_weg"]
    # A price that names no year is in prices of the start: waiting alone must not make it cheaper.
    assert (now.measures["neu"].price_year, later.measures["neu"].price_year) == (None, 2027)


def test_by_no_months_is_the_same(composed) -> None:
    settings = composed("alles.yaml", "alles.yaml@+0")
    now, same = (Scenario.from_config("alles", settings[name]) for name in ("alles", "alles_plus_0"))
    assert now.measures == same.measures
    other = {
        key: value for key, value in settings["alles_plus_0"].items() if key not in ("title", "measures")
    }
    assert other == {key: settings["alles"][key] for key in other}


def test_a_setting_of_a_measure_holds_before_it_is_delayed(composed) -> None:
    settings = composed("alles.yaml", "alles.yaml@+12", words=("measures.neu.start=2028-02",))
    starts = [settings[name]["measures"]["neu"]["start"] for name in ("alles", "alles_plus_12")]
    assert starts == ["2028-02", "2029-02"]


def test_what_has_no_measure_of_its_own_cannot_come_later(composed) -> None:
    with pytest.raises(ScenarioError, match="has no measure of its own that could come later"):
        composed("heim_b_schliesst@+12")
