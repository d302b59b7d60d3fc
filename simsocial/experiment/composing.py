"""One composition by Hydra: what is large and seldom set stands in it by name alone, unless something of it is set.

Service kinds, qualifications and the names of parameters are nineteen of twenty settings. OmegaConf wraps each of their
ten thousand values and walks through all of them at every merge, which took six sevenths of the time of composing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from hydra import compose, initialize
from omegaconf import DictConfig

from simsocial.experiment.known_source import KnownSource

__all__ = ["composed"]


def composed(overrides: Sequence[str], read: Callable[[DictConfig], dict[str, Any]]) -> dict[str, Any]:
    """Return what is read of the settings under some overrides.

    Parameters
    ----------
    overrides : sequence of str
        Words as Hydra takes them.
    read : callable
        What is made of a composed configuration: plain values by key. It is called twice where the first composition
        does not do, and the second time alone may raise.

    Returns
    -------
    dict
        What `read` returns, with all of what stood there by name.
    """
    with contextlib.suppress(Exception), KnownSource.names_alone() as asked_for:
        config = _compose(overrides)
        if all(dict(config[key]) == names for key, names in asked_for.items()):
            return read(config) | {key: KnownSource.plain(key) for key, names in asked_for.items() if names}
    return read(_compose(overrides))


def _compose(overrides: Sequence[str]) -> DictConfig:
    with initialize(config_path=None, version_base="1.3"):
        return compose("config", overrides=list(overrides))
