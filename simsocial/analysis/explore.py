"""Stored results as a researcher asks for them: pairs, drawn values, persons, arrays with units, a plot."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simsocial.core.errors import RunError, nearest
from simsocial.core.language import say

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

__all__ = [
    "as_xarray",
    "checked",
    "draw_values",
    "joined_persons",
    "paired_rows",
    "plot_course",
    "with_words",
]

_RUN = ["scenario", "draw", "replicate"]


def checked(indicators: Collection[str], manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the metadata of indicators, or say which one does not exist."""
    known = {str(entry["id"]): entry for entry in manifest["indicators"]}
    for name in indicators:
        if name not in known:
            message = say(
                "'{name}' is no indicator of these results. {valid}", name=name, valid=nearest(name, known)
            )
            raise RunError(message)
    return [known[name] for name in indicators]


def paired_rows(rows: pd.DataFrame, reference: str) -> pd.DataFrame:
    """Return options beside the reference, run by run under the same dice.

    Parameters
    ----------
    rows : DataFrame
        Of one indicator and area, by year, without groups.
    reference : str
        Name of the reference.

    Returns
    -------
    DataFrame
        scenario, draw, replicate, period, reference, value, and effect = value - reference.

    Examples
    --------
    >>> run = {"draw": 0, "replicate": 0, "period": "2027"}
    >>> rows = pd.DataFrame([{"scenario": "quo", **run, "value": 1.0}, {"scenario": "idea", **run, "value": 3.0}])
    >>> paired_rows(rows, "quo")[["scenario", "reference", "value", "effect"]].to_numpy().tolist()
    [['idea', 1.0, 3.0, 2.0]]
    """
    kept = rows[[*_RUN, "period", "value"]].astype({"scenario": str, "period": str})
    base = kept[kept["scenario"] == reference].drop(columns="scenario").rename(columns={"value": "reference"})
    found = kept[kept["scenario"] != reference].merge(base, on=["draw", "replicate", "period"])
    found["effect"] = found["value"] - found["reference"]
    return found[[*_RUN, "period", "reference", "value", "effect"]]


def draw_values(draws: pd.DataFrame) -> pd.DataFrame:
    """Return drawn values, a row for each draw and a column for each parameter.

    What only an option has or sets otherwise has its name in front: ``kita_netz: measures...``.
    """
    scenario = draws["scenario"].astype(str)
    name = np.where(scenario == "", draws["parameter"], scenario + ": " + draws["parameter"].astype(str))
    return (
        draws.assign(name=name)
        .pivot_table(index="draw", columns="name", values="value")
        .rename_axis(columns=None)
    )


def joined_persons(folder: Path, manifest: Mapping[str, Any], option: str) -> pd.DataFrame:
    """Return the persons of an option beside themselves in the reference's world.

    Parameters
    ----------
    folder : Path
        Of the results.
    manifest : mapping
        Its manifest.
    option : str
        Name of the option.

    Returns
    -------
    DataFrame
        A row for each replicate with person tables and each person: replicate, person_key, world (``both``, or the name
        of the only scenario in which somebody lives), and each column twice: as it is in the option, and with
        ``_reference`` behind.

    Raises
    ------
    RunError
        If there is no such option, or no person table of it.
    """
    reference = str(manifest["reference"])
    options = [name for name in manifest["scenarios"] if name != reference]
    if option not in options:
        message = say(
            "'{option}' is no option of these results. {valid}", option=option, valid=nearest(option, options)
        )
        raise RunError(message)
    files = {
        (run["scenario"], run["replicate"]): folder / "persons" / f"{run['key']}.parquet"
        for run in manifest["runs"]
    }
    tables = []
    for (scenario, replicate), path in files.items():
        base = files.get((reference, replicate))
        if scenario == option and path.is_file() and base is not None and base.is_file():
            tables.append(_beside(pd.read_parquet(path), pd.read_parquet(base), option, reference, replicate))
    if not tables:
        message = say(
            "{folder}: no person tables of '{option}'. Valid: runs with twins=5 (replicates that keep them).",
            folder=folder,
            option=option,
        )
        raise RunError(message)
    return pd.concat(tables, ignore_index=True)


def _beside(
    own: pd.DataFrame, base: pd.DataFrame, option: str, reference: str, replicate: int
) -> pd.DataFrame:
    """Join the persons of two worlds."""
    own, base = (table.drop(columns=_RUN) for table in (own, base))
    found = own.merge(base, on="person_key", how="outer", suffixes=("", "_reference"), indicator="world")
    world = found.pop("world").map({"both": "both", "left_only": option, "right_only": reference})
    found.insert(0, "world", world.astype(str))
    found.insert(0, "replicate", replicate)
    return found


def with_words(rows: pd.DataFrame, metadata: Sequence[Mapping[str, Any]], language: str) -> pd.DataFrame:
    """Return rows with label and unit of their indicators."""
    labels = {str(one["id"]): str((one.get("label") or {}).get(language, one["id"])) for one in metadata}
    units = {str(one["id"]): str(one.get("unit") or "") for one in metadata}
    names = rows["indicator"].astype(str)
    return rows.assign(label=names.map(labels), unit=names.map(units))


def as_xarray(rows: pd.DataFrame, metadata: Sequence[Mapping[str, Any]], language: str) -> xr.Dataset:
    """Return yearly values as arrays with names and units.

    Parameters
    ----------
    rows : DataFrame
        By year, region and areas, without groups.
    metadata : sequence of mapping
        Of the indicators.
    language : str
        Of the labels.

    Returns
    -------
    xarray.Dataset
        A variable for each indicator over scenario, replicate, period and area; `draw` is a coordinate of the
        replicate; attributes ``long_name`` and ``units``.
    """
    import xarray as xr

    kept = rows[[*_RUN, "period", "area", "indicator", "value"]].astype(
        dict.fromkeys(("scenario", "period", "area", "indicator"), str)
    )
    axes = {name: list(dict.fromkeys(kept[name])) for name in ("scenario", "replicate", "period", "area")}
    found = {}
    for one in metadata:
        own = kept[kept["indicator"] == one["id"]].set_index(list(axes))["value"]
        whole = own.reindex(pd.MultiIndex.from_product(list(axes.values()), names=list(axes)))
        values = whole.to_numpy().reshape([len(labels) for labels in axes.values()])
        label = (one.get("label") or {}).get(language, one["id"])
        found[str(one["id"])] = (tuple(axes), values, {"long_name": label, "units": one.get("unit") or ""})
    draw = kept.drop_duplicates("replicate").set_index("replicate")["draw"].reindex(axes["replicate"])
    return xr.Dataset(found, coords={**axes, "draw": ("replicate", draw.to_numpy())})


def plot_course(rows: pd.DataFrame, metadata: Mapping[str, Any], language: str, axes: Axes | None) -> Axes:
    """Draw an indicator over the years: mean of each scenario, and the 5-95 % range of its runs.

    Parameters
    ----------
    rows : DataFrame
        Of one indicator and area, by year, without groups.
    metadata : mapping
        Of the indicator.
    language : str
        Of the label.
    axes : Axes, optional
        Where to draw; otherwise on axes of their own.
    """
    if axes is None:
        from matplotlib.figure import Figure

        axes = Figure(figsize=(6.0, 3.5), layout="constrained").subplots()
    for scenario, own in rows.astype({"scenario": str, "period": str}).groupby("scenario", sort=False):
        table = own.pivot_table(index="period", columns="replicate", values="value")
        (line,) = axes.plot(table.index, table.mean(axis=1), label=scenario)
        low, high = table.quantile(0.05, axis=1), table.quantile(0.95, axis=1)
        axes.fill_between(table.index, low, high, color=line.get_color(), alpha=0.15, lw=0)
    axes.set_title((metadata.get("label") or {}).get(language, metadata["id"]))
    axes.set_ylabel(metadata.get("unit") or "")
    axes.legend()
    return axes
