"""Tables and sentences of a planning area's page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simsocial.analysis.side_effects import EffectRow
from simsocial.report.area_view import CONCEPTS, AreaView
from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.even_levels import row_decimals
from simsocial.report.numbers import Numbers
from simsocial.report.picture import Picture
from simsocial.report.site_changes import SiteChange
from simsocial.report.table import Table
from simsocial.report.wording import verdict_of

__all__ = ["AreaPage", "area_page"]

_TOLD = 2
"""Effects of an option told in its sentence; the others are counted."""


@dataclass(frozen=True)
class AreaPage:
    """One area as the template prints it.

    Attributes
    ----------
    name, title : str
        Identifier and name.
    lines : tuple of str
        What each option changes here, in a sentence.
    levels, sites : Table
        Levels with and without the options; sites by name.
    picture : Picture or None
        Map, supply and ways.
    """

    name: str
    title: str
    lines: tuple[str, ...]
    levels: Table
    sites: Table
    picture: Picture | None


def area_page(catalog: Catalog, view: AreaView, pictures: Sequence[Picture]) -> AreaPage:
    """Return the page of an area.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    view : AreaView
        What it shows.
    pictures : sequence of Picture
        All pictures of the report.
    """
    return AreaPage(
        name=view.area,
        title=catalog.area(view.area),
        lines=tuple(_lines(catalog, view)),
        levels=_levels(catalog, view),
        sites=_sites(catalog, view),
        picture=next((one for one in pictures if one.name == view.picture), None),
    )


def _lines(catalog: Catalog, view: AreaView) -> list[str]:
    """Return a sentence an option: what is established here."""
    texts, numbers = catalog.texts, Numbers(catalog)
    lines = []
    for option in view.options:
        told = [
            row
            for row in view.told
            if row.scenario == option
            and verdict_of(row, texts).mark != "–"
            and not catalog.is_cost(row.indicator)
        ]
        parts = [
            texts(
                "area-told",
                label=catalog.meta(row.indicator).label,
                effect=numbers.effect(row).text,
                time=numbers.time(row.indicator, row.period),
                verdict=verdict_of(row, texts).word,
            )
            for row in told[:_TOLD]
        ]
        if len(told) > _TOLD:
            parts.append(texts("lsz-more", count=len(told) - _TOLD))
        lines.append(
            texts(
                "area-line",
                option=short_title(catalog.scenario(option)),
                told="; ".join(parts) or texts("area-told-none"),
            )
        )
    if view.unshown:
        names = texts.join([short_title(catalog.scenario(option)) for option in view.unshown])
        lines.append(texts("area-unshown", options=names))
    return lines


def _levels(catalog: Catalog, view: AreaView) -> Table:
    """Return supply, need, demand, unmet, occupancy and ways: status quo, then each option with its change."""
    texts, numbers = catalog.texts, Numbers(catalog)
    titles = [short_title(catalog.scenario(option)) for option in view.options]
    head = (view.year, texts("column-reference"), *titles)
    table = Table(head, frozenset(range(1, len(head))))
    for service in view.services:
        name = catalog.services[service]
        table.add([name], kind="group")
        for concept in CONCEPTS:
            row = view.reference(service, concept)
            if row is None:
                continue
            rows = [view.rows.get((option, service, concept)) for option in view.options]
            if not row.reference_mean and not any(one and one.effect for one in rows):
                continue
            label = _without_service(catalog.meta(row.indicator).label)
            unit = numbers.unit_name(numbers.table_scale(row.indicator), "level", 2.0, 0)
            named = label if unit.lower() in label.lower() else texts("area-row", label=label, unit=unit)
            decimals = row_decimals(numbers, row, [one for one in rows if one and _is_figure(numbers, one)])
            cells = [
                reference_cell(numbers, row, decimals),
                *(option_cell(numbers, one, decimals) for one in rows),
            ]
            table.add([named, *cells])
    return table


def _without_service(label: str) -> str:
    """Return a label without the service that its table names above: ``Kita: Nachfrage``."""
    return label.partition(": ")[2] or label


def _is_figure(numbers: Numbers, row: EffectRow) -> bool:
    """Whether a change is printed as a figure, and not as ``/`` or in words."""
    return row.test in ("t", "structural") and numbers.effect(row).value not in ("/", "-")


def reference_cell(numbers: Numbers, row: EffectRow, decimals: int | None) -> str:
    """Return the level of the status quo with the range of single runs."""
    low, high = row.low_reference, row.high_reference
    known = not math.isnan(low) and low != high
    bounds = f"[{_unbroken(numbers.level_range(low, high, row.indicator, decimals))}]" if known else ""
    if row.level_unknown and bounds:
        return bounds
    level = _level(numbers, row.reference_mean, row.indicator, decimals)
    # A range from less than three to less than three says nothing more.
    same = f"[{_unbroken(numbers.catalog.texts('interval', low=level, high=level))}]"
    return level if bounds in ("", same) else f"{level} {bounds}"


def option_cell(numbers: Numbers, row: EffectRow | None, decimals: int | None) -> str:
    """Return the level with an option, and its change with the range; ``/`` where too few runs change."""
    texts = numbers.catalog.texts
    if row is None:
        return texts("not-stated")
    if row.test == "untouched" or (row.test == "rare" and not row.n_nonzero):
        return texts("area-same")
    shown = numbers.effect(row, numbers.table_scale(row.indicator))
    interval = f" [{shown.interval}]" if shown.interval else ""
    level = numbers.levels(row)[1]
    if not row.level_unknown:
        level = _level(numbers, row.scenario_mean, row.indicator, decimals)
    return f"{level} · {_unbroken(shown.value + interval)}"


def _level(numbers: Numbers, value: float, indicator: str, decimals: int | None) -> str:
    """Return a level without unit, with the decimals of its line."""
    if decimals is None:
        return numbers.plain_level(value, indicator)
    scale = numbers.table_scale(indicator)
    return numbers.sign_of_level(value, scale) or numbers.catalog.texts.number(value * scale.factor, decimals)


def _unbroken(text: str) -> str:
    """Return a text that stays on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _sites(catalog: Catalog, view: AreaView) -> Table:
    """Return the sites of the area by service: names with places, and what the options do to them."""
    texts = catalog.texts
    places = {str(row["place"]): row for row in catalog.region.get("places") or ()}
    table = Table((texts("area-service"), texts("area-sites"), texts("area-site-changes")))
    for service in view.services:
        there = [
            catalog.site_with_place(str(row["site"]))
            for row in catalog.region.get("site_places") or ()
            if row["kind"] == service and (places.get(str(row["place"])) or {}).get("area") == view.area
        ]
        changes = [_change(catalog, one) for one in view.changes if one.kind == service]
        if there or changes:
            cells = [
                catalog.services[service],
                ", ".join(there) or texts("none"),
                "; ".join(changes),
            ]
            table.add(cells)
    return table.without_empty_columns()


def _change(catalog: Catalog, change: SiteChange) -> str:
    """Return a site's places before and after, with the option."""
    texts = catalog.texts
    option = short_title(catalog.scenario(change.option))
    old, new = ("." if value is None else texts.number(value) for value in (change.old, change.new))
    return texts("area-site-change", option=option, site=change.name, old=old, new=new)
