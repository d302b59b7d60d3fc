"""Young people expected to offend, where a service kind says that it does something to them."""

from __future__ import annotations

from collections.abc import Iterator

from simsocial.indicators.axes import QUANTITIES, Quantity
from simsocial.indicators.indicator import Indicator, of_quantity
from simsocial.indicators.registry import CatalogueLike, register_per_kind

__all__ = ["YOUNG_OFFENDERS"]

YOUNG_OFFENDERS = QUANTITIES.add(
    Quantity(
        "young_offenders",
        {
            "de": "Erwartete Tatverdächtige von 10 bis 17 Jahren",
            "en": "Expected suspects of offences aged 10 to 17",
        },
        "thousandths of a person",
    )
)


@register_per_kind
def young_offenders(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the indicator if a kind names it in its effects."""
    fields = [kind.field for kind in catalogue for one in kind.effects.values() if one.target == "offending"]
    for field in fields[:1]:
        yield Indicator(
            YOUNG_OFFENDERS.id,
            "persons",
            YOUNG_OFFENDERS.label,
            field,
            "down",
            of_quantity(YOUNG_OFFENDERS.id),
            scale=0.001,
            sum_over_time="sum",
            relevance=0.02,
            decimals=1,
            validation="none",
        )
