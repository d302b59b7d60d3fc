"""What a manifest tells can be run again, and what differs is told."""

from __future__ import annotations

import json

import pytest

from simsocial.experiment import design, manifest
from simsocial.experiment.repeat import repeat
from tests.workflow.mistakes import call
from tests.workflow.workplace import run, write_workplace


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A working folder with a comparison that Python code asked for."""
    place = write_workplace(tmp_path_factory.mktemp("repeat"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        run("status_quo", "kita_zu", replicates=1, name="x", horizon={"end": "2024-03"})
    return place


@pytest.fixture
def first(place, monkeypatch):
    monkeypatch.chdir(place)
    return place / "outputs" / "x" / "manifest.json"


def test_it_comes_out_equal(first):
    code, said = call("repeat", str(first))
    assert code == 0, said
    assert "differs: nothing" in said
    assert "indicators.parquet: equal" in said
    assert "population.parquet: equal" in said
    again = first.parent.with_name("x_repeated")
    kept = [
        json.loads((folder / "manifest.json").read_text(encoding="utf-8")) for folder in (first.parent, again)
    ]
    assert [run["key"] for run in kept[0]["runs"]] == [run["key"] for run in kept[1]["runs"]]
    assert kept[0]["command"] is None
    assert kept[1]["command"].startswith("simsocial repeat ")


def test_what_differs_is_told(first, monkeypatch):
    """Other sources, another library, another table of the region: each by its name, and that figures moved."""
    people = first.parents[2] / "klein" / "population.csv"
    before = people.read_text(encoding="utf-8")
    people.write_text(before.replace("a,m,40,64,440", "a,m,40,64,540"), encoding="utf-8")
    for module in (design, manifest):
        monkeypatch.setattr(module, "run_hash", lambda: "edited")
    content = json.loads(first.read_text(encoding="utf-8"))
    content["versions"]["numpy"] = "0.9"
    other = first.with_name("older.json")
    other.write_text(json.dumps(content), encoding="utf-8")
    try:
        found = repeat(other, first.parents[1], "y", progress=False)
    finally:
        people.write_text(before, encoding="utf-8")
    told = found.differences()
    assert [line.partition(":")[0] for line in told] == [
        "numpy", "sources that runs use", "tables of the region", "keys of runs",
    ]  # fmt: skip
    assert told[1].endswith("here edited")
    assert found.tables()["indicators.parquet"] is False
