"""The design of an experiment: which runs there are, and the key each is stored under."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simsocial.core.compile import source_hash
from simsocial.core.random import hash_key

__all__ = ["Block", "Run", "blocks_of", "replicate_seed", "stages"]

_NOT_PART_OF_A_RUN = (
    "name", "workers", "executor", "report", "replicates", "draws", "twins", "large", "suspected", "targets", "title",
)  # fmt: skip
"""Settings that do not change what a single run computes."""


@dataclass(frozen=True)
class Run:
    """One scenario under one draw and replicate, and the key of its files."""

    scenario: str
    draw: int
    replicate: int
    key: str


@dataclass(frozen=True)
class Block:
    """All scenarios under one draw and replicate: they share the people, the spin-up and the dice."""

    draw: int
    replicate: int
    synthesis_seed: int
    runs: tuple[Run, ...]


def replicate_seed(seed: int, replicate: int) -> int:
    """Return the seed of a replicate, the same in every option."""
    return int(hash_key(seed, replicate)) >> 1


def stages(configs: Mapping[str, Mapping[str, Any]]) -> tuple[int, int]:
    """Return how many replicates (or draws) explore and how many fresh ones confirm.

    A single scenario is not compared with anything and needs no confirmation.
    """
    first = next(iter(configs.values()))
    explore = int(first["draws"]) or int(first["replicates"])
    return explore, explore if len(configs) > 1 else 0


def blocks_of(configs: Mapping[str, Mapping[str, Any]], data_hash: str) -> list[Block]:
    """Return the blocks of an experiment.

    Parameters
    ----------
    configs : mapping
        Scenario id to resolved settings; all start from the spin-up of the first.
    data_hash : str
        Hash of the region's tables and the parameters.
    """
    first = next(iter(configs.values()))
    digests = {name: _digest(config, first, data_hash) for name, config in configs.items()}
    blocks = []
    for number in range(sum(stages(configs))):
        draw = number if first["draws"] else 0
        runs = tuple(
            Run(name, draw, number, _key(name, digest, draw, number)) for name, digest in digests.items()
        )
        blocks.append(Block(draw, number, 1 + number % int(first["synthesis_seeds"]), runs))
    return blocks


def _digest(config: Mapping[str, Any], reference: Mapping[str, Any], data_hash: str) -> str:
    """Return the hash of what a run of this scenario, from the spin-up under the reference, depends on."""
    own, spin_up = (
        {key: value for key, value in one.items() if key not in _NOT_PART_OF_A_RUN}
        for one in (config, reference)
    )
    # No measure acts before the horizon.
    spin_up.pop("measures")
    relevant = {**own, "with_draws": bool(config["draws"]), "spin_up": spin_up}
    text = json.dumps(relevant, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.blake2b(f"{text}|{data_hash}|{source_hash()}".encode(), digest_size=12).hexdigest()


def _key(scenario: str, digest: str, draw: int, replicate: int) -> str:
    """Return the key of a run's files; they carry the scenario's name, so that two of one content differ."""
    return hashlib.blake2b(f"{scenario}|{digest}|{draw}|{replicate}".encode(), digest_size=10).hexdigest()
