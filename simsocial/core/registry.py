"""A registry: entries by id in the order in which they were added, with errors that say what is valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, TypeVar

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say

__all__ = ["Registry"]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Entry = TypeVar("Entry", bound=_Named)


class Registry(Mapping[str, Entry]):
    """Entries by id, in the order in which they were added; that order is the axis of the arrays they stand for.

    Parameters
    ----------
    what : str
        What an entry is, for messages.
    entries : entries
        The first ones.

    Examples
    --------
    >>> from types import SimpleNamespace as Payer
    >>> payers = Registry("payer", Payer(id="kreis"), Payer(id="land"))
    >>> list(payers), payers.index("land"), "bund" in payers
    (['kreis', 'land'], 1, False)
    >>> payers["lnd"]
    Traceback (most recent call last):
    simsocial.core.errors.ConfigError: 'lnd' is no payer. Did you mean 'land'? Valid: kreis, land.
    """

    def __init__(self, what: str, *entries: Entry) -> None:
        self._what = what
        self._entries: dict[str, Entry] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> Entry:
        """Make an entry known and return it; adding it again changes nothing.

        Raises
        ------
        ConfigError
            If another entry has its id.
        """
        if self._entries.setdefault(entry.id, entry) != entry:
            message = say(
                "{what} '{id}' is defined twice, in different ways; ids must differ.",
                what=say(self._what),
                id=entry.id,
            )
            raise ConfigError(message)
        return entry

    def put(self, entry: Entry) -> None:
        """Add an entry, or let it take the place of the one of its id."""
        self._entries[entry.id] = entry

    def index(self, identifier: str) -> int:
        """Return the place of an entry on the axis."""
        return list(self._entries).index(self[identifier].id)

    def __getitem__(self, identifier: str) -> Entry:
        """Return an entry by its id."""
        try:
            return self._entries[identifier]
        except KeyError:
            message = say(
                "'{identifier}' is no {what}. {valid}",
                identifier=identifier,
                what=say(self._what),
                valid=nearest(identifier, self._entries),
            )
            raise ConfigError(message) from None

    def __contains__(self, identifier: object) -> bool:
        """Whether an entry of this id is known."""
        return identifier in self._entries

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)
