"""Shared homes: who lives alone moves in with somebody who does."""

from __future__ import annotations

import numpy as np

from simsocial.core.columns import NOBODY, PRIVATE
from simsocial.model.schedule import ORDER
from tests.unit.processes.people import records

ONLY = [name for name in ORDER if name not in ("ageing", "shared_home", "census")]


def test_two_who_lived_alone_share_a_home_and_are_no_couple(small_model):
    model = small_model(disabled=ONLY, end="2024-12")
    before = records(model)
    model.run()
    after = records(model)
    assert before.keys() == after.keys()
    moved = [key for key in after if after[key][5] != before[key][5]]
    joined = [key for key in after if after[key][6] != before[key][6]]
    assert len(moved) > 0
    # A guest and a host each: both were alone, are two now, and have no partner.
    assert len(joined) == 2 * len(moved)
    assert all(before[key][6] == 1 and after[key][6] == 2 and after[key][7] == 0 for key in joined)
    households = model.state.households
    assert np.bincount(households.size[households.form == PRIVATE]).sum() > 0
    assert (model.state.persons.partner[: len(after)] >= NOBODY).all()
