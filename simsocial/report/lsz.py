"""What options change, by the six fields of action of Thuringia's programme for families (LSZ), in which Kreise plan.

Which indicator belongs to which field is an assumption: the programme names fields, not figures.
"""

from __future__ import annotations

from collections.abc import Sequence

from simsocial.analysis.side_effects import Line
from simsocial.report.catalog import Catalog
from simsocial.report.curve_labels import short_title
from simsocial.report.option_view import OptionView
from simsocial.report.table import Table
from simsocial.report.wording import line_verdict

__all__ = ["LSZ_FIELDS", "lsz_field", "lsz_table"]

LSZ_FIELDS = ("steering", "compatibility", "education", "counselling", "living", "dialogue")
"""Steering and planning; compatibility and mobility; education; counselling; living environment; dialogue."""

_WAYS = {"travel_minutes", "within_15_min", "within_30_min"}
_OF_KIND = {"adult_education": "education", "language_course": "education", "care_advice": "counselling"}
_OF_FIELD = {
    "population": "steering",
    "households": "steering",
    "staff": "steering",
    "services": "steering",
    "kita": "compatibility",
    "work": "compatibility",
    "school": "education",
    "youth_work": "education",
    "child_family_support": "counselling",
    "counselling": "counselling",
    "integration_assistance": "counselling",
    "migration": "counselling",
    "elder_care": "living",
    "health": "living",
    "housing": "living",
    "income": "living",
    "participation": "dialogue",
}
_SHOWN = 3


def lsz_field(catalog: Catalog, indicator: str) -> str:
    """Return the field of action of an indicator; '' for other fields. Money has tables of its own."""
    meta = catalog.meta(indicator)
    if meta.concept in _WAYS:
        return "compatibility"
    return _OF_KIND.get(meta.kind) or _OF_FIELD.get(meta.field, "")


def lsz_table(catalog: Catalog, options: Sequence[OptionView]) -> Table:
    """Return one line a field, one column an option: what rises and falls, and whether that is wanted.

    What belongs to no field, such as a user's own indicators, has a last line, if any of it is shown to change.

    Parameters
    ----------
    catalog : Catalog
        Names and texts.
    options : sequence of OptionView
        Their targets and confirmed side effects.
    """
    texts = catalog.texts
    titles = [short_title(option.title) for option in options]
    table = Table((texts("lsz-field"), *titles))
    for field in LSZ_FIELDS:
        table.add(
            [texts.term("lsz", field), *(_words(catalog, _lines(catalog, one, field)) for one in options)]
        )
    others = [_words(catalog, _lines(catalog, one, "")) for one in options]
    if any(cell != texts("lsz-none") for cell in others):
        table.add([texts("lsz-other"), *others])
    return table


def _lines(catalog: Catalog, option: OptionView, field: str) -> list[Line]:
    """Return an option's targets and side effects of a field, '' for those of none, without money."""
    return [
        line
        for line in (*(goal.line for goal in option.goals), *option.sides)
        if lsz_field(catalog, line.head.indicator) == field and not catalog.is_cost(line.head.indicator)
    ]


def _words(catalog: Catalog, lines: Sequence[Line]) -> str:
    """Return what is shown to change, the first few by name."""
    texts = catalog.texts
    changed = [(line, line_verdict(line, texts)) for line in lines]
    shown = [(line, verdict) for line, verdict in changed if verdict.mark != "–" and line.head.effect]
    parts = [
        texts(
            "lsz-rises" if line.head.effect > 0.0 else "lsz-falls",
            label=", ".join(
                filter(None, (catalog.meta(line.head.indicator).label, catalog.place(line.head.area)))
            ),
            verdict=verdict.word,
        )
        for line, verdict in shown[:_SHOWN]
    ]
    if len(shown) > _SHOWN:
        parts.append(texts("lsz-more", count=len(shown) - _SHOWN))
    return "; ".join(parts) or texts("lsz-none")
