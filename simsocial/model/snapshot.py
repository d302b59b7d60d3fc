"""A snapshot: everything that lasts from month to month, shared by all options of a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import month_label
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.core.state import State
from simsocial.model.recorder import Recorded
from simsocial.model.triggers import Waiting
from simsocial.services.instalments import Instalment
from simsocial.services.ledger import ProviderLedger
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.staff import StaffMarket

if TYPE_CHECKING:
    from simsocial.model.world import World

__all__ = ["Snapshot", "restore", "take_snapshot"]


@dataclass(frozen=True)
class Snapshot:
    """State, sites, providers, staff and dwellings at the begin of a month.

    Attributes
    ----------
    month : int
        First absolute month to be simulated from here.
    seed : int
        Seed of the replicate.
    data_hash : str
        Hash of the region's tables.
    names : tuple of str
        Ids of the service kinds and of the qualifications, in the order of their codes.
    site_ids : tuple of (str, str, str)
        Id, kind and provider of every site in the order of `sites`, those that measures opened included.
    ledger : ProviderLedger
        What each provider's sites cost so far, who paid it, and its reserve.
    annuities : tuple of Instalment
        What past investments cost each month.
    remains : tuple of Instalment
        What places that closed still cost each month.
    started : bool
        Whether sites have been staffed; not yet in a snapshot of the base population.
    usual_minutes : ndarray (places, kinds) or None
        Minutes to the nearest site in the month before the horizon; None before its first month.
    population_before : dict of int to ndarray (areas, 2, 101)
        People at the base date and at the year ends since, by absolute month.
    recorded : Recorded
        What was counted of the horizon so far.
    waiting : dict of str to Waiting
        Where measures with a trigger stand, by name.
    """

    month: int
    seed: int
    data_hash: str
    names: tuple[str, ...]
    state: State
    site_ids: tuple[tuple[str, str, str], ...]
    sites: NetworkArrays
    ledger: ProviderLedger
    annuities: tuple[Instalment, ...]
    remains: tuple[Instalment, ...]
    market: StaffMarket
    started: bool
    usual_minutes: npt.NDArray[np.float64] | None
    dwellings: npt.NDArray[np.int64]
    unfilled: npt.NDArray[np.int64]
    population_before: dict[int, npt.NDArray[np.int64]]
    recorded: Recorded
    waiting: dict[str, Waiting]


def take_snapshot(model: World) -> Snapshot:
    """Copy what lasts of a model; the model may go on."""
    services = model.services
    return Snapshot(
        model.next_month,
        model.seed,
        model.region.data_hash,
        _names_of(model),
        model.state.copy(),
        tuple((site.site_id, site.kind, site.provider_id) for site in services.sites),
        services.sites.arrays.copy(),
        services.sites.ledger.copy(),
        tuple(services.finance.annuities.open),
        tuple(services.sticky_cost.remains.open),
        services.market.copy(),
        services.started,
        services.usual_minutes,
        model.housing.stock.copy(),
        model.housing.unfilled.copy(),
        dict(model.population_before),
        model.recorder.recorded(),
        dict(model.triggers.waiting),
    )


def _names_of(model: World) -> tuple[str, ...]:
    """Return the ids of service kinds and of qualifications, by whose order cases and staff are kept."""
    return (*model.catalogue.ids, *model.catalogue.qualifications)


def restore(model: World, snapshot: Snapshot) -> None:
    """Let a fresh model go on from a snapshot.

    Raises
    ------
    ConfigError
        If the snapshot is of another seed or region, or of a time after the model's first month without having
        counted from that month on.
    """
    if snapshot.seed != model.seed:
        message = say(
            "The snapshot is of seed {seed} and cannot go on with seed {model_seed}.",
            seed=snapshot.seed,
            model_seed=model.seed,
        )
        raise ConfigError(message)
    if snapshot.data_hash != model.region.data_hash:
        message = say("The snapshot is of other tables than those of region '{id}' now.", id=model.region.id)
        raise ConfigError(message)
    if snapshot.names != _names_of(model):
        message = say(
            "The snapshot is of service kinds and qualifications {names} and cannot go on with "
            "{names_of}: cases and staff are kept by their order.",
            names=snapshot.names,
            names_of=_names_of(model),
        )
        raise ConfigError(message)
    goes_on = snapshot.recorded.start == model.start_month
    if model.start_month < snapshot.month and not goes_on:
        message = say(
            "The snapshot goes on from {next_month}; a horizon from {start} needs an "
            "earlier one. Valid: {next_month} or later.",
            next_month=month_label(snapshot.month),
            start=month_label(model.start_month),
        )
        raise ConfigError(message)
    model.state = snapshot.state.copy()
    model.services.sites.resume(snapshot.site_ids, snapshot.sites.copy(), snapshot.ledger.copy())
    model.finance.annuities.resume(snapshot.annuities)
    model.services.sticky_cost.remains.resume(snapshot.remains)
    model.services.resume(snapshot.market.copy(), snapshot.started, snapshot.usual_minutes)
    model.housing.stock = snapshot.dwellings.copy()
    model.housing.unfilled = snapshot.unfilled.copy()
    model.population_before = dict(snapshot.population_before)
    model.next_month = snapshot.month
    model.month = snapshot.month - 1
    model.served_before = model.served_by_site()
    if goes_on:
        model.recorder.resume(snapshot.recorded)
