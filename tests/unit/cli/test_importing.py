"""``import`` says what it understood, asks, and writes tables that the check accepts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from simsocial.region.check import check_region
from tests.unit.cli.standing_in import Call

FILES = Path(__file__).parents[2] / "data" / "imports"


@pytest.mark.parametrize("target", ["region", "region.xlsx"])
def test_population_and_sites_become_a_region_without_faults(call: Call, tmp_path: Path, target: str) -> None:
    region = str(tmp_path / target)
    code, out, _ = call(
        "import", str(FILES / "ages_as_columns.csv"), "--as", "population", "-o", region, "--yes"
    )
    assert code == 0
    assert "8 of 8 totals are the sum of their parts" in out
    code, out, _ = call("import", str(FILES / "kitas.csv"), "--as", "sites", "-o", region, "--yes")
    assert code == 0
    assert "40 places, under and over three 41" in out
    assert check_region(Path(region)).faults == []


def test_protocol_and_mapping_lie_beside_and_the_next_year_is_one_command(call: Call, tmp_path: Path) -> None:
    region = tmp_path / "region"
    words = ("import", str(FILES / "several_years.csv"), "--as", "population", "-o", str(region), "--yes")
    code, _, error = call(*words)
    assert code == 2
    assert "2022, 2023" in error
    assert call(*words, "--year", "2022")[0] == 0
    before = (region / "population.csv").read_text(encoding="utf-8")
    protocol = (region / "population-import.md").read_text(encoding="utf-8")
    assert "Counted on 31 December 2022" in protocol
    mapping = str(region / "population-import.yaml")
    code, out, _ = call(
        "import",
        str(FILES / "several_years.csv"),
        "--mapping",
        mapping,
        "-o",
        str(region),
        "--year",
        "2023",
        "--yes",
    )
    assert code == 0
    assert f"{region / 'population'}.csv: 6 rows, REPLACES 6 rows" in out
    assert (region / "population.csv").read_text(encoding="utf-8") != before


def test_without_a_yes_nothing_is_written(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = tmp_path / "region"
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    code, out, _ = call("import", str(FILES / "ages_as_columns.csv"), "--as", "population", "-o", str(region))
    assert code == 0
    assert "Nothing written" in out
    assert not region.exists()


def test_an_unknown_table_is_named(call: Call, tmp_path: Path) -> None:
    code, _, error = call("import", str(FILES / "kitas.csv"), "--as", "pets", "-o", str(tmp_path / "r"))
    assert code == 2
    assert "population, households, sites" in error


def test_the_protocol_names_kinds_in_the_language_of_the_reader(call: Call, tmp_path: Path) -> None:
    region = tmp_path / "region"
    start = (str(FILES / "ages_as_columns.csv"), "--as", "population", "-o", str(region), "--yes")
    assert call("import", *start)[0] == 0
    listed = tmp_path / "heime.csv"
    area = (region / "areas.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    listed.write_text(f"Name;Art;Ortsteil;Plätze\nHaus am Park;Pflegeheim;{area};60\n", encoding="utf-8")
    words = ("import", str(listed), "--as", "sites", "-o", str(region), "--yes")
    code, out, _ = call("--lang", "de", *words)
    assert (code, "1 der Art Pflegeheim" in out) == (0, True)
    assert "nursing_home" not in (region / "sites-import.md").read_text(encoding="utf-8")
    assert "1 of kind Nursing home" in call("--lang", "en", *words)[1]
