"""What is said of a household's livelihood: which benefits it has, whether it is poor, and how it is housed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.columns import PRIVATE
from simsocial.core.state import TOP, State
from simsocial.people.predicates import PREDICATES, Predicate
from simsocial.people.turning_ages import STATED
from simsocial.people.view import Homes

__all__ = [
    "BENEFIT_GROUPS",
    "HAS_ADVANCE",
    "HAS_BASIC_SUPPORT",
    "HAS_CHILD_SUPPLEMENT",
    "HAS_HOUSING_ALLOWANCE",
    "HAS_OLD_AGE_SUPPORT",
    "IS_POOR",
    "IS_TENANT",
    "LIVES_IN_SHELTER",
    "OVERBURDENED",
    "benefit_groups_of",
]

HAS_BASIC_SUPPORT, HAS_HOUSING_ALLOWANCE, HAS_CHILD_SUPPLEMENT, HAS_OLD_AGE_SUPPORT, HAS_ADVANCE, IS_POOR = (
    1 << bit for bit in range(6)
)
"""Bits of the column `livelihood` of households; poor is who has less than 60 % of Germany's median."""

LIVES_IN_SHELTER, IS_TENANT = 64, 128
OVERBURDENED = LIVES_IN_SHELTER | IS_TENANT
"""Values of its two upper bits: who has none of them owns the home; a tenant whose rent is too high a share of income
has both. Who lives in a shelter lost no home here, see :mod:`simsocial.processes.tenancy`."""

for _id, _bit, _de, _en in (
    (
        "on_basic_income_support", HAS_BASIC_SUPPORT,
        "Haushalte mit Bürgergeld (SGB II)", "households on basic income support (SGB II)",
    ),
    ("on_housing_allowance", HAS_HOUSING_ALLOWANCE, "Haushalte mit Wohngeld", "households with housing allowance"),
    ("on_child_supplement", HAS_CHILD_SUPPLEMENT, "Haushalte mit Kinderzuschlag", "households with child supplement"),
    (
        "on_old_age_support", HAS_OLD_AGE_SUPPORT,
        "Haushalte mit Grundsicherung im Alter oder bei Erwerbsminderung",
        "households with basic support in old age or disability",
    ),
    ("poor", IS_POOR, "armutsgefährdete Haushalte", "households at risk of poverty"),
):  # fmt: skip

    def _holds(homes: Homes, bit: int = _bit) -> object:
        return homes.is_used & ((homes.column("livelihood") & bit) > 0)

    PREDICATES.add(Predicate(_id, {"de": _de, "en": _en}, _holds, "households", turns=STATED))  # type: ignore[arg-type]

BENEFIT_GROUPS = {
    "basic_income_support": {"de": "Bürgergeld, Grundsicherungsgeld (SGB II)", "en": "basic income support (SGB II)"},
    "old_age_support": {
        "de": "Grundsicherung im Alter oder bei Erwerbsminderung", "en": "basic support in old age or disability",
    },
    "housing_allowance_or_child_supplement": {
        "de": "Wohngeld oder Kinderzuschlag", "en": "housing allowance or child supplement",
    },
    "no_benefit": {"de": "keine dieser Leistungen", "en": "none of these benefits"},
    "not_private": {"de": "Heim, Erstaufnahme (ohne Angabe)", "en": "homes, reception (not known)"},
}  # fmt: skip
"""Groups of people by the benefits of their household; of several the first. Of who lives in no private one it is not
known."""

_BITS_OF_GROUPS = (HAS_BASIC_SUPPORT, HAS_OLD_AGE_SUPPORT, HAS_HOUSING_ALLOWANCE | HAS_CHILD_SUPPLEMENT)


def benefit_groups_of(state: State) -> npt.NDArray[np.uint8]:
    """Return the place among :data:`BENEFIT_GROUPS` of each person's row."""
    homes, people = int(state.counters[1, TOP]), int(state.counters[0, TOP])
    held = np.arange(256)
    without = len(_BITS_OF_GROUPS)
    of_bits = np.select([(held & bits) > 0 for bits in _BITS_OF_GROUPS], range(without), without).astype(
        np.uint8
    )
    of_home = of_bits[state.column("households", "livelihood")[:homes]]
    of_home[state.households.form[:homes] != PRIVATE] = without + 1
    # Unused rows may name any household; they are counted nowhere.
    return np.take(of_home, state.persons.household[:people], mode="clip")
