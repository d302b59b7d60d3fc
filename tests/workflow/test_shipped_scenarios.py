"""Every shipped scenario over its whole horizon, two replicates with a draw each, as options of one comparison.

The normal suite builds each of them too and lets it act for a year from its first measure on, once
(:mod:`tests.unit.model.test_null_measure`).
"""

from __future__ import annotations

import json

import pytest

from simsocial import Experiment
from simsocial.core.roots import packaged_root

SHIPPED = sorted(path.stem for path in packaged_root("scenarios").glob("*.yaml"))

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """One replicate explores and one confirms."""
    others = [name for name in SHIPPED if name != "status_quo"]
    words = ["replicates=1", "twins=0", "name=shipped"]
    return Experiment(["status_quo", *others], words, tmp_path_factory.mktemp("outputs")).run(progress=False)


def test_every_shipped_scenario_finishes_both_replicates(results):
    runs = json.loads((results.folder / "manifest.json").read_text(encoding="utf-8"))["runs"]
    assert len(runs) == 2 * len(SHIPPED) >= 60
    assert not [(run["scenario"], run["error"]) for run in runs if run["state"] != "finished"]
    assert {(run["draw"], run["replicate"]) for run in runs} == {(0, 0), (1, 1)}


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "status_quo"])
def test_it_changes_something_in_each_and_its_targets_have_values(results, name):
    rows = results.region_years
    own, reference = (
        rows[rows["scenario"] == scenario].set_index(["replicate", "indicator", "period"])["value"]
        for scenario in (name, "status_quo")
    )
    moved = (own - reference.reindex(own.index)).abs() > 0.0
    assert moved.groupby(level="replicate").any().tolist() == [True, True]
    effects = results.effects
    targets = effects[(effects["scenario"] == name) & (effects["role"] == "target")]
    assert targets["effect"].notna().any() or not results.manifest["scenarios"][name]["targets"]
