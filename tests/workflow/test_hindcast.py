"""The hindcast as a user types it, over a table of the user's own."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.workflow.mistakes import call


@pytest.fixture
def table(tmp_path, monkeypatch) -> Path:
    """Two small Kreise at two year ends, one of them at one only."""
    monkeypatch.chdir(tmp_path)
    rows = [
        (year, ags, sex, low, high, 25 * (high - low + 1))
        for year, ags in ((2016, "16076"), (2017, "16076"), (2016, "16077"), (2017, "16077"), (2016, "16053"))
        for sex in ("m", "f")
        for low, high in ((0, 17), (18, 64), (65, 100))
    ]
    path = tmp_path / "zählung.csv"
    columns = ["year", "ags", "sex", "age_from", "age_to", "persons"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    return path


def test_a_table_of_ones_own_is_hindcast(table):
    words = (
        "--from",
        "2016",
        "--to",
        "2017",
        "--table",
        str(table),
        "--draws",
        "2",
        "executor=serial",
        "--language",
        "de",
    )
    code, said = call("hindcast", *words)
    assert code == 0, said
    assert "keine Änderung 0,00 %" in said
    assert "with rows of one of the two years only: 16053." in said
    folder = Path("outputs/hindcast_2016_2017_zählung")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["known_until"] == "2016-12"
    cells = pd.read_csv(folder / "cells.csv", dtype={"ags": str})
    assert set(cells["ags"]) == {"16076", "16077"}
    assert len(cells) == 12
    # Two runs may agree in one cell by chance, not in all.
    assert (cells["low"] <= cells["high"]).all()
    assert (cells["low"] < cells["high"]).mean() > 0.5
    assert (folder / "hindcast.png").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "2018", "--to", "2016"), "must be later than"),
        (("--from", "2019", "--to", "2022"), "Valid: 2015, 2016, 2017, 2018"),
        (("--from", "2016", "--to", "2020"), "Valid: 2016, 2017, 2018, 2022, 2023"),
        (("--from", "2016", "--to", "2018", "--kreis", "Graitz"), "no Kreis 'Graitz'"),
        (("--from", "2016", "--to", "2018", "--table", "zählung.csv"), "no rows of the year 2018"),
        (
            ("--from", "2016", "--to", "2017", "--table", "zählung.csv", "--kreis", "Greiz"),
            "Valid: 16076, 16077.",
        ),
        (("--from", "2018", "--to", "2023", "--kreis", "Eichsfeld"), "--kreis Unstrut-Hainich-Kreis"),
    ],
)
def test_what_cannot_be_hindcast_is_said(words, told, table):
    code, said = call("hindcast", *words)
    assert code == 2
    assert told in said


def test_a_faulty_row_of_the_table_is_named(table):
    table.write_text(
        table.read_text(encoding="utf-8").replace("2016,16077,m,0", "2016,1607,m,0"), encoding="utf-8"
    )
    code, said = call("hindcast", "--from", "2016", "--to", "2017", "--table", str(table))
    assert code == 2
    assert "row 14: sex 'm', ags '1607'" in said
