"""How many worker processes: as many as wanted, fewer where the memory of the machine holds no more."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import click

from simsocial.core.language import say

__all__ = ["BYTES_PER_PERSON", "begin_worker", "end_workers", "worker_count"]

BYTES_PER_PERSON = 260
"""Persons, households and cases of the model, its snapshot and the synthesis of one worker."""
_BYTES_PER_WORKER = 400_000_000
_PARENT_SECONDS = 1.0
"""How often a worker looks whether its parent lives."""
_MEMINFO = Path("/proc/meminfo")


def worker_count(config: Mapping[str, Any], inhabitants: int, blocks: int) -> int:
    """Return how many workers the settings and the memory allow; say so if memory allows fewer.

    Parameters
    ----------
    config : mapping
        Resolved settings.
    inhabitants : int
        Inhabitants of the region.
    blocks : int
        How many pieces of work there are; no more workers are needed.
    """
    wanted = 1 if config["executor"]["kind"] == "serial" else min(int(config["workers"]), blocks)
    memory = _available_bytes()
    if memory is None:
        return max(1, wanted)
    need = _BYTES_PER_WORKER + BYTES_PER_PERSON * inhabitants
    workers = max(1, min(wanted, memory // need))
    if workers < wanted:
        click.echo(
            say(
                "workers={workers} instead of {wanted}: each needs {need:.1f} GB, and {memory:.1f} GB "
                "of memory are available.",
                workers=workers,
                wanted=wanted,
                need=need / 1000000000.0,
                memory=memory / 1000000000.0,
            ),
            err=True,
        )
    return workers


def begin_worker(parent: int) -> None:
    """Leave Ctrl-C to the parent, which lets running replicates finish; end when the parent has ended.

    Parameters
    ----------
    parent : int
        Process that started the workers. A parent that was killed cannot tell them.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    from simsocial.experiment.plugins import load_plugins

    load_plugins()


def end_workers(pool: Executor) -> None:
    """Let the workers finish what they are at; who interrupts that as well ends them at once.

    Raises
    ------
    KeyboardInterrupt
        If it was interrupted.
    """
    try:
        pool.shutdown(wait=True, cancel_futures=True)
    except KeyboardInterrupt:
        # Python 3.11 takes a thread whose join was interrupted for one that has ended. So it would not wait for the
        # pool's, which tells the workers to end, but for the workers themselves: for ever.
        for worker in multiprocessing.active_children():
            worker.terminate()
        raise


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_SECONDS)
    os._exit(1)


def _available_bytes() -> int | None:
    """Return the memory that new processes can get, which counts what files fill until then; None if unknown."""
    if not _MEMINFO.is_file():
        return None
    found = re.search(r"^MemAvailable:\s+(\d+) kB", _MEMINFO.read_text(encoding="ascii"), flags=re.MULTILINE)
    return int(found[1]) * 1024 if found else None
