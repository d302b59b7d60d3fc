"""What registries and folders hold at this moment, shown to Hydra as settings that nobody has to write.

Hydra's own store would copy all of it for each composition, several times over: with fifty service kinds that took
longer than all the rest.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, ClassVar

from hydra.core.object_type import ObjectType
from hydra.plugins.config_source import ConfigResult, ConfigSource
from omegaconf import OmegaConf

__all__ = ["LARGE", "KnownSource", "Shown"]

LARGE = {"services/all": "services", "staff/all": "staff"}
"""What may stand in a composition by name alone, and the key under which it stands."""

_PARAMETERS = "registered_parameters"
"""What says of names alone that they are not set, so that all but the fields somebody sets may be missing."""

_AS_KNOWN = b"as known"
"""In place of all that is known of a name: bytes, which no override can write."""


@dataclass
class Shown:
    """What a composition by name alone was shown.

    Attributes
    ----------
    fields : collection of str
        The fields whose parameters it may set.
    large : dict
        The names of what is large, by key; of what was asked for.
    parameters : dict
        The parameters of these fields, nested, none of them set.
    """

    fields: Collection[str]
    large: dict[str, dict[str, bytes]] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)


class KnownSource(ConfigSource):
    """Settings by path, such as ``services/all``, as keys of the whole configuration.

    Attributes
    ----------
    held : mapping of str to mapping
        Content by path without suffix; replaced as a whole when something else is known.
    made : mapping of str to bytes
        What OmegaConf made of it, to be read anew for each composition, which changes it: that takes a tenth of the
        time that making it does.
    shown : Shown or None
        While what is large stands by name alone.
    """

    held: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    made: ClassVar[dict[str, bytes]] = {}
    shown: ClassVar[Shown | None] = None

    @classmethod
    def show(cls, held: Mapping[str, Mapping[str, Any]]) -> None:
        """Hold this from now on."""
        if held is not cls.held:
            cls.held, cls.made = held, {}

    @classmethod
    @contextmanager
    def names_alone(cls, fields: Collection[str] = ()) -> Iterator[Shown]:
        """Let what is large stand by name alone meanwhile, and parameters of these fields only; yield what is shown."""
        cls.shown = Shown(fields)
        try:
            yield cls.shown
        finally:
            cls.shown = None

    @classmethod
    def plain(cls, key: str) -> Any:
        """Return all that is known under a key of what is large, as plain values."""
        return pickle.loads(cls._text(key))  # noqa: S301 - written below

    @classmethod
    def _text(cls, key: str) -> bytes:
        """Return it as it is kept, to be read anew for whoever asks."""
        if key not in cls.made:
            path = next(path for path, own in LARGE.items() if own == key)
            cls.made[key] = pickle.dumps(cls.held[path][key])
        return cls.made[key]

    def __deepcopy__(self, memo: dict[int, Any]) -> KnownSource:
        """Share what is known: Hydra copies its sources for each composition."""
        return copy.copy(self)

    def __getstate__(self) -> dict[str, Any]:
        """Take along what is known: a launcher hands the source over to a process of its own."""
        return {**self.__dict__, "held": self.held}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Know in this process what was known in the other."""
        self.show(state.pop("held"))
        self.__dict__.update(state)

    @staticmethod
    def scheme() -> str:
        """Return the prefix by which Hydra chooses this kind of source."""
        return "simsocial-known"

    def load_config(self, config_path: str) -> ConfigResult:
        """Return what is held under a path."""
        path = _plain(config_path)
        # What refers to something else is worked out as a part of the whole.
        if self.shown is not None and path in LARGE and b"${" not in self._text(LARGE[path]):
            key = LARGE[path]
            self.shown.large[key] = dict.fromkeys(self.held[path][key], _AS_KNOWN)
            config = OmegaConf.create({**self.held[path], key: self.shown.large[key]})
        elif self.shown is not None and path == _PARAMETERS:
            (of_fields,) = self.held[path].values()
            self.shown.parameters = {
                name: nodes for name, nodes in of_fields.items() if name in self.shown.fields
            }
            config = OmegaConf.create({"parameters": self.shown.parameters})
        else:
            if path not in self.made:
                self.made[path] = pickle.dumps(OmegaConf.create(dict(self.held[path])))
            config = pickle.loads(self.made[path])  # noqa: S301 - written above
        # Keys of the whole: Hydra would copy them once more to put them below their group.
        return ConfigResult(self.provider, self.full_path(), config, header={"package": "_global_"})

    def available(self) -> bool:
        """Whether there is such a source: always."""
        return True

    def is_group(self, config_path: str) -> bool:
        """Whether a path holds others."""
        path = _plain(config_path)
        return path == "" or any(known.startswith(f"{path}/") for known in self.held)

    def is_config(self, config_path: str) -> bool:
        """Whether something is held under a path."""
        return _plain(config_path) in self.held

    def list(self, config_path: str, results_filter: ObjectType | None) -> list[str]:
        """List what a path holds."""
        found: list[str] = []
        for known in self.held:
            path = PurePosixPath(known)
            if path.parent == PurePosixPath(_plain(config_path)):
                self._list_add_result(
                    files=found, file_path=known, file_name=f"{path.name}.yaml", results_filter=results_filter
                )
        if _plain(config_path) == "" and results_filter != ObjectType.CONFIG:
            found += {known.split("/")[0] for known in self.held if "/" in known}
        return sorted(found)


def _plain(config_path: str) -> str:
    return config_path.rstrip("/").removesuffix(".yaml")
