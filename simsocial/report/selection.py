"""Which rows of the effects table a reader sees first: targets, side effects, suspected ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from simsocial.analysis.side_effects import (
    EffectRow,
    Line,
    effect_rows,
    line_of,
    target_lines,
    with_worst_year,
)
from simsocial.analysis.suspicion import named_rows, overall_state
from simsocial.analysis.thresholds import LEVEL, MIN_NONZERO
from simsocial.report.catalog import Catalog
from simsocial.report.told_once import sides_told_once

__all__ = ["Suspicion", "horizon_of", "leading_rows", "matters", "region_rows", "rows_of", "suspicions"]


@dataclass(frozen=True)
class Suspicion:
    """A side effect suspected beforehand and what came out.

    Attributes
    ----------
    indicator, label, area, reason : str
        What was suspected, where and why.
    state : str
        The computed state.
    touched : bool
        Whether the author held it excluded and replicates differ all the same.
    row : EffectRow or None
        The row that answers it: the one named, or where only an area, group or year of it was found, the first
        of those; None if not in the model.
    elsewhere : bool
        Whether the row is not the one named.
    shown, worst : EffectRow or None
        The row whose figures are printed, and the worst year: where years point both ways, the whole period's.
    """

    indicator: str
    label: str
    area: str
    reason: str
    state: str
    touched: bool
    row: EffectRow | None
    elsewhere: bool
    shown: EffectRow | None = None
    worst: EffectRow | None = None


def horizon_of(effects: pd.DataFrame) -> str:
    """Return the label of the rows over the whole horizon."""
    periods = [period for period in effects["period"].unique() if "-" in period]
    return str(periods[0]) if periods else ""


def suspicions(catalog: Catalog, effects: pd.DataFrame, scenario: str) -> list[Suspicion]:
    """Return what was suspected beforehand, in the order of the scenario."""
    mine = effects[effects["scenario"] == scenario]
    whole = mine[(mine["period"] == horizon_of(mine)) & (mine["group_kind"] == "all")]
    entries: list[Mapping[str, Any]] = list(catalog.manifest["scenarios"][scenario].get("suspected") or ())
    found = []
    for entry in entries:
        area = str(entry.get("area") or "region")
        rows = whole[(whole["indicator"] == entry["indicator"]) & (whole["area"] == area)]
        answer = effect_rows(rows)[0] if len(rows) and int(rows["n"].iloc[0]) else None
        state, name = overall_state(mine, entry), str(entry["indicator"])
        elsewhere = state == "found" and (answer is None or answer.suspected != "found")
        line = None
        if elsewhere:
            line = line_of(mine[named_rows(mine, entry) & (mine["suspected"] == "found")], area)
            answer, line = line.head, with_worst_year(line, mine)
        elif answer is not None:
            line = with_worst_year(Line(answer, (), (), (), answer.verdict), mine)
        found.append(
            Suspicion(
                indicator=name,
                label=catalog.texts.label(entry.get("label"), catalog.meta(name).label),
                area=area,
                reason=catalog.texts.label(entry.get("reason")),
                state=state,
                touched=entry.get("state") == "excluded" and state in ("found", "too_few", "not_found"),
                row=answer,
                elsewhere=elsewhere,
                shown=line.head if line else None,
                worst=line.worst if line else None,
            )
        )
    return found


def leading_rows(catalog: Catalog, effects: pd.DataFrame, scenario: str) -> list[EffectRow]:
    """Return the heads of targets, side effects other than cost and suspected ones, each row once."""
    targets = catalog.manifest["scenarios"][scenario].get("targets") or ()
    rows = [line.head for line in target_lines(effects, scenario, targets)]
    rows += [line.head for line in sides_told_once(catalog, effects, scenario)]
    rows += [suspicion.row for suspicion in suspicions(catalog, effects, scenario) if suspicion.row]
    return list(
        {(row.indicator, row.area, row.group_kind, row.group): row for row in reversed(rows)}.values()
    )[::-1]


def region_rows(effects: pd.DataFrame, scenario: str) -> list[EffectRow]:
    """Return the rows of the whole region over the horizon, one an indicator."""
    chosen = effects[
        (effects["scenario"] == scenario)
        & (effects["area"] == "region")
        & (effects["group_kind"] == "all")
        & (effects["period"] == horizon_of(effects))
        & (effects["n"] > 0)
    ]
    return effect_rows(chosen)


def rows_of(
    effects: pd.DataFrame, scenario: str, indicators: Sequence[str], *, yearly: bool = False
) -> list[EffectRow]:
    """Return the region's rows of some indicators in their order, for the horizon or for its single years."""
    wanted = list(indicators)
    rows = effects[effects["indicator"].isin(wanted)]
    chosen = rows[
        (rows["scenario"] == scenario)
        & (rows["area"] == "region")
        & (rows["group_kind"] == "all")
        & ((rows["period"] == horizon_of(effects)) != yearly)
    ]
    return sorted(effect_rows(chosen), key=lambda row: (wanted.index(row.indicator), row.period))


def matters(row: EffectRow) -> bool:
    """Return whether a row changes by more than its relevance beyond chance, or too few runs tell."""
    if row.test == "rare":
        return row.n < MIN_NONZERO and row.n_nonzero > 0
    if row.test == "untouched" or not abs(row.effect) > row.relevance:
        return False
    return row.test == "structural" or (row.clear and row.q_value <= LEVEL)
