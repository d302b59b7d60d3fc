"""The registry: all parameters of a run with overrides, one draw, and what may be known.

Examples
--------
>>> parameters = Parameters.load()
>>> parameters.table("mortality.death_probability").shape
(2, 101)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ParameterError
from simsocial.core.language import say
from simsocial.parameters.defined import Definitions, packaged_definitions
from simsocial.parameters.overrides import check_overrides
from simsocial.parameters.parameter import Dated, Parameter
from simsocial.parameters.sampling import Adjustment, draw_adjustment

__all__ = ["Parameters"]

_Made = TypeVar("_Made")


class Parameters(Definitions):
    """Immutable set of parameters as one run uses them; make it with :meth:`load`.

    Attributes
    ----------
    overrides : dict
        Values (single numbers) and factors (tables) that replace or multiply the registered ones.
    draw, seed : int or None
        Which draw of the uncertain values; None means best values.
    known_until : int or None
        Absolute month after which no figure may be used (hindcasts).
    """

    def __init__(
        self,
        parameters: Iterable[Parameter],
        *,
        overrides: Mapping[str, float] | None = None,
        draw: int | None = None,
        seed: int = 1,
        known_until: int | None = None,
    ) -> None:
        super().__init__(parameters)
        self.overrides = {key: float(value) for key, value in (overrides or {}).items()}
        self.draw = draw
        self.seed = seed
        self.known_until = known_until
        self._fallbacks: set[str] = set()
        self._adjustments: dict[str, Adjustment] = {}
        self._tables: dict[tuple[str, int], npt.NDArray[np.float64]] = {}
        self._latest: dict[str, float] = {}
        self._made: dict[Hashable, object] = {}
        # Of each option, and by what else a plan is made from: the plans, and what is made of them.
        self._plans: dict[Hashable, dict[Hashable, Parameters]] = {}
        self._made_of_plans: dict[Hashable, dict[Hashable, dict[Hashable, object]]] = {}
        self._drawn: Parameters | None = None
        self._common: tuple[Parameters, tuple[Parameter, ...]] | None = None
        check_overrides(self.overrides, self.by_id, waiting=True)

    @classmethod
    def load(
        cls,
        overrides: Mapping[str, float] | None = None,
        draw: int | None = None,
        seed: int = 1,
        known_until: int | None = None,
    ) -> Parameters:
        """Read the packaged parameters.

        Parameters
        ----------
        overrides : mapping, optional
            Parameter id to value (single numbers) or to a factor (tables).
        draw : int, optional
            Number of the draw from the ranges; without it the best values.
        seed : int
            Seed of the draws.
        known_until : int, optional
            Absolute month; figures known only later are not used.

        Raises
        ------
        ParameterError
            If a file is malformed, or an override names no parameter.
        """
        return cls(packaged_definitions(), overrides=overrides, draw=draw, seed=seed, known_until=known_until)

    def register(self, *parameters: Parameter) -> Parameters:
        """Return a copy that also holds these parameters (for example those of service kinds).

        Raises
        ------
        ParameterError
            If an id is already taken.
        """
        return Parameters(
            self.joined(parameters),
            overrides=self.overrides,
            draw=self.draw,
            seed=self.seed,
            known_until=self.known_until,
        )

    def adding(self, *parameters: Parameter) -> Parameters:
        """Return a copy that also holds these, and shares what is made of all others (:meth:`once`).

        For numbers that belong to one option alone, such as those of its measures: what is made once reads none.

        Raises
        ------
        ParameterError
            If an id is already taken.
        """
        if not parameters:
            return self
        more = self.register(*parameters)
        more._made, more._made_of_plans = self._made, self._made_of_plans
        more._common = self, parameters
        return more

    def with_overrides(self, overrides: Mapping[str, float]) -> Parameters:
        """Return a copy with these overrides; all other settings stay.

        Raises
        ------
        ParameterError
            If an override names no registered parameter.
        """
        return Parameters(
            self,
            overrides=overrides,
            draw=self.draw,
            seed=self.seed,
            known_until=self.known_until,
        )

    def at_draw(self, draw: int | None) -> Parameters:
        """Return a copy under another draw, None for best values; all other settings stay.

        The last one is kept: all options of a draw share what is made of it.
        """
        if self._common is not None:
            common, added = self._common
            return common.at_draw(draw).adding(*added)
        if self._drawn is None or self._drawn.draw != draw:
            self._drawn = Parameters(
                self,
                overrides=self.overrides,
                draw=draw,
                seed=self.seed,
                known_until=self.known_until,
            )
        return self._drawn

    def complete(self) -> Parameters:
        """Return these parameters, now that every field is registered and no override may wait any more.

        Raises
        ------
        ParameterError
            If an override names no registered parameter.
        """
        check_overrides(self.overrides, self.by_id, waiting=False)
        return self

    def once(self, what: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what follows from these values, made once for as long as they live: all runs of them share it.

        Parameters
        ----------
        what : hashable
            Its name, and whatever else it is made from, such as the region; a seed or a state never belongs there.
        make : callable
            Makes it; called the first time only.

        Examples
        --------
        >>> parameters = Parameters.load()
        >>> first = parameters.once("a list", list)
        >>> parameters.once("a list", list) is first
        True
        """
        if what not in self._made:
            self._made[what] = make()
        return cast("_Made", self._made[what])

    def value(self, identifier: str, month: int | None = None) -> float:
        """Return a single number as it holds in a month; without month the latest known.

        Raises
        ------
        ParameterError
            If the id is unknown or is a table.
        """
        if month is None:
            if identifier not in self._latest:
                self._latest[identifier] = self._single(identifier, None)
            return self._latest[identifier]
        return self._single(identifier, month)

    def _single(self, identifier: str, month: int | None) -> float:
        """Return a single number as it is drawn or overridden."""
        parameter = self[identifier]
        if parameter.is_table:
            message = say(
                "parameter '{identifier}' is a table over {dims}: use table().",
                identifier=identifier,
                dims=", ".join(parameter.dims),
            )
            raise ParameterError(message)
        if identifier in self.overrides:
            return self.overrides[identifier]
        factor, shift = self._adjustment(parameter)
        return parameter.history[self._position(parameter, month)].number(month) * factor + shift

    def table(self, identifier: str, month: int | None = None) -> npt.NDArray[np.float64]:
        """Return a table as it holds in a month, read-only; the same object when asked again.

        Raises
        ------
        ParameterError
            If the id is unknown or is a single number.
        """
        parameter = self[identifier]
        if not parameter.is_table:
            message = say("parameter '{identifier}' is a single number: use value().", identifier=identifier)
            raise ParameterError(message)
        position = self._position(parameter, month)
        known = self._tables.get((identifier, position))
        if known is not None:
            return known
        factor, _ = self._adjustment(parameter)
        table = np.asarray(parameter.history[position].value) * (factor * self.overrides.get(identifier, 1.0))
        table.flags.writeable = False
        self._tables[identifier, position] = table
        return table

    def dated(self, identifier: str, month: int) -> Dated:
        """Return the entry of the history that holds in a month."""
        parameter = self[identifier]
        return parameter.history[self._position(parameter, month)]

    @property
    def fallbacks(self) -> tuple[str, ...]:
        """Ids of which nothing was known at `known_until`, or that were asked for before their first date."""
        until = self.known_until
        late = {one.id for one in self if until is not None and one.known_only_after(until)}
        return tuple(sorted(self._fallbacks | late))

    @property
    def data_hash(self) -> str:
        """Hash of everything that decides the values: definitions, overrides, draw, knowledge."""
        digest = hashlib.blake2b(digest_size=16)
        drawn = None if self.draw is None else (self.draw, self.seed)
        digest.update(repr((sorted(self.overrides.items()), drawn, self.known_until)).encode())
        for parameter in self:
            head = (parameter.id, parameter.range, parameter.range_kind, parameter.distribution)
            digest.update(repr((head, parameter.dims)).encode())
            for entry in parameter.history:
                digest.update(repr((entry.holds_from, entry.known_from, entry.outlook)).encode())
                digest.update(np.asarray(entry.value, dtype="<f8").tobytes())
        return digest.hexdigest()

    def adjustment(self, identifier: str) -> Adjustment:
        """Return factor and shift that the current draw applies to a parameter (1 and 0 without)."""
        return self._adjustment(self[identifier])

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what was already worked out: workers make their own."""
        worked_out = "_tables", "_latest", "_made", "_plans", "_made_of_plans"
        return {**self.__dict__, **{name: {} for name in worked_out}, "_drawn": None}

    def _adjustment(self, parameter: Parameter) -> Adjustment:
        if self.draw is None:
            return 1.0, 0.0
        if parameter.id not in self._adjustments:
            self._adjustments[parameter.id] = draw_adjustment(parameter, self.draw, self.seed)
        return self._adjustments[parameter.id]

    def _position(self, parameter: Parameter, month: int | None) -> int:
        position, fallback = parameter.position(month, self.known_until)
        if fallback:
            self._fallbacks.add(parameter.id)
        return position
