"""How often young adults leave their parents' home, and form couples from there or from a home of their own.

The share who live with their parents falls from age to age (``household.child_at_home_share``; in a Kreis that
young people move to, a smaller share: :mod:`simsocial.region.aims`). Three things lower it: people arrive
over the border, none of whom lives with parents here; some form a couple; and what is left founds a
household alone. So the rates follow from figures and from the migration of the region, and need no table of
their own. Departures take as many of both groups and change no share.

Who lives with the parents forms a couple ``partnership.at_home_ratio`` times as often as others without partner,
and no more often than the share falls; others as much more often that all together meet
``partnership.formation_rate``. ``leaving_home.level`` is the range of what is left.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simsocial.core.calendar import MAX_AGE
from simsocial.parameters import Parameters
from simsocial.processes.border import Border
from simsocial.region import Region
from simsocial.region.aims import household_aims, household_figures
from simsocial.region.kreis_rates import LAND
from simsocial.region.targets import FamilyShape, RoleShares

__all__ = ["forming_rates", "leaving_home_rate", "own_households", "own_shares"]

Floats = npt.NDArray[np.float64]

_LEAST = 1e-6


def own_households(parameters: Parameters, region: Region) -> tuple[RoleShares, FamilyShape]:
    """Return who lives how in a region at its base date, each share (2, 101), and how large families are."""
    ags = LAND if region.scope == "land" else region.ags
    figures = household_figures(parameters, region.first_month, ags)
    return household_aims(region.residents.sum(axis=0), region.households, figures)


def own_shares(parameters: Parameters, region: Region) -> RoleShares:
    """Return who lives how in a region at its base date, each share (2, 101)."""
    return own_households(parameters, region)[0]


def forming_rates(
    parameters: Parameters, region: Region, values: Parameters | None = None, month: int | None = None
) -> tuple[Floats, Floats]:
    """Return couples formed per year and person without partner, living with parents and elsewhere, each (2, 101).

    Parameters
    ----------
    parameters, region : Parameters, Region
        Who lives how at the base date.
    values, month : Parameters, int, optional
        Where, and as of which month, rates are read instead of there.
    """
    shares, at = own_shares(parameters, region), region.first_month if month is None else month
    rate = (values or parameters).table("partnership.formation_rate", at)
    ratio = (values or parameters).value("partnership.at_home_ratio", at)
    at_home = np.minimum(shares.child / np.maximum(1.0 - shares.couple, _LEAST), 1.0 - _LEAST)
    from_home = np.minimum(ratio * rate / (at_home * ratio + 1.0 - at_home), _fall(shares))
    return from_home, (rate - at_home * from_home) / (1.0 - at_home)


def leaving_home_rate(
    parameters: Parameters, region: Region, values: Parameters | None = None, month: int | None = None
) -> Floats:
    """Return per year and grown-up child at home how often it founds a household without a partner, (2, 101).

    Of what a measure may change (`values` as of `month`), the level alone: who forms a couple more often does not
    stay with the parents for it.
    """
    from_home, _ = forming_rates(parameters, region)
    _, arriving = Border(parameters, region).rates(region.first_month // 12)
    alone = np.maximum(_fall(own_shares(parameters, region)) - from_home - arriving, 0.0)
    at = region.first_month if month is None else month
    return np.asarray(alone * (values or parameters).value("leaving_home.level", at))


def _fall(shares: RoleShares) -> Floats:
    """Return by how much the share living with parents falls in a year of age, relative to it."""
    ages = np.arange(MAX_AGE + 1)
    before, after = (shares.child[:, np.clip(ages + step, 0, MAX_AGE)] for step in (-1, 1))
    fall = np.log(np.maximum(before, _LEAST) / np.maximum(after, _LEAST)) / 2.0
    return np.asarray(np.where(after > 0.0, np.maximum(fall, 0.0), 0.0))
