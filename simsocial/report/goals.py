"""The declared targets of an option: what came out, and whether a stated value is reached."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from simsocial.analysis.side_effects import EffectRow, Line, effect_rows, target_lines
from simsocial.report.catalog import Catalog
from simsocial.report.numbers import Numbers

__all__ = ["Goal", "goals_of", "judging_row"]


@dataclass(frozen=True)
class Goal:
    """One declared target that the model counts.

    Attributes
    ----------
    line : Line
        Its rows.
    note : str
        Its value and whether the mean level with the option reaches it, and the effect that its verdict rests on where
        that is another indicator's; else empty.
    failed : bool
        Whether it moves against its direction or misses its value.
    aim : str
        Its value in words, or the wanted direction where it has none.
    set_by : str
        Who set it, in the words of the scenario; that the scenario sets it where it names nobody.
    value : float or None
        Its value in units of the indicator.
    """

    line: Line
    note: str
    failed: bool
    aim: str
    set_by: str
    value: float | None


def goals_of(catalog: Catalog, effects: pd.DataFrame, scenario: str) -> list[Goal]:
    """Return the declared targets of an option in the order of the scenario, without those that have no row."""
    targets = catalog.manifest["scenarios"][scenario].get("targets") or ()
    return [
        _goal(catalog, line, target, _judge(catalog, effects, line))
        for target in targets
        for line in target_lines(effects, scenario, [target])
    ]


def _yearly_level(catalog: Catalog, line: Line) -> float:
    """Return the mean level with the option; of a sum over several years, that of one year."""
    first, _, last = line.head.period.partition("-")
    years = int(last) - int(first) + 1 if last else 1
    summed = catalog.meta(line.head.indicator).sum_over_time == "sum"
    return line.head.scenario_mean / years if summed else line.head.scenario_mean


def judging_row(catalog: Catalog, effects: pd.DataFrame, head: EffectRow) -> EffectRow | None:
    """Return the row of another indicator that the verdict of a row rests on, None where it is its own."""
    rows = effects[effects["indicator"] == catalog.meta(head.indicator).judged_by]
    for key in ("scenario", "area", "group_kind", "group", "period"):
        rows = rows[rows[key] == getattr(head, key)]
    return None if rows.empty else effect_rows(rows)[0]


def _judge(catalog: Catalog, effects: pd.DataFrame, line: Line) -> str:
    """Return indicator and effect that the verdict of a line rests on, '' where they are its own."""
    row = judging_row(catalog, effects, line.head)
    if row is None:
        return ""
    label = catalog.meta(row.indicator).label
    return catalog.texts("target-judged", label=label, effect=Numbers(catalog).effect(row).text)


def _goal(catalog: Catalog, line: Line, target: Mapping[str, Any], judge: str) -> Goal:
    """Compare the mean level with the option with the value of the target, if it has one."""
    texts, note, missed = catalog.texts, "", False
    direction = str(target.get("direction") or "neutral")
    aim = texts.term("better", direction)
    if target.get("value") is not None:
        value = float(target["value"])
        level = Numbers(catalog).level(value, line.head.indicator)
        aim = note = texts(f"target-value-{direction}", value=level)
        level_now = _yearly_level(catalog, line)
        if direction != "neutral" and not math.isnan(level_now):
            short = value - level_now
            missed = short > 0.0 if direction == "up" else short < 0.0
            note = texts("target-missed" if missed else "target-reached", target=note)
    return Goal(
        line,
        "; ".join(part for part in (note, judge) if part),
        missed or line.verdict == "against",
        aim,
        texts.label(target.get("set_by"), texts("set-by-scenario")),
        target.get("value"),
    )
