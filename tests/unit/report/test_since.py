from __future__ import annotations

import json
import re
import shutil

import pandas as pd
import pytest

from simsocial.analysis.results import Results
from simsocial.analysis.since import changes_since
from simsocial.core.errors import RunError
from simsocial.report.catalog import Catalog
from simsocial.report.page import write_report
from simsocial.report.pages import pages_of
from simsocial.report.since import since_view
from simsocial.report.texts import Texts


@pytest.fixture
def earlier(stored, tmp_path):
    """An earlier plan: one assumption, one level, one effect and one option were different."""
    folder = shutil.copytree(stored, tmp_path / "earlier")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"name": "plan_2025", "finished": "2025-05-15T09:00:00", "data_hash": "other"}
    manifest["versions"]["simsocial"] = "0.0.9"
    manifest["scenarios"]["alt"] = manifest["scenarios"]["tagespflege"] | {"title": {"de": "Alte Idee: weg"}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    sheet = pd.read_csv(folder / "parameters.csv", dtype=str, keep_default_na=False)
    sheet.loc[sheet["id"] == "services.kita.patience_months", "value"] = "9"
    sheet[sheet["id"] != "care_need.drift_per_year"].to_csv(folder / "parameters.csv", index=False)
    effects = Results(folder).effects.copy()
    level = (effects["indicator"] == "population") & (effects["area"] == "region")
    for name in ("reference_mean", "low_reference", "high_reference"):
        effects.loc[level, name] += 30_000.0
    effect = (effects["indicator"] == "kita_occupancy") & (effects["scenario"] == "kita_netz")
    effect &= (effects["area"] == "E") & (effects["role"] != "none")
    for name in ("effect", "low", "high", "mean_low", "mean_high"):
        effects.loc[effect, name] += 40.0
    write(folder, effects)
    return folder


def write(folder, effects):
    effects.to_csv(folder / "effects.csv", index=False)
    (folder / "effects.parquet").unlink(missing_ok=True)


def test_nothing_changed_since_the_same_results(results):
    found = changes_since(results, results)
    assert not any(found.assumptions.values())
    assert (found.levels, found.effects) == ([], [])
    assert not any(found.options.values())


def test_what_was_changed_is_found_and_nothing_else(results, earlier):
    found = changes_since(results, Results(earlier))
    assert found.assumptions == {
        "changed": ["services.kita.patience_months"], "new": ["care_need.drift_per_year"], "dropped": [],
    }  # fmt: skip
    assert {now.indicator for _, now in found.levels} == {"population"}
    assert {(now.scenario, now.indicator, now.area) for _, now in found.effects} == {
        ("kita_netz", "kita_occupancy", "E")
    }
    assert found.options == {"new": [], "dropped": ["alt"]}
    ((before, now),) = found.levels
    assert before.reference_mean - now.reference_mean == pytest.approx(30_000.0)


def test_a_difference_within_chance_is_none(results, earlier):
    table = results.effects.copy()
    table["reference_mean"] += 0.05 * (table["high_reference"] - table["low_reference"])
    write(earlier, table)
    assert changes_since(results, Results(earlier)).levels == []


def test_it_is_told_in_words_and_figures(results, earlier):
    view = since_view(Catalog(Texts("de"), results.manifest), results, Results(earlier))
    count = len(view.tables[2].rows) - 1
    told = "eine Wirkung" if count == 1 else f"{count} Wirkungen"
    assert view.lines == (
        "Verglichen mit „plan_2025“ vom 15. Mai 2025.",
        "Die Tabellen des Gebiets oder die Annahmen haben seither andere Werte.",
        "Anderer Stand des Programms: 0.0.9, jetzt 0.1.0. Unterschiede können auch daher kommen.",
        f"Geändert: 2 Annahmen, ein Wert des Status quo und {told} der Optionen.",
        "Nicht mehr dabei: Alte Idee.",
    )
    assumptions, levels, effects = view.tables
    assert [row.cells[2:] for row in assumptions.rows][1][0] == "nicht enthalten"
    assert "9" in assumptions.rows[0].cells[2]
    assert "6" in assumptions.rows[0].cells[3]
    assert levels.rows[0].cells[0] == "Einwohner"
    assert effects.rows[0].cells[0].startswith("Kita-Netz")
    assert "im Sinne des Ziels" in effects.rows[1].cells[2]


def test_kinds_of_which_nothing_differs_are_not_counted(results):
    view = since_view(Catalog(Texts("de"), results.manifest), results, results)
    assert view.lines[1:] == ("Nichts von dem, was verglichen wird, ist anders.",)
    assert view.tables == ()


def test_another_region_is_said_and_its_levels_are_left_out(results, earlier):
    manifest = json.loads((earlier / "manifest.json").read_text(encoding="utf-8"))
    manifest["region"] |= {"id": "greiz", "title": {"de": "Greiz"}}
    (earlier / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    view = since_view(Catalog(Texts("de"), results.manifest), results, Results(earlier))
    assert "Anderes Gebiet: Greiz statt Musterkreis." in view.lines[1]
    assert re.fullmatch(r"Geändert: 2 Annahmen und [^,]* der Optionen\.", view.lines[3])
    assert [table.columns[0] for table in view.tables] == ["Kürzel", "Kennzahl"]
    assert view.tables[1].caption == "Ziele und bestätigte Nebenwirkungen: was anders ist"


@pytest.mark.usefixtures("without_figures")
def test_the_report_has_the_section_only_if_it_is_asked_for(copied, earlier):
    title = "Was sich seit dem letzten Plan geändert hat"
    assert title not in write_report(copied, "de").read_text(encoding="utf-8")
    path, _ = pages_of(copied, "de", earlier)
    assert title in path.read_text(encoding="utf-8")


def test_only_a_comparison_can_be_held_against_another(copied, earlier):
    with pytest.raises(RunError, match="--since"):
        pages_of(copied / "figures", "de", earlier)
