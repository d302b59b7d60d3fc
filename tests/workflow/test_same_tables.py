"""The same command gives the same tables: whatever the workers, the hash seed, the Python, the order of files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workflow.workplace import digest, manifest, run, start, table, write_workplace

RUN = """
from tests.workflow.workplace import digest, run
print(digest(run("status_quo", "kita_zu", replicates=1)))
"""


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """The folder of a comparison with one worker, and its digest."""
    place = write_workplace(tmp_path_factory.mktemp("reference"))
    before = Path.cwd()
    os.chdir(place)
    try:
        folder = run("status_quo", "kita_zu", replicates=1)
        return place / folder, digest(folder)
    finally:
        os.chdir(before)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(write_workplace(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "changes", [{"workers": 2}, {"workers": 2, "executor": {"kind": "serial"}}, {"workers": 7}]
)
def test_one_and_two_workers(place, reference, changes):
    assert digest(run("status_quo", "kita_zu", replicates=1, **changes)) == reference[1]


def test_more_replicates_leave_the_first_ones_alone(place, reference):
    few, many = table(reference[0]), table(run("status_quo", "kita_zu", replicates=2))
    assert set(many["replicate"]) == {0, 1, 2, 3}
    assert few.equals(many[many["replicate"] < 2].reset_index(drop=True))


def test_another_option_beside_leaves_the_first_ones_alone(place, reference):
    both = table(run("status_quo", "tag_neu", "kita_zu", replicates=1))
    assert table(reference[0]).equals(both[both["scenario"] != "tag_neu"].reset_index(drop=True))


def test_two_hash_seeds(place, reference):
    """Sets and dictionaries of another order, in processes of their own."""
    places = [write_workplace(place / seed) for seed in ("0", "4711")]
    for process in [start(RUN, one, PYTHONHASHSEED=one.name) for one in places]:
        out, err = process.communicate(timeout=280)
        assert process.returncode == 0, err
        assert out.strip() == reference[1]


def test_files_in_another_order(tmp_path, monkeypatch, reference):
    """Rows of the region's tables upside down; measures of the scenario too."""
    from tests.unit.model.small import write_region

    place = write_workplace(tmp_path)
    write_region(place, order=lambda rows: rows[::-1])
    monkeypatch.chdir(place)
    folder = run("status_quo", "kita_zu", replicates=1)
    assert digest(folder) == reference[1]
    assert manifest(folder)["data_hash"] == manifest(reference[0])["data_hash"]


@pytest.mark.two_pythons
def test_two_python_versions(place, reference):
    """`.ci/run` names an interpreter of another version, with the packages of the lock file."""
    python = os.environ["SIMSOCIAL_OTHER_PYTHON"]
    version = "import sys; print(sys.version_info[:2])"
    versions = {
        subprocess.run([one, "-c", version], capture_output=True, text=True, check=True).stdout
        for one in (python, sys.executable)
    }
    assert len(versions) == 2
    process = start(RUN, place, python=python)
    out, err = process.communicate(timeout=600)  # whoever comes first compiles the engine
    assert process.returncode == 0, err
    assert out.strip() == reference[1]
