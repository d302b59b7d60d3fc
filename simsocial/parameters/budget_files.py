"""The files of household budgets, read and checked: each fault is named with its file, row and column."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ParameterError, nearest
from simsocial.core.language import say

__all__ = ["BIN_EUR", "CURVES", "TypeRow", "read_curves", "read_types"]

CURVES = ("income_tax", "social_contributions", "countable_income", "allowance_level", "allowance_slope")
"""What goes by gross income."""

BIN_EUR = 10
"""Gross incomes are multiples of it, EUR a month."""


class TypeRow(dict[str, str]):
    """One row of the types with its place in the file."""

    where: str = ""

    def text(self, name: str) -> str:
        """Return what a column says."""
        found = self.get(name)
        if found is None:
            message = say(
                "{where}: column '{name}' is missing. {valid}",
                where=self.where,
                name=name,
                valid=nearest(name, self),
            )
            raise ParameterError(message)
        return found

    def number(self, name: str) -> float:
        """Return a number of 0 or more."""
        text = self.text(name)
        try:
            value = float(text)
        except ValueError:
            value = np.nan
        if not np.isfinite(value) or value < 0:
            message = say(
                "{where}: {name} '{text}' is invalid. Valid: a number of 0 or more.",
                where=self.where,
                name=name,
                text=text,
            )
            raise ParameterError(message)
        return value


def read_types(path: Path) -> list[TypeRow]:
    """Return the rows by date and code, all dates with the same types."""
    if not path.is_file():
        message = say("{path}: this table does not exist.", path=path)
        raise ParameterError(message)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [TypeRow(row) for row in csv.DictReader(stream)]
    for number, row in enumerate(rows, start=2):
        row.where = say("{name}, row {number}", name=path.name, number=number)
    codes: dict[str, list[str]] = {}
    for row in rows:
        codes.setdefault(row.text("date"), []).append(row.text("type"))
    expected = [str(code) for code in range(len(rows) // max(len(codes), 1))]
    for date, found in codes.items():
        if found != expected:
            message = say(
                "{name}: the types of {date} are not numbered 0 to {number} in order.",
                name=path.name,
                date=date,
                number=len(expected) - 1,
            )
            raise ParameterError(message)
    if not rows:
        message = say("{name}: the table is empty.", name=path.name)
        raise ParameterError(message)
    return rows


def read_curves(
    path: Path, dates: list[str], types: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float32]]:
    """Return knots and, for each date and type in order, curves (knots, `CURVES`)."""
    from pyarrow import parquet

    if not path.is_file():
        message = say("{path}: this table does not exist.", path=path)
        raise ParameterError(message)
    table = parquet.read_table(path)
    for name in ("date", "type", "gross_eur", *CURVES):
        if name not in table.column_names:
            message = say(
                "{name}: column '{column}' is missing. {valid}",
                name=path.name,
                column=name,
                valid=nearest(name, table.column_names),
            )
            raise ParameterError(message)
    gross = table["gross_eur"].to_numpy().astype(np.float64)
    knots = np.unique(gross)
    at = [
        np.repeat(dates, types * len(knots)),
        np.tile(np.repeat(np.arange(types), len(knots)), len(dates)),
        np.tile(knots, len(dates) * types),
    ]
    found = [table["date"].to_numpy(zero_copy_only=False), table["type"].to_numpy(), gross]
    if len(gross) != len(at[0]) or any(np.any(a != b) for a, b in zip(at, found, strict=True)):
        message = say(
            "{name}: the rows do not go by date ({dates}), type (0 to {types}) and the same gross "
            "incomes for all.",
            name=path.name,
            dates=", ".join(dates),
            types=types - 1,
        )
        raise ParameterError(message)
    if knots[0] != 0 or np.any(knots % BIN_EUR):
        message = say(
            "{name}: gross_eur is invalid. Valid: multiples of {bin_eur} from 0 on.",
            name=path.name,
            bin_eur=BIN_EUR,
        )
        raise ParameterError(message)
    units = {name: float((table.schema.metadata or {}).get(name.encode(), b"nan")) for name in CURVES}
    for name, unit in units.items():
        if not unit > 0:
            message = say("{name}: the metadata give no unit of '{column}'.", name=path.name, column=name)
            raise ParameterError(message)
    values = np.stack([table[name].to_numpy() * units[name] for name in CURVES], axis=-1)
    return knots, values.astype(np.float32).reshape(-1, len(knots), len(CURVES))
