"""Check composed settings beyond their types, and make them a plain mapping."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any, cast

from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from simsocial.core.calendar import LAST_MONTH, month_index, month_label
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.experiment.folder_name import name_in
from simsocial.experiment.mistakes import unknown_key
from simsocial.experiment.precision import read_precision
from simsocial.experiment.scenario_files import MERGED_LISTS
from simsocial.experiment.settings import Settings
from simsocial.scenario import SCENARIO_KEYS
from simsocial.shapes.future import read_future

__all__ = ["check_common", "resolved"]

_SHARED = (
    "seed", "replicates", "precision", "min_replicates", "max_replicates", "twins", "draws", "synthesis_seeds",
    "region", "horizon", "name", "future",
)  # fmt: skip
_REGION_KEYS: dict[str, tuple[str, ...]] = {
    "musterkreis": (),
    "kreis": ("ags", "name", "reference_date"),
    "thueringen": ("reference_date",),
    "folder": ("path",),
}
_LEAST = {
    "seed": 0, "replicates": 1, "min_replicates": 1, "max_replicates": 1, "workers": 1, "twins": 0, "draws": 0,
    "synthesis_seeds": 1,
}  # fmt: skip


def resolved(
    config: DictConfig, name: str, parameter_ids: Collection[str], scenario: str | None = None
) -> dict[str, Any]:
    """Return a composed configuration as plain Python values, or say what is wrong with it.

    Parameters
    ----------
    config
        What Hydra composed.
    name
        The name of the output folder if none was given; one of a region that is not the default is added.
    parameter_ids
        The ids that may be overridden.
    scenario
        Id of the scenario, for errors; `name` by default.

    Returns
    -------
    dict
        All keys of :class:`Settings`. ``parameters`` maps dotted ids to the overridden numbers; ``laws`` those
        that are switched; ``workers`` is a number; ``region`` holds only the keys of its kind.

    Raises
    ------
    ConfigError
        If a key was added or removed, or a value is invalid.
    """
    _check_keys(config)
    _refuse_interpolations(config, scenario or name)
    try:
        found = OmegaConf.to_container(config, resolve=True, throw_on_missing=False)
    except OmegaConfBaseException as error:
        key, said = getattr(error, "full_key", None) or "settings", str(error).splitlines()[0]
        message = say("{key}: {said}. Valid: a plain value.", key=key, said=said)
        raise ConfigError(message) from error
    settings = cast("dict[str, Any]", found)
    _check_numbers(settings)
    for key in MERGED_LISTS:
        if isinstance(settings[key], dict):
            settings[key] = [entry for entry in settings[key].values() if entry is not None]
    settings["parameters"] = _overridden(settings["parameters"])
    for identifier in settings["parameters"]:
        if identifier not in parameter_ids:
            message = say(
                "Unknown parameter '{identifier}'. {valid}",
                identifier=identifier,
                valid=nearest(identifier, parameter_ids),
            )
            raise ConfigError(message)
    settings["legal_calendar"] = _with_text_keys(settings["legal_calendar"])
    settings["laws"] = _switches(settings)
    _check_frames(settings["budget"])
    settings["future"] = _with_text_keys(settings["future"])
    settings["region"] = _region(settings["region"])
    future = read_future(settings["future"])
    if OmegaConf.is_missing(config, "name"):
        settings["name"] = name_in(name, settings["region"], "" if future is None else future.id)
    _check_name(settings["name"])
    _check_horizon(settings["horizon"])
    _check_choice("executor.kind", settings["executor"]["kind"], ("processes", "serial", "dask"))
    _check_choice("report.language", settings["report"]["language"], ("de", "en"))
    settings["workers"] = settings["workers"] or _cores()
    return settings


def check_common(configs: Mapping[str, Mapping[str, Any]]) -> None:
    """Require that all options of a comparison share region, time, dice and numbers of replicates."""
    first, *others = configs
    for other in others:
        for key in _SHARED:
            if configs[other][key] != configs[first][key]:
                message = say(
                    "Scenarios '{first}' and '{other}' differ in '{key}': {value} and "
                    "{other_value}. A comparison needs the same for all: set it on the command line, "
                    "which holds for every option.",
                    first=first,
                    other=other,
                    key=key,
                    value=configs[first][key],
                    other_value=configs[other][key],
                )
                raise ConfigError(message)


def _check_keys(config: DictConfig) -> None:
    valid = {field.name for field in fields(Settings)}
    for key in config:
        if key not in valid:
            known = OmegaConf.masked_copy(config, [str(entry) for entry in config if entry in valid])
            raise unknown_key(str(key), known)
    for key in sorted(valid - {str(entry) for entry in config}):
        message = say("'{key}' cannot be removed: set it to a value instead.", key=key)
        raise ConfigError(message)


def _refuse_interpolations(config: DictConfig, scenario: str) -> None:
    """Require plain values of scenarios: what a file says must not depend on where it is read."""
    raw = cast("dict[str, Any]", OmegaConf.to_container(config, resolve=False))
    for key in SCENARIO_KEYS:
        for path, value in _texts(raw[key], key):
            if "${" in value:
                message = say(
                    "Scenario {scenario}: {path}: '{value}' refers to something else. Valid: a plain value, "
                    "written out.",
                    scenario=scenario,
                    path=path,
                    value=value,
                )
                raise ConfigError(message)


def _texts(node: Any, path: str) -> Iterator[tuple[str, str]]:
    """Iterate over all texts below a node, each with its dotted key."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, Mapping | list):
        for key, inner in node.items() if isinstance(node, Mapping) else enumerate(node):
            yield from _texts(inner, f"{path}.{key}")


def _check_numbers(settings: Mapping[str, Any]) -> None:
    for key, least in _LEAST.items():
        if settings[key] is not None and settings[key] < least:
            message = say(
                "{key}={value} is invalid. Valid: whole numbers from {least}.",
                key=key,
                value=settings[key],
                least=least,
            )
            raise ConfigError(message)
    if settings["min_replicates"] > settings["max_replicates"]:
        message = say(
            "min_replicates={min_replicates} is more than max_replicates={max_replicates}. Valid: "
            "at most as many.",
            min_replicates=settings["min_replicates"],
            max_replicates=settings["max_replicates"],
        )
        raise ConfigError(message)
    read_precision(settings["precision"])


def _check_name(name: str) -> None:
    if not name or name in (".", "..") or any(sign in name for sign in '/\\:*?"<>|'):
        message = say("name='{name}' is no folder name. Valid: letters, digits, '-', '_' and '.'.", name=name)
        raise ConfigError(message)


def _check_choice(key: str, value: str, valid: tuple[str, ...]) -> None:
    if value not in valid:
        message = say("{key}={value} is invalid. {valid}", key=key, value=value, valid=nearest(value, valid))
        raise ConfigError(message)


def _check_horizon(horizon: Mapping[str, Any]) -> None:
    start, end = (_month(f"horizon.{key}", horizon[key]) for key in ("start", "end"))
    if horizon["known_until"] is not None:
        _month("horizon.known_until", horizon["known_until"])
    if end < start:
        message = say(
            "horizon.end={end} lies before horizon.start={start}.", end=horizon["end"], start=horizon["start"]
        )
        raise ConfigError(message)
    if end > LAST_MONTH:
        message = say(
            "horizon.end={end} is too late. Valid: months up to {month_label}.",
            end=horizon["end"],
            month_label=month_label(LAST_MONTH),
        )
        raise ConfigError(message)
    if horizon["spin_up"] < 0:
        message = say(
            "horizon.spin_up={spin_up} is invalid. Valid: whole months from 0.", spin_up=horizon["spin_up"]
        )
        raise ConfigError(message)


def _month(key: str, value: str) -> int:
    try:
        return month_index(value)
    except ConfigError as error:
        message = f"{key}: {error}"
        raise ConfigError(message) from None


def _region(region: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(region["kind"])
    _check_choice("region.kind", kind, tuple(_REGION_KEYS))
    given = {key: value for key, value in region.items() if value is not None and key != "kind"}
    for key, value in given.items():
        if key not in _REGION_KEYS[kind]:
            fitting = next(name for name, keys in _REGION_KEYS.items() if key in keys)
            message = say(
                "region.{key}={value} has no meaning for region={kind}. Did you mean region={fitting}?",
                key=key,
                value=value,
                kind=kind,
                fitting=fitting,
            )
            raise ConfigError(message)
    needed = [key for key in _REGION_KEYS[kind] if key != "reference_date"]
    if needed and (not set(given) & set(needed) or "???" in given.values()):
        wanted = " or ".join(f"region.{key}=..." for key in needed)
        message = say("region={kind} needs {wanted}.", kind=kind, wanted=wanted)
        raise ConfigError(message)
    return {"kind": kind, **given}


def _with_text_keys(node: Any) -> Any:
    """Return the same with dates as texts: YAML reads a year as a number, and a month as none."""
    if isinstance(node, dict):
        return {str(key): _with_text_keys(value) for key, value in node.items()}
    return node


def _switches(settings: Mapping[str, Any]) -> dict[str, bool]:
    """Return which laws are switched on or off."""
    known = settings["legal_calendar"]
    for name, value in settings["laws"].items():
        if name not in known:
            message = say(
                "laws.{name}: is no law of the calendar. {valid}", name=name, valid=nearest(name, known)
            )
            raise ConfigError(message)
        if value is not None and not isinstance(value, bool):
            message = say(
                "laws.{name}={value} is invalid. Valid: true, false, or null (as its status says).",
                name=name,
                value=value,
            )
            raise ConfigError(message)
    return {name: value for name, value in settings["laws"].items() if value is not None}


def _check_frames(budget: Mapping[str, Any]) -> None:
    """Require numbers as frames."""
    for name, limit in (budget["fte"] or {}).items():
        if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int | float)):
            message = say(
                "budget.fte.{name}={limit} is invalid. Valid: a number of posts (FTE), or null.",
                name=name,
                limit=limit,
            )
            raise ConfigError(message)


def _overridden(tree: Mapping[Any, Any], prefix: str = "") -> dict[str, float]:
    """Flatten the nested overrides to dotted ids, leaving out what is not overridden."""
    found: dict[str, float] = {}
    for key, value in tree.items():
        identifier = f"{prefix}{key}"
        if isinstance(value, Mapping):
            found |= _overridden(value, f"{identifier}.")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found[identifier] = float(value)
        elif value is not None:
            message = say(
                "parameters.{identifier}={value} is invalid. Valid: a number.",
                identifier=identifier,
                value=value,
            )
            raise ConfigError(message)
    return found


def _cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
