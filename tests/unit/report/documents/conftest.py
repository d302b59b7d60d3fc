from __future__ import annotations

import pytest

from simsocial.report.catalog import Catalog
from simsocial.report.texts import Texts


@pytest.fixture(params=["de", "en"])
def catalog(request, results) -> Catalog:
    return Catalog(Texts(request.param), results.manifest)


@pytest.fixture
def german(results) -> Catalog:
    return Catalog(Texts("de"), results.manifest)
