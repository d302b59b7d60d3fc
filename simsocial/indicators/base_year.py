"""Which indicators were compared with official figures of the base year.

``tests/statistical/test_base_year.py`` holds the figures with date and source: the Land and the Kreise it runs
meet each of them within 5 % and chance. An indicator that is not in that table is not listed here. Service kinds state
theirs themselves (``base_year``).
"""

from __future__ import annotations

from typing import Literal

__all__ = ["BASE_YEAR", "validation_of"]

BASE_YEAR = frozenset(
    {
        "population",
        "children_under_3",
        "children_under_6",
        "children_6_to_9",
        "young_people",
        "working_age",
        "aged_65_plus",
        "aged_80_plus",
        "old_age_ratio",
        "mean_age",
        "births",
        "evictions",
        "sheltered_homeless_people",
        "tenant_share",
        "deaths",
        "households",
        "living_alone",
        "mean_household_size",
        "care_dependent",
        "care_prevalence",
    }
)


def validation_of(indicator: str) -> Literal["base_year", "plausible"]:
    """Return how far an indicator was compared: with figures of the base year, or not at all.

    Examples
    --------
    >>> validation_of("births"), validation_of("lone_parents")
    ('base_year', 'plausible')
    """
    return "base_year" if indicator in BASE_YEAR else "plausible"
