"""One line an indicator for what a reader looks at first, with the areas and groups below it.

Where the years of an indicator point both ways, the line is that of the whole period, with its worst year below: a
favourable year alone would say what is not so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd

from simsocial.analysis.identified import IDENTIFIED, NOT_IDENTIFIED

__all__ = [
    "LINE_VERDICTS",
    "EffectRow",
    "Line",
    "effect_rows",
    "line_of",
    "side_effects",
    "target_lines",
    "with_worst_year",
]

LINE_VERDICTS = ("against", "mixed", "with_target", "neutral")
"""Verdicts of a line, in the order in which a reader sees them."""


@dataclass(frozen=True)
class EffectRow:
    """One row of the effects table (:func:`~simsocial.analysis.effects.compute_effects`), in units of the indicator."""

    scenario: str
    indicator: str
    area: str
    group_kind: str
    group: str
    period: str
    reference_mean: float
    scenario_mean: float
    effect: float
    low: float
    high: float
    mean_low: float
    mean_high: float
    chance_share: float
    share_same_sign: float
    low_outcome: float
    high_outcome: float
    relative: float
    relevance: float
    runs_needed: float
    share_better: float
    n: int
    n_nonzero: int
    test: str
    q_value: float
    role: str
    suspected: str
    verdict: str
    low_reference: float = math.nan
    high_reference: float = math.nan
    identified: str = IDENTIFIED

    @property
    def clear(self) -> bool:
        """Whether the interval of the mean excludes zero."""
        return bool(self.mean_low * self.mean_high > 0.0)

    @property
    def level_unknown(self) -> bool:
        """Whether no figure can tell the level, only its range."""
        return self.identified == NOT_IDENTIFIED


@dataclass(frozen=True)
class Line:
    """An indicator's leading row and the rows below it.

    Attributes
    ----------
    head : EffectRow
        The row printed first.
    areas, groups, years : tuple of EffectRow
        Rows of the same role by area (horizon), by group (horizon) and by year (of the head's area).
    verdict : str
        The head's, or ``mixed`` where areas, groups or years point in different directions.
    worst : EffectRow or None
        The worst year of the head's place, where years point both ways.
    """

    head: EffectRow
    areas: tuple[EffectRow, ...]
    groups: tuple[EffectRow, ...]
    years: tuple[EffectRow, ...]
    verdict: str
    worst: EffectRow | None = None


def effect_rows(effects: pd.DataFrame) -> list[EffectRow]:
    """Return the lines of an effects table as typed rows."""
    columns = [effects[field.name].tolist() for field in fields(EffectRow)]
    return [EffectRow(*values) for values in zip(*columns, strict=True)]


def side_effects(effects: pd.DataFrame, scenario: str) -> list[Line]:
    """Return the confirmed side effects of an option, one line an indicator.

    Parameters
    ----------
    effects : DataFrame
        Effects table.
    scenario : str
        The option.

    Returns
    -------
    list of Line
        Those against the wanted direction first, then the mixed, those with it and the neutral ones; within
        each the largest in multiples of their relevance first.
    """
    mine = effects[effects["scenario"] == scenario]
    chosen = mine[mine["role"] == "side_effect"]
    every = dict(list(mine[mine["indicator"].isin(chosen["indicator"])].groupby("indicator", observed=True)))
    lines = [
        with_worst_year(line_of(rows), every[name])
        for name, rows in chosen.groupby("indicator", sort=False, observed=True)
    ]

    def rank(line: Line) -> tuple[int, float]:
        return LINE_VERDICTS.index(line.verdict), -abs(line.head.effect) / max(line.head.relevance, 1e-12)

    return sorted(lines, key=rank)


def target_lines(effects: pd.DataFrame, scenario: str, targets: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Return the declared targets of an option, one line a target, in the order of the scenario.

    Parameters
    ----------
    effects : DataFrame
        Effects table.
    scenario : str
        The option.
    targets : sequence of mapping
        {indicator, area?}.

    Returns
    -------
    list of Line
        Targets without any row are left out.
    """
    mine = effects[effects["scenario"] == scenario]
    declared = mine[mine["role"] == "target"]
    lines = []
    for target in targets:
        rows = declared[declared["indicator"] == target["indicator"]]
        area = target.get("area")
        if area and area != "region":
            rows = rows[rows["area"] == area]
        if len(rows):
            line = with_worst_year(line_of(rows, area), mine)
            # Its rows below are targets only where they move the wanted way: they say nothing against it.
            lines.append(replace(line, verdict=line.head.verdict))
    return lines


def line_of(rows: pd.DataFrame, area: str | None = None) -> Line:
    """Put the rows of one indicator and option in order: head (in `area` if it is there), areas, groups, years."""
    every = effect_rows(rows)
    whole = [row for row in every if "-" in row.period]
    alike = [row for row in every if row.group_kind == "all"]
    head = _head(alike or whole or every, area)
    ways = {row.verdict for row in (head, *whole)} - {"neutral"}
    return Line(
        head=head,
        areas=tuple(r for r in whole if r.group_kind == "all" and r.area not in ("region", head.area)),
        groups=tuple(r for r in whole if r.group_kind != "all" and r is not head),
        years=tuple(r for r in alike if "-" not in r.period and r.area == head.area and r is not head),
        verdict="mixed" if len(ways) > 1 else head.verdict,
    )


def with_worst_year(line: Line, effects: pd.DataFrame) -> Line:
    """Let a line speak for the whole period and name its worst year, where its years point both ways.

    Parameters
    ----------
    line : Line
        A line of one option.
    effects : DataFrame
        All effects of that option.

    Returns
    -------
    Line
        The line itself unless years with an established effect that matters point both ways. Where a single
        favourable year leads the line, any year of the other sign counts, established or not.
    """
    head = line.head
    own = effects[effects["indicator"] == head.indicator]
    for key in ("area", "group_kind", "group"):
        own = own[own[key] == getattr(head, key)]
    rows = [row for row in effect_rows(own) if row.effect == row.effect]
    whole = next((row for row in rows if "-" in row.period), None)
    years = [row for row in rows if "-" not in row.period and row.effect != 0.0]
    alone = "-" not in head.period and head.verdict == "with_target"
    ways = {row.effect > 0.0 for row in years if alone or (row.clear and abs(row.effect) > row.relevance)}
    if whole is None or len(ways) < 2:
        return line
    worst = min(years, key=lambda row: row.effect * (_better(rows) or (1.0 if whole.effect > 0.0 else -1.0)))
    directed = {line.verdict, whole.verdict, *(row.verdict for row in years)} - {"neutral"}
    verdict = "mixed" if len(directed) > 1 else "against" if directed == {"against"} else whole.verdict
    return replace(line, head=whole, worst=worst, verdict=verdict)


def _better(rows: Sequence[EffectRow]) -> float:
    """Return the sign of a better change from rows that have a direction, 0 if none has."""
    for row in rows:
        if row.verdict in ("with_target", "against"):
            return (1.0 if row.effect > 0.0 else -1.0) * (1.0 if row.verdict == "with_target" else -1.0)
    return 0.0


def _head(rows: Sequence[EffectRow], area: str | None) -> EffectRow:
    """Choose the row that speaks for the indicator: of its own area or the region, of the horizon, the surest."""
    return min(
        rows,
        key=lambda row: (
            row.area != (area or "region"),
            "-" not in row.period,
            row.q_value if row.q_value == row.q_value else 1.0,
            -abs(row.relative) if row.relative == row.relative else 0.0,
        ),
    )
