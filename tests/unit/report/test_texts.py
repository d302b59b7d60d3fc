"""Both languages hold the same texts, every text is used and every used text exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fluent.syntax import ast, parse, visitor

from simsocial.core.errors import ConfigError
from simsocial.report.catalog import Catalog
from simsocial.report.html import TEMPLATES
from simsocial.report.texts import LANGUAGES, LOCALE_FOLDER, Texts

CODE = Path(TEMPLATES).parent
SOURCES = [
    *CODE.rglob("*.py"),
    *CODE.parent.glob("cli/*.py"),
    *CODE.parent.glob("workshop/*.py"),
    *TEMPLATES.glob("*.j2"),
    *CODE.parent.glob("workshop/page/*.j2"),
]

FAMILIES = {
    "futures", "price", "frame", "sensitivity", "failing",
    "unit", "payer", "decider", "lever", "measure", "service", "group", "dimension", "verdict", "suspected",
    "validation", "grade", "column", "decision", "assumption", "target-value",
    "sample", "lines", "time", "parameter-unit", "meeting", "meaning", "resource", "resolution", "chapter", "trigger",
    "why-part", "why-by", "why-path", "why-off",
    "story", "field", "better", "link", "providers", "costs",
    "workshop-better", "workshop-live", "lsz", "since-options", "parameter", "assumptions", "staff",
}  # fmt: skip
"""First words of keys that are put together at run time or taken by other texts."""


class Variables(visitor.Visitor):
    """Collects the names of variables in a message."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


def messages(language: str) -> dict[str, set[str]]:
    """Keys of a language with the variables in them."""
    found: dict[str, set[str]] = {}
    for path in sorted((LOCALE_FOLDER / language).glob("*.ftl")):
        for entry in parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{path}: {entry.id.name} stands twice"
                collector = Variables()
                collector.visit(entry)
                found[entry.id.name] = collector.names
    return found


def used_keys() -> set[str]:
    """Keys that appear as literals in code and templates."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    return set(re.findall(r"[\"']([a-z0-9]+(?:-[a-z0-9]+)*)[\"']", text))


def test_both_languages_have_the_same_keys_and_variables():
    # Units of parameters are registered in English.
    german = {key: names for key, names in messages("de").items() if not key.startswith("parameter-unit-")}
    english = messages("en")
    assert german.keys() == english.keys()
    assert {key: names for key, names in german.items() if english[key] != names} == {}


def test_every_text_is_used():
    used = used_keys()
    unused = {
        key
        for key in messages("de")
        if key not in used and not any(key.startswith(f"{family}-") for family in FAMILIES)
    }
    assert unused == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_used_text_exists(language):
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    called = set(re.findall(r"\b(?:texts|t|catalog\.texts|self\.texts)\(\s*[\"']([a-z0-9-]+)[\"']", source))
    assert len(called) > 60
    assert called - messages(language).keys() == set()


@pytest.mark.parametrize(
    ("family", "words"),
    [
        (
            "column",
            "indicator unit reference option effect interval verdict share validation range payer reason state",
        ),
        ("decision", "measure start latest by consent lever department"),
        ("assumption", "id value unit range source year grade"),
        ("target-value", "up down neutral"),
        ("grade", "a b c d"),
        ("time", "sum mean"),
        ("lines", "with_target against mixed neutral"),
        ("verdict", "with_target against mixed neutral unclear unconfirmed small rare few_runs untouched"),
        ("suspected", "found not_found excluded not_in_model"),
        ("workshop-better", "up down"),
        ("validation", "hindcast base_year base_year_elsewhere plausible none"),
    ],
)
def test_texts_put_together_at_run_time_exist(family, words):
    for word in words.split():
        assert f"{family}-{word.replace('_', '-')}" in messages("de")


def test_results_are_never_called_a_forecast():
    for language, banned in (
        ("de", r"(?i)\b(?:vorhersag|prognos)\w*"),
        ("en", r"(?i)\b(?:forecast|predict)\w*"),
    ):
        for path in (LOCALE_FOLDER / language).glob("*.ftl"):
            text = path.read_text(encoding="utf-8").replace("keine Vorhersage", "").replace("no forecast", "")
            assert re.findall(banned, text) == []


def test_german_texts_have_real_umlauts():
    pattern = r"(?i)\b\w*(?:fuer|ueber|aender|massnahm|groess|pruef|moegl|gueltig|loes|zaehl|laeuf|koenn)\w*"
    for path in (LOCALE_FOLDER / "de").glob("*.ftl"):
        values = "\n".join(
            line.partition("=")[2] or line for line in path.read_text(encoding="utf-8").splitlines()
        )
        assert re.findall(pattern, values) == []


@pytest.mark.parametrize(("language", "runs"), [("de", r"L[aä]uf(?!end)"), ("en", r"\bruns?\b")])
def test_with_draws_the_texts_about_statistics_speak_of_draws(language, runs):
    of_runs, of_draws = Texts(language), Texts(language, draws=True)
    for key, values in {
        "column-share": {}, "column-range": {}, "verdict-few-runs": {}, "method-classes": {}, "method-interval": {},
        "method-family": {}, "side-effects-unconfirmed": {},
        "effects-caption": {"runs": "50"}, "effect-rare": {"runs": "4", "all": "50"}, "effect-search-only": {},
    }.items():  # fmt: skip
        assert re.search(runs, of_runs(key, **values), re.IGNORECASE)
        assert not re.search(r"Ziehung|\bdraws?\b", of_runs(key, **values), re.IGNORECASE)
        assert not re.search(runs, of_draws(key, **values), re.IGNORECASE)
        assert re.search(r"Ziehung|\bdraws?\b", of_draws(key, **values), re.IGNORECASE)


@pytest.mark.parametrize(("draws", "word"), [(0, "Läufe"), (50, "Ziehungen")])
def test_the_unit_of_the_texts_is_that_of_the_manifest(draws, word):
    assert Catalog(Texts("de"), {"draws": draws}).texts("column-share") == f"besser in … der {word}"


def test_an_unknown_language_is_a_clear_error():
    with pytest.raises(ConfigError, match=r"report\.language.*'fr'.*de, en"):
        Texts("fr")


def test_a_missing_text_is_an_error_and_not_an_empty_word():
    with pytest.raises(KeyError, match="no-such-text"):
        Texts("de")("no-such-text")
    with pytest.raises(ValueError, match="pyramid-title"):
        Texts("de")("pyramid-title", first="2027")


def test_entries_without_a_word_stay_readable():
    assert Texts("de").term("decider", "some_new_body") == "some new body"


@pytest.mark.parametrize(
    ("language", "number", "signed", "percent", "month"),
    [("de", "1.234,5", "−0,3", "12 %", "August 2026"), ("en", "1,234.5", "−0.3", "12 %", "August 2026")],
)
def test_numbers_and_months_are_written_the_way_of_the_language(language, number, signed, percent, month):
    texts = Texts(language)
    assert texts.number(1234.5, 1) == number
    assert texts.signed(-0.3, 1) == signed
    assert texts.percent(0.12).replace("\N{NO-BREAK SPACE}", " ") == percent
    assert texts.month("2026-08") == month


def test_signs_and_rounding_of_numbers():
    texts = Texts("de")
    assert [texts.signed(v, d) for v, d in ((5.0, 0), (0.0, 0), (-0.2, 0), (1234.0, -2))] == [
        "+5",
        "0",
        "0",
        "+1.200",
    ]


def test_enumerations_and_plurals():
    texts = Texts("de")
    assert [texts.join(list(parts)) for parts in ("", "a", "ab", "abc")] == ["", "a", "a und b", "a, b und c"]
    assert [texts.term("unit", "places", count=n) for n in (1, 2)] == ["Platz", "Plätze"]
