"""Fee bands: what families pay for a place by their income and their number of children."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field, model_validator
from typing_extensions import override

from simsocial.core.errors import ScenarioError
from simsocial.core.language import later, say
from simsocial.measures.base import Measure
from simsocial.measures.checks import NO_SITES, check_known
from simsocial.measures.costs import moved
from simsocial.measures.names import Names
from simsocial.measures.protocols import ModelApi, PlanApi
from simsocial.measures.registry import register_measure
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.services.served_now import Families
from simsocial.shapes.payers import check_payers
from simsocial.shapes.strict_model import StrictModel

__all__ = ["Band", "FeeBands"]


OFFICE = "kreis"
"""Who takes over the fees of families with benefits."""


class Band(StrictModel):
    """Families with less than a share of the median income (by weighted heads), and their fee relative to today's."""

    below: float = Field(gt=0, le=10)
    factor: float = Field(ge=0, le=5)


@register_measure("fee_bands")
class FeeBands(Measure):
    """Stagger what families pay for a place by income and by number of children; who is named bears the rest.

    Who has basic support, child supplement or housing allowance pays nothing today: the youth office takes over the
    fee (section 90 SGB VIII). The mean fee of a kind is hence borne by the others alike, as long as nobody staggers it.
    What the Kreis takes over changes with the fee of those for whom it does: of no fee there is nothing to take over.
    Fees are no part of household income in the model, and hours booked follow ``parental_fee`` alone: this measure
    says what a staggering costs whom. Families whose income is not known pay as those with most; who has a place in
    another Kreis pays the fee there, as before.

    Attributes
    ----------
    kinds : tuple of str
        The kinds of service; one name will do.
    bands : tuple of Band
        ``below`` (share of the median, rising) and ``factor`` (fee relative to today's).
    above_factor : float
        Factor of those with more.
    sibling_factor : float
        Further factor for each child of a household beyond the first that is served by these kinds.
    borne_by : str
        Who bears what families and the youth office pay less, or gets what they pay more.

    Examples
    --------
    In a scenario::

        measures:
          staffel:
            kind: fee_bands
            start: 2027-08
            decided_by: municipality
            lever: own_act
            kinds: [nursery, kindergarten]
            bands: [{below: 0.6, factor: 0}, {below: 1.0, factor: 0.5}]
            sibling_factor: 0.5
            borne_by: municipality
    """

    usual_lead_months: ClassVar[int] = 9
    is_reversible: ClassVar[bool] = True

    kinds: Names
    bands: tuple[Band, ...] = ()
    above_factor: float = Field(default=1.0, ge=0, le=5)
    sibling_factor: float = Field(default=1.0, ge=0, le=5)
    borne_by: str

    @model_validator(mode="after")
    def _check_bands(self) -> FeeBands:
        """Require rising bands, a change, and a payer who is no family."""
        check_payers({self.borne_by: 1.0})
        if self.borne_by == "families":
            message = say("borne_by: 'families' pay the fee. Valid: another payer, such as municipality")
            raise ValueError(message)
        bounds = [band.below for band in self.bands]
        if bounds != sorted(set(bounds)):
            said = ", ".join(f"{one:g}" for one in bounds)
            message = say("bands: {said} do not rise. Valid: each 'below' above the last", said=said)
            raise ValueError(message)
        if {self.above_factor, self.sibling_factor, *(band.factor for band in self.bands)} == {1.0}:
            message = say("bands: all factors are 1: it changes nothing")
            raise ValueError(message)
        return self

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require kinds for which families pay a fee."""
        for kind in self.kinds:
            check_known(f"measures.{self.name}.kinds", later("kind"), kind, catalogue.ids)
            if "families" not in catalogue[kind].payers.flat_per_case:
                valid = [one.id for one in catalogue if "families" in one.payers.flat_per_case]
                message = say(
                    "measures.{name}.kinds: families pay no fee for each case of '{kind}'. Valid: {valid}.",
                    name=self.name,
                    kind=kind,
                    valid=", ".join(valid),
                )
                raise ScenarioError(message)

    @override
    def booked_on(self, model: PlanApi) -> str:
        """Return the first of the kinds."""
        return self.kinds[0]

    @override
    def book_month(self, model: ModelApi, month: int) -> None:
        """Book what families and the Kreis pay less, of those for whom they pay this month."""
        codes = [model.catalogue.ids.index(kind) for kind in self.kinds]
        families, areas = model.sites.families(codes), len(model.region.areas)
        factor = self._factors(families)
        for code, kind in zip(codes, self.kinds, strict=True):
            eur_per_year = model.catalogue[kind].flat_eur_per_year(model.plan, "flat_per_case", month)
            served = families.kind == code
            count = np.bincount(families.area[served], minlength=areas)
            for payer, whose in (("families", ~families.has_benefit), (OFFICE, families.has_benefit)):
                if payer == self.borne_by:
                    continue
                mean = eur_per_year.get(payer, 0.0) / 12.0 * count
                own, weighted = (
                    np.bincount(families.area[served], (whose * weights)[served], areas)
                    for weights in (1.0, factor)
                )
                # The mean is borne by those of whom it is, alike.
                less = np.where(own > 0.0, mean * (1.0 - weighted / np.maximum(own, 1.0)), 0.0)
                for booking in moved(self.borne_by, payer, kind, less):
                    model.finance.book(*booking)

    def _factors(self, families: Families) -> npt.NDArray[np.float64]:
        """Return the fee of each case relative to today's."""
        factors = np.full(len(families.household), self.above_factor)
        for band in reversed(self.bands):
            factors[families.income_ratio < band.below] = band.factor
        _, first = np.unique(families.household, return_index=True)
        further = np.ones(len(factors), dtype=np.bool_)
        further[first] = False
        factors[further] *= self.sibling_factor
        return factors
