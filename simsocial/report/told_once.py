"""Side effects as a reader counts them: what two services under one roof show alike is one."""

from __future__ import annotations

import pandas as pd

from simsocial.analysis.side_effects import Line, side_effects
from simsocial.report.catalog import Catalog

__all__ = ["sides_told_once"]


def sides_told_once(catalog: Catalog, effects: pd.DataFrame, option: str) -> list[Line]:
    """Return the confirmed side effects of an option but money, in their order.

    Of services that share their sites (nursery and kindergarten in a Kita), a line is left out where that of the house
    tells the same of the same place: the same is counted, with the same verdict.

    Parameters
    ----------
    catalog : Catalog
        Names; the manifest says which services share sites.
    effects : DataFrame
        Effects table.
    option : str
        The option.
    """
    lines = [line for line in side_effects(effects, option) if not catalog.is_cost(line.head.indicator)]
    told = {_what(line, catalog.meta(line.head.indicator).kind, catalog) for line in lines}
    return [line for line in lines if _of_house(line, catalog) not in told]


def _of_house(line: Line, catalog: Catalog) -> tuple[str, ...] | None:
    """Return what the house of a service would tell; None where the service is no part of one."""
    kind = catalog.meta(line.head.indicator).kind
    house = ((catalog.manifest.get("services") or {}).get(kind) or {}).get("site_kind") or kind
    return None if house == kind else _what(line, str(house), catalog)


def _what(line: Line, kind: str, catalog: Catalog) -> tuple[str, ...]:
    """Return what is told of a service: concept, place and verdict."""
    return kind, catalog.meta(line.head.indicator).concept, line.head.area, line.verdict
