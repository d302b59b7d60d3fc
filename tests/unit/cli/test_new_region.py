"""The command that writes the workbook of a new region."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from click.testing import CliRunner

from simsocial.cli.new_region import new_region, site_kind_names
from simsocial.region.check import check_region
from simsocial.shapes.house import site_kinds


def test_the_drop_down_has_every_kind_that_a_site_may_have():
    names = site_kind_names("de")
    assert set(names) == site_kinds()
    assert names["kita"] == "Kita"
    assert site_kind_names("en")["nursing_home"] == "Nursing home"
    assert all(names.values())


def test_the_workbook_is_named_after_the_kreis_and_passes_the_check(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(new_region, ["16074"])
    assert result.output == "saale_holzland_kreis.xlsx\nsimsocial check region=saale_holzland_kreis.xlsx\n"
    assert check_region(Path("saale_holzland_kreis.xlsx")).ok


def test_a_name_without_ending_is_a_workbook_and_a_path_with_blanks_is_quoted(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mein Kreis").mkdir()
    path = str(Path("mein Kreis", "greiz"))
    result = CliRunner().invoke(new_region, ["Greiz", "-o", path])
    assert result.output == f'{path}.xlsx\nsimsocial check "region={path}.xlsx"\n'
    guide = [row[0] for row in openpyxl.load_workbook(f"{path}.xlsx")["Anleitung"].values if row[0]]
    commands = (f'check "region={path}.xlsx"', f'profile "{path}.xlsx"', f'-o "{path}.xlsx"')
    assert all(any(command in line for line in guide) for command in commands)


def test_another_ending_is_refused(tmp_path):
    result = CliRunner().invoke(new_region, ["Greiz", "-o", str(tmp_path / "greiz.ods")])
    assert "'.ods' is not valid. Valid: the ending .xlsx" in str(result.exception)
    assert not list(tmp_path.iterdir())
