"""Projection by cohorts and the comparison of a hindcast with what was counted."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis import hindcast
from simsocial.analysis.cohort_component import project
from simsocial.analysis.hindcast import evaluate, prediction_interval, write_hindcast
from simsocial.report.figure_hindcast import draw_hindcast, hindcast_lines

AGES = 101
CARE = Path(hindcast.__file__).parent / "data" / "care_recipients_kreise.csv"


def test_without_deaths_births_and_moves_everybody_gets_a_year_older():
    people = np.zeros((2, AGES))
    people[0, 3], people[1, 50], people[1, 100] = 10.0, 20.0, 5.0
    later = project(people, np.zeros((2, AGES)), np.zeros(AGES), np.zeros((2, AGES)))
    assert (later[0, 4], later[1, 51], later[1, 100], later.sum()) == (10.0, 20.0, 5.0, 35.0)


def test_children_are_those_of_women_at_both_ages_of_the_year():
    people = np.zeros((2, AGES))
    people[1, 30] = 1000.0
    births = np.zeros(AGES)
    births[30], births[31] = 0.1, 0.2
    later = project(people, np.zeros((2, AGES)), births, np.zeros((2, AGES)))
    assert later[:, 0].sum() == pytest.approx(150.0)
    assert later[0, 0] / later[:, 0].sum() == pytest.approx(0.5138)


def test_deaths_and_moves_multiply():
    people = np.full((2, AGES), 100.0)
    later = project(people, np.full((2, AGES), 0.1), np.zeros(AGES), np.full((2, AGES), 0.05))
    assert later[0, 1:100] == pytest.approx(100.0 * 0.9 * 1.05)


def test_the_interval_of_a_further_run_holds_it_as_often_as_it_says():
    """2,000 intervals from 12 normal numbers each: 90 % hold the 13th, within 3 points (false alarm below 1e-5)."""
    generator = np.random.default_rng(5)  # noqa: NPY002, RUF100 - test data
    held = 0
    for values in np.exp(generator.normal(8.0, 0.03, (2000, 13))):
        _, low, high = prediction_interval(values[:12])
        held += low <= values[12] <= high
    assert abs(held / 2000 - 0.9) < 0.03


def single_ages(persons):
    return pd.DataFrame(
        {
            "sex": np.repeat(["m", "f"], AGES),
            "age": np.tile(np.arange(AGES), 2),
            "persons": np.full(2 * AGES, persons),
        }
    )


@pytest.fixture
def stored(tmp_path):
    """Two Kreise of which nobody dies, moves or is born; the runs know it, one count differs."""
    return store(tmp_path, {"16076": "Greiz", "16077": "Altenburger Land"})


def store(tmp_path, kreise):
    """Write what a hindcast of these Kreise leaves."""
    first, last = "2016-12-31", "2018-12-31"
    base = pd.concat([single_ages(100).assign(ags=ags) for ags in kreise])
    base.to_parquet(tmp_path / "base.parquet")
    runs = [
        single_ages(persons).assign(ags=ags, draw=draw, replicate=0)
        for ags in kreise
        for draw, persons in enumerate((98, 99, 100, 101, 102))
    ]
    pd.concat(runs).to_parquet(tmp_path / "people.parquet")
    rates = [
        single_ages(0).drop(columns="persons").assign(ags=ags, year=year, death=0.0, births=0.0, net=0.0)
        for ags in kreise
        for year in (2017, 2018)
    ]
    pd.concat(rates).to_parquet(tmp_path / "rates.parquet")
    rows = [
        (ags, sex, low, high, 100 * (high - low + 1) + 500 * (ags == "16077" and low == 50))
        for ags in kreise
        for sex in ("m", "f")
        for low, high in ((0, 49), (50, 100))
    ]
    columns = ["ags", "sex", "age_from", "age_to", "persons"]
    pd.DataFrame(rows, columns=columns).to_csv(tmp_path / "observed.csv", index=False)
    care = [("16076", draw, 0, 2017, value) for draw, value in enumerate((4000, 4100, 4200))]
    columns = ["ags", "draw", "replicate", "year", "care_dependent"]
    pd.DataFrame(care, columns=columns).to_csv(tmp_path / "care_runs.csv", index=False)
    manifest = {"first": first, "last": last, "names": kreise}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


def test_errors_and_coverage_are_those_of_the_counts(stored):
    found = evaluate(stored)
    scores = found.scores.set_index(["what", "method"])["mean_error"]
    missed = 100.0 * 500.0 / 5600.0
    assert scores["cells", "model"] == pytest.approx(missed / 4)
    assert scores["cells", "no_change"] == pytest.approx(missed / 4)
    assert scores["totals", "model"] == pytest.approx(100.0 * 1000.0 / 21200.0 / 2)
    held = found.coverage.set_index(["what", "group"])["share"]
    assert held["cells", "0-49"] == 100.0
    assert held["cells", "50-100"] == 50.0
    # Two years older without newborns: the young lose two years of age to the old.
    young = found.cells[(found.cells["age_from"] == 0) & (found.cells["ags"] == "16076")]
    assert young["without_migration"].tolist() == pytest.approx([4800.0, 4800.0])
    assert found.care["year"].tolist() == [2017]


def test_an_error_that_all_kreise_share_is_told_apart(tmp_path):
    """All counts are 3 % higher than anybody could foresee, one a further 500 people."""
    store(tmp_path, {f"160{number}": str(number) for number in (51, 52, 53, 54, 55, 61, 62, 63, 64, 65, 77)})
    observed = pd.read_csv(tmp_path / "observed.csv", dtype={"ags": str})
    observed["persons"] = 1.03 * observed["persons"]
    observed.to_csv(tmp_path / "observed.csv", index=False)
    found = evaluate(tmp_path)
    totals = found.scores.set_index(["what", "method"]).loc[("totals", "no_change")]
    assert totals["mean_error"] > 100.0 * (1.0 - 1.0 / 1.03)
    one = 1000.0 / (11 * 20200.0 + 1000.0)
    assert totals["mean_error_at_sum"] == pytest.approx(
        100.0 * (10 * one + (1.0 - 20200.0 / 21200.0 / (1.0 - one))) / 11, rel=0.02
    )
    assert found.care[found.care["ags"] == "16"].empty


def test_care_of_the_land_is_that_of_all_kreise_together(tmp_path):
    kreise = pd.read_csv(CARE, dtype={"ags": str})
    own = sorted(set(kreise["ags"]) - {"16"})
    store(tmp_path, dict.fromkeys(own, ""))
    runs = [(ags, draw, 0, 2017, 5000 + draw) for ags in own for draw in range(3)]
    columns = ["ags", "draw", "replicate", "year", "care_dependent"]
    pd.DataFrame(runs, columns=columns).to_csv(tmp_path / "care_runs.csv", index=False)
    found = evaluate(tmp_path)
    land = found.care.set_index("ags").loc["16"]
    assert (land["model"], land["observed"]) == (22 * 5001.0, 115_620)
    assert found.scores.set_index(["what", "method"]).loc[("care", "model"), "n"] == 22


def test_tables_picture_and_words_are_written_in_both_languages(stored):
    found = write_hindcast(stored)
    assert {"cells.csv", "totals.csv", "care.csv", "scores.csv", "coverage.csv"} <= {
        path.name for path in stored.iterdir()
    }
    for language, word in (("de", "keine Änderung"), ("en", "no change")):
        assert draw_hindcast(found, stored, language).is_file()
        assert word in "\n".join(hindcast_lines(found, language))


def test_the_pair_that_exchanged_municipalities_is_one_unit_after_the_zensus(stored):
    for name in ("base", "people", "rates"):
        table = pd.read_parquet(stored / f"{name}.parquet")
        table["ags"] = table["ags"].replace({"16076": "16061", "16077": "16064"})
        table.to_parquet(stored / f"{name}.parquet")
    text = (stored / "observed.csv").read_text().replace("16076", "16061").replace("16077", "16064")
    (stored / "observed.csv").write_text(text)
    manifest = {
        "first": "2016-12-31", "last": "2023-12-31", "names": {"16061": "Eichsfeld", "16064": "Unstrut-Hainich-Kreis"},
    }  # fmt: skip
    (stored / "manifest.json").write_text(json.dumps(manifest))
    found = evaluate(stored)
    assert found.totals["ags"].tolist() == ["16061+16064"]
    assert found.totals["name"].tolist() == ["Eichsfeld + Unstrut-Hainich-Kreis"]
    # What the Zensus took away in the Land is taken from the projections too.
    assert found.totals["no_change"].iat[0] == pytest.approx(2 * 2 * AGES * 100 * (1.0 - 0.0055))
