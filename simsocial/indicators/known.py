"""All indicators of a run: those of every module of this package, and what plugins have registered."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterable

import simsocial.indicators
from simsocial.indicators.cells import Cells
from simsocial.indicators.indicator import Indicator
from simsocial.indicators.registry import CatalogueLike, registered

__all__ = ["cells_of", "indicators"]


def indicators(catalogue: CatalogueLike | None) -> tuple[Indicator, ...]:
    """Return all indicators of a run, fixed ones first.

    Parameters
    ----------
    catalogue : Catalogue or None
        Service kinds; None leaves out what belongs to kinds.

    Examples
    --------
    >>> ids = [indicator.id for indicator in indicators(None)]
    >>> "births" in ids and "cost_net_kreis" in ids
    True
    """
    _load()
    return registered(catalogue)


def cells_of(recorded: Iterable[Indicator]) -> Cells:
    """Return the cells of all margins that some indicators name, those of key dates apart."""
    by_month: list[str] = []
    at_key_dates: list[str] = []
    for one in recorded:
        (at_key_dates if one.at_key_date else by_month).extend(one.groups)
    return Cells(by_month, at_key_dates)


@functools.cache
def _load() -> None:
    """Import every module of this package, once a process."""
    for module in pkgutil.iter_modules(simsocial.indicators.__path__):
        importlib.import_module(f"simsocial.indicators.{module.name}")
