"""Long CSV tables of parameters turned into arrays.

A table has one row a cell. Columns: ``year`` (or a month; optional), one column a dimension, ``value``
and ``source``. ``sex`` is m or f, ``age`` may be given as ``age_from`` and ``age_to``, ``grade`` is 0 to 5,
any other dimension is a column of names whose order of appearance is the order of the axis.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.core.errors import ParameterError, nearest
from simsocial.core.language import say
from simsocial.parameters.dates import parse_date
from simsocial.parameters.parameter import Dated

__all__ = ["GRADES_OF_CARE", "SEXES", "read_table"]

SEXES = ("m", "f")
GRADES_OF_CARE = ("0", "1", "2", "3", "4", "5")
_FREE_COLUMNS = frozenset({"year", "value", "source", "note", "age_from", "age_to"})

Labels = dict[str, tuple[str, ...]]
Row = Mapping[str, str]


def read_table(
    path: Path, dims: Sequence[str], fill: float | None = None
) -> tuple[tuple[Dated, ...], Labels]:
    """Read a table as one array a date.

    Parameters
    ----------
    path : Path
        CSV file in UTF-8.
    dims : sequence of str
        Names of the axes in order.
    fill : float, optional
        Value of cells without a row; without it every cell needs a row.

    Returns
    -------
    history : tuple of Dated
        Read-only float64 arrays in the order of their dates.
    labels : dict
        Categories of the axes that are neither sex, age nor grade.

    Raises
    ------
    ParameterError
        If a column, a cell or a number is missing, double or malformed; the message names it.
    """
    stamp = path.stat() if path.is_file() else None
    if stamp is None:
        message = say("{path}: this table does not exist.", path=path)
        raise ParameterError(message)
    return _read(path, tuple(dims), fill, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=512)
def _read(
    path: Path, dims: tuple[str, ...], fill: float | None, _modified: int, _size: int
) -> tuple[tuple[Dated, ...], Labels]:
    """Parse once a file and version; `_modified` and `_size` are only part of the cache key."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        columns = list(reader.fieldnames or ())
        rows = list(reader)
    _check_columns(path, columns, dims)
    named = [dim for dim in dims if dim not in ("sex", "age", "grade")]
    labels = {dim: tuple(dict.fromkeys(row[dim] for row in rows)) for dim in named}
    axes = [_axis(dim, labels) for dim in dims]
    arrays: dict[str, npt.NDArray[np.float64]] = {}
    for number, row in enumerate(rows, start=2):
        date = row.get("year", "") or ""
        if date not in arrays:
            arrays[date] = np.full([len(axis) for axis in axes], np.nan)
        where = say("{name}, row {number}", name=path.name, number=number)
        cells = [_cells(dim, axis, row, columns, where) for dim, axis in zip(dims, axes, strict=True)]
        _write(arrays[date], cells, _number(row["value"], where), where)
    history = []
    for date, array in arrays.items():
        _complete(path, date, array, dims, axes, fill)
        array.flags.writeable = False
        holds, known = parse_date(date, path.name) if date else (0, 0)
        history.append(Dated(holds, known, array))
    return tuple(sorted(history, key=lambda entry: entry.holds_from)), labels


def _axis(dim: str, labels: Labels) -> tuple[str, ...]:
    if dim == "sex":
        return SEXES
    if dim == "grade":
        return GRADES_OF_CARE
    return tuple(map(str, range(MAX_AGE + 1))) if dim == "age" else labels[dim]


def _check_columns(path: Path, columns: Sequence[str], dims: Sequence[str]) -> None:
    needed = {"value", "source", *(dim for dim in dims if dim != "age")}
    if "age" in dims and "age" not in columns:
        needed |= {"age_from", "age_to"}
    for name in sorted(needed - set(columns)):
        message = say(
            "{name}: column '{column}' is missing. {valid}",
            name=path.name,
            column=name,
            valid=nearest(name, columns),
        )
        raise ParameterError(message)
    allowed = _FREE_COLUMNS | set(dims)
    for name in columns:
        if name not in allowed:
            message = say(
                "{name}: column '{column}' is unknown. {valid}",
                name=path.name,
                column=name,
                valid=nearest(name, allowed),
            )
            raise ParameterError(message)


def _cells(dim: str, axis: tuple[str, ...], row: Row, columns: Sequence[str], where: str) -> range:
    """Return the positions along one axis that a row fills."""
    if dim == "age" and "age_from" in columns:
        try:
            first, last = int(row["age_from"]), int(row["age_to"])
        except ValueError:
            first, last = 1, 0
        if not 0 <= first <= last <= MAX_AGE:
            message = say(
                "{where}: ages {age_from} to {age_to} are invalid. Valid: 0 to {max_age}.",
                where=where,
                age_from=row["age_from"],
                age_to=row["age_to"],
                max_age=MAX_AGE,
            )
            raise ParameterError(message)
        return range(first, last + 1)
    if row[dim] not in axis:
        message = say(
            "{where}: {dim} '{row}' is invalid. {valid}",
            where=where,
            dim=dim,
            row=row[dim],
            valid=nearest(row[dim], axis),
        )
        raise ParameterError(message)
    first = axis.index(row[dim])
    return range(first, first + 1)


def _number(text: str | None, where: str) -> float:
    try:
        return float(text or "")
    except ValueError as error:
        message = say("{where}: value '{text}' is not a number.", where=where, text=text)
        raise ParameterError(message) from error


def _write(array: npt.NDArray[np.float64], cells: Sequence[range], value: float, where: str) -> None:
    for cell in product(*cells):
        if not np.isnan(array[cell]):
            message = say("{where}: this cell already has a value in an earlier row.", where=where)
            raise ParameterError(message)
        array[cell] = value


def _complete(
    path: Path,
    date: str,
    array: npt.NDArray[np.float64],
    dims: Sequence[str],
    axes: Sequence[tuple[str, ...]],
    fill: float | None,
) -> None:
    missing = np.argwhere(np.isnan(array))
    if fill is not None:
        array[np.isnan(array)] = fill
    elif len(missing):
        cell = ", ".join(f"{dim} {axis[i]}" for dim, axis, i in zip(dims, axes, missing[0], strict=True))
        message = say(
            "{name}: no value for {cell}{date} ({number} cells).",
            name=path.name,
            cell=cell,
            date=f" in {date}" if date else "",
            number=len(missing),
        )
        raise ParameterError(message)
