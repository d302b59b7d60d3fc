"""What sites run on: planned posts, hours before the first case and cost of the site, which measures change."""

from __future__ import annotations

from collections.abc import Sequence

import mesa
import numpy as np

from simsocial.core.errors import ScenarioError
from simsocial.core.language import say
from simsocial.services.catalogue import Catalogue
from simsocial.services.sizes import Network

__all__ = ["Running"]


class Running:
    """Changes what sites run on.

    Parameters
    ----------
    network : SiteNetwork
        The sites.
    model : mesa.Model
        Their model.
    catalogue : Catalogue
        Their kinds.
    """

    def __init__(self, network: Network, model: mesa.Model, catalogue: Catalogue) -> None:
        self._network, self._model, self._catalogue = network, model, catalogue

    def add_posts(self, site_id: str, fte: float) -> None:
        """Add posts to those that are planned at a site, in FTE; with a minus, take them away.

        Raises
        ------
        ScenarioError
            If no posts are planned there.
        """
        self._network.arrays.extra_milli[self._planned_at(site_id)] += round(1000 * fte)

    def keep(self, site_ids: Sequence[str], factor: float, month: int) -> None:
        """Keep a part of what is left of the running of sites, or with a factor above 1 give it back.

        It is a part of their posts, of the hours that they need before the first case, and of the cost of the site.
        Where no posts are planned, there are at most as many as that part of those filled now or to be filled, or of
        those for whom more people come later (:meth:`simsocial.services.planned_posts.PlannedPosts.note`). Hours given
        back come back as they are staffed.

        Raises
        ------
        ScenarioError
            If its kind has planned posts, and none are planned there.
        """
        arrays, services = self._network.arrays, self._model.services
        now = np.maximum(arrays.staff_milli, services.wanted_milli(month))[:, 0] if services.started else None
        for site in (self._network[site_id] for site_id in site_ids):
            if self._catalogue.house(site.kind).capacity == "posts":
                self._planned_at(site.site_id)
            elif arrays.kept_share[site.code] == 1.0:
                arrays.planned_milli[site.code] = -1 if now is None else now[site.code]
            # What was cut and is given back is whole again, whatever rounding left.
            kept = round(float(arrays.kept_share[site.code]) * factor, 12)
            arrays.kept_share[site.code] = kept
            arrays.hours_share[site.code] = min(float(arrays.hours_share[site.code]), kept)
        self._network.version += 1

    def move(self, old: list[int], new: int) -> None:
        """Let planned posts, and what measures add to them, go along; a new site has those and no others."""
        arrays = self._network.arrays
        planned, extra = arrays.planned_milli, arrays.extra_milli
        if (planned[old] < 0).any():
            return
        moved = np.append(planned[old], max(int(planned[new]), 0))
        for share in (arrays.kept_share, arrays.hours_share):
            share[new] = (moved * np.append(share[old], share[new])).sum() / max(int(moved.sum()), 1)
        planned[new] = moved.sum()
        extra[new] += extra[old].sum()
        planned[old] = extra[old] = 0
        self._network.version += 1

    def _planned_at(self, site_id: str) -> int:
        """Return the code of a site whose posts are planned, which now become others."""
        code, arrays = self._network[site_id].code, self._network.arrays
        planned = int(arrays.planned_milli[code])
        # Of a site that opens within the horizon, its size says how many there are.
        if planned < 0 and arrays.opened[code] < self._model.start_month:
            message = say(
                "site '{site_id}': no posts are planned there. Valid: sites of kinds with "
                "capacity: posts that are there when the horizon begins (without a spin-up, from "
                "its second month on).",
                site_id=site_id,
            )
            raise ScenarioError(message)
        self._network.version += 1
        return code
