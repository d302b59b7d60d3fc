"""One block: a shared spin-up under the reference, then every option from its snapshot, each stored."""

from __future__ import annotations

import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simsocial.core.calendar import month_label
from simsocial.experiment.design import Block, Run, replicate_seed
from simsocial.experiment.setup import Setup, setup_of
from simsocial.experiment.store import RunFiles
from simsocial.model import SocialModel
from simsocial.model.person_table import PersonTable
from simsocial.model.snapshot import Snapshot
from simsocial.scenario import Scenario

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
    reference = next(iter(configs))
    seed = replicate_seed(int(configs[reference]["seed"]), block.replicate)
    draw = block.draw
    started = time.perf_counter()
    try:
        snapshot = _spin_up(setup_of(reference, configs[reference], draw), seed, block.synthesis_seed)
    except Exception:
        error = traceback.format_exc()
        return [Outcome(run, time.perf_counter() - started, error) for run in missing]
    outcomes = []
    for run in missing:
        started = time.perf_counter()
        fault: str | None = None
        try:
            config = configs[run.scenario]
            twins = block.replicate < int(config["twins"])
            _simulate(run, setup_of(run.scenario, config, draw), snapshot, seed, twins, folder)
        except Exception:
            fault = traceback.format_exc()
        outcomes.append(Outcome(run, time.perf_counter() - started, fault))
    return outcomes


def _spin_up(setup: Setup, seed: int, synthesis_seed: int) -> Snapshot:
    """Run the status quo up to the horizon and return where all options start."""
    return _model(setup, None, seed, synthesis_seed=synthesis_seed).snapshot()


def _simulate(run: Run, setup: Setup, snapshot: Snapshot, seed: int, twins: bool, folder: Path) -> None:
    """Run one scenario over the horizon and store it."""
    model = _model(setup, setup.scenario, seed, snapshot=snapshot)
    table = PersonTable(model) if twins else None
    while model.next_month <= model.end_month:
        model.advance()
        if table is not None:
            table.record()
    RunFiles(folder, run.key).write(
        run,
        model.recorder.frame(),
        model.recorder.population_frame(model.population_before),
        None if table is None else table.frame(),
    )


def _model(setup: Setup, scenario: Scenario | None, seed: int, **start: Any) -> SocialModel:
    """Build the model of a setup and a scenario from a snapshot or a synthesis."""
    return SocialModel(
        setup.region,
        scenario,
        seed,
        parameters=setup.parameters,
        catalogue=setup.catalogue,
        start=month_label(setup.start),
        end=month_label(setup.end),
        disabled=setup.disabled,
        **start,
    )
