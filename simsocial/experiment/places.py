"""Which region a user means by one word."""

from __future__ import annotations

from pathlib import Path

from simsocial.experiment.known import group_options

__all__ = ["is_region_path", "quoted", "region_words"]


def region_words(place: str) -> list[str]:
    """Return the overrides that choose a region: a path, an option of the group, an official key or a name.

    Examples
    --------
    >>> region_words("Greiz")
    ['region=kreis', "region.name='Greiz'"]
    >>> region_words("16076")
    ['region=kreis', "region.ags='16076'"]
    >>> region_words("musterkreis")
    ['region=musterkreis']
    >>> region_words("tables.xlsx")
    ['region=folder', "region.path='tables.xlsx'"]
    """
    if is_region_path(place):
        return ["region=folder", f"region.path={quoted(place)}"]
    if place in group_options("region"):
        return [f"region={place}"]
    return ["region=kreis", f"region.{'ags' if place.isdigit() else 'name'}={quoted(place)}"]


def quoted(text: str) -> str:
    r"""Return a text as Hydra takes it for one, whatever signs are in it.

    Examples
    --------
    >>> print(quoted("Söhne's Kreis"))
    'Söhne\'s Kreis'
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def is_region_path(place: str) -> bool:
    """Whether a word is a path: it looks like one, or it exists and no option of ``region`` has its name."""
    if "/" in place or "\\" in place or place.lower().endswith(".xlsx") or place in (".", ".."):
        return True
    return place not in group_options("region") and Path(place).exists()
