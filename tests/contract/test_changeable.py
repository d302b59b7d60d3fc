"""What is marked as changeable is read month by month, so that a measure on it acts."""

from __future__ import annotations

from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from tests.unit.model.measures import measure

ELSEWHERE = {"migration.out_level_land", "migration.out_rate_land"}
"""What only the model of the Land reads."""


def test_what_a_measure_can_change_is_read(small_model, catalogue, monkeypatch):
    """14 months over a January with building; can fail: what is read at the base date alone is not found.

    Values of its own, since what follows from those of other tests has been made and is read no more.
    """
    read: set[str] = set()

    def watched(name):
        kept = getattr(Plan, name)

        def asked(self, identifier, *arguments):
            read.add(identifier)
            return kept(self, identifier, *arguments)

        monkeypatch.setattr(Plan, name, asked)

    for name in ("number", "tables"):
        watched(name)
    building_measures = measure("phased_housing") | measure("open_site")
    model = small_model(
        building_measures, parameters=catalogue.register(Parameters.load()), end="2025-02"
    ).run()
    # Nobody of a qualification is employed here, or moves to it, whose kinds are not among these.
    unused = tuple(f"staff.{name}." for name in set(catalogue.staff) - set(catalogue.qualifications))
    nowhere = tuple(f".moves_to.{name.split('.')[1]}" for name in unused)
    changeable = {
        one.id
        for one in model.parameters
        if one.changeable and not one.id.startswith(unused) and not one.id.endswith(nowhere)
    }
    # What a place costs to build is read where a measure builds a house of the kind; one of day care is built here.
    building = {name for name in changeable if ".capital_" in name and "adult_day_care" not in name}
    assert changeable - read - building == ELSEWHERE
