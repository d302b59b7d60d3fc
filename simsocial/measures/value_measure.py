"""What all measures share that change registered values: which, where, and the checks that something changes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Literal, NamedTuple

from pydantic import Field, model_validator
from typing_extensions import override

from simsocial.core.errors import ScenarioError, nearest
from simsocial.core.language import later, say
from simsocial.measures.base import Measure
from simsocial.measures.checks import NO_SITES, check_known, check_where, sites_of_kind
from simsocial.measures.ledger import areas_by_people
from simsocial.measures.names import PLACES, Where
from simsocial.measures.protocols import PlanApi
from simsocial.parameters import Parameters
from simsocial.parameters.modifier import Modifier
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue

__all__ = ["Change", "ValueMeasure"]

_NEEDS_SITES = (
    "cost.fixed_per_site",
    "cost.per_place",
    "cost.per_fte",
    "cost.per_case",
    "staff.",
    "expansion.",
)
"""Beginnings of the numbers of a service that nothing reads where it has no site."""
_PAID_AT_SITES = ("payers.", "staff_payers.")
"""Beginnings of shares that, where they hold somewhere alone, hold for what sites there cost."""


class Change(NamedTuple):
    """What a measure does to one value.

    Attributes
    ----------
    id : str
        Registered id.
    op : {"set", "add", "multiply", "cap"}
        What is done with the figure.
    figure : str
        Key of the measure that holds the figure.
    """

    id: str
    op: Literal["set", "add", "multiply", "cap"]
    figure: str


class ValueMeasure(Measure):
    """A measure that changes registered values; most kinds of measures are one, with names of their own for it.

    What the changed values cost follows of itself; what the programme behind them costs, ``running_cost_eur_per_year``
    says, from the start on, whenever they change.

    Attributes
    ----------
    where : dict of str to list of str
        Where it holds: names by axis (area, place, site, provider); everywhere if not given.
    order : int or None
        Which of several changes of one value acts first, where that matters.
    """

    has_size: ClassVar[bool] = True
    is_reversible: ClassVar[bool] = True
    axes: ClassVar[tuple[str, ...]] = PLACES
    """Axes that `where` may name."""

    where: Where = Field(default_factory=dict)
    order: int | None = None

    @model_validator(mode="after")
    def _check_where(self) -> ValueMeasure:
        """Require known axes."""
        for axis in self.where:
            if axis not in self.axes:
                message = say(
                    "where: '{axis}' is no axis. {valid}", axis=axis, valid=nearest(axis, self.axes)
                )
                raise ValueError(message)
        return self

    @abstractmethod
    def changes(self, catalogue: Catalogue) -> tuple[Change, ...]:
        """Return what it does to which values.

        Parameters
        ----------
        catalogue : Catalogue
            The service kinds of the run.
        """

    @override
    def unit_of(self, path: str) -> str:
        """Return what a figure is counted in."""
        return "factor on the changed value" if path.endswith("factor") else "unit of the changed value"

    @override
    def modifiers(self, parameters: Parameters, catalogue: Catalogue) -> tuple[Modifier, ...]:
        """Return the change of each value."""
        where = {axis: names for axis, names in self.where.items() if axis in PLACES}
        return tuple(
            Modifier(
                one.id,
                one.op,
                self.drawn(parameters, one.figure),
                self.acts_from,
                self.acts_until,
                self.ramp_months,
                where,
                f"measures.{self.name}",
                self.order,
                # Of what is uncertain, none may be the best there is; a trigger may date it where it does nothing more.
                may_do_nothing=self._is_uncertain(one.figure) or self.trigger is not None,
                key=one.figure,
            )
            for one in self.changes(catalogue)
        )

    def _is_uncertain(self, figure: str) -> bool:
        """Tell whether a figure has a range."""
        low, high = self.figures()[figure].limits
        return low < high

    @override
    def areas(self, model: PlanApi) -> Mapping[int, float]:
        """Return the areas where it holds, by people."""
        return areas_by_people(model.region, self.where)

    @property
    def acts_until(self) -> int | None:
        """Absolute last month in which values are others, None without end."""
        return self.last_month

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require names that exist, and sites where the value is one of sites."""
        check_where(f"measures.{self.name}.where", self.where, region, new_sites)
        for one in self.changes(catalogue):
            self._check_sites(one.id, region, catalogue, new_sites)

    def check_kinds(self, where: str, kinds: tuple[str, ...], catalogue: Catalogue) -> None:
        """Require kinds of services that exist."""
        for name in kinds:
            check_known(f"measures.{self.name}.{where}", later("kind"), name, catalogue.ids)

    def _check_sites(
        self, identifier: str, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str]
    ) -> None:
        """Refuse a change of what only sites have where there is none."""
        word, _, rest = identifier.partition(".")
        kind, _, path = rest.partition(".")
        axes = [axis for axis in self.where if axis in PLACES]
        needs_sites = path.startswith(_NEEDS_SITES) or (axes and path.startswith(_PAID_AT_SITES))
        if word != "services" or not needs_sites:
            return
        site_kind = catalogue[kind].site_kind if kind in catalogue else kind
        if site_kind not in catalogue.site_kinds:
            return
        # Money that people get has a sum, and no site that would pay it out.
        if site_kind in new_sites.values() or catalogue.house(site_kind).in_cash:
            return
        found = [names for names, _ in sites_of_kind(site_kind, region)]
        if any(all(one[axis] in self.where[axis] for axis in axes) for one in found):
            return
        known = ", ".join(f"{one['site']} ({one['area']})" for one in found)
        message = say(
            "measures.{name}: there is no site of '{site_kind}' there, so that '{identifier}' "
            "changes nothing. Valid: {known}.",
            name=self.name,
            site_kind=site_kind,
            identifier=identifier,
            known=known or say("a kind that has sites in this region"),
        )
        raise ScenarioError(message)
