"""All definitions of parameters by id, those of the package and those that services and measures add."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from simsocial.core.errors import ParameterError, nearest
from simsocial.core.language import say
from simsocial.parameters.definitions import read_definitions
from simsocial.parameters.parameter import Parameter

__all__ = ["Definitions", "packaged_definitions"]

_HERE = Path(__file__).parent


def packaged_definitions() -> tuple[Parameter, ...]:
    """Return the definitions of all files of the package.

    Raises
    ------
    ParameterError
        If a file is malformed, or an id stands in two of them.
    """
    found: dict[str, Parameter] = {}
    for path in sorted((_HERE / "data").glob("*.yaml")):
        for parameter in read_definitions(path, _HERE / "tables"):
            if parameter.id in found:
                message = say(
                    "{name}: parameter '{id}' is already defined in another file.",
                    name=path.name,
                    id=parameter.id,
                )
                raise ParameterError(message)
            found[parameter.id] = parameter
    return tuple(found.values())


class Definitions:
    """Definitions by id; an unknown one is an error that names the nearest.

    Parameters
    ----------
    parameters : iterable of Parameter
        The definitions.
    """

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        if isinstance(parameters, Definitions):
            # The same ones under other settings, as of a plan: nobody changes what is registered.
            self.by_id: Mapping[str, Parameter] = parameters.by_id
            self._ids: tuple[str, ...] = parameters._ids
        else:
            self.by_id = {parameter.id: parameter for parameter in parameters}
            self._ids = tuple(sorted(self.by_id))

    @functools.cached_property
    def first_words(self) -> frozenset[str]:
        """First words of all ids, the fields."""
        return frozenset(parameter.first_word for parameter in self.by_id.values())

    @functools.cached_property
    def with_dates(self) -> tuple[Parameter, ...]:
        """Those with a value that holds from a month on: few among many."""
        return tuple(parameter for parameter in self.by_id.values() if parameter.changes[-1] > 0)

    def joined(self, more: Iterable[Parameter]) -> tuple[Parameter, ...]:
        """Return these definitions and further ones.

        Raises
        ------
        ParameterError
            If an id is already taken.
        """
        taken = dict(self.by_id)
        for parameter in more:
            if parameter.id in taken:
                message = say("parameter '{id}' is already registered.", id=parameter.id)
                raise ParameterError(message)
            taken[parameter.id] = parameter
        return tuple(taken.values())

    def ids(self) -> tuple[str, ...]:
        """Return all ids, sorted."""
        return self._ids

    def __getitem__(self, identifier: str) -> Parameter:
        """Return the definition behind an id."""
        try:
            return self.by_id[identifier]
        except KeyError:
            message = say(
                "parameter '{identifier}' is unknown. {valid}",
                identifier=identifier,
                valid=nearest(identifier, self.by_id),
            )
            raise ParameterError(message) from None

    def __contains__(self, identifier: object) -> bool:
        """Whether an id is registered."""
        return identifier in self.by_id

    def __iter__(self) -> Iterator[Parameter]:
        """Iterate over the definitions in the order of their ids."""
        return (self.by_id[identifier] for identifier in self._ids)

    def __len__(self) -> int:
        """Return the number of registered parameters."""
        return len(self.by_id)
