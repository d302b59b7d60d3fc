"""Teach Hydra where conf and scenarios lie: the user's own folders first, then the packaged ones."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from hydra._internal.core_plugins.file_config_source import FileConfigSource
from hydra.core.config_search_path import ConfigSearchPath
from hydra.core.object_type import ObjectType
from hydra.core.plugins import Plugins
from hydra.plugins.config_source import ConfigResult
from hydra.plugins.search_path_plugin import SearchPathPlugin
from omegaconf import DictConfig, ListConfig

from simsocial.core.roots import roots
from simsocial.core.yaml_files import read_yaml_text
from simsocial.experiment.config_text import as_config
from simsocial.experiment.known_source import KnownSource
from simsocial.experiment.scenario_files import scenario_config

__all__ = [
    "FUTURES",
    "GROUP",
    "CheckedSource",
    "ScenarioSource",
    "SimsocialSearchPath",
    "register_search_path",
]

GROUP = "scenarios"
"""Hydra's name of the group whose options are the YAML files of a scenarios folder."""
FUTURES = "future"
"""Hydra's name of the group of futures."""
_HEADER = 512
"""Characters in which Hydra looks for a line ``# @package``."""


class CheckedSource(FileConfigSource):
    """A folder of settings whose files are read as they look (:mod:`simsocial.core.yaml_files`)."""

    @staticmethod
    def scheme() -> str:
        """Return the prefix by which Hydra chooses this kind of source."""
        return "simsocial-conf"

    def load_config(self, config_path: str) -> ConfigResult:
        """Read one file of settings."""
        path = Path(self.path) / self._normalize_file_name(config_path)
        text = read_yaml_text(path)
        return ConfigResult(
            provider=self.provider,
            path=f"{self.scheme()}://{self.path}",
            config=self._content(path, text),
            header=self._get_header_dict(text[:_HEADER]),
        )

    def _content(self, path: Path, text: str) -> DictConfig | ListConfig:
        """Return what Hydra sees of a file; a future is called as its file."""
        config = as_config(text)
        if path.parent.name == FUTURES and isinstance(config, DictConfig) and config:
            config["id"] = path.stem
        return config


class ScenarioSource(CheckedSource):
    """A scenarios folder shown to Hydra as the group ``scenarios``.

    The folder stands beside ``conf`` and not in it, so that a user's options are one flat folder that says
    only what differs.
    """

    @staticmethod
    def scheme() -> str:
        """Return the prefix by which Hydra chooses this kind of source."""
        return "simsocial-scenarios"

    def is_group(self, config_path: str) -> bool:
        """Whether a path names the group itself (the root counts as one)."""
        return config_path in ("", GROUP)

    def is_config(self, config_path: str) -> bool:
        """Whether a path names a scenario of this folder."""
        inner = _inside(config_path)
        return inner is not None and bool(super().is_config(inner))

    def available(self) -> bool:
        """Whether the folder exists."""
        return Path(self.path).is_dir()

    def load_config(self, config_path: str) -> ConfigResult:
        """Read one scenario; its keys are those of the whole configuration, with or without a header."""
        inner = _inside(config_path) or config_path
        result = super().load_config(inner)
        result.header["package"] = result.header.get("package") or "_global_"
        return result

    def _content(self, path: Path, text: str) -> DictConfig:
        """Return what Hydra sees of a scenario: lists that merge are mappings."""
        return scenario_config(path, text)

    def list(self, config_path: str, results_filter: ObjectType | None) -> list[str]:
        """List the group below the root, and the scenarios below the group."""
        if config_path == "":
            return [] if results_filter == ObjectType.CONFIG else [GROUP]
        if results_filter == ObjectType.GROUP:
            return []
        return sorted(path.stem for path in Path(self.path).glob("*.yaml"))


class SimsocialSearchPath(SearchPathPlugin):
    """Puts the user's ``./conf`` and ``./scenarios`` before the packaged ones."""

    def manipulate_search_path(self, search_path: ConfigSearchPath) -> None:
        """Append the folders that exist now, and what is known; called by Hydra each time it starts."""
        for folder in roots("conf"):
            search_path.append(provider="simsocial", path=f"{CheckedSource.scheme()}://{folder}")
        for folder in roots("scenarios"):
            search_path.append(provider="simsocial", path=f"{ScenarioSource.scheme()}://{folder}")
        search_path.append(provider="simsocial", path=f"{KnownSource.scheme()}://")


def register_search_path() -> None:
    """Make the classes known to Hydra; calling it again changes nothing."""
    plugins = Plugins.instance()
    plugins.register(CheckedSource)
    plugins.register(ScenarioSource)
    plugins.register(KnownSource)
    plugins.register(SimsocialSearchPath)


def _inside(config_path: str) -> str | None:
    path = PurePosixPath(config_path)
    return path.name if len(path.parts) == 2 and path.parts[0] == GROUP else None
