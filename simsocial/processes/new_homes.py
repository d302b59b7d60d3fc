"""New homes of a measure are filled within months (``housing.new_home_fill_rate``).

A part goes to households from outside the Kreis (``housing.new_home_outside_share``), the rest to families
of the region, chosen by the lowest keyed draw among couples of the same ages (``housing.new_home_youngest_age``
to ``housing.new_home_oldest_age``), nearer ones more often (``housing.new_home_minutes``). They free their old home.
"""

from __future__ import annotations

import numpy as np

from simsocial.core.calendar import age_of_cohorts
from simsocial.core.columns import ADULT, NOBODY, PRIVATE
from simsocial.core.random import salt_of, uniform, uniform_array
from simsocial.core.state import TOP
from simsocial.processes.base import Process, Rows, register
from simsocial.processes.moves import move_house

__all__ = ["NewHomes"]


@register
class NewHomes(Process):
    """Fill new homes."""

    name = "new_homes"

    def step(self, month: int) -> None:
        """Choose movers for a part of the unfilled new homes."""
        model, market = self.model, self.model.housing
        if not market.unfilled.any():
            model.extra_arrivals = np.empty(0, dtype=np.int64)
            return
        rate = model.parameters.value("housing.new_home_fill_rate", month)
        outside = model.parameters.value("housing.new_home_outside_share", month)
        couples = self._young_couples(month)
        extra = []
        for place in np.flatnonzero(market.unfilled):
            number = int(np.ceil(market.unfilled[place] * rate))
            # Rounded by a draw, so that few homes have the share on average, too.
            rounding = uniform(salt_of(model.seed, "new_homes.outside", month), np.uint64(place + 1))
            from_outside = int(number * outside + rounding)
            chosen = self._nearest(couples, month, int(place), number - from_outside)
            # Nobody moves twice in a month: otherwise the same families would be first everywhere.
            couples = couples[~np.isin(couples, chosen)]
            # The homes come onto the market for those who get them.
            market.free[place] += len(chosen)
            move_house(self, month, chosen, target=int(place))
            market.unfilled[place] -= len(chosen) + from_outside
            extra.append(np.full(from_outside, place, dtype=np.int64))
        model.extra_arrivals = np.concatenate(extra)

    def _young_couples(self, month: int) -> Rows:
        """Return somebody of the age who lives with a partner in each private household."""
        state = self.model.state
        persons, top = state.persons, int(state.counters[0, TOP])
        youngest, oldest = (
            self.model.parameters.value(f"housing.new_home_{name}_age", month)
            for name in ("youngest", "oldest")
        )
        ages = age_of_cohorts(month)
        of_age = ((ages >= youngest) & (ages <= oldest))[persons.cohort[:top]]
        heads = of_age & (persons.role[:top] == ADULT) & (persons.partner[:top] != NOBODY)
        rows = np.flatnonzero(heads).astype(np.int32)
        homes, first = np.unique(persons.household[rows], return_index=True)
        private: Rows = rows[first[state.households.kind[homes] == PRIVATE]]
        return private

    def _nearest(self, couples: Rows, month: int, place: int, number: int) -> Rows:
        """Return the couples that move into a place: the lowest draws, less the farther they live.

        The draw is exponential, so that dividing it by a weight makes nearer households win more often. It
        belongs to household and place.
        """
        model, persons = self.model, self.model.state.persons
        rows = couples[persons.place[couples] != place]
        keys = model.state.households.key[persons.household[rows]]
        draw = -np.log(1.0 - uniform_array(model.seed, f"new_homes.choice.{place}", keys, month))
        decay = model.parameters.value("housing.new_home_minutes", month)
        weight = np.exp(-model.region.minutes[persons.place[rows], place] / decay)
        chosen: Rows = rows[np.lexsort((keys, draw / weight))[:number]]
        return chosen
