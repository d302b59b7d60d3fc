"""The services' turns of the month: demand, staff market, allocation, finance.

Each is a process of its own, so that it can be switched off and stands in the schedule by name; what they
do is in :mod:`simsocial.services.system`.
"""

from __future__ import annotations

from simsocial.processes.base import Process, register

__all__ = [
    "AddedPlaces",
    "Allocation",
    "FinanceBooking",
    "ProviderDecisions",
    "ServiceDemand",
    "StaffMarketTurn",
]


@register
class AddedPlaces(Process):
    """Let providers agree on prices and keep fewer places where theirs stay empty, or add some where they fill up."""

    name = "added_places"

    def step(self, month: int) -> None:
        """Act in one month."""
        self.model.services.add_places(month)


@register
class ProviderDecisions(Process):
    """Let providers short of money or staff raise fees, shrink or close sites by a stated rule, off by default."""

    name = "provider_decisions"

    def step(self, month: int) -> None:
        """Act in one month."""
        self.model.services.let_providers_decide(month)


@register
class ServiceDemand(Process):
    """Open cases for those who now want a service, close those of others."""

    name = "service_demand"

    def step(self, month: int) -> None:
        """Act in one month."""
        self.model.services.update_demand(month)


@register
class StaffMarketTurn(Process):
    """Let staff retire, leave, enter and be hired."""

    name = "staff_market"

    def step(self, month: int) -> None:
        """Act in one month."""
        self.model.services.move_staff(month)


@register
class Allocation(Process):
    """Give waiting cases a place."""

    name = "allocation"

    def step(self, month: int) -> None:
        """Act in one month."""
        self.model.services.allocate(month)


@register
class FinanceBooking(Process):
    """Book the month's costs; it follows the count of cases."""

    name = "finance"

    def step(self, month: int) -> None:
        """Act in one month."""
        self.model.services.book_costs(month)
