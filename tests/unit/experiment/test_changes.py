"""What an option changes in the assumptions is said, old beside new."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from simsocial.experiment.changes import assumption_sheet_of, parameter_changes
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.setup import setup_of
from simsocial.report.catalog import Catalog
from simsocial.report.run_view import assumption_table, beside_measures, change_table
from simsocial.report.texts import Texts


@pytest.fixture(scope="module")
def setups():
    configs = compose_scenarios(["status_quo", "kita_netz"], ["parameters.fertility.male_share=0.513"])
    configs["kita_netz"]["parameters"] |= {
        "fertility.total_fertility_rate": 1.6,
        "services.kita.cost.per_fte_eur_per_year": 70_000.0,
        "care_need.prevalence": 1.02,
    }
    return {name: setup_of(name, config) for name, config in configs.items()}


def test_changes_are_old_beside_new_and_say_where_they_leave_the_range(setups):
    found = {entry["id"]: entry for entry in parameter_changes(setups["status_quo"], setups["kita_netz"])}
    assert set(found) == {
        "fertility.total_fertility_rate", "services.kita.cost.per_fte_eur_per_year", "care_need.prevalence",
    }  # fmt: skip
    rate, table = found["fertility.total_fertility_rate"], found["care_need.prevalence"]
    assert (rate["old"] < rate["high"] < rate["new"], rate["outside"]) == (True, True)
    assert (table["kind"], table["old"], table["new"], table["outside"]) == ("factor", 1.0, 1.02, False)
    assert parameter_changes(setups["status_quo"], setups["status_quo"]) == []


def test_the_sheet_names_the_option_beside_the_value_and_holds_what_only_an_option_has(setups):
    sheet = assumption_sheet_of(setups).set_index("id")
    assert sheet["changed_in"]["fertility.total_fertility_rate"] == "kita_netz=1.6"
    assert sheet["changed_in"]["fertility.male_share"] == ""
    assert sheet["only_in"]["measures.kita_e.capital_cost_eur"] == "kita_netz"
    assert sheet.index.is_unique


def test_what_a_measure_changes_stands_beside_the_old_value_with_its_month_and_place():
    wage = {
        "kind": "change_value", "start": "2028-01", "ramp_months": 6, "decided_by": "land", "lever": "own_act",
        "id": "services.kita.cost.per_fte_eur_per_year", "op": "multiply", "by": 1.1, "where": {"area": ["E"]},
    }  # fmt: skip
    configs = compose_scenarios(["status_quo", "kita_netz"], [])
    configs["kita_netz"]["measures"]["wage"] = wage
    setups = {name: setup_of(name, config) for name, config in configs.items()}
    changes = parameter_changes(setups["status_quo"], setups["kita_netz"])
    (entry,) = [one for one in changes if one["id"] == wage["id"]]
    assert (entry["old"], round(entry["new"]), entry["outside"]) == (66_400.0, 73_040, True)
    assert (entry["since"], entry["until"], entry["where"]) == ("2028-01", "", "E")
    catalog = Catalog(
        Texts("de"), {"scenarios": {"kita_netz": {"parameters": changes, "title": "Kita-Netz"}}}
    )
    (words,) = beside_measures(catalog, "kita_netz")
    assert words == "ein Wert liegt außerhalb der registrierten Spanne (siehe Annahmen)"
    (row,) = change_table(catalog, "kita_netz").rows
    assert {wage["id"], "66.400", "73.040", "ab 2028-01", "E"} <= set(row.cells)
    stored = io.StringIO(assumption_sheet_of(setups).to_csv(index=False))
    printed = assumption_table(catalog, pd.read_csv(stored, dtype=str, keep_default_na=False))
    (row,) = [row for row in printed.rows if row.cells[0] == wage["id"]]
    assert row.cells[1].endswith("; Kita-Netz: 73.040 (ab 2028-01 E)")


def test_the_report_counts_what_an_option_sets_itself_and_shows_it_among_the_assumptions(setups):
    changes = parameter_changes(setups["status_quo"], setups["kita_netz"])
    catalog = Catalog(
        Texts("de"), {"scenarios": {"kita_netz": {"parameters": changes, "title": "Kita-Netz"}}}
    )
    assert beside_measures(catalog, "kita_netz") == [
        "3 Annahmen sind anders (siehe Annahmen)",
        "ein Wert liegt außerhalb der registrierten Spanne (siehe Annahmen)",
    ]
    table = change_table(catalog, "kita_netz")
    assert [row.cells[-1] for row in table.rows].count("außerhalb der registrierten Spanne") == 1
    assert len(table.rows) == 3
    stored = io.StringIO(assumption_sheet_of(setups).to_csv(index=False))
    printed = assumption_table(catalog, pd.read_csv(stored, dtype=str, keep_default_na=False))
    (row,) = [row for row in printed.rows if row.cells[0] == "fertility.total_fertility_rate"]
    assert row.cells[1].endswith("; Kita-Netz: 1,6")
