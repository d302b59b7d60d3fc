"""Sites and providers: hundreds of agents with readable rules, kept beside arrays that kernels read.

Agents (:mod:`simsocial.services.agents`) look into the arrays of their :class:`SiteNetwork`; measures and
users talk to agents, kernels to arrays, and both see the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import mesa
import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import say
from simsocial.core.random import stream_id
from simsocial.indicators.axes import OWNERSHIPS
from simsocial.region import Region
from simsocial.services.agents import Provider, Site
from simsocial.services.catalogue import Catalogue
from simsocial.services.displacement import move_cases
from simsocial.services.districts import stated_districts, with_districts
from simsocial.services.ledger import ProviderLedger
from simsocial.services.nearby import Nearby, find_nearby
from simsocial.services.network_arrays import NetworkArrays
from simsocial.services.running import Running
from simsocial.services.served_now import Families, families_of, served_by_site
from simsocial.services.sizes import Sizes
from simsocial.services.travel_minutes import Minutes, TravelMinutes

__all__ = ["SiteNetwork"]

Integers = npt.NDArray[np.int64]


class SiteNetwork:
    """All sites and providers of a model; iterating gives the sites.

    Parameters
    ----------
    model : mesa.Model
        Owner of the agents.
    region : Region
        Sites, providers and travel minutes.
    catalogue : Catalogue
        Service kinds; sites of kinds that no service uses are left out.
    travel : TravelMinutes
        Travel minutes by month.
    seed : int
        Of the replicate.

    Attributes
    ----------
    travel : TravelMinutes
        The same.
    arrays : NetworkArrays
        Numbers of all sites.
    version : int
        Another one after each change.
    sizes : Sizes
        Changes the licensed places of sites.
    running : Running
        Changes what sites run on.
    """

    def __init__(
        self, model: mesa.Model, region: Region, catalogue: Catalogue, travel: TravelMinutes, seed: int
    ) -> None:
        self.travel = travel
        self._model, self._region, self._catalogue = model, region, catalogue
        self._places = {name: code for code, name in enumerate(region.places["place"])}
        self._agents: list[Site] = []
        self._by_id: dict[str, Site] = {}
        self._provider: list[int] = []
        self.version, self.sizes, self.running = 0, Sizes(self, seed), Running(self, model, catalogue)
        self.providers: dict[str, Provider] = {}
        for row in region.providers.to_dict("records"):
            identifier = str(row["provider"])
            code, name, ownership = len(self.providers), str(row["name"]), str(row["ownership"])
            self.providers[identifier] = Provider(model, self, code, identifier, name, ownership)
        self.ledger = ProviderLedger.empty(len(self.providers))
        self._nearby: dict[tuple[str, int], Nearby] = {}
        self._then: dict[tuple[str, int], tuple[bytes, Minutes]] = {}
        self._codes: dict[str, Integers] = {}
        used = region.sites[region.sites["kind"].isin(catalogue.site_kinds)]
        self.arrays = NetworkArrays.of_table(used, catalogue.members, region.first_month)
        for site, kind, provider in zip(used["site"], used["kind"], used["provider"], strict=True):
            self._add_agent(str(site), str(kind), str(provider))
        codes = {name: site.code for name, site in self._by_id.items()}
        kinds = {name: site.kind for name, site in self._by_id.items()}
        self._districts = stated_districts(region.districts, codes, kinds, catalogue)

    def __iter__(self) -> Iterator[Site]:
        """Iterate over all sites, closed ones included."""
        return iter(self._agents)

    def __len__(self) -> int:
        """Return the number of sites, closed ones included."""
        return len(self._agents)

    def __getitem__(self, site_id: str) -> Site:
        """Return a site by its id or say which are valid."""
        if site_id not in self._by_id:
            message = say(
                "Unknown site '{site_id}'. {valid}", site_id=site_id, valid=nearest(site_id, self._by_id)
            )
            raise ScenarioError(message)
        return self._by_id[site_id]

    def __contains__(self, site_id: object) -> bool:
        """Whether a site exists."""
        return site_id in self._by_id

    def resume(
        self,
        site_ids: Sequence[tuple[str, str, str]],
        arrays: NetworkArrays,
        ledger: ProviderLedger,
    ) -> None:
        """Go on with the sites of a snapshot; ids, kinds and providers tell which ones measures had opened."""
        for site_id, kind, provider_id in site_ids[len(self) :]:
            self._append(site_id, kind, 0, provider_id, 0)
        self.arrays = arrays
        self.ledger = ledger
        self.version += 1

    def codes(self, site_kind: str) -> Integers:
        """Return the codes of all sites of a kind."""
        if site_kind not in self._codes:
            found = [site.code for site in self._agents if site.kind == site_kind]
            self._codes[site_kind] = np.array(found, dtype=np.int64)
        return self._codes[site_kind]

    def team(self, site_kind: str) -> tuple[str, ...]:
        """Return the qualifications that sites of a kind employ, with empty names up to the length of the longest."""
        return self._catalogue.teams[site_kind]

    @property
    def provider_codes(self) -> Integers:
        """Return the code of every site's provider."""
        return np.array(self._provider, dtype=np.int64)

    @property
    def ownerships(self) -> Integers:
        """Return the code of every provider's ownership (:data:`simsocial.indicators.axes.OWNERSHIPS`)."""
        found = [OWNERSHIPS.index(provider.ownership) for provider in self.providers.values()]
        return np.array(found, dtype=np.int64)

    def is_open(self, month: int) -> npt.NDArray[np.bool_]:
        """Return for every site whether it is open in a month."""
        return (self.arrays.opened <= month) & (month < self.arrays.closes)

    def open(
        self,
        site_id: str,
        kind: str,
        place_id: str,
        provider_id: str,
        licensed_places: int,
        staff_fte: float | None,
        month: int,
    ) -> Site:
        """Open a new site from a month on; opening it again changes nothing.

        `staff_fte` is hired at once, as far as people of its qualifications look for work; without it the site
        starts without staff and hires as its kind requires. Where posts are planned, so many are.

        Raises
        ------
        ScenarioError
            If kind, place or provider is unknown.
        """
        if site_id in self._by_id:
            return self._by_id[site_id]
        for name, value, valid in (
            ("kind", kind, self._catalogue.site_kinds),
            ("place", place_id, self._places),
            ("provider", provider_id, self.providers),
        ):
            if value not in valid:
                message = say(
                    "site '{site_id}': unknown {name} '{value}'. {valid}",
                    site_id=site_id,
                    name=name,
                    value=value,
                    valid=nearest(value, valid),
                )
                raise ScenarioError(message)
        site = self._append(site_id, kind, self._places[place_id], provider_id, licensed_places)
        self.arrays.opened[-1] = self.arrays.new_since[-1] = month
        self.version += 1
        if staff_fte is not None:
            milli = round(1000 * staff_fte)
            if self._catalogue.house(kind).capacity == "posts":
                self.arrays.planned_milli[-1] = milli
            self.arrays.staff_milli[-1] = self._model.services.hire(site.code, milli, month)
        return site

    def note_opened(self, served: Integers) -> None:
        """Note which new sites serve somebody; their staff belongs to that of their employer from then on."""
        now = self.arrays.unopened & (served > 0)
        if now.any():
            self.arrays.unopened[now] = False
            self.version += 1

    def close(self, site_id: str, month: int) -> None:
        """Close a site: it serves nobody from the month on, and its staff goes on elsewhere."""
        site = self[site_id]
        self.version += 1
        self.arrays.closes[site.code] = min(int(self.arrays.closes[site.code]), month)
        self._nearby.clear()

    def move_served(self, site_ids: Sequence[str], to: str, month: int) -> None:
        """Move those served by sites that will close, and the staff, to another site.

        All cases move together, in the order of their keyed rank until the other site is full; who finds
        no room there waits as displaced once the old site closes. The old places are not new ones at the other site.
        """
        old, new = [self[site_id].code for site_id in site_ids], self[to].code
        staff = self.arrays.staff_milli
        capacity = int(self._model.services.tables(month).capacity[new])
        model = self._model
        place, residential = int(self.arrays.place[new]), self._catalogue.residential
        moves = model.counts.moves(model.place_area, model.cell)
        move_cases(model.state, old, new, capacity, place, residential, moves)
        # -1: not known before the first allocation, which staffs the site for all its cases.
        if staff[new, 0] >= 0:
            staff[new] += np.maximum(staff[old], 0).sum(axis=0)
        staff[old] = 0
        self.running.move(old, new)
        self.arrays.successor[old] = new
        arrays = self.arrays
        known = (arrays.licensed_places + arrays.cut_places - arrays.new_places)[old].sum()
        arrays.new_places[new] -= known

    def cases(self, site_kind: str, month: int) -> list[tuple[int, int]]:
        """Return the area code of each open site of a kind, and how many people it serves now, all kinds together."""
        served = served_by_site(self._model.state, len(self))
        codes = self.codes(site_kind)
        return [
            (int(self._region.place_area[self.arrays.place[code]]), int(served[code]))
            for code in codes[self.is_open(month)[codes]]
        ]

    def families(self, kinds: Sequence[int]) -> Families:
        """Return those whom sites serve now in kinds of service (codes), with what their households have."""
        return families_of(self._model.state, kinds, self._region.place_area)

    def nearby(self, site_kind: str, maximum_minutes: float, month: int) -> Nearby:
        """Return the open sites of a kind near each place.

        Parameters
        ----------
        site_kind : str
            Kind of site.
        maximum_minutes : float
            Farther sites do not count.
        month : int
            Absolute month.
        """
        key = (site_kind, int(maximum_minutes))
        codes = self.codes(site_kind)
        codes = codes[self.is_open(month)[codes]]
        kept, minutes, by_car = self._nearby.get(key), self.travel.at(month), self._region.minutes
        then = self._then.get(key)
        if kept is not None and then is not None and then[0] == codes.tobytes() and then[1] is minutes:
            return kept
        place = self.arrays.place[codes]
        found = find_nearby(minutes[:, place], codes, maximum_minutes)
        if minutes is not by_car:
            # No bus moves the border of a district.
            found = found._replace(own=find_nearby(by_car[:, place], codes, maximum_minutes).own)
        if site_kind in self._districts:
            rows = self._districts[site_kind]
            found = with_districts(found, rows, self.arrays.successor, self.is_open(month))
        self._nearby[key] = found
        self._then[key] = codes.tobytes(), minutes
        return found

    def _append(self, site_id: str, kind: str, place: int, provider_id: str, places: int) -> Site:
        """Add a site without staff to arrays and agents."""
        self.arrays = self.arrays.with_site(stream_id(site_id), place, places)
        return self._add_agent(site_id, kind, provider_id)

    def _add_agent(self, site_id: str, kind: str, provider_id: str) -> Site:
        """Add the agent of a site whose numbers stand in the arrays."""
        self.version += 1
        site = Site(self._model, self, len(self._agents), site_id, kind, provider_id)
        self._agents.append(site)
        self._by_id[site_id] = site
        self._provider.append(list(self.providers).index(provider_id))
        for kept in (self._codes, self._nearby, self._then):
            kept.clear()
        return site
