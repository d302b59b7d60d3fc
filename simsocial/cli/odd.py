"""``simsocial odd``: the model described by the ODD protocol.

The prose is a template; tables come from the registries, and what processes and submodels do from their docstrings.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simsocial.cli.listing import rows_of
from simsocial.cli.printed_rows import Row, literal, markdown_table, short
from simsocial.core.errors import ConfigError
from simsocial.core.language import say

__all__ = ["TEMPLATE", "description"]

TEMPLATE = Path(__file__).parent / "templates" / "odd.md.j2"
"""The prose."""

_ROLE = re.compile(r":[a-z]+:`~?\.?([^`]+)`")


class ParameterGroup(NamedTuple):
    """Parameters that belong together.

    Attributes
    ----------
    name : str
        First words of their ids.
    rows : list of Row
        The parameters; `sources` holds the numbers of their sources.
    sources : list of str
        Every source once.
    """

    name: str
    rows: list[Row]
    sources: list[str]


def description(words: Sequence[str] = ()) -> str:
    """Return the page in Markdown.

    Parameters
    ----------
    words
        Settings; which plugins belong to the model.

    Raises
    ------
    ConfigError
        If a word has no meaning here.
    """
    from simsocial.experiment.plugins import name_plugins

    settings = name_plugins(words)
    if settings:
        message = say("odd takes no '{word}'. Valid: plugins=PATH.", word=settings[0])
        raise ConfigError(message)

    def rows(topic: str) -> list[Row]:
        return rows_of(topic, "en")

    # Markdown, not HTML: the table escapes what Markdown would read.
    environment = Environment(  # noqa: S701
        loader=FileSystemLoader(TEMPLATE.parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(table=markdown_table, literal=literal)
    page = environment.get_template(TEMPLATE.name)
    groups, indicators = _parameter_groups(rows("parameters")), map(_with_relevance, rows("indicators"))
    return page.render(rows=rows, rule=_rule, rule_of=_rule_of, groups=groups, indicators=indicators)


def _rule_of(process: str) -> str:
    """Return what a process does: the text of its module, or of its class where a module holds several."""
    from simsocial.processes.base import registered

    known = registered()
    cls = known[process]
    alone = sum(other.__module__ == cls.__module__ for other in known.values()) == 1
    return _rule(cls.__module__) if alone else _in_markdown(cls.__doc__ or "")


def _rule(module: str) -> str:
    """Return what the docstring of a module says."""
    return _in_markdown(importlib.import_module(module).__doc__ or "")


def _in_markdown(docstring: str) -> str:
    r"""Return a docstring without its examples, names as code.

    Examples
    --------
    >>> _in_markdown("Deaths by ``mortality.*``, see :mod:`.screening`.\n\nExamples\n--------\n>>> 1\n1")
    'Deaths by `mortality.*`, see `screening`.'
    """
    text = docstring.partition("\nExamples\n---")[0]
    return _ROLE.sub(r"`\1`", text).replace("``", "`").strip()


def _parameter_groups(rows: Iterable[Row]) -> list[ParameterGroup]:
    """Return parameters by the first word of their ids, those of services and staff by the first two."""

    def name(row: Row) -> str:
        first, second, *_ = str(row["id"]).split(".")
        return f"{first}.{second}" if first in ("services", "staff") else first

    return [_group(key, list(group)) for key, group in groupby(rows, key=name)]


def _group(name: str, rows: list[Row]) -> ParameterGroup:
    sources = list(dict.fromkeys(str(row["source"]) for row in rows))
    shown = [
        {
            **row,
            "value": _value(row),
            "range": _range(row),
            "sources": 1 + sources.index(str(row["source"])),
        }
        for row in rows
    ]
    return ParameterGroup(name, shown, sources)


def _with_relevance(row: Row) -> Row:
    """Return an indicator whose relevance says whether it is a share of the level."""
    is_share = row["relevance_kind"] == "relative"
    return {**row, "relevance": f"{short(100 * row['relevance'])} %" if is_share else row["relevance"]}


def _value(row: Row) -> str:
    """Return the latest value, of a table its mean and axes, with the month from which it holds."""
    value = short(row["value"])
    if row["shape"] != "number":
        value = f"mean {value} ({row['shape']})"
    return f"{value}, from {row['holds_from']}" if row["holds_from"] else value


def _range(row: Row) -> str:
    """Return the range, as a factor on the value where it is one, and whether figures tell the value."""
    if row["low"] == row["high"]:
        return "fixed"
    span = f"{short(row['low'])} to {short(row['high'])}"
    span = f"{span} times" if row["range_kind"] == "factor" else span
    return span if row["identified"] == "yes" else f"{span}, not identified"
