"""Shares of the states of work: taken apart into margins, moved at each by odds ratios, put together again.

What is known of work is known at four margins: who is in the labour force, who of these is unemployed, who works more
than marginally, who works full-time. Circumstances (a child, a place for it, care, attainment, the Kreis) act on one of
them more than on another, so each has four odds ratios. The shares that come out are ordered by hours and add up to
one; ratios of 1 leave every share as it is, and of two people with the same draws the one with higher ratios works at
least as much.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from simsocial.core.compile import helper

__all__ = [
    "WorkMargins",
    "at_odds",
    "centred",
    "scaled_odds",
    "work_margins",
    "work_shares",
    "work_state",
]

Floats = npt.NDArray[np.float64]
Shares = TypeVar("Shares", float, npt.NDArray[np.float64])

_OUTSIDE, _PENSION, _UNEMPLOYED, _MARGINAL, _PART_TIME, _FULL_TIME = range(6)
"""Order of the axis ``state`` of ``work.share``: who works more hours comes later."""

_NEAR_ENOUGH = {"xatol": 1e-9, "xrtol": 1e-9, "fatol": 1e-9}
"""A billionth of the people is nobody; to the last bit it takes three times as long, for each draw of the values."""

_KEPT = 32
"""Solutions that a process keeps: three times as many as a month of one registry asks for, 0.1 megabyte each."""
_centred: dict[tuple[tuple[tuple[int, ...], bytes], ...], Floats] = {}
"""They are solved from few values, which most registries of a process have in common."""


class WorkMargins(NamedTuple):
    """Shares at the margins between states of work, each an array of the same shape.

    Attributes
    ----------
    pension : ndarray
        Share of those outside the labour force who draw a pension.
    in_labour_force : ndarray
        Share of all who work or are unemployed.
    unemployed : ndarray
        Share of those in the labour force.
    more_than_marginal, full_time : ndarray
        Shares of all who work so much, or would if they had work.
    """

    pension: Floats
    in_labour_force: Floats
    unemployed: Floats
    more_than_marginal: Floats
    full_time: Floats


def _scaled(share: Shares, ratio: Shares) -> Shares:
    """Return the share whose odds are `ratio` (above zero) times those of a share; with a ratio of 1 exactly the same.

    Examples
    --------
    >>> round(scaled_odds(0.5, 3.0), 6), scaled_odds(0.3, 1.0) == 0.3, scaled_odds(1.0, 0.2)
    (0.75, True, 1.0)
    """
    return ratio * share / (ratio * share + (1.0 - share))


scaled_odds = helper(_scaled)


def work_margins(shares: Floats) -> WorkMargins:
    """Take shares of the six states apart.

    Parameters
    ----------
    shares : ndarray (..., 6)
        Not in the labour force, pension, unemployed, marginal, part-time, full-time; they add up to one.

    Examples
    --------
    >>> margins = work_margins(np.array([0.15, 0.05, 0.04, 0.06, 0.2, 0.5]))
    >>> [round(float(margin), 6) for margin in margins]
    [0.25, 0.8, 0.05, 0.736842, 0.526316]
    """
    working = shares[..., _MARGINAL:].sum(axis=-1)
    # Shares that add up to one only up to rounding would leave more than all in the labour force.
    in_labour_force = np.minimum(working + shares[..., _UNEMPLOYED], 1.0)
    outside = shares[..., _OUTSIDE] + shares[..., _PENSION]
    return WorkMargins(
        _quotient(shares[..., _PENSION], outside),
        in_labour_force,
        _quotient(shares[..., _UNEMPLOYED], in_labour_force),
        in_labour_force * _quotient(shares[..., _PART_TIME] + shares[..., _FULL_TIME], working),
        in_labour_force * _quotient(shares[..., _FULL_TIME], working),
    )


def at_odds(margins: WorkMargins, ratios: Floats) -> WorkMargins:
    """Multiply the odds at each margin.

    Parameters
    ----------
    margins : WorkMargins
        Base shares.
    ratios : ndarray (..., 4)
        Odds ratios of being in the labour force, of being unemployed if so, of working more than marginally, and of
        working full-time; the last two where nobody is unemployed. Nobody works more hours than he works at all: a
        narrower margin never exceeds the wider one.

    Examples
    --------
    >>> base = work_margins(np.array([0.15, 0.05, 0.04, 0.06, 0.2, 0.5]))
    >>> at_odds(base, np.ones(4)) == base
    True
    >>> at_odds(base, np.array([1.0, 1.0, 1.0, 0.85])).full_time < base.full_time
    np.True_
    """
    in_labour_force = _scaled(margins.in_labour_force, ratios[..., 0])
    more = np.minimum(_scaled(margins.more_than_marginal, ratios[..., 2]), in_labour_force)
    full_time = np.minimum(_scaled(margins.full_time, ratios[..., 3]), more)
    unemployed = _scaled(margins.unemployed, ratios[..., 1])
    return WorkMargins(margins.pension, in_labour_force, unemployed, more, full_time)


def work_shares(margins: WorkMargins) -> Floats:
    """Put the shares of the six states together again, shape (..., 6).

    Examples
    --------
    >>> base = np.array([0.15, 0.05, 0.04, 0.06, 0.2, 0.5])
    >>> bool(np.allclose(work_shares(work_margins(base)), base, atol=1e-12))
    True
    """
    outside, with_work = 1.0 - margins.in_labour_force, 1.0 - margins.unemployed
    return np.stack(
        [
            outside * (1.0 - margins.pension),
            outside * margins.pension,
            margins.in_labour_force * margins.unemployed,
            (margins.in_labour_force - margins.more_than_marginal) * with_work,
            (margins.more_than_marginal - margins.full_time) * with_work,
            margins.full_time * with_work,
        ],
        axis=-1,
    )


def centred(share: Floats, weights: Floats, ratios: Floats) -> Floats:
    """Return the share of each group whose odds differ by ratios, so that all together have the share given.

    Parameters
    ----------
    share : ndarray (...)
        Share of all.
    weights : ndarray (..., groups)
        Shares of the groups among all; they add up to one.
    ratios : ndarray (..., groups)
        Odds of each group, relative to any common level.

    Returns
    -------
    ndarray (..., groups)
        Shares of the groups, read-only; where all ratios are alike, the share of all exactly.

    Examples
    --------
    >>> centred(np.array(0.06), np.array([0.1, 0.7, 0.2]), np.array([5.3, 1.0, 0.51])).round(3).tolist()
    [0.212, 0.048, 0.025]
    """
    asked = tuple((one.shape, one.tobytes()) for one in (share, weights, ratios))
    if asked not in _centred:
        made = _solved(share, weights, ratios)
        made.flags.writeable = False
        while len(_centred) >= _KEPT:
            del _centred[next(iter(_centred))]
        _centred[asked] = made
    return _centred[asked]


def _solved(share: Floats, weights: Floats, ratios: Floats) -> Floats:
    """Return what :func:`centred` does."""
    # Imported where it is used: it takes a quarter of a second.
    from scipy.optimize.elementwise import find_root

    groups = ratios.shape[-1]

    def lacking(level: Floats, share: Floats, *of_groups: Floats) -> Floats:
        """Return by how much all together have more than the share at a level of the odds."""
        found = -share
        for weight, ratio in zip(of_groups[:groups], of_groups[groups:], strict=True):
            found = found + weight * _scaled(share, ratio * np.exp(level))
        return found

    # Between the groups' own odds lie those of all: the level is at most one over the least ratio.
    low, high = np.log(1.0 / ratios.max(axis=-1)), np.log(1.0 / ratios.min(axis=-1))
    alike = low == high
    by_group = [np.moveaxis(own, -1, 0) for own in np.broadcast_arrays(weights, ratios)]
    bracket = np.where(alike, low - 1.0, low), np.where(alike, high + 1.0, high)
    found = find_root(lacking, bracket, args=(share, *by_group[0], *by_group[1]), tolerances=_NEAR_ENOUGH)
    level = found.x
    scaled = _scaled(share[..., None], ratios * np.exp(level)[..., None])
    return np.where(alike[..., None], share[..., None], scaled)


@helper
def work_state(
    rank: float,
    luck: float,
    pension: float,
    in_labour_force: float,
    unemployed: float,
    more_than_marginal: float,
    full_time: float,
) -> int:
    """Return the state of work of somebody with two draws, at the margins that hold for people like that.

    Parameters
    ----------
    rank : float
        Draw that lasts, or is renewed after years: the lower it is, the more hours are worked.
    luck : float
        Draw that is renewed after months: who has a low one is unemployed while in the labour force.
    pension, in_labour_force, unemployed, more_than_marginal, full_time : float
        As :class:`WorkMargins` has them.

    Examples
    --------
    >>> [work_state(rank, 0.5, 0.25, 0.8, 0.05, 0.74, 0.53) for rank in (0.1, 0.6, 0.75, 0.81, 0.99)]
    [5, 4, 3, 1, 0]
    >>> work_state(0.1, 0.01, 0.25, 0.8, 0.05, 0.74, 0.53)
    2
    """
    if rank >= in_labour_force:
        return _PENSION if rank < in_labour_force + (1.0 - in_labour_force) * pension else _OUTSIDE
    if luck < unemployed:
        return _UNEMPLOYED
    if rank < full_time:
        return _FULL_TIME
    return _PART_TIME if rank < more_than_marginal else _MARGINAL


def _quotient(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros_like(np.asarray(whole)), where=np.asarray(whole) > 0.0)
