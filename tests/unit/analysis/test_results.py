"""Stored results that were damaged or edited are named by file, whatever the reader of the format raises."""

from __future__ import annotations

import json

import pytest

from simsocial.analysis.results import Results
from simsocial.core.errors import RunError

MANIFEST = json.dumps({"reference": "quo", "scenarios": {"quo": {}, "idea": {}}})


@pytest.mark.parametrize(
    ("name", "content", "asked"),
    [
        ("manifest.json", "{", "manifest"),
        ("manifest.json", "[]", "options"),
        ("manifest.json", "{}", "options"),
        ("manifest.json", '{"reference": "quo", "scenarios": {"idea": {}}}', "options"),
        ("manifest.json", "\udcff", "manifest"),
        ("indicators.parquet", "PAR1 no", "yearly"),
        ("population.parquet", "", "population"),
        ("draws.parquet", "x", "draws"),
        ("effects.csv", "a,b\n1,2\n", "effects"),
        ("effects.csv", "", "effects"),
        ("effects.csv", "scenario,indicator\nidea,births\n", "effects"),
        ("parameters.csv", "", "parameters"),
        ("parameters.csv", 'id\n"open\n', "parameters"),
    ],
)
def test_a_damaged_file_is_named_with_what_writes_it_anew(tmp_path, name, content, asked):
    (tmp_path / "manifest.json").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(RunError, match=f"{name}: damaged.*command writes it anew"):
        getattr(Results(tmp_path), asked)
