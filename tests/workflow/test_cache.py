"""An edited helper changes the result: neither compiled kernels nor populations outlive the code they came from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import simsocial
from simsocial.core.roots import packaged_root
from tests.unit.model.small import write_region

PACKAGE = Path(simsocial.__file__).parent

LINK = """
import numpy as np
from simsocial.core.compile import source_hash
from simsocial.core.move_counts import MoveCounts
from simsocial.model.building import build_state
from simsocial.processes.shared_home import _share
from simsocial.region import SyntheticPopulation

def column(kind, *values):
    return np.array(values, dtype=kind)

people = SyntheticPopulation(
    key=column("u8", 1, 2, 3), cohort=column("u2", 900, 901, 1800), place=column("i2", 0, 0, 0),
    household=column("i4", 0, 0, 1), partner=column("i4", 1, 0, -1), role=column("u1", 0, 0, 0),
    household_key=column("u8", 7, 8), household_place=column("i2", 0, 0), household_form=column("u1", 0, 0),
)
state, cells = build_state(people), np.zeros((1, 1), dtype=np.int64)
counts = MoveCounts(column("i2", 0), np.zeros(4000, dtype=np.int16), cells, cells.copy())
_share(state.persons, state.households, state.counters, column("i4", 2), column("i4", 1), counts)
print(source_hash(), *state.households.size[:2])
"""
"""A kernel of one file that calls a helper of another: members of two households, when somebody moves to the other."""

RUN = """
import sys
from simsocial.core.compile import source_hash
from simsocial.model import SocialModel
model = SocialModel(sys.argv[1], rng=1, spin_up=0, end="2024-03").run()
print(source_hash(), *map(model.recorder.latest, ("population", "deaths", "kita_served")))
"""


@pytest.fixture
def copy(tmp_path):
    """A copy of the package with its conf, and a cache of its own."""
    for source, target in (
        (PACKAGE, "simsocial"),
        (packaged_root("conf"), "conf"),
        (packaged_root("scenarios"), "scenarios"),
    ):
        shutil.copytree(source, tmp_path / target, ignore=shutil.ignore_patterns("__pycache__", "_data"))
    return tmp_path


def answer(copy, code, *words):
    """Run code with the copied package; return the source hash, what it printed, and its cache folders."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(copy),
        "SIMSOCIAL_CACHE": str(copy / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, *values = done.stdout.split()
    return first, values, {path.name for path in (copy / "cache" / "kernels").iterdir()}


def edit(copy, file, old, new):
    path = copy / "simsocial" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, file
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edited_helper_of_another_file_changes_what_a_kernel_does(copy):
    source, values, folders = answer(copy, LINK)
    assert values == ["1", "2"]
    assert len(folders) == 1
    assert answer(copy, LINK) == (source, values, folders)
    edit(copy, "core/population.py", "households.size[household] += 1", "households.size[household] += 2")
    edited, doubled, both = answer(copy, LINK)
    assert doubled == ["1", "3"]
    assert edited != source
    assert len(both) == 2
    edit(copy, "core/population.py", "households.size[household] += 2", "households.size[household] += 1")
    assert answer(copy, LINK) == (source, values, both)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_an_edited_constant_of_the_dice_changes_a_whole_run(copy, tmp_path):
    region = str(write_region(tmp_path / "tables"))
    source, values, folders = answer(copy, RUN, region)
    assert answer(copy, RUN, region) == (source, values, folders)
    populations = set((copy / "cache" / "populations").iterdir())
    edit(copy, "core/random.py", "0xBF58476D1CE4E5B9", "0xBF58476D1CE4E5BB")
    edited, others, both = answer(copy, RUN, region)
    assert edited != source
    assert others != values
    assert len(both) == 2
    assert len(set((copy / "cache" / "populations").iterdir()) - populations) == 1
