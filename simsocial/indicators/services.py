"""Indicators that every service kind has, and those of the Kita as a whole.

Demand, take-up and unmet need are separate things: who wants a service (all cases), who is served, who
waits, who gave up, who stays away since the way became longer, who was served elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from simsocial.core.columns import DETERRED, ELSEWHERE, GAVE_UP, SERVED, WAITING
from simsocial.indicators.counts import DETECTED, FELT, REFUSED, Counts
from simsocial.indicators.indicator import GROUPED, UNGROUPED, Count, Indicator, Integers
from simsocial.indicators.registry import CatalogueLike, register_per_kind
from simsocial.indicators.staff import pool_parameters
from simsocial.indicators.supply import supply_indicators

__all__ = ["house_label", "kind_label"]


def _cases(codes: list[int], states: tuple[int, ...]) -> Count:
    """Count cases of some kinds in some states."""
    return lambda counts: (counts.cases[codes][:, list(states)].sum(axis=(0, 1)), None)


def _ratio(codes: list[int], over: tuple[int, ...], under: tuple[int, ...]) -> Count:
    """Cases in some states among those in others."""
    return lambda counts: (
        counts.cases[codes][:, list(over)].sum(axis=(0, 1)),
        counts.cases[codes][:, list(under)].sum(axis=(0, 1)),
    )


def _travel_minutes(codes: list[int]) -> Count:
    """Minutes one way per served case."""
    return lambda counts: (counts.travel[codes, :, 1].sum(axis=0), counts.travel[codes, :, 0].sum(axis=0))


def _within(codes: list[int], column: int) -> Count:
    """Cases served within a limit among all who want the service: who has no place here is outside."""
    return lambda counts: (
        counts.travel[codes, :, column].sum(axis=0),
        counts.cases[codes].sum(axis=(0, 1)),
    )


def _waiting_months(codes: list[int]) -> Count:
    """Mean months that those who wait have waited."""

    def count(counts: Counts) -> tuple[Integers, Integers]:
        return counts.waiting_months[codes].sum(axis=0), counts.cases[codes][:, WAITING].sum(axis=0)

    return count


def _needs(codes: list[int], what: int) -> Count:
    """Count needs that begin."""
    return lambda counts: (counts.needs[codes, what].sum(axis=0), None)


_SHORTAGE = ("waiting", "unmet", "gave_up", "coverage", "waiting_time")
"""Indicators whose level is what staff and places leave over, a small difference of large numbers."""
_UNMET = (WAITING, GAVE_UP, DETERRED)
_WANTING = (SERVED, ELSEWHERE, *_UNMET)


class _Row(NamedTuple):
    """One indicator that every kind has, or those do of which `of` is true.

    Attributes
    ----------
    suffix, unit : str
        What stands behind the kind in its id, and its unit.
    de, en : str
        What stands behind the kind in its label.
    direction : str
        ``up``, ``down`` or ``neutral``.
    count_of : callable
        Takes the codes of the kinds and returns how it is counted.
    relevance : float
        In the unit.
    groups : tuple of str
        Margins that are recorded.
    at_key_month : bool
        Whether the year's value is that of the kind's key month.
    percent : bool or None
        Whether a ratio is a percentage; None for what is no ratio.
    of : {"all", "places", "giving_up", "fading", "homes", "visited", "episodes", "refusing"}
        Which kinds have it; one in cash has those of ``all``, and whoever gets it counts as served.
    flow : bool
        Whether months add up to a year.
    """

    suffix: str
    unit: str
    de: str
    en: str
    direction: Any
    count_of: Callable[[list[int]], Count]
    relevance: float
    groups: tuple[str, ...] = UNGROUPED
    at_key_month: bool = False
    percent: bool | None = None
    of: str = "all"
    flow: bool = False


_ROWS = (
    _Row("felt_need", "cases", "neue Bedürfnisse im Jahr", "needs that begin in a year", "neutral",
         lambda codes: _needs(codes, FELT), 10.0, GROUPED, of="episodes", flow=True),
    _Row("detected_need", "cases", "bekannt gewordene Bedarfe im Jahr", "needs that become known in a year",
         "neutral", lambda codes: _needs(codes, DETECTED), 5.0, GROUPED, of="episodes", flow=True),
    _Row("refused", "cases", "abgelehnte Anträge im Jahr", "claims refused in a year", "down",
         lambda codes: _needs(codes, REFUSED), 3.0, GROUPED, of="refusing", flow=True),
    _Row("served", "persons", "versorgt", "served", "neutral",
         lambda codes: _cases(codes, (SERVED,)), 5.0, GROUPED, at_key_month=True),
    _Row("demand", "persons", "Nachfrage", "demand", "neutral",
         lambda codes: _cases(codes, _WANTING), 5.0, GROUPED, at_key_month=True),
    _Row("waiting", "persons", "Warteliste", "waiting list", "down",
         lambda codes: _cases(codes, (WAITING,)), 3.0, GROUPED, of="places"),
    _Row("unmet", "persons", "ohne Versorgung", "unmet", "down",
         lambda codes: _cases(codes, _UNMET), 3.0, GROUPED, of="places"),
    _Row("gave_up", "persons", "Warten aufgegeben", "gave up waiting", "down",
         lambda codes: _cases(codes, (GAVE_UP,)), 3.0, GROUPED, of="giving_up"),
    _Row("deterred", "persons", "bleiben weg, weil der Weg länger wurde", "stay away since the way became longer",
         "down", lambda codes: _cases(codes, (DETERRED,)), 3.0, GROUPED, of="fading"),
    _Row("coverage", "% of demand", "gedeckte Nachfrage", "demand met", "up",
         lambda codes: _ratio(codes, (SERVED, ELSEWHERE), _WANTING), 1.0, percent=True, of="places"),
    _Row("waiting_time", "months", "bisherige Wartezeit", "time waited so far", "down",
         _waiting_months, 0.5, percent=False, of="places"),
    _Row("elsewhere", "persons", "außerhalb des Kreises versorgt", "served outside the Kreis", "down",
         lambda codes: _cases(codes, (ELSEWHERE,)), 2.0, of="places"),
    _Row("travel_minutes", "minutes one way", "Weg der Angehörigen vom früheren Zuhause",
         "relatives' way from the former home", "down", _travel_minutes, 0.5, percent=False,
         of="homes"),
    _Row("travel_minutes", "minutes one way", "Weg", "travel", "down",
         _travel_minutes, 0.5, percent=False, of="visited"),
    _Row("within_15_min", "% of demand", "versorgt bis 15 Minuten Weg", "served within 15 minutes", "up",
         lambda codes: _within(codes, 2), 1.0, percent=True, of="visited"),
    _Row("within_30_min", "% of demand", "versorgt bis 30 Minuten Weg", "served within 30 minutes", "up",
         lambda codes: _within(codes, 3), 1.0, percent=True, of="visited"),
)  # fmt: skip


def _build(
    name: str,
    label: Any,
    kind: Any,
    codes: list[int],
    base_year: Collection[str],
    residential: bool = False,
    gives_up: bool = False,
    rests_on: tuple[str, ...] = (),
    more: tuple[str, ...] = (),
) -> Iterator[Indicator]:
    """Make the indicators of one kind, or of kinds that share sites; how short it is `rests_on` parameters of staff."""
    having = {"all", *more} | ({"giving_up"} if gives_up else set())
    if not kind.in_cash:
        having |= {"places", "homes" if residential else "visited"}
    for row in _ROWS:
        if row.of not in having:
            continue
        # Money comes from no site here.
        count = (
            _cases(codes, (SERVED, ELSEWHERE))
            if kind.in_cash and row.suffix == "served"
            else row.count_of(codes)
        )
        month = kind.key_month if row.at_key_month else None
        yield Indicator(
            f"{name}_{row.suffix}",
            row.unit,
            {"de": f"{label['de']}: {row.de}", "en": f"{label['en']}: {row.en}"},
            kind.field,
            row.direction,
            count,
            scale=100.0 if row.percent else 1.0,
            groups=row.groups,
            sum_over_time="sum" if row.flow else "last" if month else "mean",
            key_month=month,
            sum_over_areas="sum" if row.percent is None else "ratio",
            relevance=row.relevance,
            relevance_kind="absolute",
            validation="base_year" if row.suffix in base_year else "plausible",
            kind=name,
            concept=row.suffix,
            decimals=0 if row.percent is None else 1,
            rests_on=rests_on if row.suffix in _SHORTAGE else (),
        )


@register_per_kind
def service_indicators(catalogue: CatalogueLike) -> Iterator[Indicator]:
    """Make the indicators of all kinds, and of the Kita where two kinds share its places."""
    kinds = list(catalogue)
    by_site: dict[str, list[int]] = {}
    for code, kind in enumerate(kinds):
        by_site.setdefault(kind.site_kind, []).append(code)
        gives_up = kind.after_patience == "leaves" and kind.patience_months is not None
        of_staff = pool_parameters(kind.qualifications)
        needs = () if kind.need is None else ("episodes", *(["refusing"] if kind.need.refused_share else []))
        fades = ("fading",) if kind.has("distance.decay_minutes") else ()
        yield from _build(
            kind.id,
            kind_label(kind),
            kind,
            [code],
            kind.base_year,
            kind.residential,
            gives_up,
            of_staff,
            (*needs, *fades),
        )
    claims = [code for code, kind in enumerate(kinds) if kind.access == "entitlement" and not kind.in_cash]
    if claims:
        yield Indicator(
            "unmet_legal_claim",
            "persons",
            {
                "de": f"Rechtsanspruch nicht erfüllt ({', '.join(kinds[code].label.de for code in claims)})",
                "en": f"legal claims not met ({', '.join(kinds[code].label.en for code in claims)})",
            },
            "services",
            "down",
            lambda counts: (counts.claims.sum(axis=0), None),
            groups=GROUPED,
            relevance=3.0,
            relevance_kind="absolute",
        )
    for site_kind, codes in by_site.items():
        first, of_house = kinds[codes[0]], house_of([kinds[code] for code in codes])
        if first.in_cash:
            continue
        shared = len(codes) > 1
        label, compared = (
            house_label([kinds[code] for code in codes]),
            set(of_house.base_year if of_house else ()),
        )
        if shared:
            of_staff = pool_parameters(
                dict.fromkeys(name for code in codes for name in kinds[code].qualifications)
            )
            yield from _build(site_kind, label, first, codes, compared, rests_on=of_staff)
        yield from supply_indicators(
            site_kind if shared else first.id,
            label,
            first,
            codes,
            compared if shared else compared | set(first.base_year),
            by_staff=any(kinds[code].capacity in ("staff", "posts") for code in codes),
        )


def kind_label(kind: Any) -> dict[str, str]:
    """Return the label of a kind as a mapping, with a capital."""
    return {"de": kind.label.de, "en": kind.label.en[:1].upper() + kind.label.en[1:]}


def house_of(kinds: Sequence[Any]) -> Any:
    """Return what kinds that share sites say of these, None if nothing."""
    return next((kind.house for kind in kinds if kind.house is not None), None)


def house_label(kinds: Sequence[Any]) -> dict[str, str]:
    """Return the label of the sites that kinds share; of a single kind, its own."""
    house = house_of(kinds)
    if len(kinds) > 1 and house is not None and house.label is not None:
        return {"de": house.label.de, "en": house.label.en}
    if len(kinds) > 1:
        return dict.fromkeys(("de", "en"), kinds[0].site_kind.capitalize())
    return kind_label(kinds[0])
