"""The runner: simulate what is missing of an experiment, block by block, and write its tables.

Blocks (one draw and replicate, all scenarios) are spread over worker processes. Finished runs stay when it
is stopped; the same command goes on where it stopped.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from simsocial.core.compile import is_compiled
from simsocial.core.errors import RunError
from simsocial.experiment.design import Block, blocks_of, stages
from simsocial.experiment.drawn import write_draws
from simsocial.experiment.failures import tell_failures
from simsocial.experiment.lock import alone_in
from simsocial.experiment.manifest import write_manifest
from simsocial.experiment.progress import LINE_SECONDS, Progress
from simsocial.experiment.remarks import remarks
from simsocial.experiment.setup import data_hash, prepare_region, setup_of
from simsocial.experiment.simulate import Outcome, missing_runs, simulate_block
from simsocial.experiment.size import confirm_size
from simsocial.experiment.store import RunFiles, clear_derived, forget_other_runs, stream_tables
from simsocial.experiment.workers import begin_worker, worker_count
from simsocial.region import synthesise

__all__ = ["run_experiment"]


def run_experiment(
    configs: Mapping[str, Mapping[str, Any]],
    folder: Path,
    progress: bool = True,
    command: Sequence[str] | None = None,
) -> Path:
    """Simulate all runs of an experiment that are not stored yet and write its tables.

    Parameters
    ----------
    configs : mapping
        Scenario id to resolved settings; the first is the reference of the comparison.
    folder : Path
        Where ``manifest.json``, ``runs/`` and the tables go.
    progress : bool
        Show a bar with the time left.
    command : sequence of str, optional
        Words of the command line that asked for it, for the manifest.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    RunError
        If no run of the reference or of any option could be finished, a worker process died, or another command
        works in the folder.
    KeyboardInterrupt
        When stopped; tables of the finished runs are written before.
    """
    with alone_in(folder):
        return _run_alone(configs, folder, progress, command)


def _run_alone(
    configs: Mapping[str, Mapping[str, Any]], folder: Path, progress: bool, command: Sequence[str] | None
) -> Path:
    """Do what :func:`run_experiment` promises, in a folder that nobody else works in."""
    created = datetime.now(UTC)
    first = next(iter(configs.values()))
    region = prepare_region(first, anew=True)
    setups = {name: setup_of(name, config) for name, config in configs.items()}
    for default in region.defaults_used:
        click.echo(f"Default: {default['en']}", err=True)
    for sentence in remarks(setups):
        click.echo(f"Warning: {sentence}", err=True)
    confirm_size(sum(stages(configs)) * len(configs), first, region.inhabitants)
    synthesise(region, next(iter(setups.values())).parameters)
    blocks = blocks_of(configs, data_hash(setups[next(iter(configs))]))
    clear_derived(folder)
    forget_other_runs(folder, {run.key for block in blocks for run in block.runs})
    missing = [block for block in blocks if missing_runs(block, configs, folder)]
    notes: dict[str, tuple[float, str | None]] = {}

    def note(outcomes: Iterable[Outcome]) -> None:
        notes.update({one.run.key: (one.seconds, one.error) for one in outcomes})

    work = functools.partial(simulate_block, configs=dict(configs), folder=folder)
    try:
        with Progress(len(missing), shown=progress) as bar:
            if missing and not is_compiled():
                bar.say("Compiling the engine, once for this version: up to a minute.")
                note(work(missing.pop(0)))
                bar.advance()
            workers = worker_count(first, region.inhabitants, len(missing))
            _work_through(missing, work, note, bar, workers)
    finally:
        finished = [run for block in blocks for run in block.runs if RunFiles(folder, run.key).finished]
        try:
            stream_tables(folder, finished)
            write_draws(folder, setups, blocks)
        finally:
            write_manifest(folder, configs, setups, blocks, notes, created, command)
    tell_failures(folder)
    return folder


def _work_through(
    blocks: Sequence[Block],
    work: Callable[[Block], list[Outcome]],
    note: Callable[[list[Outcome]], None],
    bar: Progress,
    workers: int,
) -> None:
    """Simulate blocks here or in worker processes."""
    if workers == 1:
        for block in blocks:
            note(work(block))
            bar.advance()
        return
    # Forked workers inherit the loaded kernels and region; elsewhere they load them again.
    method = "fork" if sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(
        workers, multiprocessing.get_context(method), initializer=begin_worker, initargs=(os.getpid(),)
    )
    futures: list[Future[list[Outcome]]] = []
    try:
        futures = [pool.submit(work, block) for block in blocks]
        waiting = set(futures)
        while waiting:
            done, waiting = wait(waiting, timeout=LINE_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                note(future.result())
                bar.advance()
            bar.tick()
    except BrokenProcessPool:
        message = (
            "A worker process ended unexpectedly, often for want of memory. Finished replicates are kept: the "
            "same command goes on where it stopped; workers=1 needs the least memory."
        )
        raise RunError(message) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        for future in futures:
            if future.done() and not future.cancelled() and future.exception() is None:
                note(future.result())
