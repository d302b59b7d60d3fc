"""A month as users write it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from simsocial.core.calendar import month_index, month_label
from simsocial.core.errors import ConfigError

__all__ = ["Month"]


def _as_label(text: str) -> str:
    """Require a month as YYYY-MM."""
    try:
        return month_label(month_index(text))
    except ConfigError as caught:
        raise ValueError(str(caught)) from None


Month = Annotated[str, AfterValidator(_as_label)]
"""YYYY-MM."""
