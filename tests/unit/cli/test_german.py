"""What a planner meets on the command line, in German as a whole: findings, protocol, mistakes, lists."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from simsocial.core.language import VARIABLE
from tests.unit.cli.standing_in import FAST, Call

FILES = Path(__file__).parents[2] / "data" / "imports"


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak German during a test; what the command line sets is taken back."""
    monkeypatch.setenv(VARIABLE, "de")
    monkeypatch.setenv("LANGUAGE", "de")


def test_findings_name_row_value_and_what_is_valid(call: Call, tmp_path: Path) -> None:
    region = tmp_path / "region"
    region.mkdir()
    (region / "areas.csv").write_text("area,name\nA,Nord\nA,Süd\n", encoding="utf-8")
    (region / "population.csv").write_text(
        "area,sex,age_from,age_to,persons,reference_date\nA,m,0,17,1O0,2023-12-31\nB,m,18,,9,2023-12-31\n",
        encoding="utf-8",
    )
    code, out, _ = call("check", str(region))
    assert code == 2
    assert out.splitlines() == [
        "areas, Zeile 3, Spalte area: 'A' ist nicht gültig. Gültig: area nur einmal; steht schon in Zeile 2",
        (
            "population, Zeile 2, Spalte age_to: '17' ist nicht gültig. Gültig: leer (offen) oder 100: "
            "In area A, sex m fehlen die Alter ab 18"
        ),
        "population, Zeile 2, Spalte persons: '1O0' ist nicht gültig. Gültig: eine ganze Zahl ab 0",
        "population, Zeile 2, Spalte sex: 'm' ist nicht gültig. Gültig: area A mit m und f, oder nur mit t",
        "population, Zeile 3, Spalte area: 'B' ist nicht gültig. Gültig: eines von A",
        "5 Fehler gefunden.",
    ]


def test_the_protocol_of_an_import_is_german(call: Call, tmp_path: Path) -> None:
    region = tmp_path / "region"
    words = ("--as", "population", "-o", str(region), "--yes")
    code, out, _ = call("import", str(FILES / "ages_as_columns.csv"), *words)
    assert code == 0
    assert out.splitlines()[-1] == f"Weiter: simsocial check region={region}"
    protocol = (region / "population-import.md").read_text(encoding="utf-8")
    titles = [line for line in protocol.splitlines() if line.startswith("#")]
    assert titles[:3] == ["# Import: population", "## Aufbau", "## Verstanden als"]
    assert titles[-1] == "## Geschrieben"
    assert "- 8 von 8 Summen stimmen mit ihren Teilen überein" in protocol


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", "kita_nezt", FAST), "Fehler: Unbekanntes Szenario: 'kita_nezt'. Gemeint: 'kita_netz'?"),
        (("compare",), "Fehler: Es fehlt die Angabe 'SZENARIO... [SCHLÜSSEL=WERT]...'."),
        (("compair",), "Fehler: Den Befehl 'compair' gibt es nicht. Gemeint: 'compare'?"),
        (("run", "replicates=abc", FAST), "Fehler: 'replicates=abc' ist keine einfache Zahl."),
        (("report", "nichts"), "Fehler: Keine Ergebnisse in 'nichts'."),
        (("compare", "kita_netz", "a=[", FAST), "Fehler: 'a=[' ist als Einstellung nicht lesbar."),
        (("run", "replicates=3,4", FAST), "Fehler: 'replicates=3,4' nennt mehrere Werte."),
        (("import", "nix.csv", "--as", "population", "-o", "r"), "Datei 'nix.csv' gibt es nicht."),
        (("list", "laws", "region=kreis"), "Fehler: list laws nimmt kein 'region=kreis'."),
    ],
)
def test_a_mistake_is_told_in_german(call: Call, words: tuple[str, ...], said: str) -> None:
    code, _, err = call(*words)
    assert code == 2
    assert said in err


def test_titles_and_labels_of_a_file_are_german_where_that_is_asked_for(call: Call) -> None:
    files = (call("list", "services", *words)[1] for words in (("--language", "de"), ()))
    german, english = (
        {row["id"]: row["label"] for row in csv.DictReader(io.StringIO(text))} for text in files
    )
    assert german["nursing_home"] == "Pflegeheim" != english["nursing_home"]
