"""YAML text as OmegaConf reads it, with the parser in C where there is one, and parsed once by a process.

All options of a comparison are composed from the same files; OmegaConf's own parser takes longer for them than all the
rest of composing.
"""

from __future__ import annotations

import functools
from typing import Any

import yaml
from omegaconf import DictConfig, ListConfig, OmegaConf
from omegaconf._utils import get_yaml_loader

__all__ = ["as_config", "plain_values"]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Tells numbers from texts as OmegaConf does: ``1e3`` is a number, and a date is a text."""

    yaml_implicit_resolvers = get_yaml_loader().yaml_implicit_resolvers


def as_config(text: str) -> DictConfig | ListConfig:
    """Return what a YAML text holds, as ``OmegaConf.load`` does; keys that stand twice are to be refused before.

    Examples
    --------
    >>> as_config("{a: 1e3, since: 2027-01-01}")
    {'a': 1000.0, 'since': '2027-01-01'}
    """
    content = plain_values(text)
    config: DictConfig | ListConfig = OmegaConf.create({} if content is None else content)
    return config


@functools.lru_cache(maxsize=256)
def plain_values(text: str) -> Any:
    """Return the plain values that a YAML text holds; they are shared, so that nobody may change them."""
    return yaml.load(text, _Loader)  # noqa: S506 - a safe loader, in C or not
