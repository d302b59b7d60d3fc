"""Which questions a workshop weighs: the options' targets, then what committees and groups always ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from simsocial.analysis.side_effects import side_effects
from simsocial.report.catalog import Catalog
from simsocial.report.main_service import main_area, main_service
from simsocial.report.selection import horizon_of

__all__ = ["LEGAL_CLAIM", "Asked", "asked", "kreis_purse", "more_asked"]

LEGAL_CLAIM = "unmet_legal_claim"
_CARERS = "informal_care_hours"
_DIRECTED = ("up", "down")


@dataclass(frozen=True)
class Asked:
    """A question to the results.

    Attributes
    ----------
    indicator, area : str
        What is counted, and where.
    direction : str
        ``up`` or ``down``.
    name : str
        Plain name; empty for the indicator's own.
    """

    indicator: str
    area: str
    direction: str
    name: str = ""


def asked(catalog: Catalog, effects: pd.DataFrame, options: Sequence[str]) -> Iterator[Asked]:
    """Yield the questions in the order of their importance; some may have no answer in these results.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    effects : DataFrame
        Effects table.
    options : sequence of str
        Options that are weighed.
    """
    texts = catalog.texts
    targets = {name: _targets(catalog, name) for name in options}
    for own in targets.values():
        yield from own[:1]
    yield from _purse(catalog, "kreis", texts("workshop-criterion-kreis"))
    for name in options:
        service = main_service(catalog, [name])
        way = catalog.concept(service, "travel_minutes") if service else None
        if service and way:
            yield Asked(way, main_area(catalog, [name]), "down")
    yield Asked(LEGAL_CLAIM, "region", "down", texts("workshop-criterion-claim"))
    yield from _staff(catalog, effects, options)
    yield from _purse(catalog, "municipality", texts("workshop-criterion-municipality"))
    yield Asked(_CARERS, "region", "down", texts("workshop-criterion-carers"))
    for own in targets.values():
        yield from own[1:]
    yield from _purse(catalog, "families", texts("workshop-criterion-families"))


def more_asked(catalog: Catalog, effects: pd.DataFrame, options: Sequence[str]) -> Iterator[Asked]:
    """Yield the confirmed side effects that have a better and a worse, the largest of each option first."""
    for name in options:
        for line in side_effects(effects, name):
            head, meta = line.head, catalog.meta(line.head.indicator)
            if meta.direction in _DIRECTED and head.group_kind == "all" and meta.field != "finance":
                yield Asked(head.indicator, head.area, meta.direction)


def kreis_purse(catalog: Catalog) -> str | None:
    """Return the indicator of what the Kreis pays: with interest and repayment where that is counted."""
    return _indicator_of(catalog, "kreis")


def _targets(catalog: Catalog, name: str) -> list[Asked]:
    """Return the declared targets of an option; money is asked of all purses alike."""
    entries = catalog.manifest["scenarios"][name].get("targets") or ()
    return [
        Asked(str(entry["indicator"]), str(entry.get("area") or "region"), str(entry["direction"]))
        for entry in entries
        if entry.get("direction") in _DIRECTED and not catalog.is_cost(str(entry["indicator"]))
    ]


def _purse(catalog: Catalog, payer: str, label: str) -> Iterator[Asked]:
    indicator = _indicator_of(catalog, payer)
    if indicator is not None:
        yield Asked(indicator, "region", "down", label)


def _indicator_of(catalog: Catalog, payer: str) -> str | None:
    for concept in ("full_cost", "operating_cost"):
        found = catalog.payer_indicators(concept)
        if payer in found:
            return found[payer]
    return None


def _staff(catalog: Catalog, effects: pd.DataFrame, options: Sequence[str]) -> Iterator[Asked]:
    """Yield the vacancies that move most, in multiples of what matters."""
    names = [
        name
        for name in catalog.ids
        if catalog.meta(name).field == "staff" and catalog.meta(name).direction == "down"
    ]
    rows = effects[effects["indicator"].isin(names) & effects["scenario"].isin(list(options))]
    rows = rows[(rows["area"] == "region") & (rows["group_kind"] == "all")]
    rows = rows[(rows["period"] == horizon_of(effects)) & (rows["n"] > 0)]
    size = (rows["effect"].abs() / rows["relevance"].clip(lower=1e-12)).fillna(0.0).to_numpy()
    if size.any():
        yield Asked(str(rows["indicator"].iloc[int(size.argmax())]), "region", "down")
