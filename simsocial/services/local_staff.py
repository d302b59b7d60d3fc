"""The staff that sites need otherwise than others of their kind: by what a measure changes there alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from simsocial.parameters.by_month import Number
from simsocial.parameters.plan import Plan
from simsocial.region import Region
from simsocial.services.at_sites import AtSites, PlannedSite
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import ServiceKind
from simsocial.services.network import SiteNetwork
from simsocial.services.site_tables import SiteTables

__all__ = ["LocalStaff"]

Integers = npt.NDArray[np.int64]


class LocalStaff:
    """Staff per case and per site where they differ.

    Parameters
    ----------
    plan : Plan
        Values by month, with what a measure changes somewhere.
    catalogue, region : Catalogue, Region
        Kinds, places and areas.
    """

    def __init__(self, plan: Plan, catalogue: Catalogue, region: Region) -> None:
        local = {one.id for one in plan.modifiers if one.where}
        houses = [catalogue.house(name) for name in catalogue.site_kinds]
        self._per_case = _changed(catalogue, tuple(catalogue), "fte_per_case", local)
        self._fixed = _changed(catalogue, houses, "fte_fixed_per_site", local)
        names = (*self._per_case.values(), *self._fixed.values())
        self._at_sites = AtSites(plan, region, lambda here, _: {name: here.number(name) for name in names})

    def prepare(self, network: SiteNetwork, planned: Iterable[PlannedSite] = ()) -> None:
        """Work out what holds at all sites that are there, or are planned."""
        if self._per_case or self._fixed:
            self._at_sites.prepare(network, planned)

    def applied(self, tables: SiteTables, network: SiteNetwork, month: int) -> SiteTables:
        """Return the tables of a month with what single sites need."""
        if not self._per_case and not self._fixed:
            return tables
        own = [self._at_sites.of(site) for site in network]
        need, fixed = tables.need_micro.copy(), tables.fixed_milli.copy()
        for (kind, member), name in self._per_case.items():
            need[kind, :, member] = _parts([one[name] for one in own], month, 1e6)
        for (house, member), name in self._fixed.items():
            at_house = tables.is_open & (tables.kind_code == house)
            fixed[at_house, member] = _parts([one[name] for one in own], month, 1e3)[at_house]
        return replace(tables, need_micro=need, fixed_milli=fixed)


def _changed(
    catalogue: Catalogue, kinds: Sequence[ServiceKind], what: str, local: set[str]
) -> dict[tuple[int, int], str]:
    """Return by code of a kind and member of its team the ids of those numbers that differ somewhere."""
    ids = {
        (code, catalogue.teams[kind.site_kind].index(name)): kind.parameter_id(f"{path}.{what}")
        for code, kind in enumerate(kinds)
        if kind.staff is not None
        for name, path in kind.staff.paths.items()
    }
    return {cell: one for cell, one in ids.items() if one in local}


def _parts(numbers: list[Number], month: int, of_fte: float) -> Integers:
    """Return FTE by site as whole parts, so many of an FTE."""
    return np.rint([of_fte * number.at(month) for number in numbers]).astype(np.int64)
