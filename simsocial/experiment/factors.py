"""What a sensitivity analysis moves: uncertain parameters, each by itself or a field of them together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.experiment.ranks import uncertain
from simsocial.experiment.setup import setup_of
from simsocial.parameters.parameter import Parameter

__all__ = ["factors_of"]

_DEEPER = ("services", "staff", "laws", "measures")
"""Fields of which each second word is a field of its own: a service, a qualification."""


def factors_of(
    configs: Mapping[str, Mapping[str, Any]], only: Sequence[str], *, each: bool
) -> dict[str, list[str]]:
    """Return the ids that each factor moves, by its name.

    Parameters
    ----------
    configs : mapping
        Settings of the reference and the option.
    only : sequence of str
        Patterns of ids (``staff.*``); all if empty.
    each : bool
        Every parameter by itself instead of one factor a field.

    Raises
    ------
    ConfigError
        If a pattern names no uncertain parameter.
    """
    known: dict[str, Parameter] = {}
    for name, config in configs.items():
        parameters = setup_of(name, config).parameters
        known |= {one.id: one for one in uncertain(parameters, parameters.overrides)}
    for pattern in only:
        if not any(fnmatchcase(identifier, pattern) for identifier in known):
            message = say(
                "--only {pattern}: names no parameter with a range. {valid}",
                pattern=pattern,
                valid=nearest(pattern, known),
            )
            raise ConfigError(message)
    chosen = [one for one in sorted(known) if not only or any(fnmatchcase(one, pattern) for pattern in only)]
    factors: dict[str, list[str]] = {}
    for identifier in chosen:
        factors.setdefault(identifier if each else _field(identifier), []).append(identifier)
    return factors


def _field(identifier: str) -> str:
    """Return the field of a parameter.

    Examples
    --------
    >>> _field("services.home_care.cost.per_fte"), _field("fertility.male_share")
    ('services.home_care', 'fertility')
    """
    words = identifier.split(".")
    return ".".join(words[: 2 if words[0] in _DEEPER else 1])
