"""The columns of the sheet ``Maßnahmen``: what they are called in German, and what their cells say of a measure.

A cell is text as it was typed. A reader returns the value that a scenario file would hold, or raises a ValueError that
says what is valid in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from simsocial.core.calendar import month_label
from simsocial.core.errors import nearest
from simsocial.core.language import say
from simsocial.experiment.config_text import plain_values
from simsocial.indicators.axes import PAYERS
from simsocial.measures import measure_kinds
from simsocial.measures.actors import GERMAN, Actor, Lever, in_english
from simsocial.region.values import to_count, to_date, to_month, to_number

__all__ = [
    "COLUMNS",
    "FURTHER",
    "GERMAN_KINDS",
    "MEASURE",
    "OPTION",
    "OPTION_TITLE",
    "SheetColumn",
    "further_value",
]

OPTION, OPTION_TITLE, MEASURE, FURTHER = "Option", "Optionstitel", "Maßnahme", "Weitere Felder"

GERMAN_KINDS = {
    "Angebot kürzen": "cut",
    "Ausbildungsplätze": "training_places",
    "aufsuchende Arbeit": "outreach",
    "einen Wert ändern": "change_value",
    "Einrichtung eröffnen": "open_site",
    "Einrichtung schließen": "close_site",
    "Einrichtung umwandeln": "convert_site",
    "Einrichtungen zusammenlegen": "merge_sites",
    "Elternbeitrag ändern": "parental_fee",
    "Fachkräfte anwerben": "recruitment",
    "Fachkräfte halten": "staff_retention",
    "Fahrdienst": "shuttle",
    "keine Änderung": "no_change",
    "Kooperation von Einrichtungen": "cooperation",
    "Kostenanteil ändern": "co_funding",
    "Leerstand nutzen": "reuse_of_vacancy",
    "Öffnungstage ändern": "opening_days",
    "Personal über dem Schlüssel halten": "staff_above_minimum",
    "Personalschlüssel ändern": "staff_ratio",
    "Prävention": "prevention",
    "Quereinstieg": "lateral_entry",
    "Stellen planen": "extra_posts",
    "Wohnungsbau in Stufen": "phased_housing",
    "Zahl der Plätze ändern": "resize_site",
    "Zielquote setzen": "target_quota",
}
"""Kinds of measures as the report names them; a kind of a plugin goes by its id."""


class SheetColumn(NamedTuple):
    """A column: which key of a measure its cells say, and how they are read."""

    key: str
    read: Callable[[str], Any]
    meaning: str


def _text(cell: str) -> str:
    return cell


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.replace(";", ",").split(",") if name.strip()]


def _kind(cell: str) -> str:
    known = {label.casefold(): kind for label, kind in GERMAN_KINDS.items()}
    kind = known.get(cell.casefold(), cell)
    if kind not in measure_kinds():
        raise ValueError(nearest(cell, [*GERMAN_KINDS, *measure_kinds()]))
    return kind


def _month(cell: str) -> str:
    day = to_date(cell)
    month = day.year * 12 + day.month - 1 if day is not None and day.day == 1 else to_month(cell)
    if month is None:
        message = say("Valid: a month such as 2027-08, or the first of it (01.08.2027).")
        raise ValueError(message)
    return month_label(month)


def _count(cell: str) -> int:
    number = to_count(cell)
    if number is None:
        message = say("Valid: a whole number such as 70.")
        raise ValueError(message)
    return number


def _actor(cell: str) -> str:
    return _word(cell, get_args(Actor))


def _actors(cell: str) -> list[str]:
    return [_actor(name) for name in _names(cell)]


def _lever(cell: str) -> str:
    return _word(cell, get_args(Lever))


def _word(cell: str, valid: Sequence[str]) -> str:
    """Return what a word of planners is in a scenario file."""
    if in_english(cell) not in valid:
        words = [*valid, *(word for word in GERMAN if in_english(word) in valid)]
        raise ValueError(nearest(cell, words))
    return in_english(cell)


def _eur(cell: str) -> int | dict[str, int]:
    parts = cell.removesuffix("EUR").removesuffix("€").strip().split("/")
    amounts = [amount for part in parts if (amount := to_count(part)) is not None]
    if len(amounts) != len(parts) or len(parts) not in (1, 3):
        message = say(
            "Valid: whole EUR such as 3.000.000, or low / typical / high: 2.600.000 / 3.000.000 / 3.400.000."
        )
        raise ValueError(message)
    return amounts[0] if len(amounts) == 1 else dict(zip(("low", "typical", "high"), amounts, strict=True))


def _payers(cell: str) -> dict[str, float]:
    shares: dict[str, float] = {}
    for part in _names(cell.replace(" %", "%")):
        name, _, last = part.rpartition(" ")
        share = to_number(last.removesuffix("%")) if name and last.endswith("%") else None
        payer = _payer(part if share is None else name)
        shares[payer] = 1.0 if share is None else share / 100.0
    return shares


def _payer(name: str) -> str:
    word = in_english(name)
    labels = {one.label["de"].casefold(): payer for payer, one in PAYERS.items()}
    found = labels.get(name.strip().casefold(), word)
    if found not in PAYERS:
        valid = ", ".join([*PAYERS, *(one.label["de"] for one in PAYERS.values())])
        message = say(
            "Valid: payers with their shares, such as Gemeinde 80 %, Land 20 %; payers are {valid}.",
            valid=valid,
        )
        raise ValueError(message)
    return found


def further_value(cell: str) -> Any:
    """Return a value of a key that has no column of its own: as in a scenario file, or with a decimal comma.

    Examples
    --------
    >>> further_value("0,5"), further_value("[nursery, kindergarten]"), further_value("{2027-06: 40}")
    (0.5, ['nursery', 'kindergarten'], {'2027-06': 40})
    """
    number = to_number(cell) if "," in cell else None
    return plain_values(cell) if number is None else number


COLUMNS: Mapping[str, SheetColumn] = {
    MEASURE: SheetColumn("name", _text, "short name: small letters, digits and _"),
    "Art": SheetColumn("kind", _kind, "kind of measure, German or as in simsocial list measures"),
    "Titel": SheetColumn("title", _text, "what readers are shown"),
    "Beginn": SheetColumn("start", _month, "first month"),
    "Ende": SheetColumn("end", _month, "last month; empty: it stays"),
    "Ort": SheetColumn("place", _text, "place of the sheet places"),
    "Standort": SheetColumn("site", _text, "site of the sheet sites, or the short name of a new one"),
    "Standorte": SheetColumn("sites", _names, "sites that are merged, with commas"),
    "Planungsraum": SheetColumn("where.area", _names, "areas in which it holds, with commas"),
    "Dienste": SheetColumn("kinds", _names, "kinds of service, with commas"),
    "Einrichtungsart": SheetColumn("site_kind", _text, "kind of a new site"),
    "Träger": SheetColumn("provider", _text, "provider of a new site"),
    "Plätze": SheetColumn("licensed_places", _count, "places when complete"),
    "Kosten einmalig": SheetColumn("capital_cost_eur", _eur, "EUR once"),
    "Zahler einmalig": SheetColumn("capital_payers", _payers, "who bears it"),
    "Kosten jährlich": SheetColumn("running_cost_eur_per_year", _eur, "EUR a year beside what services cost"),
    "Zahler jährlich": SheetColumn("running_payers", _payers, "who bears it"),
    "Zuständig": SheetColumn("decided_by", _actor, "who decides"),
    "Mittel": SheetColumn("lever", _lever, "what they have in hand; Ereignis: nobody here decides it"),
    "Zustimmung": SheetColumn("needs_consent_of", _actors, "who else must agree, with commas"),
    "Vorlauf in Monaten": SheetColumn("lead_months", _count, "months from the decision to the start"),
    "Amt": SheetColumn("department", _text, "department in charge"),
}
"""Columns of one key each, by heading; beside them stand the option, further keys and any key by its own name."""
