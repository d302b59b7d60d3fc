"""What the report tells of providers: by type, what they bear, the choice among them; or nothing at all."""

from __future__ import annotations

import json

import numpy as np
import pytest

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.providers import provider_groups, provider_rows, provider_table
from simsocial.report.texts import Texts
from tests.unit.analysis.planted import PAIRS, YEARS, cells, indicator, manifest, table

NAMES = ["provider_margin_public", "reserve_months_private", "cost_provider", "kita_choice", "other_choice"]
SHIFT = (1.0, 9.0, 500.0, 0.001, 0.0)


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Results:
    metas = [
        indicator(NAMES[0], label={"de": "Marge: öffentliche Träger", "en": "margin: public providers"}),
        indicator(NAMES[1], relevance=1.0, relevance_kind="absolute"),
        indicator(NAMES[2], payer="provider", concept="operating_cost", sum_over_time="sum"),
        indicator(NAMES[3], kind="kita", concept="provider_choice", relevance=1.0, relevance_kind="absolute"),
        indicator(NAMES[4], kind="other", concept="provider_choice"),
        *(indicator(f"{kind}_supply", kind=kind, concept="supply") for kind in ("kita", "other")),
    ]
    targets = [{"indicator": NAMES[3], "direction": "up"}]
    stored = manifest(metas, scenarios={"option": {"targets": targets}})
    noise = np.random.default_rng(5).normal(1.0, 0.01, (len(YEARS), PAIRS))
    data = table(
        cells(NAMES),
        np.full((len(NAMES), len(YEARS), PAIRS), 500.0),
        {"option": np.array(SHIFT)[:, None, None] * noise},
    )
    folder = tmp_path_factory.mktemp("providers")
    (folder / "manifest.json").write_text(json.dumps(stored), encoding="utf-8")
    data.to_parquet(folder / "indicators.parquet", index=False)
    compute_effects(data, stored).to_csv(folder / "effects.csv", index=False)
    return Results(folder)


def of(results, language="de"):
    catalog = Catalog(Texts(language), results.manifest)
    groups = provider_groups(catalog, results.effects, ["option"])
    return catalog, groups


def test_they_stand_by_type_with_choice_only_of_services_that_it_is_about(results):
    _, groups = of(results)
    assert [(group.title, group.indicators) for group in groups] == [
        ("öffentliche Träger", (NAMES[0],)),
        ("private Träger", (NAMES[1],)),
        ("Was Träger selbst tragen", (NAMES[2],)),
        ("Auswahl unter Trägern (Wunsch- und Wahlrecht)", (NAMES[3],)),
    ]


def test_first_year_whole_horizon_and_change_stand_beside_each_other(results):
    catalog, groups = of(results)
    told = provider_table(catalog, results, ["option"], groups)
    assert told.columns[2:4] == ("Status quo 2027", "Status quo")
    rows = {row.cells[0]: row.cells for row in told.rows if not row.is_wide}
    assert rows["Marge"][2] == "500"
    assert "[" in rows[f"Kennzahl {NAMES[1]}"][4]
    # A sum over the years has no level of its first year beside it; what is next to nothing has no figures.
    assert rows[f"Kennzahl {NAMES[2]}"][2] == ""
    assert rows[f"Kennzahl {NAMES[3]}"][4] == "praktisch unverändert"


def test_the_workbook_has_the_same_rows(results):
    _, groups = of(results)
    rows = list(provider_rows(results.effects, ["option"], groups))
    assert [row.indicator for row in rows] == NAMES[:4]
    assert rows[1].effect == pytest.approx(9.0, abs=0.1)


def test_results_without_providers_have_no_section(results):
    stored = results.manifest | {"indicators": [indicator("births")]}
    assert provider_groups(Catalog(Texts("en"), stored), results.effects, ["option"]) == []
