"""Overrides of measures hold for the scenarios that have the measure.

``compare status_quo kita_netz measures.kita_e.start=2028-08`` moves the measure of ``kita_netz``; the status quo
has none of that name and stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say

__all__ = ["measure_of", "words_for"]


def measure_of(word: str) -> str | None:
    """Return the measure that an override names, None if it is about something else.

    Examples
    --------
    >>> measure_of("measures.kita_e.start=2028-08"), measure_of("~measures.kita_e"), measure_of("seed=1")
    ('kita_e', 'kita_e', None)
    """
    key = word.lstrip("+~").partition("=")[0]
    parts = key.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "measures" else None


def words_for(scenario: str, words: Sequence[str], measures: Mapping[str, Collection[str]]) -> list[str]:
    """Return the overrides that apply to one scenario.

    Parameters
    ----------
    scenario
        Its id.
    words
        All overrides.
    measures
        Names of the measures of each scenario of the comparison.

    Raises
    ------
    ConfigError
        If an override names a measure that no scenario has. With ``+`` a new one may be added, to all.
    """
    known = {name for names in measures.values() for name in names}
    kept: list[str] = []
    for word in words:
        name = measure_of(word)
        if name is not None and name not in known and not word.startswith("+"):
            message = say(
                "No scenario here has a measure '{name}' (written: {word}). {valid}",
                name=name,
                word=word,
                valid=nearest(name, known),
            )
            raise ConfigError(message)
        if name is None or name not in known or name in measures[scenario]:
            kept.append(word)
    return kept
