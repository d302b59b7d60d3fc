"""A setting: an option with its levers somewhere, read from what a page sends and turned into settings of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.workshop.live.levers import Lever

__all__ = ["LIVE", "Setting", "read_setting", "settings_of"]

LIVE = "live"
"""Name of the scenario that is simulated."""


@dataclass(frozen=True)
class Setting:
    """An option and where its levers are, those at their neutral value left out.

    Attributes
    ----------
    option : str
        Option of the comparison, or its reference.
    turned : tuple of (str, int)
        Lever and value, in the order of the levers.
    """

    option: str
    turned: tuple[tuple[str, int], ...]

    @property
    def key(self) -> str:
        """The setting as one word: the same setting has the same answer."""
        return ":".join([self.option, *(f"{name}={value}" for name, value in self.turned)])


def read_setting(sent: object, levers: Mapping[str, Sequence[Lever]]) -> Setting:
    """Return the setting that a page sent.

    Parameters
    ----------
    sent : object
        ``{"option": name, "levers": {id: value}}``.
    levers : mapping
        Levers that each option has.

    Raises
    ------
    ConfigError
        If it is no such thing, or a value lies outside its slider.
    """
    if (
        not isinstance(sent, dict)
        or set(sent) != {"option", "levers"}
        or not isinstance(sent["levers"], dict)
    ):
        raise ConfigError(say('A setting is {{"option": name, "levers": {{lever: value}}}}.'))
    option, values = sent["option"], sent["levers"]
    if not isinstance(option, str) or option not in levers:
        raise ConfigError(
            say(
                "option: {option!r} is none of this page. {valid}",
                option=option,
                valid=nearest(str(option), levers),
            )
        )
    known = {lever.id: lever for lever in levers[option]}
    for name, value in values.items():
        if name not in known:
            raise ConfigError(
                say(
                    "levers: '{option}' has no lever '{name}'. {valid}",
                    option=option,
                    name=name,
                    valid=nearest(name, known),
                )
            )
        lever = known[name]
        if type(value) is not int or not lever.low <= value <= lever.high:
            raise ConfigError(
                say(
                    "levers.{name}: {value!r}. Valid: whole numbers from {low} to {high}.",
                    name=name,
                    value=value,
                    low=lever.low,
                    high=lever.high,
                )
            )
    turned = tuple(
        (lever.id, values[lever.id])
        for lever in levers[option]
        if values.get(lever.id, lever.neutral) != lever.neutral
    )
    return Setting(option, turned)


def settings_of(
    setting: Setting, configs: Mapping[str, Mapping[str, Any]], levers: Mapping[str, Sequence[Lever]]
) -> dict[str, Any]:
    """Return the settings of a run: the option's with its measures as the levers turn them.

    Parameters
    ----------
    setting : Setting
        What is asked for.
    configs : mapping
        Settings of the comparison by scenario.
    levers : mapping
        Levers that each option has.
    """
    measures, values = dict(configs[setting.option]["measures"]), dict(setting.turned)
    for lever in levers[setting.option]:
        if lever.id in values:
            measures = dict(lever.turned(measures, values[lever.id]))
    return {**configs[setting.option], "measures": measures}
