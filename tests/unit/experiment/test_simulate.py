"""What one block of runs leaves in memory."""

from __future__ import annotations

import gc
import weakref

import pytest

from simsocial.experiment import simulate
from simsocial.experiment.design import Block, Run
from simsocial.experiment.setup import prepare_region, setup_of
from tests.workflow.workplace import composed, write_workplace


@pytest.fixture
def configs(tmp_path, monkeypatch):
    monkeypatch.chdir(write_workplace(tmp_path))
    found = composed("status_quo")
    prepare_region(found["status_quo"], anew=True)
    return found


def test_the_values_of_a_draw_end_with_it(configs, tmp_path, monkeypatch):
    """Plan and registry point to each other: an experiment of many draws would keep those of all."""
    made = []

    def values_alone(missing, block, configs, folder):
        setup = setup_of("status_quo", configs["status_quo"], block.draw)
        plan = setup.plan
        plan.number("fertility.male_share")
        made.append((weakref.ref(setup.parameters), weakref.ref(plan)))
        return []

    monkeypatch.setattr(simulate, "_simulate", values_alone)
    try:
        for draw in range(4):
            block = Block(draw, draw, 1, (Run("status_quo", draw, draw, f"{draw}"),))
            simulate.simulate_block(block, configs, tmp_path)
    finally:
        gc.unfreeze()
    assert [(values() is None, plan() is None) for values, plan in made[:-1]] == [(True, True)] * 3
    assert made[-1][0]() is not None
