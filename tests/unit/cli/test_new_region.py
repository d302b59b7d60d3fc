"""The command that writes the workbook of a new region."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from simsocial.cli.new_region import new_region, site_kind_names
from simsocial.region.check import check_region
from simsocial.shapes.house import site_kinds


def test_the_drop_down_has_every_kind_that_a_site_may_have():
    names = site_kind_names()
    assert set(names) == site_kinds()
    assert names["kita"] == "Kita"
    assert all(names.values())


def test_the_workbook_is_named_after_the_kreis_and_passes_the_check(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(new_region, ["16074"])
    assert result.output == "saale_holzland_kreis.xlsx\nsimsocial check region=saale_holzland_kreis.xlsx\n"
    assert check_region(Path("saale_holzland_kreis.xlsx")).ok
