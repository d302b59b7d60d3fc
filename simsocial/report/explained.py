"""Effects with their parts, as sentences, picture and table show them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from simsocial.analysis.side_effects import EffectRow
from simsocial.analysis.why import TOTAL
from simsocial.report.meetings import as_effects

__all__ = ["Explained", "explained"]


@dataclass(frozen=True)
class Explained:
    """One effect and its parts.

    Attributes
    ----------
    whole : EffectRow
        The effect.
    parts : dict of str to EffectRow
        The direct part and that of each mechanism.
    """

    whole: EffectRow
    parts: dict[str, EffectRow]

    def share(self, part: str) -> float:
        """Return a part as a share of the whole."""
        return self.parts[part].effect / self.whole.effect


def explained(table: pd.DataFrame) -> list[Explained]:
    """Return the effects of a table of parts, in its order."""
    found = []
    for _, rows in table.groupby(["indicator", "area"], sort=False):
        by_part = dict(zip(rows["part"], as_effects(rows), strict=True))
        found.append(Explained(by_part.pop(TOTAL), by_part))
    return found
