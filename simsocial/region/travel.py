"""Travel minutes by car between places, over a network of neighbouring places.

Own assumption, evidence grade D (no road network is at hand): a road is longer than the straight line;
speed rises with the distance to the next place (30 km/h within a town to 75 km/h on a cross-country
road); every trip takes some minutes more for getting away and parking. The numbers are the parameters
``travel.*``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.parameters import Parameters

__all__ = [
    "TravelRule",
    "assumed_travel",
    "drive_minutes",
    "neighbour_edges",
    "own_matrix",
    "travel_matrix",
]


class TravelRule(NamedTuple):
    """The numbers behind assumed travel times; see the parameters ``travel.*``."""

    detour_factor: float
    speed_ratio: float
    access_minutes: float
    own_place_minutes: float

    @classmethod
    def of(cls, parameters: Parameters) -> TravelRule:
        """Return the rule of a registry."""
        return cls(*(parameters.value(f"travel.{name}") for name in cls._fields))


_SPEED_KM = np.array([0.0, 2.0, 5.0, 15.0, 40.0])
_SPEED_KMH = np.array([30.0, 36.0, 50.0, 65.0, 75.0])
"""Mean speed over the straight-line distance of one leg (grade D)."""

_NEIGHBOURS = 6
_TOWN_NEIGHBOURS = 4
_BLOCK = 512
_FEW_PLACES = 128


def assumed_travel(places: pd.DataFrame, rule: TravelRule) -> tuple[pd.DataFrame, npt.NDArray[np.int16]]:
    """Return the network and matrix of travel times between places with coordinates."""
    edges = neighbour_edges(places["x_km"], places["y_km"], places["centrality"], rule)
    return edges, travel_matrix(edges, len(places), rule)


def drive_minutes(distance_km: npt.ArrayLike, rule: TravelRule) -> npt.NDArray[np.float64]:
    """Return the driving minutes of one leg by its straight-line distance in km."""
    distance = np.asarray(distance_km, dtype=np.float64)
    speed = np.interp(distance, _SPEED_KM, _SPEED_KMH) * rule.speed_ratio
    return np.asarray(distance * rule.detour_factor / speed * 60.0)


def neighbour_edges(
    x_km: npt.ArrayLike, y_km: npt.ArrayLike, centrality: npt.ArrayLike, rule: TravelRule
) -> pd.DataFrame:
    """Return the roads between near neighbours, between near towns, and what keeps all connected.

    Parameters
    ----------
    x_km, y_km : array_like
        Coordinates of the places in kilometres.
    centrality : array_like
        0 village, 1 basic centre, 2 main town; towns are also linked among themselves.
    rule : TravelRule
        Length and speed of the roads.

    Returns
    -------
    DataFrame
        ``start, end, minutes``, each pair once, sorted.
    """
    points = np.column_stack([np.asarray(x_km, dtype=np.float64), np.asarray(y_km, dtype=np.float64)])
    count = len(points)
    pairs = [_nearest_pairs(points, np.arange(count), _NEIGHBOURS)]
    towns = np.flatnonzero(np.asarray(centrality) > 0)
    pairs.append(_nearest_pairs(points, towns, _TOWN_NEIGHBOURS))
    pairs.append(_spanning_pairs(points))
    both = np.sort(np.concatenate(pairs), axis=1)
    unique = np.unique(both[both[:, 0] != both[:, 1]], axis=0)
    length = np.linalg.norm(points[unique[:, 0]] - points[unique[:, 1]], axis=1)
    return pd.DataFrame(
        {"start": unique[:, 0], "end": unique[:, 1], "minutes": drive_minutes(length, rule).round(2)}
    )


def travel_matrix(edges: pd.DataFrame, count: int, rule: TravelRule) -> npt.NDArray[np.int16]:
    """Return travel minutes between all places: the quickest way over the roads, plus access.

    Parameters
    ----------
    edges : DataFrame
        ``start, end, minutes``.
    count : int
        Number of places.
    rule : TravelRule
        Minutes for access and within a place.
    """
    # Whole hundredths of a minute add up exactly, so rounding cannot depend on the order of summing.
    weights = np.maximum(np.rint(100.0 * edges["minutes"].to_numpy(dtype=np.float64)), 1.0)
    start, end = edges["start"].to_numpy(np.int64), edges["end"].to_numpy(np.int64)
    shortest = _few if count <= _FEW_PLACES else _many
    minutes = np.floor(shortest(start, end, weights, count) / 100.0 + rule.access_minutes + 0.5)
    np.fill_diagonal(minutes, np.rint(rule.own_place_minutes))
    return np.asarray(np.minimum(minutes, np.iinfo(np.int16).max).astype(np.int16))


def _few(
    start: npt.NDArray[np.int64], end: npt.NDArray[np.int64], weights: npt.NDArray[np.float64], count: int
) -> npt.NDArray[np.float64]:
    """Return shortest ways by Floyd and Warshall: for a Kreis quicker than importing scipy.sparse."""
    minutes = np.full((count, count), np.inf)
    minutes[start, end] = minutes[end, start] = weights
    np.fill_diagonal(minutes, 0.0)
    for via in range(count):
        np.minimum(minutes, minutes[:, via, None] + minutes[None, via, :], out=minutes)
    return minutes


def _many(
    start: npt.NDArray[np.int64], end: npt.NDArray[np.int64], weights: npt.NDArray[np.float64], count: int
) -> npt.NDArray[np.float64]:
    """Return shortest ways of a large network."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    network = csr_matrix((weights, (start, end)), shape=(count, count))
    return np.asarray(dijkstra(network, directed=False))


def own_matrix(
    table: pd.DataFrame, places: pd.Series[str], rule: TravelRule
) -> tuple[pd.DataFrame, npt.NDArray[np.int16]]:
    """Return the network and matrix of travel times that a region brings.

    Parameters
    ----------
    table : DataFrame
        ``from, to, minutes``; a pair given in one direction holds for both.
    places : Series
        Names of all places, in the order of their codes.
    rule : TravelRule
        Minutes within a place that the table leaves out.
    """
    code = {place: number for number, place in enumerate(places)}
    start, end = table["from"].map(code).to_numpy(np.int64), table["to"].map(code).to_numpy(np.int64)
    minutes = np.full((len(code), len(code)), np.nan)
    minutes[end, start] = table["minutes"].to_numpy(np.float64)
    minutes[start, end] = table["minutes"].to_numpy(np.float64)
    own = np.diagonal(minutes).copy()
    np.fill_diagonal(minutes, np.where(np.isnan(own), rule.own_place_minutes, own))
    low, high = np.minimum(start, end), np.maximum(start, end)
    pairs = np.unique(np.column_stack([low, high])[low != high], axis=0)
    edges = pd.DataFrame(
        {"start": pairs[:, 0], "end": pairs[:, 1], "minutes": minutes[pairs[:, 0], pairs[:, 1]]}
    )
    return edges, np.asarray(np.rint(minutes).astype(np.int16))


def _nearest_pairs(
    points: npt.NDArray[np.float64], members: npt.NDArray[np.int64], neighbours: int
) -> npt.NDArray[np.int64]:
    wanted = min(neighbours, len(members) - 1)
    if wanted < 1:
        return np.empty((0, 2), dtype=np.int64)
    pairs = []
    for block in np.array_split(members, -(-len(members) // _BLOCK)):
        length = np.hypot(*(points[block][:, None, :] - points[members][None, :, :]).transpose(2, 0, 1))
        length[block[:, None] == members[None, :]] = np.inf
        nearest = np.argsort(length, axis=1, kind="stable")[:, :wanted]
        pairs.append(np.column_stack([np.repeat(block, wanted), members[nearest].ravel()]))
    return np.concatenate(pairs)


def _spanning_pairs(points: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return a shortest tree over all places (Prim), so that every place can be reached."""
    count = len(points)
    nearest = np.zeros(count, dtype=np.int64)
    distance = np.full(count, np.inf)
    outside = np.ones(count, dtype=bool)
    pairs = np.zeros((max(count - 1, 0), 2), dtype=np.int64)
    current = 0
    for step in range(count - 1):
        outside[current] = False
        length = np.hypot(*(points - points[current]).T)
        closer = outside & (length < distance)
        distance[closer] = length[closer]
        nearest[closer] = current
        current = int(np.argmin(np.where(outside, distance, np.inf)))
        pairs[step] = nearest[current], current
    return pairs
