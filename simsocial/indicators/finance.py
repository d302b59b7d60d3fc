"""Indicators of money: operating cost by payer, by service kind, and capital cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simsocial.indicators.counts import PAYERS
from simsocial.indicators.indicator import Count, Indicator
from simsocial.indicators.registry import CatalogueLike, register_indicator, register_per_kind

_PAYER_NAMES = {
    "kreis": ("cost_net_kreis", "Landkreis, netto", "Kreis, net"),
    "municipality": ("cost_municipality", "Gemeinden, netto", "municipalities, net"),
    "land": ("cost_land", "Land", "Land"),
    "bund": ("cost_bund", "Bund", "federal state"),
    "care_fund": ("cost_care_fund", "Pflegekassen", "care funds"),
    "families": ("cost_families", "Familien und Pflegebedürftige", "families and people in need of care"),
    "provider": ("cost_provider", "Träger (Eigenanteil)", "providers (own part)"),
}


def _money(payers: Any, items: Any, budget: int) -> Count:
    """Cents of some payers, items and one budget by area."""
    return lambda counts: (counts.money[payers][:, items][:, :, :, budget].sum(axis=(0, 1)), None)


def _indicator(identifier: str, de: str, en: str, count: Count, direction: Any = "down") -> Indicator:
    return Indicator(
        identifier,
        "EUR per year",
        {"de": de, "en": en},
        "finance",
        direction,
        count,
        scale=0.01,
        sum_over_time="sum",
        relevance=20_000.0,
        relevance_kind="absolute",
        validation="plausible",
    )


_ALL = slice(None)

for _payer, (_id, _de, _en) in _PAYER_NAMES.items():
    _code = PAYERS.index(_payer)
    register_indicator(
        _indicator(_id, f"Laufende Kosten: {_de}", f"Operating cost: {_en}", _money([_code], _ALL, 0))
    )
    register_indicator(
        _indicator(
            f"capital_{_payer}",
            f"Investitionen: {_de.removesuffix(', netto')}",
            f"Capital cost: {_en.removesuffix(', net')}",
            _money([_code], _ALL, 1),
        )
    )
register_indicator(
    _indicator(
        "cost_total",
        "Laufende Kosten: alle Kostenträger",
        "Operating cost: all payers",
        _money(_ALL, _ALL, 0),
        "neutral",
    )
)
register_indicator(
    _indicator(
        "capital_cost", "Investitionen: alle Kostenträger", "Capital cost: all payers", _money(_ALL, _ALL, 1)
    )
)
register_indicator(
    _indicator(
        "capital_cost_local",
        "Investitionen: Kreis und Gemeinden",
        "Capital cost: Kreis and municipalities",
        _money([PAYERS.index("kreis"), PAYERS.index("municipality")], _ALL, 1),
    )
)


@register_per_kind
def cost_by_kind(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the operating cost of every service kind over all payers."""
    for code, kind in enumerate(catalogue):
        de, en = kind.label.de, kind.label.en
        yield _indicator(
            f"cost_{kind.id}",
            f"Laufende Kosten: {de}",
            f"Operating cost: {en}",
            _money(_ALL, [code], 0),
            "neutral",
        )
