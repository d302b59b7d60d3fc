"""Texts of users in CSV files: a spreadsheet that opens one must not take a name for a formula."""

from __future__ import annotations

import pandas as pd

__all__ = ["inert", "inert_table", "restored"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """Return a text that no spreadsheet computes: behind an apostrophe if it begins like a formula.

    Examples
    --------
    >>> inert("=HYPERLINK(1)"), inert("kita_netz"), inert("-0.5")
    ("'=HYPERLINK(1)", 'kita_netz', '-0.5')
    """
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def restored(text: str) -> str:
    """Return what :func:`inert` was given.

    Examples
    --------
    >>> restored(inert("@a")), restored("'a'")
    ('@a', "'a'")
    """
    return text[1:] if text.startswith("'") and inert(text[1:]) == text else text


def inert_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts no spreadsheet computes; numbers stay as they are."""
    texts = table.select_dtypes(exclude="number").columns
    changed = {
        name: table[name].astype(object).map(lambda cell: inert(cell) if isinstance(cell, str) else cell)
        for name in texts
    }
    return table.assign(**changed)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and "_" not in text
