"""New homes of a measure are filled within months (``housing.new_home_fill_rate``).

A part goes to households from outside the Kreis (``housing.new_home_outside_share``), the rest to families
of the region, chosen by the lowest keyed draw among couples of the same ages (``housing.new_home_youngest_age``
to ``housing.new_home_oldest_age``), nearer ones more often (``housing.new_home_minutes``). They free their old home.
"""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import age_of_cohorts
from simsocial.core.columns import ADULT, NOBODY, PRIVATE
from simsocial.core.random import Stream
from simsocial.core.state import TOP
from simsocial.parameters.by_month import Number
from simsocial.processes.base import Engine, Process, Rows, register
from simsocial.processes.moves import Moving

__all__ = ["NewHomes"]


@register
class NewHomes(Process):
    """Fill new homes."""

    name = "new_homes"

    def __init__(self, model: Engine) -> None:
        super().__init__(model)
        self._moving, self._outside = Moving(model, self.name), Stream.of(model.seed, "new_homes.outside")
        self._youngest, self._oldest, self._minutes = (
            model.plan.number(f"housing.new_home_{name}")
            for name in ("youngest_age", "oldest_age", "minutes")
        )
        self._fill_rate, self._outside_share = (
            self._by_place(f"housing.new_home_{name}") for name in ("fill_rate", "outside_share")
        )
        self._choice = [
            Stream.of(model.seed, f"new_homes.choice.{place}") for place in range(len(model.region.places))
        ]

    def _by_place(self, identifier: str) -> list[Number]:
        """Return a number by month of each place."""
        plan, places = self.model.plan, self.model.region.places
        if not plan.differs("area", "place"):
            return [plan.number(identifier)] * len(places)
        areas = self.model.region.areas["area"].to_numpy()[self.model.place_area]
        return [
            plan.local(area=area, place=place).number(identifier)
            for area, place in zip(areas, places["place"], strict=True)
        ]

    def step(self, month: int) -> None:
        """Choose movers for a part of the unfilled new homes."""
        model, market = self.model, self.model.housing
        if not market.unfilled.any():
            model.extra_arrivals = np.empty(0, dtype=np.int64)
            return
        couples = self._young_couples(month)
        extra = []
        for place in np.flatnonzero(market.unfilled):
            number = int(np.ceil(market.unfilled[place] * self._fill_rate[place].at(month)))
            # Rounded by a draw, so that few homes have the share on average, too.
            rounding = self._outside.draw(int(place) + 1, month)
            from_outside = int(number * self._outside_share[place].at(month) + rounding)
            chosen = self._nearest(couples, month, int(place), number - from_outside)
            # Nobody moves twice in a month: otherwise the same families would be first everywhere.
            couples = couples[~np.isin(couples, chosen)]
            # The homes come onto the market for those who get them.
            market.free[place] += len(chosen)
            self._moving.house(month, chosen, target=int(place))
            market.unfilled[place] -= len(chosen) + from_outside
            extra.append(np.full(from_outside, place, dtype=np.int64))
        model.extra_arrivals = np.concatenate(extra)

    def _young_couples(self, month: int) -> Rows:
        """Return somebody of the age who lives with a partner in each private household."""
        state = self.model.state
        persons, top = state.persons, int(state.counters[0, TOP])
        youngest, oldest = self._youngest.at(month), self._oldest.at(month)
        ages = age_of_cohorts(month)
        of_age = ((ages >= youngest) & (ages <= oldest))[persons.cohort[:top]]
        heads = of_age & (persons.role[:top] == ADULT) & (persons.partner[:top] != NOBODY)
        rows = np.flatnonzero(heads).astype(np.int32)
        homes, first = np.unique(persons.household[rows], return_index=True)
        private: Rows = rows[first[state.households.form[homes] == PRIVATE]]
        return private

    def _nearest(self, couples: Rows, month: int, place: int, number: int) -> Rows:
        """Return the couples that move into a place: the lowest draws, less the farther they live.

        The draw is exponential, so that dividing it by a weight makes nearer households win more often. It
        belongs to household and place.
        """
        model, persons = self.model, self.model.state.persons
        rows = couples[persons.place[couples] != place]
        keys = model.state.households.key[persons.household[rows]]
        draw = -np.log(1.0 - self._choice[place].draws(keys, month))
        weight = np.exp(-model.region.minutes[persons.place[rows], place] / self._minutes.at(month))
        chosen: Rows = rows[np.lexsort((keys, draw / weight))[:number]]
        return chosen
