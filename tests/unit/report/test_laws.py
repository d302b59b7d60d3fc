"""The legal calendar in the report: status, time, where a law acts, and what it makes of a value."""

from __future__ import annotations

import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.laws import law_table
from simsocial.report.run_view import assumption_table, beside_measures
from simsocial.report.texts import Texts

LAW = {"label": {"de": "Schlüssel", "en": "Ratio"}, "law": "ThürKigaG", "source": "a statute"}
MANIFEST = {
    "legal_calendar": {
        "ratio": LAW | {"status": "enacted", "from": "2025-01"},
        "fees": LAW | {"status": "open", "from": "2027-08", "label": {"de": "Beiträge", "en": "Fees"}},
        "idea": LAW | {"status": "announced", "from": "2028-01", "to": "2029-12"},
    },
    "scenarios": {
        "status_quo": {"title": {"de": "Weiter so", "en": "As now"}, "laws": ["ratio"]},
        "free": {"title": {"de": "Beitragsfrei", "en": "Free"}, "laws": ["ratio", "fees"]},
    },
    "reference": "status_quo",
}


def test_each_law_stands_with_status_time_where_it_acts_and_source():
    rows = [row.cells for row in law_table(Catalog(Texts("de"), MANIFEST)).rows]
    assert rows == [
        ("Schlüssel", "ThürKigaG", "beschlossen", "ab 2025-01", "in allen Optionen", "a statute"),
        ("Beiträge", "ThürKigaG", "offen", "ab 2027-08", "nur in: Beitragsfrei", "a statute"),
        ("Schlüssel", "ThürKigaG", "angekündigt", "2028-01 bis 2029-12", "in keiner Option", "a statute"),
    ]


def test_results_without_a_calendar_have_no_such_table():
    assert not law_table(Catalog(Texts("en"), {"scenarios": {}})).rows


def test_an_assumption_says_which_law_brings_it_to_what():
    sheet = pd.DataFrame(
        [
            {
                "id": "a.b",
                "value": 0.219,
                "unit": "share",
                "by_law": "ratio=0.26 from 2028-01; idea=0.27 from 2029-01",
            }
        ]
    )
    (row,) = assumption_table(Catalog(Texts("de"), MANIFEST), sheet).rows
    assert row.cells[1] == "0,219; durch „Schlüssel“ 0,26 (ab 2028-01); durch „Schlüssel“ 0,27 (ab 2029-01)"


def test_an_option_says_which_laws_it_switches():
    catalog = Catalog(Texts("de"), MANIFEST)
    assert beside_measures(catalog, "free") == ["„Beiträge“ gilt"]
    other = MANIFEST | {"reference": "free"}
    assert beside_measures(Catalog(Texts("en"), other), "status_quo") == ["“Fees” does not hold"]
