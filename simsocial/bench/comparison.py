"""A comparison against its bare replicates: what sharing, storing, a second process and the analysis take."""

from __future__ import annotations

import functools
import gc
import json
import multiprocessing
import tempfile
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from simsocial.bench.clock import Figures, best_pace
from simsocial.bench.peak import peak_bytes
from simsocial.bench.worlds import month_of, replicates
from simsocial.experiment.design import Block, Blocks, draw_of
from simsocial.experiment.experiment import Experiment
from simsocial.experiment.pools import pool_of, work_through
from simsocial.experiment.progress import Progress
from simsocial.experiment.setup import Setup, data_hash, prepare_region, setup_of
from simsocial.experiment.simulate import simulate_block
from simsocial.experiment.store import appended

__all__ = ["RUNS", "analysed", "compared", "repeated"]

SCENARIOS = ("status_quo", "kita_netz", "tagespflege")
RUNS = 300
"""Of the comparison whose analysis is measured: three scenarios x 100 replicates of both stages together."""


def compared(quick: bool) -> Figures:
    """Time of a run of three scenarios in a block, beside one replicate from 2027 on; and of two processes."""
    blocks_timed = 2 if quick else 4
    words = ["replicates=50", "twins=0", "name=compared", *_shorter(quick)]
    with tempfile.TemporaryDirectory() as outputs:
        experiment = Experiment(SCENARIOS, words, outputs)
        configs = experiment.configs
        setup = setup_of(SCENARIOS[0], experiment.settings)
        blocks = Blocks(configs, data_hash(setup))
        bare = _bare_seconds(setup, experiment.settings, 1 if quick else 2)
        simulate_block(blocks[0], configs, Path(outputs, "first"))  # draws, setups and kernels are made
        began, process = time.perf_counter(), time.process_time()
        _simulate(blocks, blocks_timed, configs, Path(outputs, "serial"), workers=1)
        serial = time.perf_counter() - began
        of_a_run = (time.process_time() - process) / (blocks_timed * len(SCENARIOS))
        began = time.perf_counter()
        _simulate(blocks, blocks_timed, configs, Path(outputs, "two"), workers=2)
        two = time.perf_counter() - began
    return {
        "replicate_process_seconds": bare,
        "compared_run_process_seconds": of_a_run,
        "two_processes_efficiency": serial / (2.0 * two),
    }


def analysed(quick: bool) -> Figures:
    """Analysis of 300 runs with all indicators and margins, and the peak memory of its process."""
    from simsocial.analysis.comparison import write_effects

    with tempfile.TemporaryDirectory() as outputs:
        # Another process simulates, so that the peak is that of the analysis.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            folder = pool.submit(_stored_runs, outputs, quick).result()
        repeated(folder, 30 if quick else RUNS)
        process = time.process_time()
        write_effects(folder)
        seconds = time.process_time() - process
    return {"analysis_process_seconds": seconds, "analysis_peak_bytes": peak_bytes()}


def _stored_runs(outputs: str, quick: bool) -> Path:
    """Simulate four replicates of the scenarios, two of each stage, and return the folder of their results."""
    words = ["replicates=2", "twins=0", "executor=serial", "name=analysed", *_shorter(quick)]
    return Experiment(SCENARIOS, words, outputs).run(progress=False)


def _shorter(quick: bool) -> list[str]:
    return ["horizon.end=2027-12"] if quick else []


def repeated(folder: Path, runs: int) -> None:
    """Let stored results have so many runs: those that are there, again and again under other draws and replicates."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    scenarios = list(manifest["scenarios"])
    stage = runs // len(scenarios) // 2
    configs = {name: {"draws": None, "replicates": stage} for name in scenarios}
    with pq.ParquetFile(folder / "indicators.parquet") as stored:
        tables = [stored.read_row_group(number) for number in range(stored.num_row_groups)]
    with appended(folder / "indicators.parquet") as add:
        for number in range(2 * stage):
            block = number * len(scenarios) % len(tables)
            for table in tables[block : block + len(scenarios)]:
                add(_numbered(table, draw_of(configs, number) or 0, number))
    manifest["replicates"] = {"explore": stage, "confirm": stage}
    manifest["draws"] = 1 + max(draw_of(configs, number) or 0 for number in range(2 * stage))
    path.write_text(json.dumps(manifest), encoding="utf-8")


def _numbered(table: pa.Table, draw: int, replicate: int) -> pa.Table:
    """Return the table of a run under another draw and replicate."""
    for name, value in (("draw", draw), ("replicate", replicate)):
        position = table.column_names.index(name)
        column = pa.repeat(pa.scalar(value, table.schema.field(name).type), table.num_rows)
        table = table.set_column(position, name, column)
    return table


def _bare_seconds(setup: Setup, settings: Mapping[str, Any], repeats: int) -> float:
    """Return the processor time of one replicate of the horizon with its table, without spin-up."""
    horizon = settings["horizon"]
    make = replicates(setup.region, setup.catalogue, int(horizon["spin_up"]), str(horizon["end"]))
    months = setup.end - setup.start + 1
    return best_pace(lambda: month_of(make(), table=True), months, repeats).process_seconds


def _simulate(
    blocks: Blocks, count: int, configs: Mapping[str, Mapping[str, Any]], folder: Path, workers: int
) -> None:
    """Simulate the first blocks, whose draws are those of as many replicates."""
    settings = {**next(iter(configs.values())), "workers": workers, "executor": {"kind": "processes"}}
    pieces: Iterable[Block] = (blocks[number] for number in range(count))
    pool = pool_of(settings, prepare_region(settings).inhabitants, count)
    work = functools.partial(simulate_block, configs=dict(configs), folder=folder)
    # As the runner does.
    gc.freeze()
    try:
        with Progress(count, shown=False) as bar:
            work_through(pieces, work, lambda _: None, bar, pool)
    finally:
        gc.unfreeze()
