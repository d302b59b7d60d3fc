"""YAML files are read as they look, or refused with line and reason."""

from __future__ import annotations

import pytest

from simsocial.core.errors import ConfigError
from simsocial.core.yaml_files import MOST_BYTES, check_yaml, read_yaml_text


@pytest.mark.parametrize(
    "text", ["a: true", "a: 10", "a: -1.5e3", "a: '010'", 'a: "no"', "a: |\n  no\n", "a: 2027-08"]
)
def test_what_looks_like_itself_passes(text):
    check_yaml(text, "x.yaml")


@pytest.mark.parametrize(
    "value", ["010", "no", "Yes", "off", "1_000", "1:30", "0x1f", "1_0.5", ".inf", ".nan"]
)
@pytest.mark.parametrize("text", ["site: {}", "sites: [a, {}]", "a: {{b: {}}}"])
def test_what_yaml_reads_as_something_else_is_a_fault_with_line_and_quotes(value, text):
    with pytest.raises(ConfigError, match=r"x\.yaml, line 2: .*quotes"):
        check_yaml("# a comment\n" + text.format(value), "x.yaml")


def test_aliases_that_explode_or_turn_in_circles_are_refused_at_once():
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(ConfigError, match="aliases"):
        check_yaml("\n".join(lines), "x.yaml")
    with pytest.raises(ConfigError, match="leads back to itself"):
        check_yaml("a: &a [*a]", "x.yaml")


def test_deep_nesting_ends_in_a_message():
    for depth in (60, 5000):
        with pytest.raises(ConfigError, match=r"is no valid YAML|nested"):
            check_yaml("[" * depth + "]" * depth, "x.yaml")


def test_files_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "latin.yaml").write_bytes("a: süd".encode("cp1252"))
    (tmp_path / "large.yaml").write_text("a: " + "x" * MOST_BYTES)
    (tmp_path / "folder.yaml").mkdir()
    for name, told in (
        ("latin", "UTF-8"),
        ("large", "bytes"),
        ("folder", "is no file"),
        ("none", "is no file"),
    ):
        with pytest.raises(ConfigError, match=told):
            read_yaml_text(tmp_path / f"{name}.yaml")


def test_a_key_twice_is_named():
    with pytest.raises(ConfigError, match="line 3: key 'a' stands there twice"):
        check_yaml("a: 1\nb: 2\na: 3\n", "x.yaml")


@pytest.mark.parametrize("written", ["+12", "+1.5"])
def test_a_plus_is_no_more_of_something(written):
    with pytest.raises(ConfigError, match=rf"'\{written}' is read as {written[1:]}, not as .* more. Valid: "):
        check_yaml(f"licensed_places: {written}", "idea.yaml")
    check_yaml("change: -12", "idea.yaml")
    check_yaml("title: +12 Plätze", "idea.yaml")
