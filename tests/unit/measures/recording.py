"""A model that does nothing but write down what measures ask of it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from simsocial.core.calendar import month_index
from simsocial.parameters import Parameters
from simsocial.parameters.plan import Plan
from simsocial.services.served_now import Families
from tests.packaged import packaged_kinds

CATALOGUE = packaged_kinds()

VALUES = Parameters.load()

WHO = {"decided_by": "municipality", "lever": "own_act"}
NEW = {
    "site": "kita_neu",
    "site_kind": "kita",
    "place": "e_ort",
    "provider": "gemeinde",
    "licensed_places": 70,
}

REGION = SimpleNamespace(
    areas=pd.DataFrame({"area": ["E", "G"], "name": ["E", "G"], "ags": ["", ""]}),
    places=pd.DataFrame(
        {
            "place": ["e_dorf", "e_ort", "g_ort"],
            "area": ["E", "E", "G"],
            "inhabitants": [100, 200, 300],
            "dwellings": [60, 110, 160],
        }
    ),
    place_area=np.array([0, 0, 1], dtype=np.int16),
    population=np.full((2, 2, 101), 10, dtype=np.int32),
    sites=pd.DataFrame(
        {
            "site": ["kita_1", "kita_2", "kita_3", "heim_1", "tagespflege_1", "beratung_1"],
            "name": ["kita_1", "kita_2", "kita_3", "heim_1", "tagespflege_1", "beratung_1"],
            "kind": ["kita", "kita", "kita", "nursing_home", "adult_day_care", "debt_counselling"],
            "place": [0, 1, 2, 2, 1, 1],
            "provider": ["gemeinde", "gemeinde", "verein", "verein", "verein", "verein"],
            "licensed_places": [30, 60, 40, 50, 16, 80],
        }
    ),
    providers=pd.DataFrame({"provider": ["gemeinde", "verein"], "ownership": ["public", "non_profit"]}),
)


class Recorder:
    """Writes down every call as (part, method, arguments)."""

    def __init__(self, calls, part):
        self._calls, self._part = calls, part

    def __getattr__(self, method):
        def call(*arguments, **named):
            self._calls.append((self._part, method, *arguments, *named.values()))

        return call


class Sites(Recorder):
    """Sites of the region's table that serve a poor and a rich child."""

    def __init__(self, calls):
        super().__init__(calls, "sites")
        self.sizes, self.running = Recorder(calls, "sizes"), Recorder(calls, "running")

    def __getitem__(self, site):
        places = REGION.sites.set_index("site")["licensed_places"].astype(int)[site]
        return SimpleNamespace(licensed_places=places, is_open=lambda month: True)

    def families(self, kinds):
        kind, number = np.repeat(kinds[:1], 2), np.arange(2)
        return Families(kind, number, number, np.array([0.5, 1.5]), np.zeros(2, dtype=bool))


class RecordingModel:
    """What measures see of a model."""

    def __init__(self, parameters=None):
        self.region, self.catalogue = REGION, CATALOGUE
        self.parameters = CATALOGUE.register(parameters or VALUES)
        self.plan = Plan(self.parameters, month_index("2024-01"), month_index("2031-12"))
        self.calls = []
        self.sites = Sites(self.calls)
        self.dwellings = Recorder(self.calls, "dwellings")
        self.finance = Recorder(self.calls, "finance")

    def live(self, measure, first, last):
        """Let a measure act as the engine does and return what it asked for, by month."""
        by_month = {}
        bookings = measure.bookings(self, range(first, last + 1))
        for month in range(max(first, measure.first_month), last + 1):
            before = len(self.calls)
            measure.apply(self, month)
            measure.settle(self, month)
            for booking in bookings.get(month, ()):
                self.finance.book(*booking)
            if len(self.calls) > before:
                by_month[month] = self.calls[before:]
        return by_month
