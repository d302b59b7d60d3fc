"""A table with its range, and ratios by named predicates.

They tell how much more often something is wanted, or needed, by those of whom a predicate holds.
"""

from __future__ import annotations

from pydantic import ConfigDict, Field, model_validator

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.people.predicates import PREDICATES
from simsocial.shapes.figure import Figure, Provenance

__all__ = ["ByPredicates"]

_RATIO, _SHARE = "_ratio", "_share"


class ByPredicates(Provenance):
    """A table with a range and ratios by predicates beside it.

    Attributes
    ----------
    low_factor, high_factor : float
        Range of one factor on the whole table.
    <predicate>_ratio, <predicate>_share : Figure
        For any predicate (``simsocial list people``), such as ``living_alone_ratio`` and ``living_alone_share``:
        the value for those of whom it holds relative to others of the same row, and their share among the eligible,
        which keeps the mean of the table. Those of several predicates multiply.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Figure]

    low_factor: float = Field(default=1.0, gt=0)
    high_factor: float = Field(default=1.0, gt=0)

    @model_validator(mode="after")
    def _check_range(self) -> ByPredicates:
        """Require a range around one, of an own assumption a wide one."""
        if not self.low_factor <= 1.0 <= self.high_factor:
            message = say(
                "needs low_factor <= 1 <= high_factor, found {low_factor} and {high_factor}",
                low_factor=self.low_factor,
                high_factor=self.high_factor,
            )
            raise ValueError(message)
        if self.grade == "D" and self.low_factor == self.high_factor:
            message = say("an own assumption (grade D) needs low_factor and high_factor")
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_ratios(self) -> ByPredicates:
        """Require of every further key that it is the ratio or the share of a predicate, and both of each."""
        stated = self.__pydantic_extra__
        for key in stated:
            name, _, word = key.rpartition("_")
            if not name or f"_{word}" not in (_RATIO, _SHARE):
                fields = [
                    one for one in type(self).model_fields if one not in ("source", "year", "grade", "note")
                ]
                message = say(
                    "{key}: unknown key. {valid} Or <predicate>{ratio} and <predicate>{share}.",
                    key=key,
                    valid=nearest(key, fields),
                    ratio=_RATIO,
                    share=_SHARE,
                )
                raise ValueError(message)
            try:
                PREDICATES[name]
            except ConfigError as error:
                message = f"{key}: {error}"
                raise ValueError(message) from error
            missing = name + (_SHARE if f"_{word}" == _RATIO else _RATIO)
            if missing not in stated:
                message = say(
                    "{key} needs {missing}: how much more they want it, and how many they are",
                    key=key,
                    missing=missing,
                )
                raise ValueError(message)
        for name in self.predicates:
            ratio, share = stated[name + _RATIO], stated[name + _SHARE]
            if ratio.limits[0] <= 0.0 or not 0.0 <= share.limits[0] <= share.limits[1] <= 1.0:
                message = say(
                    "{name}{ratio} must be above 0 and {name}{share} between 0 and 1, with their ranges",
                    name=name,
                    ratio=_RATIO,
                    share=_SHARE,
                )
                raise ValueError(message)
        return self

    @property
    def predicates(self) -> tuple[str, ...]:
        """Predicates that make a difference, in alphabetical order."""
        return tuple(
            sorted(key.removesuffix(_RATIO) for key in self.__pydantic_extra__ if key.endswith(_RATIO))
        )
