"""Runs of many families in one pool of workers, the first piece as a pilot for time and disk.

A piece is one replicate of a family, or of some of its options: each starts from the reference's spin-up.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from simsocial.core.compile import is_compiled
from simsocial.core.language import say
from simsocial.experiment.design import Block, Blocks
from simsocial.experiment.pilot import Pilot
from simsocial.experiment.pools import pool_of, work_through
from simsocial.experiment.progress import Progress
from simsocial.experiment.setup import data_hash, prepare_region, setup_of
from simsocial.experiment.simulate import Outcome, missing_runs, simulate_block
from simsocial.experiment.sweep_configs import Family
from simsocial.experiment.sweep_manifest import Notes

__all__ = ["Piece", "blocks_of", "pieces_of", "run_families"]

_PIECES_A_WORKER = 4
"""Fewer pieces than this leave workers idle at the end: families are then cut, at the price of more spin-ups."""


@dataclass(frozen=True)
class Piece:
    """Some runs of one replicate of a family; `configs` holds their settings, the reference's first."""

    block: Block
    configs: dict[str, dict[str, Any]]


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
    notes: Notes | None = None,
    more: float = 1.0,
    progress: bool = True,
    yes: bool = False,
) -> None:
    """Simulate what is not stored yet; finished runs stay when it is stopped.

    Parameters
    ----------
    families : sequence of Family
        Settings of references and options.
    blocks : sequence of Blocks
        Their replicates.
    folder : Path
        Where runs go.
    notes : dict, optional
        Filled with how the runs of this session ended, also when it is stopped.
    more : float
        How many times as many runs may follow altogether, for the time that is told and asked about.
    progress : bool
        Show a bar.
    yes : bool
        Go on without asking, however long it takes.

    Raises
    ------
    ConfigError
        If it takes long and nobody agreed.
    """
    first: dict[str, Any] = next(iter(families[0].configs.values()))
    inhabitants = prepare_region(first).inhabitants
    pieces = list(pieces_of(families, blocks, int(first["workers"])))
    missing = [piece for piece in pieces if missing_runs(piece.block, piece.configs, folder)]

    kept: Notes = {} if notes is None else notes

    def note(outcomes: Iterable[Outcome]) -> None:
        kept.update({one.run.key: (one.seconds, one.error) for one in outcomes})

    work = functools.partial(simulate_piece, folder=folder)
    with Progress(len(missing), shown=progress) as bar:
        if missing and not is_compiled():
            bar.tell(say("Compiling the engine, once for this version: up to a minute."))
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
