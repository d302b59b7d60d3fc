"""The same artificial people with and without an option, joined by their keys: what became of each in both worlds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from simsocial.people.income_groups import EQUIVALENT_STEP_EUR

__all__ = ["AREA", "KINDS", "Twins", "read_persons", "twins_of"]

AREA = "area"
KINDS = ("gained", "lost", "both", "otherwise", "untouched")
"""What an option does to a person: better, worse, each in something, other without better or worse, nothing."""

_WITHOUT = ("waiting", "elsewhere", "gave_up", "deterred")
"""States of a case in which somebody who wants a service has no place in the region."""
_INCOME = "household_equivalent_income_end"
_MOST_STEPS = 255.0


@dataclass(frozen=True)
class Twins:
    """One pair of runs.

    Attributes
    ----------
    people : DataFrame
        Those who are in both worlds and end alike (live here, have died, have left), in the groups of the decision
        date: `kind` (of `KINDS`), `household_key`, `whole` (whether all members of that household are here), `months`
        (change of months without a place in the region, all fields), `eur` (change of net income a month by weighted
        heads at the end; NaN where it is not known in both), `hours` (of relatives' care received) and months by
        field, ``without_<field>`` and ``served_<field>``.
    apart : int
        People in both worlds who end otherwise: what they went through cannot be compared.
    only_reference, only_option : int
        People in one world only, such as other newborns; neither gain nor loss.
    """

    people: pd.DataFrame
    apart: int
    only_reference: int
    only_option: int


def read_persons(path: Path, groups: list[str]) -> pd.DataFrame:
    """Read what is compared of a person table."""
    known = pq.read_schema(path).names
    wanted = {
        "person_key",
        "household_key",
        AREA,
        "end",
        "moved",
        "area_end",
        "informal_care_hours",
        _INCOME,
        *groups,
    }
    columns = [column for column in known if column in wanted or column.startswith("months_")]
    return pd.read_parquet(path, columns=columns)


def twins_of(reference: pd.DataFrame, option: pd.DataFrame, groups: list[str]) -> Twins:
    """Join two person tables.

    Parameters
    ----------
    reference, option : DataFrame
        Person tables of one replicate.
    groups : list of str
        Columns of groups to be kept.

    Returns
    -------
    Twins
        Better is fewer months without a place in some field, or more income; worse the contrary.
    """
    keys, here, there = np.intersect1d(reference["person_key"], option["person_key"], return_indices=True)
    first, second = (
        table.iloc[rows].reset_index(drop=True) for table, rows in ((reference, here), (option, there))
    )
    alike = (first["end"].astype(str) == second["end"].astype(str)).to_numpy()
    first, second = first[alike].reset_index(drop=True), second[alike].reset_index(drop=True)
    changes = _months(first, second)
    without = changes.filter(regex="^without_")
    eur = _income(first, second)
    better = (without < 0).any(axis=1) | (eur > 0.0)
    worse = (without > 0).any(axis=1) | (eur < 0.0)
    hours = _of(second, "informal_care_hours") - _of(first, "informal_care_hours")
    moved = (first["moved"] != second["moved"]) | (first["area_end"] != second["area_end"])
    other = (changes != 0).any(axis=1) | (hours != 0) | moved
    kind = np.select(
        [better & worse, better, worse, other], ["both", "gained", "lost", "otherwise"], "untouched"
    )
    elsewhere = reference.loc[~reference["person_key"].isin(first["person_key"]), "household_key"]
    people = first[["household_key", AREA, *groups]].assign(
        whole=(first["household_key"] != 0) & ~first["household_key"].isin(elsewhere),
        kind=kind,
        months=without.sum(axis=1),
        eur=eur,
        hours=hours,
    )
    return Twins(
        pd.concat([people, changes], axis=1),
        int((~alike).sum()),
        len(reference) - len(keys),
        len(option) - len(keys),
    )


def _months(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return by field the change of months without a place in the region, and of months served."""
    columns = {str(column) for table in (first, second) for column in table.filter(regex="^months_")}
    states = (*_WITHOUT, "served")
    fields = {
        column.removeprefix("months_").removesuffix(f"_{state}")
        for column in columns
        for state in states
        if column.endswith(state)
    }
    return pd.DataFrame(
        {
            f"{word}_{field}": sum(
                _of(second, f"months_{field}_{state}") - _of(first, f"months_{field}_{state}") for state in of
            )
            for field in sorted(fields)
            for word, of in (("without", _WITHOUT), ("served", ("served",)))
        },
        index=first.index,
    )


def _income(first: pd.DataFrame, second: pd.DataFrame) -> pd.Series[float]:
    """Return the change of income at the end, NaN where it is not known or above the highest step."""
    steps = [
        table[_INCOME].where((table[_INCOME] > 0.0) & (table[_INCOME] < _MOST_STEPS))
        for table in (first, second)
    ]
    return (steps[1] - steps[0]) * EQUIVALENT_STEP_EUR


def _of(table: pd.DataFrame, name: str) -> pd.Series[float]:
    """Return a column that is left out where nobody has any."""
    return table[name] if name in table else pd.Series(0, index=table.index)
