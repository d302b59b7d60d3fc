"""Whole persons from expected numbers, without changing any total that is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["fit_margins", "round_both", "round_columns", "round_total", "systematic"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def round_total(expected: npt.ArrayLike, total: int | None = None) -> Integers:
    """Round numbers so that they sum to a total: largest remainders go up, first ones on a tie.

    Parameters
    ----------
    expected : array_like
        Non-negative numbers of any shape; scaled to the total if their sum differs.
    total : int, optional
        Sum of the result; without it the nearest whole number to their sum.

    Returns
    -------
    ndarray of int64
        Same shape.

    Examples
    --------
    >>> round_total([1.4, 1.4, 1.2], 4).tolist()
    [2, 1, 1]
    """
    values = np.asarray(expected, dtype=np.float64)
    flat = values.ravel()
    mass = float(flat.sum())
    wanted = int(np.rint(mass)) if total is None else int(total)
    if wanted == 0:
        return np.zeros(values.shape, dtype=np.int64)
    scaled = flat / mass * wanted if mass > 0 else np.full(len(flat), wanted / len(flat))
    result = np.floor(scaled + 1e-9).astype(np.int64)
    order = np.argsort(result - scaled, kind="stable")
    result[order[: wanted - int(result.sum())]] += 1
    return result.reshape(values.shape)


def round_columns(expected: npt.ArrayLike, totals: npt.ArrayLike) -> Integers:
    """Round a table so that each column has its exact total and rows keep theirs within about one.

    What a row loses or gains by rounding one column is carried to the next (error diffusion).

    Parameters
    ----------
    expected : array_like of shape (rows, columns)
        Non-negative expected numbers; a column without any is spread evenly.
    totals : array_like of int, shape (columns,)
        Exact sum of each column.

    Returns
    -------
    ndarray of int64, shape (rows, columns)

    Examples
    --------
    >>> round_columns([[0.5, 0.5], [0.5, 0.5]], [1, 1]).sum(axis=1).tolist()
    [1, 1]
    """
    table = np.asarray(expected, dtype=np.float64)
    sums = np.asarray(totals, dtype=np.int64)
    rows = table.shape[0]
    result = np.zeros(table.shape, dtype=np.int64)
    carry = np.zeros(rows)
    for column in np.flatnonzero(sums):
        values = table[:, column]
        mass = values.sum()
        exact = values / mass * sums[column] if mass > 0 else np.full(rows, sums[column] / rows)
        wanted = exact + np.where(exact > 0, carry, 0.0)
        whole = np.maximum(np.floor(wanted), 0.0).astype(np.int64)
        _settle(whole, wanted, int(sums[column]), exact > 0)
        result[:, column] = whole
        carry += exact - whole
    return result


def round_both(expected: npt.ArrayLike, rows: npt.ArrayLike, columns: npt.ArrayLike) -> Integers:
    """Round a table so that each row and each column has its exact total.

    Parameters
    ----------
    expected : array_like of shape (rows, columns)
        Non-negative expected numbers that fit both totals (:func:`fit_margins`).
    rows, columns : array_like of int
        Exact sums, of equal total.

    Returns
    -------
    ndarray of int64, shape (rows, columns)

    Examples
    --------
    >>> round_both([[0.6, 0.4], [0.9, 1.1]], [1, 2], [2, 1]).tolist()
    [[1, 0], [1, 1]]
    """
    table = np.asarray(expected, dtype=np.float64)
    result = round_columns(table, columns)
    wanted = np.asarray(rows, dtype=np.int64)
    while (gap := wanted - result.sum(axis=1)).any():
        short, over = int(np.argmax(gap)), int(np.argmin(gap))
        # One person moves within the column where that leaves both rows nearest to what is expected.
        gain = (table[short] - result[short]) - (table[over] - result[over])
        column = int(np.argmax(np.where(result[over] > 0, gain, -np.inf)))
        result[short, column] += 1
        result[over, column] -= 1
    return result


def _settle(whole: Integers, wanted: Floats, total: int, allowed: npt.NDArray[np.bool_]) -> None:
    """Move `whole` by ones, nearest to `wanted` first, until it sums to `total`."""
    rows = np.flatnonzero(allowed)
    while (missing := total - int(whole.sum())) != 0:
        gap = (wanted - whole)[rows]
        if missing > 0:
            order = rows[np.argsort(-gap, kind="stable")]
            whole[order[:missing]] += 1
        else:
            order = rows[np.argsort(gap, kind="stable")]
            order = order[whole[order] > 0]
            whole[order[:-missing]] -= 1


def systematic(counts: npt.ArrayLike, shares: npt.ArrayLike, start: float = 0.5) -> Integers:
    """Take a share of each whole number so that running totals stay within one of what is expected.

    Parameters
    ----------
    counts : array_like of int
        Persons of each cell, in the order in which running totals shall fit.
    shares : array_like of float
        Share to take of each cell, 0 to 1.
    start : float
        Start of the running total, in [0, 1).

    Returns
    -------
    ndarray of int64
        Between 0 and the count of each cell.

    Examples
    --------
    >>> systematic([1, 1, 1, 1], [0.5, 0.5, 0.5, 0.5]).tolist()
    [1, 0, 1, 0]
    """
    numbers = np.asarray(counts, dtype=np.int64)
    taken = np.clip(np.asarray(shares, dtype=np.float64), 0.0, 1.0) * numbers
    running = np.floor(np.cumsum(taken.ravel()) + start + 1e-9)
    steps = np.diff(running, prepend=np.floor(start)).astype(np.int64).reshape(numbers.shape)
    return np.minimum(steps, numbers)


def fit_margins(
    seed: npt.ArrayLike, rows: npt.ArrayLike, columns: npt.ArrayLike, rounds: int = 200
) -> Floats:
    """Fit a table to row and column sums by iterative proportional fitting.

    Parameters
    ----------
    seed : array_like of shape (..., rows, columns)
        Positive pattern; leading dimensions are fitted each for itself.
    rows, columns : array_like of shape (..., rows) and (..., columns)
        Sums of equal total.
    rounds : int
        Most sweeps; ends early when nothing moves.

    Returns
    -------
    ndarray
        Same shape as `seed`; column sums are exact, row sums as near as the pattern allows.
    """
    table = np.asarray(seed, dtype=np.float64).copy()
    row_sums = np.asarray(rows, dtype=np.float64)
    column_sums = np.asarray(columns, dtype=np.float64)
    for _ in range(rounds):
        actual = table.sum(axis=-1)
        factor = np.divide(row_sums, actual, out=np.zeros_like(actual), where=actual > 0)
        table *= factor[..., None]
        actual = table.sum(axis=-2)
        factor = np.divide(column_sums, actual, out=np.zeros_like(actual), where=actual > 0)
        table *= factor[..., None, :]
        if np.allclose(table.sum(axis=-1), row_sums, rtol=1e-9, atol=1e-6):
            break
    return table
