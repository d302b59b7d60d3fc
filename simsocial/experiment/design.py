"""The design of an experiment: which runs there are, and the key each is stored under.

A comparison draws the uncertain parameters: replicate k has the same chance and the same draw in every option. Draws
are shared out over the replicates of a stage in one of two ways.

- Usual (`draws` unset): five of six replicates have a draw of their own, and each sixth throws fresh dice under the
  draw of five before. 30 replicates are so 25 draws, five of them twice. A further draw tells more about the spread
  than a second run of a known one; but without any second run, chance and not knowing cannot be told apart. The
  two stages together have ten pairs of runs under one draw, from which the variance of chance is known to about
  45 % of itself (a chi-square with 10 degrees of freedom).
- Crossed (`draws` set): the draws take turns. ``draws=30 replicates=60`` is each draw twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simsocial.core.compile import run_hash
from simsocial.core.random import hash_key

__all__ = ["Block", "Blocks", "Run", "draw_of", "replicate_seed", "settings_of_a_run", "stages"]

REPEATED = 6
"""Each so many-th replicate repeats the draw of the first of those before it, where `draws` is unset."""

_NOT_PART_OF_A_RUN = (
    "name", "workers", "executor", "report", "replicates", "precision", "min_replicates", "max_replicates", "draws",
    "objective", "twins", "large", "suspected", "summary", "targets", "title", "budget",
)  # fmt: skip
"""Settings that do not change what a single run computes."""


@dataclass(frozen=True, slots=True)
class Run:
    """One scenario under one draw and replicate, and the key of its files."""

    scenario: str
    draw: int
    replicate: int
    key: str


@dataclass(frozen=True)
class Block:
    """All scenarios under one draw and replicate: they share the people, the spin-up and the dice.

    `draw` is None where all parameters have their best values.
    """

    draw: int | None
    replicate: int
    synthesis_seed: int
    runs: tuple[Run, ...]


def replicate_seed(seed: int, replicate: int) -> int:
    """Return the seed of a replicate, the same in every option."""
    return int(hash_key(seed, replicate)) >> 1


def stages(configs: Mapping[str, Mapping[str, Any]]) -> tuple[int, int]:
    """Return how many replicates explore and how many fresh ones confirm.

    A single scenario is not compared with anything and needs no confirmation. More draws than replicates are
    as many replicates, and a fifth more of them in second runs.
    """
    first = next(iter(configs.values()))
    draws, explore = int(first["draws"] or 0), int(first["replicates"])
    if draws > explore:
        explore = draws + draws // (REPEATED - 1)
    return explore, explore if len(configs) > 1 else 0


def draw_of(configs: Mapping[str, Mapping[str, Any]], number: int) -> int | None:
    """Return the draw of a replicate, those of the second stage counted on; None for best values.

    Without the setting `draws` a comparison draws, and a single scenario has best values.

    Examples
    --------
    >>> configs = {name: {"draws": None, "replicates": 7} for name in "ab"}
    >>> [draw_of(configs, number) for number in range(14)]
    [0, 1, 2, 3, 4, 0, 5, 6, 7, 8, 9, 10, 6, 11]
    >>> configs = {name: {"draws": 2, "replicates": 3} for name in "ab"}
    >>> [draw_of(configs, number) for number in range(6)]
    [0, 1, 0, 2, 3, 2]
    """
    each = _draws_of_a_stage(configs)
    if not each:
        return None
    second, position = divmod(number, stages(configs)[0])
    asked = next(iter(configs.values()))["draws"]
    if asked is not None:
        return second * each + position % int(asked)
    repeats = position % REPEATED == REPEATED - 1
    base = position - (REPEATED - 1) * repeats
    return second * each + base - base // REPEATED


def _draws_of_a_stage(configs: Mapping[str, Mapping[str, Any]]) -> int:
    """Return how many draws the replicates of one stage share; 0 for best values."""
    asked, explore = next(iter(configs.values()))["draws"], stages(configs)[0]
    if asked is not None:
        return min(int(asked), explore)
    return explore - explore // REPEATED if len(configs) > 1 else 0


class Blocks:
    """The blocks of an experiment, each made when it is asked for: a million of them take no memory.

    Parameters
    ----------
    configs : mapping
        Scenario id to resolved settings; all start from the spin-up of the first.
    data_hash : str
        Hash of the region's tables and the parameters.
    confirm : bool
        Whether options have a second stage of as many replicates.
    """

    def __init__(
        self, configs: Mapping[str, Mapping[str, Any]], data_hash: str, *, confirm: bool = True
    ) -> None:
        self._configs, self._confirm = configs, confirm
        first = next(iter(configs.values()))
        self._syntheses = int(first["synthesis_seeds"])
        drawn = _draws_of_a_stage(configs) > 0
        self._digests = {name: _digest(one, first, data_hash, drawn) for name, one in configs.items()}

    def __len__(self) -> int:
        """Return the number of replicates of all stages."""
        explore, confirm = stages(self._configs)
        return explore + confirm * self._confirm

    def __iter__(self) -> Iterator[Block]:
        """Iterate in the order of the replicates."""
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> Block:
        """Return the block of a replicate."""
        draw = draw_of(self._configs, number)
        runs = tuple(
            Run(name, draw or 0, number, _key(name, digest, draw or 0, number))
            for name, digest in self._digests.items()
        )
        return Block(draw, number, 1 + number % self._syntheses, runs)

    @property
    def draws(self) -> int:
        """How many draws there are; 0 for best values."""
        each = _draws_of_a_stage(self._configs)
        return each if len(self) == stages(self._configs)[0] else 2 * each


def settings_of_a_run(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that change what a single run computes."""
    return {key: value for key, value in config.items() if key not in _NOT_PART_OF_A_RUN}


def _digest(config: Mapping[str, Any], reference: Mapping[str, Any], data_hash: str, with_draws: bool) -> str:
    """Return the hash of what a run of this scenario, from the spin-up under the reference, depends on."""
    own, spin_up = settings_of_a_run(config), settings_of_a_run(reference)
    # No measure acts before the horizon, and no switch of a law.
    for key in ("measures", "laws"):
        spin_up.pop(key)
    relevant = {**own, "with_draws": with_draws, "spin_up": spin_up}
    # Keys as the manifest holds them, all texts: its settings lead to the same runs.
    stored = json.loads(json.dumps(relevant, default=str))
    text = json.dumps(stored, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(f"{text}|{data_hash}|{run_hash()}".encode(), digest_size=12).hexdigest()


def _key(scenario: str, digest: str, draw: int, replicate: int) -> str:
    """Return the key of a run's files; they carry the scenario's name, so that two of one content differ."""
    return hashlib.blake2b(f"{scenario}|{digest}|{draw}|{replicate}".encode(), digest_size=10).hexdigest()
