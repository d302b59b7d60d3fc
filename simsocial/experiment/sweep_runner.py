"""The runner of a sweep: all points in one pool of workers, the first piece as a pilot for time and disk.

A piece is one replicate of a family, or of some of its options: each starts from the reference's spin-up. Finished runs
stay when it is stopped; the same command goes on where it stopped and gives the same tables.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from simsocial.core.compile import is_compiled
from simsocial.core.errors import ConfigError, nearest
from simsocial.experiment.design import Block, Blocks
from simsocial.experiment.failures import tell_failures
from simsocial.experiment.lock import alone_in
from simsocial.experiment.pilot import Pilot
from simsocial.experiment.pools import pool_of, work_through
from simsocial.experiment.progress import Progress
from simsocial.experiment.remarks import remarks
from simsocial.experiment.setup import Setup, data_hash, prepare_region, setup_of
from simsocial.experiment.simulate import Outcome, missing_runs, simulate_block
from simsocial.experiment.store import forget_other_runs
from simsocial.experiment.sweep_configs import Family
from simsocial.experiment.sweep_design import SweepDesign
from simsocial.experiment.sweep_manifest import Notes, write_sweep_manifest
from simsocial.indicators.known import indicators

__all__ = ["Piece", "pieces_of", "run_sweep", "simulate_piece"]

_PIECES_A_WORKER = 4
"""Fewer pieces than this leave workers idle at the end: families are then cut, at the price of more spin-ups."""


@dataclass(frozen=True)
class Piece:
    """Some runs of one replicate of a family; `configs` holds their settings, the reference's first."""

    block: Block
    configs: dict[str, dict[str, Any]]


def run_sweep(sweep: SweepDesign, progress: bool, command: Sequence[str] | None, *, yes: bool) -> Path:
    """Do what :meth:`simsocial.experiment.sweep.Sweep.run` promises."""
    with alone_in(sweep.folder):
        return _run_alone(sweep, progress, command, yes)


def _run_alone(sweep: SweepDesign, progress: bool, command: Sequence[str] | None, yes: bool) -> Path:
    created, folder, first = datetime.now(UTC), sweep.folder, sweep.settings
    region = prepare_region(first, anew=True)
    setups = {name: setup_of(name, config) for name, config in sweep.base.items()}
    for sentence in remarks(setups):
        click.echo(f"Warning: {sentence}", err=True)
    _check_indicators(sweep, next(iter(setups.values())))
    _check_ends(sweep)
    next(iter(setups.values())).people(1)
    data = data_hash(next(iter(setups.values())))
    blocks = [Blocks(family.configs, data, confirm=False) for family in sweep.families]
    forget_other_runs(folder, (block for one in blocks for block in one))
    pieces = list(pieces_of(sweep.families, blocks, int(first["workers"])))
    missing = [piece for piece in pieces if missing_runs(piece.block, piece.configs, folder)]
    notes: Notes = {}

    def note(outcomes: Iterable[Outcome]) -> None:
        notes.update({one.run.key: (one.seconds, one.error) for one in outcomes})

    work = functools.partial(simulate_piece, folder=folder)
    written = functools.partial(
        write_sweep_manifest, sweep, setups, blocks, created=created, command=command, notes=notes
    )
    written()
    try:
        with Progress(len(missing), shown=progress) as bar:
            if missing and not is_compiled():
                bar.say("Compiling the engine, once for this version: up to a minute.")
                note(work(missing.pop(0)))
                bar.advance()
            if len(missing) > 1:
                pilot = Pilot(folder, [len(piece.block.runs) for piece in missing], int(first["workers"]))
                pilot.measure(lambda: note(work(missing.pop(0))))
                bar.advance()
                pilot.confirm(yes=yes)
            work_through(missing, work, note, bar, pool_of(first, region.inhabitants, len(missing)))
    finally:
        written()
    tell_failures(folder)
    return folder


def pieces_of(families: Sequence[Family], blocks: Sequence[Blocks], workers: int) -> Iterator[Piece]:
    """Iterate over all pieces of work: replicates of families, cut where they are too few for the workers.

    Parameters
    ----------
    families : sequence of Family
        What is simulated.
    blocks : sequence of Blocks
        Replicates of each of them.
    workers : int
        How many work at once.
    """
    whole = max(1, sum(len(one) for one in blocks))
    cuts = -(-_PIECES_A_WORKER * workers // whole)
    for family, replicates in zip(families, blocks, strict=True):
        reference, *_ = family.configs
        size = -(-len(family.configs) // cuts)
        for block in replicates:
            for begin in range(0, len(block.runs), size):
                runs = block.runs[begin : begin + size]
                names = dict.fromkeys([reference, *(run.scenario for run in runs)])
                yield Piece(replace(block, runs=runs), {name: family.configs[name] for name in names})


def simulate_piece(piece: Piece, folder: Path) -> list[Outcome]:
    """Simulate the runs of a piece that are not stored yet."""
    return simulate_block(piece.block, piece.configs, folder)


def _check_indicators(sweep: SweepDesign, setup: Setup) -> None:
    """Refuse indicators that nothing counts."""
    known = [one.id for one in indicators(setup.catalogue)]
    for key in ("indicators", "curves"):
        for name in getattr(sweep.file, key):
            if name not in known:
                message = f"{key}: '{name}' is unknown. {nearest(name, known)}"
                raise ConfigError(message)


def _check_ends(sweep: SweepDesign) -> None:
    """Refuse, before the first run, what does not fit at the ends of a factor's values; between them all is alike."""
    ends: dict[str, dict[str, Any]] = {}
    for key in sweep.points[0]:
        order = sorted(range(len(sweep.points)), key=lambda number: _sortable(sweep.points[number][key]))
        for number in (order[0], order[-1]):
            ends |= _configs_at(sweep.families, number)
    for name, config in ends.items():
        setup_of(name, config)


def _sortable(value: object) -> tuple[str, Any]:
    return ("text", value) if isinstance(value, str) else ("number", value)


def _configs_at(families: Iterable[Family], number: int) -> dict[str, dict[str, Any]]:
    """Return the settings of all scenarios at a point."""
    return {
        f"{name} at point {number}": config
        for family in families
        for name, config in family.configs.items()
        if number in family.points[name]
    }
