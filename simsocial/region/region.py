"""What a region is once its tables are complete, and the people that are synthesised from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.parameters import Parameters
from simsocial.region.borders import Ring
from simsocial.region.reception import without_guests
from simsocial.region.travel import TravelRule, assumed_travel

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Region", "SyntheticPopulation"]


@dataclass(frozen=True, eq=False)
class Region:
    """A region at its reference date: areas, places, people by age, sites and travel times.

    Attributes
    ----------
    id : str
        Short name, part of every person's key; two regions of one name share their dice.
    title : dict
        Name by language (``de``, ``en``).
    ags : str or None
        Official key of the region, a string with leading zeros.
    reference_date : date
        Day the population counts; always the last day of a month.
    first_month : int
        First simulated absolute month, the one after the reference date.
    areas : DataFrame
        ``area, name, ags``, sorted by area; row number = area code.
    places : DataFrame
        ``place, name, area, inhabitants, x_km, y_km, dwellings, centrality``; row number = place code.
    place_area : ndarray of int16
        Area code of each place.
    population : ndarray of int32, shape (areas, 2, 101)
        Persons by area, sex (male, female) and completed years, the last group open.
    minutes : ndarray of int16, shape (places, places)
        Travel minutes by car from place to place.
    edges : DataFrame
        ``start, end, minutes`` (place codes): the network the travel times come from.
    sites : DataFrame
        ``site, name, kind, place, provider, licensed_places, staff_fte, opened, closes``; place is a code,
        opened and closes are absolute months (closes -1: no end known), staff_fte may be missing
        (NaN): then the engine staffs the site as its kind requires.
    providers : DataFrame
        ``provider, name, ownership``.
    districts : DataFrame or None
        ``place, site`` (place code, site's id): to which sites the people of a place belong, of kinds that have
        districts. None, and places without a row: the nearest site.
    place_population : ndarray or None
        Persons by place, sex and completed years where the region counts people by place; each place is
        then met exactly.
    households : DataFrame or None
        ``size, households`` of the region's own figures, or None for the Land's by age structure.
    defaults_used : tuple of dict
        One sentence (``de``, ``en``) for each table that was not given but derived.
    warnings : tuple of str
        What in its own tables is possible but unlikely by its magnitude.
    data_hash : str
        Hash of everything above that a result depends on, and of the packaged tables that people are made with.
    guests : ndarray of int32, shape (2, 101), or None
        Persons of the population who live in a reception centre (:mod:`.reception`), None without one.
    guest_place : int
        Place code of the reception centre.
    scope : str
        ``kreis`` or ``land``: which border migration crosses.
    travel_rule : TravelRule or None
        What the travel times are assumed by; None if the region brought its own.
    disadvantage : ndarray of float64 or None
        Index of social disadvantage of each place (:mod:`.disadvantage`), None where all are alike.
    borders : dict
        Rings of each area for maps (:mod:`.borders`); empty where the region has none.
    """

    id: str
    title: dict[str, str]
    ags: str | None
    reference_date: date
    first_month: int
    areas: pd.DataFrame
    places: pd.DataFrame
    place_area: npt.NDArray[np.int16]
    population: npt.NDArray[np.int32]
    minutes: npt.NDArray[np.int16]
    edges: pd.DataFrame
    sites: pd.DataFrame
    providers: pd.DataFrame
    districts: pd.DataFrame | None = None
    place_population: npt.NDArray[np.int32] | None = None
    households: pd.DataFrame | None = None
    defaults_used: tuple[dict[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    data_hash: str = ""
    guests: npt.NDArray[np.int32] | None = None
    guest_place: int = -1
    scope: str = "kreis"
    travel_rule: TravelRule | None = None
    disadvantage: npt.NDArray[np.float64] | None = None
    borders: Mapping[str, tuple[Ring, ...]] = field(default_factory=dict)

    @property
    def inhabitants(self) -> int:
        """All persons at the reference date."""
        return int(self.population.sum())

    @property
    def residents(self) -> npt.NDArray[np.int32]:
        """Population by area, sex and completed years without guests of a reception centre."""
        return without_guests(self.population, self.guests, self.place_area[self.guest_place])

    def people_of_places(self, first_age: int, last_age: int) -> npt.NDArray[np.float64]:
        """Return the persons of an age span by place; where areas are counted, a part of theirs by inhabitants."""
        ages = slice(first_age, last_age + 1)
        if self.place_population is not None:
            return np.asarray(self.place_population[:, :, ages].sum(axis=(1, 2)), dtype=np.float64)
        weights = self.places["inhabitants"].to_numpy(np.float64)
        of_area = np.maximum(np.bincount(self.place_area, weights, minlength=len(self.areas)), 1.0)
        people: npt.NDArray[np.float64] = self.population[:, :, ages].sum(axis=(1, 2))[self.place_area] * (
            weights / of_area[self.place_area]
        )
        return people

    def places_of_sites(self, kind: str) -> npt.NDArray[np.int64]:
        """Return the place code of each site of a kind that is open in the first month, by the region's own table."""
        opened, closes = (self.sites[name].to_numpy(np.int64) for name in ("opened", "closes"))
        is_open = (opened <= self.first_month) & ((closes < 0) | (self.first_month < closes))
        chosen = self.sites.loc[is_open & (self.sites["kind"] == kind).to_numpy(), "place"]
        return np.asarray(chosen, dtype=np.int64)

    @cached_property
    def kreis_of_area(self) -> npt.NDArray[np.int64]:
        """Number of the Kreis of each area: the first five digits of its AGS; one Kreis without."""
        numbers: npt.NDArray[np.int64] = np.unique(
            self.areas["ags"].fillna("").astype(str).str[:5], return_inverse=True
        )[1]
        return numbers

    @cached_property
    def graph(self) -> nx.Graph[str]:
        """Places and the roads between neighbours, each with ``minutes``."""
        import networkx as nx

        graph: nx.Graph[str] = nx.Graph()
        names = self.places["place"].tolist()
        columns = (self.places[name].tolist() for name in ("area", "x_km", "y_km"))
        for code, (area, x_km, y_km) in enumerate(zip(*columns, strict=True)):
            graph.add_node(names[code], code=code, area=area, x_km=x_km, y_km=y_km)
        for start, end, minutes in self.edges.itertuples(index=False, name=None):
            graph.add_edge(names[start], names[end], minutes=float(minutes))
        return graph

    def with_travel_of(self, parameters: Parameters) -> Region:
        """Return the region with the travel times of a draw or override; its own table stays as it is."""
        rule = TravelRule.of(parameters)
        return self if self.travel_rule in (None, rule) else _with_travel(self, rule)


@lru_cache(maxsize=2)
def _with_travel(region: Region, rule: TravelRule) -> Region:
    """Return a region with the assumed travel times of a rule: all options of a draw share them."""
    edges, minutes = assumed_travel(region.places, rule)
    minutes.flags.writeable = False
    return replace(region, edges=edges, minutes=minutes, travel_rule=rule)


@dataclass(frozen=True, eq=False)
class SyntheticPopulation:
    """Persons and households of a region at its reference date, as columns.

    Persons of one household are neighbours in the columns, its adults before its children; households
    are ordered by place.

    Attributes
    ----------
    key : ndarray of uint64
        Identity of each person.
    cohort : ndarray of uint16
        Birth month and sex (:func:`simsocial.core.calendar.cohort_of`).
    place, household : ndarray
        Codes of the place and the household.
    partner : ndarray of int32
        Row of the partner in the same household, -1 without.
    role : ndarray of uint8
        0 adult, 1 child of the household (of any age), 2 resident of an institution, 3 guest of a reception centre.
    household_key, household_place, household_form : ndarray
        Identity, place and form (0 private, 1 institution) of each household.
    """

    key: npt.NDArray[np.uint64]
    cohort: npt.NDArray[np.uint16]
    place: npt.NDArray[np.int16]
    household: npt.NDArray[np.int32]
    partner: npt.NDArray[np.int32]
    role: npt.NDArray[np.uint8]
    household_key: npt.NDArray[np.uint64]
    household_place: npt.NDArray[np.int16]
    household_form: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        """Return the number of persons."""
        return len(self.key)
