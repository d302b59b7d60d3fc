"""Selections of a stored table are its rows, whether texts were stored as dictionaries or not."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from simsocial.analysis.results import Results
from simsocial.analysis.stored_rows import Selection, read_selections
from simsocial.experiment.store import appended
from tests.unit.analysis.planted import YEARS, cells, indicator, manifest, table

TEXTS = ["scenario", "period", "period_kind", "area", "group_kind", "group", "indicator"]


@pytest.fixture(params=["category", "str"])
def whole(request):
    where = cells(["a", "b", "c"], ("region", "E"), (("sex", "m"), ("sex", "f")))
    base = np.arange(len(where) * len(YEARS) * 2.0).reshape(len(where), len(YEARS), 2)
    years = table(where, base, {"option": base + 1.0}).astype(dict.fromkeys(TEXTS, str))
    months = years[years["group_kind"] == "all"].assign(period_kind="month")
    return pd.concat([months, years], ignore_index=True).astype(dict.fromkeys(TEXTS, request.param))


@pytest.fixture
def path(whole, tmp_path):
    """The table as one row group a scenario."""
    with appended(tmp_path / "indicators.parquet") as add:
        for _, run in whole.groupby("scenario", observed=True):
            add(pa.Table.from_pandas(run, preserve_index=False))
    return tmp_path / "indicators.parquet"


def test_each_selection_holds_the_rows_it_names(whole, path):
    year, region, alone = (
        whole[name] == value
        for name, value in (("period_kind", "year"), ("area", "region"), ("group_kind", "all"))
    )
    some = whole["indicator"].isin(["a", "c"])
    wanted = {
        Selection(): year | True,
        Selection("year"): year,
        Selection("month"): ~year,
        Selection("year", area="region", group_kind="all"): year & region & alone,
        Selection(indicators=frozenset("ac")): some,
        Selection("year", group_kind="all", indicators=frozenset()): year & False,
    }
    whole = whole.sort_values("scenario", kind="stable", key=lambda names: names.astype(str))
    for found, rows in zip(read_selections(path, list(wanted)), wanted.values(), strict=True):
        pd.testing.assert_frame_equal(
            found.astype(dict.fromkeys(TEXTS, str)),
            whole[rows.loc[whole.index]].astype(dict.fromkeys(TEXTS, str)).reset_index(drop=True),
        )


def test_what_is_read_at_once_is_what_is_read_alone(path):
    about = manifest([indicator(name) for name in "abc"])
    (path.parent / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    alone, together = Results(path.parent), Results(path.parent)
    together.read_at_once(years_by_area=["a"], months=["b"])
    path.rename(path.with_suffix(".away"))
    kept = [together.region_years, together.years_by_area(["a"]), together.months(["b"])]
    path.with_suffix(".away").rename(path)
    for one, other in zip(
        kept, (alone.region_years, alone.years_by_area(["a"]), alone.months(["b"])), strict=True
    ):
        pd.testing.assert_frame_equal(one, other)
