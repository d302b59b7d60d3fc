"""All words of a report in one language, and its way of writing numbers and months."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say

__all__ = ["LANGUAGES", "LOCALE_FOLDER", "Texts"]

LOCALE_FOLDER = Path(__file__).parent / "locale"

LANGUAGES = ("de", "en")
"""Languages with a complete set of texts."""

MINUS = "\N{MINUS SIGN}"


class Texts:
    """Texts and number formats of one language.

    Parameters
    ----------
    language : str
        ``de`` or ``en``.
    draws : bool
        Whether the unit of intervals and tests is a draw of the assumptions instead of a run; texts choose their
        word by ``$sample``.

    Raises
    ------
    ConfigError
        For a language without texts.

    Examples
    --------
    >>> Texts("de").number(-1234.5, 1), Texts("en").number(-1234.5, 1)
    ('−1.234,5', '−1,234.5')
    """

    def __init__(self, language: str, *, draws: bool = False) -> None:
        if language not in LANGUAGES:
            raise ConfigError(
                say(
                    "report.language: no texts in '{language}'. {valid}",
                    language=language,
                    valid=nearest(language, LANGUAGES),
                )
            )
        self.language = language
        self._sample = "draws" if draws else "runs"
        self._bundle = _bundle(language)

    def __call__(self, key: str, **values: object) -> str:
        """Return the text of a key; numbers among the values choose plural forms."""
        if not self._bundle.has_message(key):
            raise KeyError(f"{key} is missing in locale/{self.language}")
        values = {"sample": self._sample, **values}
        text, errors = self._bundle.format_pattern(self._bundle.get_message(key).value, values)
        if errors:
            raise ValueError(
                say("locale/{language}, {key}: {errors}", language=self.language, key=key, errors=errors[0])
            )
        return str(text)

    def term(self, family: str, name: object, **values: object) -> str:
        """Return the word for an entry of an open list (payer, unit, kind), or the entry itself, readable."""
        key = f"{family}-{str(name).replace('_', '-').replace('.', '-').lower()}"
        if self._bundle.has_message(key):
            return self(key, **values)
        return str(name).replace("_", " ")

    def has_term(self, family: str, name: object) -> bool:
        """Return whether an entry of an open list has a word of its own."""
        return bool(self._bundle.has_message(f"{family}-{str(name).replace('_', '-').lower()}"))

    def label(self, labels: Mapping[str, str] | str | None, fallback: str = "") -> str:
        """Return the label in this language from a mapping de/en, else any label, else the fallback."""
        if isinstance(labels, Mapping):
            return str(labels.get(self.language) or next(iter(labels.values()), None) or fallback)
        return str(labels or fallback)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with a fixed count of decimals; a negative count rounds to tens, hundreds, ..."""
        rounded = round(float(value), decimals) + 0.0
        pattern = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
        return format_decimal(rounded, format=pattern, locale=self.language).replace("-", MINUS)

    def signed(self, value: float, decimals: int = 0) -> str:
        """Return a number with its sign, also when positive."""
        text = self.number(value, decimals)
        return f"+{text}" if round(float(value), decimals) > 0 else text

    def percent(self, share: float, decimals: int = 0) -> str:
        """Return a share as per cent."""
        return f"{self.number(100.0 * share, decimals)}\N{NO-BREAK SPACE}%"

    def month(self, label: str) -> str:
        """Return ``2026-08`` as a written month."""
        from datetime import date

        year, month = str(label).split("-")[:2]
        return format_date(date(int(year), int(month), 1), "MMMM yyyy", locale=self.language)

    def time(self, stamp: str) -> str:
        """Return an ISO time stamp in the language's way, unchanged if it is none."""
        from datetime import datetime

        try:
            moment = datetime.fromisoformat(stamp)
        except (TypeError, ValueError):
            return str(stamp or "")
        return format_datetime(moment, "short", locale=self.language)

    def day(self, stamp: str) -> str:
        """Return the day of an ISO time stamp, written out; unchanged if it is none."""
        from datetime import datetime

        try:
            moment = datetime.fromisoformat(stamp)
        except ValueError:
            return stamp
        return format_date(moment, "long", locale=self.language)

    def period(self, label: str) -> str:
        """Return a year, or a horizon with its years joined by a dash."""
        return str(label).replace("-", "\N{EN DASH}")

    def join(self, parts: list[str]) -> str:
        """Return an enumeration: a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return self("enumeration", first=", ".join(parts[:-1]), last=parts[-1])


@lru_cache(maxsize=len(LANGUAGES))
def _bundle(language: str) -> Any:
    """Read all texts of a language once."""
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted((LOCALE_FOLDER / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle
