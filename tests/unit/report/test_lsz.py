from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from simsocial.report.catalog import Catalog
from simsocial.report.lsz import LSZ_FIELDS, lsz_field, lsz_table
from simsocial.report.option_view import option_view
from simsocial.report.texts import Texts

EXAMPLE = Path(__file__).parents[3] / "outputs" / "beispiel" / "manifest.json"


@pytest.fixture(scope="module")
def catalog(results):
    return Catalog(Texts("de"), results.manifest)


def test_every_registered_indicator_has_a_field_of_action():
    from simsocial.report.lsz import _OF_FIELD

    manifest = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    assert {entry["field"] for entry in manifest["indicators"]} - {"finance"} == _OF_FIELD.keys()
    assert set(_OF_FIELD.values()) == set(LSZ_FIELDS)


def test_ways_belong_to_mobility_whatever_they_lead_to():
    entry = {"id": "gp_way", "field": "health", "concept": "travel_minutes", "kind": "general_practitioner"}
    known = Catalog(Texts("de"), {"scenarios": {}, "indicators": [entry]})
    assert lsz_field(known, "gp_way") == "compatibility"
    assert lsz_field(known, "unknown") == ""


def test_one_line_a_field_says_in_words_what_changes(catalog, results):
    options = [option_view(catalog, results.effects, name) for name in ("kita_netz", "tagespflege")]
    table = lsz_table(catalog, options)
    assert table.columns == ("Handlungsfeld", "Kita-Netz", "Tagespflege")
    assert len(table.rows) == len(LSZ_FIELDS) + 1
    cells = {row.cells[0]: row.cells[1:] for row in table.rows}
    assert (
        "Auslastung der Kitas, Planungsraum E steigt (im Sinne des Ziels)"
        in cells["Vereinbarkeit und Mobilität"][0]
    )
    assert cells["Dialog der Generationen"] == ("nichts nachgewiesen",) * 2
    # Of fields that the programme does not have.
    assert table.rows[-1].cells == (
        "ohne Handlungsfeld",
        "Weg zur Kita steigt (entgegen)",
        "Pflegestunden der Angehörigen sinkt (im Sinne des Ziels)",
    )
    # What is named is a target or a confirmed side effect, with the sign of its effect.
    told = 0
    for option, column in zip(options, (1, 2), strict=True):
        for line in option.lines:
            label = re.escape(catalog.meta(line.head.indicator).label)
            for row in table.rows:
                for way in re.findall(rf"{label}(?:, [^;(]+)? (steigt|sinkt) \(", row.cells[column]):
                    assert (line.head.effect > 0) == (way == "steigt")
                    told += 1
    assert told >= 4


def test_money_is_in_no_line_and_the_last_one_only_there_if_needed(catalog, results):
    """The same results, with occupancy counted as money and the others in fields that the programme has."""
    own = {
        "kita_occupancy": {"field": "finance", "kind": "care_advice"},
        "kita_travel_minutes": {"field": "kita"},
        "informal_care_hours": {"field": "elder_care"},
    }
    entries = [entry | own.get(entry["id"], {}) for entry in results.manifest["indicators"]]
    known = Catalog(Texts("de"), results.manifest | {"indicators": entries})
    options = [option_view(catalog, results.effects, name) for name in ("kita_netz", "tagespflege")]
    rows = [row.cells for row in lsz_table(known, options).rows]
    assert len(rows) == len(LSZ_FIELDS)
    assert "Auslastung der Kitas" not in str(rows)
    assert "Weg zur Kita" in str(rows)
