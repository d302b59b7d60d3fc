"""Functions in the place of the engine, so that a command simulates nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

__all__ = ["FAST", "Call", "stand_in"]

FAST = "services=[]"
"""Without service kinds composing takes a fifth of the time."""

Call = Callable[..., tuple[int, str, str]]


def stand_in(monkeypatch: pytest.MonkeyPatch, name: str, **functions: Any) -> None:
    """Put functions in the place of a module of the package, so that nothing is simulated."""
    module = ModuleType(name)
    for key, function in functions.items():
        setattr(module, key, function)
    monkeypatch.setitem(sys.modules, name, module)
