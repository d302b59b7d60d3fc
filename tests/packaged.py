"""The packaged service kinds and parameters, read once for all tests of a process: they take half a second."""

from __future__ import annotations

import functools

from simsocial.core.roots import packaged_root
from simsocial.parameters import Parameters
from simsocial.services.catalogue import Catalogue, load_catalogue_from_dirs

__all__ = ["packaged_kinds", "packaged_values"]


@functools.cache
def packaged_kinds() -> Catalogue:
    """Return the packaged service kinds; nobody changes them."""
    return load_catalogue_from_dirs([packaged_root("conf") / "services"])


@functools.cache
def packaged_values() -> Parameters:
    """Return the packaged parameters with those of all service kinds; nobody changes them."""
    return packaged_kinds().register(Parameters.load())
