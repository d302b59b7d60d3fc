"""Budgets of households by type, gross income and policy date: what taxes take and what benefits count on.

The tables are computed by a development tool (``tools/net_income``) that runs GETTSIM. They hold, for each
date and household type, curves over gross income (income tax, social contributions, income that counts in basic income
support, level and slope of the housing allowance by rent) and constants (needs, child benefit, limits of rent). Rent
is no axis: given these, it enters every benefit as the law writes it, and so do thresholds, so that no jump is blurred
(:mod:`simsocial.processes.household_budget`).

Amounts are EUR a month in prices of their year. After the last date its amounts hold on: constant in real terms, if
earnings and rents are kept in prices of that year too. What a law changes later is no part of the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ParameterError, nearest
from simsocial.core.language import say
from simsocial.parameters.budget_files import BIN_EUR, CURVES, TypeRow, read_curves, read_types
from simsocial.parameters.dates import parse_date

__all__ = [
    "AGE_CLASSES",
    "CONSTANTS",
    "CURVES",
    "FORMS",
    "GRADE",
    "MOST_CHILDREN",
    "RENT_LEVELS",
    "BudgetTables",
    "budget_dates",
    "budget_row",
    "budget_source",
    "load_budget_tables",
]

FOLDER = Path(__file__).with_name("budgets")

GRADE = "computed"
"""Kind of evidence: output of a tax and transfer model, no official table."""

AGE_CLASSES = ("0_5", "6_13", "14_17")
"""Ages of children that the law tells apart."""

_CHILDREN = tuple(f"children_{ages}" for ages in AGE_CLASSES)

CONSTANTS = (
    "adults",
    "pensioners",
    "children",
    *_CHILDREN,
    *(f"child_need_{ages}" for ages in AGE_CLASSES),
    *(f"child_advance_{ages}" for ages in AGE_CLASSES),
    "standard_need_adults",
    "child_benefit",
    "supplement",
    "supplement_from_gross",
    "supplement_rent_share",
    "allowance_least_rent",
    "allowance_heating",
    "allowance_most_rent",
)
"""What does not, in the order of the last axis of :attr:`BudgetTables.constants`; need and advance are of one child."""

FORMS = (
    "one_earner",
    "couple_one_earner",
    "couple_minijob",
    "couple_two_earners",
    "pensioner_single_short",
    "pensioner_single_long",
    "pensioner_couple_short",
    "pensioner_couple_long",
    "couple_pension_and_wage",
)
"""Who heads a household and has income, in the order of the first axis of :attr:`BudgetTables.codes`.

``one_earner`` is one adult, with or without children. In couples with a minijob the second earner has no more than the
threshold of marginal employment; two earners have 60 and 40 percent; a pension and a wage are equal halves. ``short``
pensioners have fewer than 33 years that count for the basic pension, ``long`` ones have them.
"""

MOST_CHILDREN = 5
"""Of more than five children in a household five count."""

RENT_LEVELS = (1, 2, 3, 4)
"""Rent levels of municipalities in the housing allowance (section 12 WoGG) that are tabulated."""

_ONE_ADULT = ("single", "lone_parent")
_DEFAULT_RENT_LEVEL = 2


class BudgetTables(NamedTuple):
    """All tables as arrays, made to be handed to kernels.

    Attributes
    ----------
    knots : ndarray of float64 (knots,)
        Gross incomes that are tabulated, EUR a month.
    knot_below : ndarray of int16 (bins,)
        Last knot at or below each multiple of 10 EUR.
    curves : ndarray of float32 (curves, knots, `CURVES`)
        Amounts by gross income, EUR a month; the slope is EUR per EUR of rent.
    curve_of : ndarray of int16 (dates, types)
        Which of the curves a type has at a date; types that differ in the age of children alone may share one.
    constants : ndarray of float64 (dates, types, `CONSTANTS`)
        Amounts and limits by type, EUR a month; heads; a share.
    codes : ndarray of uint8 (`FORMS`, 6, 6, 6)
        Type by form and the number of children of 0-5, 6-13 and 14-17 years, each at most `MOST_CHILDREN`.
    marginal_job_eur : ndarray of float64 (dates,)
        Threshold of marginal employment, EUR a month.
    """

    knots: npt.NDArray[np.float64]
    knot_below: npt.NDArray[np.int16]
    curves: npt.NDArray[np.float32]
    curve_of: npt.NDArray[np.int16]
    constants: npt.NDArray[np.float64]
    codes: npt.NDArray[np.uint8]
    marginal_job_eur: npt.NDArray[np.float64]


def load_budget_tables(rent_level: int = _DEFAULT_RENT_LEVEL, folder: Path = FOLDER) -> BudgetTables:
    """Return the tables, with the limits of rent in municipalities of a rent level.

    Parameters
    ----------
    rent_level : int
        Rent level of the housing allowance; most Kreise of Thuringia have 1 or 2, its cities 2 to 4.
    folder : Path
        Where ``curves.parquet`` and ``types.csv`` lie.

    Raises
    ------
    ParameterError
        If the rent level is not tabulated, or a file, column, row or number is missing or invalid.

    Examples
    --------
    >>> tables = load_budget_tables()
    >>> tables.marginal_job_eur.tolist()
    [538.0, 556.0, 603.0]
    """
    if rent_level not in RENT_LEVELS:
        message = say(
            "rent level {rent_level} is not tabulated. {valid}",
            rent_level=rent_level,
            valid=nearest(str(rent_level), map(str, RENT_LEVELS)),
        )
        raise ParameterError(message)
    return _load(rent_level, folder)


@lru_cache(maxsize=1)
def budget_dates() -> tuple[int, ...]:
    """Return the absolute months from which the rows of the tables hold.

    Examples
    --------
    >>> [month // 12 for month in budget_dates()]
    [2024, 2025, 2026]
    """
    rows = read_types(FOLDER / "types.csv")
    return tuple(parse_date(date[:7], "types.csv")[0] for date in dict.fromkeys(row["date"] for row in rows))


def budget_row(month: int) -> int:
    """Return the row of the tables that holds in a month: the last one at or before it.

    Months after the last date have its row; months before the first one are refused.

    Raises
    ------
    ParameterError
        If no row holds yet.

    Examples
    --------
    >>> budget_row(2025 * 12 + 11), budget_row(2031 * 12)
    (1, 2)
    """
    dates = budget_dates()
    if month < dates[0]:
        message = say(
            "household budgets are not known in {month}. Valid: from {dates} on.",
            month=month // 12,
            dates=dates[0] // 12,
        )
        raise ParameterError(message)
    return max(row for row, date in enumerate(dates) if date <= month)


def budget_source() -> str:
    """Return what computed the tables.

    Examples
    --------
    >>> budget_source()
    'GETTSIM 1.3.1'
    """
    from pyarrow import parquet

    return str(parquet.read_schema(FOLDER / "curves.parquet").metadata[b"source"].decode())


@lru_cache(maxsize=16)
def _load(rent_level: int, folder: Path) -> BudgetTables:
    rows = read_types(folder / "types.csv")
    dates = list(dict.fromkeys(row["date"] for row in rows))
    knots, curves = read_curves(folder / "curves.parquet", dates, len(rows) // len(dates))
    different, place = np.unique(curves, axis=0, return_inverse=True)
    limit = f"allowance_most_rent_{rent_level}"
    constants = np.array([[_constant(row, name, limit) for name in CONSTANTS] for row in rows])
    first = [row for row in rows if row["date"] == dates[0]]
    bins = np.arange(0, int(knots[-1]) + 1, BIN_EUR)
    tables = BudgetTables(
        knots,
        # Beyond the last knot the last line goes on.
        np.minimum(np.searchsorted(knots, bins, side="right") - 1, len(knots) - 2).astype(np.int16),
        different,
        place.reshape(len(dates), -1).astype(np.int16),
        constants.reshape(len(dates), -1, len(CONSTANTS)),
        _codes(first),
        np.array([row.number("marginal_job") for row in rows[:: len(first)]]),
    )
    for array in tables:
        array.flags.writeable = False
    return tables


def _constant(row: TypeRow, name: str, limit: str) -> float:
    if name == "children":
        return sum(row.number(part) for part in _CHILDREN)
    return row.number(limit if name == "allowance_most_rent" else name)


def _codes(rows: list[TypeRow]) -> npt.NDArray[np.uint8]:
    """Return the type of every form and number of children by age class.

    Where a mixture of ages is not tabulated, the one of as many children (at most `MOST_CHILDREN`) that is nearest by
    the mean age class stands for it. Pensioners with children have the type of earners with them.
    """
    known: dict[str, dict[tuple[int, ...], int]] = {}
    for code, row in enumerate(rows):
        form = row.text("form")
        name = FORMS[0] if form in _ONE_ADULT else form
        if name not in FORMS:
            message = say(
                "{where}: form '{form}' is unknown. {valid}",
                where=row.where,
                form=form,
                valid=nearest(form, (*_ONE_ADULT, *FORMS[1:])),
            )
            raise ParameterError(message)
        known.setdefault(name, {})[tuple(int(row.number(part)) for part in _CHILDREN)] = code
    numbers = range(MOST_CHILDREN + 1)
    codes = np.zeros((len(FORMS), *(MOST_CHILDREN + 1,) * 3), dtype=np.uint8)
    for place, form in enumerate(FORMS):
        for children in product(numbers, repeat=3):
            as_if = form if children in known.get(form, {}) or not any(children) else _with_children(form)
            codes[place, *children] = _nearest_type(known, as_if, children)
    return codes


def _with_children(form: str) -> str:
    if form.startswith("pensioner_single"):
        return FORMS[0]
    return "couple_two_earners" if form.startswith(("pensioner", "couple_pension")) else form


def _nearest_type(
    known: Mapping[str, Mapping[tuple[int, ...], int]], form: str, children: tuple[int, ...]
) -> int:
    number = min(sum(children), MOST_CHILDREN)
    candidates = {mix: code for mix, code in known.get(form, {}).items() if sum(mix) == number}
    if not candidates:
        message = say(
            "types.csv: there is no type of form '{form}' with {number} children.", form=form, number=number
        )
        raise ParameterError(message)
    wanted = _mean_class(children)
    return min((abs(_mean_class(mix) - wanted), code) for mix, code in candidates.items())[1]


def _mean_class(children: tuple[int, ...]) -> float:
    return sum(place * number for place, number in enumerate(children)) / max(sum(children), 1)
