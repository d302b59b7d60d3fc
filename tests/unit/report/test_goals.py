"""What a reader is told about declared targets and investment before any table."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.results import Results
from simsocial.report.answer import answer, answer_lines
from simsocial.report.catalog import Catalog
from simsocial.report.goals import goals_of
from simsocial.report.option_view import option_view, overview_table
from simsocial.report.selection import region_rows
from simsocial.report.texts import Texts
from simsocial.report.thresholds import threshold_table, thresholds_of
from tests.unit.analysis.planted import PAIRS, YEARS, cells, indicator, manifest, table


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Results:
    """Three targets met, one that moves against, one that misses its value and one that reaches it."""
    names = ("a", "b", "c", "against", "missed", "reached")
    rng = np.random.default_rng(3)
    shift = rng.normal(9.0, 1.0, (len(names), len(YEARS), PAIRS))
    values = {"missed": 600.0, "reached": 505.0}
    targets = [
        {"indicator": name, "direction": "down" if name == "against" else "up", "value": values.get(name)}
        for name in names
    ]
    stored = manifest([indicator(name) for name in names], scenarios={"option": {"targets": targets}})
    folder = tmp_path_factory.mktemp("goals")
    data = table(cells(list(names)), np.full(shift.shape, 500.0), {"option": shift})
    (folder / "manifest.json").write_text(json.dumps(stored), encoding="utf-8")
    data.to_parquet(folder / "indicators.parquet", index=False)
    compute_effects(data, stored).to_csv(folder / "effects.csv", index=False)
    return Results(folder)


def test_the_answer_begins_with_the_targets_that_are_not_met(planted):
    line = answer_lines(Catalog(Texts("de"), planted.manifest), planted)[0]
    first, second = line.split("; ")
    assert "Kennzahl against" in first
    assert first.endswith("entgegen")
    assert "Kennzahl missed" in second
    assert second.endswith("Zielwert mindestens 600 Personen: nicht erreicht und 4 weitere")


def test_the_overview_says_whether_target_values_are_reached(planted):
    catalog = Catalog(Texts("de"), planted.manifest)
    rows = overview_table(catalog, planted.effects, [option_view(catalog, planted.effects, "option")]).rows
    (goals,) = (row.cells[1] for row in rows if row.cells[0] == "Ziele")
    assert "Kennzahl missed: im Sinne des Ziels (Zielwert mindestens 600 Personen: nicht erreicht)" in goals
    assert "Kennzahl reached: im Sinne des Ziels (Zielwert mindestens 505 Personen: erreicht)" in goals


def test_investment_of_all_payers_stands_in_overview_and_answer(stored):
    results = Results(stored)
    catalog = Catalog(Texts("de"), results.manifest)
    options = [option_view(catalog, results.effects, name) for name in results.options]
    rows = {row.cells[0]: row.cells[1:] for row in overview_table(catalog, results.effects, options).rows}
    assert rows["Investitionen, alle Kostenträger zusammen"] == (
        "+3 Mio. EUR (Summe 2027–2031)",
        "kein Unterschied (Summe 2027–2031)",
    )
    kita, day_care = answer(stored, "de")[2].split(" | ")
    assert "Investitionen aller Kostenträger zusammen (Summe 2027–2031) +3 Mio. EUR" in kita
    assert "Investitionen" not in day_care


def test_what_was_not_counted_reaches_no_value_and_a_sum_is_compared_by_year(planted):
    def note(mean, **changes):
        meta = indicator("x", **changes)
        catalog = Catalog(Texts("de"), manifest([meta], scenarios={"option": {"targets": [target]}}))
        row = dict(planted.effects[planted.effects["indicator"] == "a"].iloc[0])
        row |= {"indicator": "x", "scenario_mean": mean, "period": "2027-2031", "role": "target"}
        (goal,) = goals_of(catalog, pd.DataFrame([row]), "option")
        return goal.note

    target = {"indicator": "x", "direction": "up", "value": 600.0}
    assert note(float("nan")) == "Zielwert mindestens 600 Personen"
    assert note(601.0).endswith(": erreicht")
    assert note(2_545.0, sum_over_time="sum").endswith(": nicht erreicht")
    assert note(3_005.0, sum_over_time="sum").endswith(": erreicht")


def test_a_saving_says_what_its_verdict_rests_on():
    saving = np.random.default_rng(4).normal(-36_000.0, 500.0, (2, len(YEARS), PAIRS))
    saving[1] += 76_000.0
    metas = [
        indicator("t", judged_by="full"),
        indicator("full", label={"de": "Mit Zins", "en": "With interest"}),
    ]
    stored = manifest(metas, scenarios={"option": {"targets": [{"indicator": "t", "direction": "down"}]}})
    data = table(cells(["t", "full"]), np.full((2, len(YEARS), PAIRS), 9e5), {"option": saving})
    (goal,) = goals_of(Catalog(Texts("de"), stored), compute_effects(data, stored), "option")
    assert goal.failed
    assert goal.note.startswith("beurteilt nach „Mit Zins“ +40")


def test_a_target_that_the_region_misses_fails_even_if_an_area_moves_the_wanted_way():
    areas = ("region", "E")
    shift = (
        np.random.default_rng(4).normal(9.0, 1.0, (2, len(YEARS), PAIRS))
        * np.array([-1.0, 1.0])[:, None, None]
    )
    stored = manifest(
        [indicator("t")], scenarios={"option": {"targets": [{"indicator": "t", "direction": "up"}]}}
    )
    data = table(cells(["t"], areas), np.full(shift.shape, 500.0), {"option": shift})
    (goal,) = goals_of(Catalog(Texts("de"), stored), compute_effects(data, stored), "option")
    assert goal.line.verdict == "against"
    assert goal.failed


def test_thresholds_say_who_set_them(planted):
    stored = json.loads((planted.folder / "manifest.json").read_text(encoding="utf-8"))
    stored["scenarios"]["option"]["targets"][4]["set_by"] = {"de": "Kreistag", "en": "council"}
    stored["indicators"][0] |= {"relevance": 0.01, "relevance_kind": "relative"}
    catalog = Catalog(Texts("de"), stored)
    goals = goals_of(catalog, planted.effects, "option")
    rows = region_rows(planted.effects, "option")
    said = {one.label: one for one in thresholds_of(catalog, goals, rows)}
    assert len(said) == len(goals) == len(rows)
    assert (said["Kennzahl missed"].set_by, said["Kennzahl missed"].value) == ("Kreistag", 600.0)
    assert said["Kennzahl missed"].aim == "Zielwert mindestens 600 Personen"
    assert (said["Kennzahl a"].aim, said["Kennzahl a"].set_by) == (
        "mehr",
        "Szenario; wer es vorgibt, ist dort nicht angegeben",
    )
    (other,) = thresholds_of(catalog, [], rows[:1])
    assert other.set_by == "Voreinstellung von simsocial"
    assert other.matters == rows[0].relevance
    cells = [row.cells for row in threshold_table(catalog, [other]).rows]
    assert "(1\N{NO-BREAK SPACE}% des Status quo)" in cells[0][3]
