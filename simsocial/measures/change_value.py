"""Change a value: a wage, a price, a ratio, a rate, from a month on, in all of the region or in a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from typing_extensions import override

from simsocial.measures.checks import NO_SITES
from simsocial.measures.ledger import OTHER
from simsocial.measures.names import PLACES
from simsocial.measures.protocols import PlanApi
from simsocial.measures.registry import register_measure
from simsocial.measures.value_measure import Change, ValueMeasure
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue
from simsocial.shapes.figure import Figure

__all__ = ["ChangeValue"]


@register_measure("change_value")
class ChangeValue(ValueMeasure):
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
            id: services.kita.cost.per_fte_eur_per_year
            op: multiply
            by: 1.1
    """

    axes: ClassVar[tuple[str, ...]] = (*PLACES, "kind")

    id: str
    op: Literal["set", "add", "multiply", "cap"]
    by: Figure

    @override
    def changes(self, catalogue: Catalogue) -> tuple[Change, ...]:
        """Return the change of each value."""
        kinds = self.where.get("kind")
        if kinds is None:
            return (Change(self.id, self.op, "by"),)
        ids = dict.fromkeys(catalogue[kind].parameter_id(self.id) for kind in kinds)
        return tuple(Change(identifier, self.op, "by") for identifier in ids)

    @override
    def booked_on(self, model: PlanApi) -> str:
        """Return the service kind whose value it is."""
        word, *rest = self.id.split(".")
        kind = self.where["kind"][0] if "kind" in self.where else rest[0] if word == "services" else OTHER
        return kind if kind in model.catalogue else OTHER

    @override
    def unit_of(self, path: str) -> str:
        """Return what `by` is counted in."""
        return "factor on the changed value" if self.op == "multiply" else "unit of the changed value"

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require kinds, too, that exist."""
        self.check_kinds("where.kind", self.where.get("kind", ()), catalogue)
        super().validate_against(region, catalogue, new_sites)
