"""Synthetic populations kept in the user's cache folder, so that each is made once.

The key is the hash of the region (with the packaged tables), of the parameter values the synthesis uses, of
the sources of this package's region, parameter and core layers, and the seed: an edit of any of them makes a
new one. Files are written beside their name and renamed, so that two processes never see half a file.
"""

from __future__ import annotations

import functools
import hashlib
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from simsocial.core.compile import cache_root, hash_files
from simsocial.region.region import SyntheticPopulation

__all__ = ["cache_file", "recall", "remember"]

_PACKAGE = Path(__file__).resolve().parent.parent
_SOURCES = ("region", "parameters", "core")
_COLUMNS = (
    "key", "cohort", "place", "household", "partner", "role", "household_key", "household_place",
    "household_form",
)  # fmt: skip
_KEPT = 40
"""At most so many populations are kept; the one unused for longest goes first."""


def cache_file(region_hash: str, values: Iterable[npt.NDArray[np.float64]], seed: int) -> Path:
    """Return where a population belongs.

    Parameters
    ----------
    region_hash : str
        Hash of the region's tables.
    values : iterable of ndarray
        Parameter values the synthesis uses.
    seed : int
        Seed of the synthesis.
    """
    digest = hashlib.blake2b(f"{region_hash}|{seed}|{_source_hash()}".encode(), digest_size=16)
    for value in values:
        digest.update(np.ascontiguousarray(value, dtype="<f8").tobytes())
    return cache_root() / "populations" / f"{digest.hexdigest()}.npz"


def recall(file: Path) -> SyntheticPopulation | None:
    """Return the population of a file, None if there is none or it cannot be read."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            columns = {name: stored[name] for name in _COLUMNS}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    os.utime(file)
    return SyntheticPopulation(**columns)


def remember(file: Path, population: SyntheticPopulation) -> None:
    """Keep a population; a folder that cannot be written costs time only, so it is no error."""
    partial = file.with_name(f"{file.stem}.{os.getpid()}.partial")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            np.savez(stream, **{name: getattr(population, name) for name in _COLUMNS})
        partial.replace(file)
        _forget_oldest(file.parent)
    except OSError:
        partial.unlink(missing_ok=True)


def _forget_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[_KEPT:]:
        path.unlink(missing_ok=True)


@functools.cache
def _source_hash() -> str:
    return hash_files((path for layer in _SOURCES for path in (_PACKAGE / layer).rglob("*.py")), _PACKAGE)
