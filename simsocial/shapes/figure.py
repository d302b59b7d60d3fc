"""A figure: one number of a service with unit, range, source, year and evidence grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, Field, model_validator

from simsocial.core.language import say
from simsocial.parameters.dates import parse_date
from simsocial.parameters.parameter import Dated, Parameter
from simsocial.shapes.strict_model import StrictModel

__all__ = ["Figure", "Grade", "Price", "Provenance", "figures_in"]

Grade = Literal["A", "B", "C", "D"]

OWN_SETTING = "own setting of the user"


class Provenance(StrictModel):
    """Where a number comes from: source (or its short name), year and evidence grade.

    Attributes
    ----------
    source : str
        Full text, or a short name explained under ``sources`` of the service kind.
    year : int or str
        The year the number describes.
    grade : {"A", "B", "C", "D"}
        As in :mod:`simsocial.parameters.parameter`; a user's own setting counts as C.
    note : str
        Derivation and reservations.
    """

    source: str = Field(default=OWN_SETTING, min_length=1)
    year: int | str = Field(default="undated")
    grade: Grade = "C"
    note: str = ""


class Figure(Provenance):
    """One number with what is known about it; a plain number is read as a setting without range.

    Attributes
    ----------
    value : float or dict
        The typical value (``typical`` is the same), or values by date: the last known one holds.
    low, high : float or None
        Limits in the unit of the value; for values by date they belong to the last one.
    unit : str
        Unit of the value; each field of a service kind has its own as default.
    identified : bool
        Whether figures can tell the value; if not, only its range is known.

    Examples
    --------
    >>> Figure.model_validate(12.5).latest
    12.5
    >>> Figure.model_validate({"value": {2019: 0.2, 2028: 0.26}, "low": 0.25}).latest
    0.26
    """

    value: float | dict[str, float] = Field()
    low: float | None = None
    high: float | None = None
    unit: str = ""
    identified: bool = True

    @model_validator(mode="before")
    @classmethod
    def _accept_short_forms(cls, data: object) -> object:
        """Read a plain number as a figure, ``typical`` as ``value``, and dates as text."""
        if isinstance(data, int | float) and not isinstance(data, bool):
            return {"value": data}
        if isinstance(data, Mapping):
            data = dict(data)
            if "typical" in data and "value" not in data:
                data["value"] = data.pop("typical")
            if isinstance(data.get("value"), Mapping):
                data["value"] = {str(date): value for date, value in data["value"].items()}
        return data

    @model_validator(mode="after")
    def _check_range(self) -> Figure:
        """Require low <= value <= high."""
        low, high = self.limits
        if not low <= self.latest <= high:
            message = say(
                "needs low <= value <= high, found {low} <= {latest} <= {high}",
                low=low,
                latest=self.latest,
                high=high,
            )
            raise ValueError(message)
        if self.grade == "D" and low == high:
            message = say("an own assumption (grade D) needs low and high")
            raise ValueError(message)
        return self

    @property
    def latest(self) -> float:
        """The value, or the one with the latest date."""
        if isinstance(self.value, dict):
            return float(self.value[max(self.value)])
        return float(self.value)

    @property
    def limits(self) -> tuple[float, float]:
        """Lower and upper limit; the value itself where none is stated."""
        return (
            self.latest if self.low is None else self.low,
            self.latest if self.high is None else self.high,
        )

    def parameter(self, identifier: str, sources: Mapping[str, str], default_unit: str) -> Parameter:
        """Return this figure as a parameter of the registry.

        Parameters
        ----------
        identifier : str
            Id under which it is registered.
        sources : mapping
            Short names of sources with their full text.
        default_unit : str
            Unit if the figure states none.
        """
        low, high = self.limits
        by_factor = isinstance(self.value, dict) and self.latest != 0
        return Parameter(
            id=identifier,
            unit=self.unit or default_unit,
            history=self._history(identifier),
            low=min(low / self.latest, high / self.latest) if by_factor else low,
            high=max(low / self.latest, high / self.latest) if by_factor else high,
            source=sources.get(self.source, self.source),
            year=str(self.year),
            grade=self.grade,
            range_kind="factor" if by_factor else "absolute",
            note=self.note,
            identified=self.identified,
        )

    def _history(self, identifier: str) -> tuple[Dated, ...]:
        """Return the values in the order of their dates."""
        if not isinstance(self.value, dict):
            return (Dated(0, 0, float(self.value)),)
        dated = [Dated(*parse_date(date, identifier), float(value)) for date, value in self.value.items()]
        return tuple(sorted(dated, key=lambda entry: entry.holds_from))


class Price(Figure):
    """A figure in EUR; values by date are in prices of their date.

    Attributes
    ----------
    price_year : int or None
        Year in whose prices it is stated, where that differs from what holds for all prices beside it.
    """

    price_year: int | None = None

    @model_validator(mode="after")
    def _check_price_year(self) -> Price:
        """Refuse a price year beside dates."""
        if self.price_year is not None and isinstance(self.value, dict):
            message = say("values by date are in prices of their dates: remove price_year")
            raise ValueError(message)
        return self

    def parameter(self, identifier: str, sources: Mapping[str, str], default_unit: str) -> Parameter:
        """Return this price as a parameter whose note names the price year, if there is one."""
        made = super().parameter(identifier, sources, default_unit)
        if self.price_year is None:
            return made
        return replace(made, note=f"Prices of {self.price_year}. {made.note}".strip())


def figures_in(model: BaseModel, prefix: str = "") -> dict[str, Figure]:
    """Return all figures in a model, those of its parts included, by their keys joined by dots.

    Examples
    --------
    >>> class Staff(StrictModel):
    ...     fte_per_case: Figure
    >>> class Service(StrictModel):
    ...     staff: Staff
    >>> service = Service.model_validate({"staff": {"fte_per_case": 0.1}})
    >>> {path: figure.latest for path, figure in figures_in(service).items()}
    {'staff.fte_per_case': 0.1}
    """
    found: dict[str, Figure] = {}
    for name in (*type(model).model_fields, *(model.model_extra or ())):
        found |= _figures(f"{prefix}{name}", getattr(model, name))
    return found


def _figures(path: str, value: object) -> dict[str, Figure]:
    """Return the figures in one value of a model."""
    if isinstance(value, Figure):
        return {path: value}
    if isinstance(value, BaseModel):
        return figures_in(value, f"{path}.")
    if isinstance(value, Mapping):
        parts = (_figures(f"{path}.{key}", inner) for key, inner in value.items())
        return {key: figure for part in parts for key, figure in part.items()}
    return {}
