"""No Python loop over people: a month makes as many Python-level calls for N people as for 4 N.

Both sizes are large enough that every kind of event happens in every month.
"""

from __future__ import annotations

import functools
import gc
from dataclasses import replace

import pytest

from simsocial.bench.many_kinds import calls_of
from simsocial.core.state import TABLES
from simsocial.model import SocialModel

MONTHS = 4
LARGER_HOUSEHOLD = 5
"""Members by which the largest household of the larger region is larger, at most."""


@pytest.fixture(scope="module")
def of_size(musterkreis, catalogue, values):
    """Return a function that builds the Musterkreis with a part of its people and the same sites."""

    def build(people):
        share = people / musterkreis.inhabitants
        places = musterkreis.places.copy()
        for column in ("inhabitants", "dwellings"):
            places[column] = (places[column] * share).astype(int)
        sites = musterkreis.sites.copy()
        sites["licensed_places"] = (sites["licensed_places"] * share).astype(int) + 1
        region = replace(
            musterkreis,
            population=(musterkreis.population * share).round().astype("int32"),
            places=places,
            sites=sites,
            data_hash=f"{musterkreis.data_hash}-{people}",
        )
        return SocialModel(region, rng=2, spin_up=0, end="2024-12", parameters=values, catalogue=catalogue)

    return build


def _calls(model):
    """Return the calls of each Python function, and of C functions by their callers, in some months."""
    # Results kept from another model would save calls; a command run before in this process froze its own away.
    gc.unfreeze()
    for kept in gc.get_objects():
        if type(kept) is functools._lru_cache_wrapper and kept.__module__.startswith("simsocial"):
            kept.cache_clear()
    for _ in range(2):
        model.advance()
    # Columns are filled behind each process that lets somebody be new: with more people there are more of them.
    model.schedule_of_month.columns.follow = lambda _: [model.state.take_new(table) for table in TABLES]
    return calls_of(model, MONTHS)


def test_python_level_calls_are_equal_at_n_and_four_n(of_size):
    small, large = of_size(23_000), of_size(92_000)
    assert 3.9 < large.state.population / small.state.population < 4.1
    assert len(small.sites) == len(large.sites)
    few, many = _calls(small), _calls(large)
    assert few.total() > 1000
    # Once for a kind, area or site where there is somebody in the month: with more people there are more of them.
    for name in ("Finance.book", "Transport.book", "place_cases"):
        for key in (("call", name), ("c_call", name)):
            assert max(few.pop(key, 0), many.pop(key, 0)) <= MONTHS * len(small.sites) * len(small.catalogue)
    # Once for each member up to the largest household of those looked at, which is a larger one among more.
    for name in ("Homes._count", "People.__init__", "People.column", "State.column", "<lambda>"):
        for key in (("call", name), ("c_call", name)):
            assert 0 <= many.pop(key, 0) - few.pop(key, 0) <= MONTHS * LARGER_HOUSEHOLD
    assert {key: (few[key], many[key]) for key in few | many if few[key] != many[key]} == {}
