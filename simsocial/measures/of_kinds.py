"""Measures that change one value of several kinds of service."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import ClassVar, Literal

from typing_extensions import override

from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.measures.checks import NO_SITES
from simsocial.measures.names import Names
from simsocial.measures.protocols import PlanApi
from simsocial.measures.value_measure import Change, ValueMeasure
from simsocial.region import Region
from simsocial.services.catalogue import Catalogue

__all__ = ["KindsMeasure"]


class KindsMeasure(ValueMeasure):
    """A measure that changes one value of each of some kinds of service.

    Attributes
    ----------
    kinds : tuple of str
        The kinds of service; one name will do.
    """

    values: ClassVar[tuple[str, ...]] = ()
    """Numbers of a kind, behind ``services.<kind>.``, that mean what is changed; a kind has one of them or several.
    A star stands for any name."""
    fields: ClassVar[tuple[str, ...]] = ()
    """Fields of planning whose kinds it is for; of all if empty."""
    figure: ClassVar[str]
    """Key of the measure that holds the figure."""
    op: ClassVar[Literal["set", "add", "multiply", "cap"]] = "multiply"

    kinds: Names

    @property
    def paths(self) -> tuple[str, ...]:
        """Numbers of a kind that are changed where it has them."""
        return self.values

    @override
    def changes(self, catalogue: Catalogue) -> tuple[Change, ...]:
        """Return the change of each value that a kind has."""
        ids = dict.fromkeys(one for kind in self.kinds for one in self._ids_of(kind, catalogue))
        return tuple(Change(one, self.op, self.figure) for one in ids)

    @override
    def booked_on(self, model: PlanApi) -> str:
        """Return the first of the kinds."""
        return self.kinds[0]

    @override
    def validate_against(
        self, region: Region, catalogue: Catalogue, new_sites: Mapping[str, str] = NO_SITES
    ) -> None:
        """Require kinds that exist and have such a value."""
        self.check_kinds("kinds", self.kinds, catalogue)
        for kind in self.kinds:
            if not self._ids_of(kind, catalogue):
                valid = ", ".join(one for one in catalogue.ids if self._ids_of(one, catalogue))
                message = say(
                    "measures.{name}.kinds: '{kind}' has nothing that a measure of kind "
                    "{self_kind} changes ({paths}). Valid: {valid}.",
                    name=self.name,
                    kind=kind,
                    self_kind=self.kind,
                    paths=", ".join(self.paths),
                    valid=valid or say("(none)"),
                )
                raise ScenarioError(message)
        super().validate_against(region, catalogue, new_sites)

    def _ids_of(self, kind: str, catalogue: Catalogue) -> list[str]:
        """Return the registered ids of what is changed of a kind."""
        if self.fields and catalogue[kind].field not in self.fields:
            return []
        ids = [catalogue[kind].parameter_id(path) for path in self.paths]
        return [
            one for one in sorted(catalogue.changeable) if any(fnmatchcase(one, pattern) for pattern in ids)
        ]
