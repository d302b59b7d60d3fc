"""Plugin files of the tests, loaded as the command line loads those of users, for as long as a test needs them."""

from __future__ import annotations

import contextlib
import importlib.util
from pathlib import Path

from simsocial.model.schedule import known_processes
from simsocial.people.changeable import CHANGEABLE
from simsocial.people.predicates import PREDICATES
from simsocial.people.traits import TRAITS
from simsocial.processes import base

__all__ = ["plugged"]


@contextlib.contextmanager
def plugged(name):
    """Register the processes of a plugin file, and forget them afterwards."""
    known_processes()  # the package's own are registered before the registries are copied
    registries = [base._REGISTRY, PREDICATES._entries, TRAITS._entries, CHANGEABLE._entries]
    before = [dict(registry) for registry in registries]
    path = Path(__file__).parent / "plugins" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"tests_plugin_{name}", path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    try:
        yield
    finally:
        for registry, entries in zip(registries, before, strict=True):
            registry.clear()
            registry.update(entries)
