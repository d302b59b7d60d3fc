"""All that people read is there in German: help, printed output and errors."""

from __future__ import annotations

import ast
import io
import os
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import click
import numpy as np
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from simsocial.cli import cli
from simsocial.cli.language import speak, spoken
from simsocial.core import errors
from simsocial.core.language import VARIABLE, catalogue, say
from tests.messages import CLICK, catalogues, entries, said, says, trees

OWN_ERRORS = {*errors.__all__, "ValueError"} - {"near", "nearest"}
WORDS = re.compile(r"[a-z]{2,} [a-z]{2,}")


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak German during the test."""
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv(VARIABLE, "de")
    speak([], {VARIABLE: "de"})


def places(message: str) -> Counter[tuple[str | None, ...]]:
    """Return what a message asks to be filled in."""
    return Counter(part[1:] for part in Formatter().parse(message) if part[1] is not None)


def test_every_message_has_its_german_and_nothing_else_has():
    """`python -m tests.messages` writes what is lacking into the catalogues and drops what is not said any more."""
    messages = set(said())
    known = [pair for path in catalogues() for pair in entries(path)]
    assert not {message for message, count in Counter(message for message, _ in known).items() if count > 1}
    assert {message for message, german in known if german} == messages
    assert len(known) == len(messages)


@pytest.mark.parametrize("path", [*catalogues(), CLICK], ids=lambda path: path.stem)
def test_the_german_fills_in_what_the_english_does(path: Path):
    for message, german in entries(path):
        if isinstance(german, str):
            assert places(message) == places(german), message


def test_the_words_of_click_are_compiled():
    compiled = io.BytesIO()
    with CLICK.open("rb") as stream:
        write_mo(compiled, read_po(stream))
    assert CLICK.with_suffix(".mo").read_bytes() == compiled.getvalue()


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("name", ["", *sorted(cli.commands)])
def test_the_help_of_a_command_is_german(name: str):
    """Each paragraph is one of the catalogue, and click's own words are there in German."""
    words = catalogue("de")
    command, written = spoken(cli), cli
    context = click.Context(command, info_name="simsocial")
    if name:
        command, written = command.commands[name], cli.commands[name]
        context = click.Context(command, info_name=name, parent=context)
    shown = " ".join(command.get_help(context).split())
    assert shown.startswith("Aufruf: simsocial")
    for english in ("Usage:", "Options:", "Commands:", "default:", "required", "OPTIONS", "COMMAND"):
        assert english not in shown
    asked: list[str] = []
    spoken(written, lambda text: asked.append(text) or text)
    own = asked if name else [text for text in asked if text == written.help]
    for text in own:
        if text != text.upper():
            assert " ".join(words[text].replace("\b", "").split()) in shown or not _is_shown(written, text)


def _is_shown(command: click.Command, text: str) -> bool:
    """Whether help shows a text in full: short ones stand in the list of all commands."""
    return text != command.short_help


def test_numbers_that_are_read_have_a_decimal_comma(german: None):
    english = "{path}: has {size:,} bytes. Valid: up to {most:,}."
    assert say(english, path="a.b", size=2000, most=1.5).count("2.000") == 1
    assert say("{value:g} {share:.1f}", value=0.5, share=0.5) == "0.5 0,5"
    assert say("{count:,} {share:.1%}", count=np.int64(2000), share=np.float32(0.5)) == "2.000 50,0%"


@pytest.mark.parametrize(
    ("words", "environment", "spoken_then"),
    [
        ([], {}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "de"),
        ([], {"LANG": "de_DE.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "en"),
        (["--lang", "de"], {"LANG": "en_GB.UTF-8"}, "de"),
        (["--lang=en"], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LANG": "en_GB.UTF-8", VARIABLE: "de"}, "de"),
    ],
)
def test_the_language_follows_the_locale_or_the_option(
    monkeypatch: pytest.MonkeyPatch, words: list[str], environment: dict[str, str], spoken_then: str
):
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv(VARIABLE, "en")
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    assert speak(["check", *words, "kreis"], environment) == ["check", "kreis"]
    assert os.environ[VARIABLE] == spoken_then


@pytest.mark.parametrize(
    ("system", "spoken_then"),
    [("German_Germany", "de"), ("de_DE", "de"), ("English_United States", "en"), (None, "en")],
)
def test_without_a_variable_it_is_that_of_the_system(
    monkeypatch: pytest.MonkeyPatch, system: str | None, spoken_then: str
):
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv(VARIABLE, "en")
    monkeypatch.setattr("locale.getlocale", lambda: (system, None))
    speak([], {})
    assert os.environ[VARIABLE] == spoken_then


def test_an_unknown_language_is_a_mistake(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv(VARIABLE, "en")
    with pytest.raises(click.UsageError, match="Valid: de, en"):
        speak(["--lang", "fr"], {})


def test_what_is_said_is_written_out():
    """A text that is put together stands in no catalogue."""
    assert not [
        f"{name}:{call.lineno}"
        for name, tree in trees().items()
        for call in says(tree)
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]


def test_what_is_said_fills_in_what_its_message_asks_for():
    """A name that is wrong would only show when the error is raised."""
    assert not [
        f"{name}:{call.lineno}"
        for name, tree in trees().items()
        for call in says(tree)
        if getattr(call.func, "id", "") == "say"
        and isinstance(call.args[0], ast.Constant)
        and None not in (given := {keyword.arg for keyword in call.keywords})
        and given != asked(call.args[0].value)
    ]


def asked(message: str) -> set[str]:
    """Return the names of the places of a message, those inside formats too."""
    found: set[str] = set()
    for _, name, layout, _ in Formatter().parse(message):
        if name is not None:
            found |= {name} | asked(layout or "")
    return found


def test_errors_are_said():
    """What an error of the package or of a check of values says goes through `say`, so that it has its German."""
    assert not [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in unsaid(function)
    ]


def unsaid(function: ast.FunctionDef) -> list[ast.AST]:
    """Return texts with words that a function raises in an error of the package without saying them."""
    raised = [
        node.exc
        for node in ast.walk(function)
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
        and node.exc.func.id in OWN_ERRORS
    ]
    named = {part.id for call in raised for part in call.args if isinstance(part, ast.Name)}
    texts = [part for call in raised for part in call.args] + [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and {getattr(target, "id", None) for target in node.targets} & named
    ]
    return [part for text in texts for part in not_said(text) if WORDS.search(ast.unparse(part))]


def not_said(node: ast.AST) -> list[ast.AST]:
    """Return the texts inside an expression that stand in no call: what is called says them, or only joins them."""
    if isinstance(node, ast.Call):
        return []
    if isinstance(node, ast.Constant | ast.JoinedStr):
        plain = (
            node.value
            if isinstance(node, ast.Constant)
            else "".join(part.value for part in node.values if isinstance(part, ast.Constant))
        )
        return [ast.copy_location(ast.Constant(plain), node)] if isinstance(plain, str) else []
    return [text for child in ast.iter_child_nodes(node) for text in not_said(child)]
