"""Indicators of the staff markets: employed in FTE and heads, vacant posts, beyond need; who limits a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from simsocial.indicators.counts import Counts
from simsocial.indicators.indicator import Count, Indicator, Integers
from simsocial.indicators.registry import CatalogueLike, register_per_kind

__all__ = ["pool_parameters"]

_POOL = (
    "seeking_share",
    "turnover_rate",
    "pool_leaving_rate",
    "moves_in_rate",
    "lateral_entry_rate",
    "hired_share",
)


def pool_parameters(qualifications: Iterable[str]) -> tuple[str, ...]:
    """Return the parameters that decide how short of staff the qualifications are.

    Examples
    --------
    >>> pool_parameters(["teacher"])[:2]
    ('staff.teacher.seeking_share', 'staff.teacher.turnover_rate')
    """
    return tuple(f"staff.{qualification}.{name}" for qualification in qualifications for name in _POOL)


def _staff(code: int, column: int) -> Count:
    """Milli-FTE by area of the site."""
    return lambda counts: (counts.staff[code, :, column], None)


def _vacant(code: int) -> Count:
    """Milli-FTE wanted beyond those employed, less what others have too many."""

    def count(counts: Counts) -> tuple[Integers, None]:
        employed, wanted, surplus = (counts.staff[code, :, column] for column in range(3))
        return np.maximum(wanted - (employed - surplus), 0), None

    return count


@register_per_kind
def staff_indicators(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make four indicators for every qualification."""
    for code, name in enumerate(catalogue.qualifications):
        label = catalogue.staff[name].label
        for identifier, text, direction, count in (
            (f"staff_{name}_fte", ("besetzte Stellen", "filled posts"), "neutral", _staff(code, 0)),
            (f"vacancies_{name}", ("offene Stellen", "vacant posts"), "down", _vacant(code)),
            (f"free_{name}_fte", ("über dem Bedarf", "beyond what is needed"), "neutral", _staff(code, 2)),
        ):
            yield Indicator(
                identifier,
                "FTE",
                {"de": f"{label.de}: {text[0]}", "en": f"{label.en}: {text[1]}"},
                "staff",
                direction,  # type: ignore[arg-type]
                count,
                scale=0.001,
                relevance=1.0,
                relevance_kind="absolute",
                decimals=1,
                rests_on=() if identifier.startswith("staff_") else pool_parameters([name]),
            )
        yield Indicator(
            f"staff_{name}_heads",
            "persons",
            {"de": f"{label.de}: beschäftigte Personen", "en": f"{label.en}: persons employed"},
            "staff",
            "neutral",
            _staff(code, 3),
            scale=0.001,
            sum_over_time="last",
            relevance=1.0,
            relevance_kind="absolute",
            rests_on=(f"staff.{name}.fte_per_head",),
        )


@register_per_kind
def team_indicators(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make an indicator of each qualification of a kind that needs several: the least of them limits it."""
    qualifications = list(catalogue.qualifications)
    for code, kind in enumerate(catalogue):
        for name in kind.qualifications if len(kind.qualifications) > 1 else ():
            label, english = catalogue.staff[name].label, kind.label.en
            yield Indicator(
                f"{kind.id}_usable_{name}",
                "cases",
                {
                    "de": f"{kind.label.de}: nutzbare Kapazität ({label.de})",
                    "en": f"{english[:1].upper()}{english[1:]}: usable capacity ({label.en})",
                },
                kind.field,
                "neutral",
                _allowed(code, qualifications.index(name)),
                sum_over_time="last",
                key_month=kind.key_month,
                relevance=5.0,
                relevance_kind="absolute",
                validation="plausible",
                kind=kind.id,
            )


def _allowed(kind: int, qualification: int) -> Count:
    """Cases that places and one qualification allow, by area of the site."""
    return lambda counts: (counts.by_member[kind, qualification], None)
