"""Worlds that several tests of processes share.

Plugin files are loaded by the tests that need them; collecting them would register them for all tests.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.processes.kin_links import CERTAIN

collect_ignore = ["plugins"]


@pytest.fixture
def cared(small_model, small_region, values):
    """A model in which all parents have a child in their place and get no other, at the end of a month."""
    minutes = small_region.minutes.copy()[:]
    # Read-only as those of all regions are, so that no kernel is compiled for it.
    minutes.flags.writeable = False
    region = replace(small_region, minutes=minutes)
    model = small_model(region=region, parameters=values.with_overrides(CERTAIN), end="2025-01")
    for _ in range(3):
        model.advance()
    model.state.reserve(persons=4, households=4)
    return model
