"""What a kind says of its sites as such: their name, how many there usually are, and who lives there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.core.roots import roots
from simsocial.core.yaml_files import entries_in
from simsocial.indicators.axes import OWNERSHIPS
from simsocial.shapes.figure import Provenance
from simsocial.shapes.strict_model import Label, StrictModel, validated

__all__ = ["House", "Provision", "houses", "kinds_and_houses", "site_kinds"]


class Provision(Provenance):
    """The Land's supply, by which a region gets sites that brings none of its own.

    Attributes
    ----------
    ages : (int, int)
        First and last completed year of those by whose number places are counted.
    sites, places : float
        Of the Land.
    smallest : int
        Places of the smallest site.
    ownership : dict of str to float
        Shares of public, non-profit and private providers.
    """

    ages: tuple[int, int]
    sites: float = Field(gt=0)
    places: float = Field(gt=0)
    smallest: int = Field(ge=1)
    ownership: dict[Literal["public", "non_profit", "private"], float]

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Require ages in their order and shares of all owners that sum to one."""
        if not 0 <= self.ages[0] <= self.ages[1] <= 100:
            message = say(
                "ages: {ages} must be two ages between 0 and 100, the first not above the last",
                ages=list(self.ages),
            )
            raise ValueError(message)
        if set(self.ownership) != set(OWNERSHIPS) or abs(sum(self.ownership.values()) - 1.0) > 1e-6:
            message = say(
                "ownership: needs a share of each of {ownerships}, which sum to 1",
                ownerships=", ".join(OWNERSHIPS),
            )
            raise ValueError(message)
        return self

    @property
    def shares(self) -> tuple[float, ...]:
        """Shares of public, non-profit and private providers."""
        return tuple(self.ownership[owner] for owner in OWNERSHIPS)  # type: ignore[index]


class House(StrictModel):
    """The sites of a kind, stated by one of the kinds that share them.

    Attributes
    ----------
    label : Label or None
        Name of a site, where kinds that share it have others.
    service : Label or None
        Name of what the kinds offer together.
    provision : Provision or None
        How many there usually are; without it only sites of a region's own table.
    residents_at_base : bool
        Whether people live there at the base date: those who live in homes then are settled in its places.
    base_year : tuple of str
        Endings of its indicators that were compared with official figures of the base year.
    """

    label: Label | None = None
    service: Label | None = None
    provision: Provision | None = None
    residents_at_base: bool = False
    base_year: tuple[str, ...] = ()


def site_kinds() -> frozenset[str]:
    """Return the kinds of sites that the service kinds of the package and of the user's folder name."""
    return frozenset(_read(*_files())[0])


def kinds_and_houses() -> frozenset[str]:
    """Return the service kinds of the package and of the user's folder, and the kinds of sites that they name.

    Examples
    --------
    >>> {"kindergarten", "kita"} <= kinds_and_houses()
    True
    """
    return _read(*_files())[2]


def houses() -> dict[str, House]:
    """Return what is said of each kind of site, in the order of the service kinds.

    Examples
    --------
    >>> {name: house.provision.sites for name, house in houses().items()}["kita"]
    1340.0
    """
    return dict(_read(*_files())[1])


def _files() -> tuple[tuple[Path, int], ...]:
    found = (path for root in roots("conf") for path in sorted((root / "services").glob("*.yaml")))
    return tuple((path, path.stat().st_mtime_ns) for path in found)


@cache
def _read(*files: tuple[Path, int]) -> tuple[dict[str, None], dict[str, House], frozenset[str]]:
    """Read the files once; one that was edited is read again."""
    folders = list(dict.fromkeys(path.parent for path, _ in files))
    entries = [
        (name, entry)
        for name, (_, entry) in entries_in(folders, say("service kinds")).items()
        if isinstance(entry, Mapping)
    ]
    named: dict[str, None] = {}
    found: dict[str, House] = {}
    for name, entry in sorted(entries, key=lambda one: (_order(one[1]), one[0])):
        kind = str(entry.get("site_kind") or name)
        if not entry.get("in_cash"):
            named[kind] = None
        if "house" in entry:
            found[kind] = validated(House, entry["house"], f"services.{name}.house")
    return named, found, frozenset({*named, *(name for name, _ in entries)})


def _order(entry: Mapping[str, object]) -> int:
    order = entry.get("order", 100)
    if not isinstance(order, int):
        message = say("order: {order!r} is no whole number.", order=order)
        raise ConfigError(message)
    return order
