"""The worlds that explain an effect: reference and option, each with every subset of mechanisms switched off.

Examples
--------
>>> world_name("kita_netz", ["travel", "staff"]), world_name("kita_netz", [])
('kita_netz~staff+travel', 'kita_netz')
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.experiment.compose import compose_scenarios
from simsocial.experiment.folder_name import name_in
from simsocial.experiment.mechanisms import Mechanism, switched_off
from simsocial.experiment.setup import setup_of

__all__ = ["REPLICATES", "compose_worlds", "mechanisms_in", "world_name"]

_OFF, _AND = "~", "+"
REPLICATES = 12
"""Replicates of each stage unless said otherwise: ten draws, of which intervals can be told."""


def world_name(scenario: str, off: Iterable[str]) -> str:
    """Return the name of a scenario with some mechanisms off."""
    names = _AND.join(sorted(off))
    return f"{scenario}{_OFF}{names}" if names else scenario


def mechanisms_in(scenarios: Sequence[str]) -> list[str]:
    """Return the mechanisms that are off in some of the worlds, each named once, in the order of their first mention.

    Examples
    --------
    >>> mechanisms_in(["a", "b", "a~staff", "b~staff", "a~income", "b~income", "a~income+staff", "b~income+staff"])
    ['staff', 'income']
    """
    named = (name.partition(_OFF)[2].split(_AND) for name in scenarios if _OFF in name)
    return list(dict.fromkeys(name for names in named for name in names))


def compose_worlds(
    reference: str, option: str, overrides: Sequence[str], mechanisms: Sequence[Mechanism]
) -> dict[str, dict[str, Any]]:
    """Compose reference and option, and both with every subset of mechanisms off.

    Parameters
    ----------
    reference, option : str
        Names or paths of scenarios.
    overrides : sequence of str
        Settings for all, as of a comparison.
    mechanisms : sequence of Mechanism
        Those that are switched.

    Returns
    -------
    dict
        World (:func:`world_name`) -> settings; the reference and the option with all mechanisms on come first.

    Raises
    ------
    ConfigError
        If a process of a mechanism is off in the settings already.
    """
    usual = ["twins=0"]
    if not any(word.startswith(("replicates=", "draws=")) for word in overrides):
        usual.append(f"replicates={REPLICATES}")
    configs = compose_scenarios([reference, option], [*usual, *overrides])
    first, second = configs
    if not any(word.startswith("name=") for word in overrides):
        for settings in configs.values():
            settings["name"] = name_in(f"warum_{second}", settings["region"])
    for mechanism in mechanisms:
        for process in mechanism.processes:
            if not configs[first]["processes"].get(process, True):
                message = say(
                    "processes.{process} is off in both worlds: nothing acts by way of '{id}'.",
                    process=process,
                    id=mechanism.id,
                )
                raise ConfigError(
                    say("{message} Valid: leave it on, or the other mechanisms (--only).", message=message)
                )
    worlds = dict(configs)
    subsets = (one for size in range(1, len(mechanisms) + 1) for one in combinations(mechanisms, size))
    parameters = {name: setup_of(name, config).parameters.by_id for name, config in configs.items()}
    for off in subsets:
        for name, settings in configs.items():
            worlds[world_name(name, (one.id for one in off))] = switched_off(settings, off, parameters[name])
    return worlds
