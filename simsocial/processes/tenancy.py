"""Rent arrears, eviction suits, evictions and homelessness of tenants: how homes are lost, and found again.

Who rents, and what share of income the rent is, follows from the household's income
(:mod:`simsocial.processes.livelihood`). Tenants fall into arrears at ``tenancy.arrears_rate_per_year``, the
poor, the overburdened by rent and those with somebody unemployed more often. Arrears are paid after some months
(``tenancy.arrears_months``), or the landlord sues (``tenancy.suit_rate_per_year``). A suit is settled
(``tenancy.settlement_rate_per_year``) or ends in an eviction (``tenancy.eviction_rate_per_year``), less often of those
whom a service helps: its effect is on the hazard named `eviction`. Of the evicted ``tenancy.evicted_sheltered_share``
are sheltered by the municipality, for ``tenancy.sheltered_months`` on average; the others find another home or stay
with friends. Durations are geometric, so that no date is kept.

Owners' loans, people in institutions and reception centres, and homelessness in the street or with friends are outside.
Most sheltered people are recognised refugees who never lost a home here: they are a lasting share of households by age
(``tenancy.sheltered_share``), outside of arrears and evictions. A homeless household keeps its place in the region.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import monthly_chance
from simsocial.core.columns import MAY_TURN, PRIVATE
from simsocial.core.random import Stream
from simsocial.core.state import TOP
from simsocial.indicators.axes import Event
from simsocial.indicators.tenancy_sums import TENANCY_SUMS
from simsocial.people.housing import HOMELESS, IN_ARREARS, SUED
from simsocial.people.livelihood import IS_TENANT
from simsocial.people.predicates import PREDICATES
from simsocial.people.view import Homes
from simsocial.processes.base import Engine, Floats, Process, Rows, register
from simsocial.processes.columns import HouseholdColumn
from simsocial.processes.household_cases import lowest_factors

__all__ = ["Tenancy"]

_YEAR = 12
_EVERY = 4
"""Months from one look at a tenant who owes nothing to the next, a power of 2; whose turn it is tells the key."""

_TURN_BITS = np.uint64(17)
_RATIOS = ("poor", "overburdened", "unemployed")
_NUMBERS = (
    "arrears_rate_per_year", *(f"arrears_{name}_ratio" for name in _RATIOS), "arrears_months", "suit_rate_per_year",
    "settlement_rate_per_year", "eviction_rate_per_year", "evicted_sheltered_share", "sheltered_months",
)  # fmt: skip
_STREAMS = ("start", "arrears", "paid", "suit", "settled", "evicted", "sheltered", "found_home")


class _Rates(NamedTuple):
    """Yearly rates of a month, and the share of the evicted who are sheltered."""

    arrears: float
    ratios: tuple[float, ...]
    paid: float
    suit: float
    settled: float
    evicted: float
    sheltered: float
    found_home: float


def _rows(holds: npt.NDArray[np.bool_]) -> Rows:
    return np.flatnonzero(holds).astype(np.int32)


@register
class Tenancy(Process):
    """Let tenants fall into arrears, be sued, lose and find homes."""

    name = "tenancy"
    events = (
        Event("rent_arrears_begun", {"de": "Beginn von Mietschulden", "en": "rent arrears that begin"}),
        Event("eviction_suits", {"de": "Räumungsklagen", "en": "eviction suits"}),
        Event("evictions", {"de": "Zwangsräumungen", "en": "evictions"}),
    )
    columns = (
        HouseholdColumn(
            "home_at_risk",
            "u1",
            "bits",
            "owes rent, is sued for eviction, lost the home and is sheltered",
            on_base=0,
            on_arrival=0,
            on_founding=0,
        ),
    )

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._numbers = [model.plan.number(f"tenancy.{name}") for name in _NUMBERS]
        self._streams = {name: Stream.of(model.seed, f"tenancy.{name}") for name in _STREAMS}

    def step(self, month: int) -> None:
        """Look at tenants, and at those who owe rent or lost their home."""
        state, rates = self.model.state, self._rates(month)
        homes = int(state.counters[1, TOP])
        at_risk = state.columns["households"]["home_at_risk"][:homes]
        rents = state.columns["households"]["livelihood"][:homes] & IS_TENANT > 0
        if month == self.model.first_month:
            self._begin(_rows(rents), rates, month)
        keys = state.households.key[:homes]
        has_turn = (keys >> _TURN_BITS) & np.uint64(_EVERY - 1) == month % _EVERY
        before, tenants = _rows(at_risk != 0), _rows(has_turn & rents & (at_risk == 0))
        self._go_on(self._still_there(before), rates, month)
        self._fall_into_arrears(tenants, rates, month)
        self._count(_rows(at_risk != 0))

    def _rates(self, month: int) -> _Rates:
        arrears, *ratios, arrears_months, suit, settled, evicted, sheltered, sheltered_months = (
            number.at(month) for number in self._numbers
        )
        return _Rates(
            arrears, tuple(ratios), _YEAR / arrears_months, suit, settled, evicted, sheltered, _YEAR / sheltered_months
        )  # fmt: skip

    def _draws(self, name: str, rows: Rows, month: int) -> Floats:
        return self._streams[name].draws(self.model.state.households.key[rows], month)

    def _arrears_rates(self, rows: Rows, rates: _Rates, month: int) -> Floats:
        """Return yearly rates at which households fall into arrears."""
        homes = Homes(self.model.state, rows, month)
        holds = (
            PREDICATES["poor"].holds(homes),
            PREDICATES["overburdened_by_rent"].holds(homes),
            homes.count(PREDICATES["unemployed"].holds) > 0,
        )
        factors = np.ones(len(rows))
        for own, ratio in zip(holds, rates.ratios, strict=True):
            factors[own] *= ratio
        return rates.arrears * factors

    def _begin(self, tenants: Rows, rates: _Rates, month: int) -> None:
        """Let those be in arrears, sued or homeless who would be if it had always been as in the first month."""
        owing = self._arrears_rates(tenants, rates, month) / (rates.paid + rates.suit)
        sued = owing * rates.suit / (rates.settled + rates.evicted)
        homeless = sued * rates.evicted * rates.sheltered / rates.found_home
        draws = self._draws("start", tenants, month) * (1.0 + owing + sued + homeless)
        now = np.select(
            [draws < homeless, draws < homeless + sued, draws < homeless + sued + owing],
            [HOMELESS, IN_ARREARS | SUED, IN_ARREARS],
        )
        self._write(tenants, now)

    def _still_there(self, rows: Rows) -> Rows:
        """Clear what ended with the household or its tenancy, and return the others.

        The first member of a household that has ended is nobody, and no event may be counted at it.
        """
        state = self.model.state
        is_homeless = state.columns["households"]["home_at_risk"][rows] == HOMELESS
        rents = state.columns["households"]["livelihood"][rows] & IS_TENANT > 0
        lasts = (state.households.form[rows] == PRIVATE) & (rents | is_homeless)
        gone = rows[~lasts]
        self._write(gone, np.zeros(len(gone), dtype=np.int64))
        there: Rows = rows[lasts]
        return there

    def _fall_into_arrears(self, tenants: Rows, rates: _Rates, month: int) -> None:
        """Draw for tenants; what matters for the rate is looked up for those alone who may be hit at the highest."""
        draws = self._draws("arrears", tenants, month)
        highest = rates.arrears * np.prod(np.maximum(rates.ratios, 1.0))
        may = draws < monthly_chance(_EVERY * highest)
        rows, draws = tenants[may], draws[may]
        rows = rows[draws < monthly_chance(_EVERY * self._arrears_rates(rows, rates, month))]
        self._happen("rent_arrears_begun", rows)
        self._write(rows, np.full(len(rows), IN_ARREARS))

    def _go_on(self, rows: Rows, rates: _Rates, month: int) -> None:
        """Let arrears be paid or sued for, suits end, and the homeless find a home."""
        state = self.model.state
        was = state.columns["households"]["home_at_risk"][rows].astype(np.int64)

        def hit(name: str, yearly: Floats | float) -> npt.NDArray[np.bool_]:
            flags: npt.NDArray[np.bool_] = self._draws(name, rows, month) < monthly_chance(yearly)
            return flags

        is_sued, is_homeless, owes = was & SUED > 0, was & HOMELESS > 0, was == IN_ARREARS
        factors = lowest_factors(state, rows, self.model.hazard_factors("eviction"))
        by_place = self.model.place_factors("eviction")
        if len(by_place):
            factors *= by_place[state.households.place[rows]]
        evicted = is_sued & hit("evicted", rates.evicted * factors)
        sheltered = evicted & (self._draws("sheltered", rows, month) < rates.sheltered)
        sued = owes & hit("suit", rates.suit)
        over = (evicted & ~sheltered) | (is_sued & ~evicted & hit("settled", rates.settled))
        over |= (owes & ~sued & hit("paid", rates.paid)) | (is_homeless & hit("found_home", rates.found_home))
        now = np.where(sheltered, HOMELESS, np.where(sued, IN_ARREARS | SUED, was))
        now[over] = 0
        self._happen("eviction_suits", rows[sued])
        self._happen("evictions", rows[evicted])
        self._write(rows, now)

    def _write(self, rows: Rows, now: npt.NDArray[np.int64]) -> None:
        """Write what holds now, and mark those for whom it is another."""
        state, at_risk = self.model.state, self.model.state.columns["households"]["home_at_risk"]
        changed = at_risk[rows] != now
        at_risk[rows[changed]] = now[changed]
        state.households.due[rows[changed]] |= MAY_TURN

    def _happen(self, event: str, rows: Rows) -> None:
        """Count an event of households at the first member of each."""
        model, state = self.model, self.model.state
        first = state.households.first_member[rows]
        area, cell = model.place_area[state.households.place[rows]], model.cell[state.persons.cohort[first]]
        np.add.at(model.counts.event(event), (area, cell), 1)

    def _count(self, rows: Rows) -> None:
        """Add up households in arrears and sued, and people who lost their home, by area."""
        model, households = self.model, self.model.state.households
        bits = model.state.columns["households"]["home_at_risk"][rows]
        area, areas = model.place_area[households.place[rows]], len(model.counts.areas)
        sizes = households.size[rows]
        for name, bit, counted in zip(
            TENANCY_SUMS, (IN_ARREARS, SUED, HOMELESS), (np.ones_like(sizes), np.ones_like(sizes), sizes), strict=True
        ):  # fmt: skip
            weights = counted.astype(np.int64) * (bits & bit > 0)
            model.counts.quantity(name)[:] = np.bincount(area, weights, areas).astype(np.int64)
