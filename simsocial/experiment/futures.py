"""The same comparison in several futures: which there are, and what one command asks for."""

from __future__ import annotations

from collections.abc import Sequence

from simsocial.core.errors import ConfigError, nearest
from simsocial.core.language import say
from simsocial.core.roots import roots
from simsocial.core.yaml_files import read_yaml_text
from simsocial.experiment.config_text import plain_values
from simsocial.experiment.known import group_options
from simsocial.shapes.future import Future, read_future

__all__ = ["EXPECTED", "FOLDER", "known_futures", "settings_in", "split_futures"]

EXPECTED = "none"
"""Name of the future in which all comes as expected."""
FOLDER = "futures"
"""Below the folder of a comparison: one folder a future."""
_MOST = 14
"""Replicates of a stage in each future: just enough for ten draws, below which a difference has no range."""


def known_futures() -> list[Future]:
    """Return all futures of ``conf/future``, the user's own before those of the package, by id."""
    found = []
    for name in group_options("future"):
        path = next(path for root in roots("conf") if (path := root / "future" / f"{name}.yaml").is_file())
        content = plain_values(read_yaml_text(path))
        future = read_future({"id": name, **content} if content else {})
        if future is not None:
            found.append(future)
    return found


def split_futures(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Take ``futures=...`` out of the words of a command.

    Returns
    -------
    futures, words : list of str
        Ids in the order given, without the expected one, which is run anyway; the other words.

    Raises
    ------
    ConfigError
        If an id is unknown, or one future is set for all besides.

    Examples
    --------
    >>> split_futures(["kita_netz", "futures=low_births,price_surge", "seed=2"])
    (['low_births', 'price_surge'], ['kita_netz', 'seed=2'])
    >>> split_futures(["kita_netz"])
    ([], ['kita_netz'])
    """
    others = [word for word in words if not word.startswith("futures=")]
    named = [word.partition("=")[2] for word in words if word.startswith("futures=")]
    asked = [name.strip() for word in named for name in word.strip("[]").split(",")]
    known = [name for name in group_options("future") if name != EXPECTED]
    for name in asked:
        if name not in (*known, EXPECTED, "all"):
            message = say(
                "futures={name}: is no future. {valid}", name=name, valid=nearest(name, [*known, "all"])
            )
            raise ConfigError(message)
    both = [word for word in others if word.startswith("future=")]
    if asked and both:
        message = say(
            "{both} and futures={asked}: one future for all, or several. Valid: one of the two.",
            both=both[0],
            asked=",".join(asked),
        )
        raise ConfigError(message)
    chosen = known if "all" in asked else [name for name in asked if name != EXPECTED]
    return list(dict.fromkeys(chosen)), others


def settings_in(future: str, overrides: Sequence[str], replicates: int) -> list[str]:
    """Return the overrides of a comparison in one future: fewer replicates, no person tables, its own folder.

    Parameters
    ----------
    future : str
        Id.
    overrides : sequence of str
        Those of the comparison as expected.
    replicates : int
        Its replicates of a stage.
    """
    fewer = min(replicates, _MOST)
    return [*overrides, f"future={future}", f"replicates={fewer}", "twins=0", f"name={future}"]
