"""What a measure does to a site and when: enough to see whether two measures contradict each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["SiteAction", "SiteChange"]


@dataclass(frozen=True)
class SiteAction:
    """One thing a measure does to one site.

    Attributes
    ----------
    site : str
        Id of the site.
    action : {"open", "close", "resize", "receive", "staff"}
        ``receive``: the site takes those displaced from another one; ``staff``: it has more or fewer posts.
    month : int
        Absolute month of the action.
    acts_until : int
        Last absolute month in which the measure itself touches the site.
    holds_until : int or None
        Last absolute month for which the measure claims the size of the site; None without end.
    """

    site: str
    action: Literal["open", "close", "resize", "receive", "staff"]
    month: int
    acts_until: int
    holds_until: int | None = None


@dataclass(frozen=True)
class SiteChange:
    """Licensed places of a site before and after a measure; `old` is None for a site of another measure."""

    site: str
    name: str
    old: int | None
    new: int
