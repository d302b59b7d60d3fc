"""One scenario file as Hydra gets it: checked, and with targets that inherited ones are added to.

Lists do not merge in Hydra: a bundle of two scenarios would keep the targets of the last only. ``targets`` and
``suspected`` may be lists in a file; here they become mappings by indicator and area, which do merge. An inherited
one is dropped by its name: ``targets: {births: null}``, in an area ``births__E``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from omegaconf import DictConfig, ListConfig, OmegaConf

from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.core.yaml_files import read_yaml_text
from simsocial.experiment.config_text import as_config, plain_values

__all__ = ["MERGED_LISTS", "read_scenario_file", "scenario_config", "with_merged_lists"]

MERGED_LISTS = ("targets", "suspected")
"""Keys of a scenario that are lists to the writer and merge with inherited ones."""


def read_scenario_file(path: Path) -> DictConfig:
    """Return what a scenario file holds.

    Parameters
    ----------
    path : Path
        The YAML file.

    Raises
    ------
    SimsocialError
        If it is no YAML, does not say what it looks like, holds no keys with values, or names a target twice.
    """
    return scenario_config(path, read_yaml_text(path))


def scenario_config(path: Path, text: str) -> DictConfig:
    """Return what the checked text of a scenario file holds; raises as :func:`read_scenario_file` does."""
    content = as_config(text) if isinstance(plain_values(text), dict | None) else None
    if not isinstance(content, DictConfig):
        message = say("{path}: must hold keys with values (title, measures, targets, suspected).", path=path)
        raise ScenarioError(message)
    return with_merged_lists(content, str(path))


def with_merged_lists(content: DictConfig, where: str) -> DictConfig:
    """Turn targets and suspected side effects into mappings; `where` begins the message if one stands there twice."""
    for key in MERGED_LISTS:
        # What refers to something else is named with all that does, once all is there.
        entries = None if OmegaConf.is_interpolation(content, key) else content.get(key)
        if isinstance(entries, ListConfig):
            listed = cast("list[Any]", OmegaConf.to_container(entries, resolve=False))
            content[key] = _by_indicator(listed, f"{where}: {key}")
    return content


def _by_indicator(entries: Sequence[Any], where: str) -> dict[str, Any]:
    """Return entries by what they are about; what is no entry keeps its number, for the check to name."""
    found: dict[str, Any] = {}
    for number, entry in enumerate(entries):
        about = (entry.get("indicator"), entry.get("area")) if isinstance(entry, dict) else (None, None)
        key = "__".join(str(part) for part in about if part is not None) or str(number)
        if key in found:
            message = say(
                "{where}: '{key}' stands there twice. Valid: once for each area.",
                where=where,
                key=key.replace("__", " / "),
            )
            raise ScenarioError(message)
        found[key] = entry
    return found
