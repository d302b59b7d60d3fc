"""``simsocial run -m``: jobs are numbered, paired, and in one table, whoever launches them; sweepers get a number."""

from __future__ import annotations

import csv
import sys
from types import SimpleNamespace

import pandas as pd
import pytest
from hydra.core.config_store import ConfigStore
from hydra.core.plugins import Plugins

from tests.unit.model.measures import measure
from tests.unit.model.small import SMALL, write_region
from tests.workflow.mistakes import call
from tests.workflow.workplace import write_workplace

SCHOOL = {
    **measure("open_site", start="2024-02", end=None, ramp_months=0)["m_open_site"],
    "site": "schule_neu",
    "site_kind": "primary_school",
    "provider": "stadt_a",
}
WORDS = (
    "-m", "scenarios=status_quo,schule_neu", "region=./klein", "horizon.start=2024-01", "horizon.end=2024-02",
    "horizon.spin_up=0", "workers=1", "twins=0", "replicates=1", "services=[primary_school]",
)  # fmt: skip


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A working folder whose region has one kind of service."""
    write_workplace(tmp_path, {"schule_neu": {"m": SCHOOL}})
    header, *sites = SMALL["sites"]
    providers = [SMALL["providers"][0], *(row for row in SMALL["providers"] if row.startswith("stadt_a,"))]
    write_region(
        tmp_path, sites=[header, *(row for row in sites if ",primary_school," in row)], providers=providers
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def returned(monkeypatch):
    """What jobs returned to Hydra's own sweeper, which is known as `greedy`."""
    plugins, found = Plugins.instance(), []
    from hydra._internal.core_plugins.basic_sweeper import BasicSweeper

    class Greedy(BasicSweeper):
        def sweep(self, arguments):
            results = super().sweep(arguments)
            found.extend(job.return_value for batch in results for job in batch)
            return results

    # Hydra takes plugins from a package of that name only.
    Greedy.__module__, Greedy.__qualname__ = "hydra_plugins.greedy", "Greedy"
    monkeypatch.setitem(sys.modules, "hydra_plugins.greedy", SimpleNamespace(Greedy=Greedy))
    plugins.register(Greedy)
    node = {"_target_": "hydra_plugins.greedy.Greedy", "max_batch_size": None, "params": None}
    ConfigStore.instance().store(group="hydra/sweeper", name="greedy", node=node)
    return found


def test_jobs_are_paired_and_a_sweeper_gets_the_objective(place, returned):
    objective = "objective=primary_school_places@2024"
    code, said = call("run", *WORDS, "seed=1,2", objective, "hydra/sweeper=greedy")
    assert code == 0, said
    folder = place / "outputs" / "sweep"
    rows = list(csv.DictReader((folder / "sweep.csv").open(encoding="utf-8")))
    assert [row["folder"] for row in rows] == ["0", "1", "2", "3"]
    table = pd.read_parquet(folder / "sweep.parquet")
    assert table["seed"].dtype == "int64"
    places = table[(table["indicator"] == "primary_school_places") & (table["area"] == "region")]
    assert places["point"].tolist() == [0, 1, 2, 3]
    assert places["scenario"].tolist() == ["status_quo"] * 2 + ["schule_neu"] * 2
    assert places["effect"].tolist()[2:] == [12.0, 12.0]
    assert places["effect"].isna().tolist() == [True, True, False, False]
    assert returned == places["value"].tolist()
    births = table[(table["indicator"] == "births") & (table["scenario"] == "schule_neu")]
    assert (births["effect"] == 0).all()
    # An earlier job of a larger sweep is no part of a smaller one.
    code, said = call("run", *WORDS, "seed=2")
    assert code == 0, said
    assert set(pd.read_parquet(folder / "sweep.parquet")["point"]) == {0, 1}


def test_the_joblib_launcher_gives_the_same(place):
    code, said = call("run", *WORDS, "hydra/launcher=joblib", "hydra.launcher.n_jobs=2", "name=beside")
    assert code == 0, said
    table = pd.read_parquet(place / "outputs" / "beside" / "sweep.parquet")
    effects = table[table["scenario"] == "schule_neu"].groupby("indicator")["effect"].sum()
    assert effects["primary_school_places"] == 24.0
    assert effects["births"] == 0.0


@pytest.mark.parametrize(
    ("objective", "told"), [("primary_school_place", "Did you mean"), ("a/b@c@d", "cannot be read")]
)
def test_an_objective_that_is_none_is_told_before_the_run(place, objective, told):
    code, said = call("run", *WORDS[2:], f"objective={objective}")
    assert code == 2, said
    assert told in said
    assert not list((place / "outputs").rglob("*.parquet"))
