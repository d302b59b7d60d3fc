"""Calibration: a free factor for each published figure that has one, fitted on the status quo, the same in all options.

Factors are registered parameters (``calibration.*``), so that overrides, draws and manifests know them. They are
fitted together, since each moves the others' figures a little, on the logarithms of model and figure; all replicates
keep their dice, so that what differs between two trials is what the factors do. Figures without a factor are compared
alone. Of a service kind of which the number served is published, a factor on its take-up (on how often its needs begin,
where these end) is free when asked for by name, since its level is assumed as much as observed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import least_squares

from simsocial.core.calendar import month_label
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.design import replicate_seed
from simsocial.experiment.setup import Setup, prepare_region, setup_of
from simsocial.model import SocialModel
from simsocial.parameters import Parameters
from simsocial.region.published import Published, published_figures
from simsocial.services.catalogue import Catalogue

__all__ = ["FACTORS", "Calibration", "calibrate", "deviations", "free_factors"]

REFERENCE = "status_quo"

FACTORS = {
    "unemployment_rate": "calibration.unemployment_odds",
    "basic_support_people": "calibration.basic_support_odds",
    "basic_support_children": "calibration.parents_without_work_odds",
    "old_age_support_people+disability_support_people": "calibration.old_age_support_odds",
    "housing_allowance_households": "calibration.housing_allowance_odds",
    "poverty_rate": "calibration.poverty_threshold_ratio",
}
"""The factor that is fitted to a figure, by its indicator; those of services beside them: :func:`free_factors`."""

_END = "2025-02"
"""Month up to which the status quo runs: the latest of the figures."""

_SLACK, _ERRORS = 0.05, 2.0
"""A figure is met within 5 %, or twice the error of a Poisson count of its size."""

_FURTHEST = np.log(20.0)
_STEP, _TRIALS = 0.2, 8
"""Step of the slopes, which many people feel: the response to a smaller one is a few people's chance; most trials."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """What was fitted, and how near it comes.

    Attributes
    ----------
    region, title : str
        Id and German name of the region.
    day : date
        Day of the calibration.
    replicates : int
        Runs that each trial is the mean of.
    factors : dict of str to float
        Factor on the registered one by id; empty if nothing was fitted.
    table : DataFrame
        See :func:`deviations`.
    fitted_to : dict of str to str
        Indicator of the figure that each factor was fitted to.
    """

    region: str
    title: str
    day: date
    replicates: int
    factors: dict[str, float]
    table: pd.DataFrame
    fitted_to: dict[str, str] = field(default_factory=lambda: {name: one for one, name in FACTORS.items()})


def free_factors(
    services: Sequence[str], figures: Sequence[Published], catalogue: Catalogue
) -> dict[str, str]:
    """Return the factor that is fitted to a figure, by its indicator: those of the package, and those of some services.

    Parameters
    ----------
    services : sequence of str
        Service kinds, each of which gets a factor of its own.
    figures : sequence of Published
        What is published of the region.
    catalogue : Catalogue
        The kinds.

    Raises
    ------
    ConfigError
        If the number of people served by one of them is not published.
    """
    published = {one.indicator for one in figures}
    valid = {f"{kind.id}_served": kind for kind in catalogue if f"{kind.id}_served" in published}
    factors = dict(FACTORS)
    for name in services:
        kind = valid.get(f"{name}_served")
        if kind is None:
            known = [one.id for one in valid.values()]
            message = say(
                "'{name}': no number of people served is published here. {valid}",
                name=name,
                valid=nearest(name, known),
            )
            raise ConfigError(message)
        path = "take_up.table" if kind.need is None else "need.onset_per_1000"
        factors[f"{name}_served"] = kind.parameter_id(path)
    return factors


def calibrate(
    overrides: Sequence[str], replicates: int = 3, *, fit: bool = True, services: Sequence[str] = ()
) -> Calibration:
    """Fit the factors of a region and compare all its published figures.

    Parameters
    ----------
    overrides : sequence of str
        Settings of the runs, such as ``["region=kreis", "region.name=Nordhausen"]``.
    replicates : int
        Runs of each trial.
    fit : bool
        False: compare alone.
    services : sequence of str
        Service kinds whose take-up is fitted, too.

    Raises
    ------
    ConfigError
        If nothing is published of the region, or not of a service.
    """
    config = _config(overrides)
    setup = setup_of(REFERENCE, config)
    figures = published_figures(setup.region)
    if not figures:
        message = say(
            "region '{id}': no figure is published of it, nothing can be fitted.", id=setup.region.id
        )
        raise ConfigError(message)
    seeds = [replicate_seed(int(config["seed"]), number) for number in range(replicates)]
    free = free_factors(services, figures, setup.catalogue)
    fitted = [one for one in figures if one.indicator in free] if fit else []
    factors = _fitted(setup, fitted, free, seeds)
    runs = _values(setup, _with(setup.parameters, factors), figures, seeds)
    return Calibration(
        setup.region.id,
        setup.region.title["de"],
        date.today(),
        replicates,
        factors,
        deviations(figures, runs, free),
        {name: indicator for indicator, name in free.items()},
    )


def _config(overrides: Sequence[str]) -> dict[str, Any]:
    """Return the settings of the status quo from the base date to the latest figure."""
    first = _first_month(overrides)
    own = [f"horizon.start={month_label(first)}", f"horizon.end={_END}", "horizon.spin_up=0"]
    config: dict[str, Any] = compose_scenarios([REFERENCE], [*own, *overrides])[REFERENCE]
    return config


def _first_month(overrides: Sequence[str]) -> int:
    """Return the first month after the region's base date."""
    return prepare_region(compose_scenarios([REFERENCE], list(overrides))[REFERENCE]).first_month


def _with(parameters: Parameters, factors: Mapping[str, float]) -> Parameters:
    """Return the registry with factors on those it has."""
    given = parameters.overrides
    return parameters.with_overrides(
        {**given, **{name: given.get(name, 1.0) * factor for name, factor in factors.items()}}
    )


def _fitted(
    setup: Setup, figures: Sequence[Published], free: Mapping[str, str], seeds: Sequence[int]
) -> dict[str, float]:
    """Return the factors by id that bring the model nearest to the figures."""
    if not figures:
        return {}
    names = [free[one.indicator] for one in figures]
    wanted = np.log([one.value for one in figures])
    known: dict[tuple[float, ...], Floats] = {}

    def missed(logarithms: Floats) -> Floats:
        key = tuple(logarithms.tolist())
        if key not in known:
            trial = dict(zip(names, np.exp(logarithms).tolist(), strict=True))
            found = _values(setup, _with(setup.parameters, trial), figures, seeds).mean(axis=0)
            known[key] = np.asarray(np.log(np.maximum(found, 0.5)) - wanted)
        return known[key]

    def slopes(logarithms: Floats) -> Floats:
        steps = _STEP * np.eye(len(logarithms))
        return np.stack([(missed(logarithms + one) - missed(logarithms)) / _STEP for one in steps], axis=1)

    best = least_squares(
        missed,
        np.zeros(len(names)),
        jac=slopes,
        bounds=(-_FURTHEST, _FURTHEST),
        max_nfev=_TRIALS,
        xtol=1e-2,
        ftol=1e-2,
    )
    return dict(zip(names, np.exp(best.x).round(3).tolist(), strict=True))


def _values(
    setup: Setup, parameters: Parameters, figures: Sequence[Published], seeds: Sequence[int]
) -> Floats:
    """Return the model's figures, (replicates, figures)."""
    found = np.zeros((len(seeds), len(figures)))
    for number, seed in enumerate(seeds):
        model = SocialModel(
            setup.region,
            None,
            seed,
            parameters=parameters,
            catalogue=setup.catalogue,
            laws=setup.laws,
            population=setup.people(1),
            start=month_label(setup.start),
            end=month_label(setup.end),
            spin_up=0,
            disabled=setup.disabled,
        ).run()
        table = model.recorder.frame()
        whole = table[(table["area"] == "region") & (table["group_kind"] == "all")]
        by_name = whole.astype({"indicator": str, "period": str}).set_index(["indicator", "period"])["value"]
        found[number] = [sum(float(by_name[name, one.period]) for name in one.indicators) for one in figures]
    return found


def deviations(
    figures: Sequence[Published], runs: Floats, free: Mapping[str, str] = MappingProxyType(FACTORS)
) -> pd.DataFrame:
    """Compare the mean of runs with figures.

    Parameters
    ----------
    figures : sequence of Published
        Figures.
    runs : ndarray (replicates, figures)
        The model's values.
    free : mapping of str to str
        Factor of each figure that has one.

    Returns
    -------
    DataFrame
        ``indicator, period, published, model, deviation_percent, allowed_percent, state (met, missed, not modelled),
        factor, is_derived, unit, grade, source, note``. Of money what the model lacks is not modelled, never filled.
    """
    rows = []
    for one, found in zip(figures, runs.mean(axis=0), strict=True):
        chance = 0.0 if one.is_rate or one.is_money else _ERRORS / np.sqrt(max(one.value, 1.0))
        allowed, deviation = max(_SLACK, chance), found / one.value - 1.0
        state, note = "met" if abs(deviation) <= allowed else "missed", one.note
        if one.is_money and found < one.value:
            state = "not modelled"
            note = f"{one.value - found:,.0f} {one.unit} not modelled; {note}".rstrip("; ")
        rows.append(
            {
                "indicator": one.indicator,
                "period": one.period,
                "published": one.value,
                "model": found,
                "deviation_percent": 100.0 * deviation,
                "allowed_percent": 100.0 * allowed,
                "state": state,
                "factor": free.get(one.indicator, ""),
                "is_derived": one.is_derived,
                "unit": one.unit,
                "grade": one.grade,
                "source": one.source,
                "note": note,
            }
        )
    return pd.DataFrame(rows)
