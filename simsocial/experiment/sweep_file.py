"""The file of a sweep: scenarios, factors, the design of its points, and settings that hold for all.

Examples
--------
>>> content = {"scenarios": ["status_quo"], "factors": {"seed": [1, 2]}}
>>> SweepFile.of(content, "sweep").design
'grid'
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr

from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.core.yaml_files import read_yaml_text
from simsocial.experiment.config_text import plain_values
from simsocial.shapes.strict_model import StrictModel, validated

__all__ = ["Level", "Span", "SweepFile", "read_sweep"]

Level = StrictBool | StrictInt | StrictFloat | StrictStr
"""One value of a factor: a number, a month, a name, or true and false."""


class Span(StrictModel):
    """A factor between two ends: numbers, or months (YYYY-MM).

    Attributes
    ----------
    low, high : int, float or str
        Ends. Between whole numbers (not of parameters) and months only such are taken.
    steps : int
        Values in a grid, the ends among them.
    """

    low: StrictInt | StrictFloat | StrictStr
    high: StrictInt | StrictFloat | StrictStr
    steps: int = Field(default=5, ge=2, le=1000)


class SweepFile(StrictModel):
    """What a file of a sweep says.

    Attributes
    ----------
    title : str or mapping
        For pictures, in one language or two.
    scenarios : tuple of str
        Names, or paths to YAML files; the first is the reference at each point.
    factors : mapping of str to list or Span
        Keys of settings, or ids of parameters, with what they are set to.
    design : str
        ``grid`` (all combinations), ``list`` (`points` as written), ``latin_hypercube`` or ``sobol``.
    points : int or list of mappings
        How many, or which.
    seed : int
        Of the design; the dice of the runs have their own (``settings: {seed: 1}``).
    replicates, draws : int, optional
        Runs at each point, and draws of the other uncertain parameters; as in a comparison where not set.
    settings : mapping
        Settings that hold for all.
    indicators : tuple of str
        Those of the table; all if empty.
    curves : tuple of str
        Indicators whose response is drawn; otherwise `indicators`, or what the options are meant to change.
    """

    title: dict[str, str] | str | None = None
    scenarios: tuple[str, ...] = Field(min_length=1)
    factors: dict[str, tuple[Level, ...] | Span | Literal["registered"]] = Field(default_factory=dict)
    design: Literal["grid", "list", "latin_hypercube", "sobol"] = "grid"
    points: StrictInt | tuple[dict[str, Level], ...] | None = None
    seed: int = 1
    replicates: int | None = Field(default=None, ge=1)
    draws: int | None = Field(default=None, ge=0)
    settings: dict[str, Level] = Field(default_factory=dict)
    indicators: tuple[str, ...] = ()
    curves: tuple[str, ...] = ()

    @classmethod
    def of(cls, content: Mapping[str, Any], where: str) -> SweepFile:
        """Return the checked content of a file.

        Parameters
        ----------
        content : mapping
            As YAML or JSON holds it.
        where : str
            What it is, for the messages.

        Raises
        ------
        ConfigError
            If a key or value is invalid, or the design lacks what it needs.
        """
        found = validated(cls, content, where)
        counted = found.design in ("latin_hypercube", "sobol")
        if found.design == "list":
            if not isinstance(found.points, tuple) or not found.points or found.factors:
                message = say(
                    "{where}: design: list needs points: [{{factor: value, ...}}, ...], and no factors.",
                    where=where,
                )
                raise ConfigError(message)
        elif not found.factors:
            message = say(
                "{where}: factors: is missing. Valid: key: [value, ...] or key: {{low: ..., high: ...}}.",
                where=where,
            )
            raise ConfigError(message)
        elif counted != isinstance(found.points, int):
            valid = say("points: 32 (how many)") if counted else say("no points; a grid has all combinations")
            message = say(
                "{where}: points={points} does not fit design: {design}. Valid: {valid}.",
                where=where,
                points=found.points,
                design=found.design,
                valid=valid,
            )
            raise ConfigError(message)
        return found

    def words(self) -> list[str]:
        """Return the settings as overrides."""
        counts = {"replicates": self.replicates, "draws": self.draws}
        given = {key: value for key, value in counts.items() if value is not None} | self.settings
        return [f"{key}={as_word(value)}" for key, value in given.items()]


def as_word(value: Level) -> str:
    """Return a value as Hydra reads it in an override.

    Examples
    --------
    >>> as_word(True), as_word(0.5), as_word("2027-08"), as_word("Bad Lobenstein")
    ('true', '0.5', '2027-08', "'Bad Lobenstein'")
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    plain = not isinstance(value, str) or all(sign.isalnum() or sign in "_-./" for sign in text)
    quoted = text.replace("'", "\\'")
    return text if plain else f"'{quoted}'"


def read_sweep(path: Path | str) -> SweepFile:
    """Return the checked content of a YAML file; raises a ConfigError as :meth:`SweepFile.of` does."""
    path = Path(path)
    content = plain_values(read_yaml_text(path))
    if not isinstance(content, Mapping):
        message = say("{path}: must hold keys with values (scenarios, factors, design).", path=path)
        raise ConfigError(message)
    return SweepFile.of(content, str(path))
