"""Kinds that people live in: nobody lives in two, and who has a place does not leave home for being young."""

from __future__ import annotations

import dataclasses

import numpy as np

from simsocial.bench.many_kinds import with_copies
from simsocial.core.columns import ELSEWHERE, INSTITUTION, NOBODY, SERVED
from simsocial.core.roots import packaged_root
from simsocial.parameters import Parameters
from simsocial.services.catalogue import load_catalogue_from_dirs
from tests.unit.model.measures import WHO

YOUTH_HOME = """
youth_home:
  label: {de: Jugendwohnheim, en: youth home}
  field: youth
  legal_base: SGB VIII § 13 Abs. 3
  status: mandatory
  access: capacity
  order: 75
  residential: true
  eligibility: {from_months: 168, until_months: 252}
  take_up: {by: age, table: {14: 0.05}, low_factor: 0.7, high_factor: 1.3, source: own count, year: 2025, grade: D}
  patience_months: 12
  distance:
    maximum_minutes: {value: 60, low: 30, high: 90, source: own assumption, year: 2025, grade: D}
  cost:
    per_case_eur_per_year: {low: 20000, typical: 30000, high: 40000, source: own count, year: 2025, grade: C}
  payers: {kreis: 1.0}
"""


def test_a_residential_kind_that_is_not_for_care_breaks_no_invariant(small_model, tmp_path):
    (tmp_path / "youth_home.yaml").write_text(YOUTH_HOME, encoding="utf-8")
    catalogue = load_catalogue_from_dirs([packaged_root("conf") / "services", tmp_path])
    site = WHO | {
        "kind": "open_site", "start": "2024-02", "site": "heim_j", "site_kind": "youth_home", "place": "a_stadt",
        "provider": "stadt_a", "licensed_places": 40,
    }  # fmt: skip
    values = catalogue.register(Parameters.load())
    model = small_model(
        {"heim": site}, catalogue=catalogue, parameters=values, end="2028-12", check_every_month=True
    )
    model.run()
    cases, code = model.state.cases, catalogue.ids.index("youth_home")
    placed = (cases.person != NOBODY) & np.isin(cases.state, [SERVED, ELSEWHERE])
    residents = cases.person[placed & catalogue.residential[cases.kind]]
    assert (placed & (cases.kind == code)).sum() > 5
    assert (model.state.persons.role[cases.person[placed & (cases.kind == code)]] == INSTITUTION).all()
    assert len(np.unique(residents)) == len(residents)


def test_who_finds_two_homes_in_a_month_takes_the_first(small_model, small_region, catalogue):
    """Two kinds for the same people, with room for all: both ask in the month in which somebody comes to want them."""
    sites = small_region.sites.assign(licensed_places=small_region.sites["licensed_places"] * 10)
    region = dataclasses.replace(small_region, sites=sites)
    region, kinds = with_copies(region, catalogue, "nursing_home", 1)
    values = kinds.register(Parameters.load())
    # Few find two in one month: with these dice somebody does by June.
    model = small_model(
        rng=4, region=region, catalogue=kinds, parameters=values, end="2024-12", check_every_month=True
    )
    model.run()
    cases = model.state.cases
    placed = (cases.person != NOBODY) & np.isin(cases.state, [SERVED, ELSEWHERE])
    residents = cases.person[placed & kinds.residential[cases.kind]]
    assert len(np.unique(residents)) == len(residents)
    for name in ("nursing_home", "nursing_home_1"):
        assert (placed & (cases.kind == kinds.ids.index(name))).any()
