from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simsocial.analysis.comparison import write_effects
from simsocial.analysis.results import Results
from simsocial.report.drawing import Drawings
from simsocial.report.page import write_report
from tests.unit.report.stored import write_results


@pytest.fixture(scope="session")
def stored(tmp_path_factory) -> Path:
    """A finished comparison; tests that write get a copy."""
    folder = write_results(tmp_path_factory.mktemp("outputs") / "probe")
    write_effects(folder)
    return folder


@pytest.fixture(scope="session")
def written(stored, tmp_path_factory) -> Path:
    """The German report of the comparison with all its pictures."""
    folder = shutil.copytree(stored, tmp_path_factory.mktemp("written") / "probe")
    return write_report(folder, "de")


@pytest.fixture
def copied(stored, tmp_path) -> Path:
    """A copy of the comparison, free to change."""
    return Path(shutil.copytree(stored, tmp_path / "copy"))


@pytest.fixture
def without_figures(monkeypatch):
    """Leave the figures out where a test is about words."""
    monkeypatch.setattr("simsocial.report.page.begin_figures", lambda results, language: Drawings([], 1))


@pytest.fixture(scope="session")
def results(stored) -> Results:
    return Results(stored)
