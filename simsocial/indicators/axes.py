"""What the axes of the counts mean: events, payers, budgets, household types, and outcomes that are no state.

Each is a registry. A process declares the events that it counts; a user's YAML may add payers; plugins may add any.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.household_traits import ADULTS, WITH_CHILD, WITH_COUPLE
from simsocial.core.language import later
from simsocial.core.registry import Registry

__all__ = [
    "BUDGETS",
    "EVENTS",
    "HOUSEHOLD_TYPES",
    "LEVELS",
    "MOST_TRAITS",
    "OWNERSHIPS",
    "PAYERS",
    "QUANTITIES",
    "Budget",
    "Event",
    "HomeTraits",
    "HouseholdType",
    "Levels",
    "Payer",
    "Quantity",
    "household_type_of",
    "household_type_of_traits",
]


OWNERSHIPS = ("public", "non_profit", "private")
"""Who providers belong to."""


@dataclass(frozen=True)
class Named:
    """An entry of an axis.

    Attributes
    ----------
    id : str
        Name on the axis.
    label : mapping
        Name by language, ``de`` and ``en``.
    """

    id: str
    label: Mapping[str, str]


class Event(Named):
    """What can happen to a person in a month, counted by area and by what holds for the person."""


class Budget(Named):
    """A kind of spending."""


@dataclass(frozen=True)
class Quantity(Named):
    """An outcome that is not a state, added up by area.

    Attributes
    ----------
    unit : str
        What an integer of it stands for.
    """

    unit: str


@dataclass(frozen=True)
class Levels(Named):
    """A column of persons whose values are counted by area, sex and age; its id is the column's.

    Attributes
    ----------
    names : mapping
        Names of the values 0, 1, ... in their order: id to name by language.
    """

    names: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Payer(Named):
    """Who pays; by its id in ``payers`` of service kinds and measures.

    Attributes
    ----------
    cost_indicator : str
        Indicator of its operating cost; ``cost_<id>`` if not given.
    local : bool
        Whether it pays from the budgets of the Kreis or its municipalities; cost is then net of what others refund.
    """

    cost_indicator: str = ""
    local: bool = False

    @property
    def cost_id(self) -> str:
        """Id of the indicator of its operating cost."""
        return self.cost_indicator or f"cost_{self.id}"


class HomeTraits(NamedTuple):
    """What tells types of households apart: a couple lives there; a child of the household does; how many head it."""

    couple: bool
    child: bool
    heads: int


@dataclass(frozen=True)
class HouseholdType(Named):
    """A type of household; the first that holds is a household's own, and one without rule is the rest.

    Attributes
    ----------
    holds : callable or None
        Whether it holds of a household with these traits.
    """

    holds: Callable[[HomeTraits], bool] | None = None


EVENTS: Registry[Event] = Registry(
    later("event"),
    Event("moved_in", {"de": "Zuzüge aus anderen Gebieten der Region", "en": "moves in from other areas"}),
    Event("moved_out", {"de": "Fortzüge in andere Gebiete der Region", "en": "moves out to other areas"}),
)
"""Events by area of the person: those that no process has for itself; others are declared by the one that counts."""

LEVELS: Registry[Levels] = Registry(later("counted column"))
"""Columns of persons that are counted; declared by the process that keeps them."""

PAYERS: Registry[Payer] = Registry(
    later("payer"),
    Payer("kreis", {"de": "Landkreis", "en": "Kreis"}, "cost_net_kreis", local=True),
    Payer("municipality", {"de": "Gemeinden", "en": "municipalities"}, local=True),
    Payer("land", {"de": "Land", "en": "Land"}),
    Payer("bund", {"de": "Bund", "en": "federal state"}),
    Payer("care_fund", {"de": "Pflegekassen", "en": "care funds"}),
    Payer(
        "families",
        {"de": "Familien und Pflegebedürftige", "en": "families and people in need of care"},
    ),
    Payer("provider", {"de": "Träger (Eigenanteil)", "en": "providers (own part)"}),
)
"""Who pays, in the order in which a Kreis reads them."""

BUDGETS: Registry[Budget] = Registry(
    later("budget"),
    Budget("operating", {"de": "Laufende Kosten", "en": "Operating cost"}),
    Budget("capital", {"de": "Investitionen", "en": "Capital cost"}),
    Budget("annuity", {"de": "Zins und Tilgung", "en": "Interest and redemption"}),
)
"""Running cost; investments when they are made; and, instead of these, their interest and redemption."""

QUANTITIES: Registry[Quantity] = Registry(
    later("quantity"),
    Quantity(
        "informal_care_hours",
        {"de": "Pflege durch Angehörige", "en": "informal care by relatives"},
        "quarter-hours a week",
    ),
    Quantity(
        "carers_full_time_loss",
        {
            "de": "Vollzeitstellen, die pflegende Angehörige aufgeben",
            "en": "full-time jobs given up by informal carers",
        },
        "full-time jobs",
    ),
    Quantity(
        "parent_hours_lost",
        {
            "de": "Arbeitsstunden, die Eltern ohne Kita-Platz fehlen",
            "en": "hours of work that parents lose without a childcare place",
        },
        "hours a week",
    ),
    Quantity(
        "childcare_hours",
        {"de": "Gebuchte Betreuungsstunden in Kitas", "en": "hours of childcare booked in Kitas"},
        "quarter-hours a week",
    ),
    Quantity(
        "old_carers",
        {
            "de": "Zu Hause Gepflegte, um die sich nur über 65-Jährige im Haushalt kümmern",
            "en": "people cared for at home by household members over 65 only",
        },
        "persons",
    ),
    *(
        Quantity(name, {"de": german, "en": english}, "persons")
        for name, german, english in (
            (
                "cared_by_partner",
                "Zu Hause vom Partner Gepflegte",
                "people cared for at home by their partner",
            ),
            (
                "cared_in_household",
                "Zu Hause von anderen im Haushalt Gepflegte",
                "people cared for at home by others of the household",
            ),
            (
                "cared_by_child_elsewhere",
                "Zu Hause von einem Kind aus einem anderen Haushalt Gepflegte",
                "people cared for at home by a child of another household",
            ),
            (
                "cared_without_kin",
                "Zu Hause Gepflegte ohne Partner oder Kind, die pflegen könnten",
                "people cared for at home without partner or child who could",
            ),
            (
                "carers_elsewhere",
                "Menschen von 18 bis 65, die Eltern in einem anderen Haushalt pflegen",
                "people of 18 to 65 who care for parents in another household",
            ),
        )
    ),
    Quantity(
        "care_aid_recipients",
        {"de": "Hilfe zur Pflege im Heim: Empfänger", "en": "Care aid in homes: recipients"},
        "thousandths of a person",
    ),
    Quantity(
        "care_aid", {"de": "Hilfe zur Pflege im Heim", "en": "Care aid for residents of homes"}, "cents"
    ),
    Quantity(
        "grant_lost",
        {
            "de": "Zuschüsse, die mit dem kommunalen Anteil wegfallen",
            "en": "grants lost with the local share",
        },
        "cents",
    ),
    Quantity(
        "sticky_cost",
        {
            "de": "Kosten geschlossener Plätze (Kostenremanenz)",
            "en": "cost of closed places (cost stickiness)",
        },
        "cents",
    ),
    Quantity(
        "levy_base", {"de": "Umlagegrundlagen der Kreisumlage", "en": "base of the district levy"}, "cents"
    ),
    Quantity(
        "budget_frame", {"de": "Haushaltsrahmen des Kreises", "en": "budget frame of the Kreis"}, "cents"
    ),
)
"""Outcomes that are not a state."""

HOUSEHOLD_TYPES: Registry[HouseholdType] = Registry(
    later("household type"),
    HouseholdType(
        "living_alone",
        {"de": "Alleinlebende", "en": "people living alone"},
        lambda home: home.heads == 1 and not home.child,
    ),
    HouseholdType(
        "couple",
        {"de": "Paare ohne Kind im Haushalt", "en": "couples without a child at home"},
        lambda home: home.couple and not home.child,
    ),
    HouseholdType(
        "couple_with_children",
        {"de": "Paare mit Kindern", "en": "couples with children"},
        lambda home: home.couple and home.child,
    ),
    HouseholdType(
        "lone_parent",
        {"de": "Alleinerziehende", "en": "lone parents"},
        lambda home: home.child and home.heads == 1,
    ),
    HouseholdType(
        "in_a_home",
        {"de": "in einem Heim", "en": "in a home"},
        lambda home: home.heads == 0,
    ),
    HouseholdType("other", {"de": "andere Haushalte", "en": "other households"}),
)
"""Types of households; those that plugins add are tried before the rest. Homes have residents, and no head."""

MOST_TRAITS = 4 * ADULTS
"""Traits are told apart up to three heads of a household; more are as three."""


def household_type_of_traits() -> npt.NDArray[np.uint8]:
    """Return the type of a household by its traits (up to :data:`MOST_TRAITS`), as its place on the axis of types.

    Examples
    --------
    >>> HOUSEHOLD_TYPES.index("lone_parent") == household_type_of_traits()[1 * ADULTS + WITH_CHILD]
    np.True_
    """
    types = list(HOUSEHOLD_TYPES.values())
    ruled = sorted(range(len(types)), key=lambda code: types[code].holds is None)
    found = np.zeros(MOST_TRAITS, dtype=np.uint8)
    for traits in range(MOST_TRAITS):
        home = HomeTraits(bool(traits & WITH_COUPLE), bool(traits & WITH_CHILD), traits // ADULTS)
        found[traits] = next(code for code in ruled if (rule := types[code].holds) is None or rule(home))
    return found


def household_type_of(traits: npt.NDArray[np.uint16], types: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the type of each household from its traits and the table of :func:`household_type_of_traits`."""
    found: npt.NDArray[np.uint8] = types[np.minimum(traits, 3 * ADULTS | traits % ADULTS)]
    return found
