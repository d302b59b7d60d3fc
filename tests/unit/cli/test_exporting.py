from __future__ import annotations

import pytest
from click.testing import CliRunner

from simsocial.cli.entry import cli
from tests.unit.report.stored import write_results


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    from simsocial.analysis.comparison import write_effects

    path = write_results(tmp_path_factory.mktemp("outputs") / "probe")
    write_effects(path)
    return path


def run(*words):
    return CliRunner().invoke(cli, ["export", *map(str, words)])


def test_tables_workbook_and_resolutions_are_written(folder):
    result = run(folder, "--language", "de")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (folder / "export").iterdir()) == [
        "beschlussvorlage_kita_netz.docx",
        "beschlussvorlage_tagespflege.docx",
        "tabellen.xlsx",
        "verlauf.csv",
        "wirkungen.csv",
    ]
    assert len(result.output.splitlines()) == 5


def test_the_usual_template_is_handed_out_and_taken_back(folder, tmp_path):
    template = tmp_path / "vorlage.docx"
    assert run(folder, "--write-template", template).output.strip() == str(template)
    result = run(folder, "--form", "docx", "--template", template, "--language", "en")
    assert result.exit_code == 0
    assert (folder / "export" / "draft_resolution_kita_netz.docx").is_file()


def test_a_template_without_a_resolution_is_refused(folder, tmp_path):
    template = tmp_path / "vorlage.docx"
    run(folder, "--write-template", template)
    result = run(folder, "--form", "csv", "--template", template)
    assert result.exit_code != 0
    assert "--form docx" in str(result.exception)


def test_a_single_scenario_has_tables_and_no_resolution(tmp_path):
    folder = write_results(tmp_path / "alone", 3, options=False)
    result = run(folder, "--language", "de")
    assert result.exit_code == 0, result.output
    names = ["ausgangslage.docx", "tabellen.xlsx", "verlauf.csv"]
    assert sorted(path.name for path in (folder / "export").iterdir()) == names
