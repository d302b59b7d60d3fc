"""Fifths of people by income: where the bounds between them lie, and in which fifth somebody is.

Income is what a household has net in a month, by heads weighted as the modified OECD scale does (1 for the first adult,
0.5 for others of 14 and more, 0.3 for children): the income by which somebody is poor or not. The bounds are those of
people in private households in the last month before the horizon, where all options are one; they then hold for all of
them. Incomes are known from the first month on: without a spin-up the bounds are those of the horizon's first month,
and where a measure acts in it already, the option's own; before that month has ended nobody is in a fifth. So whoever
comes to have more may come into a higher fifth, and a fifth need not stay one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import PRIVATE
from simsocial.core.state import TOP, State

__all__ = ["EQUIVALENT_STEP_EUR", "FIFTHS", "INCOME_GROUPS", "fifth_bounds", "income_groups_of"]

EQUIVALENT_STEP_EUR = 15.0
"""Steps in which the column `equivalent_income` of households keeps it: 1 for what is below, 255 for all above."""

FIFTHS = ("poorest_fifth", "second_fifth", "middle_fifth", "fourth_fifth", "richest_fifth")
"""Fifths of people, from the lowest income to the highest."""

INCOME_GROUPS = {
    "poorest_fifth": {"de": "ärmstes Fünftel", "en": "poorest fifth"},
    "second_fifth": {"de": "zweites Fünftel", "en": "second fifth"},
    "middle_fifth": {"de": "mittleres Fünftel", "en": "middle fifth"},
    "fourth_fifth": {"de": "viertes Fünftel", "en": "fourth fifth"},
    "richest_fifth": {"de": "reichstes Fünftel", "en": "richest fifth"},
    "no_income_known": {"de": "Heim, Erstaufnahme (ohne Angabe)", "en": "homes, reception (not known)"},
}
"""The fifths, and those who live in no private household, whose income is not known."""


def fifth_bounds(state: State) -> tuple[int, ...]:
    """Return the highest step of each fifth but the last, of all people in private households; none without any.

    A step belongs to one fifth as a whole: it is the lower one if more of its people would be there.
    """
    homes = slice(0, int(state.counters[1, TOP]))
    step, size = state.column("households", "equivalent_income")[homes], state.households.size[homes]
    known = (state.households.form[homes] == PRIVATE) & (step > 0)
    people = np.bincount(step[known], weights=size[known], minlength=256)
    if not people.any():
        return ()
    below = np.cumsum(people) / people.sum()
    middle = below - people / people.sum() / 2.0
    shares = np.arange(1, len(FIFTHS)) / len(FIFTHS)
    bounds: list[int] = np.maximum(np.searchsorted(middle, shares) - 1, 0).tolist()
    return tuple(bounds)


def income_groups_of(state: State) -> npt.NDArray[np.uint8]:
    """Return the place among :data:`INCOME_GROUPS` of each person's row; nobody's is known before there are bounds."""
    homes, people = int(state.counters[1, TOP]), int(state.counters[0, TOP])
    unknown = len(FIFTHS)
    of_step = np.full(256, unknown, dtype=np.uint8)
    if state.income_bounds:
        of_step[1:] = np.searchsorted(np.array(state.income_bounds), np.arange(1, 256), side="left")
    is_private = state.households.form[:homes] == PRIVATE
    of_home = np.where(is_private, of_step[state.column("households", "equivalent_income")[:homes]], unknown)
    # Unused rows may name any household; they are counted nowhere.
    return np.take(of_home.astype(np.uint8), state.persons.household[:people], mode="clip")
