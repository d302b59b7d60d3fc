"""Options from the sheet ``Maßnahmen`` of a workbook: the same as from a file, and every fault by its cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook

from simsocial.cli.checking import check_tables
from simsocial.core.calendar import month_index
from simsocial.core.errors import ScenarioError
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.measure_columns import GERMAN_KINDS
from simsocial.experiment.scenarios import load_scenario
from simsocial.experiment.sheet_options import checked_sheet, names_in_workbook
from simsocial.report.texts import Texts
from tests.unit.region.workbooks import BOOK, write_book

pytestmark = pytest.mark.any_python

TABLES = {**BOOK, "sites": [*BOOK["sites"][:-1], ["k3", "kita", "p2", 50]]}
HEAD = ["Option", "Optionstitel", "Name", "Art", "Titel", "Beginn", "Standort", "Plätze", "Kosten einmalig",
    "Zahler einmalig", "Zuständig", "Mittel", "Zustimmung", "Vorlauf in Monaten", "Dienste", "fee_factor",
    "Weitere Felder"]  # fmt: skip
CLOSES = ["mein_netz", "Mein Netz", "k1_zu", "Einrichtung schließen", "Kita K1 schließt", "2028-08", "k1", None, None,
    None, "Gemeinde", "eigener Beschluss", "Landkreis, Träger", 12, None, None, "to=k2"]  # fmt: skip
GROWS = ["mein_netz", None, "k2_mehr", "resize_site", None, dt.date(2028, 8, 1), "k2", "90",
    "1.100.000 / 1.300.000 / 1.500.000", "Gemeinden 80 %, Land 20 %", "Gemeinde", "Planung", None, None, None, None,
    "ramp_months=6; running_cost_eur_per_year=1200; running_payers={kreis: 1.0}"]  # fmt: skip
FEE = ["mein_netz", None, "beitrag", "Elternbeitrag ändern", None, "01.01.2028", None, None, None, None, "Land",
    "Ereignis", None, None, "kindergarten, nursery", "0,5", None]  # fmt: skip
FILE = """
title: Mein Netz
measures:
  k1_zu: {kind: close_site, title: {de: Kita K1 schließt, en: Kita K1 schließt}, start: 2028-08, site: k1, to: k2,
    decided_by: municipality, lever: own_act, needs_consent_of: [kreis, provider], lead_months: 12}
  k2_mehr: {kind: resize_site, start: 2028-08, site: k2, licensed_places: 90, ramp_months: 6,
    capital_cost_eur: {low: 1100000, typical: 1300000, high: 1500000}, capital_payers: {municipality: 0.8, land: 0.2},
    running_cost_eur_per_year: 1200, running_payers: {kreis: 1.0}, decided_by: municipality, lever: plan}
  beitrag: {kind: parental_fee, start: 2028-01, decided_by: land, lever: none, kinds: [kindergarten, nursery],
    fee_factor: 0.5}
"""


def book(folder: Path, *rows: list[object], head: list[str] = HEAD, title: str = "Maßnahmen") -> Path:
    return write_book(folder / "kreis.xlsx", {**TABLES, title: [head, *rows]})


def changed(row: list[object], **cells: object) -> list[object]:
    return [cells.get(name, cell) for name, cell in zip(HEAD, row, strict=True)]


def test_an_option_of_the_sheet_is_the_same_scenario_as_one_of_a_file(folder: Path) -> None:
    path = book(folder, CLOSES, GROWS, FEE)
    (folder / "datei.yaml").write_text(FILE, encoding="utf-8")
    words = [f"region={path}", "services=[]"]
    configs = compose_scenarios(["status_quo", "mein_netz", "datei.yaml"], words)
    assert list(configs) == ["status_quo", "mein_netz", "datei"]
    assert (
        configs["mein_netz"]["region"] == configs["datei"]["region"] == {"kind": "folder", "path": str(path)}
    )
    own, other = (load_scenario(name, [f"region={path}"]) for name in ("mein_netz", "datei.yaml"))
    assert (own.title, own.measures) == (other.title, other.measures)
    assert [one.kind for one in own.measures.values()] == ["parental_fee", "close_site", "resize_site"]


def test_settings_change_a_measure_of_the_sheet_as_one_of_a_file(folder: Path) -> None:
    path = book(folder, CLOSES)
    scenario = load_scenario("mein_netz", [f"region={path}", "measures.k1_zu.start=2029-02"])
    assert scenario.measures["k1_zu"].start == "2029-02"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"Option": "mein netz"}, "column Option: 'mein netz' is not valid. Valid: a name of letters"),
        ({"Name": "K1"}, "column Maßnahme: 'K1'"),
        ({"Art": "Einrichtung zu"}, "column Art: 'Einrichtung zu' is not valid. Did you mean 'Einrichtung"),
        ({"Beginn": "2028-13"}, "column Beginn: '2028-13' is not valid. Valid: a month such as 2027-08"),
        ({"Beginn": None}, "column Beginn: is missing"),
        ({"Beginn": "2026-08"}, "column Beginn: 2026-08 lies before the horizon. Valid: 2027-01 or later"),
        ({"Plätze": "viele"}, "column Plätze: 'viele' is not valid. Valid: a whole number"),
        ({"Plätze": "90"}, "column Plätze: unknown key"),
        ({"Zuständig": "Gemeide"}, "column Zuständig: 'Gemeide' is not valid. Did you mean 'gemeinde'?"),
        ({"Mittel": "Beschlus"}, "column Mittel: 'Beschlus' is not valid."),
        ({"Zahler einmalig": "Mond 10 %"}, "column Zahler einmalig: 'Mond 10 %' is not valid. Valid: payers"),
        ({"Kosten einmalig": "1,5 Mio."}, "column Kosten einmalig: '1,5 Mio.' is not valid. Valid: whole EUR"),
        ({"Weitere Felder": "tto=k2"}, "column Weitere Felder (tto): unknown key. Did you mean 'to'?"),
        ({"Weitere Felder": "k2"}, "column Weitere Felder: 'k2' is not valid. Valid: key=value"),
        ({"Standort": "k11"}, "column Standort: 'k11' is no site of this region. Did you mean 'k1'?"),
        ({"Weitere Felder": "to=k1"}, "column Weitere Felder (to): 'k1' is the site that closes."),
    ],
)  # fmt: skip
def test_a_fault_names_file_sheet_row_column_value_and_what_is_valid(
    folder: Path, row: dict, said: str
) -> None:
    path = book(folder, FEE, changed(CLOSES, **row))
    (line,) = checked_sheet({"kind": "folder", "path": str(path)}, month_index("2027-01")).faults
    assert line.startswith(f"kreis.xlsx, sheet Maßnahmen, row 3, {said}")


def test_all_faults_are_said_in_one_go_by_the_check_too(folder: Path) -> None:
    head = [*HEAD[:-1], "Quatsch"]
    path = book(folder, CLOSES, CLOSES, changed(GROWS, Beginn="bald", Plätze="1_000"), head=head)
    faults = checked_sheet({"kind": "folder", "path": str(path)}).faults
    assert [fault.partition(":")[0].removeprefix("kreis.xlsx, sheet Maßnahmen, row ") for fault in faults] == [
        "1, column Quatsch", "3, column Maßnahme", "4, column Beginn", "4, column Plätze",
    ]  # fmt: skip


def test_a_sheet_is_no_matter_of_scenarios_of_files(folder: Path) -> None:
    path = book(folder, changed(CLOSES, Art="?"))
    assert list(compose_scenarios(["status_quo", "kita_gruppen"], [f"region={path}", "services=[]"]))
    with pytest.raises(ScenarioError, match="row 2, column Art"):
        compose_scenarios(["status_quo", "mein_netz"], [f"region={path}", "services=[]"])


def test_options_of_a_workbook_are_listed_by_name(folder: Path) -> None:
    assert names_in_workbook([f"region={book(folder, CLOSES, GROWS, changed(FEE, Option='süd'))}"]) == [
        "mein_netz",
        "süd",
    ]
    assert names_in_workbook(["region=kreis", "region.name=Greiz"]) == []
    with pytest.raises(ScenarioError, match="row 2, column Art"):
        names_in_workbook([f"region={book(folder, changed(CLOSES, Art='?'))}"])


def test_a_name_is_that_of_one_scenario_alone(folder: Path) -> None:
    path = book(folder, changed(CLOSES, Option="kita_netz"))
    with pytest.raises(ScenarioError, match=r"a file scenarios/kita_netz\.yaml has the name of this option"):
        compose_scenarios(["status_quo", "kita_netz"], [f"region={path}", "services=[]"])
    with pytest.raises(ScenarioError, match=r"Unknown scenario: 'kita_nez'\. Did you mean 'kita_netz'"):
        compose_scenarios(["status_quo", "kita_nez"], [f"region={path}", "services=[]"])


def test_kinds_are_called_as_in_the_report() -> None:
    texts = Texts("de")
    assert {texts.term("measure", kind): kind for kind in GERMAN_KINDS.values()} == GERMAN_KINDS


@pytest.mark.parametrize("tables_too", [False, True])
def test_the_check_marks_them_in_a_copy_beside_those_of_the_tables(folder: Path, tables_too: bool) -> None:
    rows = [CLOSES, changed(GROWS, Beginn="bald", **{"Weitere Felder": "ramp_month=6"})]
    path = book(folder, *rows)
    if tables_too:
        tables = {**TABLES, "sites": [*TABLES["sites"][:-1], ["k3", "kita", "p2", "viele"]]}
        path = write_book(folder / "kreis.xlsx", {**tables, "Maßnahmen": [HEAD, *rows]})
    assert not check_tables([str(path)])
    copy = load_workbook(folder / "kreis-checked.xlsx")
    marked = {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in copy
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None
    }
    assert marked["Maßnahmen", "F3"].startswith("'bald' is not valid.")
    assert len(marked) == 1 + tables_too
    assert any(title == "sites" for title, _ in marked) == tables_too


def test_a_fault_of_a_further_field_is_marked_at_the_cell_that_holds_it(folder: Path) -> None:
    path = book(folder, changed(CLOSES, **{"Weitere Felder": "tto=k2"}))
    sheet = checked_sheet({"kind": "folder", "path": str(path)})
    assert list(sheet.at_cells) == [(2, HEAD.index("Weitere Felder") + 1)]
