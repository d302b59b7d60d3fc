"""The command that writes the workshop page."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from simsocial.analysis.comparison import write_effects
from simsocial.cli.entry import cli
from tests.unit.report.stored import write_results


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = write_results(tmp_path_factory.mktemp("outputs") / "probe")
    write_effects(path)
    return path


def run(*words):
    return CliRunner().invoke(cli, ["workshop", *map(str, words)])


def test_the_page_is_written_beside_the_results(folder):
    result = run(folder, "--language", "en", "--option", "tagespflege")
    assert result.exit_code == 0, result.output
    assert result.output.strip() == str(folder / "workshop.html")
    page = (folder / "workshop.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "Kita network" not in page


def test_a_folder_without_results_is_told(tmp_path):
    result = run(tmp_path / "none")
    assert result.exit_code != 0
    assert "No results in" in str(result.exception)
