"""Indicators of the population: people, births, deaths, moves, care need."""

from __future__ import annotations

import numpy as np

from simsocial.indicators.base_year import validation_of
from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import GROUPED, Count, Indicator, Integers, of_event
from simsocial.indicators.registry import register_indicator


def _ages(first: int, last: int) -> Count:
    """Count persons of an age span."""
    return lambda counts: (counts.persons(first, last), None)


def _balance(plus: tuple[str, ...], minus: tuple[str, ...]) -> Count:
    """Count events that add less those that take away."""

    def count(counts: Counts) -> tuple[Integers, None]:
        added = sum(counts.event(name) for name in plus)
        taken = sum(counts.event(name) for name in minus)
        return np.asarray(added - taken), None

    return count


def _old_age_ratio(counts: Counts) -> tuple[Integers, Integers]:
    """People of 65 and more per 100 of 20 to 64."""
    return counts.population[:, :, 65:].sum(axis=(1, 2)), counts.population[:, :, 20:65].sum(axis=(1, 2))


def _mean_age(counts: Counts) -> tuple[Integers, Integers]:
    """Sum of ages and number of people."""
    return np.einsum("asy...,y->a...", counts.population, np.arange(101)), counts.population.sum(axis=(1, 2))


def _care_prevalence(counts: Counts) -> tuple[Integers, Integers]:
    """People with a care grade among all."""
    return counts.care[1:].sum(axis=0), counts.persons()


for _id, _first, _last, _de, _en, _relevance in (
    ("population", 0, 100, "Bevölkerung", "population", 0.002),
    ("children_under_3", 0, 2, "Kinder unter 3 Jahren", "children under 3", 0.01),
    ("children_under_6", 0, 5, "Kinder unter 6 Jahren", "children under 6", 0.01),
    ("children_6_to_9", 6, 9, "Kinder von 6 bis 9 Jahren", "children of 6 to 9", 0.01),
    ("young_people", 10, 17, "Jugendliche von 10 bis 17 Jahren", "young people of 10 to 17", 0.01),
    ("working_age", 18, 64, "Menschen im Erwerbsalter (18–64)", "people of working age (18-64)", 0.005),
    ("aged_65_plus", 65, 100, "Menschen ab 65 Jahren", "people aged 65 and more", 0.005),
    ("aged_80_plus", 80, 100, "Menschen ab 80 Jahren", "people aged 80 and more", 0.01),
):
    register_indicator(
        Indicator(
            _id,
            "persons",
            {"de": _de, "en": _en},
            "population",
            "neutral",
            _ages(_first, _last),
            groups=GROUPED,
            sum_over_time="last",
            relevance=_relevance,
            validation=validation_of(_id),
        )
    )

for _id, _count, _de, _en in (
    ("births", of_event("births"), "Geburten", "births"),
    ("deaths", of_event("deaths"), "Sterbefälle", "deaths"),
    ("arrivals", of_event("arrivals"), "Zuzüge über die Kreisgrenze", "arrivals over the border"),
    ("departures", of_event("departures"), "Fortzüge über die Kreisgrenze", "departures over the border"),
    (
        "net_migration",
        _balance(("arrivals", "moved_in"), ("departures", "moved_out")),
        "Wanderungssaldo",
        "net migration",
    ),
    (
        "natural_balance",
        _balance(("births",), ("deaths",)),
        "Geburten minus Sterbefälle",
        "births minus deaths",
    ),
    ("widowed", of_event("widowed"), "Verwitwete", "widowed"),
    ("care_onsets", of_event("care_onset"), "Neu pflegebedürftig", "new care need"),
    (
        "care_worse",
        of_event("care_worse"),
        "Höher eingestufte Pflegebedürftige",
        "people in need of more care",
    ),
    (
        "care_better",
        of_event("care_better"),
        "Niedriger eingestufte Pflegebedürftige",
        "people in need of less care",
    ),
):
    register_indicator(
        Indicator(
            _id,
            "persons per year",
            {"de": _de, "en": _en},
            "elder_care" if _id.startswith("care_") else "population",
            "neutral",
            _count,
            groups=GROUPED,
            sum_over_time="sum",
            relevance=3.0,
            relevance_kind="absolute",
            validation=validation_of(_id),
        )
    )

register_indicator(
    Indicator(
        "old_age_ratio",
        "persons of 65+ per 100 of 20-64",
        {"de": "Altenquotient", "en": "old-age ratio"},
        "population",
        "neutral",
        _old_age_ratio,
        scale=100.0,
        sum_over_time="last",
        sum_over_areas="ratio",
        relevance=0.2,
        relevance_kind="absolute",
        validation=validation_of("old_age_ratio"),
        decimals=1,
    )
)
register_indicator(
    Indicator(
        "mean_age",
        "years",
        {"de": "Durchschnittsalter", "en": "mean age"},
        "population",
        "neutral",
        _mean_age,
        sum_over_time="last",
        sum_over_areas="ratio",
        relevance=0.1,
        relevance_kind="absolute",
        validation=validation_of("mean_age"),
        decimals=1,
    )
)
register_indicator(
    Indicator(
        "care_dependent",
        "persons",
        {"de": "Pflegebedürftige (Grad 1–5)", "en": "people in need of care (grades 1-5)"},
        "elder_care",
        "neutral",
        lambda counts: (counts.care[1:].sum(axis=0), None),
        groups=GROUPED,
        key_month=12,
        sum_over_time="last",
        relevance=0.01,
        validation=validation_of("care_dependent"),
    )
)
register_indicator(
    Indicator(
        "care_at_home",
        "persons",
        {"de": "Pflegebedürftige in Privathaushalten", "en": "people in need of care in private households"},
        "elder_care",
        "neutral",
        lambda counts: (counts.care_at_home, None),
        groups=GROUPED,
        key_month=12,
        sum_over_time="last",
        relevance=0.01,
        validation=validation_of("care_at_home"),
    )
)
register_indicator(
    Indicator(
        "care_prevalence",
        "% of inhabitants",
        {"de": "Pflegequote", "en": "care prevalence"},
        "elder_care",
        "neutral",
        _care_prevalence,
        scale=100.0,
        groups=GROUPED,
        key_month=12,
        sum_over_time="last",
        sum_over_areas="ratio",
        relevance=0.1,
        relevance_kind="absolute",
        validation=validation_of("care_prevalence"),
        decimals=1,
    )
)
