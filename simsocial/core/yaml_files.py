"""YAML files that users write: read as they look, or refused with line and reason.

YAML 1.1 reads ``010`` as eight, ``no`` as false, ``1_000`` and ``1:30`` as numbers; a few lines of aliases can stand
for billions of values. None of this is meant in a file for planners, so each is a fault that says what to
write.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from simsocial.core.errors import ConfigError
from simsocial.core.language import say

__all__ = ["MOST_BYTES", "MOST_VALUES", "check_yaml", "entries_in", "no_yaml", "read_yaml_text"]

MOST_BYTES = 2_000_000
"""Bytes of the largest YAML file that is read."""
MOST_VALUES = 100_000
"""Values a file may hold, those that aliases repeat counted each time."""

_DEEPEST = 50

_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?|[-+]?\.[0-9]+([eE][-+]?[0-9]+)?")
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml_text(path: Path) -> str:
    """Return the text of a YAML file that was checked.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    ConfigError
        If it cannot be read, is too large, is no UTF-8 or no YAML, or holds values that YAML reads as something
        else than they look like; the message names the line and what is valid.
    """
    try:
        if not path.is_file():
            message = say("{path}: is no file.", path=path)
            raise ConfigError(message)
        size = path.stat().st_size
        if size > MOST_BYTES:
            message = say(
                "{path}: has {size:,} bytes. Valid: up to {most_bytes:,}.",
                path=path,
                size=size,
                most_bytes=MOST_BYTES,
            )
            raise ConfigError(message)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as caught:
        message = say("{path}: cannot be read: {strerror}.", path=path, strerror=caught.strerror or caught)
        raise ConfigError(message) from caught
    except UnicodeDecodeError as caught:
        message = say(
            "{path}: is not written in UTF-8 (byte {start}). Valid: save it as UTF-8.",
            path=path,
            start=caught.start + 1,
        )
        raise ConfigError(message) from caught
    check_yaml(text, str(path))
    return text


def entries_in(folders: Sequence[Path], what: str) -> dict[str, tuple[Path, object]]:
    """Return the entries of all ``*.yaml`` of some folders by id, each with its file.

    Parameters
    ----------
    folders : sequence of Path
        In the order of precedence: an entry found earlier hides one of the same id found later.
    what : str
        What the entries are, for messages.

    Raises
    ------
    ConfigError
        If a file is no YAML or has no entries.
    """
    found: dict[str, tuple[Path, object]] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
        try:
            content = yaml.load(read_yaml_text(path), _Loader)  # noqa: S506 - both loaders are safe ones
        except yaml.YAMLError as caught:
            raise ConfigError(no_yaml(str(path), caught)) from caught
        if not isinstance(content, Mapping):
            message = say("{path}: expected {what} as top-level keys.", path=path, what=what)
            raise ConfigError(message)
        for key, entry in content.items():
            found.setdefault(str(key), (path, entry))
    return found


@functools.lru_cache(maxsize=512)
def check_yaml(text: str, where: str) -> None:
    """Raise a ConfigError if a YAML text does not say what it looks like; a text that does is read once.

    Parameters
    ----------
    text : str
        What the file holds.
    where : str
        The file, to begin the message with.

    Examples
    --------
    >>> check_yaml("site: 'no'", "idea.yaml")
    >>> check_yaml("open: no", "idea.yaml")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    simsocial.core.errors.ConfigError: idea.yaml, line 1: 'no' is read as false. Valid: true or false, ...
    """
    try:
        root = yaml.compose(text, _Loader)
    except (yaml.YAMLError, RecursionError) as caught:
        raise ConfigError(no_yaml(where, caught)) from caught
    if root is not None:
        _values(root, where, {}, ())


def no_yaml(where: str, caught: Exception) -> str:
    """Return the message of what the reader of YAML stumbled over: where, and what is usual."""
    mark = getattr(caught, "problem_mark", None)
    if mark is not None:
        where = say(
            "{where}, line {line}, column {column}", where=where, line=mark.line + 1, column=mark.column + 1
        )
    return say(
        "{where}: is no valid YAML. Valid: key: value, indented by spaces; brackets and quotes are closed, and "
        "texts with a colon stand in quotes.",
        where=where,
    )


def _values(node: yaml.Node, where: str, known: dict[int, int], above: tuple[int, ...]) -> int:
    """Return how many values a node stands for; check each scalar once."""
    if id(node) in known:
        return known[id(node)]
    line = say("{where}, line {line}", where=where, line=node.start_mark.line + 1)
    if len(above) > _DEEPEST:
        message = say("{line}: is nested in more than {deepest} levels.", line=line, deepest=_DEEPEST)
        raise ConfigError(message)
    if id(node) in above:
        message = say("{line}: an alias leads back to itself. Valid: write the values out.", line=line)
        raise ConfigError(message)
    if isinstance(node, yaml.ScalarNode):
        _check_scalar(node, line)
        inner: list[yaml.Node] = []
    elif isinstance(node, yaml.MappingNode):
        _refuse_double_keys(node, where)
        inner = [part for pair in node.value for part in pair]
    else:
        inner = list(node.value)
    total = 1 + sum(_values(part, where, known, (*above, id(node))) for part in inner)
    if total > MOST_VALUES:
        message = say(
            "{line}: stands for {total:,} values by its aliases. Valid: up to {most_values:,}.",
            line=line,
            total=total,
            most_values=MOST_VALUES,
        )
        raise ConfigError(message)
    known[id(node)] = total
    return total


def _refuse_double_keys(node: yaml.MappingNode, where: str) -> None:
    """Of two values for one key one would be lost."""
    seen: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in seen:
                message = say(
                    "{where}, line {line}: key '{value}' stands there twice (duplicate).",
                    where=where,
                    line=key.start_mark.line + 1,
                    value=key.value,
                )
                raise ConfigError(message)
            seen.add(key.value)


def _check_scalar(node: yaml.ScalarNode, line: str) -> None:
    """Refuse what YAML reads as a truth value or number although it does not look like one."""
    written = node.value
    if node.style in ("'", '"', "|", ">"):
        return
    if node.tag == "tag:yaml.org,2002:bool" and written.lower() not in ("true", "false"):
        meant = "true" if written.lower() in ("yes", "on", "y") else "false"
        message = say(
            "{line}: '{written}' is read as {meant}. Valid: true or false, or a text in quotes "
            "('{written}').",
            line=line,
            written=written,
            meant=meant,
        )
        raise ConfigError(message)
    if written.startswith("+") and node.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float"):
        message = say(
            "{line}: '{written}' is read as {number}, not as {number} more. Valid: "
            "{number} for that many in all; where a measure may change a number, its key for "
            "that (resize_site: change: {number}).",
            line=line,
            written=written,
            number=written[1:],
        )
        raise ConfigError(message)
    if node.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float") and not _NUMBER.fullmatch(written):
        message = say(
            "{line}: '{written}' is read as a number, but does not look like one. Valid: a plain "
            "number (1000, 2.5), or a text in quotes ('{written}').",
            line=line,
            written=written,
        )
        raise ConfigError(message)
