"""Whether two models are in the same state, bit by bit."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from simsocial.core.columns import HOLDS
from simsocial.core.state import TABLES, TOP, State
from simsocial.model import SocialModel

__all__ = ["Moment", "assert_same_state", "assert_same_tables", "moment_of"]


@dataclass(frozen=True)
class Tables:
    """The tables of a model at a moment, as a recorder gives them."""

    rows: pd.DataFrame
    population: pd.DataFrame

    def frame(self) -> pd.DataFrame:
        return self.rows

    def population_frame(self, before: Mapping[int, Any]) -> pd.DataFrame:
        assert not before
        return self.population


@dataclass(frozen=True)
class Moment:
    """What a model is in a month, kept while it goes on."""

    month: int
    state: State
    services: Any
    housing: Any
    recorder: Tables


def moment_of(model: SocialModel) -> Moment:
    """Return a copy of all that is compared below."""
    sites, market, housing = model.services.sites, model.services.market, model.housing
    return Moment(
        model.month,
        model.state.copy(),
        SimpleNamespace(
            sites=SimpleNamespace(arrays=deepcopy(sites.arrays), ledger=deepcopy(sites.ledger)),
            market=SimpleNamespace(
                pool=market.pool.copy(),
                in_training=market.in_training.copy(),
                base_milli=market.base_milli.copy(),
            ),
        ),
        SimpleNamespace(stock=housing.stock.copy(), unfilled=housing.unfilled.copy()),
        Tables(model.recorder.frame(), model.recorder.population_frame({})),
    )


def assert_same_state(one: SocialModel | Moment, other: SocialModel) -> None:
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


def assert_same_tables(one: SocialModel | Moment, other: SocialModel) -> None:
    """Require the same indicator and population tables."""
    left, right = one.recorder.frame(), other.recorder.frame()
    for column in left.columns:
        assert left[column].astype(str).equals(right[column].astype(str)), column
    assert one.recorder.population_frame({}).equals(other.recorder.population_frame({}))
