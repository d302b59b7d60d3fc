"""What kinds ask of people beside age and care grade: named predicates and traits.

A kind's ``eligibility.who`` names predicates that must hold, or with ``not`` before them must not; its ``take_up``
names predicates and a trait by which more or fewer want it. What any kind names is some bits of a number a person.
Social states are among them whether any kind names them or not, since those in them are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import PRIVATE, Households, Persons
from simsocial.core.compile import helper
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.core.state import State
from simsocial.parameters import Parameters
from simsocial.people.social_states import SOCIAL_STATES
from simsocial.people.traits import axis_of
from simsocial.services.kind import ServiceKind
from simsocial.services.named import Named

__all__ = [
    "ALONE", "STATES_FROM", "Conditions", "TakeUpAxes", "Who", "named_of", "residence_rules", "states_of",
    "take_up_axes", "take_up_factors", "take_up_of",
]  # fmt: skip

Bits = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]

ALONE = "living_alone"
"""The predicate of the first bit, at which kernels look themselves, of the few for whom it matters: it hangs on nothing
but the household's size and form, and many kinds ask for it."""

STATES_FROM = 1
"""First bit of those of the social states, in their order: behind that of :data:`ALONE`."""

RESIDENT = "resident"
"""The predicate of ``eligibility.who`` at which kernels look themselves: the person's role tells it."""

_MOST = 64


class TakeUpAxes(NamedTuple):
    """Predicates and traits by which take-up differs, kind by kind.

    Attributes
    ----------
    first : int32 (kinds + 1,)
        Where those of each kind begin.
    shift, mask : uint64 (axes of all kinds,)
        A person's place on an axis is ``holds >> shift & mask``.
    """

    first: npt.NDArray[np.int32]
    shift: Bits
    mask: Bits


class Conditions(NamedTuple):
    """What kernels compare: a kind is open to whom ``holds & asked == wanted``.

    Attributes
    ----------
    holds : uint32 or uint64 (rows,)
        What holds of the person: bits of all predicates and traits; empty where no kind names any but :data:`ALONE`.
    asked, wanted : uint64 (kinds,)
        Bits of the predicates that a kind is open by, and of those that must hold.
    axes : TakeUpAxes
        By what take-up differs.
    """

    holds: npt.NDArray[Any]
    asked: Bits
    wanted: Bits
    axes: TakeUpAxes


class Who:
    """The predicates and traits that service kinds name.

    Parameters
    ----------
    kinds : sequence of ServiceKind
        In the order of their codes.
    """

    def __init__(self, kinds: Sequence[ServiceKind]) -> None:
        named = [[entry for entry in _named(kind).items() if entry[0] != RESIDENT] for kind in kinds]
        by_kind = [take_up_axes(kind) for kind in kinds]
        open_by = {name for entries in named for name, _ in entries}
        further = open_by | {name for names in by_kind for name in names}
        looked_at = [*SOCIAL_STATES, *sorted(further - {ALONE, *SOCIAL_STATES}), *({ALONE} & open_by)]
        names = [ALONE, *(name for name in looked_at if name != ALONE)]
        widths = [(len(axis_of(name).levels) - 1).bit_length() for name in names]
        if sum(widths) > _MOST:
            message = say(
                "services: eligibility.who and take_up name {number} predicates and traits, which "
                "need {widths} bits. Valid: up to {most}.",
                number=len(names),
                widths=sum(widths),
                most=_MOST,
            )
            raise ConfigError(message)
        place = dict(zip(names, np.cumsum([0, *widths[:-1]]).tolist(), strict=True))
        self._named = Named({name: place[name] for name in looked_at})
        self._asked = _bits(sum(1 << place[name] for name, _ in entries) for entries in named)
        self._wanted = _bits(sum(1 << place[name] for name, must in entries if must) for entries in named)
        first = np.cumsum([0, *(len(found) for found in by_kind)], dtype=np.int32)
        axes, width = [name for found in by_kind for name in found], dict(zip(names, widths, strict=True))
        shift, mask = ([place[name] for name in axes], [(1 << width[name]) - 1 for name in axes])
        self._axes = TakeUpAxes(first, _bits(shift), _bits(mask))

    def of(self, state: State, month: int) -> Conditions:
        """Return what holds of everybody now, and mark those for whom it is something else than at the last call."""
        return Conditions(self._named.of(state, month), self._asked, self._wanted, self._axes)


def states_of(conditions: Conditions) -> dict[str, npt.NDArray[np.bool_]]:
    """Return of each social state in whose row it was told that somebody is in it."""
    held, one = conditions.holds, conditions.holds.dtype.type(1)
    bits = enumerate(SOCIAL_STATES, start=STATES_FROM)
    return {name: (held & (one << held.dtype.type(bit))) != 0 for bit, name in bits}


@helper
def named_of(persons: Persons, households: Households, conditions: Conditions, row: int) -> np.uint64:
    """Return the bits of all that holds of somebody, :data:`ALONE` included."""
    home = persons.household[row]
    bits = np.uint64((households.size[home] == 1) & (households.form[home] == PRIVATE))
    if len(conditions.holds):
        bits |= conditions.holds[row]
    return bits


@helper
def take_up_of(kind: int, bits: np.uint64, factors: Floats, axes: TakeUpAxes) -> float:
    """Return the factor on take-up of a kind for a person of whom these bits hold."""
    factor = 1.0
    for axis in range(axes.first[kind], axes.first[kind + 1]):
        factor *= factors[axis, bits >> axes.shift[axis] & axes.mask[axis]]
    return factor


def residence_rules(kinds: Sequence[ServiceKind]) -> npt.NDArray[np.uint8]:
    """Return by kind whether it is open to all (0), to all but residents of homes (1), or to residents alone (2)."""
    rules = {None: 0, False: 1, True: 2}
    return np.array([rules[_named(kind).get(RESIDENT)] for kind in kinds], dtype=np.uint8)


def take_up_axes(kind: ServiceKind) -> tuple[str, ...]:
    """Return the predicates by which take-up of a kind or the onset of needs differs, and its trait behind them."""
    if kind.need is not None:
        return kind.need.predicates
    trait = kind.take_up.trait
    return (*kind.take_up.predicates, *([trait] if trait else []))


def take_up_factors(kinds: Sequence[ServiceKind], parameters: Parameters, month: int) -> Floats:
    """Return the factors on take-up (axes of all kinds, levels) in a month; 1 behind an axis's last level."""
    rows = [kind.take_up_factors(parameters, name, month) for kind in kinds for name in take_up_axes(kind)]
    factors = np.ones((len(rows), max((len(row) for row in rows), default=2)))
    for place, row in enumerate(rows):
        factors[place, : len(row)] = row
    return factors


def _bits(values: Iterable[int]) -> Bits:
    return np.array(list(values), dtype=np.uint64)


def _named(kind: ServiceKind) -> dict[str, bool]:
    """Return the predicates by which a kind is open, and whether each must hold."""
    named = ((entry.removeprefix("not "), entry) for entry in kind.eligibility.who)
    return {name.strip(): name == entry for name, entry in named}
