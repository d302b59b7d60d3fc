"""Load what others add: Python files that the user names, and packages with an entry point ``simsocial.plugins``.

A plugin registers processes, measures or indicators when it is imported. It is a program: no file runs only because
it lies where somebody stands. Named are those of the setting ``plugins=PATH`` (a file, or a folder with all its
``*.py``) and of the user's environment variable ``SIMSOCIAL_PLUGINS``. Each worker process loads the same plugins
before its first run.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import click

from simsocial.core.errors import ConfigError, SimsocialError
from simsocial.core.language import say

__all__ = ["ENTRY_POINTS", "PACKAGE", "VARIABLE", "load_plugins", "name_plugins"]

VARIABLE = "SIMSOCIAL_PLUGINS"
"""Environment variable with files and folders, separated as in PATH."""

ENTRY_POINTS = "simsocial.plugins"
"""Group of entry points; each names a module to import."""

PACKAGE = "simsocial_plugins"
"""Prefix of the module names of plugin files."""

_loaded: dict[str, None] = {}


def name_plugins(words: Sequence[str]) -> list[str]:
    """Take ``plugins=PATH`` (several by commas) out of the words of a command and return the others.

    Raises
    ------
    ConfigError
        If there is no such file or folder.
    """
    named = [word.partition("=")[2].strip("[]") for word in words if word.startswith("plugins=")]
    for entry in ",".join(named).split(",") if named else ():
        path = Path(entry.strip()).resolve()
        if not path.exists():
            message = say(
                "plugins={entry}: does not exist. Valid: a Python file, or a folder with Python files.",
                entry=entry,
            )
            raise ConfigError(message)
        known = os.environ.get(VARIABLE, "")
        if str(path) not in known.split(os.pathsep):
            os.environ[VARIABLE] = os.pathsep.join(part for part in (known, str(path)) if part)
    return [word for word in words if not word.startswith("plugins=")]


def load_plugins() -> list[str]:
    """Import all plugins that are named and not imported yet, and say so on the screen.

    Returns
    -------
    list of str
        All plugins imported so far, files by path and entry points by name.

    Raises
    ------
    ConfigError
        If a plugin cannot be imported.
    """
    files = _named_files()
    points = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)
    new_files = [path for path in files if str(path) not in _loaded]
    new_points = [point for point in points if point.name not in _loaded]
    if not new_files and not new_points:
        return list(_loaded)
    _count_in_source_hash([*files, *(path for point in points for path in _sources(point))])
    for path in new_files:
        _import_file(path)
        _tell(str(path))
    for point in new_points:
        try:
            point.load()
        except Exception as error:
            raise _failed(f"{point.name} ({point.value})", error) from error
        _tell(point.name)
    return list(_loaded)


def _named_files() -> list[Path]:
    """Return the Python files of all paths in the variable."""
    files: list[Path] = []
    for entry in filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)):
        path = Path(entry).resolve()
        if not path.exists():
            message = say(
                "{variable}: '{entry}' does not exist. Valid: Python files, or folders with Python files.",
                variable=VARIABLE,
                entry=entry,
            )
            raise ConfigError(message)
        files += sorted(path.glob("*.py")) if path.is_dir() else [path]
    return list(dict.fromkeys(files))


def _tell(plugin: str) -> None:
    _loaded[plugin] = None
    click.echo(say("Plugin: {plugin}", plugin=plugin), err=True)


def _import_file(path: Path) -> None:
    name = f"{PACKAGE}.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        message = say("Plugin '{path}' is no Python file.", path=path)
        raise ConfigError(message)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise _failed(str(path), error) from error


def _failed(plugin: str, error: Exception) -> ConfigError:
    kind = "" if isinstance(error, SimsocialError) else f"{type(error).__name__}: "
    return ConfigError(
        say("Plugin '{plugin}' cannot be loaded: {kind}{error}", plugin=plugin, kind=kind, error=error)
    )


def _sources(point: EntryPoint) -> list[Path]:
    spec = importlib.util.find_spec(point.module)
    return [Path(spec.origin)] if spec is not None and spec.origin is not None else []


def _count_in_source_hash(paths: list[Path]) -> None:
    """Keep runs and compiled kernels of an edited plugin from being mistaken for the old ones."""
    from simsocial.core.compile import use_plugin_sources

    use_plugin_sources(dict.fromkeys(paths))
