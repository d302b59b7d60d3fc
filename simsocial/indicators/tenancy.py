"""Indicators of tenants: rent burden, arrears, eviction suits, evictions and sheltered homeless people."""

from __future__ import annotations

from simsocial.indicators.axes import QUANTITIES
from simsocial.indicators.base_year import validation_of
from simsocial.indicators.indicator import Direction, Indicator, of_event, of_quantity, ratio_of
from simsocial.indicators.registry import register_indicator
from simsocial.indicators.tenancy_sums import TENANCY_SUMS

_RESTS_ON = {
    "households_in_rent_arrears": ("tenancy.arrears_rate_per_year", "tenancy.arrears_months"),
    "households_sued_for_eviction": ("tenancy.suit_rate_per_year", "tenancy.settlement_rate_per_year"),
    "rent_arrears_begun": ("tenancy.arrears_rate_per_year",),
    "eviction_suits": ("tenancy.suit_rate_per_year",),
}
"""Evictions and sheltered people are counted, and rates are fitted to them: of these the level is known."""

_STOCKS: tuple[tuple[str, str, Direction, tuple[str, ...], str, str], ...] = (
    *(
        (_id, QUANTITIES[_id].unit, "down", (_id,), QUANTITIES[_id].label["de"], QUANTITIES[_id].label["en"])
        for _id in ("overburdened_households", *TENANCY_SUMS)
    ),
    (
        "sheltered_homeless_people", "persons", "down", ("sheltered_otherwise_people", "evicted_homeless_people"),
        "untergebrachte wohnungslose Menschen", "sheltered homeless people",
    ),
)  # fmt: skip
for _id, _unit, _direction, _names, _de, _en in _STOCKS:
    register_indicator(
        Indicator(
            _id,
            _unit,
            {"de": _de, "en": _en},
            "housing",
            _direction,
            of_quantity(*_names),
            relevance=0.02,
            validation=validation_of(_id),
            rests_on=_RESTS_ON.get(_id, ()),
        )
    )

_RATES: tuple[tuple[str, str, Direction, str, str, str, str], ...] = (
    (
        "tenant_share", "% of households", "neutral", "tenant_households", "private_households",
        "Anteil der Haushalte, die zur Miete wohnen", "share of households that rent their home",
    ),
    (
        "rent_burden", "% of net income", "down", "rent_burdens", "tenant_households",
        "Mietbelastung (Bruttokaltmiete am Nettoeinkommen, Mittel der Mieterhaushalte)",
        "rent burden (gross cold rent in net income, mean of tenants)",
    ),
    (
        "rent_overburden_rate", "% of tenant households", "down", "overburdened_households", "tenant_households",
        "Anteil der Mieterhaushalte mit Überlastung durch die Miete", "share of tenants overburdened by rent",
    ),
)  # fmt: skip
for _id, _unit, _direction, _part, _whole, _de, _en in _RATES:
    register_indicator(
        Indicator(
            _id,
            _unit,
            {"de": _de, "en": _en},
            "housing",
            _direction,
            ratio_of(_part, _whole),
            scale=0.5 if _part == "rent_burdens" else 100.0,
            sum_over_areas="ratio",
            relevance=0.2,
            relevance_kind="absolute",
            decimals=1,
            validation=validation_of(_id),
        )
    )

_FLOWS = (
    (
        "rent_arrears_begun",
        "Haushalte, die in Mietschulden geraten",
        "households that fall into rent arrears",
    ),
    ("eviction_suits", "Räumungsklagen", "eviction suits"),
    ("evictions", "Zwangsräumungen", "evictions"),
)
for _id, _de, _en in _FLOWS:
    register_indicator(
        Indicator(
            _id,
            "households per year",
            {"de": _de, "en": _en},
            "housing",
            "down",
            of_event(_id),
            sum_over_time="sum",
            validation=validation_of(_id),
            relevance=2.0,
            relevance_kind="absolute",
            rests_on=_RESTS_ON.get(_id, ()),
        )
    )
