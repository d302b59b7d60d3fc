"""What a measure may do to a model: the narrow interface between measures and engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from simsocial.parameters.plan import Plan
from simsocial.parameters.registry import Parameters
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.served_now import Families

__all__ = [
    "DwellingsApi",
    "FinanceApi",
    "ModelApi",
    "PlanApi",
    "RunningApi",
    "SiteApi",
    "SitesApi",
    "SizesApi",
]


class SiteApi(Protocol):
    """A site."""

    @property
    def licensed_places(self) -> int:
        """Places in service."""

    def is_open(self, month: int) -> bool:
        """Whether the site serves in a month."""


class SizesApi(Protocol):
    """How large sites are."""

    def set(self, site_id: str, licensed_places: int, month: int, *, in_all: bool = False) -> None:
        """Set the licensed places of a site; its provider's own come on top, unless it is `in_all`."""

    def change(self, site_id: str, more: int, month: int) -> None:
        """Give a site so many places more than it has, or with a minus fewer."""

    def cut(self, fewer: Mapping[str, int]) -> None:
        """Take so many of the licensed places from sites."""

    def end_cut(self, site_ids: Sequence[str]) -> None:
        """Give sites back what a cut took."""

    def rooms_reused(self, site_id: str, month: int) -> None:
        """Let none of the rooms stand empty that a site gave up this month: another service uses them."""


class RunningApi(Protocol):
    """What sites run on."""

    def add_posts(self, site_id: str, fte: float) -> None:
        """Add planned posts to a site, in FTE; with a minus, take them away."""

    def keep(self, site_ids: Sequence[str], factor: float, month: int) -> None:
        """Keep a part of what is left of sites' posts and running cost, or with a factor above 1 give it back."""


class SitesApi(Protocol):
    """Sites of all kinds."""

    def open(
        self,
        site_id: str,
        kind: str,
        place_id: str,
        provider_id: str,
        licensed_places: int,
        staff_fte: float | None,
        month: int,
    ) -> None:
        """Open a site; without `staff_fte` it is staffed as its kind requires."""

    def close(self, site_id: str, month: int) -> None:
        """Close a site; whoever it still serves loses the place and is first in line for another one."""

    @property
    def sizes(self) -> SizesApi:
        """How large they are."""

    @property
    def running(self) -> RunningApi:
        """What they run on."""

    def __getitem__(self, site_id: str) -> SiteApi:
        """Return a site."""

    def cases(self, site_kind: str, month: int) -> list[tuple[int, int]]:
        """Return the area code of each open site of a kind, and how many people it serves now."""

    def families(self, kinds: Sequence[int]) -> Families:
        """Return those whom sites serve now in kinds of service (codes), with what their households have."""

    def move_served(self, site_ids: Sequence[str], to: str, month: int) -> None:
        """Move those served by sites that will close, and the staff, to another site while it has room."""


class DwellingsApi(Protocol):
    """Dwellings by place."""

    def add(self, place_id: str, n: int) -> None:
        """Add dwellings to a place."""


class FinanceApi(Protocol):
    """Ledger of all payers."""

    def book(
        self, payer: str, service_kind: str, area_code: int, amount_eur: float, budget: str = "operating"
    ) -> None:
        """Book an amount in EUR; budget is ``operating`` or ``capital``."""


class PlanApi(Protocol):
    """What a measure costs is worked out from: it is known before a model is built."""

    @property
    def region(self) -> Region:
        """The region as loaded."""

    @property
    def catalogue(self) -> Catalogue:
        """The service kinds of the run."""

    @property
    def parameters(self) -> Parameters:
        """The registry of the run."""

    @property
    def plan(self) -> Plan:
        """The registry with what measures change, by month."""


class ModelApi(PlanApi, Protocol):
    """The part of the model that measures see."""

    @property
    def sites(self) -> SitesApi:
        """Sites of all kinds."""

    @property
    def dwellings(self) -> DwellingsApi:
        """Dwellings by place."""

    @property
    def finance(self) -> FinanceApi:
        """Ledger of all payers."""
