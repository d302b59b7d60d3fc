"""Households whose budgets are tabulated: who lives in them, who earns what, and when the law holds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import NamedTuple

__all__ = [
    "DATES",
    "MIDDLE",
    "MINIJOB_EUR",
    "OLDER",
    "TYPES",
    "YOUNG",
    "Earning",
    "HouseholdType",
    "gross_knots",
]

DATES = ("2024-01-01", "2025-01-01", "2026-01-01")

MINIJOB_EUR = {"2024-01-01": 538, "2025-01-01": 556, "2026-01-01": 603}
"""Threshold of marginal employment in EUR a month (section 8 (1a) SGB IV, yearly notice of the ministry)."""

YOUNG, MIDDLE, OLDER = 3, 9, 15
"""Age that stands for children of 0-5, 6-13 and 14-17 years, the classes of the standard need in SGB II."""


class Earning(NamedTuple):
    """What one adult has of the gross income of a household."""

    gross_eur: float
    is_pension: bool


@dataclass(frozen=True)
class HouseholdType:
    """One kind of household.

    Attributes
    ----------
    form : str
        Who heads it and who of them earns, see the README.
    ages : tuple of int
        Ages of the children.
    """

    form: str
    ages: tuple[int, ...] = ()

    @property
    def adults(self) -> int:
        """Return the number of adults, 1 or 2."""
        return 1 if self.form in ("single", "lone_parent") or self.form.startswith("pensioner_single") else 2

    @property
    def has_long_record(self) -> bool:
        """Tell whether pensioners have 33 years that count for the basic pension."""
        return not self.form.endswith("short")

    @property
    def is_old(self) -> tuple[bool, ...]:
        """Tell of each adult whether it has a pension instead of earnings."""
        if self.form.startswith("pensioner"):
            return (True,) * self.adults
        return (True, False) if self.form == "couple_pension_and_wage" else (False,) * self.adults

    def earnings(self, gross_eur: float, date: str) -> tuple[Earning, ...]:
        """Return what each adult has of a gross income."""
        if self.adults == 1:
            return (Earning(gross_eur, self.is_old[0]),)
        second = {
            "couple_one_earner": 0.0,
            "couple_minijob": min(MINIJOB_EUR[date], gross_eur / 2),
            "couple_two_earners": 0.4 * gross_eur,
            "couple_pension_and_wage": 0.5 * gross_eur,
        }.get(self.form, 0.4 * gross_eur)
        return tuple(map(Earning, (gross_eur - second, second), self.is_old))


def _children() -> list[tuple[int, ...]]:
    """Return the ages of all mixtures of up to three children by age class, and three each of four and of five."""
    few = [
        ages for number in (1, 2, 3) for ages in combinations_with_replacement((YOUNG, MIDDLE, OLDER), number)
    ]
    four = [(YOUNG, YOUNG, MIDDLE, MIDDLE), (YOUNG, MIDDLE, MIDDLE, OLDER), (MIDDLE, MIDDLE, OLDER, OLDER)]
    return [*few, *four, *((*ages[:2], MIDDLE, *ages[2:]) for ages in four)]


_COUPLES = ("couple_one_earner", "couple_minijob", "couple_two_earners")

TYPES = (
    HouseholdType("single"),
    *map(HouseholdType, _COUPLES),
    *(HouseholdType("lone_parent", ages) for ages in _children()),
    *(HouseholdType(form, ages) for form in _COUPLES for ages in _children()),
    HouseholdType("pensioner_single_short"),
    HouseholdType("pensioner_single_long"),
    HouseholdType("pensioner_couple_short"),
    HouseholdType("pensioner_couple_long"),
    HouseholdType("couple_pension_and_wage"),
)
"""All types; the place in the list is the code."""


def gross_knots() -> list[int]:
    """Return the gross incomes that are tabulated, EUR a month: every 10 EUR where benefits begin and end."""
    return [
        *range(0, 4000, 10),
        *range(4000, 8000, 50),
        *range(8000, 11_000, 100),
        *range(11_000, 16_001, 500),
    ]
