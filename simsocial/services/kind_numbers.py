"""The numbers of a service kind: each by its registered id, prices at those of a year, and who pays them."""

from __future__ import annotations

import functools
from typing import Self

from simsocial.parameters.registry import Parameters
from simsocial.services.co_funding import co_funded_shares
from simsocial.services.definition import KindDefinition
from simsocial.services.means_test import HomePayers, split_price
from simsocial.shapes.figure import Price, figures_in
from simsocial.shapes.payers import payer_shares

__all__ = ["COST_COMPONENTS", "OF_THE_HOUSE", "NumberedKind", "of_the_house"]

COST_COMPONENTS = ("fixed_per_site", "per_place", "per_fte", "per_case")
"""Components of the operating cost of a site; each is EUR a year per the unit in its name.

An FTE is one of the first member of a team; behind them stand those of the further members.
"""

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
_OF_A_HOUSE_BY_MEMBER = (".fte_fixed_per_site", ".per_fte_eur_per_year")
"""The same of the further members of a team: ends of their paths."""


def of_the_house(path: str) -> bool:
    """Whether the number at a path belongs to the sites.

    Examples
    --------
    >>> of_the_house("staff.also.care_assistant.fte_fixed_per_site"), of_the_house("staff.fte_per_case")
    (True, False)
    """
    return path in OF_THE_HOUSE or (path.startswith("staff.also.") and path.endswith(_OF_A_HOUSE_BY_MEMBER))


class NumberedKind(KindDefinition):
    """What one entry says of a service kind, with its numbers as they hold in a month."""

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
            known = f"services.{self.site_kind if of_the_house(path) else self.id}.{path}"
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

    def number(
        self, parameters: Parameters, path: str, month: int | None = None, default: float = 0.0
    ) -> float:
        """Return a number of this kind or of its house from the registry; `default` where none states it."""
        identifier = self.parameter_id(path)
        return parameters.value(identifier, month) if identifier in parameters else default

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
        if component == "per_fte":
            return self.post_eur_per_year(
                parameters, "" if self.staff is None else self.staff.qualification, month
            )
        name = f"{component}_eur" if component == "capital_per_place" else f"{component}_eur_per_year"
        return self._price(parameters, f"cost.{name}", getattr(self.cost, name), month)

    def post_eur_per_year(self, parameters: Parameters, qualification: str, month: int) -> float:
        """Return the cost of a full-time post: that of its qualification, or the one for all of the kind."""
        path, price = "cost.per_fte_eur_per_year", self.cost.per_fte_eur_per_year
        member = None if self.staff is None else self.staff.also.get(qualification)
        if member is not None and member.per_fte_eur_per_year is not None:
            path, price = f"staff.also.{qualification}.per_fte_eur_per_year", member.per_fte_eur_per_year
        return self._price(parameters, path, price, month) * self._wage_drift(
            parameters, qualification, month
        )

    def fte(self, parameters: Parameters, qualification: str, what: str, month: int | None = None) -> float:
        """Return the FTE of a qualification that a case binds or an open site needs; none of one it does not name.

        Parameters
        ----------
        parameters : Parameters
            The registry of the run.
        qualification : str
            A member of the team.
        what : {"fte_per_case", "fte_fixed_per_site"}
            Which number.
        month : int, optional
            Absolute month.
        """
        paths = {} if self.staff is None else self.staff.paths
        return (
            self.number(parameters, f"{paths[qualification]}.{what}", month)
            if qualification in paths
            else 0.0
        )

    def _wage_drift(self, parameters: Parameters, qualification: str, month: int) -> float:
        """Return the factor by which a post has become dearer than the price index says."""
        name = f"staff.{qualification}.wage_drift_per_year"
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

        Rules are ``flat_per_case``, ``flat_per_place``, ``flat_per_site`` and ``grant_cap`` (a year and inhabitant).
        """
        return {
            payer: self._price(parameters, f"payers.{rule}.{payer}", price, month)
            for payer, price in getattr(self.payers, rule).items()
        }

    def home_payers(
        self, parameters: Parameters, price_eur_per_month: float, month: int
    ) -> HomePayers | None:
        """Return who pays a price by the means test, None without one.

        Incomes, assets and allowance grow from the year for which they are stated.
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
