"""States of work, from no hours to most, as people, rules and counts speak of them."""

from __future__ import annotations

from simsocial.people.predicates import PREDICATES, Predicate
from simsocial.people.traits import TRAITS, Trait
from simsocial.people.turning_ages import STATED

__all__ = [
    "EARLY_PENSION_AGE",
    "FULL_TIME",
    "MARGINAL",
    "NO_LABOUR_FORCE",
    "PART_TIME",
    "PENSION",
    "UNEMPLOYED",
    "WORK_STATES",
]

NO_LABOUR_FORCE, PENSION, UNEMPLOYED, MARGINAL, PART_TIME, FULL_TIME = range(6)

EARLY_PENSION_AGE = 63
"""Completed years below which a pension is one of disability (section 236 SGB VI); who has one then, keeps it."""

WORK_STATES = {
    "not_in_labour_force": {"de": "nicht erwerbstätig", "en": "not in the labour force"},
    "pension": {"de": "in Rente", "en": "pensioner"},
    "unemployed": {"de": "arbeitslos", "en": "unemployed"},
    "marginal": {"de": "geringfügig beschäftigt", "en": "in marginal employment"},
    "part_time": {"de": "in Teilzeit", "en": "part-time"},
    "full_time": {"de": "in Vollzeit", "en": "full-time"},
}
"""Names of the states in the order of their codes; who works more hours has a higher one."""

TRAITS.add(
    Trait("work", {"de": "Erwerbsstatus", "en": "state of work"}, "code", lambda people: people.column("work"),
          tuple(WORK_STATES), turns=STATED)
)  # fmt: skip
PREDICATES.add(
    Predicate("employed", {"de": "Erwerbstätige", "en": "people who work"},
              lambda people: people.column("work") >= MARGINAL, turns=STATED)
)  # fmt: skip
PREDICATES.add(
    Predicate("unemployed", {"de": "Arbeitslose", "en": "unemployed people"},
              lambda people: people.column("work") == UNEMPLOYED, turns=STATED)
)  # fmt: skip
