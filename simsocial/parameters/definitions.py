"""YAML files of parameter definitions turned into :class:`Parameter` objects."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from simsocial.core.errors import ParameterError, nearest
from simsocial.core.language import say
from simsocial.core.yaml_files import no_yaml
from simsocial.parameters.dates import parse_date
from simsocial.parameters.parameter import ANY_NUMBER, Dated, Parameter
from simsocial.parameters.tables import Labels, read_table

__all__ = ["read_definitions"]

_KEYS = frozenset(
    {"unit", "value", "table", "dims", "fill", "range", "range_kind", "distribution", "source", "year"}
    | {"grade", "note", "outlook", "allowed", "identified", "changeable", "per"}
)
_REQUIRED = ("unit", "range", "source", "year", "grade")
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Safe loader that refuses a key written twice, which plain YAML silently overwrites."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                where = say("{name}, line {line}", name=key.start_mark.name, line=key.start_mark.line + 1)
                message = say("{where}: '{value}' stands twice.", where=where, value=key.value)
                raise ParameterError(message)
            seen.add(str(key.value))
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def read_definitions(path: Path, tables: Path) -> tuple[Parameter, ...]:
    """Read one file of definitions.

    Parameters
    ----------
    path : Path
        YAML file: a mapping from parameter id to its definition.
    tables : Path
        Folder in which the files named by ``table`` lie.

    Raises
    ------
    ParameterError
        If the file is no YAML, or an entry has unknown, missing or invalid keys.
    """
    stamp = path.stat()
    return _read(path, tables, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=128)
def _read(path: Path, tables: Path, _modified: int, _size: int) -> tuple[Parameter, ...]:
    """Parse once a file and version; `_modified` and `_size` are only part of the cache key."""
    try:
        with path.open(encoding="utf-8") as stream:
            content = yaml.load(stream, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except yaml.YAMLError as error:
        raise ParameterError(no_yaml(str(path), error)) from error
    if content is None:
        return ()
    if not isinstance(content, dict):
        message = say("{path}: expected a mapping from parameter id to definition.", path=path)
        raise ParameterError(message)
    return tuple(_parameter(str(key), entry, path, tables) for key, entry in content.items())


def _parameter(identifier: str, entry: Any, path: Path, tables: Path) -> Parameter:
    where = f"{path.name}, '{identifier}'"
    if not isinstance(entry, Mapping):
        message = say(
            "{where}: expected a mapping with the keys {required} and value or table.",
            where=where,
            required=", ".join(_REQUIRED),
        )
        raise ParameterError(message)
    for key in entry:
        if key not in _KEYS:
            message = say(
                "{where}: key '{key}' is unknown. {valid}",
                where=where,
                key=key,
                valid=nearest(str(key), _KEYS),
            )
            raise ParameterError(message)
    for key in _REQUIRED:
        if entry.get(key) in (None, ""):
            message = say("{where}: key '{key}' is missing.", where=where, key=key)
            raise ParameterError(message)
    if ("value" in entry) == ("table" in entry):
        message = say("{where}: give either 'value' or 'table'.", where=where)
        raise ParameterError(message)
    low, high = _range(entry["range"], where)
    history, labels, dims = _values(entry, where, tables)
    try:
        return Parameter(
            id=identifier,
            unit=str(entry["unit"]),
            history=history,
            low=low,
            high=high,
            source=str(entry["source"]),
            year=str(entry["year"]),
            grade=str(entry["grade"]),
            range_kind=str(entry.get("range_kind", "factor" if dims else "absolute")),
            distribution=str(entry.get("distribution", "triangular")),
            note=str(entry.get("note", "")).strip(),
            dims=dims,
            labels=labels,
            allowed=ANY_NUMBER if "allowed" not in entry else _range(entry["allowed"], f"{where}, allowed"),
            identified=_truth(entry.get("identified", True), f"{where}, identified"),
            changeable=_truth(entry.get("changeable", False), f"{where}, changeable"),
            per=tuple(str(axis) for axis in entry.get("per") or ()),
        )
    except ParameterError as error:
        message = f"{path.name}: {error}"
        raise ParameterError(message) from error


def _values(
    entry: Mapping[str, Any], where: str, tables: Path
) -> tuple[tuple[Dated, ...], Labels, tuple[str, ...]]:
    if "table" in entry:
        dims = tuple(str(dim) for dim in entry.get("dims") or ())
        if not dims:
            message = say("{where}: a table needs 'dims', for example [sex, age].", where=where)
            raise ParameterError(message)
        fill = entry.get("fill")
        history, labels = read_table(
            tables / str(entry["table"]), dims, None if fill is None else _number(fill, where)
        )
        return history, labels, dims
    value = entry["value"]
    if not isinstance(value, Mapping):
        return (Dated(0, 0, _number(value, where)),), {}, ()
    expected: Mapping[Any, Any] = entry.get("outlook") or {}
    outlook = {parse_date(date, where): _number(number, where) for date, number in expected.items()}
    dated = []
    for date, number in value.items():
        holds, known = parse_date(date, where)
        dated.append(Dated(holds, known, _number(number, where), outlook.pop((holds, known), None)))
    if outlook:
        message = say("{where}: 'outlook' gives a date that 'value' does not have.", where=where)
        raise ParameterError(message)
    return tuple(sorted(dated, key=lambda item: item.holds_from)), {}, ()


def _range(value: Any, where: str) -> tuple[float, float]:
    if not isinstance(value, list) or len(value) != 2:
        message = say("{where}: range must be a list of two numbers, for example [0.9, 1.1].", where=where)
        raise ParameterError(message)
    return _number(value[0], where), _number(value[1], where)


def _truth(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        message = say("{where}: is true or false, found '{value}'.", where=where, value=value)
        raise ParameterError(message)
    return value


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = say("{where}: '{value}' is not a number.", where=where, value=value)
        raise ParameterError(message)
    return float(value)
