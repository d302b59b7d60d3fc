"""What people read, in their language: English stands where it is said, German in catalogues beside this file.

After a change of messages ``python -m tests.messages`` writes them into the catalogues, which a test holds complete.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from numbers import Real
from pathlib import Path
from string import Formatter
from typing import Any

__all__ = [
    "CATALOGUES",
    "LANGUAGES",
    "VARIABLE",
    "catalogue",
    "in_data",
    "language",
    "later",
    "say",
    "speaking",
]

LANGUAGES = ("de", "en")
"""Languages that everything is said in."""
VARIABLE = "SIMSOCIAL_LANG"
"""Variable of the environment that names the language; processes that are started inherit it."""
CATALOGUES = Path(__file__).parent / "locale"
"""A folder for each language but English, with catalogues of gettext."""

_SPOKEN: ContextVar[str] = ContextVar("spoken", default="")
_GERMAN_SIGNS = str.maketrans(",.", ".,")


def language() -> str:
    """Return the language that is spoken: by :func:`speaking`, else as the command line has it, else English."""
    found = _SPOKEN.get() or os.environ.get(VARIABLE, "")
    return found if found in LANGUAGES else "en"


@contextmanager
def speaking(spoken: str) -> Iterator[None]:
    """Speak a language for a while, in this thread alone.

    Parameters
    ----------
    spoken : str
        One of `LANGUAGES`.

    Examples
    --------
    >>> with speaking("de"):
    ...     language()
    'de'
    """
    before = _SPOKEN.set(spoken)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say(english: str, /, **values: object) -> str:
    """Return a message in the language that is spoken.

    Parameters
    ----------
    english : str
        The message with named places as of :meth:`str.format`; also its key in the catalogues. What the
        catalogue lacks is said in English.
    **values
        What stands at the places. Numbers with ``,``, ``f`` or ``%`` in their format are written as the language
        does; others (``g``, or none) as users type them into a file.

    Examples
    --------
    >>> say("No finished run of '{name}': {count:,} failed.", name="kita_netz", count=1200)
    "No finished run of 'kita_netz': 1,200 failed."
    """
    if language() == "en":
        return english.format(**values)
    return _German().vformat(catalogue(language()).get(english, english), (), values)


def later(english: str) -> str:
    """Return a message as it is: one that is known here, and said elsewhere."""
    return english


def in_data(english: str, spoken: str) -> str:
    """Return a text of the package's data, such as the source of a figure, in a language; one of the user's as it is.

    Examples
    --------
    >>> in_data("own assumption", "de"), in_data("Zählung des Jugendamts", "de")
    ('eigene Annahme', 'Zählung des Jugendamts')
    """
    return catalogue(spoken, "data").get(english, english)


@lru_cache(maxsize=2 * len(LANGUAGES))
def catalogue(spoken: str, of: str = "") -> Mapping[str, str]:
    """Return the messages of a language, or texts `of` data, by the English ones; they are read once, when needed."""
    if spoken == "en":
        return {}
    from babel.messages.pofile import read_po

    found: dict[str, str] = {}
    for path in sorted((CATALOGUES / spoken / of).glob("*.po")):
        with path.open("rb") as stream:
            found |= {str(one.id): str(one.string) for one in read_po(stream) if one.id and one.string}
    return found


class _German(Formatter):
    """Writes numbers with a decimal comma."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value; of a number that people only read, comma and point change places."""
        text = str(super().format_field(value, format_spec))
        read = isinstance(value, Real) and any(sign in format_spec for sign in ",f%")
        return text.translate(_GERMAN_SIGNS) if read else text
