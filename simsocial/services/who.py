"""Whom a kind is open to by what holds for them: named predicates, looked at once a month for everybody.

A kind's ``eligibility.who`` names predicates that must hold, or with ``not`` before them must not. Each predicate that
any kind names is one bit of a number a person; where no kind names any, there are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.errors import ConfigError
from simsocial.core.state import TOP, State
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import People
from simsocial.services.kind import ServiceKind

__all__ = ["Conditions", "Who"]

Bits = npt.NDArray[np.uint64]

_MOST = 64


class Conditions(NamedTuple):
    """What kernels compare: a kind is open to whom ``holds & asked == wanted``.

    Attributes
    ----------
    holds : uint64 (rows,)
        A bit for each predicate that holds of the person; empty where no kind names any.
    asked, wanted : uint64 (kinds,)
        Bits of the predicates that a kind names, and of those that must hold.
    """

    holds: Bits
    asked: Bits
    wanted: Bits


class Who:
    """The predicates that service kinds name.

    Parameters
    ----------
    kinds : sequence of ServiceKind
        In the order of their codes.
    """

    def __init__(self, kinds: Sequence[ServiceKind]) -> None:
        named = [[_split(entry) for entry in kind.eligibility.who] for kind in kinds]
        self._names = sorted({name for entries in named for name, _ in entries})
        if len(self._names) > _MOST:
            message = f"services: eligibility.who names {len(self._names)} predicates. Valid: up to {_MOST}."
            raise ConfigError(message)
        bit = {name: 1 << place for place, name in enumerate(self._names)}
        self._asked = np.array(
            [sum({bit[name] for name, _ in entries}) for entries in named], dtype=np.uint64
        )
        self._wanted = np.array(
            [sum({bit[name] for name, must in entries if must}) for entries in named], dtype=np.uint64
        )

    def of(self, state: State, month: int) -> Conditions:
        """Return what holds of everybody now."""
        rows = int(state.counters[0, TOP]) if self._names else 0
        holds: Bits = np.zeros(rows, dtype=np.uint64)
        people = People(state, slice(0, rows), month)
        for place, name in enumerate(self._names):
            holds |= PREDICATES[name].of_people(people).astype(np.uint64) << np.uint64(place)
        return Conditions(holds, self._asked, self._wanted)


def _split(entry: str) -> tuple[str, bool]:
    """Return the name of a predicate, and whether it must hold."""
    name = entry.removeprefix("not ")
    return name.strip(), name == entry
