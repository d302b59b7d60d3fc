"""The corners of a bundle: one scenario for each subset of its measures, so that what they do together can be told.

Examples
--------
>>> corner_name(["rat", "kita"]), corner_name([]), sorted(factors_of("kita+rat"))
('kita+rat', 'without', ['kita', 'rat'])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import say
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.folder_name import name_in

__all__ = ["MOST_FACTORS", "WITHOUT", "compose_factorial", "corner_name", "factors_of", "read_groups"]

MOST_FACTORS = 5
"""Measures, or groups of them, of a full factorial: 32 scenarios, each with all replicates."""

WITHOUT = "without"
"""The corner without any measure: the reference."""

_SIGN = "+"


def corner_name(factors: Iterable[str]) -> str:
    """Return the name of the corner in which these factors are switched on."""
    return _SIGN.join(sorted(factors)) or WITHOUT


def factors_of(corner: str) -> frozenset[str]:
    """Return the factors that a corner's name holds."""
    return frozenset() if corner == WITHOUT else frozenset(corner.split(_SIGN))


def read_groups(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return groups of measures from words such as ``house=kita_kleiner+tagespflege_im_haus``.

    Raises
    ------
    ScenarioError
        If a word has no name or no measures, or a name stands there twice.
    """
    groups: dict[str, tuple[str, ...]] = {}
    for word in words:
        name, _, measures = word.partition("=")
        named = tuple(measures.split(_SIGN))
        if not name.isidentifier() or not all(named) or name in groups:
            message = say(
                "--group {word}: valid is NAME=MEASURE{sign}MEASURE, each name once.", word=word, sign=_SIGN
            )
            raise ScenarioError(message)
        groups[name] = named
    return groups


def compose_factorial(
    bundle: str, overrides: Sequence[str] = (), groups: Mapping[str, Sequence[str]] | None = None
) -> dict[str, dict[str, Any]]:
    """Compose one scenario for each subset of a bundle's measures; the first, without any, is the reference.

    Parameters
    ----------
    bundle : str
        Name or path of a scenario.
    overrides : sequence of str
        Settings for all corners, as of a comparison; ``~measures.x`` leaves a measure out of the bundle.
    groups : mapping
        Measures that are switched together, by a name of the group.

    Returns
    -------
    dict
        Corner (:func:`corner_name`) -> settings. Laws and parameters that the bundle changes hold in every corner.

    Raises
    ------
    ScenarioError
        If there are fewer than two factors or more than `MOST_FACTORS`, or a group names no measure of the bundle.
    """
    ((identifier, settings),) = compose_scenarios([bundle], ["twins=0", *overrides]).items()
    if not any(word.startswith("name=") for word in overrides):
        settings["name"] = name_in(f"synergie_{identifier}", settings["region"])
    factors = _factors(identifier, settings["measures"], groups or {})
    titles = {name: _title(name, measures, settings["measures"]) for name, measures in factors.items()}
    corners = (chosen for size in range(len(factors) + 1) for chosen in combinations(factors, size))
    return {
        corner_name(chosen): {
            **settings,
            "title": _joined([titles[name] for name in chosen]),
            "measures": {name: settings["measures"][name] for factor in chosen for name in factors[factor]},
        }
        for chosen in corners
    }


def _factors(
    bundle: str, measures: Mapping[str, Any], groups: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the measures of each factor, groups first, and refuse too many and too few."""
    grouped = [name for group in groups.values() for name in group]
    for name in grouped:
        if name not in measures:
            message = say(
                "--group: '{name}' is no measure of '{bundle}'. {valid}",
                name=name,
                bundle=bundle,
                valid=nearest(name, measures),
            )
            raise ScenarioError(message)
        if grouped.count(name) > 1:
            message = say("--group: '{name}' stands in two groups. Valid: each measure in one.", name=name)
            raise ScenarioError(message)
    alone = {name: (name,) for name in measures if name not in grouped}
    factors = {name: tuple(group) for name, group in groups.items()} | alone
    if len(factors) < len(groups) + len(alone) or WITHOUT in factors:
        message = say(
            "--group: a name is taken. Valid: one that is no measure of '{bundle}', and not '{without}'.",
            bundle=bundle,
            without=WITHOUT,
        )
        raise ScenarioError(message)
    if len(factors) < 2:
        message = say(
            "'{bundle}' has {number} measures: whether measures help each other takes two.",
            bundle=bundle,
            number=len(factors),
        )
        raise ScenarioError(message)
    if len(factors) > MOST_FACTORS:
        message = say(
            "'{bundle}' has {number} measures ({factors}): all subsets of them are {scenarios} "
            "scenarios. Valid: up to {most_factors} ({most_scenarios} scenarios). Switch together what is "
            "decided together (--group NAME=MEASURE+MEASURE), or leave some out ('~measures.NAME').",
            bundle=bundle,
            number=len(factors),
            factors=", ".join(factors),
            scenarios=2 ** len(factors),
            most_factors=MOST_FACTORS,
            most_scenarios=2**MOST_FACTORS,
        )
        raise ScenarioError(message)
    return factors


def _title(name: str, members: Sequence[str], measures: Mapping[str, Any]) -> dict[str, str]:
    """Return the title of a factor by language: that of its measure, or of the first of its group and how many more."""
    found = [measures[member].get("title") or name for member in members]
    texts = [{"de": one, "en": one} if isinstance(one, str) else dict(one) for one in found]
    words = {
        language: next((text[key] for key in (language, *text)), name)
        for language in ("de", "en")
        for text in texts[:1]
    }
    if len(members) == 1:
        return words
    return {language: f"{name}: {word} + {len(members) - 1}" for language, word in words.items()}


def _joined(titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the title of a corner."""
    if not titles:
        return {"de": "Ohne die Maßnahmen", "en": "Without the measures"}
    return {language: " + ".join(title[language] for title in titles) for language in ("de", "en")}
