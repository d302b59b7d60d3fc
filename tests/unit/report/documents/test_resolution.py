from __future__ import annotations

from pathlib import Path

import docx
import pytest

from simsocial.core.errors import ConfigError
from simsocial.report.documents.resolution import FIELDS, resolution_fields
from simsocial.report.documents.resolution_file import write_resolution
from simsocial.report.documents.resolution_template import write_template
from simsocial.report.goals import goals_of
from simsocial.report.numbers import Numbers


def text_of(path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def own_template(path, text):
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(path))
    return path


def test_fields_are_those_that_are_told(catalog, results):
    assert set(resolution_fields(catalog, results, "kita_netz")) == set(FIELDS)


def test_it_says_what_is_decided_by_whom_and_what_it_changes(german, results, tmp_path):
    fields = resolution_fields(german, results, "kita_netz")
    text = text_of(write_resolution(fields, tmp_path / "a.docx"))
    assert "Beschlussvorlage: Kita-Netz: drei Häuser in E werden eines" in text
    assert "„Kita E1, E2 und E3 in einem Neubau mit 70 Plätzen“ wird ab August 2027 umgesetzt." in text
    assert "Februar 2025" in text
    assert "Haushaltsstelle: ____" in text
    assert "Weiter wie bisher" in text
    goal = goals_of(german, results.effects, "kita_netz")[0]
    assert Numbers(german).effect(goal.line.head).text in text
    assert "{{" not in text
    assert "{%" not in text


def test_no_row_is_torn_between_pages_and_the_signs_are_told(german, results, tmp_path):
    path = write_resolution(resolution_fields(german, results, "kita_netz"), tmp_path / "a.docx")
    rows = [row._tr for table in docx.Document(str(path)).tables for row in table.rows]
    assert rows
    assert all("<w:cantSplit/>" in row.xml for row in rows)
    assert "(/): nur die Spannweite" in text_of(path)


def test_there_is_no_english_word_list_in_a_german_document(german, results):
    heading = resolution_fields(german, results, "tagespflege")["heading"]
    assert heading["proposal"] == "Beschlussvorschlag"
    assert all(heading.values())


def test_a_template_of_ones_own_is_filled(german, results, tmp_path):
    template = own_template(tmp_path / "own.docx", "Betreff: {{ subject }} ({{ budget_year }})")
    path = write_resolution(resolution_fields(german, results, "tagespflege"), tmp_path / "a.docx", template)
    assert text_of(path).startswith("Betreff: Tagespflege: je 18 Plätze in E und G (2027)")


def test_texts_of_users_stay_texts(german, results, tmp_path):
    fields = resolution_fields(german, results, "kita_netz") | {"subject": "Träger <A> & B {{ x }}"}
    assert "Träger <A> & B {{ x }}" in text_of(write_resolution(fields, tmp_path / "a.docx"))


def test_an_unknown_field_is_named_with_the_nearest(german, results, tmp_path):
    template = own_template(tmp_path / "own.docx", "{{ subjekt }}")
    with pytest.raises(ConfigError, match=r"own.docx: unknown field '\{\{ subjekt \}\}'.*subject"):
        write_resolution(resolution_fields(german, results, "kita_netz"), tmp_path / "a.docx", template)


def test_several_texts_in_one_field_stand_below_each_other_without_brackets(german, results, tmp_path):
    rows = "{% for row in measures %}{{ row.sites }} {{ row.consent }}{% endfor %} {{ proposal }}"
    template = own_template(tmp_path / "own.docx", rows)
    fields = resolution_fields(german, results, "kita_netz")
    path = write_resolution(fields, tmp_path / "a.docx", template)
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    assert "\n".join(fields["proposal"]) in text
    assert "['" not in text
    assert "('" not in text


def test_rows_that_stand_in_no_loop_are_told(german, results, tmp_path):
    template = own_template(tmp_path / "own.docx", "{{ costs }}")
    with pytest.raises(ConfigError, match=r"own.docx: a field that holds rows.*tr for row in costs"):
        write_resolution(resolution_fields(german, results, "kita_netz"), tmp_path / "a.docx", template)


def test_a_torn_template_is_told(german, results, tmp_path):
    template = own_template(tmp_path / "own.docx", "{% for x in facts %}")
    with pytest.raises(ConfigError, match=r"own\.docx"):
        write_resolution(resolution_fields(german, results, "kita_netz"), tmp_path / "a.docx", template)


def test_what_is_no_document_is_told(german, results, tmp_path):
    template = tmp_path / "own.docx"
    template.write_text("Beschluss", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"no readable \.docx"):
        write_resolution(resolution_fields(german, results, "kita_netz"), tmp_path / "a.docx", template)


def test_the_usual_template_names_known_fields_only(tmp_path):
    from docxtpl import DocxTemplate

    template = DocxTemplate(str(write_template(tmp_path / "t.docx")))
    assert template.get_undeclared_template_variables() <= set(FIELDS)


def test_the_page_about_it_names_every_field():
    page = Path(__file__).parents[4].joinpath("docs/handing_in.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` | {what} |" in page for name, what in FIELDS.items())
