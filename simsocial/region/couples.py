"""Partners: men and women of an area matched by age, so that men are a little older."""

from __future__ import annotations

import numpy as np

from simsocial.region.draft import COUPLE, Draft, order_by

__all__ = ["pair_couples"]

_SPREAD_YEARS = 3.2
"""Deviation of each partner's score: age gaps then deviate by about 4.5 years (assumption, grade D)."""


def pair_couples(draft: Draft, age_gap_years: float) -> None:
    """Pair all persons with the role couple; the woman's row names their household.

    Parameters
    ----------
    draft : Draft
        Has as many men as women with that role in each area.
    age_gap_years : float
        Mean age of the man minus that of the woman.
    """
    from scipy.special import ndtri

    sides = []
    for sex, shift in ((0, 0.0), (1, age_gap_years)):
        rows = np.flatnonzero((draft.role == COUPLE) & (draft.sex == sex))
        noise = ndtri(np.clip(draft.draw("partner", rows), 1e-9, 1.0 - 1e-9))
        sides.append(rows[order_by(draft.area[rows], draft.age[rows] + shift + _SPREAD_YEARS * noise)])
    men, women = sides
    draft.partner[men], draft.partner[women] = women, men
    draft.household[men] = women
    draft.household[women] = women
