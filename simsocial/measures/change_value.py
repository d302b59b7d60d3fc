"""Change a value: a wage, a price, a ratio, a rate, from a month on, in all of the region or in a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator, model_validator
from typing_extensions import override

from simsocial.core.errors import ScenarioError, nearest
from simsocial.measures.base import Measure
from simsocial.measures.checks import NO_SITES, check_known, check_where
from simsocial.measures.registry import register_measure
from simsocial.parameters import Parameters
from simsocial.parameters.modifier import Modifier
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.figure import Figure

__all__ = ["ChangeValue"]

_AXES = ("area", "place", "site", "provider", "kind")
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


@register_measure("change_value")
class ChangeValue(Measure):
    """Change a registered value from a month on; `simsocial list parameters` says which can be, where and how far.

    Attributes
    ----------
    id : str
        Registered id, such as ``staff.educators.turnover_rate``; with `where: {kind: ...}` the part behind the kind,
        such as ``cost.per_fte_eur_per_year``.
    op : {"set", "add", "multiply", "cap"}
        What is done with `by`; a cap is the most the value may be. A table can be multiplied only.
    by : Figure
        New value, summand, factor or cap, in the unit of the value; a price in those of the year in which the value is
        stated.
    where : dict of str to list of str
        Where it holds: names by axis (area, place, site, provider, kind); everywhere if not given.
    order : int or None
        Which of several changes of one value acts first, where that matters.

    Examples
    --------
    In a scenario::

        measures:
          mehr_lohn:
            kind: change_value
            start: 2028-01
            ramp_months: 24
            decided_by: provider
            lever: negotiation
            id: services.nursing_home.cost.per_fte_eur_per_year
            op: multiply
            by: 1.1
    """

    has_size: ClassVar[bool] = True

    id: str
    op: Literal["set", "add", "multiply", "cap"]
    by: Figure
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    order: int | None = None

    @field_validator("where", mode="before")
    @classmethod
    def _accept_one_name(cls, value: Any) -> Any:
        """Read ``area: E`` as ``area: [E]``; what an inheriting scenario sets to null is dropped."""
        if not isinstance(value, Mapping):
            return value
        return {
            axis: [names] if isinstance(names, str) else names
            for axis, names in value.items()
            if names is not None
        }

    @model_validator(mode="after")
    def _check_where(self) -> ChangeValue:
        """Require known axes with names, and no cost, since there is nothing it could be booked on."""
        for axis, names in self.where.items():
            if axis not in _AXES:
                message = f"where: '{axis}' is no axis. {nearest(axis, _AXES)}"
                raise ValueError(message)
            if not names:
                message = f"where.{axis}: needs at least one name"
                raise ValueError(message)
        if self.running_cost_eur_per_year is not None:
            message = "a measure of kind change_value costs what the value costs: remove 'running_cost_eur_per_year'"
            raise ValueError(message)
        return self

    def ids(self, catalogue: Catalogue) -> tuple[str, ...]:
        """Return the registered ids that it changes."""
        kinds = self.where.get("kind")
        if kinds is None:
            return (self.id,)
        return tuple(dict.fromkeys(catalogue[kind].parameter_id(self.id) for kind in kinds))

    @override
    def unit_of(self, path: str) -> str:
        """Return what `by` is counted in."""
        return "factor on the changed value" if self.op == "multiply" else "unit of the changed value"

    @override
    def modifiers(self, parameters: Parameters, catalogue: Catalogue) -> tuple[Modifier, ...]:
        """Return the change of each value."""
        where = {axis: names for axis, names in self.where.items() if axis != "kind"}
        return tuple(
            Modifier(
                identifier,
                self.op,
                self.drawn(parameters, "by"),
                self.first_month,
                self.last_month,
                self.ramp_months,
                where,
                f"measures.{self.name}",
                self.order,
            )
            for identifier in self.ids(catalogue)
        )

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require names that exist, and sites where the value is one of sites."""
        where = f"measures.{self.name}.where"
        check_where(where, self.where, region, new_sites)
        for name in self.where.get("kind", ()):
            check_known(f"{where}.kind", "kind", name, catalogue.ids)
        for identifier in self.ids(catalogue):
            self._check_sites(identifier, region, catalogue, new_sites)

    def _check_sites(
        self, identifier: str, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str]
    ) -> None:
        """Refuse a change of what only sites have where there is none."""
        word, _, rest = identifier.partition(".")
        kind, _, path = rest.partition(".")
        somewhere = any(axis != "kind" for axis in self.where)
        needs_sites = path.startswith(_NEEDS_SITES) or (somewhere and path.startswith(_PAID_AT_SITES))
        if word != "services" or not needs_sites:
            return
        site_kind = catalogue[kind].site_kind if kind in catalogue else kind
        if site_kind not in catalogue.site_kinds:
            return
        if site_kind in new_sites.values():
            return
        sites = region.sites[region.sites["kind"] == site_kind]
        found = [
            {
                "site": str(site),
                "provider": str(provider),
                "place": str(region.places["place"].iloc[place]),
                "area": str(region.areas["area"].iloc[region.place_area[place]]),
            }
            for site, provider, place in zip(sites["site"], sites["provider"], sites["place"], strict=True)
        ]
        axes = [axis for axis in self.where if axis != "kind"]
        if any(all(one[axis] in self.where[axis] for axis in axes) for one in found):
            return
        known = ", ".join(f"{one['site']} ({one['area']})" for one in found)
        message = (
            f"measures.{self.name}: there is no site of '{site_kind}' there, so that '{identifier}' changes "
            f"nothing. Valid: {known or 'a kind that has sites in this region'}."
        )
        raise ScenarioError(message)
