"""The effects table on disk: nothing is lost, and a reader finds what tells something."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simsocial.analysis.effects import compute_effects
from simsocial.analysis.effects_files import telling, write_effect_files
from simsocial.analysis.stored_results import StoredResults
from tests.unit.analysis.planted import PAIRS, cells, indicator, manifest, table

KEYS = ["scenario", "indicator", "area", "group_kind", "group", "period"]


@pytest.fixture(scope="module")
def effects():
    """Two years of five indicators in the region and two areas; `rare` differs in four of 60 runs."""
    names = ["target", "suspect", "moved", "rare", "still"]
    where = cells(names, ("region", "A", "B"))
    shift = np.zeros((len(where), 2, PAIRS))
    noise = np.random.default_rng(5).normal(2.0, 1.0, (2, PAIRS))
    position = {(i, a): n for n, (i, a) in enumerate(zip(where["indicator"], where["area"], strict=True))}
    shift[position["moved", "region"]] = shift[position["moved", "A"]] = noise
    shift[position["rare", "region"], 0, :4] = shift[position["rare", "A"], 0, :4] = 1.0
    entry = {
        "targets": [{"indicator": "target", "area": "A", "direction": "down"}],
        "suspected": [{"indicator": "suspect", "area": "B"}],
    }
    data = table(where, np.full(shift.shape, 50.0), {"=option": shift}, years=("2027", "2028"))
    return compute_effects(data, manifest([indicator(n) for n in names], scenarios={"=option": entry}))


def test_all_rows_come_back_as_they_were(effects, tmp_path):
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    write_effect_files(effects, tmp_path)
    stored = StoredResults(tmp_path).effects
    # Reports choose rows by texts again and again: they are compared as numbers.
    assert stored[KEYS].dtypes.eq("category").all()
    pd.testing.assert_frame_equal(stored.astype(effects.dtypes), effects)
    (tmp_path / "effects.parquet").unlink()
    readable = StoredResults(tmp_path).effects
    pd.testing.assert_frame_equal(readable[KEYS], effects.loc[telling(effects), KEYS].reset_index(drop=True))
    assert set(readable["scenario"]) == {"=option"}


def test_readable_are_the_region_what_is_named_and_what_is_estimated(effects):
    kept = effects[telling(effects)]
    found = {
        (row.indicator, row.area): set(part["period"])
        for row, part in ((group.iloc[0], group) for _, group in kept.groupby(["indicator", "area"]))
    }
    all_years = {"2027", "2028", "2027-2028"}
    assert found == {
        ("target", "region"): {"2027-2028"},
        ("target", "A"): all_years,
        ("suspect", "region"): {"2027-2028"},
        ("suspect", "B"): all_years,
        ("moved", "region"): all_years,
        ("moved", "A"): all_years,
        ("rare", "region"): {"2027", "2027-2028"},
        ("still", "region"): {"2027-2028"},
    }
