"""``replicates=auto`` in a user's folder: pilot, number, and the same results as with that number."""

from __future__ import annotations

from pathlib import Path

from simsocial import Experiment
from simsocial.analysis import auto
from simsocial.experiment.runner import run_experiment
from tests.unit.model.measures import measure
from tests.workflow.workplace import digest, finished, manifest, write_workplace

WORDS = [
    "region=./klein", "horizon.start=2024-01", "horizon.end=2024-02", "horizon.spin_up=0", "workers=1", "twins=0",
    "draws=0",
]  # fmt: skip


def test_auto_gives_the_results_of_the_number_that_it_chooses_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.chdir(write_workplace(tmp_path))
    monkeypatch.setattr(auto, "_PILOT_REPLICATES", 5)
    scenarios = ["status_quo", {"zu": {"title": "zu", "measures": measure("close_site", start="2024-02")}}]
    words = [*WORDS, "replicates=auto", "min_replicates=1", "max_replicates=2", "precision=1"]
    study = Experiment(scenarios, [*words, "name=x"])
    folder = study.run(progress=False).folder
    chosen = manifest(folder)["replicates"]
    assert [chosen[key] for key in ("asked", "stopped", "explore", "confirm")] == [
        "auto",
        "max_replicates",
        2,
        2,
    ]
    assert [one["indicator"] for one in chosen["targets"]] == ["full_cost_kreis"]
    pilot = manifest(folder / "pilot")
    assert [run["state"] for run in pilot["runs"]] == ["finished"] * 20
    assert not set(pilot["seeds"]) & set(manifest(folder)["seeds"])
    before, tables = finished(folder) | finished(folder / "pilot"), digest(folder)
    study.run(progress=False)
    assert finished(folder) | finished(folder / "pilot") == before
    assert study.configs["zu"]["replicates"] == 2
    assert digest(run_experiment(study.configs, Path("outputs/y"), progress=False)) == tables
