"""A qualification: one market of staff over all fields of work, read from ``conf/staff/<qualification>.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from simsocial.core.calendar import MAX_AGE
from simsocial.core.language import say
from simsocial.core.roots import roots
from simsocial.core.yaml_files import entries_in
from simsocial.parameters.parameter import ANY_NUMBER, Parameter
from simsocial.shapes.figure import Figure
from simsocial.shapes.strict_model import Label, StrictModel, validated

__all__ = ["Qualification", "load_qualifications"]

_UNITS = {
    "vacancy_share": "share of posts",
    "seeking_share": "per employed FTE",
    "released_stay_share": "share of the staff of a site that closes",
    "retirement_rate": "per employed FTE and year",
    "turnover_rate": "per employed FTE and year",
    "pool_leaving_rate": "per searching person and year",
    "graduates_rate": "per employed FTE of the start and year",
    "moves_in_rate": "per employed FTE of the start and year",
    "lateral_entry_rate": "per employed FTE of the start and year",
    "hired_share": "share of those searching, per month",
    "lateral_lag_months": "months",
    "wage_drift_per_year": "relative change per year",
    "fte_per_head": "FTE per person employed",
}
_FOR_THE_RUN = ("vacancy_share", "seeking_share", "wage_drift_per_year", "fte_per_head")
"""What holds at the start, or for a whole run: it cannot change from a month on."""
_ALLOWED = {
    **dict.fromkeys(("vacancy_share", "released_stay_share", "hired_share"), (0.0, 1.0)),
    "lateral_lag_months": (0.0, 60.0),
    "wage_drift_per_year": (-0.05, 0.1),
    "fte_per_head": (0.1, 1.0),
    "retirement_wave": (0.0, 5.0),
}
_UNKNOWN: dict[str, Any] = {"source": "own assumption", "year": 2025, "grade": "D"}


class Qualification(StrictModel):
    """What is known of the staff of one qualification; each figure is a parameter ``staff.<id>.<name>``.

    Attributes
    ----------
    id : str
        Name in ``staff.qualification`` of service kinds, the key of its entry.
    label : Label
        Name in German and English.
    meaning : str
        Whom it means, where the name does not say it.
    sources : dict
        Short names of sources with their full text.
    vacancy_share : Figure
        Share of the posts wanted at the start that are vacant.
    seeking_share : Figure
        Who looks for work at the start, per employed FTE.
    released_stay_share : Figure
        Share of those whose site closes who look for work in the field and the Kreis.
    retirement_rate, turnover_rate : Figure
        Per employed FTE and year: who retires, and who leaves for another job.
    retirement_wave : Figure or None
        By year, how many more or fewer retire than that, where the ages of the staff tell it; elsewhere it is the wave
        of all people (``staff.retirement_wave``).
    pool_leaving_rate : Figure
        Per searching person and year: who takes work outside the field or the Kreis.
    graduates_rate, moves_in_rate, lateral_entry_rate : Figure
        Per employed FTE of the start and year: who comes from training, and at most, for posts that nobody who
        searches here fills, from elsewhere and from other work.
    entry_ages : tuple of int
        First and last age of the people whose number those who come follow (``staff.entrants_follow_people``): all ages
        where posts are planned by inhabitants.
    hired_share : Figure
        Share of those searching who can be hired in a month.
    lateral_lag_months : Figure
        Months of training before who comes from other work can fill a post.
    wage_drift_per_year : Figure
        Yearly rise of the cost of a post beyond the price index of the service.
    fte_per_head : Figure
        Full-time posts of a person employed: official statistics count heads.
    moves_to : dict of str to Figure
        By another qualification: who searches and goes over to it, per searching person and year. Nobody where not
        stated.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    meaning: str = ""
    sources: dict[str, str] = Field(default_factory=dict)
    vacancy_share: Figure
    seeking_share: Figure
    released_stay_share: Figure
    retirement_rate: Figure
    turnover_rate: Figure
    retirement_wave: Figure | None = None
    pool_leaving_rate: Figure
    graduates_rate: Figure
    moves_in_rate: Figure
    lateral_entry_rate: Figure
    entry_ages: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(le=MAX_AGE)]] = (20, 29)
    hired_share: Figure
    lateral_lag_months: Figure = Figure(value=0.0, low=0.0, high=12.0, **_UNKNOWN)
    wage_drift_per_year: Figure = Figure(value=0.0, low=0.0, high=0.02, **_UNKNOWN)
    fte_per_head: Figure = Figure(value=0.8, low=0.65, high=0.95, **_UNKNOWN)
    moves_to: dict[str, Figure] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_entry_ages(self) -> Self:
        """Require ages in order."""
        first, last = self.entry_ages
        if first > last:
            message = say("entry_ages: {first} is above {last}. Valid: [20, 29]", first=first, last=last)
            raise ValueError(message)
        return self

    def parameters(self) -> tuple[Parameter, ...]:
        """Return every figure as a parameter."""
        own = {name: (getattr(self, name), unit) for name, unit in _UNITS.items()}
        own |= {f"moves_to.{to}": (rate, _UNITS["pool_leaving_rate"]) for to, rate in self.moves_to.items()}
        if self.retirement_wave is not None:
            own["retirement_wave"] = (self.retirement_wave, "factor on the mean of ten years")
        return tuple(
            replace(
                figure.parameter(f"staff.{self.id}.{name}", self.sources, unit),
                changeable=name not in _FOR_THE_RUN,
                allowed=_ALLOWED.get(name, ANY_NUMBER),
            )
            for name, (figure, unit) in own.items()
        )


def load_qualifications(config: Mapping[str, object] | None = None) -> dict[str, Qualification]:
    """Return qualifications by id.

    Parameters
    ----------
    config : mapping, optional
        Id to entry, as the node ``staff`` of a configuration; without it those of ``conf/staff`` in the user's folder
        and the package.

    Raises
    ------
    ConfigError
        If an entry is faulty; the message names file or node, key, value and what is valid.

    Examples
    --------
    >>> load_qualifications()["educator"].label.en
    'educators'
    """
    if config is not None:
        return _validated({str(name): (f"staff.{name}", entry) for name, entry in config.items()})
    files = (path for root in roots("conf") for path in sorted((root / "staff").glob("*.yaml")))
    return dict(_read(*((path, path.stat().st_mtime_ns) for path in files)))


@cache
def _read(*files: tuple[Path, int]) -> dict[str, Qualification]:
    """Read the files once; one that was edited is read again."""
    folders = list(dict.fromkeys(path.parent for path, _ in files))
    entries = entries_in(folders, say("qualifications"))
    return _validated({name: (f"{path}: {name}", entry) for name, (path, entry) in entries.items()})


def _validated(entries: Mapping[str, tuple[str, object]]) -> dict[str, Qualification]:
    """Return qualifications from where each stands and its entry."""
    return {
        name: validated(Qualification, {"id": name, **entry} if isinstance(entry, Mapping) else entry, where)
        for name, (where, entry) in entries.items()
    }
