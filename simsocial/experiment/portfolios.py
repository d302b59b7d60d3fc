"""Portfolios: which measures of some scenarios are taken together, each as it stands or in a variant."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say

__all__ = ["OUT", "Candidate", "Portfolio", "candidates_of", "write_portfolio"]

OUT = -1
"""Choice of a measure that is left out."""

Choice = Mapping[str, int]
"""Number of the variant of each measure, or :data:`OUT`."""


@dataclass(frozen=True)
class Candidate:
    """A measure that may be taken.

    Attributes
    ----------
    name : str
        Its name in a portfolio.
    scenario : str
        Where it comes from.
    variants : tuple of dict
        The measure as it stands first, or with each combination of the values that vary.
    """

    name: str
    scenario: str
    variants: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Portfolio:
    """Measures taken together.

    Attributes
    ----------
    name : str
        Made from its content, so that the same portfolio is the same run.
    measures : dict
        By name.
    sources : tuple of str
        Scenarios that the measures come from.
    """

    name: str
    measures: dict[str, dict[str, Any]]
    sources: tuple[str, ...]

    @classmethod
    def of(cls, candidates: Sequence[Candidate], choice: Choice) -> Portfolio:
        """Return the portfolio of a choice."""
        taken = [one for one in candidates if choice[one.name] != OUT]
        measures = {one.name: one.variants[choice[one.name]] for one in taken}
        text = json.dumps(measures, sort_keys=True, default=str)
        digest = hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
        return cls(f"portfolio_{digest}", measures, tuple(dict.fromkeys(one.scenario for one in taken)))

    def title(self) -> dict[str, str]:
        """Return the titles of its measures, joined, in both languages."""
        joined = {}
        for language in ("de", "en"):
            titles = [(one.get("title") or {}).get(language) or name for name, one in self.measures.items()]
            joined[language] = " + ".join(titles)
        return joined


def candidates_of(configs: Mapping[str, Mapping[str, Any]], vary: Sequence[str]) -> list[Candidate]:
    """Return the measures of all options.

    Parameters
    ----------
    configs : mapping
        Settings by scenario, the reference first.
    vary : sequence of str
        ``measure.key=value,value``: what a measure may have instead, such as sizes or starts.

    Raises
    ------
    ConfigError
        If there is no measure, an option changes laws or parameters as well, or a word names no measure.
    """
    reference, *options = configs
    found: dict[str, Candidate] = {}
    for scenario in options:
        for key in ("laws", "parameters"):
            if configs[scenario][key] != configs[reference][key]:
                message = say(
                    "{scenario}: changes {key}, which nobody can take or leave. Valid: scenarios of "
                    "measures.",
                    scenario=scenario,
                    key=key,
                )
                raise ConfigError(message)
        for name, measure in configs[scenario]["measures"].items():
            if name in found and found[name].variants[0] == measure:
                continue
            own = f"{name}__{scenario}" if name in found else name
            found[own] = Candidate(own, scenario, (dict(measure),))
    if not found:
        message = say(
            "{options}: no measure to choose from. Valid: scenarios with measures.",
            options=", ".join(options) or "search",
        )
        raise ConfigError(message)
    for name, values in _varied(vary, found).items():
        one = found[name]
        combined = itertools.product(*([(key, value) for value in own] for key, own in values.items()))
        found[name] = Candidate(
            name, one.scenario, tuple({**one.variants[0], **dict(row)} for row in combined)
        )
    return list(found.values())


def _varied(words: Sequence[str], known: Mapping[str, Candidate]) -> dict[str, dict[str, list[Any]]]:
    """Return the values of each key by measure."""
    values: dict[str, dict[str, list[Any]]] = {}
    for word in words:
        path, equals, text = word.partition("=")
        name, dot, key = path.removeprefix("measures.").partition(".")
        if not (equals and dot and text):
            message = say("--vary {word}: valid is MEASURE.KEY=VALUE,VALUE.", word=word)
            raise ConfigError(message)
        if name not in known:
            message = say(
                "--vary {word}: '{name}' is no measure of these scenarios. {valid}",
                word=word,
                name=name,
                valid=nearest(name, known),
            )
            raise ConfigError(message)
        values.setdefault(name, {})[key] = [yaml.safe_load(part) for part in text.split(",")]
    return values


def write_portfolio(portfolio: Portfolio, configs: Mapping[str, Mapping[str, Any]], folder: Path) -> Path:
    """Write a portfolio as a scenario file that runs as it is, with the targets of the scenarios it takes from.

    Parameters
    ----------
    portfolio : Portfolio
        At least one measure.
    configs : mapping
        Settings of those scenarios.
    folder : Path
        Where the file goes.
    """
    targets = _union(portfolio, configs, "targets")
    suspected = _union(portfolio, configs, "suspected")
    content = {
        "title": portfolio.title(),
        "measures": portfolio.measures,
        "targets": targets,
        "suspected": suspected,
    }
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{portfolio.name}.yaml"
    head = f"# @package _global_\n# Found by simsocial search; measures of: {', '.join(portfolio.sources)}.\n"
    path.write_text(head + text, encoding="utf-8", newline="\n")
    return path


def _union(portfolio: Portfolio, configs: Mapping[str, Mapping[str, Any]], key: str) -> list[dict[str, Any]]:
    """Return what the sources want or suspect, each indicator and area once."""
    found: dict[tuple[Any, Any], dict[str, Any]] = {}
    for scenario in portfolio.sources:
        for entry in configs[scenario][key] or ():
            found.setdefault((entry["indicator"], entry.get("area")), dict(entry))
    return list(found.values())
