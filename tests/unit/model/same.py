"""Whether two models are in the same state, bit by bit."""

from __future__ import annotations

import numpy as np

from simsocial.core.columns import HOLDS
from simsocial.core.state import TABLES, TOP
from simsocial.model import SocialModel

__all__ = ["assert_same_state", "assert_same_tables"]


def assert_same_state(one: SocialModel, other: SocialModel) -> None:
    """Require the same people, households, cases, sites, providers, staff and dwellings in the same rows."""
    assert one.month == other.month
    assert (one.state.counters == other.state.counters).all()
    for table, name in enumerate(("persons", "households", "cases")):
        top = int(one.state.counters[table, TOP])
        columns = zip(getattr(one.state, name), getattr(other.state, name), strict=True)
        for label, (left, right) in zip(getattr(one.state, name)._fields, columns, strict=True):
            # For how long answers surely hold is told by when they were last asked for.
            told = np.uint8(HOLDS) if (name, label) == ("persons", "due") else left.dtype.type(0)
            assert np.array_equal(left[:top] & ~told, right[:top] & ~told), f"{name}.{label}"
    for table, own in one.state.columns.items():
        for label, column in own.items():
            top = int(one.state.counters[TABLES.index(table), TOP])
            assert np.array_equal(column[:top], other.state.columns[table][label][:top]), f"{table}.{label}"
    arrays = one.services.sites.arrays
    for label in arrays.__dataclass_fields__:
        assert np.array_equal(getattr(arrays, label), getattr(other.services.sites.arrays, label)), label
    ledger = one.services.sites.ledger
    for label in ledger.__dataclass_fields__:
        assert np.array_equal(getattr(ledger, label), getattr(other.services.sites.ledger, label)), label
    assert np.array_equal(one.services.market.pool, other.services.market.pool)
    assert np.array_equal(one.services.market.in_training, other.services.market.in_training)
    assert np.array_equal(one.services.market.base_milli, other.services.market.base_milli)
    assert np.array_equal(one.housing.stock, other.housing.stock)
    assert np.array_equal(one.housing.unfilled, other.housing.unfilled)


def assert_same_tables(one: SocialModel, other: SocialModel) -> None:
    """Require the same indicator and population tables."""
    left, right = one.recorder.frame(), other.recorder.frame()
    for column in left.columns:
        assert left[column].astype(str).equals(right[column].astype(str)), column
    assert one.recorder.population_frame({}).equals(other.recorder.population_frame({}))
