"""Columns that processes keep of persons and households, and what they hold of somebody new.

A process names its columns in the attribute `columns`; nothing else has to know them. They grow with their table and
stand in snapshots, person tables, views and the memory that is counted. Each is filled by its own rules, for all rows
at once: at the base date, and after every process that lets people be born or arrive or founds households. Rules run
in the order of the processes' turns, and within a process as declared, so that one may read what comes before it.

A rule is a number, or a function of the process, the rows and the month that returns a number or one for each row.
Where somebody new comes from another row, the function takes that one as well, behind the rows, or :data:`INHERITED`
stands for the value there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import HOUSEHOLDS, PERSONS
from simsocial.core.errors import ConfigError
from simsocial.core.language import say

__all__ = ["INHERITED", "SHARED", "HouseholdColumn", "PersonColumn"]

Rows = npt.NDArray[np.int32]
Rule = float | Callable[[Any, Rows, int], npt.ArrayLike]
Heir = float | str | Callable[[Any, Rows, Rows, int], npt.ArrayLike]

INHERITED = "inherited"
"""Rule of a newborn or of a founded household: what the mother, or the household that the founder left, has."""

SHARED = {
    "persons": {column.name: column for column in PERSONS},
    "households": {column.name: column for column in HOUSEHOLDS},
}
"""Columns of the engine itself by table and name: those that kernels of several modules read."""

_BYTES = 8


@dataclass(frozen=True)
class _Declared:
    """What a column of persons and one of households have in common.

    Attributes
    ----------
    name, dtype, unit, description : str
        Name within the table; type in numpy's short form, such as ``u1`` or ``f4``; unit; what it holds.
    on_base : number or function
        What those of the base population have.
    """

    table: ClassVar[str]

    name: str
    dtype: str
    unit: str
    description: str
    _: KW_ONLY
    on_base: Rule

    def __post_init__(self) -> None:
        """Refuse what is no column."""
        shared = SHARED[self.table].get(self.name)
        if shared is not None and (shared.dtype, shared.unit, shared.description) != (
            self.dtype, self.unit, self.description,
        ):  # fmt: skip
            message = say(
                "column '{name}' of {table}: the engine has one of this name. Valid: another name.",
                name=self.name,
                table=self.table,
            )
            raise ConfigError(message)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            message = say(
                "column '{name}' of {table}: Valid: small letters, digits and _, a letter first.",
                name=self.name,
                table=self.table,
            )
            raise ConfigError(message)
        if not self.unit or not self.description:
            message = say(
                "column '{name}' of {table} needs a unit and a description.", name=self.name, table=self.table
            )
            raise ConfigError(message)
        try:
            known = np.dtype(self.dtype)
        except TypeError:
            known = np.dtype(object)
        if known.kind not in "biuf" or known.itemsize > _BYTES:
            message = say(
                "column '{name}' of {table}: type '{dtype}'. Valid: bool, i1-i8, u1-u8, f2-f8.",
                name=self.name,
                table=self.table,
                dtype=self.dtype,
            )
            raise ConfigError(message)

        for when, rule in vars(self).items():
            if when.startswith("on_") and isinstance(rule, int | float):
                self.check(np.asarray(rule), f"column '{self.name}' of {self.table}: {when}")

    def check(self, values: npt.NDArray[Any], where: str) -> None:
        """Refuse values that the column cannot hold; a cast would hide them.

        Raises
        ------
        ConfigError
            Naming `where` they come from and what is valid.
        """
        dtype = np.dtype(self.dtype)
        if dtype.kind in "iub" and values.dtype.kind not in "iub":
            message = say(
                "{where} gives {given} for a column of {dtype}. Valid: whole numbers.",
                where=where,
                given=values.dtype,
                dtype=dtype,
            )
            raise ConfigError(message)
        if dtype.kind not in "iu" or values.dtype == dtype:
            return
        limits = np.iinfo(dtype)
        for value in (int(values.min()), int(values.max())):
            if not limits.min <= value <= limits.max:
                message = say(
                    "{where} gives {value} for a column of {dtype}. Valid: {least} to {most}.",
                    where=where,
                    value=value,
                    dtype=dtype,
                    least=limits.min,
                    most=limits.max,
                )
                raise ConfigError(message)

    @classmethod
    def shared(cls, name: str, **rules: Any) -> Self:
        """Return a column of the engine, which other modules read in their kernels, with the rules of its owner."""
        column = SHARED[cls.table][name]
        return cls(name, column.dtype, column.unit, column.description, **rules)


@dataclass(frozen=True)
class PersonColumn(_Declared):
    """A column of persons.

    Attributes
    ----------
    on_birth : number, function or INHERITED
        What newborns have; the function takes the process, their rows, those of their mothers, and the month.
    on_arrival : number or function
        What those have who come from outside.
    levels : mapping
        Names of its values 0, 1, ..., id to name by language; then people are counted by them, and whoever writes
        another one marks the person :data:`simsocial.core.columns.COUNT_ANEW`.

    Examples
    --------
    >>> PersonColumn(
    ...     "wage_rank", "u1", "percentile", "rank among wages", on_base=50, on_birth=INHERITED, on_arrival=50
    ... ).table
    'persons'
    """

    table: ClassVar[str] = "persons"

    on_birth: Heir
    on_arrival: Rule
    levels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class HouseholdColumn(_Declared):
    """A column of households.

    Attributes
    ----------
    on_arrival : number or function
        What households have that come from outside.
    on_founding : number, function or INHERITED
        What those have that somebody of the region founds; the function takes the process, their rows, those of the
        households whom the founders leave (their values are still those from before), and the month.
    on_parting : number, function or None
        What those whom founders left have from then on; None leaves it. What a household has that ends, since its last
        member dies, leaves or moves to another one, ends with it.
    """

    table: ClassVar[str] = "households"

    on_arrival: Rule
    on_founding: Heir
    on_parting: Rule | None = None
