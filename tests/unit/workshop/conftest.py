from __future__ import annotations

import pytest

from simsocial.analysis.comparison import write_effects
from simsocial.analysis.results import Results
from simsocial.report.catalog import Catalog
from simsocial.report.texts import Texts
from simsocial.workshop.page import write_workshop
from tests.unit.report.stored import write_results


@pytest.fixture(scope="session")
def results(tmp_path_factory) -> Results:
    """A finished comparison of two options; the page is written beside it."""
    folder = write_results(tmp_path_factory.mktemp("outputs") / "probe")
    write_effects(folder)
    return Results(folder)


@pytest.fixture(scope="session")
def page(results):
    return write_workshop(results, "de")


@pytest.fixture(scope="session")
def catalog(results) -> Catalog:
    return Catalog(Texts("de"), results.manifest)
