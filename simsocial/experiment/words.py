"""Check the words of a command before they are composed: what is read as something else than it looks like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.experiment.precision import AUTO

__all__ = ["check_words"]

_SIZES = (
    "seed", "replicates", "min_replicates", "max_replicates", "draws", "synthesis_seeds", "twins", "workers",
)  # fmt: skip
_PLAIN_NUMBER = re.compile(r"-?[0-9]+|null|\$\{.*|\[.*|[0-9,]+|range\(.*|choice\(.*")
"""Whole numbers, and what Hydra takes for several of them."""


def check_words(words: Sequence[str]) -> None:
    """Require words that say what they look like, and runs enough for the draws where both are asked for."""
    for word in words:
        _check_word(word)
    given = {key: value for key, _, value in (word.lstrip("+").partition("=") for word in words)}
    draws, replicates = given.get("draws", ""), given.get("replicates", "")
    if draws.isdecimal() and replicates.isdecimal() and int(draws) > int(replicates):
        message = say(
            "draws={draws} do not fit into replicates={replicates} runs of each option. Valid: "
            "replicates={draws} (one run a draw), replicates={value} (two runs a draw, which tells "
            "chance from not knowing), or draws={draws} alone.",
            draws=draws,
            replicates=replicates,
            value=2 * int(draws),
        )
        raise ConfigError(message)


def _check_word(word: str) -> None:
    """Refuse numbers that are read as others than they look like, and measures wiped out without a name."""
    _refuse_plus(word)
    key, equals, value = word.partition("=")
    if key in ("measures", "laws", "targets", "suspected") and equals:
        message = say(
            "'{word}': what a scenario is cannot be set as a whole. Valid: {key}.<name>=..., "
            "~{key}.<name> to drop one, or a scenario file of your own.",
            word=word,
            key=key,
        )
        raise ConfigError(message)
    if word == AUTO:
        message = say(
            "{auto}: only a comparison has effects whose intervals tell how many replicates are "
            "enough. Valid: simsocial compare OPTION {auto}, or a number such as replicates=30.",
            auto=AUTO,
        )
        raise ConfigError(message)
    if key in _SIZES and equals and not _PLAIN_NUMBER.fullmatch(value):
        message = say("'{word}' is no plain number. Valid: digits, such as {key}=30.", word=word, key=key)
        raise ConfigError(message)
    if key.startswith(("parameters.", "measures.")) and _is_odd_number(value):
        message = say(
            "'{word}' is no plain number. Valid: digits 0 to 9 and a point, without other signs.", word=word
        )
        raise ConfigError(message)


def _refuse_plus(word: str) -> None:
    """Refuse ``licensed_places=+12``, which would be 12 places in all."""
    key, _, value = word.partition("=")
    if value[:1] == "+" and value[1:2].isdigit():
        message = say(
            "'{word}' is read as {key}={value}, not as {value} more. Valid: {value} for that "
            "many in all; where a measure may change a number, its key for that (resize_site: "
            "change={value}).",
            word=word,
            key=key.lstrip("+"),
            value=value[1:],
        )
        raise ConfigError(message)


def _is_odd_number(text: str) -> bool:
    """Whether Python takes a text for a number that a planner would not write: ``1_000``, Arabic digits."""
    try:
        float(text)
    except ValueError:
        return False
    return "_" in text or not text.isascii()
