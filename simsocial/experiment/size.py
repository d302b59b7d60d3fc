"""How large an experiment is: said, and asked about, before a slip of the finger takes days."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from simsocial.core.calendar import month_index
from simsocial.core.errors import ConfigError
from simsocial.core.language import say

__all__ = ["confirm_size"]

_SECONDS_PER_PERSON_MONTH = 1.5e-7
_SECONDS_PER_RUN = 0.4
_BYTES_PER_RUN = 400_000
"""Rough, from runs of the Musterkreis and of Thuringia on one slow core; only orders of magnitude matter here."""
_MOST_HOURS = 24.0
_MOST_GIGABYTES = 20.0


def confirm_size(runs: int, config: Mapping[str, Any], inhabitants: int) -> None:
    """Ask before an experiment of more than a day or 20 GB begins; without anybody to ask, refuse it.

    Parameters
    ----------
    runs : int
        Runs of all scenarios.
    config : mapping
        Resolved settings; ``large=true`` answers beforehand.
    inhabitants : int
        Of the region.

    Raises
    ------
    ConfigError
        If nobody can be asked, or the answer is no.
    """
    horizon = config["horizon"]
    months = month_index(horizon["end"]) - month_index(horizon["start"]) + 1
    seconds = runs * (_SECONDS_PER_RUN + _SECONDS_PER_PERSON_MONTH * inhabitants * months)
    hours, gigabytes = seconds / int(config["workers"]) / 3600.0, runs * _BYTES_PER_RUN / 1e9
    if config["large"] or (hours <= _MOST_HOURS and gigabytes <= _MOST_GIGABYTES):
        return
    told = say(
        "{runs:,} runs take about {hours:,.0f} hours and {gigabytes:,.0f} GB",
        runs=runs,
        hours=hours,
        gigabytes=gigabytes,
    )
    if not (sys.stdin.isatty() and click.confirm(say("{told}. Start?", told=told), err=True)):
        message = say("{told}. Valid: fewer replicates or draws, or large=true if it is meant.", told=told)
        raise ConfigError(message)
