"""All definitions of parameters by id, those of the package and those that services and measures add."""

from __future__ import annotations

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
        self.by_id: Mapping[str, Parameter] = {parameter.id: parameter for parameter in parameters}

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
        return tuple(sorted(self.by_id))

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
        return (self.by_id[identifier] for identifier in self.ids())

    def __len__(self) -> int:
        """Return the number of registered parameters."""
        return len(self.by_id)
