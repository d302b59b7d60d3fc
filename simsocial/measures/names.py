"""Names in measures: one or several, alone or by the axis of where they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from simsocial.core.language import say

__all__ = ["PLACES", "Names", "Where"]

PLACES = ("area", "place", "site", "provider")
"""Axes of places and of who is there."""


def _one_or_more(value: Any) -> Any:
    """Read ``E`` as ``[E]``."""
    return [value] if isinstance(value, str) else value


def _at_least_one(names: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse an empty list."""
    if not names:
        message = say("needs at least one name")
        raise ValueError(message)
    return names


def _without_nulls(value: Any) -> Any:
    """Drop what an inheriting scenario sets to null."""
    if not isinstance(value, Mapping):
        return value
    return {axis: names for axis, names in value.items() if names is not None}


Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_more), AfterValidator(_at_least_one)]
"""One name or several."""

Where = Annotated[dict[str, Names], BeforeValidator(_without_nulls)]
"""Names by axis; none for everywhere."""
