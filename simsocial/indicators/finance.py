"""Indicators of money: operating cost by payer, by service kind, capital cost, and both together as annuities.

Operating cost and annuity add up to what an option costs in the long run: by ``full_cost_*`` a goal on cost is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from simsocial.core.columns import ELSEWHERE, SERVED
from simsocial.indicators.axes import BUDGETS, PAYERS, QUANTITIES
from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import Count, Indicator, Integers, of_quantity
from simsocial.indicators.registry import (
    CatalogueLike,
    register_indicator,
    register_per_kind,
    register_per_payer,
)

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
        rests_on=rests_on,
    )


_ALL = slice(None)
_NET = {"de": ", netto", "en": ", net"}
_EVERYBODY = {"de": "alle Kostenträger", "en": "all payers"}
_LOCALLY = {"de": "Kreis und Gemeinden", "en": "Kreis and municipalities"}
_FULL_COST = {
    "de": "Laufende Kosten, Zins und Tilgung",
    "en": "Operating cost, interest and redemption",
}


def _told(what: Mapping[str, str], who: Mapping[str, str], net: bool = False) -> tuple[str, str]:
    """Return the labels of a cost, German and English."""
    return tuple(f"{what[one]}: {who[one]}{_NET[one] if net else ''}" for one in ("de", "en"))  # type: ignore[return-value]


@register_per_payer
def cost_by_payer() -> Iterator[Indicator]:
    """Make the operating cost, the investments, their annuity, and both together, of every payer."""
    for code, payer in enumerate(PAYERS.values()):
        full = f"full_cost_{payer.id}"
        for name, concept, what, budgets, judged_by, net in (
            (payer.cost_id, "operating_cost", BUDGETS["operating"].label, OPERATING, full, payer.local),
            (f"capital_{payer.id}", "capital_cost", BUDGETS["capital"].label, CAPITAL, "", False),
            (f"annuity_{payer.id}", "annuity", BUDGETS["annuity"].label, ANNUITY, "", False),
            (full, "full_cost", _FULL_COST, FULL, "", False),
        ):
            made = _indicator(name, *_told(what, payer.label, net), _money([code], _ALL, budgets))
            yield replace(made, judged_by=judged_by, payer=payer.id, concept=concept)


@register_per_payer
def cost_of_all() -> Iterator[Indicator]:
    """Make what all payers pay together, and what those pay who are the Kreis and its municipalities."""
    local = [code for code, payer in enumerate(PAYERS.values()) if payer.local]
    operating, capital, annuity = (BUDGETS[name].label for name in ("operating", "capital", "annuity"))
    for name, concept, what, who, payers, budgets, direction in (
        ("cost_total", "operating_cost", operating, _EVERYBODY, _ALL, OPERATING, "neutral"),
        ("capital_cost", "capital_cost", capital, _EVERYBODY, _ALL, CAPITAL, "down"),
        ("capital_cost_local", "local_capital_cost", capital, _LOCALLY, local, CAPITAL, "down"),
        ("annuity_cost", "annuity", annuity, _EVERYBODY, _ALL, ANNUITY, "down"),
        ("full_cost", "full_cost", _FULL_COST, _EVERYBODY, _ALL, FULL, "neutral"),
    ):
        made = _indicator(name, *_told(what, who), _money(payers, _ALL, budgets), direction)
        yield replace(made, judged_by="full_cost" if name == "cost_total" else "", concept=concept)


def _per_resident(kinds: list[int]) -> Count:
    """Cents of care aid, and resident-months, by area."""
    return lambda counts: (
        counts.quantity("care_aid"),
        counts.cases[kinds][:, [SERVED, ELSEWHERE]].sum(axis=(0, 1)),
    )


@register_per_kind
def care_aid(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the indicators of means-tested care aid in homes, if a kind has a means test."""
    kinds = [code for code, kind in enumerate(catalogue) if kind.means_test is not None]
    if not kinds:
        return
    yield Indicator(
        "care_aid_recipients",
        "persons",
        QUANTITIES["care_aid_recipients"].label,
        "elder_care",
        "neutral",
        of_quantity("care_aid_recipients"),
        scale=0.001,
    )
    label = QUANTITIES["care_aid"].label
    yield _indicator("care_aid_cost", label["de"], label["en"], of_quantity("care_aid"))
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


_NEGOTIATED = tuple(f"negotiation.{name}" for name in ("occupancy_margin", "given_up_share", "run_up_months"))


@register_per_kind
def deficits(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the deficit of providers by kind, where a price must cover what empty places cost; public ones have none."""
    for code, kind in enumerate(catalogue):
        if kind.cost.fixed_share is not None:
            made = _indicator(
                f"provider_deficit_{kind.id}",
                f"Defizit freier und privater Träger: {kind.label.de}",
                f"Deficit of non-public providers: {kind.label.en}",
                _money([PAYERS.index("provider")], [code], OPERATING),
                rests_on=(
                    f"services.{kind.id}.cost.calculated_occupancy",
                    *_NEGOTIATED * kind.cost.negotiated,
                ),
            )
            yield replace(made, kind=kind.id, payer="provider", concept="deficit")


@register_per_kind
def cost_by_kind(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the operating cost of every service kind over all payers."""
    for code, kind in enumerate(catalogue):
        label = _told(BUDGETS["operating"].label, {"de": kind.label.de, "en": kind.label.en})
        made = _indicator(f"cost_{kind.id}", *label, _money(_ALL, [code], OPERATING), "neutral")
        yield replace(made, kind=kind.id, concept="operating_cost")


def _in_levy_points(counts: Counts) -> tuple[Integers, Integers]:
    """Set cents of the Kreis, interest and redemption included, against the base of its levy."""
    return _money([PAYERS.index("kreis")], _ALL, FULL)(counts)[0], counts.quantity("levy_base")


def _gap(counts: Counts) -> tuple[Integers, None]:
    """Take its frame from the running cost of the Kreis; nothing without a frame."""
    cost, frame = _money([PAYERS.index("kreis")], _ALL, OPERATING)(counts)[0], counts.quantity("budget_frame")
    return np.where(frame > 0, cost - frame, 0), None


register_indicator(
    Indicator(
        "levy_points_kreis",
        "levy points",
        {
            "de": "Laufende Kosten, Zins und Tilgung des Landkreises in Punkten der Kreisumlage",
            "en": "Operating cost, interest and redemption of the Kreis in points of the district levy",
        },
        "finance",
        "down",
        _in_levy_points,
        scale=100.0,
        sum_over_areas="ratio",
        relevance=0.1,
        relevance_kind="absolute",
        decimals=2,
        concept="levy_points",
        rests_on=("finance.levy_base_eur_per_inhabitant",),
    )
)
register_indicator(
    _indicator(
        "budget_gap_kreis",
        "Lücke zum Haushaltsrahmen des Landkreises (0, solange keiner gesetzt ist)",
        "Gap to the budget frame of the Kreis (0 while none is set)",
        _gap,
    )
)


for _name in ("grant_lost", "sticky_cost"):
    _label = QUANTITIES[_name].label
    register_indicator(_indicator(_name, _label["de"], _label["en"], of_quantity(_name)))


@register_per_kind
def co_funded_grants(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the sum of grants that hang on a local share: what is to be replaced when they end."""
    pairs = [
        (PAYERS.index(grant), code) for code, kind in enumerate(catalogue) for grant in kind.payers.co_funding
    ]
    if not pairs:
        return
    payers, kinds = (list(axis) for axis in zip(*pairs, strict=True))
    yield _indicator(
        "co_funded_grants",
        "Zuschüsse, die am kommunalen Anteil hängen und enden können",
        "Grants that hang on a local share and may end",
        lambda counts: (counts.money[payers, kinds][:, :, OPERATING].sum(axis=(0, 2)), None),
        "neutral",
    )
