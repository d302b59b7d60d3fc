"""As many workers as wanted, unless the memory that is available holds fewer; then that is said."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from simsocial.experiment import workers
from simsocial.experiment.workers import worker_count

FULL_OF_FILES = "MemTotal:       24000000 kB\nMemFree:          100000 kB\nMemAvailable:   20000000 kB\n"
LITTLE = "MemTotal:       24000000 kB\nMemFree:         2000000 kB\nMemAvailable:    1000000 kB\n"


@pytest.fixture
def memory(tmp_path, monkeypatch):
    """Return a function that writes what the system says of its memory."""
    path = tmp_path / "meminfo"
    monkeypatch.setattr(workers, "_MEMINFO", path)
    return lambda text: path.write_text(text, encoding="ascii")


def settings(count, kind="processes"):
    return {"workers": count, "executor": {"kind": kind}}


def test_memory_that_files_fill_is_available(memory, capsys):
    memory(FULL_OF_FILES)
    assert worker_count(settings(8), 92_000, 60) == 8
    assert capsys.readouterr().err == ""


def test_fewer_workers_are_told(memory, capsys):
    memory(LITTLE)
    assert worker_count(settings(8), 92_000, 60) == 2
    assert "workers=2 instead of 8: each needs 0.4 GB, and 1.0 GB" in capsys.readouterr().err
    assert worker_count(settings(8), 84_000_000, 60) == 1


@pytest.mark.parametrize("text", [None, "Speicher: viel\n"])
def test_where_the_system_does_not_say_the_wanted_number_holds(memory, text, capsys):
    if text is not None:
        memory(text)
    assert worker_count(settings(8), 84_000_000, 60) == 8
    assert capsys.readouterr().err == ""


def test_no_more_workers_than_work_and_one_when_serial(memory, capsys):
    memory(LITTLE)
    assert [worker_count(settings(8), 92_000, blocks) for blocks in (0, 1, 2)] == [1, 1, 2]
    assert worker_count(settings(8, "serial"), 92_000, 60) == 1
    assert capsys.readouterr().err == ""


LONELY = """
import os, sys, time
from multiprocessing import get_context
from concurrent.futures import ProcessPoolExecutor
from simsocial.experiment.workers import begin_worker
pool = ProcessPoolExecutor(1, get_context("fork"), initializer=begin_worker, initargs=(os.getpid(),))
print(pool.submit(os.getpid).result(), flush=True)
time.sleep(60)
"""


def test_a_worker_ends_when_its_parent_was_killed():
    with subprocess.Popen([sys.executable, "-c", LONELY], stdout=subprocess.PIPE, text=True) as parent:
        worker = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 30
    while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not Path(f"/proc/{worker}").exists()
