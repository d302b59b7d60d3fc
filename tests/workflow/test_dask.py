"""Workers of a Dask scheduler: the same tables as here, also if one of them is lost while it is at work."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from simsocial.core.errors import ConfigError
from simsocial.core.language import language
from simsocial.experiment import pools
from simsocial.experiment.cluster import _in_worker, dask_pool
from tests.workflow.workplace import digest, environment, run, write_workplace

SCHEDULER = """
import asyncio, sys
from distributed import Nanny, Scheduler

async def main():
    async with Scheduler(host="127.0.0.1", port=0, dashboard_address=":0") as scheduler:
        print(scheduler.address, flush=True)
        await scheduler.finished()

asyncio.run(main())
"""
WORKER = """
import asyncio, sys
from distributed import Worker

async def main():
    async with Worker(sys.argv[1], nthreads=int(sys.argv[2]), host="127.0.0.1", dashboard_address=":0") as worker:
        await worker.finished()

asyncio.run(main())
"""


def test_a_worker_speaks_the_language_of_who_asks(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIMSOCIAL_LANG", "en")
    assert _in_worker(str(tmp_path), "", "de", language) == "de"
    assert language() == "en"


def begin(place, code, *words):
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], cwd=place, env=environment(), stdout=subprocess.PIPE, text=True
    )


@pytest.fixture
def cluster(tmp_path):
    """A scheduler on this machine; return its address and a function that starts workers."""
    processes = [begin(tmp_path, SCHEDULER)]
    address = processes[0].stdout.readline().strip()

    def worker(threads=1):
        processes.append(begin(tmp_path, WORKER, address, str(threads)))
        return processes[-1]

    yield address, worker
    for process in reversed(processes):
        process.kill()
        process.communicate()  # closes its pipe, too


def test_a_worker_that_is_killed_loses_nothing(tmp_path, monkeypatch, cluster):
    address, worker = cluster
    workers = [worker(), worker()]
    monkeypatch.chdir(write_workplace(tmp_path))
    serial = run("status_quo", "kita_zu", replicates=2, name="here", horizon={"end": "2024-03"})
    advanced = []

    def kill_one(self):
        if not advanced:
            workers[0].kill()
        advanced.append(time.monotonic())

    monkeypatch.setattr(pools.Progress, "advance", kill_one)
    settings = {"kind": "dask", "address": address}
    there = run(
        "status_quo", "kita_zu", replicates=2, name="there", horizon={"end": "2024-03"}, executor=settings
    )
    assert len(advanced) == 4
    assert workers[0].wait(timeout=120) != 0
    assert digest(there) == digest(serial)
    states = [
        one["state"] for one in json.loads((there / "manifest.json").read_text(encoding="utf-8"))["runs"]
    ]
    assert states == ["finished"] * 8


def test_workers_of_several_threads_are_refused(cluster):
    address, worker = cluster
    worker(threads=2)
    with pytest.raises(ConfigError, match=r"2 threads. Valid: --nthreads 1"), dask_pool(address):
        pass


@pytest.mark.parametrize(
    ("address", "told"),
    [(None, "needs executor.address=tcp://"), ("tcp://127.0.0.1:1", "no scheduler answers")],
)
def test_without_a_scheduler_it_says_what_is_missing(monkeypatch, address, told):
    monkeypatch.setattr("simsocial.experiment.cluster._SECONDS", 1)
    with pytest.raises(ConfigError, match=told), dask_pool(address):
        pass


def test_without_dask_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ConfigError, match=r"pip install simsocial\[cluster\]"),
        dask_pool("tcp://127.0.0.1:1"),
    ):
        pass
