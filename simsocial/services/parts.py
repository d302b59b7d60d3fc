"""The smaller parts of a service kind: priority, distance, choice of a site, cost, transport, effects."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from simsocial.core.errors import nearest
from simsocial.core.language import say
from simsocial.people.changeable import CHANGEABLE, ONSET
from simsocial.shapes.figure import Figure, Price
from simsocial.shapes.payers import Payers
from simsocial.shapes.strict_model import StrictModel

__all__ = [
    "FARTHER",
    "BookedHours",
    "Cost",
    "Distance",
    "Effect",
    "Expansion",
    "MeansTest",
    "Priority",
    "SiteChoice",
    "Transport",
]


class Priority(StrictModel):
    """Who comes first when places are short."""

    rule: Literal["longest_waiting", "highest_grade", "oldest", "youngest"] = "longest_waiting"
    displaced_first: bool = True


class Distance(StrictModel):
    """How travel time holds demand back.

    The factor on demand is one up to `free_minutes`, then exp(-(minutes - free) / decay), and zero
    beyond `maximum_minutes`. Without a figure, that part does not act. Farther sites than
    `maximum_minutes` are not chosen either. An entitlement has no `decay_minutes`.
    """

    free_minutes: Figure | None = None
    decay_minutes: Figure | None = None
    maximum_minutes: Figure | None = None


class SiteChoice(StrictModel):
    """Which site a person comes to; see :mod:`simsocial.services.allocation`.

    Attributes
    ----------
    assignment : {"nearest", "district"}
        Near sites are chosen with a spread, or each place belongs to the district of a site.
    exception_share : Figure or None
        Share who go to another site than that of their district.
    transfer_gain_minutes, transfer_months : Figure or None
        From how many minutes saved on and after how many months on average who is served changes to a nearer site
        (0: in the same month); without them ``allocation.transfer_gain_minutes`` and ``allocation.transfer_months``.
    """

    assignment: Literal["nearest", "district"] = "nearest"
    exception_share: Figure | None = None
    transfer_gain_minutes: Figure | None = None
    transfer_months: Figure | None = None

    @model_validator(mode="after")
    def _check_exceptions(self) -> SiteChoice:
        """Require districts where there are exceptions from them."""
        if self.exception_share is not None and self.assignment != "district":
            message = say("exception_share needs assignment: district")
            raise ValueError(message)
        return self


class Cost(StrictModel):
    """Operating cost in EUR a year, and capital cost a place, at the prices of `price_year` or of their own.

    A case served elsewhere costs `elsewhere_ratio` times what it takes here of staff, place, house and
    material, or the price `elsewhere_per_case_eur_per_year` where one is known. Who wants a service that is no
    claim and gets none costs `waiting_per_case_eur_per_year`: benefits drawn instead, help bought, hospital.

    Where users are charged a price (`per_case_eur_per_year`) calculated for a full house, `fixed_share` of it
    covers what an empty place costs as well, and `calculated_occupancy` is the share of the places that are
    taken in that calculation. The provider then bears what empty places cost beyond it, or keeps what they bring.
    Where such a price is `negotiated`, each site agrees on its own each year (:mod:`simsocial.services.negotiation`).
    """

    price_year: int = 2025
    fixed_per_site_eur_per_year: Price | None = None
    per_place_eur_per_year: Price | None = None
    per_fte_eur_per_year: Price | None = None
    per_case_eur_per_year: Price | None = None
    elsewhere_per_case_eur_per_year: Price | None = None
    waiting_per_case_eur_per_year: Price | None = None
    elsewhere_ratio: Figure | None = None
    capital_per_place_eur: Price | None = None
    fixed_share: Figure | None = None
    calculated_occupancy: Figure | None = None
    negotiated: bool = False

    @model_validator(mode="after")
    def _check_calculation(self) -> Cost:
        """Require of a price both its fixed part and the occupancy it is made for."""
        if (self.fixed_share is None) != (self.calculated_occupancy is None):
            message = say("give both fixed_share and calculated_occupancy, or neither")
            raise ValueError(message)
        if self.fixed_share is not None and self.per_case_eur_per_year is None:
            message = say("fixed_share needs the price of which it is a share: per_case_eur_per_year")
            raise ValueError(message)
        if self.negotiated and self.fixed_share is None:
            message = say("negotiated needs fixed_share and calculated_occupancy")
            raise ValueError(message)
        return self


class Expansion(StrictModel):
    """When and how fast providers add places by themselves; see :mod:`simsocial.services.expansion`.

    Attributes
    ----------
    from_occupancy : Figure
        Share of the places taken from which on a house grows.
    share_per_year : Figure
        Share of the missing places that open within a year.
    """

    from_occupancy: Figure
    share_per_year: Figure


class MeansTest(StrictModel):
    """What the care fund pays of a home's price, and when residents need means-tested care aid.

    The price a month has a care part and a part for board and building (`board_share`). The care fund pays
    `benefit_eur_per_month` (law; `benefit_rise` on it once the next rise is due, `later_rise` for what comes after the
    law) and, of the rest of the care part, a supplement that rises with each year of stay. Residents bear what is left;
    who has no more assets pays from the income (log-normal) beyond an allowance, and the Kreis the rest. Derivation in
    :mod:`simsocial.services.means_test`.
    """

    board_share: Figure
    benefit_eur_per_month: Figure
    benefit_rise: Figure
    later_rise: Figure
    supplement_year_1: Figure
    supplement_year_2: Figure
    supplement_year_3: Figure
    supplement_year_4: Figure
    mean_stay_months: Figure
    income_eur_per_month: Price
    income_variation: Figure
    income_growth_per_year: Figure
    allowance_eur_per_month: Price
    without_assets: Figure
    assets_eur: Price


class Transport(StrictModel):
    """What the way costs beyond its free part; see :mod:`simsocial.services.transport`.

    Attributes
    ----------
    per_minute_eur_per_year : Price
        EUR a case, year and minute of one way by car.
    free_minutes : Figure
        Minutes of one way that cost nobody here.
    payers : Payers
        Who pays.
    choice_payers : Payers or None
        Who pays the minutes beyond those to the site of the district, of those who attend another one by choice;
        without it `payers`.
    """

    per_minute_eur_per_year: Price
    free_minutes: Figure
    payers: Payers
    choice_payers: Payers | None = None


class BookedHours(StrictModel):
    """Hours a week that parents book for a child, and what the fee does to them.

    Attributes
    ----------
    hours_per_week : Figure
        Mean of the children served, at the fees of today.
    growth_without_fee, lasts_months : Figure
        By how much hours grow where the fee of families is abolished, in part where it falls, and for how many months:
        then they are as before. No further child comes.
    """

    hours_per_week: Figure
    growth_without_fee: Figure
    lasts_months: Figure


FARTHER = "farther"


class Effect(StrictModel):
    """What being served, being left without, or a longer way to the next site does to a person.

    Attributes
    ----------
    when : {"served", "waiting", "farther"}
        State of the case, from the next month on; ``waiting`` is everybody who wants the service and is not served.
        ``farther``: to all who live where the next open site is farther away than at the base date, or nearer, whether
        they use it or not.
    target : str
        One of :data:`simsocial.people.changeable.CHANGEABLE`; with ``farther`` a hazard or an onset.
    reaches : {"person", "household"}
        Whose target it is: that of the person with the case, or of all in the household (of whose cases that with the
        largest factor counts, and that with the least); then an onset or the take-up of a kind with needs that begin.
    factor : Figure
        Factor on the target; with ``farther`` for 15 minutes more (nothing counts more), its inverse for 15 less.
        Contested ones include no effect.
    lag_months, lasts_months : Figure or None
        With ``farther``: how long after the way has changed the effect begins, and after how long it is over (it stays,
        if not stated).
    """

    when: Literal["served", "waiting", "farther"]
    target: str
    reaches: Literal["person", "household"] = "person"
    factor: Figure
    lag_months: Figure | None = None
    lasts_months: Figure | None = None

    @model_validator(mode="after")
    def _check_farther(self) -> Effect:
        """Require lags of effects by place alone, and of these that they change hazards and onsets."""
        if self.when != FARTHER:
            if self.lag_months is not None or self.lasts_months is not None:
                message = say(
                    "lag_months and lasts_months need when: {farther}, found when: {when}",
                    farther=FARTHER,
                    when=self.when,
                )
                raise ValueError(message)
            return self
        if self.target in CHANGEABLE and CHANGEABLE[self.target].of_cases:
            message = say(
                "'{target}' hangs on cases: valid with when: {farther} is a hazard, or {onset}<kind>",
                target=self.target,
                farther=FARTHER,
                onset=ONSET,
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _check_target(self) -> Effect:
        """Require a known target."""
        if self.target not in CHANGEABLE:
            message = say(
                "'{target}' is no quantity a service can change. {valid}",
                target=self.target,
                valid=nearest(self.target, CHANGEABLE),
            )
            raise ValueError(message)
        return self
