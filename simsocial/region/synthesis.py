"""Synthesise persons and households of a region (first, plain version)."""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import EPOCH_MONTH, MAX_AGE
from simsocial.core.random import derive_keys, hash_key, stream_id, uniform_array
from simsocial.parameters import Parameters
from simsocial.region.region import Region, SyntheticPopulation

__all__ = ["synthesise"]

_ALONE_M = [0, 0.25, 0.37, 0.32, 0.25, 0.23, 0.23, 0.24, 0.24, 0.24, 0.22, 0.21, 0.20, 0.23, 0.33]
_ALONE_F = [0, 0.25, 0.27, 0.18, 0.12, 0.11, 0.11, 0.15, 0.21, 0.26, 0.30, 0.35, 0.44, 0.55, 0.70]
_BANDS = [0, *range(20, 86, 5)]


def synthesise(region: Region, parameters: Parameters, seed: int = 1) -> SyntheticPopulation:
    """Return persons and households of a region."""
    cells = region.population.reshape(-1).astype(np.int64)
    n = int(cells.sum())
    index = np.repeat(np.arange(len(cells)), cells)
    area, rest = np.divmod(index, 2 * (MAX_AGE + 1))
    sex, age = np.divmod(rest, MAX_AGE + 1)
    salt = int(hash_key(stream_id(region.id), seed))
    keys = derive_keys(salt, n)
    draw = [uniform_array(seed, f"synthesis.{name}", keys) for name in ("birth", "role", "order", "home")]
    birth = region.first_month - 1 - 12 * age - np.floor(12 * draw[0]).astype(np.int64)
    cohort = (2 * (birth - EPOCH_MONTH) + sex).astype(np.uint16)
    band = np.searchsorted(_BANDS, age, side="right") - 1
    alone = np.where(sex == 0, np.array(_ALONE_M)[band], np.array(_ALONE_F)[band])
    at_home = np.interp(age, [17, 18, 22, 25, 30, 40, 60], [1, 0.95, 0.55, 0.28, 0.1, 0.04, 0])
    institution = np.interp(age, [70, 80, 90, 100], [0, 0.03, 0.2, 0.4])
    role = np.full(n, 3)
    bound = institution.copy()
    role[draw[1] < bound] = 2
    child = (age < 18) | ((draw[1] >= bound) & (draw[1] < bound + at_home))
    role[child] = 1
    bound += at_home
    role[(age >= 18) & (draw[1] >= bound) & (draw[1] < bound + alone)] = 0
    partner = np.full(n, -1, dtype=np.int64)
    household = np.full(n, -1, dtype=np.int64)
    for code in range(len(region.areas)):
        here = area == code
        men = np.flatnonzero(here & (role == 3) & (sex == 0))
        women = np.flatnonzero(here & (role == 3) & (sex == 1))
        men = men[np.argsort(age[men] + 6 * draw[2][men], kind="stable")]
        women = women[np.argsort(age[women] + 2.5 + 6 * draw[2][women], kind="stable")]
        count = min(len(men), len(women))
        partner[men[:count]], partner[women[:count]] = women[:count], men[:count]
        household[women[:count]] = women[:count]
        household[men[:count]] = women[:count]
        children = np.flatnonzero(here & (role == 1))
        mothers = women[:count][(age[women[:count]] > 20) & (age[women[:count]] < 70)]
        mothers = mothers[age[mothers] < 56]
        slots = np.repeat(mothers, 2)
        predicted = age[slots] - 22 - 14 * draw[3][slots] + 3 * np.tile([0, 1], len(mothers))
        slots = slots[predicted > -1]
        predicted = predicted[predicted > -1]
        while len(slots) < len(children):
            slots, predicted = np.concatenate([slots, slots]), np.concatenate([predicted, predicted])
        chosen = np.argsort(uniform_array(seed, "synthesis.slot", derive_keys(code + 7, len(slots))))
        chosen = chosen[: len(children)]
        chosen = chosen[np.argsort(predicted[chosen], kind="stable")]
        household[children[np.argsort(age[children], kind="stable")]] = slots[chosen]
    free = household < 0
    household[free] = np.flatnonzero(free)
    place = np.zeros(n, dtype=np.int64)
    inhabitants = region.places["inhabitants"].to_numpy()
    home = uniform_array(seed, "synthesis.place", keys[household])
    for code in range(len(region.areas)):
        codes = np.flatnonzero(region.place_area == code)
        cumulated = np.cumsum(inhabitants[codes]) / inhabitants[codes].sum()
        here = area == code
        place[here] = codes[np.minimum(np.searchsorted(cumulated, home[here]), len(codes) - 1)]
    role[role == 3] = 0
    order = np.lexsort((role == 1, household, place))
    rank = np.empty(n, dtype=np.int64)
    rank[order] = np.arange(n)
    partner = np.where(partner[order] >= 0, rank[partner[order]], -1)
    _, first, number = np.unique(
        household[order] + n * place[order], return_index=True, return_inverse=True
    )
    return SyntheticPopulation(
        key=keys,
        cohort=cohort[order],
        place=place[order].astype(np.int16),
        household=number.astype(np.int32),
        partner=partner.astype(np.int32),
        role=role[order].astype(np.uint8),
        household_key=derive_keys(int(hash_key(salt, 1)), len(first)),
        household_place=place[order][first].astype(np.int16),
        household_kind=(role[order][first] == 2).astype(np.uint8),
    )
