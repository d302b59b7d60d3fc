"""Budgets between the tabulated points, by which the tests of simsocial measure the error of interpolation."""

from __future__ import annotations

from typing import Any

import numpy as np
from budgets import Budgets, Household, budgets_of
from households import TYPES

__all__ = ["check_points", "claims_of", "points"]

NUMBER = 200
"""Points a date."""

HIGHEST_GROSS_EUR = 9000.0
LEAST_RENT_EUR, RENT_A_HEAD_EUR = 250.0, 250.0

_IRRATIONAL = (0.7548776662466927, 0.5698402909980532)
"""Steps of a sequence that fills the plane evenly (Roberts 2018)."""


def points(number: int) -> list[Household]:
    """Return households of all types spread evenly over gross income, denser below, and rent."""
    step = np.arange(1, number + 1)[:, None] * np.array(_IRRATIONAL)
    along = step % 1.0
    kinds = [TYPES[int(row * 0.6180339887498949 % 1.0 * len(TYPES))] for row in range(1, number + 1)]
    return [
        Household(
            kind,
            round(HIGHEST_GROSS_EUR * float(place[0]) ** 1.5, 2),
            round(LEAST_RENT_EUR + RENT_A_HEAD_EUR * (kind.adults + len(kind.ages)) * float(place[1]), 2),
        )
        for kind, place in zip(kinds, along, strict=True)
    ]


def claims_of(budgets: Budgets) -> dict[str, Any]:
    """Return every amount of each household, benefits as if no other came first, EUR a month."""
    housing = np.minimum(
        budgets.values["bürgergeld__anspruchshöhe_m"], budgets.values["bürgergeld__kosten_der_unterkunft_m"]
    )
    basic = budgets.total("bürgergeld__anspruchshöhe_m")
    kdu = np.bincount(budgets.home, weights=housing, minlength=len(basic))
    return {
        "income_tax": budgets.common("einkommensteuer__betrag_m_sn")
        + budgets.common("solidaritätszuschlag__betrag_m_sn"),
        "social_contributions": budgets.total("sozialversicherung__beiträge_versicherter_m"),
        "child_benefit": budgets.total("kindergeld__betrag_m"),
        "maintenance_advance": budgets.total("unterhaltsvorschuss__betrag_m"),
        "child_supplement": budgets.common("kinderzuschlag__anspruchshöhe_m_bg"),
        "housing_allowance": budgets.common("wohngeld__anspruchshöhe_m_wthh"),
        "standard_need_benefit": basic - kdu,
        "housing_cost_benefit": kdu,
        "old_age_support": budgets.total("grundsicherung__im_alter__anspruchshöhe_m"),
    }


def check_points(date: str, number: int = NUMBER) -> list[dict[str, Any]]:
    """Return households between the tabulated points with their amounts by GETTSIM."""
    households = points(number)
    claims = claims_of(budgets_of(households, date))
    return [
        {
            "date": date,
            "type": TYPES.index(household.type),
            "gross_eur": household.gross_eur,
            "rent_eur": household.rent_eur,
            **{name: float(amounts[row]) for name, amounts in claims.items()},
        }
        for row, household in enumerate(households)
    ]
