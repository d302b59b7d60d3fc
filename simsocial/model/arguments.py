"""What a model is asked for: refused at construction where the model could only stumble over it later."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from simsocial.core.calendar import LAST_MONTH, month_index, month_label
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.region import Region, load_region
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.legal_calendar import LegalCalendar

__all__ = [
    "Horizon", "ScenarioLike", "complete_registry", "horizon_of", "plan_of", "refuse_names", "region_of", "seed_of",
]  # fmt: skip


class ScenarioLike(Protocol):
    """What the model needs of a scenario."""

    @property
    def id(self) -> str:
        """Identifier."""

    @property
    def measures(self) -> Mapping[str, Any]:
        """Measures by name."""

    @property
    def laws(self) -> Mapping[str, bool]:
        """Laws that are switched on or off, by id."""

    def validate_against(
        self, region: Region, catalogue: Catalogue, *, first_month: int | None = None
    ) -> None:
        """Raise a ScenarioError if a measure does not fit the region, its services or the horizon."""


class Horizon(NamedTuple):
    """First absolute month after the base date, and first and last one that are compared."""

    first: int
    start: int
    end: int


def seed_of(rng: object) -> int:
    """Return the seed of a replicate: a whole number; 1, with a warning, where none is given.

    Examples
    --------
    >>> seed_of(7)
    7
    """
    if rng is None:
        warnings.warn(
            "SocialModel without rng always has the seed 1: every run of it is the same. Give rng=1, or sweep rng in "
            "mesa.batch_run (among its parameters before Mesa 3.5, as its argument rng since).",
            stacklevel=3,
        )
        return 1
    if isinstance(rng, bool) or not isinstance(rng, int | np.integer) or rng < 0:
        message = say("rng={rng!r} is no seed. Valid: whole numbers from 0.", rng=rng)
        raise ConfigError(message)
    return int(rng)


def refuse_names(scenario: object, parameters: object) -> None:
    """Refuse the name of a scenario, and numbers by id, where the loaded scenario and registry belong."""
    if scenario is not None and not hasattr(scenario, "measures"):
        message = say(
            "scenario={scenario!r} is no loaded scenario. Valid: simsocial.load_scenario({scenario!r}).",
            scenario=scenario,
        )
        raise ConfigError(message)
    if parameters is not None and not isinstance(parameters, Parameters):
        message = say(
            "parameters={parameters!r} is no registry. Valid: Parameters.load(), or "
            "simsocial.SocialModel, which takes a mapping of ids to numbers.",
            parameters=parameters,
        )
        raise ConfigError(message)


def region_of(region: Region | str | Path | Mapping[str, Any], parameters: Parameters) -> Region:
    """Return a region, read if it is not yet; what a registry's models read again is one region while its tables last.

    What follows from values and a region is made once for each region, and kept as long as the registry lives.
    """
    if isinstance(region, Region):
        return region
    read = load_region(region)
    told = (read.title, read.defaults_used, read.warnings)
    return parameters.once((Region, read.data_hash, repr(told)), lambda: read)


def complete_registry(parameters: Parameters | None, catalogue: Catalogue) -> Parameters:
    """Return the registry, the package's own if none is given, with the numbers of the service kinds."""
    own = Parameters.load() if parameters is None else parameters
    missing = [one for one in catalogue.parameters() if one.id not in own]
    return (own.register(*missing) if missing else own).complete()


def horizon_of(region: Region, start: str | None, end: str, spin_up: int) -> Horizon:
    """Return the months of a run; without `start` its horizon begins after `spin_up` months.

    Raises
    ------
    ConfigError
        If the horizon begins before the region's first month, ends before it begins, or ends too late.
    """
    first = region.first_month
    horizon = Horizon(first, first + spin_up if start is None else month_index(start), month_index(end))
    if not first <= horizon.start <= horizon.end:
        message = say(
            "Horizon {start} to {end} does not follow the region's base date: its first "
            "month is {first_month}.",
            start=month_label(horizon.start),
            end=end,
            first_month=month_label(first),
        )
        raise ConfigError(message)
    if horizon.end > LAST_MONTH:
        message = say(
            "Horizon end {end} is too late. Valid: months up to {month_label}.",
            end=end,
            month_label=month_label(LAST_MONTH),
        )
        raise ConfigError(message)
    return horizon


def plan_of(
    measures: Iterable[Any],
    parameters: Parameters,
    catalogue: Catalogue,
    horizon: Horizon,
    laws: LegalCalendar,
) -> Plan:
    """Return what every value is in each month of a run, with what laws change of it, and measures in the horizon.

    Parameters
    ----------
    measures : iterable of Measure
        Those of the scenario; who begins after the horizon changes nothing.
    parameters, catalogue : Parameters, Catalogue
        Registry and service kinds of the run.
    horizon : Horizon
        Its months.
    laws : LegalCalendar
        Under the switches of the scenario.

    Raises
    ------
    ParameterError
        If a change does not fit its value, changes nothing, or contradicts another.
    """
    modifiers = [
        replace(one, not_before=horizon.start)
        for measure in measures
        for one in measure.modifiers(parameters, catalogue)
        if one.start <= horizon.end
    ]
    law = laws.modifiers(parameters, *horizon)
    return Plan.of(parameters, horizon.first, horizon.end, modifiers, law=law)
