"""Whether measures help or hinder each other: the interactions of a full factorial, with interval, also where none is.

Rules are those of single effects (:mod:`simsocial.analysis.effects`): classes and intervals on paired differences, the
draw as the unit, a search confirmed on fresh replicates, and direction only for what is larger than its relevance.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.analysis.cube import Cube, build_cube
from simsocial.analysis.effects import COLUMNS, option_effects
from simsocial.analysis.results import Results
from simsocial.analysis.terms import ACTUAL, EXPECTED, Term, terms_of, world_pair
from simsocial.analysis.thresholds import LEVEL, MIN_NONZERO
from simsocial.core.errors import RunError
from simsocial.core.inert import inert_table
from simsocial.core.language import say
from simsocial.experiment.factorial import corner_name, factors_of

__all__ = [
    "RESOURCES", "SYNERGY_COLUMNS", "compute_synergy", "factors_in", "meeting_of", "read_synergy", "resources_of",
    "write_synergy",
]  # fmt: skip

_ADDED = ("term", "factors", "resource", "unseen", "meaning")
_LEFT_OUT = ("scenario", "suspected", "verdict", "share_better", "low_reference", "high_reference", "low_outcome",
             "high_outcome", "group_kind", "group")  # fmt: skip
SYNERGY_COLUMNS = [*_ADDED[:2], *(name for name in COLUMNS if name not in _LEFT_OUT), *_ADDED[2:]]
"""Columns of synergy.csv, in this order."""

RESOURCES = ("staff", "clients", "money")
"""What measures compete for."""

_OF_CLIENTS = ("served", "occupancy", "coverage", "demand", "reach", "unmet", "unmet_share", "waiting", "waiting_time",
               "gave_up", "deterred", "elsewhere")  # fmt: skip
"""What is counted of a service (`concept`) that says who comes, waits or goes elsewhere."""

_MEANINGS = {"with_target": "help", "against": "hinder"}


def factors_in(manifest: Mapping[str, Any]) -> list[str]:
    """Return the measures of stored corners, in the order of the manifest.

    Raises
    ------
    RunError
        If the scenarios are not all subsets of some measures.
    """
    corners = [factors_of(name) for name in manifest["scenarios"]]
    factors = [next(iter(corner)) for corner in corners if len(corner) == 1]
    names = set(manifest["scenarios"])
    if len(factors) < 2 or len(names) != 2 ** len(factors) or corner_name(factors) not in names:
        message = say(
            "These results hold no full factorial. Valid: a folder written by 'simsocial synergy BUNDLE'."
        )
        raise RunError(message)
    return factors


def compute_synergy(
    indicators: pd.DataFrame | Iterable[pd.DataFrame], manifest: Mapping[str, Any]
) -> pd.DataFrame:
    """Return effects and interactions of a bundle's measures, over the horizon.

    Parameters
    ----------
    indicators : DataFrame or iterable of DataFrame
        Indicator table of all corners, whole or run by run.
    manifest : mapping
        Manifest of the results.

    Returns
    -------
    DataFrame
        `SYNERGY_COLUMNS`, a line for each term (:class:`~simsocial.analysis.terms.Term`) and indicator of the region,
        and of areas that targets name. Figures are those of :func:`~simsocial.analysis.effects.compute_effects`.

        - `effect` of a ``pair``: what both do beyond the sum; `reference_mean` is the level if effects added up,
          `scenario_mean` the level that came out.
        - `unseen`: size up to which an interaction may be there all the same, the end of the interval of the mean
          that lies further from zero (0 where no run differs, NaN where too few do).
        - `meaning`: ``help`` or ``hinder`` by the indicator's direction, ``told`` where it has none, ``nothing`` where
          nothing is shown; each term is judged as an option of a comparison is, but interactions of targets must be
          confirmed by fresh replicates like all others.
        - `resource`: what those who hinder each other there compete for, '' for none of `RESOURCES`.

    Raises
    ------
    RunError
        If the runs hold no full factorial, or a corner has no finished run.
    """
    factors = factors_in(manifest)
    bundle = manifest["scenarios"][corner_name(factors)]
    areas = {"region", *(str(target.get("area") or "region") for target in bundle.get("targets") or ())}
    tables = [indicators] if isinstance(indicators, pd.DataFrame) else indicators
    cube = _over_the_horizon(build_cube((_chosen(table, areas) for table in tables), manifest))
    for name in manifest["scenarios"]:
        if name not in cube.scenarios:
            message = say(
                "No finished run of the corner '{name}': an interaction takes all of them.", name=name
            )
            raise RunError(message)
    wanted = {ACTUAL: {"targets": bundle.get("targets") or []}}
    asked = {**manifest, "scenarios": wanted}
    frames = [_term_frame(cube, term, asked) for term in terms_of(factors)]
    table = pd.concat(frames, ignore_index=True)
    return table.assign(resource=_resources(table["indicator"], manifest))[SYNERGY_COLUMNS]


def _chosen(table: pd.DataFrame, areas: set[str]) -> pd.DataFrame:
    """Return the rows by year, without groups, of some areas."""
    return table[(table["group_kind"] == "all") & table["area"].isin(areas)]


def _over_the_horizon(cube: Cube) -> Cube:
    """Return the rows over the horizon alone."""
    whole = (cube.rows["period"] == cube.horizon).to_numpy()
    return replace(cube, rows=cube.rows[whole].reset_index(drop=True), values=cube.values[:, whole])


def _term_frame(cube: Cube, term: Term, manifest: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows of one term."""
    frame = option_effects(world_pair(cube, term), ACTUAL, EXPECTED, manifest)
    shown = frame["verdict"].map(_MEANINGS)
    told = (frame["role"] == "side_effect") & shown.isna()
    if term.searched:
        # Nobody has declared an interaction: those of targets are searched among many, too.
        shown = shown.where(frame["q_value"] <= LEVEL)
    bounds = frame[["mean_low", "mean_high"]].abs().max(axis=1, skipna=False)
    return frame.assign(
        term=term.kind,
        factors=corner_name(term.factors),
        unseen=bounds,
        meaning=shown.fillna("nothing").mask(told, "told"),
    )


def _resources(names: pd.Series[str], manifest: Mapping[str, Any]) -> npt.NDArray[np.str_]:
    """Return which resource each indicator is about."""
    known = {str(entry["id"]): _resource(entry) for entry in manifest["indicators"]}
    return np.array([known.get(name, "") for name in names], dtype=np.str_)


def _resource(entry: Mapping[str, Any]) -> str:
    """Return the resource that an indicator is about, '' for none."""
    if entry.get("field") in ("staff", "finance"):
        return "staff" if entry["field"] == "staff" else "money"
    return "clients" if entry.get("concept") in _OF_CLIENTS else ""


def meeting_of(rows: pd.DataFrame) -> str:
    """Return what the rows of one interaction say together.

    Returns
    -------
    str
        ``help``, ``hinder``, ``mixed`` (both, at different indicators), ``told`` (only at indicators without a better
        way), ``nothing``, or ``few`` where there are too few units for any interval.

    Examples
    --------
    >>> meeting_of(pd.DataFrame({"meaning": ["help", "told"], "n": [30, 30]}))
    'help'
    """
    found = set(rows["meaning"])
    if {"help", "hinder"} <= found:
        return "mixed"
    first = next((name for name in ("help", "hinder", "told") if name in found), None)
    if first is not None:
        return first
    return "few" if rows["n"].max() < MIN_NONZERO else "nothing"


def resources_of(rows: pd.DataFrame) -> list[str]:
    """Return what two measures compete for by the rows in which they hinder each other, the strongest first."""
    carried = rows[(rows["meaning"] == "hinder") & (rows["resource"] != "")]
    size = (carried["effect"].abs() / carried["relevance"].clip(lower=1e-12)).groupby(carried["resource"])
    return [str(name) for name in size.max().sort_values(ascending=False).index]


def write_synergy(folder: Path | str) -> Path:
    """Compute the interactions of stored corners and write ``synergy.csv`` beside them; return its path."""
    results = Results(folder)
    path = results.folder / "synergy.csv"
    table = compute_synergy(results.years_by_run(), results.manifest)
    inert_table(table).to_csv(path, index=False, float_format="%.10g")
    return path


def read_synergy(results: Results) -> pd.DataFrame:
    """Return the interactions as they were written, or compute them."""
    path = results.folder / "synergy.csv"
    if not path.is_file():
        return compute_synergy(results.years_by_run(), results.manifest)
    table = pd.read_csv(path, keep_default_na=False, na_values={name: ["", "nan"] for name in _NUMBERS})
    return table[SYNERGY_COLUMNS]


_TEXT = (
    "term",
    "factors",
    "indicator",
    "area",
    "period",
    "test",
    "role",
    "identified",
    "resource",
    "meaning",
)
_NUMBERS = [name for name in SYNERGY_COLUMNS if name not in _TEXT]
