"""All indicators of a run: those of every module of this package, and what plugins have registered."""

from __future__ import annotations

import functools
import importlib
import pkgutil

import simsocial.indicators
from simsocial.indicators.indicator import Indicator
from simsocial.indicators.registry import CatalogueLike, registered

__all__ = ["indicators"]


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


@functools.cache
def _load() -> None:
    """Import every module of this package, once a process."""
    for module in pkgutil.iter_modules(simsocial.indicators.__path__):
        importlib.import_module(f"simsocial.indicators.{module.name}")
