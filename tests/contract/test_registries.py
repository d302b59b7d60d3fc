"""Axes of the counts are registries: what each entry must say, and that a user's own are counted like the package's."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError
from simsocial.core.household_traits import ADULTS, WITH_CHILD, WITH_COUPLE
from simsocial.core.roots import packaged_root
from simsocial.indicators.axes import (
    BUDGETS,
    EVENTS,
    HOUSEHOLD_TYPES,
    MOST_TRAITS,
    PAYERS,
    QUANTITIES,
    HouseholdType,
    household_type_of_traits,
)
from simsocial.indicators.known import indicators
from simsocial.model import SocialModel
from simsocial.model.schedule import known_processes
from simsocial.parameters import Parameters
from simsocial.region import load_region
from simsocial.services.catalogue import load_catalogue_from_dirs
from simsocial.shapes.qualification import load_qualifications
from tests.unit.model.small import SMALL, write_region

REGISTRIES = {
    "events": EVENTS,
    "payers": PAYERS,
    "budgets": BUDGETS,
    "household types": HOUSEHOLD_TYPES,
    "quantities": QUANTITIES,
}
known_processes()
ENTRIES = [(name, entry) for name, registry in REGISTRIES.items() for entry in registry.values()]
WORKER = """
street_worker:
  label: {de: Sozialarbeiterinnen und Sozialarbeiter, en: social workers}
  sources: {own: own assumption}
  vacancy_share: {value: 0.1, low: 0.0, high: 0.2, source: own, year: 2025, grade: D}
  seeking_share: {value: 0.02, low: 0.0, high: 0.05, source: own, year: 2025, grade: D}
  released_stay_share: {value: 0.5, low: 0.2, high: 1.0, source: own, year: 2025, grade: D}
  retirement_rate: {value: 0.03, low: 0.01, high: 0.05, source: own, year: 2025, grade: D}
  turnover_rate: {value: 0.1, low: 0.05, high: 0.2, source: own, year: 2025, grade: D}
  pool_leaving_rate: {value: 0.5, low: 0.2, high: 1.0, source: own, year: 2025, grade: D}
  graduates_rate: {value: 0.05, low: 0.02, high: 0.08, source: own, year: 2025, grade: D}
  moves_in_rate: {value: 0.01, low: 0.0, high: 0.03, source: own, year: 2025, grade: D}
  lateral_entry_rate: {value: 0.02, low: 0.0, high: 0.05, source: own, year: 2025, grade: D}
  hired_share: {value: 0.4, low: 0.2, high: 0.6, source: own, year: 2025, grade: D}
"""
FOUNDATION = "foundation:\n  label: {de: Stiftungen, en: foundations}\n"
CENTRE = """
youth_centre:
  label: {de: Jugendtreff, en: youth centre}
  field: youth
  legal_base: SGB VIII § 11
  status: mandatory
  access: capacity
  eligibility: {from_months: 120, until_months: 216}
  take_up: {by: age, table: {10: 0.3, 14: 0.4}}
  staff: {qualification: street_worker, fte_per_case: 0.02}
  cost: {per_case_eur_per_year: 500}
  payers: {shares: {foundation: 0.75, municipality: 0.25}}
"""


def write(folder: Path, group: str, name: str, text: str) -> Path:
    """Write one file of a user's own configuration."""
    path = folder / "conf" / group / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The working folder of somebody with a qualification, a payer and a kind of their own."""
    monkeypatch.setattr(PAYERS, "_entries", dict(PAYERS._entries))
    write(tmp_path, "staff", "street_worker", WORKER)
    write(tmp_path, "payers", "foundation", FOUNDATION)
    write(tmp_path, "services", "youth_centre", CENTRE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("registry", "entry"), ENTRIES, ids=lambda one: getattr(one, "id", str(one)))
def test_every_entry_has_a_plain_id_and_a_name_in_both_languages(registry, entry):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", entry.id)
    assert set(entry.label) == {"de", "en"}
    assert all(len(text) > 2 and text.strip() == text for text in entry.label.values())
    others = [one for name, one in ENTRIES if name == registry and one.id != entry.id]
    for language in ("de", "en"):
        assert entry.label[language] not in {one.label[language] for one in others}


@pytest.mark.parametrize("name", REGISTRIES)
def test_the_place_on_the_axis_is_the_place_in_the_registry(name):
    registry = REGISTRIES[name]
    assert [registry.index(entry) for entry in registry] == list(range(len(registry)))
    with pytest.raises(ConfigError, match=f"'nonsense' is no .*Valid: .*{min(registry)}"):
        registry.index("nonsense")


def test_every_event_is_declared_by_whoever_counts_it():
    declared = {event.id for process in known_processes().values() for event in process.events}
    assert declared | {"moved_in", "moved_out"} == set(EVENTS)


def test_every_household_has_the_first_type_that_holds():
    found = household_type_of_traits()
    assert len(found) == MOST_TRAITS
    names = np.array(list(HOUSEHOLD_TYPES))[found]
    for heads, traits, name in (
        (1, 0, "living_alone"),
        (2, WITH_COUPLE, "couple"),
        (2, WITH_COUPLE | WITH_CHILD, "couple_with_children"),
        (3, WITH_COUPLE | WITH_CHILD, "couple_with_children"),
        (1, WITH_CHILD, "lone_parent"),
        (2, WITH_CHILD, "other"),
        (3, 0, "other"),
    ):
        assert names[heads * ADULTS + traits] == name


def test_a_household_type_from_outside_is_counted_before_the_rest(monkeypatch, small_model):
    monkeypatch.setattr(HOUSEHOLD_TYPES, "_entries", dict(HOUSEHOLD_TYPES._entries))
    plain = small_model(end="2024-01").run().counts
    shared = HouseholdType("shared_flat", {"de": "WG", "en": "shared flats"}, lambda home: home.heads > 2)
    HOUSEHOLD_TYPES.add(shared)
    with_it = small_model(end="2024-01").run().counts
    assert with_it.household_type("shared_flat").sum() > 0
    assert np.array_equal(
        with_it.household_type("shared_flat") + with_it.household_type("other"), plain.household_type("other")
    )
    for name in ("living_alone", "couple", "couple_with_children", "lone_parent"):
        assert np.array_equal(with_it.household_type(name), plain.household_type(name))


def test_a_users_qualification_and_payer_are_counted_like_the_packages(own):
    catalogue = load_catalogue_from_dirs([own / "conf" / "services", packaged_root("conf") / "services"])
    parameters = catalogue.register(Parameters.load())
    rate = parameters["staff.street_worker.hired_share"]
    assert (rate.unit, rate.source, rate.year, rate.grade) == (
        "share of those searching, per month",
        "own assumption",
        "2025",
        "D",
    )
    assert (rate.low, rate.high) == (0.2, 0.6)
    named = {one.id: one for one in indicators(catalogue)}
    assert named["cost_foundation"].label["de"] == "Laufende Kosten: Stiftungen"
    assert named["staff_street_worker_fte"].label["en"] == "social workers: filled posts"
    region = load_region(
        write_region(own, sites=[*SMALL["sites"], "treff_a,youth_centre,a_stadt,stadt_a,60"])
    )
    model = SocialModel(
        region, rng=1, catalogue=catalogue, parameters=parameters, spin_up=0, end="2024-06"
    ).run()
    latest = {name: model.recorder.latest(name) for name in model.recorder.ids}
    assert latest["youth_centre_served"] > 20
    assert latest["staff_street_worker_fte"] == pytest.approx(0.02 * latest["youth_centre_served"], rel=0.25)
    assert latest["cost_foundation"] == pytest.approx(0.75 * latest["cost_youth_centre"], rel=1e-4)
    payers = [payer.cost_id for payer in PAYERS.values()]
    assert sum(latest[name] for name in payers) == pytest.approx(latest["cost_total"])


@pytest.mark.parametrize(
    ("group", "name", "text", "told"),
    [
        ("staff", "cook", WORKER.replace("street_worker", "cook").replace("vacancy_share", "vacancy_shar"),
         r"cook.yaml: cook:(.|\n)*vacancy_share: is missing(.|\n)*vacancy_shar: unknown key"),
        ("staff", "cook", WORKER.replace("value: 0.4", "value: 0.9").replace("street_worker", "cook"),
         r"cook.yaml: cook:(.|\n)*hired_share: .*needs low <= value <= high, found 0.2 <= 0.9 <= 0.6"),
        ("payers", "club", "club:\n  label: {de: Verein}\n", r"club.yaml: club:(.|\n)*label.en: is missing"),
        ("payers", "land", "land:\n  label: {de: Land, en: Land}\n", "land.yaml: land: there is a payer of this id"),
        ("services", "youth_centre", CENTRE.replace("foundation", "fundation"),
         r"youth_centre(.|\n)*'fundation' is no payer. Did you mean 'foundation'"),
        ("services", "youth_centre", CENTRE.replace("street_worker", "street_work"),
         r"services.youth_centre.staff.qualification: 'street_work' is no qualification. Did you mean 'street_worker'"),
    ],
)  # fmt: skip
def test_faults_name_file_key_value_and_what_is_valid(own, group, name, text, told):
    write(own, group, name, text)
    with pytest.raises(ConfigError, match=told):
        load_catalogue_from_dirs([own / "conf" / "services", packaged_root("conf") / "services"])


@pytest.mark.parametrize("name", load_qualifications())
def test_every_qualification_of_the_package_says_where_its_figures_are_from(name):
    entry = yaml.safe_load((packaged_root("conf") / "staff" / f"{name}.yaml").read_text(encoding="utf-8"))[
        name
    ]
    made = load_qualifications()[name]
    for parameter in made.parameters():
        assert parameter.source != "own setting of the user"
        assert parameter.low < parameter.high
        assert parameter.id.split(".")[2] in entry


def test_a_draw_of_who_moves_in_is_half_to_twice_the_rate_of_its_year():
    # Stated for the last date, 2031: 0.015 to 0.06.
    name = "staff.care_nurse.moves_in_rate"
    made = load_qualifications()["care_nurse"].parameters()
    best, drawn = Parameters(made), [Parameters(made, draw=draw) for draw in range(30)]
    for month, low, high in (("2024-01", 0.03, 0.12), ("2031-01", 0.015, 0.06)):
        at = month_index(month)
        rates = [one.value(name, at) for one in drawn]
        assert low <= min(rates) < best.value(name, at) < max(rates) <= high
        assert min(rates) < 0.75 * best.value(name, at)
