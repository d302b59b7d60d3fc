"""From names to settings: compose ``conf/``, one scenario and the overrides into one checked mapping.

Examples
--------
>>> configs = compose_scenarios(["status_quo"], ["replicates=2", "horizon.end=2028-12"])
>>> configs["status_quo"]["replicates"], configs["status_quo"]["horizon"]["end"]
(2, '2028-12')
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from hydra.core.config_store import ConfigStore
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError, ScenarioError, SimsocialError, nearest
from simsocial.core.language import say
from simsocial.core.roots import roots
from simsocial.experiment.checks import check_common, resolved
from simsocial.experiment.composing import composed, composed_for
from simsocial.experiment.delay import delay_of, delayed, delayed_id
from simsocial.experiment.folder_name import name_in
from simsocial.experiment.known import group_options, known
from simsocial.experiment.known_source import KnownSource
from simsocial.experiment.measure_words import measure_of, words_for
from simsocial.experiment.mistakes import explain
from simsocial.experiment.places import is_region_path, quoted, region_words
from simsocial.experiment.plugins import load_plugins, name_plugins
from simsocial.experiment.scenario_files import read_scenario_file, with_merged_lists
from simsocial.experiment.search_path import GROUP, register_search_path
from simsocial.experiment.settings import Settings
from simsocial.experiment.sheet_options import check_sheet, sheet_options
from simsocial.experiment.words import check_words
from simsocial.scenario import Scenario

__all__ = ["compose_scenarios", "config_error", "own_names", "prepare", "register_scenario", "with_paths"]

_own: dict[str, str] = {}
"""Scenario files given by path, and options of a workbook: Hydra's option name -> the scenario's id."""
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_NOT_A_TEXT = ("null", "true", "false", "inf", "nan")
"""Names that Hydra's overrides take for values."""


def compose_scenarios(names: Sequence[str], overrides: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Compose one configuration for each scenario, all with the same overrides.

    Parameters
    ----------
    names
        Names of scenarios or of options in the workbook of the region, or paths to YAML files; the first is the
        reference. ``tagespflege@+12`` is that scenario with its own measures twelve months later.
    overrides
        Hydra overrides, for example ``["replicates=10", "region=kreis", "region.name=Greiz"]``. The value of
        ``region`` may be a path to a folder or workbook. What is said of a measure holds for the scenarios
        that have it.

    Returns
    -------
    dict
        Scenario id -> plain resolved settings, in the order of `names`. ``parameters`` maps ids to the
        overridden values only; without ``name=`` the name is ``vergleich``, the ids of the options, and the
        region if it is not the default one.

    Raises
    ------
    ConfigError
        If a key, group or option is unknown, a value is invalid, or the scenarios do not share region,
        horizon and numbers of replicates.
    ScenarioError
        If a path cannot be read, two scenarios have the same id, or a measure is invalid.
    """
    overrides = name_plugins(overrides)
    parameters = prepare()
    asked, delays = zip(*(delay_of(name) for name in names), strict=True) if names else ((), ())
    in_sheet = _options_of_sheet(asked, overrides)
    options = [in_sheet.get(name) or scenario_option(name) for name in asked]
    ids = [
        delayed_id(_own.get(option, option), months) for option, months in zip(options, delays, strict=True)
    ]
    if len(set(ids)) != len(ids):
        twice = sorted({entry for entry in ids if ids.count(entry) > 1})
        message = say(
            "Scenario {twice} is given twice. Each option of a comparison needs its own id.",
            twice=", ".join(twice),
        )
        raise ScenarioError(message)
    words = with_paths(overrides)
    check_words(words)
    _refuse_group(words)
    name = "_".join(["vergleich", *ids[1:]] if len(ids) > 1 else ids)
    named = dict(zip(ids, options, strict=True))
    configs = {
        identifier: _settings(named[identifier], own_words, name, parameters)
        for identifier, own_words in _words_of_each(named, words, parameters).items()
    }
    for identifier, months in zip(ids, delays, strict=True):
        if months is not None:
            configs[identifier] = delayed(identifier, configs[identifier], months)
    check_common(configs)
    if in_sheet:
        check_sheet(configs[ids[0]]["region"], month_index(configs[ids[0]]["horizon"]["start"]))
    for identifier, settings in configs.items():
        Scenario.from_config(identifier, settings)
    return configs


def prepare() -> tuple[str, ...]:
    """Tell Hydra the schema, the search folders, and the services, processes and parameters known now.

    Returns
    -------
    tuple of str
        The ids of all registered parameters.
    """
    load_plugins()
    parameters, held = known()
    register_search_path()
    OmegaConf.register_new_resolver("simsocial.name", _name_of_run, replace=True)
    ConfigStore.instance().store(name="settings", node=Settings, provider="simsocial")
    KnownSource.show(held)
    return parameters


def scenario_option(name: str) -> str:
    """Return Hydra's name of a scenario.

    A path to a YAML file, and a name that Hydra would take for something else (``süd``, ``null``), is registered
    under a name of its own.
    """
    path = Path(name)
    if path.suffix not in (".yaml", ".yml") and len(path.parts) == 1:
        if _PLAIN.fullmatch(name) and name.lower() not in _NOT_A_TEXT:
            return name
        found = (folder / f"{name}.yaml" for folder in roots("scenarios"))
        path = next((file for file in found if file.is_file()), path)
        if path.suffix != ".yaml":
            message = say(
                "Unknown scenario: '{name}'. {valid}", name=name, valid=nearest(name, group_options(GROUP))
            )
            raise ScenarioError(say("{message} A path to a YAML file is valid too.", message=message))
    elif not path.is_file():
        message = say(
            "Scenario file '{name}' does not exist. Give a path to a YAML file, or one of the names: {valid}.",
            name=name,
            valid=", ".join(group_options(GROUP)),
        )
        raise ScenarioError(message)
    return _registered(path.stem, str(path.resolve()), read_scenario_file(path))


def register_scenario(identifier: str, content: Mapping[str, Any]) -> str:
    """Return Hydra's name of a scenario whose content, as of a file, Python code gives."""
    where = f"scenario {identifier}"
    node = with_merged_lists(OmegaConf.create(dict(content)), where)
    return _registered(identifier, f"{where}: {OmegaConf.to_yaml(node)}", node)


def _registered(identifier: str, about: str, node: DictConfig) -> str:
    """Make a scenario known to Hydra under a name that is made of what it is about."""
    option = f"file_{hashlib.blake2b(about.encode(), digest_size=8).hexdigest()}"
    ConfigStore.instance().store(group=GROUP, name=option, node=node, package="_global_", provider=identifier)
    _own[option] = identifier
    return option


def own_names() -> dict[str, str]:
    """Return the ids of the scenarios that were given by path, by Hydra's option name."""
    return dict(_own)


def with_paths(overrides: Sequence[str]) -> list[str]:
    """Translate ``region=PATH``, ``scenarios=PATH`` and names with umlauts for Hydra; leave the rest alone."""
    words: list[str] = []
    for word in overrides:
        key, separator, value = word.partition("=")
        if separator and key == "region" and is_region_path(value):
            words += region_words(value)
        elif separator and key == GROUP and not value.startswith("["):
            named = [_unquoted(part) for part in ([value] if Path(value).is_file() else value.split(","))]
            in_sheet = _options_of_sheet(named, overrides)
            words.append(f"{key}={','.join(in_sheet.get(name) or scenario_option(name) for name in named)}")
        elif key == "name" and not value.isascii() and value[:1] not in "'\"":
            # Hydra takes no letter beside those of English for part of a text without quotes.
            words.append(f"{key}={quoted(value)}")
        else:
            words.append(word)
    return words


def _options_of_sheet(names: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    """Return Hydra's names of the options that names mean in the workbook of the region."""
    found = sheet_options(names, words)
    _own.update({option: name for name, option in found.items()})
    return found


def _unquoted(name: str) -> str:
    """Return a name without the quotes that a shell or Hydra asks for."""
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"" else name


def config_error(error: Exception, overrides: Sequence[str]) -> ConfigError:
    """Return what Hydra, OmegaConf or YAML raised in the words of this package."""
    text = str(explain(error, overrides, functools.partial(_valid, overrides)))
    for option, identifier in _own.items():
        text = text.replace(f"{GROUP}/{option}", identifier)
    return ConfigError(text)


def _words_of_each(
    named: Mapping[str, str], words: Sequence[str], parameters: Collection[str]
) -> dict[str, list[str]]:
    """Return the overrides for each scenario id; `named` maps the ids to Hydra's options."""
    if len(named) < 2 or not any(measure_of(word) for word in words):
        return {identifier: list(words) for identifier in named}
    measures = {
        identifier: _settings(option, ["services=[]"], identifier, parameters)["measures"]
        for identifier, option in named.items()
    }
    return {identifier: words_for(identifier, words, measures) for identifier in named}


def _name_of_run(option: str, *, _root_: DictConfig) -> str:
    """Return the name of the output folder of `simsocial run`, for ``conf/config.yaml``."""
    region = _root_.region
    given = {str(key): region[key] for key in region if not OmegaConf.is_missing(region, key)}
    return name_in(_own.get(option, option), given, str(_root_.future.get("id") or ""))


def _settings(
    option: str, own_words: Sequence[str], name: str, parameters: Collection[str]
) -> dict[str, Any]:
    overrides = [f"{GROUP}={option}", *own_words]
    try:
        return composed(
            overrides, lambda config: resolved(config, name, parameters, _own.get(option, option))
        )
    except SimsocialError:
        raise
    except Exception as error:
        # Hydra answers some malformed input with a bare ValueError or AssertionError, and YAML has errors
        # of its own: whatever is raised while composing is a fault of the settings.
        raise config_error(error, overrides) from error


def _valid(overrides: Sequence[str], key: str) -> DictConfig:
    """Compose without the single values, which leaves the chosen groups and scenario; plain if that fails."""
    groups = {"region", "horizon", "experiment", "executor", "report", "future", GROUP}
    chosen = [word for word in overrides if word.partition("=")[0] in groups]
    if not any("services" in word for word in overrides):
        chosen.append("services=[]")
    try:
        return composed_for(key, chosen, overrides)
    except (HydraException, OmegaConfBaseException):
        return composed_for(key, ["services=[]"], overrides)


def _refuse_group(words: Sequence[str]) -> None:
    for word in words:
        if word.lstrip("+~").partition("=")[0] == GROUP:
            message = say(
                "'{word}': the scenarios of a comparison are named before the settings, not among them.",
                word=word,
            )
            raise ConfigError(message)
