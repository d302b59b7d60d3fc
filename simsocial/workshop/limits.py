"""What a group may rule out: a legal claim that is met less often, and more than the Kreis can pay in a year."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from simsocial.report.catalog import Catalog
from simsocial.report.selection import rows_of
from simsocial.workshop.asked import LEGAL_CLAIM, kreis_purse
from simsocial.workshop.scale import bounds_of

__all__ = ["claim_state", "kreis_by_year"]


def claim_state(effects: pd.DataFrame, options: Sequence[str]) -> dict[str, str]:
    """Return whether an option leaves more legal claims unmet than now.

    Parameters
    ----------
    effects : DataFrame
        Effects table.
    options : sequence of str
        Options.

    Returns
    -------
    dict
        ``yes`` where the whole range says so, ``maybe`` where a part of it does, else ``no``; without options where
        claims are not counted.
    """
    found = {}
    for name in options:
        rows = rows_of(effects, name, [LEGAL_CLAIM])
        if rows:
            _, low, high = bounds_of(rows[0])
            found[name] = "yes" if low > 0.0 else "maybe" if high > 0.0 else "no"
    return found


def kreis_by_year(
    catalog: Catalog, effects: pd.DataFrame, options: Sequence[str]
) -> dict[str, list[dict[str, object]]]:
    """Return what each option costs the Kreis more each year, in EUR, with the upper end of the range.

    The reference costs nothing more: where the Kreis must save, it is ruled out as well.
    """
    indicator = kreis_purse(catalog)
    if indicator is None:
        return {}
    found: dict[str, list[dict[str, object]]] = {
        name: [
            {"year": row.period, "mean": round(bounds_of(row)[0]), "high": round(bounds_of(row)[2])}
            for row in rows_of(effects, name, [indicator], yearly=True)
            if not math.isnan(row.effect)
        ]
        for name in options
    }
    years = next((entries for entries in found.values() if entries), [])
    return {str(catalog.manifest["reference"]): [{**one, "mean": 0, "high": 0} for one in years]} | found
