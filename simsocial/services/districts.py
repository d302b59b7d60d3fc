"""School districts: to which site the people of each place belong, and who goes elsewhere all the same.

A region may hand in its districts (table ``districts``), which statutes decide, not distance. Without them, and where
all sites of a district are closed, a place belongs to the nearest open site. The district of a site that closes for
another one becomes the other's.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from simsocial.core.columns import NOBODY
from simsocial.core.errors import ConfigError
from simsocial.core.language import say
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue
from simsocial.services.kind import ServiceKind
from simsocial.services.nearby import Nearby

__all__ = [
    "exception_stream",
    "share_by_choice",
    "stated_districts",
    "with_districts",
]

Integers = npt.NDArray[np.int64]


def stated_districts(
    districts: pd.DataFrame | None,
    code_of: Mapping[str, int],
    kind_of: Mapping[str, str],
    catalogue: Catalogue,
) -> dict[str, list[tuple[int, int]]]:
    """Return place and site of each row of a region's districts, by kind of site.

    Parameters
    ----------
    districts : DataFrame or None
        ``place`` (code) and ``site`` (id).
    code_of, kind_of : mapping
        Code and kind of each site by its id.
    catalogue : Catalogue
        The service kinds, of which some have districts.

    Raises
    ------
    ConfigError
        If a site's kind has no districts.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    if districts is None:
        return found
    with_them = [kind.site_kind for kind in catalogue if kind.site_choice.assignment == "district"]
    for place, site in districts[["place", "site"]].itertuples(index=False, name=None):
        kind = kind_of.get(str(site))
        if kind is None:
            continue
        if kind not in with_them:
            message = say(
                "districts: site '{site}' is of kind '{kind}', which has no districts. Valid: "
                "sites of a kind with `site_choice.assignment: district` ({with_them}).",
                site=site,
                kind=kind,
                with_them=", ".join(with_them) or say("none here"),
            )
            raise ConfigError(message)
        found.setdefault(kind, []).append((int(place), code_of[str(site)]))
    return found


def with_districts(
    nearby: Nearby, rows: list[tuple[int, int]], successor: Integers, is_open: npt.NDArray[np.bool_]
) -> Nearby:
    """Return the near sites with the stated districts in place of the nearest ones.

    Parameters
    ----------
    nearby : Nearby
        Open sites near each place.
    rows : list of (int, int)
        Place and site of each row of the districts.
    successor : ndarray (sites,)
        Site that a closed one handed those it served to, -1 for none.
    is_open : ndarray of bool (sites,)
        Which sites are open.
    """
    of_place: dict[int, list[int]] = {}
    for place, named in rows:
        site = named
        for _ in range(len(successor)):
            if is_open[site] or successor[site] == NOBODY:
                break
            site = int(successor[site])
        if is_open[site] and site not in of_place.setdefault(place, []):
            of_place[place].append(site)
    most = max([nearby.own.shape[1], *(len(sites) for sites in of_place.values())])
    own = np.full((len(nearby.own), most), NOBODY, dtype=np.int16)
    own[:, : nearby.own.shape[1]] = nearby.own
    stated = nearby.stated.copy()
    for place, sites in of_place.items():
        if sites:
            own[place] = NOBODY
            own[place, : len(sites)] = sites
            stated[place] = True
    return nearby._replace(own=own, stated=stated)


def share_by_choice(kind: ServiceKind, parameters: Parameters, month: int) -> float:
    """Return the share who go to another site than that of the district; 0 where a kind has no districts."""
    if kind.site_choice.assignment != "district":
        return 0.0
    return kind.number(parameters, "site_choice.exception_share", month)


def exception_stream(kind: ServiceKind) -> str:
    """Return the stream of the lasting draw that decides who does."""
    return f"district_exception.{kind.id}"
