"""How many replicates make the intervals of the targets as narrow as asked, told by a pilot that is not used again.

Who adds runs until a figure looks right prints lucky figures: where differences are skewed, few runs without the rare
large ones have both a small mean and a narrow interval. So the number rests on pilot runs with dice and draws of their
own, and all that is printed comes from fresh runs of that number (two stages, after Stein).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special, stats

from simsocial.analysis.criteria import COST, own_criteria
from simsocial.analysis.results import Results
from simsocial.analysis.thresholds import CONFIDENCE, MIN_NONZERO
from simsocial.analysis.unit_levels import Cell, unit_levels
from simsocial.core.errors import RunError
from simsocial.core.language import say
from simsocial.experiment.design import REPEATED
from simsocial.experiment.precision import Precision

__all__ = ["ASSURANCE", "Need", "needs_of", "reached", "replicates_of", "units_needed"]

FloatArray = npt.NDArray[np.float64]

ASSURANCE = 0.8
"""Chance with which the interval of fresh runs is as narrow as asked, if differences are normal: so much of the
possible variances behind that of the pilot are allowed for."""

_RARE = 1.5 * MIN_NONZERO
"""Runs that shall differ on average, so that rarely fewer than `MIN_NONZERO` do, below which nothing is estimated."""


@dataclass(frozen=True)
class Need:
    """What one target of one option asks for.

    Attributes
    ----------
    scenario, indicator, area : str
        The target: its row over the horizon.
    pilot_units, pilot_nonzero : int
        Draws (without draws, runs) of the pilot, and those of them that differ.
    pilot_effect, pilot_deviation : float
        Mean and standard deviation of the difference over them, in the unit of the indicator.
    half_width : float
        What is asked for.
    units, replicates : float
        Draws behind the printed figure, and replicates of each stage, that it takes; infinite where nothing suffices.
    """

    scenario: str
    indicator: str
    area: str
    pilot_units: int
    pilot_nonzero: int
    pilot_effect: float
    pilot_deviation: float
    half_width: float
    units: float
    replicates: float

    def as_dict(self) -> dict[str, Any]:
        """Return plain values; None where nothing suffices."""
        return {
            key: None if isinstance(value, float) and math.isinf(value) else value
            for key, value in asdict(self).items()
        }


def units_needed(difference: FloatArray, half_width: float) -> float:
    """Return how many fresh units make the interval of the mean as narrow as asked.

    Parameters
    ----------
    difference : ndarray of float64, shape (n_units,)
        Option minus reference in each unit of the pilot, of which at least one is no NaN.
    half_width : float
        Wanted half of the 95 % interval, in the same unit.

    Returns
    -------
    float
        A whole number from `MIN_NONZERO`, or infinity.

    Notes
    -----
    The variance is the upper end of what the pilot leaves possible with `ASSURANCE` (a chi-square), so that the
    interval of the fresh units, with their own variance, is narrow enough with that chance.

    References
    ----------
    Stein (1945): A two-sample test for a linear hypothesis whose power is independent of the variance, Annals of
    Mathematical Statistics 16(3). Kupper, Hafner (1989): How appropriate are popular sample size formulas?, The
    American Statistician 43(2): why the pilot's variance itself is too small in half of the cases.

    Examples
    --------
    >>> units_needed(np.linspace(-1.0, 1.0, 16), 0.2), units_needed(np.zeros(16), 0.2)
    (59.0, 10.0)
    """
    known = difference[~np.isnan(difference)]
    moved = np.count_nonzero(known) / known.size
    deviation = float(known.std(ddof=1)) if known.size > 1 else math.inf
    if moved == 0.0 or deviation == 0.0:
        return float(MIN_NONZERO)
    if half_width <= 0.0 or math.isinf(deviation):
        return math.inf
    freedom = known.size - 1
    spread = deviation * math.sqrt(freedom / stats.chi2.ppf(1.0 - ASSURANCE, freedom))
    tail = (1.0 + CONFIDENCE) / 2.0
    units = math.ceil(max(MIN_NONZERO, _RARE / moved, (special.ndtri(tail) * spread / half_width) ** 2))
    while special.stdtrit(units - 1, tail) * spread / math.sqrt(units) > half_width:
        units += 1
    return float(units)


def replicates_of(units: float, *, draws: bool, both: bool) -> float:
    """Return how many replicates of a stage make so many units.

    Parameters
    ----------
    units : float
        Draws, or runs without draws, behind a printed figure.
    draws : bool
        Whether each sixth replicate repeats a draw.
    both : bool
        Whether the figure takes both stages (a declared target), or the second alone.

    Examples
    --------
    >>> replicates_of(50, draws=True, both=True), replicates_of(50, draws=False, both=False)
    (29.0, 50.0)
    """
    if math.isinf(units):
        return units
    wanted = math.ceil(units / (2 if both else 1))
    replicates = wanted
    while draws and replicates - replicates // REPEATED < wanted:
        replicates += 1
    return float(replicates)


def needs_of(pilot: Results, precision: Precision, single: Mapping[str, Precision]) -> list[Need]:
    """Return what the targets of all options ask for; without targets, what an option costs the Kreis.

    Parameters
    ----------
    pilot : Results
        Runs that nothing else uses.
    precision : Precision
        Of all targets.
    single : mapping
        Of single indicators, before it.

    Raises
    ------
    RunError
        If too few runs of the pilot are finished.
    """
    manifest = pilot.manifest
    wanted = {
        name: [one.cell for one in own_criteria(manifest, name)] or [Cell(COST)] for name in pilot.options
    }
    levels = unit_levels(pilot, [cell for cells in wanted.values() for cell in cells])
    if len(levels.draw) < MIN_NONZERO:
        message = say(
            "{folder}: {number} draws of the pilot are finished in every option, {min_nonzero} are "
            "needed. Its manifest says what failed; replicates=30 needs no pilot.",
            folder=pilot.folder,
            number=len(levels.draw),
            min_nonzero=MIN_NONZERO,
        )
        raise RunError(message)
    needs = []
    for name, cells in wanted.items():
        declared = bool(own_criteria(manifest, name))
        for cell in (one for one in cells if one in levels.cells):
            difference = levels.of(name, cell) - levels.of(pilot.reference, cell)
            if np.isnan(difference).all():
                continue
            effect = float(np.nanmean(difference))
            asked = single.get(cell.indicator, precision)
            half_width = asked.half_width(effect, float(levels.relevance[levels.cells.index(cell)]))
            units = units_needed(difference, half_width)
            needs.append(
                Need(
                    name,
                    cell.indicator,
                    cell.area,
                    pilot_units=int((~np.isnan(difference)).sum()),
                    pilot_nonzero=int(np.count_nonzero(np.nan_to_num(difference))),
                    pilot_effect=effect,
                    pilot_deviation=float(np.nanstd(difference, ddof=1)),
                    half_width=half_width,
                    units=units,
                    replicates=replicates_of(units, draws=bool(manifest["draws"]), both=declared),
                )
            )
    return needs


def reached(effects: pd.DataFrame, needs: Sequence[Need]) -> list[tuple[Need, float]]:
    """Return what each target asked for and the half-width of its interval; NaN where too few runs differ for one."""
    whole = effects[(effects["group_kind"] == "all") & effects["period"].str.contains("-")]
    by_cell = whole.set_index(["scenario", "indicator", "area"])
    half = (by_cell["mean_high"] - by_cell["mean_low"]).where(by_cell["test"].isin(["t", "structural"])) / 2.0
    return [(need, float(half.get((need.scenario, need.indicator, need.area), math.nan))) for need in needs]
