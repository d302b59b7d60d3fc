"""Shares of people that are counted by group once a year: of whom something holds, among whom.

A further row is a further indicator (:mod:`simsocial.indicators.reach`); predicates are those of
:mod:`simsocial.people`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

__all__ = ["GROUPS", "SHARES", "Share"]

GROUPS = ("household_type", "income_group", "benefit", "migration_background")
"""Margins by which it is counted at key dates who gains and who loses."""

_BUT_INCOME = tuple(name for name in GROUPS if name != "income_group")


class Share(NamedTuple):
    """A share of people.

    Attributes
    ----------
    id : str
        Of the indicator.
    label : mapping
        Name by language, ``de`` and ``en``.
    unit : str
        Of whom it is a share.
    field : str
        Planning field.
    direction : {"up", "down"}
        Which way is better.
    holds : str
        The predicate that is counted.
    among : tuple of str
        Predicates that hold of all of whom it is a share.
    groups : tuple of str
        Margins that are recorded.
    """

    id: str
    label: Mapping[str, str]
    unit: str
    field: str
    direction: Literal["up", "down"]
    holds: str
    among: tuple[str, ...]
    groups: tuple[str, ...] = GROUPS


SHARES = (
    Share(
        "poor_at_year_end",
        {"de": "Armutsgefährdete am Jahresende", "en": "at risk of poverty at the year's end"},
        "% of people in private households", "income", "down", "poor", ("private",),
        # By income, poverty says what the fifths are.
        _BUT_INCOME,
    ),
    Share(
        "employed_at_year_end",
        {"de": "Erwerbstätige von 18 bis 64 am Jahresende", "en": "people of 18 to 64 who work at the year's end"},
        "% of people of 18 to 64 in private households", "work", "up", "employed", ("age_18_64", "private"),
    ),
    Share(
        "overburdened_at_year_end",
        {
            "de": "Menschen in durch die Miete überlasteten Haushalten am Jahresende",
            "en": "people in households overburdened by rent at the year's end",
        },
        "% of people in tenant households", "housing", "down", "overburdened_by_rent", ("tenant",),
    ),
    Share(
        "over_indebted_at_year_end",
        {"de": "Überschuldete am Jahresende (ab 18)", "en": "over-indebted people at the year's end (18 and more)"},
        "% of people of 18 and more", "income", "down", "overindebted", ("age_18_up",),
    ),
    Share(
        "strained_children_at_year_end",
        {"de": "Kinder in belasteten Familien am Jahresende", "en": "children in strained families at the year's end"},
        "% of children below 18 in private households", "child_family_support", "down", "child_of_strained_family",
        ("minor", "private"),
    ),
    Share(
        "lonely_at_year_end",
        {"de": "Einsame am Jahresende (ab 18)", "en": "lonely people at the year's end (18 and more)"},
        "% of people of 18 and more", "participation", "down", "lonely", ("age_18_up",),
    ),
    Share(
        "volunteers_at_year_end",
        {"de": "Freiwillig Engagierte am Jahresende (ab 14)", "en": "volunteers at the year's end (14 and more)"},
        "% of people of 14 and more", "participation", "up", "volunteer", ("age_14_up",),
    ),
)  # fmt: skip
"""What is counted of everybody at the end of December."""
