"""What a label of a table says: an age group, a sex, a nationality, a time, a total, or the name of something."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache

from simsocial.region.importing.age_labels import AgeLabel, parse_age

__all__ = ["Facts", "column_role", "facts_of", "times_in"]

_SEX = {
    "m": r"männlich\w*|maennlich|männer|maenner|mann|jungen|male|gesm|m",
    "f": r"weiblich\w*|frauen?|mädchen|maedchen|female|gesw|w|f",
    "d": r"divers\w*|ohne angabe|d",
}
_ORIGIN = {
    "foreign": r"nicht-?\s?deutsche?\w*|ausländer(?:\s?[*:/(]?-?innen\)?)?|ausländisch\w*|auslaender|foreign|nata",
    "german": r"deutsche?r?|german|natd",
}
_TOTAL = r"insgesamt|gesamt\w*|zusammen|summe|total|alle|beide geschlechter|both|e_e"
_VALUE = (
    r"(?:wohn|haupt)?bevölkerung|bevoelkerung|einwohner\w*|e?inw\.?|anzahl|personen|davon|darunter|dar\.|jahren?|stand|am|im|"
    r"(?:am )?ort der hauptwohnung|(?:mit )?haupt(?:wohnsitz|wohnung)|value|wert|persons|population|stichtag|"
    r"geschlecht|alter|altersgruppen?|von bis unter jahren|bestand"
)
_DATE = re.compile(
    r"(?<!\d)(?:(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)|((?:19|20)\d\d)-(\d\d)-(\d\d))(?!\d)"
)
_MONTH = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d.,]\d|\d)")
_ROLES = {
    "sex": r"geschlecht|ges|sex|gender",
    "origin": r"nationalität|staatsangehörigkeit\w*|staatsangeh\.?|nat|herkunft",
    "time": r"jahr|stichtag|zeit|datum|date|year|stand|reference_date|time",
    "age": r"alter|altersgruppen?|altersjahre?|age|alter in jahren|alter \(jahre\)",
    "key": r"ags|.*schl(?:ü|ue)ssel\w*|nr\.?|nummer|kennziffer|code|id|key|kennung|lfd\.? ?nr\.?|raumid|gkz",
    "name": (
        r".*(?:gebiet|ortsteil|stadtteil|bezirk|gemeinden?|planungsr[aä]um|sozialr[aä]um|raum|quartier|viertel)e?s?|name|"
        r"ort|stadt|kreis|region|area|bez|bereich|.*name|place"
    ),
}


@dataclass(frozen=True)
class Facts:
    """What one label says; empty fields are not said.

    Attributes
    ----------
    name : str
        What is left: an area, or something unknown.
    age : AgeLabel or None
        Age group.
    sex, origin : str or None
        ``m``, ``f`` or ``d``; ``german`` or ``foreign``.
    time : str or None
        Year or date (``2023``, ``2023-12-31``).
    total : bool
        All of whatever the labels beside it divide.
    """

    name: str = ""
    age: AgeLabel | None = None
    sex: str | None = None
    origin: str | None = None
    time: str | None = None
    total: bool = False


@lru_cache(maxsize=50_000)
def facts_of(text: str) -> Facts:
    """Return what a label says.

    Examples
    --------
    >>> facts_of("weiblich insgesamt").sex, facts_of("Stand: 31.12.2023").time, facts_of("Frankfurt a. M.").name
    ('f', '2023-12-31', 'Frankfurt a. M.')
    >>> facts_of("Nord zusammen").name, facts_of("Nord zusammen").total
    ('Nord', True)
    """
    label = " ".join(text.split())
    if age := parse_age(label):
        return Facts(age=age)
    if berlin := re.fullmatch(r"E_E([MW])", label, re.IGNORECASE):
        return Facts(sex="m" if berlin[1] in "Mm" else "f")
    whole = _taken(label, r"(?<![^\W_]){}(?![^\W_])")
    if not whole.name or parse_age(whole.name):
        return Facts("", parse_age(whole.name), whole.sex, whole.origin, whole.time, whole.total)
    # Beside a name only what stands after it (or before it, for a total) is no part of it.
    ended = _taken(label, r"(?:[\s,;:/(-]+{}\)?$)", short=False)
    if ended.name == label and (begun := re.match(rf"(?:{_TOTAL})[\s:,-]+(?=\w)", label, re.IGNORECASE)):
        return Facts(label[begun.end() :], total=True)
    return ended


def _taken(label: str, form: str, *, short: bool = True) -> Facts:
    """Take known words out of a label and return what they say, with the rest as name."""
    rest, times = label, times_in(label) if short else []
    if times:
        rest = _MONTH.sub(" ", rest) if _MONTH.fullmatch(rest.strip()) else rest
        rest = _YEAR.sub(" ", _DATE.sub(" ", rest))
    found: dict[str, str] = {}
    for dimension, words in (("origin", _ORIGIN), ("sex", _SEX)):
        for value, pattern in words.items():
            long = pattern if short else re.sub(r"\|[mwfd](?=$|\|)", "", pattern)
            rest, times_found = re.subn(form.format(f"(?:{long})"), " ", rest, flags=re.IGNORECASE)
            if times_found:
                found[dimension] = value
    rest, totals = re.subn(form.format(f"(?:{_TOTAL})"), " ", rest, flags=re.IGNORECASE)
    if short:
        rest = re.sub(form.format(f"(?:{_VALUE})"), " ", rest, flags=re.IGNORECASE)
    name = " ".join(rest.split()).strip(" ,;:-/()_.*")
    time = times[0] if len(times) == 1 else None
    return Facts(
        (name if short else label) if rest.strip(" ,;:-/()_*") == label else name,
        None,
        found.get("sex"),
        found.get("origin"),
        time,
        totals > 0,
    )


def times_in(text: str) -> list[str]:
    """Return the dates and years that a text names, each once.

    Examples
    --------
    >>> times_in("Einwohner am 31.12.2023"), times_in("2022 und 2023"), times_in("202306")
    (['2023-12-31'], ['2022', '2023'], ['2023-06-30'])
    """
    if month := _MONTH.fullmatch(text.strip()):
        year, number = int(month[1]), int(month[2])
        return [f"{year}-{number:02}-{monthrange(year, number)[1]}"]
    dates = [
        f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found[3] else found[0]
        for found in _DATE.finditer(text)
    ]
    years = _YEAR.findall(_DATE.sub(" ", text))
    return list(dict.fromkeys([*dates, *years]))


@lru_cache(maxsize=5_000)
def column_role(header: str) -> str | None:
    """Return what the cells below a header are: ``sex``, ``origin``, ``time``, ``age``, ``key``, ``name`` or None.

    Examples
    --------
    >>> [column_role(header) for header in ("Geschlecht", "Ortsteil", "AGS", "unter 3")]
    ['sex', 'name', 'key', None]
    """
    text = " ".join(header.casefold().replace("_", " ").split())
    for role, pattern in _ROLES.items():
        if re.fullmatch(pattern, text) or re.fullmatch(pattern, header.strip().casefold()):
            return role
    return None
