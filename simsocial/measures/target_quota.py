"""Target quota: how many places are planned for."""

from __future__ import annotations

from typing import ClassVar, Literal

from simsocial.measures.of_kinds import KindsMeasure
from simsocial.measures.registry import register_measure
from simsocial.shapes.figure import Figure

__all__ = ["TargetQuota"]


@register_measure("target_quota")
class TargetQuota(KindsMeasure):
    """Set the quota that places are held against; it changes what is called missing, not what people do.

    Attributes
    ----------
    quota : Figure
        Share of those it is open to for whom there are to be places.

    Examples
    --------
    In a scenario::

        measures:
          zielquote:
            kind: target_quota
            start: 2027-08
            decided_by: kreis
            lever: plan
            kinds: [nursery]
            quota: 0.55
    """

    values: ClassVar[tuple[str, ...]] = ("target_quota",)
    figure: ClassVar[str] = "quota"
    op: ClassVar[Literal["set", "add", "multiply", "cap"]] = "set"

    quota: Figure
