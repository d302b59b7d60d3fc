"""The runner: simulate what is missing of an experiment, block by block, and write its tables.

Blocks (one draw and replicate, all scenarios) are spread over worker processes. Finished runs stay when it
is stopped; the same command goes on where it stopped. Blocks are made one after the other: memory holds how each run of
this session ended, about 250 bytes, and no more that grows with their number.
"""

from __future__ import annotations

import functools
import gc
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import click

from simsocial.core.compile import is_compiled
from simsocial.core.language import language, say
from simsocial.experiment.design import Blocks, stages
from simsocial.experiment.drawn import write_draws
from simsocial.experiment.failures import tell_failures
from simsocial.experiment.lock import alone_in
from simsocial.experiment.manifest import write_manifest
from simsocial.experiment.pools import pool_of, work_through
from simsocial.experiment.progress import Progress
from simsocial.experiment.remarks import remarks
from simsocial.experiment.setup import data_hash, prepare_region, setup_of
from simsocial.experiment.simulate import Outcome, missing_runs, simulate_block
from simsocial.experiment.size import confirm_size
from simsocial.experiment.store import clear_derived, forget_other_runs, stored_runs, stream_tables

__all__ = ["run_experiment"]


def run_experiment(
    configs: Mapping[str, Mapping[str, Any]],
    folder: Path,
    progress: bool = True,
    command: Sequence[str] | None = None,
    told: Collection[str] | None = None,
    chosen: Mapping[str, Any] | None = None,
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
    told : collection of str, optional
        Scenarios about which remarks are made; all by default.
    chosen : mapping, optional
        Why there are so many replicates, for the manifest.

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
        return _run_alone(configs, folder, progress, command, told, chosen or {})


def _run_alone(
    configs: Mapping[str, Mapping[str, Any]],
    folder: Path,
    progress: bool,
    command: Sequence[str] | None,
    told: Collection[str] | None,
    chosen: Mapping[str, Any],
) -> Path:
    """Do what :func:`run_experiment` promises, in a folder that nobody else works in."""
    created = datetime.now(UTC)
    first = next(iter(configs.values()))
    region = prepare_region(first, anew=True)
    setups = {name: setup_of(name, config) for name, config in configs.items()}
    for default in region.defaults_used:
        click.echo(say("Default: {default}", default=default[language()]), err=True)
    for sentence in remarks({name: setups[name] for name in (configs if told is None else told)}):
        click.echo(say("Warning: {sentence}", sentence=sentence), err=True)
    confirm_size(sum(stages(configs)) * len(configs), first, region.inhabitants)
    next(iter(setups.values())).people(1)
    blocks = Blocks(configs, data_hash(setups[next(iter(configs))]))
    clear_derived(folder)
    forget_other_runs(folder, blocks)
    missing = (block for block in blocks if missing_runs(block, configs, folder))
    begun = any(stored_runs(folder, blocks))
    count = sum(1 for block in blocks if missing_runs(block, configs, folder)) if begun else len(blocks)
    notes: dict[str, tuple[float, str | None]] = {}

    def note(outcomes: Iterable[Outcome]) -> None:
        notes.update({one.run.key: (one.seconds, one.error) for one in outcomes})

    work = functools.partial(simulate_block, configs=dict(configs), folder=folder)
    # Libraries and settings stay: the search for models out of use, after each block, passes them over.
    gc.freeze()
    try:
        with Progress(count, shown=progress) as bar:
            if count and not is_compiled():
                bar.tell(say("Compiling the engine, once for this version: up to a minute."))
                note(work(next(missing)))
                bar.advance()
            work_through(missing, work, note, bar, pool_of(first, region.inhabitants, count))
    finally:
        gc.unfreeze()
        reached = _reached(folder, blocks, notes)
        try:
            stream_tables(folder, stored_runs(folder, blocks))
            write_draws(folder, setups, islice(blocks, reached))
        finally:
            write_manifest(folder, configs, setups, blocks, reached, notes, created, command, chosen)
    tell_failures(folder)
    return folder


def _reached(folder: Path, blocks: Blocks, notes: Collection[str]) -> int:
    """Return the number of blocks up to the last of which a run was tried."""
    failed = set(notes) - {run.key for run in stored_runs(folder, blocks)}
    last = max((run.replicate for run in stored_runs(folder, blocks)), default=-1)
    for block in blocks:
        if not failed:
            break
        if not failed.isdisjoint(keys := {run.key for run in block.runs}):
            last = max(last, block.replicate)
            failed -= keys
    return last + 1
