"""What the configuration may name: the ids that the registries and the user's files hold at this moment."""

from __future__ import annotations

import functools
import pkgutil
from collections import Counter
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

from simsocial.core.roots import roots
from simsocial.core.yaml_files import read_yaml_text
from simsocial.experiment.config_text import plain_values
from simsocial.shapes.legal_calendar import load_legal_calendar
from simsocial.shapes.qualification import load_qualifications

__all__ = ["Known", "files_of_group", "group_options", "known", "nested", "parameter_ids", "process_names"]

_GROUPS = ("services", "staff", "payers", "law")
"""Folders of ``conf`` of which all files belong to the configuration."""


class Known(NamedTuple):
    """What settings may name.

    Attributes
    ----------
    parameters : tuple of str
        The ids of all registered parameters, sorted.
    held : mapping
        What Hydra is shown of it, by path; see :class:`simsocial.experiment.known_source.KnownSource`.
    """

    parameters: tuple[str, ...]
    held: Mapping[str, Mapping[str, Any]]


def known() -> Known:
    """Return what the registries and files hold now: the same object until a file or a plugin changes it.

    Examples
    --------
    >>> "fertility.male_share" in known().parameters, known() is known()
    (True, True)
    """
    texts = tuple(
        (str(path), read_yaml_text(path))
        for group in _GROUPS
        for root in roots("conf")
        for path in sorted((root / group).glob("*.yaml"))
    )
    return _known(texts, tuple(process_names()))


@functools.lru_cache(maxsize=4)
def _known(texts: tuple[tuple[str, str], ...], processes: tuple[str, ...]) -> Known:  # noqa: ARG001 - what it hangs on
    """Work out what is known; a comparison of ten options would ask ten times otherwise, half a second each."""
    parameters = parameter_ids()
    held = {
        "registered_parameters": {"parameters": nested(parameters)},
        "frames_of_posts": {"budget": {"fte": dict.fromkeys(load_qualifications())}},
        "switches_of_laws": {"laws": dict.fromkeys(load_legal_calendar())},
        "processes/all": {"processes": dict.fromkeys(processes, True)},
        **{f"{group}/all": files_of_group(group, group) for group in ("services", "staff", "payers")},
        "law/all": files_of_group("law"),
    }
    return Known(tuple(parameters), held)


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
