"""Social disadvantage of places: an index that says where people in need live more often.

The unit is a standard deviation, more is worse. What a region states is taken relative to the mean of its inhabitants
at the base date, once, so that an index tells people apart within a region and moves no total. For the whole of
Thuringia it is the share of people on basic income support by Kreis; a single Kreis without an index of its own has
none. What follows from it say the parameters ``social_states.*_index_ratio``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["MOST_DISADVANTAGE", "disadvantage_of_places", "standardised"]

Floats = npt.NDArray[np.float64]

MOST_DISADVANTAGE = 5
"""Largest index, in either direction."""


def disadvantage_of_places(
    of_areas: Floats | None, places: pd.DataFrame, place_area: npt.NDArray[np.int16]
) -> Floats | None:
    """Return the index of each place relative to the mean of the inhabitants; None where all are alike.

    Parameters
    ----------
    of_areas : ndarray (areas,) or None
        What is stated of areas; None: nothing.
    places : DataFrame
        With ``inhabitants`` and, where places have an index of their own, ``disadvantage_index``.
    place_area : ndarray (places,)
        Area of each place.

    Examples
    --------
    >>> places = pd.DataFrame({"inhabitants": [300, 100], "disadvantage_index": [np.nan, 2.0]})
    >>> disadvantage_of_places(np.array([1.0]), places, np.array([0, 0], dtype=np.int16)).tolist()
    [-0.25, 0.75]
    """
    index = np.zeros(len(places)) if of_areas is None else of_areas[place_area]
    if "disadvantage_index" in places:
        own = places["disadvantage_index"].to_numpy(np.float64)
        index = np.where(np.isnan(own), index, own)
    if (index == index[:1]).all():
        return None
    found: Floats = index - np.average(index, weights=places["inhabitants"].to_numpy(np.float64))
    return found


def standardised(rates: Floats, people: npt.NDArray[np.int64]) -> Floats:
    """Return how many standard deviations of the people's rates each one lies above their mean.

    Examples
    --------
    >>> standardised(np.array([0.02, 0.06]), np.array([100, 100])).round(9).tolist()
    [-1.0, 1.0]
    """
    apart = rates - np.average(rates, weights=people)
    spread = np.sqrt(np.average(apart**2, weights=people))
    found: Floats = apart / spread
    return found
