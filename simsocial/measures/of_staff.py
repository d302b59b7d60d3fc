"""Measures that change one rate of a staff market by a factor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from typing_extensions import override

from simsocial.core.language import later
from simsocial.measures.checks import NO_SITES, check_known
from simsocial.measures.value_measure import Change, ValueMeasure
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue

__all__ = ["StaffMeasure"]


class StaffMeasure(ValueMeasure):
    """A measure that acts on the market of one qualification, which is one for the whole Kreis and all fields.

    Attributes
    ----------
    qualification : str
        The qualification, see ``simsocial list staff``.
    """

    axes: ClassVar[tuple[str, ...]] = ()
    value: ClassVar[str]
    """The rate, behind ``staff.<qualification>.``."""
    figure: ClassVar[str]
    """Key of the measure that holds the factor."""

    qualification: str

    @override
    def changes(self, catalogue: Catalogue) -> tuple[Change, ...]:
        """Return the change of the rate."""
        return (Change(f"staff.{self.qualification}.{self.value}", "multiply", self.figure),)

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require a qualification that some service employs."""
        check_known(
            f"measures.{self.name}.qualification",
            later("qualification"),
            self.qualification,
            catalogue.qualifications,
        )
        super().validate_against(region, catalogue, new_sites)
