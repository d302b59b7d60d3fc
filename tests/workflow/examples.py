"""Property tests that are the same in every run: few examples always, many in the long run."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

__all__ = ["examples", "for_all"]

STABLE = settings(derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def examples(quick, many):
    """Few examples in every test run, many in the long one."""
    return pytest.mark.parametrize(
        "number", [quick, pytest.param(many, marks=[pytest.mark.long, pytest.mark.timeout(3000)])]
    )


def for_all(number, **strategies):
    """Check a function for a fixed sequence of examples."""

    def check_all(function):
        settings(STABLE, max_examples=number)(given(**strategies)(function))()

    return check_all
