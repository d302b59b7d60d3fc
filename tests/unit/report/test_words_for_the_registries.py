"""What the model registers has a word in both languages; a new entry is noticed the day it appears."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

import simsocial.indicators.finance
import simsocial.indicators.households
import simsocial.indicators.population
import simsocial.indicators.services
import simsocial.indicators.staff  # noqa: F401 - all indicators register at import
from simsocial.indicators.axes import PAYERS
from simsocial.indicators.known import indicators
from simsocial.indicators.margins import MARGINS
from simsocial.measures.actors import Actor, Lever
from simsocial.measures.registry import measure_kinds, read_measure
from simsocial.parameters.registry import Parameters
from simsocial.parameters.sheet import assumption_sheet
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers
from simsocial.report.parameter_words import parameter_words
from simsocial.report.run_view import assumption_table, unit_key
from simsocial.report.texts import LANGUAGES, LOCALE_FOLDER, Texts
from simsocial.services.catalogue import load_catalogue_from_dirs

SERVICES = Path(__file__).parents[3] / "conf" / "services"


ENGLISH = re.compile(
    r"\b(?:the|of|and|per|with|from|share|year|years|month|months|case|care|undated|force)\b"
)
"""Words that betray an English text."""


CHANGE = {
    "kind": "change_value", "start": "2028-01", "decided_by": "kreis", "lever": "own_act", "id": "a.b", "by": 1.0,
}  # fmt: skip


def sheet():
    """The assumption sheet of all registered parameters."""
    return assumption_sheet(load_catalogue_from_dirs([SERVICES]).register(Parameters.load()))


@pytest.fixture(scope="module", params=LANGUAGES)
def catalog(request):
    kinds = load_catalogue_from_dirs([SERVICES])
    manifest = {
        "indicators": [one.metadata() for one in indicators(kinds)],
        "scenarios": {"status_quo": {}},
        "reference": "status_quo",
        "margins": {name: {"label": dict(one.label), "labels": one.words()} for name, one in MARGINS.items()},
        "payers": {name: {"label": dict(one.label)} for name, one in PAYERS.items()},
        "services": {kind.id: {"label": kind.label.model_dump()} for kind in kinds},
    }
    return Catalog(Texts(request.param), manifest)


def test_every_unit_has_a_word(catalog):
    for name in catalog.ids:
        scale = Numbers(catalog).table_scale(name)
        known = scale.unit in ("percent", "share") or catalog.texts.has_term("unit", scale.unit)
        assert known, f"{name}: unit '{catalog.meta(name).unit}' has no text unit-{scale.unit}"


def test_every_payer_has_its_cost_indicator_and_its_word(catalog):
    assert list(catalog.payer_indicators()) == list(PAYERS)
    assert catalog.payer_indicators()["kreis"] == "cost_net_kreis"
    assert all(catalog.payer(payer) == one.label[catalog.texts.language] for payer, one in PAYERS.items())
    assert {"cost_total", "capital_cost"} <= set(catalog.cost_lines())


def test_every_service_with_places_has_supply_demand_unmet_and_waiting(catalog):
    assert {"kita", "primary_school", "home_care", "adult_day_care", "nursing_home"} <= set(catalog.services)
    for service in catalog.services:
        for concept in ("supply", "demand", "unmet", "waiting"):
            assert catalog.concept(service, concept) is not None, (service, concept)


def test_everybody_who_decides_every_lever_and_every_measure_has_a_word(catalog):
    for family, names in (
        ("decider", get_args(Actor)),
        ("lever", get_args(Lever)),
        ("measure", measure_kinds()),
    ):
        for name in names:
            assert catalog.texts.has_term(family, name), f"{family}-{name}"


def test_groups_have_words(catalog):
    for name, margin in MARGINS.items():
        for group, words in margin.words().items():
            assert catalog.group(name, group) == words[catalog.texts.language]


def test_units_of_parameters_have_german_words_and_no_other_words_are_left():
    changes = [
        read_measure("m", CHANGE | {"op": op}).parameters()[0].unit
        for op in ("set", "add", "multiply", "cap")
    ]
    units = {unit_key(unit) for unit in (*sheet()["unit"], *changes)}
    text = (LOCALE_FOLDER / "de" / "parameter_units.ftl").read_text(encoding="utf-8")
    assert set(re.findall(r"^parameter-unit-(\S+) =", text, re.MULTILINE)) == units


def test_the_german_assumptions_are_german():
    german = Catalog(Texts("de"), {"scenarios": {}})
    for row in assumption_table(german, sheet()).rows:
        # Titles of publications stand as they are, in quotation marks.
        text = re.sub("„[^“]*“", "", " ".join(row.cells[1:]))
        assert not ENGLISH.search(text), text


def test_dimensions_of_tables_have_words(catalog):
    shapes = set(sheet()["shape"]) - {"number"}
    for shape in shapes:
        for part in shape.split(" x "):
            assert catalog.texts.has_term("dimension", part), part


def test_every_assumption_has_words(catalog):
    """Of services and staff without an id; of other fields the field, with the id behind it."""
    for name in load_catalogue_from_dirs([SERVICES]).register(Parameters.load()).ids():
        words = parameter_words(catalog, name)
        field = name.split(".")[0]
        if field == "services" or (field == "staff" and name.count(".") > 1):
            assert "_" not in words, name
            assert "." not in words.replace(". ", " "), name
        else:
            assert words.endswith(f" ({name})"), name
            assert not words.startswith(field.replace("_", " ") + " (") or catalog.texts.language == "en", (
                name
            )


def test_whose_share_it_is_stands_in_the_words(catalog):
    german = catalog.texts.language == "de"
    for name, ends in (
        (
            "services.youth_club.capital_payers.municipality",
            ("Investitionen: Gemeinden", "investments: municipalities"),
        ),
        ("services.nursery.payers.flat_per_case.land", ("je Fall: Land", "a case: Land")),
        (
            "staff.care_nurse.moves_in_rate",
            ("Pflegefachkräfte: wie viele zuziehen", "care nurses: how many move in"),
        ),
    ):
        assert parameter_words(catalog, name).endswith(ends[0] if german else ends[1])
