"""Status-quo runs that several statistical tests read: expensive, made once a session."""

from __future__ import annotations

import pytest

from tests.statistical.observed import observe


@pytest.fixture(scope="session")
def status_quo(musterkreis):
    """Three replicates of the whole model over eight years without drift of care need, added up."""
    return observe(musterkreis, seeds=(31, 32, 33), years=8)
