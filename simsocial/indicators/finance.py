"""Indicators of money: operating cost by payer, by service kind, capital cost, and both together as annuities.

Operating cost and annuity add up to what an option costs in the long run: by ``full_cost_*`` a goal on cost is judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simsocial.core.columns import ELSEWHERE, SERVED
from simsocial.indicators.counts import BUDGETS, PAYERS, QUANTITIES
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


OPERATING, CAPITAL, ANNUITY = ([BUDGETS.index(name)] for name in ("operating", "capital", "annuity"))
FULL = OPERATING + ANNUITY


def _money(payers: Any, items: Any, budgets: list[int]) -> Count:
    """Cents of some payers, items and budgets by area."""
    return lambda counts: (counts.money[payers][:, items][:, :, :, budgets].sum(axis=(0, 1, 3)), None)


def _indicator(
    identifier: str,
    de: str,
    en: str,
    count: Count,
    direction: Any = "down",
    judged_by: str = "",
    rests_on: tuple[str, ...] = (),
) -> Indicator:
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
        judged_by=judged_by,
        rests_on=rests_on,
    )


_ALL = slice(None)

for _payer, (_id, _de, _en) in _PAYER_NAMES.items():
    _codes, _short = [PAYERS.index(_payer)], (_de.removesuffix(", netto"), _en.removesuffix(", net"))
    for _name, _what_de, _what_en, _budgets, _judged in (
        (_id, f"Laufende Kosten: {_de}", f"Operating cost: {_en}", OPERATING, f"full_cost_{_payer}"),
        (f"capital_{_payer}", f"Investitionen: {_short[0]}", f"Capital cost: {_short[1]}", CAPITAL, ""),
        (
            f"annuity_{_payer}",
            f"Zins und Tilgung: {_short[0]}",
            f"Interest and redemption: {_short[1]}",
            ANNUITY,
            "",
        ),
        (
            f"full_cost_{_payer}",
            f"Laufende Kosten, Zins und Tilgung: {_short[0]}",
            f"Operating cost, interest and redemption: {_short[1]}",
            FULL,
            "",
        ),
    ):
        register_indicator(
            _indicator(_name, _what_de, _what_en, _money(_codes, _ALL, _budgets), judged_by=_judged)
        )
_LOCAL = [PAYERS.index("kreis"), PAYERS.index("municipality")]
_EVERYBODY = ("alle Kostenträger", "all payers")
for _name, _what, _who, _money_of, _direction, _judged in (
    (
        "cost_total",
        ("Laufende Kosten", "Operating cost"),
        _EVERYBODY,
        (_ALL, OPERATING),
        "neutral",
        "full_cost",
    ),
    ("capital_cost", ("Investitionen", "Capital cost"), _EVERYBODY, (_ALL, CAPITAL), "down", ""),
    (
        "capital_cost_local",
        ("Investitionen", "Capital cost"),
        ("Kreis und Gemeinden", "Kreis and municipalities"),
        (_LOCAL, CAPITAL),
        "down",
        "",
    ),
    (
        "annuity_cost",
        ("Zins und Tilgung", "Interest and redemption"),
        _EVERYBODY,
        (_ALL, ANNUITY),
        "down",
        "",
    ),
    (
        "full_cost",
        ("Laufende Kosten, Zins und Tilgung", "Operating cost, interest and redemption"),
        _EVERYBODY,
        (_ALL, FULL),
        "neutral",
        "",
    ),
):
    _de, _en = (f"{what}: {who}" for what, who in zip(_what, _who, strict=True))
    register_indicator(
        _indicator(_name, _de, _en, _money(_money_of[0], _ALL, _money_of[1]), _direction, _judged)
    )


def _per_resident(kinds: list[int]) -> Count:
    """Cents of care aid, and resident-months, by area."""
    aid = QUANTITIES.index("care_aid")
    return lambda counts: (
        counts.quantities[aid],
        counts.cases[kinds][:, [SERVED, ELSEWHERE]].sum(axis=(0, 1, 3, 4)),
    )


@register_per_kind
def care_aid(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the indicators of means-tested care aid in homes, if a kind has a means test."""
    kinds = [code for code, kind in enumerate(catalogue) if kind.means_test is not None]
    if not kinds:
        return
    recipients = QUANTITIES.index("care_aid_recipients")
    yield Indicator(
        "care_aid_recipients",
        "persons",
        {"de": "Hilfe zur Pflege im Heim: Empfänger", "en": "Care aid in homes: recipients"},
        "elder_care",
        "neutral",
        lambda counts: (counts.quantities[recipients], None),
        scale=0.001,
    )
    yield Indicator(
        "care_aid_per_resident",
        "EUR per month",
        {"de": "Hilfe zur Pflege je Heimbewohner", "en": "Care aid per resident of homes"},
        "finance",
        "down",
        _per_resident(kinds),
        scale=0.01,
        sum_over_areas="ratio",
    )


@register_per_kind
def deficits(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the deficit of providers by kind, where a price must cover what empty places cost."""
    for code, kind in enumerate(catalogue):
        if kind.cost.fixed_share is not None:
            yield _indicator(
                f"provider_deficit_{kind.id}",
                f"Defizit der Träger: {kind.label.de}",
                f"Deficit of providers: {kind.label.en}",
                _money([PAYERS.index("provider")], [code], OPERATING),
                rests_on=(f"services.{kind.id}.cost.calculated_occupancy",),
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
            _money(_ALL, [code], OPERATING),
            "neutral",
        )
