"""One number of a run for whoever searches: an indicator, where and when."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from simsocial.analysis.results import Results
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say

__all__ = ["Objective", "objective_of", "value_of"]

_WRITTEN = re.compile(r"(?P<indicator>\w+)(/(?P<area>[^@]+))?(@(?P<year>\d{4}))?")


class Objective(NamedTuple):
    """What is to be made large or small; without a year the last one."""

    indicator: str
    area: str = "region"
    year: str | None = None


def objective_of(written: str, indicators: Collection[str]) -> Objective:
    """Return what a setting ``objective=INDICATOR[/AREA][@YEAR]`` asks for.

    Parameters
    ----------
    written : str
        The setting.
    indicators : collection of str
        Ids of all indicators.

    Raises
    ------
    ConfigError
        If it cannot be read, or names no indicator.

    Examples
    --------
    >>> objective_of("kita_waiting/E@2029", ["kita_waiting"])
    Objective(indicator='kita_waiting', area='E', year='2029')
    """
    found = _WRITTEN.fullmatch(written)
    if found is None:
        message = say(
            "objective={written}: cannot be read. Valid: INDICATOR[/AREA][@YEAR], such as "
            "kita_waiting/E@2029.",
            written=written,
        )
        raise ConfigError(message)
    if found["indicator"] not in indicators:
        message = say(
            "objective={written}: '{indicator}' is unknown. {valid}",
            written=written,
            indicator=found["indicator"],
            valid=nearest(found["indicator"], indicators),
        )
        raise ConfigError(message)
    return Objective(found["indicator"], found["area"] or "region", found["year"])


def value_of(objective: Objective, folder: Path) -> float:
    """Return the mean of an objective over the runs of the reference.

    Parameters
    ----------
    objective : Objective
        Which number.
    folder : Path
        Of the results.

    Raises
    ------
    ConfigError
        If there is no such area or year.
    """
    results = Results(folder)
    rows = results.years_by_area([objective.indicator])
    rows = rows[rows["scenario"] == results.reference]
    year = objective.year or str(max(rows["period"].astype(str), default=""))
    for key, value in (("area", objective.area), ("period", year)):
        known = sorted(set(rows[key].astype(str)))
        if value not in known:
            message = say(
                "objective: {indicator} is not stored for '{value}'. {valid}",
                indicator=objective.indicator,
                value=value,
                valid=nearest(value, known),
            )
            raise ConfigError(message)
        rows = rows[rows[key] == value]
    return float(rows["value"].mean())
