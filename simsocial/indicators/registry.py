"""The registry of indicators: fixed ones, ones for every service kind, payer and qualification, plugins'."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.indicators.indicator import Indicator

__all__ = ["CatalogueLike", "register_indicator", "register_per_kind", "register_per_payer", "registered"]


class KindLike(Protocol):
    """What an indicator needs to know of a service kind."""

    id: str
    site_kind: str
    field: str
    label: Any
    residential: bool
    access: str
    capacity: str
    target_quota: Any
    cost: Any
    means_test: Any
    payers: Any
    staff: Any
    key_month: int | None
    base_year: tuple[str, ...]
    house: Any
    reach: bool


class CatalogueLike(Protocol):
    """What the registry needs to know of the service kinds of a run."""

    def __iter__(self) -> Any:
        """Iterate over the kinds."""

    @property
    def qualifications(self) -> tuple[str, ...]:
        """Qualifications of staff."""

    @property
    def staff(self) -> Any:
        """What is known of each qualification, by id."""


_FIXED: dict[str, Indicator] = {}
_PER_PAYER: list[Callable[[], Iterable[Indicator]]] = []
_PER_CATALOGUE: list[Callable[[CatalogueLike], Iterable[Indicator]]] = []


def register_indicator(indicator: Indicator) -> Indicator:
    """Make an indicator known; plugins call it at import.

    Raises
    ------
    ConfigError
        If the id is taken.
    """
    if indicator.id in _FIXED:
        message = say("Indicator '{id}' is registered twice; ids must differ.", id=indicator.id)
        raise ConfigError(message)
    _FIXED[indicator.id] = indicator
    return indicator


def register_per_kind(
    make: Callable[[CatalogueLike], Iterable[Indicator]],
) -> Callable[[CatalogueLike], Iterable[Indicator]]:
    """Register a function that makes indicators from the service kinds of a run."""
    _PER_CATALOGUE.append(make)
    return make


def register_per_payer(make: Callable[[], Iterable[Indicator]]) -> Callable[[], Iterable[Indicator]]:
    """Register a function that makes indicators from the payers known when it is called."""
    _PER_PAYER.append(make)
    return make


def registered(catalogue: CatalogueLike | None) -> tuple[Indicator, ...]:
    """Return what is registered so far: payers' indicators, fixed ones, then those of the kinds of a catalogue."""
    found = {indicator.id: indicator for make in _PER_PAYER for indicator in make()} | _FIXED
    if catalogue is not None:
        for make in _PER_CATALOGUE:
            for indicator in make(catalogue):
                found.setdefault(indicator.id, indicator)
    return tuple(found.values())
