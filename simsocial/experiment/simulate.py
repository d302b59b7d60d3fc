"""One block: a shared spin-up, then the reference and every option that branches off it, each stored."""

from __future__ import annotations

import gc
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simsocial.experiment.design import Block, Run, replicate_seed
from simsocial.experiment.setup import Setup, setup_of
from simsocial.experiment.store import RunFiles
from simsocial.experiment.trunk import Course, Trunk, first_difference

__all__ = ["Outcome", "missing_runs", "simulate_block"]


@dataclass(frozen=True)
class Outcome:
    """How a run ended: finished, or failed with its traceback."""

    run: Run
    seconds: float
    error: str | None = None


def missing_runs(block: Block, configs: Mapping[str, Mapping[str, Any]], folder: Path) -> list[Run]:
    """Return the runs of a block that are not stored with all that is wanted of them."""
    twin = block.replicate < int(next(iter(configs.values()))["twins"])
    return [run for run in block.runs if not RunFiles(folder, run.key).complete(twin)]


def simulate_block(block: Block, configs: Mapping[str, Mapping[str, Any]], folder: Path) -> list[Outcome]:
    """Simulate the runs of a block that are not stored yet.

    Parameters
    ----------
    block : Block
        Runs of one draw and replicate.
    configs : mapping
        Scenario id to resolved settings; the first is the reference.
    folder : Path
        Folder of the experiment.

    Returns
    -------
    list of Outcome
        One for each run simulated now; a failed run loses nothing of the others.
    """
    missing = missing_runs(block, configs, folder)
    if not missing:
        return []
    try:
        return _simulate(missing, block, configs, folder)
    finally:
        # A model and its parts point to each other: Python frees them when it looks for such circles, which it would
        # do after many blocks only. What is left is looked through again after the next block: the values of a draw
        # end with its last block, and they point to each other, too.
        gc.collect()


def _simulate(
    missing: Sequence[Run], block: Block, configs: Mapping[str, Mapping[str, Any]], folder: Path
) -> list[Outcome]:
    """Simulate runs of one block; its models are out of use afterwards."""
    reference = next(iter(configs))
    started = time.perf_counter()
    try:
        trunk = _spin_up(setup_of(reference, configs[reference], block.draw), configs[reference], block)
    except Exception:
        error = traceback.format_exc()
        return [Outcome(run, time.perf_counter() - started, error) for run in missing]
    outcomes: dict[Run, Outcome] = {}
    branches: list[tuple[int, Run, Setup]] = []
    for run in missing:
        with _noted(run, outcomes):
            setup = trunk.setup
            if run.scenario != reference:
                setup = setup_of(run.scenario, configs[run.scenario], block.draw)
            begin = first_difference(trunk.setup, setup, (configs[reference], configs[run.scenario]))
            # The reference itself comes last: it is the trunk.
            branches.append((setup.end + 1 if run.scenario == reference else begin, run, setup))
    for begin, run, setup in sorted(branches, key=lambda branch: branch[0]):
        with _noted(run, outcomes):
            course = trunk if run.scenario == reference else trunk.branch(setup, begin)
            course.finish()
            _store(run, course, folder)
    return [outcomes[run] for run in missing]


@contextmanager
def _noted(run: Run, outcomes: dict[Run, Outcome]) -> Iterator[None]:
    """Note how a piece of a run's work ended and how long all of it has taken; a fault ends the run, not the block."""
    started, fault = time.perf_counter(), None
    before = outcomes[run].seconds if run in outcomes else 0.0
    try:
        yield
    except Exception:
        fault = traceback.format_exc()
    outcomes[run] = Outcome(run, before + time.perf_counter() - started, fault)


def _spin_up(setup: Setup, config: Mapping[str, Any], block: Block) -> Trunk:
    """Run the reference up to the horizon, where all options start at the earliest."""
    seed = replicate_seed(int(config["seed"]), block.replicate)
    return Trunk(setup, seed, block.synthesis_seed, block.replicate < int(config["twins"]))


def _store(run: Run, course: Course, folder: Path) -> None:
    """Write what a run has recorded."""
    model, persons = course.model, course.persons
    RunFiles(folder, run.key).write(
        run,
        model.recorder.frame(),
        model.recorder.population_frame(model.population_before),
        None if persons is None else persons.frame(),
        model.triggers.frame(),
    )
