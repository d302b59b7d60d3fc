"""The cube of all values: the same from one table or run by run, and no larger than the values."""

from __future__ import annotations

import json
import tracemalloc

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.cube import build_cube
from simsocial.analysis.effects import compute_effects
from simsocial.analysis.results import Results
from simsocial.experiment.store import appended
from tests.unit.analysis.planted import PAIRS, YEARS, cells, indicator, manifest, table

KEYS = ["scenario", "draw", "replicate"]


def plant(names):
    """A table of some indicators, areas and groups with the manifest that belongs to it."""
    where = cells(names, ("region", "E", "F"), (("sex", "m"), ("sex", "f")))
    rng = np.random.default_rng(4)
    base = rng.normal(500.0, 20.0, (len(where), len(YEARS), PAIRS))
    shift = rng.normal(3.0, 2.0, base.shape)
    return table(where, base, {"option": shift}), manifest([indicator(name) for name in names])


@pytest.fixture
def planted():
    return plant(["a", "b", "c"])


def test_run_by_run_gives_the_effects_of_the_whole_table(planted):
    """Also where a run lacks rows that others have, or comes in another order."""
    whole, about = planted
    lacking = (whole["replicate"] == 7) & (whole["area"] == "F") & (whole["scenario"] == "option")
    whole = whole[~lacking]
    runs = [run.sample(frac=1.0, random_state=3) for _, run in whole.groupby(KEYS, observed=True)]
    pd.testing.assert_frame_equal(compute_effects(whole, about), compute_effects(reversed(runs), about))


def test_memory_holds_one_run_and_the_values_of_all(tmp_path):
    """The peak is the values twice (as they are read, and in their places) and one run, not the table."""
    whole, about = plant([f"n{number}" for number in range(100)])
    with appended(tmp_path / "indicators.parquet") as add:
        for _, run in whole.groupby(KEYS, observed=True):
            add(_arrow(run))
    (tmp_path / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    results = Results(tmp_path)
    cube, peak = _measured(lambda: build_cube(results.years_by_run(), about))
    assert cube.values.shape == (2, 100 * 5 * 6, PAIRS)
    assert peak < 2.7 * cube.values.nbytes
    same, whole_peak = _measured(lambda: build_cube([results.yearly], about))
    assert np.array_equal(same.values, cube.values)
    assert whole_peak > 2 * peak


def _measured(make):
    """Return what is made and the most bytes that Python and numpy held meanwhile."""
    tracemalloc.start()
    try:
        return make(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_rows_of_the_region_and_of_some_indicators_are_read_alone(planted, tmp_path):
    whole, about = planted
    with appended(tmp_path / "indicators.parquet") as add:
        add(_arrow(whole))
    (tmp_path / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    results = Results(tmp_path)
    alone = whole["group_kind"] == "all"
    assert len(results.region_years) == (alone & (whole["area"] == "region")).sum()
    assert len(results.years_by_area(["a", "c"])) == (alone & whole["indicator"].isin(["a", "c"])).sum()
    assert results.months(["a"]).empty


def _arrow(run):
    import pyarrow as pa

    return pa.Table.from_pandas(run, preserve_index=False)
