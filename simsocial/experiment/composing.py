"""One composition by Hydra: what is large and seldom set stands in it by name alone, unless something of it is set.

Service kinds, qualifications and the names of parameters are nineteen of twenty settings. OmegaConf wraps each of their
ten thousand values and walks through all of them at every merge, which took six sevenths of the time of composing.
Parameters stand in it as far as an override names their field. Settings that refer to others (``${...}``) are composed
as a whole: what they refer to may be what stands by name.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from hydra import compose, initialize
from omegaconf import DictConfig, OmegaConf

from simsocial.experiment.known_source import LARGE, KnownSource, Shown

__all__ = ["composed", "composed_for"]

_PARAMETERS = "parameters."

_ONE_AT_A_TIME = threading.Lock()
"""Hydra and what it is shown are the same for all threads."""


def composed(overrides: Sequence[str], read: Callable[[DictConfig], dict[str, Any]]) -> dict[str, Any]:
    """Return what is read of the settings under some overrides.

    Parameters
    ----------
    overrides : sequence of str
        Words as Hydra takes them.
    read : callable
        What is made of a composed configuration: plain values by key.

    Returns
    -------
    dict
        What `read` returns, with all of what stood there by name.
    """
    by_name: DictConfig | None = None
    with _ONE_AT_A_TIME:
        with contextlib.suppress(Exception), KnownSource.names_alone(_fields_named(overrides)) as shown:
            config = _compose(overrides)
            if _is_as_known(config, shown):
                by_name = config
        if by_name is not None:
            return read(by_name) | {key: KnownSource.plain(key) for key in shown.large}
        return read(_compose(overrides))


def composed_for(key: str, overrides: Sequence[str], words: Sequence[str]) -> DictConfig:
    """Return the settings under some overrides, to look up a dotted key of `words` in.

    What is large stands there by name alone, unless the key lies within.
    """
    with _ONE_AT_A_TIME:
        if key.partition(".")[0] in LARGE.values():
            return _compose(overrides)
        with KnownSource.names_alone(_fields_named(words)):
            return _compose(overrides)


def _fields_named(overrides: Sequence[str]) -> frozenset[str]:
    """Return the fields of the parameters that overrides set."""
    keys = (word.lstrip("+~").partition("=")[0] for word in overrides)
    return frozenset(
        key.removeprefix(_PARAMETERS).partition(".")[0] for key in keys if key.startswith(_PARAMETERS)
    )


def _is_as_known(config: DictConfig, shown: Shown) -> bool:
    """Whether nothing was set of what stands by name, no parameter came or went, and nothing refers to them."""
    plain = cast("dict[str, Any]", OmegaConf.to_container(config, resolve=False))
    return (
        all(plain[key] == names for key, names in shown.large.items())
        and _have_same_keys(plain["parameters"], shown.parameters)
        and "${" not in str(plain)
    )


def _have_same_keys(found: Any, known: Any) -> bool:
    """Whether two nested mappings have the same keys at all levels."""
    if not isinstance(known, Mapping):
        return not isinstance(found, Mapping)
    return (
        isinstance(found, Mapping)
        and found.keys() == known.keys()
        and all(_have_same_keys(found[key], node) for key, node in known.items())
    )


def _compose(overrides: Sequence[str]) -> DictConfig:
    with initialize(config_path=None, version_base="1.3"):
        return compose("config", overrides=list(overrides))
