"""Single runs of options that are thought of one after the other: the spin-up of a replicate is kept.

An option then simulates the horizon alone. The month in which it first differs is not used: a start that is kept serves
options of whatever month, and before it the option's world is the reference's to the bit.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simsocial.experiment.design import Block, Run, replicate_seed
from simsocial.experiment.setup import setup_of
from simsocial.experiment.trunk import Trunk
from simsocial.experiment.workers import BYTES_PER_PERSON

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["keep_start", "table_of_run"]

_MOST_BYTES = 1_000_000_000
"""Memory for starts; replicates beyond it are spun up anew for each option."""
_kept: dict[str, Trunk] = {}


def table_of_run(run: Run, block: Block, configs: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    """Simulate one run of a block and return its indicator table, with scenario, draw and replicate; nothing is stored.

    Parameters
    ----------
    run : Run
        Of the reference or an option.
    block : Block
        Its draw and replicate; the first of its runs is the reference's.
    configs : mapping
        Scenario id to resolved settings; the first is the reference.
    """
    start = keep_start(block, configs)
    setup = setup_of(run.scenario, configs[run.scenario], block.draw)
    course = start.branch(setup, setup.start)
    course.finish()
    table = course.model.recorder.frame()
    del course
    # A model and its parts point to each other.
    gc.collect()
    return table.assign(scenario=run.scenario, draw=run.draw, replicate=run.replicate)


def keep_start(block: Block, configs: Mapping[str, Mapping[str, Any]]) -> Trunk:
    """Return the reference of a block after its spin-up; this process keeps it as far as memory is meant for it."""
    reference, config = next(iter(configs.items()))
    key = block.runs[0].key
    if key in _kept:
        return _kept[key]
    setup = setup_of(reference, config, block.draw)
    seed = replicate_seed(int(config["seed"]), block.replicate)
    start = Trunk(setup, seed, block.synthesis_seed, twins=False)
    if (len(_kept) + 1) * BYTES_PER_PERSON * setup.region.inhabitants <= _MOST_BYTES:
        _kept[key] = start
    return start
