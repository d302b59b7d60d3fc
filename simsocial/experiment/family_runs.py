"""Runs of many families in one pool of workers, the first piece as a pilot for time and disk."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from simsocial.core.compile import is_compiled
from simsocial.experiment.design import Blocks
from simsocial.experiment.pilot import Pilot
from simsocial.experiment.pools import pool_of, work_through
from simsocial.experiment.progress import Progress
from simsocial.experiment.setup import data_hash, prepare_region, setup_of
from simsocial.experiment.simulate import Outcome, missing_runs
from simsocial.experiment.sweep_configs import Family
from simsocial.experiment.sweep_manifest import Notes
from simsocial.experiment.sweep_runner import pieces_of, simulate_piece

__all__ = ["blocks_of", "run_families"]


def blocks_of(families: Sequence[Family]) -> list[Blocks]:
    """Return the replicates of each family, with one stage."""
    name, config = next(iter(families[0].configs.items()))
    data = data_hash(setup_of(name, config))
    return [Blocks(family.configs, data, confirm=False) for family in families]


def run_families(
    families: Sequence[Family],
    blocks: Sequence[Blocks],
    folder: Path,
    *,
    more: float = 1.0,
    progress: bool = True,
    yes: bool = False,
) -> Notes:
    """Simulate what is not stored yet; finished runs stay when it is stopped.

    Parameters
    ----------
    families : sequence of Family
        Settings of references and options.
    blocks : sequence of Blocks
        Their replicates.
    folder : Path
        Where runs go.
    more : float
        How many times as many runs may follow altogether, for the time that is told and asked about.
    progress : bool
        Show a bar.
    yes : bool
        Go on without asking, however long it takes.

    Returns
    -------
    dict
        How the runs of this session ended.

    Raises
    ------
    ConfigError
        If it takes long and nobody agreed.
    """
    first: dict[str, Any] = next(iter(families[0].configs.values()))
    inhabitants = prepare_region(first).inhabitants
    pieces = list(pieces_of(families, blocks, int(first["workers"])))
    missing = [piece for piece in pieces if missing_runs(piece.block, piece.configs, folder)]
    notes: Notes = {}

    def note(outcomes: Iterable[Outcome]) -> None:
        notes.update({one.run.key: (one.seconds, one.error) for one in outcomes})

    work = functools.partial(simulate_piece, folder=folder)
    with Progress(len(missing), shown=progress) as bar:
        if missing and not is_compiled():
            bar.say("Compiling the engine, once for this version: up to a minute.")
            note(work(missing.pop(0)))
            bar.advance()
        if len(missing) > 1:
            runs = [len(piece.block.runs) for piece in missing]
            later = round((more - 1.0) * sum(runs))
            pilot = Pilot(folder, [*runs, *([later] if later else [])], int(first["workers"]))
            pilot.measure(lambda: note(work(missing.pop(0))))
            bar.advance()
            pilot.confirm(yes=yes)
        work_through(missing, work, note, bar, pool_of(first, inhabitants, max(len(missing), 1)))
    return notes
