from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.profile import components, profile_rows
from simsocial.analysis.projection import annual_change, land_figures, projections_for
from simsocial.report.figures import draw_figure
from simsocial.report.profile import write_profile
from tests.unit.report.stored import write_results


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return write_results(tmp_path_factory.mktemp("profile") / "profil", options=False)


def yearly(values: dict[str, tuple[float, ...]]) -> pd.DataFrame:
    rows = [
        {
            "scenario": "status_quo", "draw": 0, "replicate": run, "period": str(2027 + year),
            "period_kind": "year", "area": "region", "group_kind": "all", "group": "all", "indicator": name,
            "value": value + run,
        }
        for name, levels in values.items()
        for year, value in enumerate(levels)
        for run in range(3)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_levels_shares_and_changes_of_a_profile():
    base = np.zeros((2, 101))
    base[:, 1], base[:, 40], base[:, 85] = 5.0, 80.0, 15.0
    land = np.ones((2, 101))
    table = yearly({"population": (200.0, 190.0, 180.0), "children_under_3": (10.0, 9.0, 8.0)})
    rows = {row.indicator: row for row in profile_rows(table, "status_quo", base, land, land_figures())}
    small = rows["children_under_3"]
    assert (small.base, small.first, small.last, small.change) == (10.0, 11.0, 9.0, -2.0)
    assert (small.share, small.land_share) == (pytest.approx(5.0), pytest.approx(100.0 * 6 / 202))


def test_published_figures_of_the_land_stand_beside_what_cannot_be_counted():
    table = yearly({"population": (1000.0, 990.0), "care_dependent": (90.0, 95.0)})
    row = profile_rows(table, "status_quo", None, None, land_figures())[-1]
    assert (row.indicator, row.land_share) == ("care_dependent", 9.17)
    # A share of a later year beside the Land's of today would mislead.
    assert np.isnan(row.share)


def test_components_are_per_year_and_per_thousand():
    table = yearly(
        {"population": (1000.0, 990.0, 980.0), "natural_balance": (-11.0,) * 3, "net_migration": (0.0,) * 3}
    )
    found = components(table, "status_quo")
    assert found is not None
    assert found.per_year == pytest.approx(annual_change(1001.0, 981.0, 2), abs=1e-4)
    assert found.natural == pytest.approx(-10.0 / 991 * 1000)
    assert (found.first_year, found.last_year) == ("2027", "2029")


def test_a_kreis_with_its_own_projection_stands_before_the_land():
    own = projections_for("16054")
    assert [entry.name for entry in own] == ["Suhl", "Thüringen", "Thüringen"]
    assert [entry.name for entry in projections_for("16076")] == ["Thüringen", "Thüringen"]
    assert all(entry.source for entry in own)


def test_the_projection_of_the_land_agrees_with_its_own_components():
    land = projections_for("16")[0]
    assert 1000.0 * land.per_year == pytest.approx(land.natural + land.migration, abs=0.15)


def test_the_profile_names_what_the_run_leads_to_and_why_it_differs(alone):
    text = re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", write_profile(alone, "de").read_text(encoding="utf-8"))
    )
    for part in (
        "Kreisprofil Musterkreis", "Wenn-Dann-Aussage, keine Vorhersage", "Einwohner", "Neben der amtlichen",
        "Thüringen, amtlich", "2021–2042", "Woher der Unterschied kommt", "Zensus 2022",
    ):  # fmt: skip
        assert part in text
    assert not re.search(r"\((?:release|press|table)\b", text)


def test_every_picture_of_the_profile_has_a_table_beside_it(alone, tmp_path):
    page = write_profile(shutil.copytree(alone, tmp_path / "profil"), "de").read_text(encoding="utf-8")
    pictures = re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    assert len(pictures) >= 2
    assert all("<table" in picture for picture in pictures)


def test_every_picture_of_the_profile_names_the_call_that_draws_it(alone, tmp_path):
    folder = Path(shutil.copytree(alone, tmp_path / "profil"))
    page = write_profile(folder, "de").read_text(encoding="utf-8")
    for name in ("population_pyramid", "courses"):
        assert f'draw_figure("outputs/profil", "{name}")' in page
        drawn = folder / "figures" / f"{name}.svg"
        before = drawn.read_bytes()
        drawn.unlink()
        assert draw_figure(folder, name).svg.read_bytes() == before


def test_one_run_has_no_range(alone, tmp_path):
    head = "Einzelne Läufe (5–95 %)"
    assert head in write_profile(alone, "de").read_text(encoding="utf-8")
    folder = Path(shutil.copytree(alone, tmp_path / "one"))
    table = pd.read_parquet(folder / "indicators.parquet")
    table[table["replicate"] == 0].to_parquet(folder / "indicators.parquet", index=False)
    page = write_profile(folder, "de").read_text(encoding="utf-8")
    assert head not in page
    assert not re.search(r"([−+][\d,]+) bis \1\b", page)


def test_the_profile_is_there_in_english(alone):
    text = write_profile(alone, "en").read_text(encoding="utf-8")
    assert "Profile of Model Kreis" in text
    assert "Woher" not in text


@pytest.fixture(scope="module")
def of_suhl(tmp_path_factory):
    folder = write_results(tmp_path_factory.mktemp("suhl") / "profil", options=False)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["scenarios"]["status_quo"]["config"] = {"region": {"kind": "kreis", "ags": "16054"}}
    manifest["region"]["ags"] = "16054"
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_a_profile_starts_from_the_regions_own_population(of_suhl):
    text = write_profile(of_suhl, "de").read_text(encoding="utf-8")
    assert "Ende 2023" in text
    assert "Suhl, amtlich" in text


def test_the_change_since_the_base_date_stands_beside_that_of_the_horizon(of_suhl):
    page = write_profile(of_suhl, "de").read_text(encoding="utf-8")
    heads = re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", page)
    assert any(re.fullmatch(r"Ende \d{4}–2031", head) for head in heads), heads
    assert "2027–2031" in heads


def test_own_population_tables_are_not_called_the_zensus(alone, tmp_path):
    import shutil

    folder = shutil.copytree(alone, tmp_path / "own")
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    config = manifest["scenarios"][manifest["reference"]].setdefault("config", {})
    config["region"] = {"kind": "folder", "path": str(tmp_path / "nowhere")}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    page = write_profile(folder, "de").read_text(encoding="utf-8")
    assert "Grundlage des Zensus 2022" not in page
    assert "eigenen Bevölkerungstabelle" in page
