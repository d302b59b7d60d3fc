"""Short names of areas, places, sites and providers, and which area of the region a name means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

from simsocial.region.faults import among
from simsocial.region.tables import RawTable
from simsocial.region.values import is_ags, lost_zero

__all__ = ["AreaNames", "official_key", "short_name"]

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST = 60


def short_name(name: str, taken: Collection[str]) -> str:
    """Return a key for a name that no other has.

    Examples
    --------
    >>> short_name("Süd / Köstritz", []), short_name("Nord", ["nord"])
    ('sued_koestritz', 'nord_2')
    """
    plain = (
        unicodedata.normalize("NFKD", name.casefold().translate(_GERMAN)).encode("ascii", "ignore").decode()
    )
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST] or "area"
    key = f"{key}_1" if key == "region" else key
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}_{number}"
    return found


def official_key(text: str) -> tuple[str, bool]:
    """Return an official key as text, empty if it is none, and whether it had lost its leading zero.

    Examples
    --------
    >>> official_key("16077001"), official_key("1051"), official_key("7")
    (('16077001', False), ('01051', True), ('', False))
    """
    cell = text.removesuffix(",0").strip()
    if is_ags(cell):
        return cell, False
    zero = lost_zero(cell)
    return (zero, True) if zero else ("", False)


class AreaNames:
    """The areas of a region by every name they go by.

    Parameters
    ----------
    known : mapping
        Tables of the region.
    mapped : mapping
        Short names by the names in the files.
    """

    def __init__(self, known: Mapping[str, RawTable], mapped: Mapping[str, str]) -> None:
        self.given: list[str] = []
        self._by_name = {name.casefold(): area for name, area in mapped.items()}
        if "areas" in known:
            cells = known["areas"].cells
            self.given = list(cells["area"]) if "area" in cells else []
            for column in ("ags", "name", "area"):
                if column in cells:
                    self._by_name |= {
                        text.casefold(): area
                        for text, area in zip(cells[column], self.given, strict=True)
                        if text and text.casefold() not in self._by_name
                    }

    def find(self, *names: str) -> str | None:
        """Return the area that one of these names means."""
        return next((found for name in names if name and (found := self._by_name.get(name.casefold()))), None)

    def valid(self, name: str) -> str:
        """Phrase what would have been understood."""
        return among(name, sorted({*self._by_name.values()}))
