"""What somebody outside the package writes: a process that keeps a rank of persons and savings of households."""

import numpy as np

from simsocial.core.random import Stream
from simsocial.core.state import TOP
from simsocial.people.predicates import PREDICATES, Predicate
from simsocial.processes.base import Process, register
from simsocial.processes.columns import INHERITED, HouseholdColumn, PersonColumn

PREDICATES.add(
    Predicate(
        "high_rank", {"de": "Gutverdiener", "en": "high earners"}, lambda people: people.column("rank") >= 50
    )
)


@register
class Savings(Process):
    """Let households save a euro a month."""

    name = "savings"
    after = "arrival"

    def __init__(self, model):
        super().__init__(model)
        self._rank = Stream.of(model.seed, "savings.rank")

    def ranks(self, rows, month):
        return (100.0 * self._rank.draws(self.model.state.persons.key[rows])).astype(np.int64)

    def at_start(self, rows, month):
        return 1000 * self.model.state.households.size[rows].astype(np.int64)

    def brought(self, rows, month):
        return 500 * self.model.state.households.size[rows].astype(np.int64)

    def taken_along(self, rows, origins, month):
        return self.model.state.columns["households"]["savings"][origins] // 2

    def kept_back(self, rows, month):
        savings = self.model.state.columns["households"]["savings"][rows]
        return savings - savings // 2

    columns = (
        PersonColumn(
            "rank", "u1", "percentile", "place among wages", on_base=ranks, on_birth=INHERITED, on_arrival=ranks
        ),
        PersonColumn("months", "u2", "months", "months in the region", on_base=0, on_birth=0, on_arrival=0),
        HouseholdColumn(
            "savings", "i4", "EUR", "money put aside", on_base=at_start, on_arrival=brought,
            on_founding=taken_along, on_parting=kept_back,
        ),
    )  # fmt: skip

    def step(self, month):
        state = self.model.state
        state.columns["persons"]["months"][: state.counters[0, TOP]] += 1
        state.columns["households"]["savings"][: state.counters[1, TOP]] += 1
