"""Where pieces of work are done: here one after the other, or by an executor of :mod:`concurrent.futures`."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from itertools import islice
from typing import Any, TypeVar

from simsocial.core.errors import RunError
from simsocial.core.language import say
from simsocial.experiment.progress import LINE_SECONDS, Progress
from simsocial.experiment.workers import begin_worker, end_workers, worker_count

__all__ = ["Pool", "local_pool", "pool_of", "work_through"]

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

Pool = AbstractContextManager[tuple[Executor, int]]
"""Opens an executor; tells it and how many pieces it works at."""


def pool_of(config: Mapping[str, Any], inhabitants: int, pieces: int) -> Pool | None:
    """Return what the settings ask for; None if all is done here, one piece after the other.

    Parameters
    ----------
    config : mapping
        Resolved settings.
    inhabitants : int
        Of the region; memory may hold fewer workers than wanted.
    pieces : int
        Pieces of work; no more workers are needed.
    """
    if config["executor"]["kind"] == "dask":
        from simsocial.experiment.cluster import dask_pool

        return dask_pool(config["executor"]["address"])
    workers = worker_count(config, inhabitants, pieces)
    return None if workers == 1 else local_pool(workers)


@contextmanager
def local_pool(workers: int) -> Iterator[tuple[Executor, int]]:
    """Open processes of this machine; whoever leaves waits for what they are at."""
    # Forked workers inherit the loaded kernels and region; elsewhere they load them again.
    method = "fork" if sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context(method), initializer=begin_worker, initargs=(os.getpid(),)
    )
    try:
        yield pool, workers
    except BrokenProcessPool:
        message = say(
            "A worker process ended unexpectedly, often for want of memory. Finished replicates "
            "are kept: the same command goes on where it stopped; workers=1 needs the least memory."
        )
        raise RunError(message) from None
    finally:
        end_workers(pool)


def work_through(
    items: Iterable[Item],
    work: Callable[[Item], Outcome],
    note: Callable[[Outcome], None],
    bar: Progress,
    pool: Pool | None,
) -> None:
    """Do pieces of work here or by an executor, and note what came of each.

    Parameters
    ----------
    items : iterable
        Pieces, made one after the other.
    work : callable
        Does one of them, in whatever process.
    note : callable
        Takes what it returns, in this process.
    bar : Progress
        Counts them.
    pool : Pool or None
        What does the work; None: this process.
    """
    if pool is None:
        for item in items:
            note(work(item))
            bar.advance()
        return
    waiting: set[Future[Outcome]] = set()
    source = iter(items)
    try:
        with pool as (executor, workers):
            while True:
                # One more than the workers have at hand, so that none of them waits.
                waiting.update(
                    executor.submit(work, one) for one in islice(source, 2 * workers - len(waiting))
                )
                if not waiting:
                    break
                done, _ = wait(waiting, timeout=LINE_SECONDS, return_when=FIRST_COMPLETED)
                for future in done:
                    note(future.result())
                    waiting.discard(future)
                    bar.advance()
                bar.tick()
    finally:
        for future in waiting:
            if future.done() and not future.cancelled() and future.exception() is None:
                note(future.result())
