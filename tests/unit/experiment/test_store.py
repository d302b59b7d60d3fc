"""The store: whole files or none, and tables that are the sum of the runs."""

from __future__ import annotations

import errno

import pandas as pd
import pyarrow.parquet as pq
import pytest

from simsocial.experiment import store
from simsocial.experiment.design import Block, Run
from simsocial.experiment.store import RunFiles, forget_other_runs, stored_runs, stream_tables


def indicators(shift=0.0):
    return pd.DataFrame(
        {
            "period": pd.Categorical(["2027", "2027-01"]),
            "period_kind": pd.Categorical(["year", "month"]),
            "area": pd.Categorical(["region", "region"]),
            "indicator": pd.Categorical(["births", "deaths"]),
            "numerator": [7, 8],
            "value": [7.0 + shift, 8.0],
        }
    )


def population():
    return pd.DataFrame({"date": ["2027-12-31"], "area": ["a"], "sex": ["m"], "age": [3], "persons": [5]})


RUNS = [
    Run(scenario, 0, replicate, f"{scenario}{replicate}")
    for replicate in range(2)
    for scenario in ("quo", "idea")
]


BLOCKS = [Block(0, number, 1, tuple(RUNS[2 * number : 2 * number + 2])) for number in range(2)]


@pytest.fixture
def folder(tmp_path):
    for shift, run in enumerate(RUNS):
        RunFiles(tmp_path, run.key).write(
            run, indicators(shift), population(), population() if shift == 0 else None
        )
    return tmp_path


def test_the_streamed_table_is_all_runs_one_below_the_other(folder):
    stream_tables(folder, RUNS)
    table = pq.read_table(folder / "indicators.parquet")
    assert table.num_rows == 8
    frame = table.to_pandas()
    assert frame["scenario"].astype(str).tolist() == ["quo"] * 2 + ["idea"] * 2 + ["quo"] * 2 + ["idea"] * 2
    assert frame["replicate"].tolist() == [0] * 4 + [1] * 4
    assert frame["value"].tolist() == [7.0, 8.0, 8.0, 8.0, 9.0, 8.0, 10.0, 8.0]
    assert str(table.schema.field("indicator").type).startswith("dictionary")
    assert len(pq.read_table(folder / "population.parquet")) == 4


def test_it_is_the_same_from_whatever_subset_and_again(folder):
    stream_tables(folder, RUNS[:1])
    assert len(pq.read_table(folder / "indicators.parquet")) == 2
    stream_tables(folder, RUNS)
    stream_tables(folder, RUNS)
    assert len(pq.read_table(folder / "indicators.parquet")) == 8
    assert not list(folder.rglob("*.partial"))


def test_a_run_is_finished_when_its_indicators_are_there(tmp_path):
    files = RunFiles(tmp_path, "k")
    assert not files.finished
    files.population.parent.mkdir(parents=True)
    files.population.write_bytes(b"x")
    files.indicators.with_suffix(".partial").write_bytes(b"x")
    assert not files.finished
    files.write(Run("quo", 0, 0, "k"), indicators(), population(), None)
    assert files.finished
    assert not files.persons.exists()


def test_person_tables_are_kept_for_twins_only(folder):
    assert [RunFiles(folder, run.key).persons.is_file() for run in RUNS] == [True, False, False, False]
    frame = pq.read_table(folder / "persons" / f"{RUNS[0].key}.parquet").to_pandas()
    assert list(frame.columns[:3]) == ["scenario", "draw", "replicate"]


def test_without_runs_nothing_is_written(tmp_path):
    stream_tables(tmp_path, [])
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_no_half_file_and_says_so(tmp_path, monkeypatch):
    def full(table, path, **_):
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(store.pq, "write_table", full)
    with pytest.raises(OSError, match="No space left"):
        RunFiles(tmp_path, "a").write(RUNS[0], indicators(), population(), None)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_runs_of_other_settings_do_not_stay(folder):
    (folder / "runs" / "old.parquet").write_bytes(b"")
    (folder / "runs" / "quo0.partial").write_bytes(b"")
    (folder / "persons" / "old.parquet").write_bytes(b"")
    assert forget_other_runs(folder, BLOCKS) == 2
    assert all(RunFiles(folder, run.key).finished for run in RUNS)
    assert {path.stem for path in (folder / "persons").iterdir()} == {"quo0"}


def test_stored_runs_are_looked_for_no_further_than_the_last(folder):
    def blocks():
        yield from BLOCKS
        pytest.fail("looked on")

    assert list(stored_runs(folder, blocks())) == RUNS
    RunFiles(folder, RUNS[1].key).indicators.unlink()
    assert list(stored_runs(folder, BLOCKS)) == [RUNS[0], *RUNS[2:]]
