"""From settings to what a model needs: region, service kinds, parameters, scenario."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simsocial.core.calendar import LAST_MONTH, month_index, month_label
from simsocial.core.errors import ConfigError, ParameterError
from simsocial.core.language import say
from simsocial.experiment.ranks import at_ranks
from simsocial.indicators.known import indicators
from simsocial.measures import Measure
from simsocial.measures.checks import check_laws
from simsocial.model.arguments import Horizon, plan_of
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.region import Region, SyntheticPopulation, load_region, synthesise
from simsocial.scenario import Scenario
from simsocial.services.catalogue import Catalogue, load_catalogue
from simsocial.shapes.future import read_future
from simsocial.shapes.legal_calendar import LegalCalendar, load_legal_calendar

__all__ = ["Setup", "check_base_date", "data_hash", "prepare_region", "setup_of"]

_LONGEST_SPIN_UP = 60
"""Months; from an older base date a run is rather a hindcast, which begins at once."""
_KEPT = 8
"""Setups that a process keeps; an experiment of more scenarios makes the others again for each run."""
_prepared: dict[tuple[str, str], Setup] = {}
_common: dict[str, tuple[Catalogue, Parameters]] = {}
_catalogue: dict[str, Catalogue] = {}


@dataclass(frozen=True)
class Setup:
    """Everything a model of one scenario is built from.

    Attributes
    ----------
    parameters : Parameters
        With those of services and scenario; their ``known_until`` is the one that holds, set or that of a
        hindcast.
    start, end : int
        First and last absolute month of the horizon.
    disabled : tuple of str
        Processes that are switched off.
    laws : LegalCalendar
        Under the switches of the scenario.
    synthesised : dict of int to SyntheticPopulation
        The people last asked for, by seed of the synthesis; the same under all draws.
    """

    region: Region
    catalogue: Catalogue
    parameters: Parameters
    scenario: Scenario
    start: int
    end: int
    disabled: tuple[str, ...]
    laws: LegalCalendar
    synthesised: dict[int, SyntheticPopulation] = field(default_factory=dict, compare=False, repr=False)

    @property
    def plan(self) -> Plan:
        """What every value is in each month, with what laws and the scenario's measures change of it.

        Measures that wait for a trigger stand in the earliest month in which they can begin.
        """
        horizon = Horizon(self.region.first_month, self.start, self.end)
        return plan_of(self.measures_at_earliest, self.parameters, self.catalogue, horizon, self.laws)

    @property
    def plan_of_dates(self) -> Plan:
        """The plan without measures that wait for a trigger."""
        measures = [one for one in self.scenario.measures.values() if one.trigger is None]
        horizon = Horizon(self.region.first_month, self.start, self.end)
        return plan_of(measures, self.parameters, self.catalogue, horizon, self.laws)

    @property
    def measures_at_earliest(self) -> list[Measure]:
        """The scenario's measures, those that wait for a trigger as early as it can fire."""
        return [one.at_earliest(self.start) for one in self.scenario.measures.values()]

    def at_draw(self, draw: int | None) -> Setup:
        """Return the same under another draw of the uncertain parameters, None for best values."""
        if draw == self.parameters.draw:
            return self
        return replace(self, parameters=self.parameters.at_draw(draw))

    def people(self, synthesis_seed: int) -> SyntheticPopulation:
        """Return the people that all runs begin with; read once by a process."""
        if synthesis_seed not in self.synthesised:
            self.synthesised.clear()
            self.synthesised[synthesis_seed] = synthesise(self.region, self.parameters, synthesis_seed)
        return self.synthesised[synthesis_seed]


def data_hash(setup: Setup) -> str:
    """Return the hash of all figures a run reads: the region's tables and the parameters."""
    return f"{setup.region.data_hash}-{setup.parameters.data_hash}"


def prepare_region(config: Mapping[str, Any], *, anew: bool = False) -> Region:
    """Load the region of a configuration; kept for the next call with the same settings.

    Parameters
    ----------
    config : mapping
        Resolved settings.
    anew : bool
        Read the tables again: an experiment begins with what they hold now and keeps it to its end.
    """
    if anew:
        _region.cache_clear()
        _common.clear()
        _prepared.clear()
    return _region(json.dumps(config["region"], sort_keys=True))


@functools.lru_cache(maxsize=4)
def _region(spec: str) -> Region:
    return load_region(json.loads(spec))


def _common_of(
    config: Mapping[str, Any], overrides: Mapping[str, float], known_until: int | None
) -> tuple[Catalogue, Parameters]:
    """Return service kinds, and parameters at their best values without those of measures and of switched laws.

    Scenarios of the same settings share both, and all that is made of them for a model; those last asked for are kept.
    """
    services = tuple(config.get(name) for name in ("services", "staff", "payers", "legal_calendar"))
    key = json.dumps([services, sorted(overrides.items()), config["seed"], known_until], default=str)
    if key not in _common:
        catalogue = _catalogue_of(services[0], *services[1:3])
        parameters = Parameters.load(seed=int(config["seed"]), known_until=known_until)
        _common.clear()
        own = (*catalogue.parameters(), *load_legal_calendar(config["legal_calendar"]).parameters())
        _common[key] = catalogue, parameters.register(*own).with_overrides(overrides)
    return _common[key]


def _catalogue_of(*entries: Any) -> Catalogue:
    """Return the catalogue of services, staff and payers; the last one is kept, since most experiments share it."""
    # As Python writes them: JSON would take a year for its text.
    key = repr(entries)
    if key not in _catalogue:
        made = load_catalogue(*entries)
        _catalogue.clear()
        _catalogue[key] = made
    return _catalogue[key]


def check_base_date(region: Region, horizon: Mapping[str, Any]) -> None:
    """Require that a horizon follows the region's base date; ``check`` and every run ask here.

    Raises
    ------
    ConfigError
        If it does not; names the settings that work.
    """
    start, end, spin_up = (
        month_index(horizon["start"]), month_index(horizon["end"]), int(horizon["spin_up"]),
    )  # fmt: skip
    first = region.first_month
    if first + spin_up == start:
        return
    fits = f"horizon.spin_up={start - first}"
    if not 0 <= start - first <= _LONGEST_SPIN_UP:
        # Other years of the same length, straight from the base date.
        last = min(first + end - start, LAST_MONTH)
        fits = f"horizon.spin_up=0 horizon.start={month_label(first)} horizon.end={month_label(last)}"
    message = say(
        "horizon.start={start} with horizon.spin_up={spin_up} needs a base population at the end "
        "of the month before {first_month}, but region '{id}' begins in {begin}. Valid "
        "here: {fits}.",
        start=horizon["start"],
        spin_up=spin_up,
        first_month=month_label(start - spin_up),
        id=region.id,
        begin=month_label(first),
        fits=fits,
    )
    raise ConfigError(message)


def setup_of(scenario_id: str, config: Mapping[str, Any], draw: int | None = None) -> Setup:
    """Return what a model of a scenario is built from, checked against its region; made once by a process.

    Parameters
    ----------
    scenario_id : str
        Name of the scenario.
    config : mapping
        Resolved settings.
    draw : int, optional
        Draw of the uncertain parameters.

    Raises
    ------
    SimsocialError
        If the scenario does not fit the region, or the horizon does not follow its base date.
    """
    key = scenario_id, json.dumps(config, default=str)
    if key not in _prepared:
        made = _prepare(scenario_id, config)
        while len(_prepared) >= _KEPT:
            del _prepared[next(iter(_prepared))]
        _prepared[key] = made
    return _prepared[key].at_draw(draw)


def _prepare(scenario_id: str, config: Mapping[str, Any]) -> Setup:
    """Make the setup of a scenario, with all parameters at their best values."""
    region = prepare_region(config)
    check_base_date(region, config["horizon"])
    scenario = Scenario.from_config(scenario_id, config)
    horizon = config["horizon"]
    start, end = month_index(horizon["start"]), month_index(horizon["end"])
    known = horizon.get("known_until")
    if known is None and start < month_index("2024-01"):
        # A hindcast must not use what was unknown at its base date.
        known = month_label(region.first_month - 1)
    catalogue, common = _common_of(config, scenario.overrides, None if known is None else month_index(known))
    laws, future = load_legal_calendar(config["legal_calendar"]), read_future(config["future"])
    laws = laws.switched(scenario.laws) if future is None else future.calendar(laws, scenario.laws)
    of_laws = (one for one in laws.parameters() if one.id not in common)
    parameters = at_ranks(common.adding(*scenario.parameters(), *of_laws), config.get("ranks") or {})
    check_laws(laws, region)
    counted = indicators(catalogue)
    scenario.validate_against(
        region,
        catalogue,
        first_month=start,
        indicators=[one.id for one in counted],
        yearly=[one.id for one in counted if one.at_key_date],
    )
    disabled = tuple(sorted(name for name, on in config["processes"].items() if not on))
    setup = Setup(region, catalogue, parameters, scenario, start, end, disabled, laws)
    # A change that does not fit its value is refused here, before the first run.
    try:
        _ = setup.plan
    except ParameterError as error:
        message = f"{say('scenario {id}', id=scenario_id)}: {error}"
        raise ParameterError(message) from None
    return setup
