"""Indicators of income: who lives on which benefit, who is poor, what benefits cost and who pays them.

The people counted are heads of private households and their minor children, of poverty all members.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from simsocial.indicators.axes import BUDGETS, PAYERS, QUANTITIES
from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import Count, Direction, Indicator, Integers, of_quantity, ratio_of
from simsocial.indicators.livelihood_sums import BENEFIT_SUMS
from simsocial.indicators.registry import register_indicator, register_per_payer

BENEFITS = BUDGETS.index("benefits")


_HEADS: tuple[tuple[str, Direction], ...] = (
    ("basic_support_households", "down"),
    ("basic_support_people", "down"),
    ("basic_support_children", "down"),
    ("housing_allowance_households", "neutral"),
    ("child_supplement_families", "neutral"),
    ("child_supplement_children", "neutral"),
    ("old_age_support_people", "down"),
    ("disability_support_people", "neutral"),
    ("maintenance_advance_children", "neutral"),
    ("poor_people", "down"),
    ("poor_children", "down"),
)
for _id, _direction in _HEADS:
    register_indicator(
        Indicator(
            _id,
            QUANTITIES[_id].unit,
            QUANTITIES[_id].label,
            "income",
            _direction,
            of_quantity(_id),
            relevance=0.01,
            rests_on=() if _id.startswith("poor") else ("income.take_up_basic_support_share",),
        )
    )

_RATES: tuple[tuple[str, str, str, str, Direction, str, str], ...] = (
    (
        "poverty_rate", "% of people in private households", "poor_people", "private_people", "down",
        "Armutsgefährdungsquote (bundesweite Schwelle, EU-SILC)", "at-risk-of-poverty rate (EU-SILC)",
    ),
    (
        "child_poverty_rate", "% of children below 18", "poor_children", "private_minors", "down",
        "Armutsgefährdungsquote der Kinder", "at-risk-of-poverty rate of children",
    ),
    (
        "basic_support_share_of_children", "% of children below 18", "basic_support_children", "private_minors", "down",
        "Anteil der Kinder mit Bürgergeld", "share of children on basic income support",
    ),
)  # fmt: skip
for _id, _unit, _part, _whole, _direction, _de, _en in _RATES:
    register_indicator(
        Indicator(
            _id,
            _unit,
            {"de": _de, "en": _en},
            "income",
            _direction,
            ratio_of(_part, _whole),
            scale=100.0,
            sum_over_areas="ratio",
            relevance=0.2,
            relevance_kind="absolute",
            decimals=1,
        )
    )

register_indicator(
    Indicator(
        "mean_net_income",
        "EUR per month",
        {"de": "Nettoeinkommen je Haushalt", "en": "net income per household"},
        "income",
        "up",
        ratio_of("net_income", "private_households"),
        scale=0.01,
        sum_over_areas="ratio",
        relevance=5.0,
        relevance_kind="absolute",
    )
)


def _money(identifier: str, de: str, en: str, count: Count, direction: Direction) -> Indicator:
    return Indicator(
        identifier,
        "EUR per year",
        {"de": de, "en": en},
        "income",
        direction,
        count,
        scale=0.01,
        sum_over_time="sum",
        relevance=20_000.0,
        relevance_kind="absolute",
    )


for _id in (*BENEFIT_SUMS, "income_tax", "social_contributions"):
    _label = QUANTITIES[_id].label
    register_indicator(_money(f"sum_{_id}", _label["de"], _label["en"], of_quantity(_id), "neutral"))


def _net_of_refund(counts: Counts) -> tuple[Integers, None]:
    """Cents that the Kreis bears of all benefits: the cost of housing less the federal state's share."""
    return counts.money[PAYERS.index("kreis"), -1, :, BENEFITS], None


register_indicator(
    replace(
        _money(
            "housing_cost_net_kreis",
            "Kosten der Unterkunft (SGB II): Landkreis, nach Bundesbeteiligung",
            "cost of housing (SGB II): Kreis, net of the federal share",
            _net_of_refund,
            "down",
        ),
        payer="kreis",
        rests_on=("income.housing_cost_bund_share",),
    )
)


@register_per_payer
def benefits_by_payer() -> Iterator[Indicator]:
    """Make what each payer pays for benefits to households."""
    for code, payer in enumerate(PAYERS.values()):
        if payer.id not in ("bund", "land"):
            continue
        made = _money(
            f"benefits_{payer.id}",
            f"{BUDGETS['benefits'].label['de']}: {payer.label['de']}",
            f"{BUDGETS['benefits'].label['en']}: {payer.label['en']}",
            _paid_by(code),
            "neutral",
        )
        yield replace(made, payer=payer.id, concept="benefits")


def _paid_by(payer: int) -> Count:
    """Cents that a payer pays for benefits, by area."""
    return lambda counts: (counts.money[payer, -1, :, BENEFITS], None)
