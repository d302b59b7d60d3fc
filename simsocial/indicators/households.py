"""Indicators of households, dwellings and informal care."""

from __future__ import annotations

from simsocial.indicators.axes import QUANTITIES
from simsocial.indicators.base_year import validation_of
from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import GROUPED, Indicator, Integers, of_event, of_quantity
from simsocial.indicators.registry import register_indicator


def _mean_size(counts: Counts) -> tuple[Integers, Integers]:
    """People in private households and these households."""
    residents = counts.in_areas(counts.institution)
    return counts.population.sum(axis=(1, 2)) - residents, counts.households.sum(axis=1)


def _vacancy(counts: Counts) -> tuple[Integers, Integers]:
    """Dwellings without a household among all dwellings."""
    return counts.dwellings[:, 0] - counts.dwellings[:, 1], counts.dwellings[:, 0]


for _id, _count, _unit, _de, _en, _scale, _sum in (
    (
        "households",
        lambda c: (c.households.sum(axis=1), None),
        "households",
        "Haushalte",
        "households",
        1.0,
        "sum",
    ),
    (
        "living_alone",
        lambda c: (c.household_type("living_alone"), None),
        "households",
        "Alleinlebende",
        "people living alone",
        1.0,
        "sum",
    ),
    (
        "couples_with_children",
        lambda c: (c.household_type("couple_with_children"), None),
        "households",
        "Paare mit Kindern",
        "couples with children",
        1.0,
        "sum",
    ),
    (
        "lone_parents",
        lambda c: (c.household_type("lone_parent"), None),
        "households",
        "Alleinerziehende",
        "lone parents",
        1.0,
        "sum",
    ),
    ("mean_household_size", _mean_size, "persons", "Haushaltsgröße", "mean household size", 1.0, "ratio"),
    (
        "vacant_dwellings",
        lambda c: (c.dwellings[:, 0] - c.dwellings[:, 1], None),
        "dwellings",
        "Leerstehende Wohnungen",
        "vacant dwellings",
        1.0,
        "sum",
    ),
    ("vacancy_rate", _vacancy, "% of dwellings", "Leerstandsquote", "vacancy rate", 100.0, "ratio"),
):
    register_indicator(
        Indicator(
            _id,
            _unit,
            {"de": _de, "en": _en},
            "housing" if "vacan" in _id else "households",
            "neutral",
            _count,
            scale=_scale,
            sum_over_time="last",
            sum_over_areas="ratio" if _sum == "ratio" else "sum",
            relevance=0.01,
            validation=validation_of(_id) if "vacan" not in _id else "none",
            decimals=0 if _sum == "sum" else 2,
        )
    )

for _id, _de, _en in (
    ("partnerships", "Menschen, die zusammenziehen", "people moving in together"),
    ("separations", "Menschen, die sich trennen", "people who separate"),
    ("left_home", "Auszüge aus dem Elternhaus", "departures from the parental home"),
):
    register_indicator(
        Indicator(
            _id,
            "persons per year",
            {"de": _de, "en": _en},
            "households",
            "neutral",
            of_event(_id),
            groups=GROUPED,
            sum_over_time="sum",
            relevance=5.0,
            relevance_kind="absolute",
        )
    )

register_indicator(
    Indicator(
        "informal_care_hours",
        "hours per week",
        QUANTITIES["informal_care_hours"].label,
        "elder_care",
        "down",
        of_quantity("informal_care_hours"),
        scale=0.25,
        relevance=0.01,
        validation="none",
    )
)
register_indicator(
    Indicator(
        "old_carers",
        "persons",
        QUANTITIES["old_carers"].label,
        "elder_care",
        "neutral",
        of_quantity("old_carers"),
        relevance=0.02,
        validation="none",
    )
)
for _id in (
    "cared_by_partner",
    "cared_in_household",
    "cared_by_child_elsewhere",
    "cared_without_kin",
    "carers_elsewhere",
):
    register_indicator(
        Indicator(
            _id,
            "persons",
            QUANTITIES[_id].label,
            "elder_care",
            "down" if _id == "cared_without_kin" else "neutral",
            of_quantity(_id),
            relevance=0.02,
            validation="none",
        )
    )
register_indicator(
    Indicator(
        "carers_full_time_loss",
        "full-time jobs",
        QUANTITIES["carers_full_time_loss"].label,
        "elder_care",
        "down",
        of_quantity("carers_full_time_loss"),
        relevance=1.0,
        relevance_kind="absolute",
        validation="none",
        decimals=1,
    )
)
register_indicator(
    Indicator(
        "parent_hours_lost",
        "hours per week",
        QUANTITIES["parent_hours_lost"].label,
        "kita",
        "down",
        of_quantity("parent_hours_lost"),
        relevance=20.0,
        relevance_kind="absolute",
        validation="none",
    )
)
register_indicator(
    Indicator(
        "childcare_hours",
        "hours per week",
        QUANTITIES["childcare_hours"].label,
        "kita",
        "neutral",
        of_quantity("childcare_hours"),
        scale=0.25,
        relevance=0.01,
        validation="none",
    )
)
