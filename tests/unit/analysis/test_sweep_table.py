"""Runs of a sweep in one table: each point with its factors, and the effect against its own reference."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from simsocial.analysis.sweep_table import read_sweep_table, write_sweep_table
from simsocial.core.errors import RunError

POINTS = [
    {"share": 0, "start": "2027-08"},
    {"share": 0.5, "start": "2027-08"},
    {"share": 0.5, "start": "2029-08"},
]
RUNS = [
    # key, scenario, points, replicate, births in 2027
    ("a", "quo", [0], 0, 10.0), ("b", "quo", [0], 1, 20.0),
    ("c", "quo", [1, 2], 0, 30.0), ("d", "quo", [1, 2], 1, 40.0),
    ("e", "idea", [0], 0, 11.0), ("f", "idea", [0], 1, 22.0),
    ("g", "idea", [1], 0, 33.0), ("h", "idea", [2], 0, 35.0), ("i", "idea", [2], 1, 46.0),
]  # fmt: skip


def run_table(births):
    rows = [
        ("2027", "year", "region", "all", "births", births), ("2027", "year", "E", "all", "births", births / 2),
        ("2027", "year", "region", "sex", "births", 1.0), ("2027-01", "month", "region", "all", "births", 1.0),
        ("2027", "year", "region", "all", "deaths", 5.0),
    ]  # fmt: skip
    names = ["period", "period_kind", "area", "group_kind", "indicator", "value"]
    return pd.DataFrame(rows, columns=names).astype(dict.fromkeys(names[:-1], "category"))


@pytest.fixture
def folder(tmp_path):
    """A stored sweep whose option failed once at the second point."""
    (tmp_path / "runs").mkdir()
    for key, *_, births in RUNS:
        run_table(births).to_parquet(tmp_path / "runs" / f"{key}.parquet", index=False)
    entries = [
        {"key": key, "scenario": name, "points": points, "draw": 0, "replicate": k, "state": "finished"}
        for key, name, points, k, _ in RUNS
    ]
    failed = {"key": "z", "scenario": "idea", "points": [1], "draw": 0, "replicate": 1, "state": "failed"}
    write(tmp_path, runs=[*entries, failed])
    return tmp_path


def write(folder, **changes):
    content = {
        "kind": "sweep", "reference": "quo", "scenarios": {"quo": {}, "idea": {}}, "points": POINTS, "sweep": {},
        "replicates": {"explore": 2},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(content | changes), encoding="utf-8")


def test_each_point_is_compared_with_its_own_reference(folder):
    table = pd.read_parquet(write_sweep_table(folder))
    rows = table[(table["indicator"] == "births") & (table["area"] == "region")]
    found = rows.set_index(["point", "scenario", "replicate"])
    assert list(found.index) == [
        (0, "quo", 0), (0, "quo", 1), (0, "idea", 0), (0, "idea", 1), (1, "quo", 0), (1, "quo", 1), (1, "idea", 0),
        (2, "quo", 0), (2, "quo", 1), (2, "idea", 0), (2, "idea", 1),
    ]  # fmt: skip
    assert found.loc[(slice(None), "idea", slice(None)), "effect"].tolist() == [1.0, 2.0, 3.0, 5.0, 6.0]
    assert found.loc[(slice(None), "quo", slice(None)), "effect"].isna().all()
    assert found["share"].tolist() == [0.0] * 4 + [0.5] * 7
    assert set(rows.loc[rows["point"] == 2, "start"]) == {"2029-08"}
    # Years without groups only.
    assert len(table) == 11 * 3


def test_without_the_reference_of_a_replicate_there_is_a_value_and_no_effect(folder):
    content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    write(folder, runs=[run for run in content["runs"] if run["key"] != "b"])
    rows = read_sweep_table(write_sweep_table(folder).parent, ["births"])
    (alone,) = rows[
        (rows["point"] == 0) & (rows["scenario"] == "idea") & (rows["replicate"] == 1)
    ].itertuples()
    assert alone.value == 22.0
    assert pd.isna(alone.effect)


def test_chosen_indicators_are_kept(folder):
    content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    write(folder, runs=content["runs"], sweep={"indicators": ["deaths"]})
    assert set(pd.read_parquet(write_sweep_table(folder))["indicator"]) == {"deaths"}


def test_what_is_no_sweep_is_told(folder):
    write(folder, runs=[])
    with pytest.raises(RunError, match="no run was finished"):
        write_sweep_table(folder)
    assert not list(folder.glob("sweep.*"))
    write(folder, kind=None)
    with pytest.raises(RunError, match="is not of a sweep"):
        write_sweep_table(folder)
    with pytest.raises(RunError, match="no manifest"):
        write_sweep_table(folder / "runs")
