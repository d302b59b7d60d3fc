"""What the configuration may name: the ids that the registries and the user's files hold at this moment."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any

from simsocial.core.roots import roots

__all__ = ["group_options", "nested", "parameter_ids", "process_names"]


def group_options(group: str) -> list[str]:
    """Return the options of a configuration group that have a YAML file, sorted.

    Parameters
    ----------
    group
        A folder of ``conf``, or ``"scenarios"``.
    """
    folders = roots("scenarios") if group == "scenarios" else [root / group for root in roots("conf")]
    return sorted({path.stem for folder in folders for path in folder.glob("*.yaml")})


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
