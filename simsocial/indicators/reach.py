"""Whom services reach and how people live, by group at a key date: who gains, who loses.

Of kinds that say so (``reach``) it is counted at the end of December how many people it is open to, how many of them
are served and how many want it and are not; and of everybody the shares of
:data:`simsocial.indicators.shares.SHARES`. Months in between have no value. So it may be counted by any margin: that
costs a look a year instead of one a month. Years are averaged over a horizon, so that what an option does for some of
them is seen.

Who goes without is told twice, for two uses: ``<kind>_coverage`` is the course, month by month and as the mean of the
year; ``<kind>_unmet_share`` is the state at the year's end by group, and of all people what the coverage of December
leaves to 100 %.
"""

from __future__ import annotations

from collections.abc import Iterator

from simsocial.indicators.counts import OPEN_TO, REACHED, UNMET, WANTED, Counts
from simsocial.indicators.indicator import Count, Direction, Indicator, Integers
from simsocial.indicators.registry import CatalogueLike, register_indicator, register_per_kind
from simsocial.indicators.shares import GROUPS, SHARES
from simsocial.indicators.staff import pool_parameters

_DECEMBER = 12


def _ratio(code: int, over: int, under: int) -> Count:
    """Relate what is counted of a kind."""
    return lambda counts: (counts.reached[code, over], counts.reached[code, under])


def _share(code: int) -> Count:
    """Relate those of whom something holds to all of whom it is a share."""

    def count(counts: Counts) -> tuple[Integers, Integers]:
        return counts.shares[code, 0], counts.shares[code, 1]

    return count


@register_per_kind
def reach_indicators(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make, of kinds that say so, whom they reach and who goes without."""
    rows: tuple[tuple[str, str, str, str, Direction, int, int, float, float], ...] = (
        (
            "reach", "per 1,000 people it is open to", "Versorgte je 1.000, denen es offensteht, am Jahresende",
            "served per 1,000 people it is open to, at the year's end", "neutral", REACHED, OPEN_TO, 1000.0, 1.0,
        ),
        (
            "unmet_share", "% of demand", "Anteil ohne Versorgung am Jahresende, nach Gruppen",
            "share unmet at the year's end, by group", "down",
            UNMET, WANTED, 100.0, 1.0,
        ),
    )  # fmt: skip
    for code, kind in enumerate(catalogue):
        if not kind.reach:
            continue
        of_staff = pool_parameters(kind.qualifications)
        for suffix, unit, de, en, direction, over, under, scale, relevance in rows:
            yield Indicator(
                f"{kind.id}_{suffix}",
                unit,
                {
                    "de": f"{kind.label.de}: {de}",
                    "en": f"{kind.label.en[:1].upper() + kind.label.en[1:]}: {en}",
                },
                kind.field,
                direction,
                _ratio(code, over, under),
                scale=scale,
                groups=GROUPS,
                at_key_date=True,
                key_month=_DECEMBER,
                sum_over_time="mean",
                sum_over_areas="ratio",
                relevance=relevance,
                relevance_kind="absolute",
                decimals=1,
                kind=kind.id,
                concept=suffix,
                # No figure by these groups was held against the model.
                validation="none",
                rests_on=of_staff if under == WANTED else (),
            )


for _code, _one in enumerate(SHARES):
    register_indicator(
        Indicator(
            _one.id,
            _one.unit,
            _one.label,
            _one.field,
            _one.direction,
            _share(_code),
            scale=100.0,
            groups=_one.groups,
            at_key_date=True,
            key_month=_DECEMBER,
            sum_over_time="mean",
            sum_over_areas="ratio",
            relevance=0.2,
            relevance_kind="absolute",
            decimals=1,
        )
    )
