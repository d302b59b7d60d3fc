"""The effects table: each yearly row of each option against the reference, with range, role and verdict.

Exploration and confirmation are separate replicates. The first choose which rows are candidates for a side
effect; the printed figures come from the second, so that they are not the lucky ones of a search. The one row that a
declared target names, and the row that judges it, were searched for by nobody: they take all replicates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.analysis.cube import Cube, build_cube
from simsocial.analysis.family import confirmed, two_stage
from simsocial.analysis.figures import Figures
from simsocial.analysis.identified import identified_rows
from simsocial.analysis.paired import Paired, paired_statistics
from simsocial.analysis.power import runs_needed
from simsocial.analysis.roles import (
    Roles,
    assign_roles,
    judging_rows,
    relevance_thresholds,
    set_by_measures,
    verdicts,
)
from simsocial.analysis.stages import Stage, joined, split_stages
from simsocial.analysis.suspicion import missing_rows, suspected_states
from simsocial.analysis.thresholds import LEVEL, MIN_NONZERO, SAME_SIGN_SHARE
from simsocial.core.errors import RunError
from simsocial.core.language import say

__all__ = ["COLUMNS", "compute_effects", "option_effects"]

FloatArray = npt.NDArray[np.float64]

COLUMNS = [
    "scenario", "indicator", "area", "group_kind", "group", "period", "reference_mean", "scenario_mean",
    "effect", "low", "high", "mean_low", "mean_high", "chance_share", "share_same_sign", "low_outcome",
    "high_outcome", "relative", "share_better", "n", "n_nonzero", "test", "q_value", "role", "suspected", "verdict",
    "relevance", "runs_needed", "low_reference", "high_reference", "identified",
]  # fmt: skip
"""Columns of effects.csv, in this order."""

_RUNS_A_DRAW = 1.2
"""Replicates that a further draw takes at least, since each sixth repeats one."""


def compute_effects(
    indicators: pd.DataFrame | Iterable[pd.DataFrame], manifest: Mapping[str, Any]
) -> pd.DataFrame:
    """Pair each option with the reference and test all yearly rows.

    Parameters
    ----------
    indicators : DataFrame or iterable of DataFrame
        Indicator table (design 11), whole or run by run, so that memory holds one run and the values of all; only
        rows by year are used.
    manifest : mapping
        Manifest of the results: reference, scenarios, replicates, horizon, indicators.

    Returns
    -------
    DataFrame
        `COLUMNS`, one line a row and option. Rows for single years and one for the whole horizon (period
        ``2027-2031``: sum, mean or last year by the registry). A unit is a draw of the parameters (mean over its
        replicates), or without draws a replicate.

        - `effect`: mean over the units. `low`, `high`: 5 % and 95 % quantile of the effect over the units, the range
          that reports print. `mean_low`, `mean_high`: 95 % confidence interval of the mean (about 90 % where 30
          units are very skewed), on which tests rest; it shrinks with more draws, the range does not.
        - `chance_share`: share of the variance of a single run's effect that is chance, the rest is not knowing;
          1 without draws, NaN with fewer than four repeated draws. `share_same_sign`: share of the units with the
          mean's sign, chance taken out.
        - `low_outcome`, `high_outcome`: 5 % and 95 % quantile of the option's own level, `low_reference` and
          `high_reference` of the reference's; `identified`: ``not identified`` where the level rests on parameters of
          which figures tell a range only (:mod:`simsocial.analysis.identified`); `relative`: effect /
          reference; `share_better`: share of the units in which the option is better (NaN for neutral
          indicators); `n`, `n_nonzero`: units, and those of them that differ.
        - `relevance`: the size that an effect must exceed to matter; `runs_needed`: replicates of each stage that
          find an effect of that size with 90 %, from the deviation seen here (infinite if every size matters).
        - `q_value`: at most 0.05 only if the row was selected in both stages (with draws: and four of five point the
          same way), NaN without fresh replicates.
        - `verdict` has a direction where a difference is established, larger than `relevance`, and of one sign in
          four of five draws: established by the interval of the mean in the one row that a target names (its area
          or the region, all groups, the horizon), by `q_value` in all others. A suspected row is ``found`` where
          the same holds, and ``not_found`` only where there are as many replicates as `runs_needed`.

    Raises
    ------
    RunError
        If the reference has no finished run.

    Notes
    -----
    Declared targets are outside the family of side effects, so that their large effects do not lend
    credibility to small ones; the rows of one scenario form one family.
    """
    tables = [indicators] if isinstance(indicators, pd.DataFrame) else indicators
    cube = build_cube(tables, manifest)
    reference = str(manifest["reference"])
    if reference not in cube.scenarios:
        raise RunError(
            say(
                "No finished run of the reference '{reference}': nothing to compare with.",
                reference=reference,
            )
        )
    frames = [option_effects(cube, name, reference, manifest) for name in cube.scenarios if name != reference]
    if not frames:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(frames, ignore_index=True)[COLUMNS]


def option_effects(cube: Cube, name: str, reference: str, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return the effects of one option."""
    scenario, metadata = manifest["scenarios"][name], manifest["indicators"]
    explore_stage, confirm_stage, chance = split_stages(cube, name, reference, manifest)
    fresh = confirm_stage.difference.shape[1] > 0
    explore = paired_statistics(explore_stage.difference)
    figures = Figures.of(confirm_stage if fresh else explore_stage, chance)
    roles = assign_roles(cube.rows, scenario, metadata, cube.horizon)
    q_value = _q_values(cube, explore, figures.printed, roles)
    if not fresh:
        q_value[:] = np.nan
    if chance is not None:
        q_value[(figures.spread.same_sign < SAME_SIGN_SHARE) & ~np.isnan(q_value)] = 1.0
    is_confirmed = np.nan_to_num(q_value, nan=1.0) <= LEVEL
    relevance = relevance_thresholds(cube.rows, figures.levels.reference_mean, metadata)
    effect = figures.printed.effect
    wanted = roles.spread & (np.sign(np.nan_to_num(effect)) == roles.direction)
    target = roles.target | wanted
    side_effect = is_confirmed & (np.abs(effect) > relevance) & (np.abs(explore.effect) > relevance) & ~target
    side_effect &= ~set_by_measures(cube.rows, metadata)

    stage = figures.stage
    figures.bootstrap(target | roles.suspected | side_effect)
    judge = judging_rows(cube.rows, metadata)
    heads = np.union1d(np.flatnonzero(roles.head), judge[roles.head])
    if fresh and heads.size:
        figures.take(heads, joined(explore_stage, confirm_stage, heads), chance)
    # A target's own row needs no search: its interval decides. All rows below it are many again.
    excludes_zero = np.nan_to_num(figures.low) * np.nan_to_num(figures.high) > 0.0
    established = excludes_zero & (np.abs(figures.printed.effect) > relevance)
    if chance is not None:
        established &= figures.spread.same_sign >= SAME_SIGN_SHARE
    found = established & (roles.head | is_confirmed)
    judged = established[judge] & (roles.head | is_confirmed[judge])
    units_needed, few = _too_few(figures, relevance)
    per_unit = max(stage.runs.mean() if len(stage.runs) else 1.0, 1.0 if chance is None else _RUNS_A_DRAW)
    frame = cube.rows.drop(columns="years").assign(
        scenario=name,
        **figures.columns(),
        identified=identified_rows(
            cube.rows,
            figures.levels.reference_mean,
            figures.levels.high_reference - figures.levels.low_reference,
            relevance,
            metadata,
            draws=bool(manifest.get("draws")),
        ),
        relevance=relevance,
        runs_needed=np.ceil(units_needed * per_unit),
        share_better=_share_better(roles, figures.printed),
        test=np.where(_undefined_in_both(stage), "untouched", _printed_class(explore, figures.printed)),
        q_value=q_value,
        role=np.select([target, side_effect], ["target", "side_effect"], "none"),
        verdict=verdicts(figures.printed.effect[judge], roles.direction, judged),
    )
    frame["suspected"] = suspected_states(frame, scenario, found, few)
    return pd.concat([frame, missing_rows(frame, name, scenario, cube.horizon)], ignore_index=True)


def _too_few(figures: Figures, relevance: FloatArray) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """Return the units that each row would need, and the rows that have too few for what they leave open."""
    needed = runs_needed(relevance, figures.spread.deviation)
    # Too few runs to find it, unless they show already that it is too small to matter.
    small = np.fmax(np.abs(figures.low), np.abs(figures.high)) < relevance
    n = figures.printed.n
    return needed, (n < MIN_NONZERO) | ((relevance > 0.0) & (needed > n) & ~small)


def _undefined_in_both(stage: Stage) -> npt.NDArray[np.bool_]:
    """Return the rows that have no value in any replicate of either world, such as shares of nobody."""
    empty = np.isnan(stage.reference).all(axis=1) & np.isnan(stage.scenario).all(axis=1)
    return np.asarray(empty, dtype=np.bool_)


def _share_better(roles: Roles, printed: Paired) -> FloatArray:
    """Return the share of units that move the wanted way; NaN for neutral rows."""
    return np.select([roles.direction > 0, roles.direction < 0], [printed.positive, printed.negative], np.nan)


def _q_values(cube: Cube, explore: Paired, printed: Paired, roles: Roles) -> FloatArray:
    """Return the joint q-value of both stages; targets apart from the family of side effects."""
    number = pd.factorize(cube.rows["indicator"])[0].astype(np.int64)
    certain = printed.test == "structural"
    same_sign = np.sign(explore.effect) == np.sign(printed.effect)
    declared = roles.target | roles.spread
    result = np.full(len(number), np.nan)
    parts = [~declared, *(declared & (number == entry) for entry in np.unique(number[declared]))]
    for part in parts:
        first = two_stage(explore.p_value[part], number[part])
        first[explore.test[part] == "structural"] = 0.0
        result[part] = confirmed(first, printed.p_value[part], same_sign[part], certain[part], number[part])
    return result


def _printed_class(explore: Paired, printed: Paired) -> npt.NDArray[np.str_]:
    """Return the class of the printed replicates; untouched only if the exploration saw nothing either."""
    test = printed.test.copy()
    test[(test == "untouched") & (explore.n_nonzero > 0)] = "rare"
    return test
