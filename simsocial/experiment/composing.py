"""One composition by Hydra: what is large and seldom set stands in it by name alone, unless something of it is set.

Service kinds, qualifications and the names of parameters are nineteen of twenty settings. OmegaConf wraps each of their
ten thousand values and walks through all of them at every merge, which took six sevenths of the time of composing.
Settings that refer to others (``${...}``) are composed as a whole: what they refer to may be what stands by name.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from hydra import compose, initialize
from omegaconf import DictConfig, OmegaConf

from simsocial.experiment.known_source import KnownSource

__all__ = ["composed"]

_ONE_AT_A_TIME = threading.Lock()
"""Hydra and what it is shown are the same for all threads."""


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
    with _ONE_AT_A_TIME:
        with contextlib.suppress(Exception), KnownSource.names_alone() as asked_for:
            config = _compose(overrides)
            if _is_as_known(config, asked_for):
                return read(config) | {
                    key: KnownSource.plain(key) for key, names in asked_for.items() if names
                }
        return read(_compose(overrides))


def _is_as_known(config: DictConfig, asked_for: Mapping[str, Mapping[str, bytes]]) -> bool:
    """Whether nothing was set of what stands by name, and nothing refers to it."""
    plain = cast("dict[str, Any]", OmegaConf.to_container(config, resolve=False))
    return all(plain[key] == names for key, names in asked_for.items()) and "${" not in str(plain)


def _compose(overrides: Sequence[str]) -> DictConfig:
    with initialize(config_path=None, version_base="1.3"):
        return compose("config", overrides=list(overrides))
