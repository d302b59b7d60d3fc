"""What all measures have in common: a decision, what it does and where, and at whose cost.

A measure is immutable and keeps no state of its own: what it does in a month follows from the month
alone, so that one object serves all replicates and a continued run does the same as an unbroken one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field, model_validator

from simsocial.core.calendar import month_label
from simsocial.core.language import say
from simsocial.measures.checks import NO_SITES
from simsocial.measures.costs import Booking, Cost, StatedCost
from simsocial.measures.decision import Decision
from simsocial.measures.ledger import OTHER, areas_by_people
from simsocial.measures.protocols import ModelApi, PlanApi
from simsocial.measures.site_action import SiteAction, SiteChange
from simsocial.parameters import Parameters
from simsocial.parameters.modifier import Modifier
from simsocial.parameters.parameter import Parameter
from simsocial.region import Region
from simsocial.services.at_sites import PlannedSite
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.figure import Figure, Price
from simsocial.shapes.payers import Payers, payer_parameters, payer_shares

__all__ = ["Measure"]

_UNITS = {"running_cost_eur_per_year": "EUR per year", "capital_per_dwelling_eur": "EUR per dwelling"}


class Measure(Decision):
    """A dated modifier; the base of every kind of measure.

    When it acts and who decides it says :class:`simsocial.measures.decision.Decision`.

    Attributes
    ----------
    price_year : int or None
        Year in whose prices its costs are stated; without it the year of its start. A cost with a ``price_year``
        of its own goes before. Until they are booked they follow the price index of the service.
    running_cost_eur_per_year : Price or None
        Running cost of the measure from its start to its end, beyond what the services, places and posts that it
        changes cost anyway: a programme, a training grant, a campaign.
    running_payers : Payers or None
        Who bears the running cost.
    """

    price_year: int | None = Field(default=None, ge=1990, le=2100)
    running_cost_eur_per_year: Price | None = None
    running_payers: Payers | None = None

    @model_validator(mode="after")
    def _check_cost(self) -> Measure:
        """Require a payer of the running cost."""
        if self.running_cost_eur_per_year is not None and self.running_payers is None:
            message = say("running_cost_eur_per_year needs running_payers, for example {{kreis: 1.0}}")
            raise ValueError(message)
        return self

    def delayed(self, months: int) -> dict[str, Any]:
        """Return the keys that are others some months later; what it costs stays in prices of the same year.

        What waits for a trigger begins so much later after it has fired.
        """
        if not months:
            return {}
        if self.trigger is not None:
            return {"trigger": self.trigger.model_copy(update={"delay": self.delay + months}).model_dump()}
        later: dict[str, Any] = {"start": month_label(self.first_month + months)}
        if self.last_month is not None:
            later["end"] = month_label(self.last_month + months)
        prices = [one for one in self.figures().values() if isinstance(one, Price) and one.price_year is None]
        if prices and self.price_year is None:
            later["price_year"] = self.first_month // 12
        return later

    @property
    def acts_from(self) -> int:
        """Absolute month from which something is another, the start or later."""
        return self.first_month

    def site_actions(self) -> tuple[SiteAction, ...]:
        """Return what the measure does to which sites and when."""
        return ()

    def site_actions_in(self, region: Region, catalogue: Catalogue) -> tuple[SiteAction, ...]:  # noqa: ARG002
        """Return the same for measures that act on whatever sites a region has."""
        return self.site_actions()

    def site_changes(self, region: Region, catalogue: Catalogue) -> tuple[SiteChange, ...]:  # noqa: ARG002
        """Return the licensed places before and after, of each site that the measure changes."""
        return ()

    def doubts(self, region: Region, catalogue: Catalogue) -> Iterator[str]:  # noqa: ARG002
        """Iterate over sentences about what it does otherwise than somebody may expect."""
        return iter(())

    def modifiers(self, parameters: Parameters, catalogue: Catalogue) -> tuple[Modifier, ...]:  # noqa: ARG002
        """Return what the measure changes of registered values.

        Parameters
        ----------
        parameters : Parameters
            The registry of the run, with the measure's own uncertain numbers.
        catalogue : Catalogue
            The service kinds of the run.
        """
        return ()

    @property
    def planned_sites(self) -> tuple[PlannedSite, ...]:
        """Sites that the measure adds."""
        return ()

    @property
    def new_sites(self) -> Mapping[str, str]:
        """Sites that the measure adds, with their kind."""
        return {one.site: one.site_kind for one in self.planned_sites}

    def figures(self) -> dict[str, Figure]:
        """Return the uncertain numbers of the measure by name."""
        return {
            name: figure
            for name in type(self).model_fields
            if isinstance(figure := getattr(self, name), Figure)
        }

    def unit_of(self, path: str) -> str:
        """Return the unit of an uncertain number that states none."""
        return _UNITS.get(path, "EUR")

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the uncertain numbers and payers' shares as parameters ``measures.<name>.<number>``."""
        figures = [
            figure.parameter(f"measures.{self.name}.{path}", {}, self.unit_of(path))
            for path, figure in self.figures().items()
        ]
        shares = [
            parameter
            for name in type(self).model_fields
            if isinstance(payers := getattr(self, name), Payers)
            for parameter in payer_parameters(f"measures.{self.name}.{name}", payers, {})
        ]
        return (*figures, *shares)

    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Raise a ScenarioError if the measure does not fit the region.

        Parameters
        ----------
        region : Region
            Places, sites and providers that exist.
        catalogue : Catalogue
            Service kinds that exist.
        new_sites : mapping of str to str
            Sites that other measures of the scenario add, with their kind.
        """

    def apply(self, model: ModelApi, month: int) -> None:
        """Act in a month; the engine calls this once in every month from the start on.

        Parameters
        ----------
        model : ModelApi
            The model to change.
        month : int
            Absolute month, not before `first_month`.
        """
        after = None if self.last_month is None else self.last_month + 1
        if after is not None and month >= after:
            if month == after:
                self.finish(model, month)
            return
        if month == self.first_month:
            self.begin(model, month)
        self.during(model, month)

    def begin(self, model: ModelApi, month: int) -> None:
        """Act in the first month."""

    def during(self, model: ModelApi, month: int) -> None:
        """Act in every month from the first to the last."""

    def finish(self, model: ModelApi, month: int) -> None:
        """Act in the month after the last."""

    def settle(self, model: ModelApi, month: int) -> None:
        """Book what follows from whom services serve; the engine calls this at the end of each month from the start.

        Parameters
        ----------
        model : ModelApi
            The model, after the month's other bookings.
        month : int
            Absolute month, not before `first_month`.
        """
        if self.last_month is None or month <= self.last_month:
            self.book_month(model, month)

    def book_month(self, model: ModelApi, month: int) -> None:
        """Book what follows from a month's services, in every month from the first to the last."""

    def costs(self, model: PlanApi, months: range) -> Iterator[Cost]:
        """Iterate over what the measure costs in some months; the engine asks once, before the first of them.

        Parameters
        ----------
        model : ModelApi
            The model in which it acts.
        months : range
            Absolute months, none before the horizon.
        """
        if self.running_cost_eur_per_year is None or self.running_payers is None:
            return
        shares = self.shares(model, "running_payers")
        for month in self.acting(months):
            yearly = self.price(model, "running_cost_eur_per_year", month)
            yield Cost(month, yearly / 12.0, shares, "operating")

    def stated_costs(self) -> Iterator[StatedCost]:
        """Iterate over the costs that the measure states itself, before anything is run."""
        if self.running_cost_eur_per_year is not None:
            yield StatedCost.of(self.running_cost_eur_per_year, "operating")

    def bookings(self, model: PlanApi, months: range) -> dict[int, list[Booking]]:
        """Return by month what each payer pays of :meth:`costs`."""
        found: dict[int, list[Booking]] = {}
        item, areas = self.booked_on(model), self.areas(model)
        for cost in self.costs(model, months):
            found.setdefault(cost.month, []).extend(
                Booking(payer, item, area, cost.amount_eur * share * part, cost.budget)
                for payer, share in cost.shares.items()
                for area, part in areas.items()
                if share
            )
        return found

    def acting(self, months: range) -> range:
        """Return those of some months in which the measure acts."""
        stop = months.stop if self.last_month is None else min(self.last_month + 1, months.stop)
        return range(max(self.first_month, months.start), stop)

    def booked_on(self, model: PlanApi) -> str:  # noqa: ARG002
        """Return the service kind on which the measure books its cost; by default none."""
        return OTHER

    def areas(self, model: PlanApi) -> Mapping[int, float]:
        """Return by area code the share of the cost that is booked there; by default that of its people."""
        return areas_by_people(model.region)

    def amount(self, model: PlanApi, path: str) -> float:
        """Return an uncertain number of the measure as drawn for this run."""
        return self.drawn(model.parameters, path)

    def drawn(self, parameters: Parameters, path: str) -> float:
        """Return an uncertain number of the measure as drawn; as stated where it is not registered."""
        identifier = f"measures.{self.name}.{path}"
        return parameters.value(identifier) if identifier in parameters else self.figures()[path].latest

    def price(self, model: PlanApi, path: str, month: int) -> float:
        """Return a cost of the measure as drawn for this run, at the prices of the year of `month`."""
        amount, kind_id = self.amount(model, path), self.booked_on(model)
        if kind_id not in model.catalogue:
            return amount
        stated_in = getattr(self, path).price_year or self.price_year or self.first_month // 12
        return amount * model.catalogue[kind_id].price_growth(model.parameters, stated_in, month)

    def shares(self, model: PlanApi, name: str) -> dict[str, float]:
        """Return the shares of the payers under a key of the measure as drawn for this run."""
        return payer_shares(model.parameters, f"measures.{self.name}.{name}", getattr(self, name))
