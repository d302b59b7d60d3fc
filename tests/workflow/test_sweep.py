"""Sweeps survive: killed at any moment they go on to the same table, and a failing run loses nothing else."""

from __future__ import annotations

import json
import signal

import pandas as pd
import pytest

from simsocial.analysis.sweep_table import write_sweep_table
from simsocial.experiment.sweep import Sweep
from tests.unit.model.measures import measure
from tests.unit.model.small import SMALL, write_region
from tests.workflow.mistakes import call
from tests.workflow.workplace import finished, start, write_workplace

SWEEP = """
scenarios: [status_quo, schule_neu, nichts]
factors:
  measures.m.licensed_places: [20, 40]
  fertility.male_share: [0.5, 0.6]
replicates: 1
draws: 0
curves: [births]
settings:
  {region: ./klein, horizon.start: 2024-01, horizon.end: 2024-03, horizon.spin_up: 0, workers: 1, seed: 3}
"""
SCHOOL = {
    **measure("open_site", start="2024-02", end=None, ramp_months=0)["m_open_site"],
    "site": "schule_neu",
    "site_kind": "primary_school",
    "provider": "stadt_a",
}
ONE_KIND = "services=[primary_school]"
KILLED = """
import os, signal, sys
from simsocial.experiment.store import RunFiles

write = RunFiles.write

def write_and_die(self, *tables):
    write(self, *tables)
    if len(list((self.folder / "runs").glob("*.parquet"))) == 5:
        os.kill(os.getpid(), signal.SIGKILL)

RunFiles.write = write_and_die
from simsocial.cli import main
main(["sweep", "s.yaml", sys.argv[1], "name=killed"])
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A working folder with a sweep of one option and of one that does nothing."""
    return made(tmp_path_factory.mktemp("sweep"))


def made(folder):
    """Write the sweep and a region with one kind of service, of which composing takes a fifth of the time."""
    place = write_workplace(folder, {"schule_neu": {"m": SCHOOL}, "nichts": measure("no_change")})
    header, *sites = SMALL["sites"]
    kept = [site for site in sites if ",primary_school," in site]
    of_them = {site.split(",")[3] for site in kept}
    providers = [one for one in SMALL["providers"][1:] if one.split(",")[0] in of_them]
    write_region(folder, sites=[header, *kept], providers=[SMALL["providers"][0], *providers])
    (place / "s.yaml").write_text(SWEEP, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def whole(place):
    """The folder of the sweep after one command, and its table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        folder = place / Sweep("s.yaml", [ONE_KIND]).run(progress=False)
        return folder, write_sweep_table(folder)


def test_killed_it_goes_on_to_the_same_table(place, whole, monkeypatch):
    monkeypatch.chdir(place)
    process = start(KILLED, place, ONE_KIND)
    _, err = process.communicate(timeout=280)
    assert process.returncode == -signal.SIGKILL, err
    folder = place / "outputs" / "killed"
    kept = finished(folder)
    assert len(kept) == 5
    assert not (folder / "sweep.parquet").exists()
    code, said = call("sweep", "s.yaml", ONE_KIND, "name=killed")
    assert code == 0, said
    after = finished(folder)
    assert len(after) == 8
    assert {key: after[key] for key in kept} == kept
    assert (folder / "sweep.parquet").read_bytes() == whole[1].read_bytes()
    assert (folder / "figures" / "response_births.svg").is_file()
    assert "response_births.svg" in said


def test_points_are_paired_and_have_their_reference(whole):
    folder, path = whole
    table = pd.read_parquet(path)
    assert list(table.columns[:4]) == [
        "point",
        "measures.m.licensed_places",
        "fertility.male_share",
        "scenario",
    ]
    assert table.groupby("scenario")["point"].nunique().to_dict() == dict.fromkeys(
        ("status_quo", "schule_neu", "nichts"), 4
    )
    nothing = table[table["scenario"] == "nichts"]
    assert len(nothing) > 1000
    assert (nothing["effect"].dropna() == 0).all()
    region = table[(table["area"] == "region") & (table["scenario"] == "schule_neu")]
    places = region[region["indicator"] == "primary_school_places"].set_index("point")["effect"]
    assert places.tolist() == [20.0, 20.0, 40.0, 40.0]
    # One run of the reference and of what does nothing for each value of the parameter, one of the option for both.
    states = [run["scenario"] for run in json.loads((folder / "manifest.json").read_text())["runs"]]
    assert sorted(states) == ["nichts"] * 2 + ["schule_neu"] * 4 + ["status_quo"] * 2


def test_a_failing_run_is_recorded_and_the_rest_goes_on(tmp_path, monkeypatch):
    from simsocial.measures.open_site import OpenSite

    monkeypatch.chdir(made(tmp_path))
    begin = OpenSite.begin

    def unlucky(self, model, month):
        if self.licensed_places == 40:
            raise ZeroDivisionError("the sky fell")
        begin(self, model, month)

    monkeypatch.setattr(OpenSite, "begin", unlucky)
    code, said = call("sweep", "s.yaml", ONE_KIND)
    assert code == 1, said
    assert "schule_neu: 2 of 4 runs failed: ZeroDivisionError: the sky fell" in said.splitlines()[-1]
    folder = tmp_path / "outputs" / "s"
    runs = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["runs"]
    assert sum("ZeroDivisionError" in str(run["error"]) for run in runs) == 2
    table = pd.read_parquet(folder / "sweep.parquet")
    assert set(table.loc[table["scenario"] == "schule_neu", "measures.m.licensed_places"]) == {20}
    assert (folder / "figures" / "response_births.svg").is_file()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("measures.m.", "measures.n.", "measure 'n'"),
        ("fertility.male_share", "fertility.male_shar", "cannot be swept"),
        ("[births]", "[birth]", "'birth' is unknown"),
    ],
)
def test_mistakes_are_told_before_the_first_run(place, monkeypatch, old, new, told):
    monkeypatch.chdir(place)
    (place / "wrong.yaml").write_text(SWEEP.replace(old, new), encoding="utf-8")
    code, said = call("sweep", "wrong.yaml", ONE_KIND)
    assert code == 2, said
    assert told in said
    assert not list((place / "outputs" / "wrong").glob("runs/*.parquet"))
