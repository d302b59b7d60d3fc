"""The package's own errors: each names where, what, and what would be valid.

A user never sees a traceback for a mistake in a file or a setting: the command line prints the
message of a :class:`SimsocialError` and ends with exit code 2.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from simsocial.core.language import say

__all__ = [
    "ConfigError",
    "InvariantError",
    "ParameterError",
    "RegionError",
    "RunError",
    "ScenarioError",
    "SimsocialError",
    "near",
    "nearest",
]


class SimsocialError(Exception):
    """Base of all errors that a user can cause and mend."""


class ConfigError(SimsocialError):
    """A key or value of the configuration is unknown or invalid."""


class RegionError(SimsocialError):
    """A table of a region is missing, malformed or inconsistent."""


class ParameterError(SimsocialError):
    """A parameter is unknown, out of range or lacks its source."""


class ScenarioError(SimsocialError):
    """A scenario or one of its measures is invalid for this region."""


class RunError(SimsocialError):
    """A run could not be finished; its key and cause are recorded."""


class InvariantError(SimsocialError):
    """The engine broke one of its own invariants; the run is stopped."""


def nearest(name: str, valid: Iterable[str]) -> str:
    """Phrase a hint that names the nearest valid name, or all of them if none is near.

    Parameters
    ----------
    name : str
        What the user wrote.
    valid : iterable of str
        What would have been accepted.

    Returns
    -------
    str
        A sentence to append to an error message.

    Examples
    --------
    >>> nearest("kita_nezt", ["kita_netz", "status_quo"])
    "Did you mean 'kita_netz'? Valid: kita_netz, status_quo."
    """
    names = sorted({str(entry) for entry in valid})
    close = near(name, names)
    shown = ", ".join(names[:25]) + (", ..." if len(names) > 25 else "")
    hint = say("Did you mean '{name}'?", name=close) + " " if close else ""
    return hint + say("Valid: {valid}.", valid=shown or say("(none)"))


def near(name: str, valid: Iterable[str]) -> str:
    """Return the valid name that is nearest to what was written, '' if none is near."""
    names = sorted({str(entry) for entry in valid})
    return next(iter(difflib.get_close_matches(str(name), names, n=1, cutoff=0.6)), "")
