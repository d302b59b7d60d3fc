"""Say what is wrong with a setting: Hydra's errors in the words of this package.

Every message names the key or option and the nearest valid one; nobody who mistypes sees a traceback.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hydra.errors import HydraException
from omegaconf import DictConfig
from omegaconf.errors import OmegaConfBaseException

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import later, say
from simsocial.experiment.known import group_options, known

__all__ = ["explain", "unknown_key"]

_IN_FILE = re.compile(r"^In '([^']+)': \w+ raised while composing config:\s*")
_FULL_KEY = re.compile(r"full_key: (\S+)")
_ALSO_VALID = {
    "scenarios": later("A path to a YAML file is valid too."),
    "region": later(
        "Valid too: a path to a folder or workbook; a Kreis by region=kreis region.name=... or region.ags=..."
    ),
}
_DELETED = re.compile(r"Could not delete from config\. '([^']+)'")
_WHAT_FITS = (
    (re.compile("not Optional"), later("Valid: a value, not null; without the key its default holds.")),
    (re.compile("to Integer"), later("Valid: a whole number.")),
    (re.compile("to Float"), later("Valid: a number.")),
    (re.compile("valid bool|to Boolean"), later("Valid: true or false.")),
    (re.compile(r"to Dict\[|Cannot merge DictConfig"), later("Valid: keys with values.")),
    (re.compile("is not a ListConfig|Cannot merge ListConfig"), later("Valid: a list.")),
    (re.compile("to string"), later("Valid: a text.")),
    (re.compile("Could not delete"), later("Valid: ~key, or ~key=value with the value that it has.")),
    (re.compile(""), later("Valid: settings as key=value; simsocial run --help lists them.")),
)
"""What would have been right, by what Hydra or OmegaConf says is wrong; the last fits all."""
_TOLD = (
    (
        re.compile("Value '(?P<value>.*)' of type '(?P<type>.*)' could not be converted to (?P<to>.*)"),
        later("Value '{value}' of type '{type}' could not be converted to {to}"),
    ),
    (
        re.compile("Value '(?P<value>.*)' is not a valid bool \\(type (?P<type>.*)\\)"),
        later("Value '{value}' is not a valid bool (type {type})"),
    ),
    (
        re.compile("Cannot merge DictConfig with ListConfig|Cannot merge ListConfig with DictConfig"),
        later("a list stands where keys with values belong, or the other way round"),
    ),
    (
        re.compile("[Ff]ield '(?P<field>.*)' is not Optional"),
        later("field '{field}' is not Optional"),
    ),
)
"""Words of OmegaConf that have their German."""
_NEUTRAL = re.compile(r"\n\s*(full_key|reference_type|object_type|See https?).*")


def explain(
    error: Exception, overrides: Sequence[str], composition_for: Callable[[str], DictConfig]
) -> ConfigError:
    """Translate an error of Hydra or OmegaConf.

    Parameters
    ----------
    error
        What Hydra raised while it composed.
    overrides
        The overrides as the user wrote them.
    composition_for
        Returns a valid composition to look up a dotted key in; called only when needed.

    Returns
    -------
    ConfigError
        To be raised in its place.
    """
    missing = getattr(error, "missing_cfg_file", None)
    if missing is not None:
        return _unknown_option(str(missing))
    if isinstance(error, RecursionError):
        chosen = next(
            (word for word in overrides if word.startswith("scenarios=")), say("This configuration")
        )
        return ConfigError(
            say(
                "{chosen}: its defaults lead back to itself. Valid: to inherit in one direction.",
                chosen=chosen,
            )
        )
    text = str(error)
    cause = error if isinstance(error, OmegaConfBaseException) else error.__cause__
    if isinstance(cause, OmegaConfBaseException) and "full_key" not in text:
        text = str(cause)
    in_file = _IN_FILE.search(text)
    where = f"{in_file[1]}.yaml: " if in_file else ""
    found = _FULL_KEY.search(text)
    key = found[1] if found else getattr(cause, "full_key", None)
    text = _NEUTRAL.sub("", text[in_file.end() :] if in_file else text).strip()
    deleted = _DELETED.search(text)
    if deleted:
        config = composition_for(deleted[1])
        if len(_known_part(deleted[1], config)) < len(deleted[1].split(".")):
            return unknown_key(deleted[1], config, overrides)
        # To Hydra, what has no value is not there.
        return ConfigError(say("'{key}' cannot be removed: set it to a value instead.", key=deleted[1]))
    if key and text.startswith("Key"):
        return ConfigError(f"{where}{unknown_key(str(key), composition_for(str(key)), overrides)}")
    if key:
        return _with_what_fits(f"{where}{key}: ", text, f"{_written(str(key), overrides)}.")
    unread = None if in_file else _unread(overrides, text)
    return unread or _with_what_fits(
        where + say("Cannot read these settings: {text}", text=""), _readable(text)
    )


def _unread(overrides: Sequence[str], told: str) -> ConfigError | None:
    """Return the error of the first word that Hydra's grammar does not know, or that means several values."""
    from hydra.core.override_parser.overrides_parser import OverridesParser

    parser = OverridesParser.create()
    for word in overrides:
        try:
            several = parser.parse_override(word).is_sweep_override()
        except HydraException:
            return ConfigError(
                say(
                    "'{word}' cannot be read as a setting. Valid: key=value; a value with spaces or special signs "
                    "stands in quotes, \"key='...'\".",
                    word=word,
                )
            )
        if several and "Ambiguous value" in told:
            key, _, values = word.partition("=")
            return ConfigError(
                say(
                    "'{word}' names several values. Valid: one of them, {key}=[{values}] where a list is meant, or "
                    "simsocial run -m for a run of each.",
                    word=word,
                    key=key,
                    values=values,
                )
            )
    return None


def _with_what_fits(before: str, told: str, behind: str = "") -> ConfigError:
    """Return an error with what Hydra or OmegaConf told, and what would have been right."""
    fitting = say(next(hint for pattern, hint in _WHAT_FITS if pattern.search(told)))
    for pattern, words in _TOLD:
        if found := pattern.fullmatch(told):
            told = say(words, **found.groupdict())
    said = f"{before}{told}{behind}"
    return ConfigError(f"{said}\n{fitting}" if "\n" in said else f"{said.rstrip('.')}. {fitting}")


def unknown_key(key: str, config: DictConfig, overrides: Sequence[str] = ()) -> ConfigError:
    """Return the error for a key that the configuration does not have.

    Parameters
    ----------
    key
        The dotted key.
    config
        A valid configuration, in which the nearest key is looked up where `key` leaves it.
    overrides
        The overrides as the user wrote them.
    """
    written = _written(key, overrides)
    if key.startswith("hydra."):
        return ConfigError(
            say(
                "Unknown key '{key}'{written} among Hydra's own settings: see --hydra-help.",
                key=key,
                written=written,
            )
        )
    if key.startswith("parameters."):
        parameter = key.removeprefix("parameters.")
        message = say(
            "Unknown parameter '{parameter}'{written}. {valid} All: simsocial list parameters.",
            parameter=parameter,
            written=written,
            valid=nearest(parameter, known().parameters),
        )
        return ConfigError(message)
    done = _known_part(key, config)
    if len(done) == len(key.split(".")):
        message = say(
            "Unknown key '{key}'{written}. Write it as nested keys: {nested}: ...",
            key=key,
            written=written,
            nested=": ".join(done),
        )
        return ConfigError(message)
    rest = key.split(".")[len(done)]
    node: Any = functools.reduce(operator.getitem, done, config)
    valid = [str(name) for name in node] if isinstance(node, Mapping | DictConfig) else []
    if not done:
        valid.append("scenarios")
    message = say("Unknown key '{key}'", key=rest)
    if done:
        message = say("Unknown key '{key}' in '{where}'", key=rest, where=".".join(done))
    message = f"{message}{written}. {nearest(rest, valid)}"
    if done[:1] == ["measures"]:
        message += " " + say("A key that no file sets yet is added with +{key}=...", key=key)
    return ConfigError(message)


def _known_part(key: str, config: DictConfig) -> list[str]:
    """Return the parts of a dotted key as far as the configuration has them."""
    node: Any = config
    done: list[str] = []
    for part in key.split("."):
        if not isinstance(node, Mapping | DictConfig) or part not in node:
            break
        done.append(part)
        node = node[part]
    return done


def _unknown_option(missing: str) -> ConfigError:
    group, _, option = missing.rpartition("/")
    if not group:
        return _with_what_fits("", say("Configuration file '{missing}.yaml' is missing.", missing=missing))
    valid = nearest(option, group_options(group))
    message = (
        say("Unknown scenario: '{name}'. {valid}", name=option, valid=valid)
        if group == "scenarios"
        else say("Unknown option of '{group}': '{option}'. {valid}", group=group, option=option, valid=valid)
    )
    also = _ALSO_VALID.get(group)
    return ConfigError(f"{message} {say(also)}" if also else message)


def _written(key: str, overrides: Sequence[str]) -> str:
    """Quote the override that holds this key, if one does."""
    for override in reversed(overrides):  # of two for one key the last holds
        name = override.lstrip("+~").split("=")[0].split("@")[0]
        if name == key or name.startswith(key + "."):
            return " " + say("(written: {override})", override=override)
    return ""


def _readable(text: str) -> str:
    """Keep Hydra's own words without the lines on how it searched."""
    kept = [line for line in text.splitlines() if "provider=" not in line]
    return "\n  ".join(
        line.rstrip() for line in kept if line.strip() and not line.startswith("Config search")
    )
