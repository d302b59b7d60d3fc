"""Stopping and going on: finished runs stay, are not run again, and a failure loses nothing else."""

from __future__ import annotations

import gc
import os
import weakref
from typing import ClassVar

import pandas as pd
import pytest

from simsocial.core.errors import RunError
from simsocial.experiment import simulate, trunk
from simsocial.experiment.design import replicate_seed
from simsocial.measures import registry
from simsocial.measures.base import Measure
from simsocial.measures.registry import register_measure
from tests.unit.model.measures import WHO
from tests.workflow.mistakes import call
from tests.workflow.workplace import SETTINGS, digest, finished, manifest, run, start, table, write_workplace

INTERRUPTED = """
import os, signal, sys, time
from simsocial.experiment.store import RunFiles

parent, limit, times, write = os.getpid(), int(sys.argv[1]), int(sys.argv[2]), RunFiles.write
# A shell that runs the tests in the background lets them ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

def write_and_interrupt(self, *tables):
    write(self, *tables)
    if len(list((self.folder / "runs").glob("*.parquet"))) < limit:
        return
    # Two workers may finish at once: one of them tells.
    try:
        (self.folder / "told").mkdir()
    except FileExistsError:
        return
    for _ in range(times):
        os.kill(parent, signal.SIGINT)
        time.sleep(0.5)

RunFiles.write = write_and_interrupt
from simsocial.cli import main
main(sys.argv[3:])
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(write_workplace(tmp_path))
    return tmp_path


BOTH = ("status_quo", "kita_zu")


def states(folder):
    return [run["state"] for run in manifest(folder)["runs"]]


def test_a_finished_run_is_not_run_again(place, monkeypatch):
    folder = run(*BOTH, replicates=1)
    before, tables = finished(folder), digest(folder)
    assert len(before) == 4

    def never(*_, **__):
        raise AssertionError("a finished run was simulated again")

    monkeypatch.setattr(simulate, "_spin_up", never)
    assert run(*BOTH, replicates=1) == folder
    assert finished(folder) == before
    assert digest(folder) == tables
    assert states(folder) == ["finished"] * 4


def test_models_that_have_ended_are_forgotten_at_once(place, monkeypatch):
    """They and their parts point to each other, so that Python alone would keep those of many replicates."""
    models, alive, build = [], [], trunk._model

    def watched(*args, **kwargs):
        alive.append(sum(model() is not None for model in models))
        models.append(weakref.ref(made := build(*args, **kwargs)))
        return made

    monkeypatch.setattr(trunk, "_model", watched)
    gc.disable()
    try:
        run(*BOTH, replicates=2)
    finally:
        gc.enable()
    # When a block begins, none of those before has left a model.
    assert alive == [0, 1] * 4
    assert gc.get_freeze_count() == 0


def test_only_what_is_missing_is_run(place):
    folder = run(*BOTH, replicates=1)
    before, tables = finished(folder), digest(folder)
    lost = next(
        entry
        for entry in manifest(folder)["runs"]
        if entry["scenario"] == "kita_zu" and entry["replicate"] == 1
    )
    (folder / "runs" / f"{lost['key']}.parquet").unlink()
    run(*BOTH, replicates=1)
    after = finished(folder)
    assert {key for key in after if after[key] != before[key]} == {lost["key"]}
    assert digest(folder) == tables
    run(*BOTH, replicates=2)
    again = finished(folder)
    assert len(again) == 8
    assert {key: again[key] for key in after} == after


def test_half_a_file_is_no_finished_run(place):
    folder = run(*BOTH, replicates=1)
    tables = digest(folder)
    key = manifest(folder)["runs"][0]["key"]
    whole = folder / "runs" / f"{key}.parquet"
    whole.with_suffix(".partial").write_bytes(whole.read_bytes()[:100])
    whole.unlink()
    run(*BOTH, replicates=1)
    assert digest(folder) == tables


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"seed": 2}, False),
        ({"horizon": {"end": "2024-05"}}, False),
        ({"parameters": {"fertility.male_share": 0.6}}, False),
        ({"processes": {"separation": False}}, False),
        ({"twins": 0, "report": {"language": "en"}, "workers": 2}, True),
    ],
)
def test_a_run_is_told_by_what_it_computes(place, changed, same):
    folder = run("status_quo", replicates=1)
    before = set(finished(folder))
    assert run("status_quo", replicates=1, **changed) == folder
    assert (set(finished(folder)) == before) == same
    # The tables hold the runs of the last command only.
    assert len(table(folder)[["scenario", "draw", "replicate"]].drop_duplicates()) == 1


def test_an_edited_region_is_another_run(place):
    folder = run("status_quo", replicates=1)
    before, data = finished(folder), manifest(folder)["data_hash"]
    people = place / "klein" / "population.csv"
    people.write_text(
        people.read_text(encoding="utf-8").replace("a,m,40,64,440", "a,m,40,64,441"), encoding="utf-8"
    )
    run("status_quo", replicates=1)
    assert len(set(finished(folder)) - set(before)) == 1
    assert manifest(folder)["data_hash"] != data
    assert manifest(folder)["region"]["inhabitants"] == 4801


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_leaves_finished_replicates_and_the_second_start_goes_on(place, workers):
    # A pool hands a few blocks more to its workers than they work at: ten are more than those.
    words = ["compare", *BOTH, *SETTINGS[:-2], "twins=1", f"workers={workers}", "replicates=5", "name=x"]
    process = start(INTERRUPTED, place, "3", "1", *words)
    out, err = process.communicate(timeout=280)
    assert process.returncode == 130, err
    assert "the same command goes on" in err
    assert "Traceback" not in out + err
    folder = place / "outputs" / "x"
    kept = finished(folder)
    assert 3 <= len(kept) < 20
    assert states(folder).count("finished") == len(kept)
    assert states(folder).count("missing") + manifest(folder)["runs_not_reached"] == 20 - len(kept)
    runs = table(folder)[["scenario", "draw", "replicate"]].drop_duplicates()
    assert len(runs) == len(kept)
    run(*BOTH, workers=workers, replicates=5, name="x")
    after = finished(folder)
    assert len(after) == 20
    assert {key: after[key] for key in kept} == kept
    assert states(folder) == ["finished"] * 20
    assert digest(folder) == digest(run(*BOTH, replicates=5))


def test_ctrl_c_once_more_ends_workers_at_once(place):
    """Python then takes the thread that tells workers to end for one that has ended: nobody told them, all waited."""
    words = ["compare", *BOTH, *SETTINGS[:-2], "twins=1", "workers=2", "replicates=5", "name=x"]
    process = start(INTERRUPTED, place, "3", "2", *words)
    try:
        _, err = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 130, err
    assert "the same command goes on" in err
    assert "Traceback" not in err
    folder = place / "outputs" / "x"
    kept = finished(folder)
    assert 3 <= len(kept) < 20
    assert states(folder).count("finished") == len(kept)
    run(*BOTH, workers=2, replicates=5, name="x")
    after = finished(folder)
    assert {key: after[key] for key in kept} == kept
    assert states(folder) == ["finished"] * 20


@pytest.fixture
def accident():
    """A kind of measure that fails in one replicate, in the way that the test sets."""

    @register_measure("test_accident")
    class Accident(Measure):
        """Fail in one replicate, the second if the test sets no other."""

        replicate: ClassVar[int] = 1

        def begin(self, model, month):
            if model.seed == replicate_seed(1, self.replicate):
                self.happen()

        def happen(self):
            raise ZeroDivisionError("the sky fell")

    yield Accident
    del registry._KINDS["test_accident"]


def unlucky(place):
    entry = {"kind": "test_accident", "start": "2024-03", **WHO}
    return write_workplace(place, {"unlucky": {"m": entry}})


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failing_run_is_recorded_and_loses_nothing_else(place, accident, workers):
    unlucky(place)
    folder = run("status_quo", "unlucky", "kita_zu", replicates=2, workers=workers)
    entries = {(one["scenario"], one["replicate"]): one for one in manifest(folder)["runs"]}
    assert len(entries) == 12
    failed = entries.pop(("unlucky", 1))
    assert failed["state"] == "failed"
    assert "Traceback" in failed["error"]
    assert "ZeroDivisionError: the sky fell" in failed["error"]
    assert failed["seconds"] >= 0
    assert {one["state"] for one in entries.values()} == {"finished"}
    assert {one["error"] for one in entries.values()} == {None}
    assert len(table(folder)[["scenario", "replicate"]].drop_duplicates()) == 11
    before = finished(folder)
    accident.happen = lambda self: None
    run("status_quo", "unlucky", "kita_zu", replicates=2)
    after = finished(folder)
    assert len(after) == 12
    assert {key: after[key] for key in before} == before
    assert set(states(folder)) == {"finished"}


def test_a_worker_that_dies_is_told_and_loses_nothing_else(place, accident):
    """As when the system takes the memory away."""
    unlucky(place)
    # Late enough for another replicate to be stored before.
    accident.replicate, accident.happen = 4, lambda self: os._exit(9)
    with pytest.raises(RunError, match=r"worker process.*memory.*workers=1"):
        run("status_quo", "unlucky", replicates=3, workers=2)
    folder = place / "outputs" / "vergleich_unlucky_klein"
    kept = finished(folder)
    assert 0 < len(kept) < 12
    assert states(folder).count("finished") == len(kept)
    accident.happen = lambda self: None
    run("status_quo", "unlucky", replicates=3, workers=2)
    assert states(folder) == ["finished"] * 12
    assert {key: finished(folder)[key] for key in kept} == kept


def test_a_spin_up_that_fails_is_recorded_for_every_option(place, monkeypatch):
    monkeypatch.setattr(simulate, "_spin_up", lambda *_: 1 // 0)
    with pytest.raises(RunError, match="ZeroDivisionError"):
        run(*BOTH, replicates=1)
    folder = place / "outputs" / "vergleich_kita_zu_klein"
    assert states(folder) == ["failed"] * 4
    assert all("ZeroDivisionError" in one["error"] for one in manifest(folder)["runs"])


def test_an_option_of_which_nothing_finishes_is_told_and_the_others_get_their_page(place, accident):
    unlucky(place)
    accident.begin = lambda self, model, month: 1 // 0
    code, said = call("compare", "status_quo", "unlucky", "kita_zu", *SETTINGS, "replicates=1")
    assert code == 1, said
    told = "unlucky: 2 of 2 runs failed: ZeroDivisionError"
    assert f"Warning: {told}" in said
    assert f"Error: {told}" in said.splitlines()[-1]
    assert "kita_zu: 2 of 2" not in said
    folder = place / "outputs" / "vergleich_unlucky_kita_zu_klein"
    assert sorted(set(table(folder)["scenario"])) == ["kita_zu", "status_quo"]
    assert set(pd.read_csv(folder / "effects.csv")["scenario"]) == {"kita_zu"}
    assert "kita_zu" in (folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("names", [("unlucky", "status_quo", "kita_zu"), ("status_quo", "unlucky")])
def test_without_the_reference_or_any_option_there_is_nothing_to_compare(place, accident, names):
    unlucky(place)
    accident.begin = lambda self, model, month: 1 // 0
    with pytest.raises(RunError, match="unlucky: 2 of 2 runs failed: ZeroDivisionError") as stopped:
        run(*names, replicates=1)
    assert "kita_zu: " not in str(stopped.value)


def test_single_failures_are_told_and_the_rest_compared(place, accident, capsys):
    unlucky(place)
    run("status_quo", "unlucky", replicates=2)
    assert "Warning: unlucky: 1 of 4 runs failed: ZeroDivisionError" in capsys.readouterr().err


def test_two_scenarios_that_say_the_same_have_rows_of_their_own(place):
    content = (place / "scenarios" / "kita_zu.yaml").read_text(encoding="utf-8")
    (place / "scenarios" / "zwilling.yaml").write_text(content, encoding="utf-8")
    rows = table(run("status_quo", "kita_zu", "zwilling", replicates=1))
    one, other = (rows[rows["scenario"] == name].drop(columns="scenario") for name in ("kita_zu", "zwilling"))
    assert len(one) > 1000
    assert one.reset_index(drop=True).equals(other.reset_index(drop=True))


def test_what_an_earlier_command_derived_does_not_outlive_its_runs(place):
    folder = run(*BOTH, replicates=1, name="x")
    for name in ("effects.csv", "report.html", "figures/a.svg"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("of the comparison", encoding="utf-8")
    run("kita_zu", replicates=1, name="x")
    assert manifest(folder)["reference"] == "kita_zu"
    assert not any((folder / name).exists() for name in ("effects.csv", "report.html", "figures"))


def test_if_nothing_finishes_the_command_says_so(place, accident):
    unlucky(place)
    accident.begin = lambda self, model, month: 1 // 0
    with pytest.raises(RunError, match=r"unlucky: 1 of 1 runs failed: ZeroDivisionError.*manifest\.json"):
        run("unlucky", replicates=1)
