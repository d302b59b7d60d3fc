"""What one YAML entry says of a service kind, and what must fit together in it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from simsocial.core.language import say
from simsocial.services.eligibility import Eligibility
from simsocial.services.need import Need
from simsocial.services.parts import (
    BookedHours,
    Cost,
    Distance,
    Effect,
    Expansion,
    MeansTest,
    Priority,
    SiteChoice,
    Transport,
)
from simsocial.services.payers import ServicePayers
from simsocial.services.take_up import TakeUp
from simsocial.services.team import Staff
from simsocial.shapes.figure import Figure
from simsocial.shapes.house import House
from simsocial.shapes.payers import Payers
from simsocial.shapes.strict_model import Label, StrictModel

__all__ = ["KindDefinition"]


_OF_PLACES = frozenset(
    {
        "house",
        "residential",
        "target_quota",
        "capacity",
        "opening_days_per_week",
        "days_per_case",
        "booked_hours",
        "expansion",
        "priority",
        "patience_months",
        "after_patience",
        "displaced_taken_on_share",
        "distance",
        "site_choice",
        "transport",
        "staff",
        "means_test",
        "staff_payers",
        "waiting_payers",
        "capital_payers",
    }
)
"""What is said of places, their staff and the wait for them."""


class KindDefinition(StrictModel):
    """What the entry of a kind states; field names are the keys of ``conf/services/<kind>.yaml``.

    Attributes
    ----------
    id : str
        Name of the kind, the key of its entry.
    label : Label
        Name in German and English.
    field, legal_base : str
        Planning field and law.
    status : {"mandatory", "discretionary"}
        Whether the law obliges somebody to pay for who uses it, so that nobody here can cut it.
    access : {"capacity", "entitlement"}
        Whether places limit it, or the law gives a claim. A claim is never given up: after the patience
        (0: in the same month) a place is bought elsewhere, at no less than a case costs here (the ratio
        ``cost.elsewhere_ratio``); until then the case counts as an unmet legal claim (indicator
        ``unmet_legal_claim``) and costs what a place elsewhere costs, since the claimant is refunded or
        compensated. Distance does not lower the demand: who has no site in reach is bought a place
        elsewhere. Thus fewer places are never a saving by themselves.
    site_kind : str
        Kind of the sites that offer it; kinds with the same site kind share licensed places, staff and all of
        :data:`simsocial.services.kind_numbers.OF_THE_HOUSE`, which one of them states.
    order : int
        Rank within a month, lower first.
    key_month : int or None
        Month (1-12) at whose end official figures count, and the year's value is taken; without it years are means.
    base_year : tuple of str
        Endings of its indicators that were compared with official figures of the base year.
    reach : bool
        Whether it is counted at each year's end whom it reaches and who goes without, by household type, income,
        benefit and migration background.
    house : House or None
        Its sites as such, stated by one of the kinds that share them.
    in_cash : bool
        Whether it is a sum of money (cash care allowance): it has no sites and no staff, and whoever claims it gets
        ``cost.per_case_eur_per_year`` in the same month.
    residential : bool
        Whether the person lives where the service is; who is served moves to the site's place.
    sources : dict
        Short names of sources with their full text.
    capacity : {"licence", "staff", "posts", "places"}
        What limits a site: its licensed places and its staff; staff alone (a service that goes to people's homes
        has no licensed number of them; ``licensed_places`` then says how large it is beside others); planned posts
        (counselling: who pays decides how many there are, so that waiting gets no more of them); or places alone
        (school is compulsory: where teachers are missing classes grow, nobody is sent away).
    opening_days_per_week, days_per_case : Figure or None
        Days a week that a place is open, and that one person comes: their ratio is the persons whom a place
        serves. Without them a place serves one.
    booked_hours : BookedHours or None
        Hours a week that parents book, and how they follow the fee.
    expansion : Expansion or None
        When providers add places of their own accord.
    patience_months, after_patience
        How long a person waits, and what then happens: ``leaves`` the waiting list, or is served
        ``elsewhere`` at the elsewhere price. Without patience nobody leaves.
    displaced_taken_on_share : Figure or None
        Share of those whose site closed whom another one near them serves with the staff it has, even where all of it
        is bound: there each has less time for all. The others need free staff.
    payers : ServicePayers
        Who pays by which rule; with a `means_test` it names the payer of the rest only.
    means_test : MeansTest or None
        Of a home: care fund, residents and Kreis pay the price by it.
    staff_payers, capital_payers : Payers or None
        Payers of the cost per FTE and of building, where they differ from `payers`. A case elsewhere is paid
        as a case here.
    waiting_payers : Payers or None
        Payers of what a waiting case costs, where they differ from those of a case elsewhere.
    take_up : TakeUp
        Which share of the eligible want it as long as they live so. Not stated with `need`: then all do who have one.
    need : Need or None
        How needs begin and end, in place of `take_up`.
    effects : dict of str to Effect
        What being served or waiting does.
    target_quota, price_index_per_year : Figure or None
        Share of the eligible who are to have a place by the plan, and the yearly rise of all prices.
    eligibility, priority, distance, site_choice, transport, staff, cost
        Parts with keys of their own; see their classes.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Label
    field: str
    legal_base: str
    status: Literal["mandatory", "discretionary"]
    access: Literal["capacity", "entitlement"]
    site_kind: str = ""
    order: int = 100
    key_month: int | None = Field(default=None, ge=1, le=12)
    base_year: tuple[str, ...] = ()
    reach: bool = False
    house: House | None = None
    in_cash: bool = False
    residential: bool = False
    sources: dict[str, str] = Field(default_factory=dict)
    eligibility: Eligibility
    take_up: TakeUp
    need: Need | None = None
    target_quota: Figure | None = None
    capacity: Literal["licence", "staff", "posts", "places"] = "licence"
    opening_days_per_week: Figure | None = None
    days_per_case: Figure | None = None
    booked_hours: BookedHours | None = None
    expansion: Expansion | None = None
    priority: Priority = Priority()
    patience_months: Figure | None = None
    after_patience: Literal["leaves", "elsewhere"] = "leaves"
    displaced_taken_on_share: Figure | None = None
    distance: Distance = Distance()
    site_choice: SiteChoice = SiteChoice()
    transport: Transport | None = None
    staff: Staff | None = None
    cost: Cost = Cost()
    price_index_per_year: Figure | None = None
    payers: ServicePayers
    means_test: MeansTest | None = None
    staff_payers: Payers | None = None
    waiting_payers: Payers | None = None
    capital_payers: Payers | None = None
    effects: dict[str, Effect] = Field(default_factory=dict)

    @property
    def lives_on_grants(self) -> bool:
        """Whether somebody decides how much it runs: posts are planned, or neither a law nor a price pays for it."""
        by_grant = self.status == "discretionary" and self.cost.fixed_share is None
        return self.capacity == "posts" or by_grant

    @model_validator(mode="after")
    def _check_claim(self) -> Self:
        """Require of an entitlement that it is met elsewhere at no lower price, and never suppressed."""
        ratio, price = self.cost.elsewhere_ratio, self.cost.elsewhere_per_case_eur_per_year
        if ratio is not None and price is not None:
            message = say("cost: give either elsewhere_ratio or elsewhere_per_case_eur_per_year, not both")
            raise ValueError(message)
        if self.access != "entitlement" or self.in_cash:
            return self
        if self.patience_months is None or self.after_patience != "elsewhere" or ratio is None:
            message = say(
                "access: entitlement needs patience_months (0: none), after_patience: elsewhere "
                "and cost.elsewhere_ratio"
            )
            raise ValueError(message)
        if self.distance.decay_minutes is not None:
            message = say(
                "access: entitlement takes no distance.decay_minutes: a claim does not fall with distance"
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_cash(self) -> Self:
        """Require of a sum of money that it is a claim with an amount, and nothing that belongs to a place."""
        if not self.in_cash:
            return self
        if self.access != "entitlement" or self.cost.per_case_eur_per_year is None:
            message = say("in_cash needs access: entitlement and cost.per_case_eur_per_year")
            raise ValueError(message)
        stated = self.model_fields_set & _OF_PLACES
        prices = {name for name, price in self.cost if price is not None and price is not False} - {
            "price_year",
            "per_case_eur_per_year",
        }
        if stated or prices or self.site_kind != self.id:
            named = sorted(stated | {f"cost.{name}" for name in prices}) or ["site_kind"]
            message = say(
                "in_cash takes no {named}: money has no place and no staff, and nobody waits for it",
                named=named[0],
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_taken_on(self) -> Self:
        """Require of a kind that takes on whom a closed site served that these come first, and that staff is short."""
        if self.displaced_taken_on_share is None:
            return self
        if not self.priority.displaced_first:
            why = say("priority.displaced_first: false lets them wait as all others do")
        elif self.staff is None or self.capacity == "places":
            why = say("staff limits nobody here, so that nobody is beyond it")
        else:
            return self
        message = say(
            "displaced_taken_on_share changes nothing: {why}. Valid: without it, or a kind with "
            "staff that serves the displaced first",
            why=why,
        )
        raise ValueError(message)

    @model_validator(mode="after")
    def _check_price(self) -> Self:
        """Require of a price that somebody bears what it leaves of the cost, and of a means test a price."""
        if self.cost.fixed_share is not None and not self.payers.residual:
            message = say(
                "cost.fixed_share needs payers.residual: who bears the cost of empty places, for "
                "example residual: provider"
            )
            raise ValueError(message)
        if self.means_test is None:
            return self
        if self.cost.per_case_eur_per_year is None or not self.payers.residual:
            message = say("means_test needs cost.per_case_eur_per_year and payers.residual")
            raise ValueError(message)
        if self.payers.shares or self.payers.flat_sums:
            message = say("means_test says who pays the price: valid under payers is residual only")
            raise ValueError(message)
        return self

    @model_validator(mode="before")
    @classmethod
    def _fill_take_up(cls, data: object) -> object:
        """Let all who have a need want the service; require one way to need it."""
        if not isinstance(data, dict) or data.get("need") is None:
            return data
        if "take_up" in data:
            message = say("give either take_up or need, not both")
            raise ValueError(message)
        return {
            **data,
            "take_up": {"by": "age", "table": {0: 1.0}, "source": "all who have a need", "year": "-"},
        }

    @model_validator(mode="after")
    def _check_need(self) -> Self:
        """Require of needs that end that people do not live where they are served."""
        if self.need is not None and self.residential:
            message = say(
                "need: who lives where the service is does not come back when a need ends. Valid: take_up"
            )
            raise ValueError(message)
        return self

    @model_validator(mode="before")
    @classmethod
    def _fill_site_kind(cls, data: object) -> object:
        """Let a kind without ``site_kind`` have sites of its own name."""
        if isinstance(data, dict) and not data.get("site_kind"):
            return {**data, "site_kind": data.get("id", "")}
        return data
