"""``replicates=auto``: a pilot with dice of its own, the number it asks for, and why that number."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simsocial.analysis.criteria import COST
from simsocial.analysis.enough import ASSURANCE, Need, needs_of
from simsocial.analysis.results import Results
from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.experiment.design import replicate_seed
from simsocial.experiment.experiment import Experiment
from simsocial.experiment.precision import AUTO, read_precision

__all__ = ["Choice", "check_auto", "choose"]

_PILOT, _PILOT_REPLICATES = "pilot", 9
"""Folder of the pilot below that of the comparison, and its replicates of each stage: 16 draws, 18 runs an option."""

_NEVER_REACHED = 1 << 40
"""Replicate whose seed is that of the pilot: no comparison has so many."""


@dataclass(frozen=True)
class Choice:
    """The number of replicates of each stage, and why.

    Attributes
    ----------
    replicates : int
        The number.
    stopped : str
        ``precise`` (it suffices), ``min_replicates`` (fewer would have) or ``max_replicates`` (more would be needed).
    needs : tuple of Need
        By target.
    """

    replicates: int
    stopped: str
    needs: tuple[Need, ...]

    @property
    def entry(self) -> dict[str, Any]:
        """What the manifest tells."""
        return {
            "asked": "auto",
            "stopped": self.stopped,
            "assurance": ASSURANCE,
            "pilot": {"folder": _PILOT, "explore": _PILOT_REPLICATES, "confirm": _PILOT_REPLICATES},
            "targets": [need.as_dict() for need in self.needs],
        }

    @property
    def told(self) -> str:
        """The number and its reason in a sentence."""
        said = say("{auto}: {replicates} replicates of each stage", auto=AUTO, replicates=self.replicates)
        if not self.needs:
            return say("{said}, the fewest: no target has a value in the pilot.", said=said)
        most = max(self.needs, key=lambda need: need.replicates)
        needed = say("no number") if math.isinf(most.replicates) else f"{most.replicates:,.0f}"
        reason = {
            "precise": say("as many as needed"),
            "min_replicates": say("the fewest ({needed} would do)", needed=needed),
            "max_replicates": say(
                "the most allowed ({needed} would do; max_replicates=... allows more)", needed=needed
            ),
        }[self.stopped]
        return say(
            "{said}, {reason}. Most needs {scenario}: {indicator} ({area}), deviation "
            "{pilot_deviation:.3g} over {pilot_units} units of the pilot, asked +-{half_width:.3g}.",
            said=said,
            reason=reason,
            scenario=most.scenario,
            indicator=most.indicator,
            area=most.area,
            pilot_deviation=most.pilot_deviation,
            pilot_units=most.pilot_units,
            half_width=most.half_width,
        )


def check_auto(experiment: Experiment) -> None:
    """Refuse settings under which no number of replicates could make an effect more precise, before the first run.

    Raises
    ------
    ConfigError
        If there is no option, draws are numbered beforehand, or a precision is asked for what is no target.
    """
    settings = experiment.settings
    if len(experiment.configs) < 2:
        message = say(
            "{auto}: one scenario alone has no effect. Valid: an option beside it, or replicates=30.",
            auto=AUTO,
        )
        raise ConfigError(message)
    if settings["draws"]:
        message = say(
            "{auto} draws={draws}: the draws are the units of every interval, and further runs of "
            "the same draws make it no narrower. Valid: one of the two, or draws=0.",
            auto=AUTO,
            draws=settings["draws"],
        )
        raise ConfigError(message)
    _, single = read_precision(settings["precision"])
    targets = (one for config in experiment.configs.values() for one in config["targets"])
    named = sorted({COST, *(str(one["indicator"]) for one in targets)})
    for name in single:
        if name not in named:
            message = say(
                "precision.{name}: is no target of these scenarios. {valid}",
                name=name,
                valid=nearest(name, named),
            )
            raise ConfigError(message)


def choose(experiment: Experiment, command: Sequence[str] | None = None, *, progress: bool = True) -> Choice:
    """Run the pilot below the folder of an experiment and choose the number of replicates.

    Parameters
    ----------
    experiment : Experiment
        With any number of replicates.
    command : sequence of str, optional
        Words of the command line, for the pilot's manifest.
    progress : bool
        Show a bar with the time left.

    Raises
    ------
    SimsocialError
        If the settings leave nothing to choose, or the pilot cannot be finished.
    """
    check_auto(experiment)
    settings = experiment.settings
    pilot = experiment.changed(
        experiment.folder,
        name=_PILOT,
        seed=replicate_seed(int(settings["seed"]), _NEVER_REACHED),
        replicates=_PILOT_REPLICATES,
        twins=0,
    )
    precision, single = read_precision(settings["precision"])
    needs = needs_of(Results(pilot.run(progress, command)), precision, single)
    return _choice(needs, settings)


def _choice(needs: Sequence[Need], settings: Mapping[str, Any]) -> Choice:
    """Return the number that the needs ask for, within the bounds that are set."""
    least, most = int(settings["min_replicates"]), int(settings["max_replicates"])
    needed = max((need.replicates for need in needs), default=0.0)
    if needed > most:
        return Choice(most, "max_replicates", tuple(needs))
    return Choice(max(int(needed), least), "precise" if needed >= least else "min_replicates", tuple(needs))
