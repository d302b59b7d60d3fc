"""What changed since an earlier comparison: assumptions, levels of the status quo, effects of the options.

Reads the stored tables of both. A figure counts as changed where the two means differ by more than both ranges leave to
chance and by more than the indicator's relevance, an effect also where its verdict is another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simsocial.analysis.results import Results
from simsocial.analysis.side_effects import EffectRow, Line, effect_rows, side_effects, target_lines

__all__ = ["Since", "changes_since", "same_region"]

_KEY = ["indicator", "area", "group_kind", "group", "period"]
_SHEET = ["value", "low", "high", "override", "factor", "shift"]


@dataclass(frozen=True)
class Since:
    """Differences between an earlier comparison and a new one.

    Attributes
    ----------
    assumptions : mapping
        ``changed``, ``new`` and ``dropped`` ids of parameters.
    levels : list of (EffectRow, EffectRow)
        Earlier and new row of each indicator whose status quo differs, in the last year that both have, the most
        changed in multiples of its relevance first; none if the regions are others.
    effects : list of (EffectRow, EffectRow)
        Earlier and new row of targets and confirmed side effects that differ, option by option.
    options : mapping
        ``new`` and ``dropped`` options.
    """

    assumptions: Mapping[str, list[str]]
    levels: list[tuple[EffectRow, EffectRow]]
    effects: list[tuple[EffectRow, EffectRow]]
    options: Mapping[str, list[str]]


def changes_since(new: Results, old: Results) -> Since:
    """Return what differs between two folders of results.

    Parameters
    ----------
    new, old : Results
        Two comparisons.
    """
    return Since(
        assumptions=_assumptions(new.parameters, old.parameters),
        levels=_levels(new.effects, old.effects) if same_region(new, old) else [],
        effects=_effects(new, old),
        options={
            "new": [name for name in new.options if name not in old.options],
            "dropped": [name for name in old.options if name not in new.options],
        },
    )


def same_region(new: Results, old: Results) -> bool:
    """Return whether both are of one region, so that levels can be compared."""
    ids = [(results.manifest.get("region") or {}).get("id") for results in (new, old)]
    return ids[0] == ids[1]


def _assumptions(new: pd.DataFrame, old: pd.DataFrame) -> dict[str, list[str]]:
    """Return which parameters have another value or range, which came and which went."""
    now, before = (_by_id(sheet) for sheet in (new, old))
    return {
        "changed": [name for name in now if name in before and now[name] != before[name]],
        "new": [name for name in now if name not in before],
        "dropped": [name for name in before if name not in now],
    }


def _by_id(sheet: pd.DataFrame) -> dict[str, list[tuple[str, ...]]]:
    """Return what a sheet says of each parameter; several rows are several dates or options."""
    columns = [name for name in _SHEET if name in sheet]
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in sheet.to_dict("records"):
        found.setdefault(str(entry["id"]), []).append(tuple(str(entry[name]) for name in columns))
    return found


def _levels(new: pd.DataFrame, old: pd.DataFrame) -> list[tuple[EffectRow, EffectRow]]:
    """Return the region's levels of the status quo that differ."""
    years = {period for period in set(new["period"]) & set(old["period"]) if "-" not in period}
    if not years:
        return []
    year = max(years)
    pairs = [
        (before, now)
        for before, now in _pairs(_region(new, year), _region(old, year), ["indicator"])
        if _apart(
            now.reference_mean - before.reference_mean,
            [_of_runs(row) for row in (before, now)],
            now.relevance,
        )
    ]
    return sorted(
        pairs, key=lambda pair: -abs(pair[1].reference_mean - pair[0].reference_mean) / _least(pair[1])
    )


def _region(table: pd.DataFrame, year: str) -> pd.DataFrame:
    """Return one row an indicator of the whole region: of the option with the most runs."""
    rows = table[(table["area"] == "region") & (table["group_kind"] == "all") & (table["period"] == year)]
    return rows.sort_values("n", ascending=False, kind="stable").drop_duplicates("indicator")


def _effects(new: Results, old: Results) -> list[tuple[EffectRow, EffectRow]]:
    """Return the effects that differ, of options and leading rows that both have, where enough runs tell."""
    found = []
    for option in new.options:
        tables = [table[table["scenario"] == option] for table in (new.effects, old.effects)]
        told = pd.DataFrame(
            [
                [getattr(line.head, name) for name in _KEY]
                for table, results in zip(tables, (new, old), strict=True)
                for line in _leading(table, results, option)
            ],
            columns=_KEY,
        ).drop_duplicates()
        now, before = (told.merge(table, on=_KEY) for table in tables)
        found += [
            (earlier, later)
            for earlier, later in _pairs(now, before, _KEY)
            if "rare" not in (earlier.test, later.test)
            and (
                _verdict(earlier) != _verdict(later)
                or _apart(
                    later.effect - earlier.effect,
                    [_of_mean(row) for row in (earlier, later)],
                    later.relevance,
                )
            )
        ]
    return found


def _leading(effects: pd.DataFrame, results: Results, option: str) -> list[Line]:
    """Return targets, then confirmed side effects: one line an indicator."""
    targets = (results.manifest["scenarios"].get(option) or {}).get("targets") or ()
    return [*target_lines(effects, option, targets), *side_effects(effects, option)]


def _pairs(new: pd.DataFrame, old: pd.DataFrame, key: list[str]) -> list[tuple[EffectRow, EffectRow]]:
    """Return earlier and new row of what both tables have."""
    before = {tuple(getattr(row, name) for name in key): row for row in effect_rows(old)}
    found = []
    for row in effect_rows(new):
        earlier = before.get(tuple(getattr(row, name) for name in key))
        if earlier is not None and row.n and earlier.n:
            found.append((earlier, row))
    return found


def _verdict(row: EffectRow) -> tuple[str, bool]:
    return row.verdict, row.role == "none"


def _of_runs(row: EffectRow) -> float:
    """Return the half-width of the mean level's range, from that of single runs."""
    return (row.high_reference - row.low_reference) / 2.0 / math.sqrt(row.n)


def _of_mean(row: EffectRow) -> float:
    return (row.mean_high - row.mean_low) / 2.0


def _apart(difference: float, halves: list[float], relevance: float) -> bool:
    """Return whether a difference is more than chance and matters."""
    noise = float(np.hypot(*np.nan_to_num(halves)))
    return bool(abs(difference) > max(noise, relevance, 1e-9))


def _least(row: EffectRow) -> float:
    return max(row.relevance, 1e-12)
