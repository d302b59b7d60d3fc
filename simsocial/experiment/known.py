"""What the configuration may name: the ids that the registries and the user's files hold at this moment."""

from __future__ import annotations

import pkgutil
from collections import Counter
from importlib import import_module
from typing import Any

from simsocial.core.roots import roots
from simsocial.core.yaml_files import read_yaml_text
from simsocial.experiment.config_text import plain_values

__all__ = ["files_of_group", "group_options", "nested", "parameter_ids", "process_names"]


def group_options(group: str) -> list[str]:
    """Return the options of a configuration group that have a YAML file, sorted.

    Parameters
    ----------
    group
        A folder of ``conf``, or ``"scenarios"``.
    """
    folders = roots("scenarios") if group == "scenarios" else [root / group for root in roots("conf")]
    return sorted({path.stem for folder in folders for path in folder.glob("*.yaml")})


def files_of_group(group: str, *keys: str) -> dict[str, Any]:
    """Return what Hydra merges for all files of a configuration group: one node of all, as far as it can be.

    Each file of a list of defaults is merged into all that is there already, which for a hundred files takes most of
    the time of composing. Files that have a key in common stay in the list. Whoever asks has read them before and
    refused what is no mapping.

    Parameters
    ----------
    group
        A folder of ``conf``.
    *keys
        Under which key of the configuration they stand; none where a list of defaults says so (``law@legal_calendar``).
    """
    folders = [root / group for root in roots("conf")]
    paths = {
        option: next(path for folder in folders if (path := folder / f"{option}.yaml").is_file())
        for option in group_options(group)
    }
    contents = {option: plain_values(read_yaml_text(path)) for option, path in paths.items()}
    named = Counter(key for content in contents.values() for key in content)
    apart = [option for option, content in contents.items() if any(named[key] > 1 for key in content)]
    node: dict[str, Any] = {}
    for option, content in contents.items():
        if option not in apart:
            node |= content
    for key in reversed(keys):
        node = {key: node}
    package = ".".join(keys) or "_here_"
    return {"defaults": [*(f"{option}@{package}" for option in apart), "_self_"], **node}


def process_names() -> list[str]:
    """Return the names of all registered processes, packaged and plugged in, sorted."""
    from simsocial import processes
    from simsocial.processes.base import registered

    for module in pkgutil.iter_modules(processes.__path__):
        import_module(f"{processes.__name__}.{module.name}")
    return sorted(registered())


def parameter_ids() -> list[str]:
    """Return the ids of all registered parameters, those of the service kinds included, sorted."""
    from simsocial.parameters import Parameters
    from simsocial.services.catalogue import load_catalogue_from_dirs

    kinds = load_catalogue_from_dirs([folder / "services" for folder in roots("conf")])
    return sorted(kinds.register(Parameters.load()).ids())


def nested(ids: list[str]) -> dict[str, Any]:
    """Turn dotted ids into the nested mapping of empty overrides that Hydra's keys walk through.

    Examples
    --------
    >>> nested(["fertility.male_share", "fertility.multiple_birth_share"])
    {'fertility': {'male_share': None, 'multiple_birth_share': None}}
    """
    tree: dict[str, Any] = {}
    for identifier in ids:
        *path, last = identifier.split(".")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
        node[last] = None
    return tree
