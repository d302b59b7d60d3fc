"""A service kind: everything the model knows about one service, read from one YAML entry.

Every number is a registered parameter ``services.<kind>.<path>``, so that it appears with its source in
the assumption sheet and can be overridden or drawn. The engine asks the kind, the kind asks the registry.
What belongs to a house is registered once as ``services.<site kind>.<path>``, whichever kinds share it.
"""

from __future__ import annotations

import functools
from typing import Literal, Self

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.parameters.registry import Parameters
from simsocial.parameters.trend import log_growth
from simsocial.services.co_funding import co_funded_shares
from simsocial.services.definition import KindDefinition
from simsocial.services.means_test import HomePayers, split_price
from simsocial.shapes.figure import Price, figures_in
from simsocial.shapes.payers import payer_shares

__all__ = ["COST_COMPONENTS", "OF_THE_HOUSE", "ServiceKind"]

Floats = npt.NDArray[np.float64]

COST_COMPONENTS = ("fixed_per_site", "per_place", "per_fte", "per_case")
"""Components of the operating cost of a site; each is EUR a year per the unit in its name."""

_WAGES_OF = 2025
"""Year from which wages drift, where prices are stated for none."""

OF_THE_HOUSE = (
    "opening_days_per_week",
    "days_per_case",
    "expansion.from_occupancy",
    "expansion.share_per_year",
    "price_index_per_year",
    "distance.maximum_minutes",
    "staff.fte_fixed_per_site",
    "cost.fixed_per_site_eur_per_year",
    "cost.per_place_eur_per_year",
    "cost.per_fte_eur_per_year",
    "cost.capital_per_place_eur",
    "capital_payers",
    "house",
)
"""What belongs to the sites, not to one of the services that share them."""


class ServiceKind(KindDefinition):
    """One kind of service and the numbers of it that hold in a month; what it states says :class:`KindDefinition`."""

    def __copy__(self) -> Self:
        """Return a copy that keeps nothing worked out before, since a copy may be given other values."""
        made = super().__copy__()
        for name in made.__dict__.keys() - type(self).model_fields.keys():
            del made.__dict__[name]
        return made

    def parameter_id(self, path: str) -> str:
        """Return the registered id of a number of this kind.

        Parameters
        ----------
        path : str
            Keys joined by dots, such as ``cost.per_fte_eur_per_year``.
        """
        known = self._ids.get(path)
        if known is None:
            known = f"services.{self.site_kind if path in OF_THE_HOUSE else self.id}.{path}"
            self._ids[path] = known
        return known

    @functools.cached_property
    def _ids(self) -> dict[str, str]:
        return {}

    @functools.cached_property
    def _stated(self) -> frozenset[str]:
        return frozenset(figures_in(self))

    def has(self, path: str) -> bool:
        """Whether the number at `path` is stated."""
        return path in self._stated

    @property
    def served_at_once(self) -> bool:
        """Whether whoever wants it has it in the same month, here or elsewhere: a claim without patience."""
        patience = self.patience_months
        return self.in_cash or (
            self.access == "entitlement" and patience is not None and patience.limits[1] == 0.0
        )

    @property
    def stated_of_the_house(self) -> tuple[str, ...]:
        """What this kind states of :data:`OF_THE_HOUSE`."""
        parts = {name for name in ("capital_payers", "house") if getattr(self, name) is not None}
        stated = self._stated | parts
        return tuple(path for path in OF_THE_HOUSE if path in stated)

    def number(
        self, parameters: Parameters, path: str, month: int | None = None, default: float = 0.0
    ) -> float:
        """Return a number of this kind or of its house from the registry; `default` where none states it."""
        identifier = self.parameter_id(path)
        return parameters.value(identifier, month) if identifier in parameters else default

    def take_up_by_age_months(
        self, parameters: Parameters, month: int | None = None
    ) -> list[tuple[int, float]]:
        """Return ``(from_months, share)`` steps, ascending; only for take-up by age in months."""
        if self.take_up.by != "age_months":
            return []
        shares = parameters.table(self.parameter_id("take_up.table"), month)
        return list(zip(map(int, self.take_up.rows), np.minimum(shares, 1.0).tolist(), strict=True))

    def take_up_table(
        self, parameters: Parameters, month: int | None = None, *, with_trend: bool = True
    ) -> Floats:
        """Return the share of eligible persons who want the service, by age and care grade.

        Returns
        -------
        ndarray of shape (101, 6)
            Completed years 0 to 100 x care grade 0 to 5; zero for care grades that are not eligible.
            Take-up by age in months is averaged over the eligible months of each year of age; of take-up by
            another trait it is the highest (:meth:`take_up_factors`).
        """
        if self.need is not None:
            table = np.ones((MAX_AGE + 1, 6))
        elif self.take_up.by == "age_months":
            table = np.repeat(self._by_year(parameters, month)[:, np.newaxis], 6, axis=1)
        elif self.take_up.trait:
            most = parameters.table(self.parameter_id("take_up.table"), month).max()
            table = np.full((MAX_AGE + 1, 6), most)
        else:
            table = np.array(parameters.table(self.parameter_id("take_up.table"), month))
        if (
            month is not None
            and with_trend
            and self.has("take_up.trend_per_year")
            and self.take_up.by != "age_months"
        ):
            counted = 12 * int(self.take_up.year) + 12
            odds = np.exp(log_growth(parameters, self.parameter_id("take_up.trend"), counted, month))
            table = table * odds / (1.0 - table + table * odds)
        grades = np.arange(6)
        table[:, (grades < self.eligibility.care_grade_from) | (grades > self.eligibility.care_grade_to)] = (
            0.0
        )
        return np.minimum(table, 1.0)

    @property
    def way(self) -> Literal["take_up", "need"]:
        """Key of what says who wants it: a lasting share, or needs that begin and end."""
        return "take_up" if self.need is None else "need"

    def cases_per_place(self, parameters: Parameters, month: int | None = None) -> float:
        """Return the persons whom one licensed place serves, each on some days of the week."""
        days = self.number(parameters, "days_per_case", month, default=1.0)
        return self.number(parameters, "opening_days_per_week", month, default=1.0) / days

    def take_up_factors(self, parameters: Parameters, axis: str, month: int | None = None) -> Floats:
        """Return factors on take-up, or on the onset of needs, along one of its axes.

        Parameters
        ----------
        parameters : Parameters
            The registry of the run.
        axis : str
            One of ``take_up.predicates``, or ``take_up.trait``; with `need` one of ``need.predicates``.
        month : int, optional
            Absolute month.

        Returns
        -------
        ndarray
            Of a predicate of those of whom it does not hold, and of whom it does, with a mean of one; of a trait by its
            levels, one where take-up is highest.
        """
        if axis == self.take_up.trait:
            shares = np.minimum(parameters.table(self.parameter_id("take_up.table"), month), 1.0)
            highest = float(shares.max())
            return np.asarray(shares / highest if highest > 0.0 else np.ones_like(shares))
        ratio, share = (
            self.number(parameters, f"{self.way}.{axis}_{part}", month) for part in ("ratio", "share")
        )
        others = 1.0 / (share * ratio + 1.0 - share)
        return np.array([others, ratio * others])

    def distance_factors(
        self, parameters: Parameters, minutes: npt.ArrayLike, month: int | None = None
    ) -> Floats:
        """Return the factor on demand for travel times in minutes one way."""
        travel = np.asarray(minutes, dtype=np.float64)
        free = self.number(parameters, "distance.free_minutes", month)
        decay = self.number(parameters, "distance.decay_minutes", month, default=np.inf)
        maximum = self.number(parameters, "distance.maximum_minutes", month, default=np.inf)
        factors = np.exp(-np.maximum(travel - free, 0.0) / decay)
        return np.where(travel <= maximum, factors, 0.0)

    def cost_eur_per_year(self, parameters: Parameters, component: str, month: int) -> float:
        """Return a cost component at the prices of the year of `month`.

        Parameters
        ----------
        parameters : Parameters
            The registry of the run.
        component : str
            One of :data:`COST_COMPONENTS`, ``elsewhere_per_case``, ``waiting_per_case`` or ``capital_per_place``.
        month : int
            Absolute month.
        """
        name = f"{component}_eur" if component == "capital_per_place" else f"{component}_eur_per_year"
        price = self._price(parameters, f"cost.{name}", getattr(self.cost, name), month)
        return price * self._wage_drift(parameters, month) if component == "per_fte" else price

    def _wage_drift(self, parameters: Parameters, month: int) -> float:
        """Return the factor by which a post has become dearer than the price index says."""
        name = "" if self.staff is None else f"staff.{self.staff.qualification}.wage_drift_per_year"
        if name not in parameters:
            return 1.0
        years = max(month // 12 - (self.cost.price_year or _WAGES_OF), 0)
        return float((1.0 + parameters.value(name, month)) ** years)

    def price_growth(
        self, parameters: Parameters, stated_in: int, month: int, index: str = "price_index_per_year"
    ) -> float:
        """Return the factor from the prices of a year to those of the year of `month`, by the kind's index."""
        growth = 1.0 + self.number(parameters, index, month)
        return float(growth ** (month // 12 - stated_in))

    def _price(
        self,
        parameters: Parameters,
        path: str,
        price: Price | None,
        month: int,
        index: str = "price_index_per_year",
    ) -> float:
        """Return an amount at the prices of the year of `month`.

        Amounts by date are in prices of their date: the index leads on from the last one. An override is in those of
        the price year.
        """
        stated_in = (price.price_year if price is not None else None) or self.cost.price_year
        identifier = self.parameter_id(path)
        if price is not None and isinstance(price.value, dict) and identifier not in parameters.overrides:
            stated_in = parameters.dated(identifier, month).holds_from // 12
        return self.number(parameters, path, month) * self.price_growth(parameters, stated_in, month, index)

    def payers_of(self, parameters: Parameters, component: str, month: int | None = None) -> dict[str, float]:
        """Return the shares by payer of a cost component, of ``waiting_per_case`` or ``capital_per_place``.

        They leave out flat sums, the residual, and what a means test decides.
        """
        special = {
            "per_fte": "staff_payers",
            "waiting_per_case": "waiting_payers",
            "capital_per_place": "capital_payers",
        }
        name = special.get(component, "payers")
        if getattr(self, name) is None:
            name = "payers"
        if name == "payers":
            shares = co_funded_shares(parameters, self.parameter_id(name), self.payers, month)
        else:
            shares = payer_shares(parameters, self.parameter_id(name), getattr(self, name), month)
        if component == "capital_per_place" and name == "payers" and self.payers.residual:
            # Nobody pays flat sums for a building: who bears the rest of the running cost bears it.
            rest = 1.0 - sum(shares.values())
            shares |= {payer: rest * share for payer, share in self.payers.residual.items()}
        return shares

    def flat_eur_per_year(self, parameters: Parameters, rule: str, month: int) -> dict[str, float]:
        """Return the sums of a rule by payer at the prices of the year of `month`.

        Rules are ``flat_per_case`` and ``flat_per_place``, and ``grant_cap`` (a year and inhabitant).
        """
        return {
            payer: self._price(parameters, f"payers.{rule}.{payer}", price, month)
            for payer, price in getattr(self.payers, rule).items()
        }

    def home_payers(
        self, parameters: Parameters, price_eur_per_month: float, month: int
    ) -> HomePayers | None:
        """Return who pays a price by the means test, None without one.

        Incomes and allowance grow from the year for which they are stated.
        """
        test = self.means_test
        if test is None:
            return None

        def number(name: str) -> float:
            path, figure = f"means_test.{name}", getattr(test, name)
            if isinstance(figure, Price):
                return self._price(parameters, path, figure, month, "means_test.income_growth_per_year")
            return self.number(parameters, path, month)

        return split_price(number, price_eur_per_month)

    def _by_year(self, parameters: Parameters, month: int | None) -> Floats:
        """Average the steps by age in months over each year of age."""
        steps = self.take_up_by_age_months(parameters, month)
        months = np.zeros(12 * (MAX_AGE + 1))
        for start, share in steps:
            months[start:] = share
        months[: self.eligibility.from_months or 0] = 0.0
        # Nobody is older than 83 months at school entry.
        until = 84 if self.eligibility.until_event == "school_entry" else self.eligibility.until_months
        months[until or len(months) :] = 0.0
        return np.asarray(months.reshape(MAX_AGE + 1, 12).mean(axis=1))
