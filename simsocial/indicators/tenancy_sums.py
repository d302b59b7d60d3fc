"""What is added up of tenants by area: who owes rent, who is sued, who lost the home."""

from __future__ import annotations

from simsocial.indicators.axes import QUANTITIES, Quantity

__all__ = ["TENANCY_SUMS"]

TENANCY_SUMS = ("households_in_rent_arrears", "households_sued_for_eviction", "evicted_homeless_people")
"""Ids, in the order in which the process adds them up."""

for _id, (_de, _en, _unit) in zip(
    TENANCY_SUMS,
    (
        ("Haushalte mit Mietschulden", "households in rent arrears", "households"),
        ("Haushalte mit Räumungsklage", "households sued for eviction", "households"),
        ("Untergebrachte nach Verlust der Wohnung", "sheltered people who lost their home", "persons"),
    ),
    strict=True,
):
    QUANTITIES.add(Quantity(_id, {"de": _de, "en": _en}, _unit))
