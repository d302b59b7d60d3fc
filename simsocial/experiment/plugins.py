"""Load what others add: Python files in ``./plugins`` and packages with an entry point ``simsocial.plugins``.

A plugin registers processes, measures or indicators when it is imported. Each worker process loads the same
plugins before its first run.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from simsocial.core.errors import ConfigError, SimsocialError
from simsocial.core.roots import roots

__all__ = ["ENTRY_POINTS", "PACKAGE", "load_plugins"]

ENTRY_POINTS = "simsocial.plugins"
"""Group of entry points; each names a module to import."""

PACKAGE = "simsocial_plugins"
"""Prefix of the module names of plugin files."""

_loaded: dict[str, None] = {}


def load_plugins(start: Path | None = None) -> list[str]:
    """Import all plugins that are not imported yet.

    Parameters
    ----------
    start
        The user's folder; the working directory by default.

    Returns
    -------
    list of str
        All plugins imported so far, files by path and entry points by name.

    Raises
    ------
    ConfigError
        If a plugin cannot be imported.
    """
    files = [path.resolve() for folder in roots("plugins", start) for path in sorted(folder.glob("*.py"))]
    points = sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)
    new_files = [path for path in files if str(path) not in _loaded]
    new_points = [point for point in points if point.name not in _loaded]
    if not new_files and not new_points:
        return list(_loaded)
    _count_in_source_hash([*files, *(path for point in points for path in _sources(point))])
    for path in new_files:
        _import_file(path)
        _loaded[str(path)] = None
    for point in new_points:
        try:
            point.load()
        except Exception as error:
            raise _failed(f"{point.name} ({point.value})", error) from error
        _loaded[point.name] = None
    return list(_loaded)


def _import_file(path: Path) -> None:
    name = f"{PACKAGE}.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        message = f"Plugin '{path}' is no Python file."
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
    return ConfigError(f"Plugin '{plugin}' cannot be loaded: {kind}{error}")


def _sources(point: EntryPoint) -> list[Path]:
    spec = importlib.util.find_spec(point.module)
    return [Path(spec.origin)] if spec is not None and spec.origin is not None else []


def _count_in_source_hash(paths: list[Path]) -> None:
    """Keep runs and compiled kernels of an edited plugin from being mistaken for the old ones."""
    from simsocial.core.compile import use_plugin_sources

    use_plugin_sources(dict.fromkeys(paths))
